//! What was typed, as pinyin: which runs may be read so.
//!
//! A sound is letters, with characters among them perhaps. It is heard where consecutive
//! characters each take a piece of it in order: a whole syllable, or only its initial (`w`; `zh`,
//! `ch`, `sh` too), the last any beginning of a syllable. A character typed takes itself. A piece
//! does not reach over a boundary, which is where a space was typed.
//!
//! Must stay true: hearing is linear in the run, whatever was typed: the places reached so far are
//! the bits of one word.

use crate::glyphs::Glyphs;
use crate::rank::Heard;
use std::ops::Range;

/// A letter or a character typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Letter(u8),
    Glyph(u16),
}

/// The most that is heard as one.
pub(crate) const LONGEST: usize = 60;

/// For one spelling, the places (bits) of the sound where it stands.
#[derive(Clone, Copy, Debug, Default)]
struct Spelt {
    /// Whole.
    full: u64,
    /// As far as the sound goes, and not whole.
    part: u64,
    /// Its first letter, which is not all of it.
    one: u64,
    /// Its first two letters, which are an initial and not all of it.
    two: u64,
    len: u8,
    first: u8,
}

/// What was typed, ready to be heard.
#[derive(Debug)]
pub(crate) struct Sound {
    keys: Vec<Key>,
    spelt: Vec<Spelt>,
    glyphs: Vec<(u16, u64)>,
    /// The letters with which a second piece may begin, a bit each.
    second: u32,
}

/// Places reached: by whole syllables or not (bit 1), on the beat or not (bit 0).
type Reached = [u64; 4];

