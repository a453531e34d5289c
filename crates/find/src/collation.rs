//! In which order texts stand in a list: Chinese by pinyin, the rest by letters.
//!
//! A text becomes bytes that are compared one by one: spaces and signs before digits, digits
//! before letters, letters before characters. A character that can be read takes two bytes, its
//! place among all characters ordered by syllable, without tone, and then by code point; one that
//! cannot comes after them by code point. So whoever shares a surname stands together.
//!
//! Must stay true: texts that differ only in case, width or accents have the same key; without
//! readings there is an order still.

use crate::fold::{self, Class};
use crate::readings::Readings;

/// What a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// A surname, where it is Chinese.
    Name,
    /// Any word.
    Words,
}

const SIGN: u8 = 0x02;
const DIGIT: u8 = 0x10;
const LETTER: u8 = 0x20;
/// Letters that are not Latin: three bytes of code point follow.
const OTHER: u8 = 0x3C;
/// Characters that can be read, from here to `BEYOND`.
const READ: u16 = 0x4000;
/// Characters that cannot: three bytes of code point follow.
const BEYOND: u8 = 0xFF;

/// Where the common characters lie.
const COMMON: std::ops::Range<u32> = 0x4E00..0xA000;

/// How a character stands at the beginning of a name.
#[derive(Clone, Copy, Debug)]
struct First {
    c: u32,
    /// By itself; 0 when it is read there as anywhere.
    alone: u16,
    /// It begins a surname of two.
    paired: bool,
}

/// An order of texts.
#[derive(Debug, Default)]
pub struct Collation {
    /// Of each common character its two bytes; 0 for none.
    common: Vec<u16>,
    /// Of the others, ascending.
    rare: Vec<(u32, u16)>,
    /// Characters that stand otherwise at the beginning of a name, ascending.
    firsts: Vec<First>,
    /// Surnames of two that stand otherwise, ascending.
    pairs: Vec<([u32; 2], [u16; 2])>,
}

impl Collation {
    /// The order by these readings; without any, by code point.
    #[must_use]
    pub fn new(readings: Option<&Readings>) -> Self {
        let Some(readings) = readings else {
            return Self::default();
        };
        let places = Places::of(readings);
        let mut all = Self {
            common: vec![0; COMMON.len()],
            ..Self::default()
        };
        for (c, syllable) in readings.commonest() {
            let code = places.code(syllable, c);
            let common = c.checked_sub(COMMON.start);
            match common.and_then(|place| all.common.get_mut(place as usize)) {
                Some(slot) => *slot = code,
                None => all.rare.push((c, code)),
            }
        }
        let mut firsts: Vec<First> = Vec::new();
        for (c, syllable) in readings.surnames() {
            // Of several readings the first is the commonest.
            if firsts.iter().all(|first| first.c != c) {
                let alone = places.code(syllable, c);
                let paired = false;
                firsts.push(First { c, alone, paired });
            }
        }
        for (chars, syllables) in readings.pairs() {
            let [(a, x), (b, y)] = [
                (u32::from(chars[0]), syllables[0]),
                (u32::from(chars[1]), syllables[1]),
            ];
            let codes = [places.code(x, a), places.code(y, b)];
            all.pairs.push(([a, b], codes));
            match firsts.iter_mut().find(|first| first.c == a) {
                Some(first) => first.paired = true,
                None => firsts.push(First {
                    c: a,
                    alone: 0,
                    paired: true,
                }),
            }
        }
        firsts.sort_by_key(|first| first.c);
        all.pairs.sort_by_key(|(chars, _)| *chars);
        all.firsts = firsts;
        all
    }

    /// Adds the key of a text to `out`.
    pub fn key(&self, begins: Begins, text: &str, out: &mut Vec<u8>) {
        let text = text.trim();
        let mut rest = text.chars();
        if begins == Begins::Name {
            let mut ahead = rest.clone();
            if let Some(c) = ahead.next()
                && u32::from(c) >= COMMON.start
                && self.surname(u32::from(c), ahead.clone().next(), &mut ahead, out)
            {
                rest = ahead;
            }
        }
        out.reserve(rest.as_str().len());
        let mut parted = false;
        for c in rest {
            // Most letters are these, and so quickest.
            match c {
                'a'..='z' => out.push(LETTER + (c as u8 - b'a')),
                'A'..='Z' => out.push(LETTER + (c as u8 - b'A')),
                '0'..='9' => out.push(DIGIT + (c as u8 - b'0')),
                _ => {
                    // One sign is as good as another, and several as one.
                    let sign = self.other(c, out);
                    if sign && !parted {
                        out.push(SIGN);
                    }
                    parted = sign;
                    continue;
                }
            }
            parted = false;
        }
    }

