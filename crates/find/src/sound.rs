//! What was typed, as pinyin: which runs may be read so.
//!
//! A sound is letters, with characters among them perhaps. It is heard where consecutive
//! characters each take a piece of it in order: a whole syllable, or only its initial (`w`; `zh`,
//! `ch`, `sh` too), the last any beginning of a syllable. A character typed takes itself. A piece
//! does not reach over a boundary, which is where a space was typed.
//!
//! Must stay true: hearing is linear in the run, whatever was typed: the places reached so far are
//! the bits of one word.

use crate::glyphs::{Glyphs, Voice};
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

/// The letters of the longest spelling.
const SYLLABLE: usize = 6;

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
    /// Any of these.
    any: u64,
    len: u8,
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

/// What one more character comes to: levels are bits.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    reached: Reached,
    /// Something is reached that is not the end.
    further: bool,
    /// The end, with the last piece whole.
    whole: u8,
    /// The end, with the last syllable begun.
    partial: u8,
}

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
        Some(Self {
            keys,
            spelt,
            glyphs: typed,
            second,
        })
    }

    /// The first key.
    pub(crate) fn first(&self) -> Option<Key> {
        self.keys.first().copied()
    }

    /// The glyphs typed.
    pub(crate) fn glyphs(&self) -> impl Iterator<Item = u16> + '_ {
        self.glyphs.iter().map(|(number, _)| *number)
    }

    /// The letters, from 0, with which a second piece may begin, a bit each.
    pub(crate) fn second(&self) -> u32 {
        self.second
    }

    /// Whether it is a letter alone, which is heard at the beginning of a run only, as letters
    /// count at the beginning of words.
    pub(crate) fn alone(&self) -> bool {
        matches!(self.keys.as_slice(), [Key::Letter(_)])
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
    pub(crate) fn hear(
        &self,
        run: &[u16],
        name: bool,
        glyphs: &Glyphs,
    ) -> Option<(Heard, Range<usize>)> {
        let mut best: Option<(Heard, Range<usize>)> = None;
        for (start, first) in run.iter().enumerate() {
            if start > 0 && self.alone() {
                break;
            }
            if !self.may_begin(*first, run.get(start + 1).copied(), glyphs) {
                continue;
            }
            let mut reached: Reached = [1, 0, 0, 0];
            for (place, number) in run.iter().enumerate().skip(start) {
                let step = self.step(reached, *number, glyphs.within(run, place, name));
                let ends = start == 0 && place + 1 == run.len();
                for level in 0..4 {
                    let partial = step.partial >> level & 1 != 0;
                    if !partial && step.whole >> level & 1 == 0 {
                        continue;
                    }
                    let partial = step.whole >> level & 1 == 0;
                    let initials = level & 2 != 0 || partial && self.keys.len() == 1;
                    let heard = Heard::new(initials, level & 1 != 0, start > 0, partial, ends);
                    if best.as_ref().is_none_or(|(best, _)| heard < *best) {
                        best = Some((heard, start..place + 1));
                    }
                }
                if !step.further {
                    break;
                }
                reached = step.reached;
            }
            if best
                .as_ref()
                .is_some_and(|(best, _)| *best <= Heard::BEST_INSIDE)
            {
                break;
            }
        }
        best
    }
}

impl Sound {
    /// Whether it is worth listening from a glyph on, which another follows.
    #[inline]
    fn may_begin(&self, glyph: u16, next: Option<u16>, glyphs: &Glyphs) -> bool {
        let letter = match self.first() {
            Some(Key::Letter(letter)) => letter - b'a',
            Some(Key::Glyph(typed)) => return typed == glyph,
            None => return false,
        };
        let first = glyphs.initials(glyph) >> letter & 1 != 0;
        let alone = self.keys.len() <= SYLLABLE || !self.glyphs.is_empty();
        first && (alone || next.is_some_and(|next| glyphs.initials(next) & self.second != 0))
    }

    /// From the places reached over one more character.
    #[inline]
    fn step(&self, from: Reached, number: u16, voices: &[Voice]) -> Step {
        let mut step = Step::default();
        let [sure, off, short, short_off] = from;
        let anywhere = sure | off | short | short_off;
        for voice in voices {
            let Some(spelt) = self.spelt.get(usize::from(voice.spelling)) else {
                continue;
            };
            if anywhere & spelt.any == 0 {
                continue;
            }
            // Off the beat once is off the beat for good.
            if voice.offbeat {
                self.piece(&mut step, 1, sure | off, spelt);
                self.piece(&mut step, 3, short | short_off, spelt);
            } else {
                self.piece(&mut step, 0, sure, spelt);
                self.piece(&mut step, 1, off, spelt);
                self.piece(&mut step, 2, short, spelt);
                self.piece(&mut step, 3, short_off, spelt);
            }
        }
        for (glyph, typed) in &self.glyphs {
            if *glyph == number && anywhere & typed != 0 {
                for (level, places) in from.into_iter().enumerate() {
                    self.arrive(&mut step, level, (places & typed) << 1);
                }
            }
        }
        step
    }

    /// One character takes a piece of this spelling, from these places.
    #[inline]
    fn piece(&self, step: &mut Step, level: usize, places: u64, spelt: &Spelt) {
        if places & spelt.any == 0 {
            return;
        }
        step.partial |= u8::from(places & spelt.part != 0) << level;
        self.arrive(step, level, (places & spelt.full) << spelt.len);
        let short = (places & spelt.one) << 1 | (places & spelt.two) << 2;
        self.arrive(step, level | 2, short);
    }

    /// These places are reached: the end among them, perhaps.
    #[inline]
    fn arrive(&self, step: &mut Step, level: usize, places: u64) {
        step.whole |= ((places >> self.keys.len() & 1) as u8) << level;
        let places = places & ((1 << self.keys.len()) - 1);
        step.further |= places != 0;
        if let Some(reached) = step.reached.get_mut(level) {
            *reached |= places;
        }
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
    spelt.any = spelt.full | spelt.part | spelt.one | spelt.two;
    spelt
}
