//! The terms of one kind of part, and the lists that lead to those which may hold what was typed.
//!
//! Words are led to by their pairs of neighbouring letters, runs by their characters, and by pairs
//! of the initials of neighbouring characters for pinyin. Lists name candidates; the terms decide.
//!
//! Must stay true: no term that matches is left out of the lists.

use crate::dictionary::Dictionary;
use crate::glyphs::Glyphs;
use crate::ids::Ids;
use crate::kind::Kind;
use crate::near;
use crate::query::NATIONAL;
use crate::rank::{Heard, Held};
use crate::sound::{Key, Sound};

/// Takes a run and how it was heard.
type Each<'a> = dyn FnMut(u32, Heard) + 'a;

/// Terms of one kind.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) kind: Kind,
    pub(crate) words: Dictionary<u8>,
    pub(crate) runs: Dictionary<u16>,
    /// Words by two neighbouring letters, or by the edge and the first.
    grams: Vec<Ids>,
    /// The letters of each word, where errors are forgiven.
    letters: Vec<u32>,
    /// Runs by their first character, and by any other.
    heads: Vec<Ids>,
    rests: Vec<Ids>,
    /// Runs by two neighbouring initials, as far as `heard`.
    pairs: Vec<Ids>,
    heard: u32,
}

/// The edge of a word.
const EDGE: usize = 0;
/// Letters, digits, edges and what else falls together.
const CODES: usize = 64;

/// The place of a letter in `grams`: its own for letters and digits, shared by the rest.
fn code(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a') + 1,
        b'0'..=b'9' => usize::from(byte - b'0') + 27,
        _ => 37 + usize::from(byte) % 27,
    }
}

/// The letters, from 0, whose bits are set.
fn letters(mask: u32) -> impl Iterator<Item = u8> {
    (0..26).filter(move |letter| mask >> letter & 1 != 0)
}

/// Whether there are two letters at least, each of a byte or more.
pub(crate) fn more_than_one(typed: &[u8]) -> bool {
    typed
        .iter()
        .filter(|byte| **byte & 0xC0 != 0x80)
        .nth(1)
        .is_some()
}

/// How a term holds what was typed.
pub(crate) fn held<S: PartialEq>(term: &[S], typed: &[S], inside: bool) -> Option<Held> {
    if term.starts_with(typed) {
        return Some(if term.len() == typed.len() {
            Held::Whole
        } else {
            Held::Prefix
        });
    }
    // Symbol by symbol: terms are too short for anything cleverer to pay.
    let found = inside
        && term
            .windows(typed.len().max(1))
            .any(|part| part.iter().eq(typed));
    found.then_some(Held::Inside)
}

/// How a telephone number holds digits that it is known to hold.
pub(crate) fn dialled(number: &[u8], digits: &[u8], held: Held) -> Held {
    if digits.len() >= NATIONAL && number.ends_with(digits) {
        Held::Whole
    } else {
        held
    }
}