    /// Puts a surname that stands otherwise than its characters, and takes its second character;
    /// false when there is none.
    fn surname(
        &self,
        c: u32,
        next: Option<char>,
        rest: &mut std::str::Chars<'_>,
        out: &mut Vec<u8>,
    ) -> bool {
        let place = self.firsts.binary_search_by_key(&c, |first| first.c).ok();
        let Some(first) = place.and_then(|place| self.firsts.get(place)) else {
            return false;
        };
        if first.paired
            && let Some(next) = next
        {
            let wanted = [c, u32::from(next)];
            let place = self.pairs.binary_search_by_key(&wanted, |(pair, _)| *pair);
            if let Some((_, [x, y])) = place.ok().and_then(|place| self.pairs.get(place)) {
                out.extend_from_slice(&x.to_be_bytes());
                out.extend_from_slice(&y.to_be_bytes());
                rest.next();
                return true;
            }
        }
        if first.alone == 0 {
            return false;
        }
        out.extend_from_slice(&first.alone.to_be_bytes());
        true
    }

    /// The two bytes of a character that can be read.
    #[inline]
    fn code(&self, c: char) -> Option<u16> {
        let number = u32::from(c);
        let common = number.checked_sub(COMMON.start);
        let common = common.and_then(|place| self.common.get(place as usize));
        let code = match common {
            Some(code) => *code,
            None if c.is_ascii() => 0,
            None => {
                let rare = self.rare.binary_search_by_key(&number, |(c, _)| *c).ok();
                rare.and_then(|place| self.rare.get(place))
                    .map_or(0, |(_, code)| *code)
            }
        };
        (code != 0).then_some(code)
    }

    /// Puts a character that is no plain letter or digit; true when it is a sign instead.
    fn other(&self, c: char, out: &mut Vec<u8>) -> bool {
        if let Some(code) = self.code(c) {
            out.extend_from_slice(&code.to_be_bytes());
            return false;
        }
        match fold::class(c) {
            Class::Word => fold::fold(c, |c| match c {
                '0'..='9' => out.push(DIGIT + (c as u8 - b'0')),
                'a'..='z' => out.push(LETTER + (c as u8 - b'a')),
                c => point(OTHER, c, out),
            }),
            Class::Run => point(BEYOND, c, out),
            Class::Dropped => {}
            Class::Break => return true,
        }
        false
    }
}

/// A character by its code point.
fn point(lead: u8, c: char, out: &mut Vec<u8>) {
    let [_, a, b, d] = u32::from(c).to_be_bytes();
    out.extend_from_slice(&[lead, a, b, d]);
}

/// Every way in which a character is read, ordered by syllable and character.
struct Places(Vec<(u32, u32)>, Vec<u16>);

impl Places {
    fn of(readings: &Readings) -> Self {
        let ranks = readings.alphabet();
        let mut all: Vec<(u32, u32)> = Vec::new();
        let rank = |syllable: u16| ranks.get(usize::from(syllable)).copied().unwrap_or(0);
        let mut add = |c: u32, syllable: u16| all.push((u32::from(rank(syllable)), c));
        readings.commonest().for_each(|(c, s)| add(c, s));
        readings.surnames().for_each(|(c, s)| add(c, s));
        for ([a, b], [x, y]) in readings.pairs() {
            add(u32::from(a), x);
            add(u32::from(b), y);
        }
        all.sort_unstable();
        all.dedup();
        Self(all, ranks)
    }

    /// The two bytes of a character read so; 0 when there are more than two bytes can say.
    fn code(&self, syllable: u16, c: u32) -> u16 {
        let rank = self.1.get(usize::from(syllable)).copied().unwrap_or(0);
        let place = self.0.binary_search(&(u32::from(rank), c));
        let code = place.ok().and_then(|place| u16::try_from(place).ok());
        let code = code.and_then(|place| place.checked_add(READ));
        code.filter(|code| *code < u16::from(BEYOND) << 8)
            .unwrap_or(0)
    }
}