impl Sound {
    /// Prepares what was typed; `bounds` has a bit for each key before which a space was.
    /// `None` when there is no letter in it, or too much of everything.
    pub(crate) fn new(keys: Vec<Key>, bounds: u64, glyphs: &Glyphs) -> Option<Self> {
        let letters = keys.iter().any(|key| matches!(key, Key::Letter(_)));
        if !letters || keys.len() > LONGEST || !glyphs.taught() {
            return None;
        }
        let spelt: Vec<Spelt> = glyphs
            .spellings()
            .iter()
            .map(|spelling| spell(&keys, bounds, spelling.letters()))
            .collect();
        let mut typed: Vec<(u16, u64)> = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            if let Key::Glyph(number) = key {
                match typed.iter_mut().find(|(known, _)| known == number) {
                    Some((_, places)) => *places |= 1 << at,
                    None => typed.push((*number, 1 << at)),
                }
            }
        }
        let mut reached = 0;
        for spelt in &spelt {
            reached |= (spelt.full & 1) << spelt.len | (spelt.one & 1) << 1 | (spelt.two & 1) << 2;
        }
        let mut second = 0;
        for (at, key) in keys.iter().enumerate() {
            if let (Key::Letter(letter), true) = (key, reached >> at & 1 != 0) {
                second |= 1 << (letter - b'a');
            }
        }
        Some(Self { keys, spelt, glyphs: typed, second })
    }

    /// The first key.
    pub(crate) fn first(&self) -> Option<Key> {
        self.keys.first().copied()
    }

    /// The glyphs typed.
    pub(crate) fn glyphs(&self) -> impl Iterator<Item = u16> + '_ {
        self.glyphs.iter().map(|(number, _)| *number)
    }

    /// The letters, from 0, with which a second piece may begin.
    pub(crate) fn second(&self) -> impl Iterator<Item = u8> {
        let second = self.second;
        (0..26).filter(move |letter| second >> letter & 1 != 0)
    }

    /// How the whole is heard in one syllable spelled so: `(initial only, partial)`.
    pub(crate) fn one(&self, spelling: u16) -> Option<(bool, bool)> {
        let spelt = self.spelt.get(usize::from(spelling))?;
        if spelt.full & 1 != 0 && usize::from(spelt.len) == self.keys.len() {
            Some((false, false))
        } else if spelt.part & 1 != 0 {
            Some((self.keys.len() == 1, true))
        } else {
            None
        }
    }

    /// How it is heard best in a run, and where.
    pub(crate) fn hear(&self, run: &[u16], name: bool, glyphs: &Glyphs) -> Option<(Heard, Range<usize>)> {
        let mut best: Option<(Heard, Range<usize>)> = None;
        let end = 1u64 << self.keys.len();
        for (start, first) in run.iter().enumerate() {
            let may_begin = match self.first() {
                Some(Key::Letter(letter)) => glyphs.begins(*first, letter - b'a'),
                Some(Key::Glyph(glyph)) => glyph == *first,
                None => false,
            };
            if !may_begin {
                continue;
            }
            let mut reached: Reached = [1, 0, 0, 0];
            for (place, number) in run.iter().enumerate().skip(start) {
                let mut next: Reached = [0; 4];
                let mut hear = |level: usize, partial: bool| {
                    let initials = level & 2 != 0 || partial && self.keys.len() == 1;
                    let ends = start == 0 && place + 1 == run.len();
                    let heard = Heard::new(initials, level & 1 != 0, start > 0, partial, ends);
                    if best.as_ref().is_none_or(|(best, _)| heard < *best) {
                        best = Some((heard, start..place + 1));
                    }
                };
                let mut reach = |level: usize, places: u64| {
                    if places & end != 0 {
                        hear(level, false);
                    }
                    if let Some(next) = next.get_mut(level) {
                        *next |= places & (end - 1);
                    }
                };
                let mut partials = [false; 4];
                for voice in glyphs.within(run, place, name) {
                    let Some(spelt) = self.spelt.get(usize::from(voice.spelling)) else {
                        continue;
                    };
                    if spelt.first == 0 {
                        continue;
                    }
                    for (level, places) in reached.iter().enumerate() {
                        if *places == 0 {
                            continue;
                        }
                        let level = level | usize::from(voice.offbeat);
                        if places & spelt.part != 0
                            && let Some(partial) = partials.get_mut(level)
                        {
                            *partial = true;
                        }
                        reach(level, (places & spelt.full) << spelt.len);
                        reach(level | 2, (places & spelt.one) << 1 | (places & spelt.two) << 2);
                    }
                }
                for (glyph, typed) in &self.glyphs {
                    if glyph == number {
                        for (level, places) in reached.iter().enumerate() {
                            reach(level, (places & typed) << 1);
                        }
                    }
                }
                for (level, partial) in partials.into_iter().enumerate() {
                    if partial {
                        hear(level, true);
                    }
                }
                if next == [0; 4] {
                    break;
                }
                reached = next;
            }
            if best.as_ref().is_some_and(|(best, _)| *best <= Heard::BEST_INSIDE) {
                break;
            }
        }
        best
    }
}

/// Where a spelling stands in the sound.
fn spell(keys: &[Key], bounds: u64, letters: &[u8]) -> Spelt {
    let mut spelt = Spelt {
        len: letters.len() as u8,
        ..Spelt::default()
    };
    let two = matches!(letters, [b'z' | b'c' | b's', b'h', _, ..]);
    for place in 0..keys.len() {
        let rest = keys.get(place..).unwrap_or_default();
        let same = rest
            .iter()
            .zip(letters)
            .enumerate()
            .take_while(|(at, (key, letter))| {
                **key == Key::Letter(**letter) && (*at == 0 || bounds >> (place + at) & 1 == 0)
            })
            .count();
        if same == 0 {
            continue;
        }
        spelt.first = 1;
        if same == letters.len() {
            spelt.full |= 1 << place;
        } else if same == rest.len() {
            spelt.part |= 1 << place;
        }
        if letters.len() > 1 {
            spelt.one |= 1 << place;
        }
        if two && same >= 2 {
            spelt.two |= 1 << place;
        }
    }
    spelt
}