impl Shelf {
    /// An empty shelf.
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            words: Dictionary::default(),
            runs: Dictionary::default(),
            grams: Vec::new(),
            letters: Vec::new(),
            heads: Vec::new(),
            rests: Vec::new(),
            pairs: Vec::new(),
            heard: 0,
        }
    }

    /// The number of a word.
    pub(crate) fn word(&mut self, word: &[u8], most: u32) -> Option<u32> {
        let (id, new) = self.words.intern(word, most)?;
        if new {
            if self.grams.is_empty() {
                self.grams.resize_with(CODES * CODES, Ids::default);
            }
            let mut last = EDGE;
            for byte in word {
                let here = code(*byte);
                if let Some(list) = self.grams.get_mut(last * CODES + here) {
                    list.push(id);
                }
                last = here;
            }
            if self.kind.forgives() {
                self.letters.push(near::letters(word));
            }
        }
        Some(id)
    }

    /// The number of a run.
    pub(crate) fn run(&mut self, run: &[u16], glyphs: &Glyphs, most: u32) -> Option<u32> {
        let (id, new) = self.runs.intern(run, most)?;
        if new {
            for (place, glyph) in run.iter().enumerate() {
                let lists = if place == 0 {
                    &mut self.heads
                } else {
                    &mut self.rests
                };
                let at = usize::from(*glyph);
                if lists.len() <= at {
                    lists.resize_with(at + 1, Ids::default);
                }
                if let Some(list) = lists.get_mut(at) {
                    list.push(id);
                }
            }
            if self.heard == id && glyphs.taught() && self.kind.sounds() {
                self.listen(glyphs, 1);
            }
        }
        Some(id)
    }

    /// Forgets how runs sound.
    pub(crate) fn forget(&mut self) {
        self.pairs.clear();
        self.heard = 0;
    }

    /// Whether it is known how every run sounds.
    pub(crate) fn knows(&self) -> bool {
        !self.kind.sounds() || self.heard == self.runs.len()
    }

    /// Learns how so many more runs sound; says how many of them there were.
    pub(crate) fn listen(&mut self, glyphs: &Glyphs, runs: u32) -> u32 {
        if !self.kind.sounds() {
            return 0;
        }
        if self.pairs.is_empty() {
            self.pairs.resize_with(26 * 26, Ids::default);
        }
        let from = self.heard;
        let to = from.saturating_add(runs).min(self.runs.len());
        for id in from..to {
            for pair in self.runs.get(id).windows(2) {
                let [a, b] = pair else { continue };
                for first in letters(glyphs.initials(*a)) {
                    for second in letters(glyphs.initials(*b)) {
                        let at = usize::from(first) * 26 + usize::from(second);
                        if let Some(list) = self.pairs.get_mut(at) {
                            list.push(id);
                        }
                    }
                }
            }
        }
        self.heard = to;
        to - from
    }

    /// Every word that holds what was typed. A single letter counts at the beginning only.
    pub(crate) fn words_with(&self, typed: &[u8], mut each: impl FnMut(u32, Held)) {
        let Some(first) = typed.first() else { return };
        let inside = more_than_one(typed);
        let gram = |a: usize, b: usize| self.grams.get(a * CODES + b);
        let list = typed
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => gram(code(*a), code(*b)),
                _ => None,
            })
            .min_by_key(|list| list.len())
            .or_else(|| gram(EDGE, code(*first)));
        for id in list.into_iter().flat_map(Ids::iter) {
            if let Some(held) = held(self.words.get(id), typed, inside) {
                each(id, held);
            }
        }
    }

    /// Every telephone number that holds the digits; one that ends in so many of them as make a
    /// number is that number, whatever prefix stands before.
    pub(crate) fn numbers_with(&self, digits: &[u8], mut each: impl FnMut(u32, Held)) {
        self.words_with(digits, |id, held| {
            each(id, dialled(self.words.get(id), digits, held));
        });
    }

    /// Every word that is near what was typed, with the number of edits; the same word too.
    pub(crate) fn words_near(&self, typed: &[u8], most: u8, mut each: impl FnMut(u32, u8)) {
        let wanted = near::letters(typed);
        for (id, letters) in self.letters.iter().enumerate() {
            if (wanted & !letters).count_ones() <= u32::from(most) {
                let id = id as u32;
                if let Some((edits, _)) = near::distance(typed, self.words.get(id), most) {
                    each(id, edits);
                }
            }
        }
    }

    fn by_glyph(lists: &[Ids], glyph: u16) -> impl Iterator<Item = u32> + '_ {
        lists
            .get(usize::from(glyph))
            .into_iter()
            .flat_map(Ids::iter)
    }

    /// In how many runs a glyph stands, a run twice perhaps.
    fn weight(&self, glyph: u16) -> u32 {
        let len = |lists: &[Ids]| lists.get(usize::from(glyph)).map_or(0, Ids::len);
        len(&self.heads) + len(&self.rests)
    }

    /// Every run that holds the characters typed; a run twice perhaps.
    pub(crate) fn runs_with(&self, typed: &[u16], mut each: impl FnMut(u32, Held)) {
        let Some(rarest) = typed
            .iter()
            .copied()
            .min_by_key(|glyph| self.weight(*glyph))
        else {
            return;
        };
        let heads = Self::by_glyph(&self.heads, rarest);
        let rests = Self::by_glyph(&self.rests, rarest);
        if typed.len() == 1 {
            let whole = self.runs.find(typed);
            for id in heads {
                let held = if whole == Some(id) {
                    Held::Whole
                } else {
                    Held::Prefix
                };
                each(id, held);
            }
            rests.for_each(|id| each(id, Held::Inside));
        } else {
            for id in heads.chain(rests) {
                if let Some(held) = held(self.runs.get(id), typed, true) {
                    each(id, held);
                }
            }
        }
    }

    /// Every run in which a sound is heard; a run several times perhaps.
    pub(crate) fn runs_heard(
        &self,
        sound: &Sound,
        glyphs: &Glyphs,
        mut each: impl FnMut(u32, Heard),
    ) {
        if !self.kind.sounds() {
            return;
        }
        let name = self.kind == Kind::Name;
        let mut ask = |id: u32, each: &mut Each<'_>| {
            if let Some((heard, _)) = sound.hear(self.runs.get(id), name, glyphs) {
                each(id, heard);
            }
        };
        // With a character typed, its runs are all there are.
        if let Some(rarest) = sound.glyphs().min_by_key(|glyph| self.weight(*glyph)) {
            let heads = Self::by_glyph(&self.heads, rarest);
            heads
                .chain(Self::by_glyph(&self.rests, rarest))
                .for_each(|id| ask(id, &mut each));
            return;
        }
        self.one_syllable(sound, glyphs, &mut ask, &mut each);
        // Two characters at least: the first begins with the first letter.
        let Some(Key::Letter(first)) = sound.first() else {
            return;
        };
        let mut asked = vec![0u64; self.runs.len() as usize / 64 + 1];
        for second in letters(sound.second()) {
            let at = usize::from(first - b'a') * 26 + usize::from(second);
            for id in self.pairs.get(at).into_iter().flat_map(Ids::iter) {
                if let Some(asked) = asked.get_mut(id as usize / 64) {
                    if *asked >> (id % 64) & 1 == 0 {
                        ask(id, &mut each);
                    }
                    *asked |= 1 << (id % 64);
                }
            }
        }
    }

    /// Runs in which one character takes the whole sound: their lists know enough.
    fn one_syllable(
        &self,
        sound: &Sound,
        glyphs: &Glyphs,
        ask: &mut dyn FnMut(u32, &mut Each<'_>),
        each: &mut Each<'_>,
    ) {
        let name = self.kind == Kind::Name;
        for glyph in 0..glyphs.len() {
            for (lists, head) in [(&self.heads, true), (&self.rests, false)] {
                if !head && sound.alone() {
                    continue;
                }
                if lists
                    .get(usize::from(glyph))
                    .is_none_or(|list| list.len() == 0)
                {
                    continue;
                }
                let paired = name && glyphs.paired(glyph);
                let voices = glyphs.alone(glyph, name && head).iter();
                let best = |ends: bool| {
                    let heard = voices.clone().filter_map(|voice| {
                        let (initials, partial) = sound.one(voice.spelling)?;
                        Some(Heard::new(initials, voice.offbeat, !head, partial, ends))
                    });
                    heard.min()
                };
                let heard = best(false).zip(best(true));
                if heard.is_none() && !paired {
                    continue;
                }
                let whole = self.runs.find(&[glyph]).filter(|_| head);
                for id in Self::by_glyph(lists, glyph) {
                    if paired && glyphs.begins_with_pair(self.runs.get(id)) {
                        ask(id, each);
                    } else if let Some((begins, is)) = heard {
                        each(id, if whole == Some(id) { is } else { begins });
                    }
                }
            }
        }
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        let lists = [&self.grams, &self.heads, &self.rests, &self.pairs];
        let ids = lists.into_iter().flatten().map(Ids::memory).sum::<usize>();
        self.words.memory() + self.runs.memory() + self.letters.capacity() * 4 + ids
    }
}
