//! How characters are read: a table that comes as a file of its own, not inside the program.
//!
//! Version 1, after `cpyr` and the byte 1, every number a LEB128 varint:
//!
//! 1. syllables: how many; each its length and its letters `a`–`z` (ü is `v`);
//! 2. characters, ascending: how many; then the distance of each from the one before; then the
//!    commonest syllable of each;
//! 3. further readings: how many; then of each the distance of its character's place in 2 from
//!    the one before; then the syllable of each;
//! 4. surnames of one character that read otherwise: how many; each its character and syllable;
//! 5. surnames of two: how many; each its two characters and two syllables.
//!
//! Must stay true: any bytes give a table or an error, and memory in proportion to the bytes.

use crate::FindError;

/// One way of typing a syllable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    letters: [u8; 6],
    len: u8,
}

impl Spelling {
    fn new(text: &[u8]) -> Option<Self> {
        let mut letters = [0; 6];
        letters.get_mut(..text.len())?.copy_from_slice(text);
        Some(Self {
            letters,
            len: text.len() as u8,
        })
    }

    /// Its letters, one at least.
    pub(crate) fn letters(&self) -> &[u8] {
        self.letters
            .get(..usize::from(self.len))
            .unwrap_or_default()
    }

    /// Its first letter, from 0.
    pub(crate) fn initial(&self) -> u8 {
        self.letters
            .first()
            .map_or(0, |letter| letter.wrapping_sub(b'a') % 26)
    }
}

/// A range of spellings: the ways of typing one syllable.
type Ways = (u16, u16);

/// How characters are read.
#[derive(Debug, Default)]
pub struct Readings {
    spellings: Vec<Spelling>,
    ways: Vec<Ways>,
    chars: Vec<u32>,
    first: Vec<u16>,
    /// Place in `chars` and syllable, ascending by place.
    more: Vec<(u32, u16)>,
    surnames: Vec<(u32, u16)>,
    pairs: Vec<([u32; 2], [u16; 2])>,
}

const MAGIC: &[u8] = b"cpyr";
const VERSION: u8 = 1;
const SYLLABLES: usize = 2048;
const CHARS: usize = 200_000;

impl Readings {
    /// Reads the table.
    ///
    /// # Errors
    /// When the bytes are something else, of a newer version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FindError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(FindError::NotReadings)?;
        let (version, rest) = rest.split_first().ok_or(FindError::NotReadings)?;
        if *version != VERSION {
            return Err(FindError::ReadingsVersion);
        }
        let mut reader = Reader(rest);
        let readings = reader.readings().ok_or(FindError::ReadingsDamaged)?;
        if !reader.0.is_empty() {
            return Err(FindError::ReadingsDamaged);
        }
        Ok(readings)
    }

    /// How many characters it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Every way of typing a syllable, by number.
    pub(crate) fn spellings(&self) -> &[Spelling] {
        &self.spellings
    }

    /// The syllables of a character, the commonest first.
    pub(crate) fn syllables(&self, c: char) -> impl Iterator<Item = u16> + '_ {
        let place = self.chars.binary_search(&u32::from(c)).ok();
        let first = place.and_then(|place| self.first.get(place)).copied();
        let wanted = place.map_or(u32::MAX, |place| place as u32);
        let start = self.more.partition_point(|(place, _)| *place < wanted);
        let more = self.more.get(start..).unwrap_or_default().iter();
        let more = more.take_while(move |(place, _)| *place == wanted);
        first.into_iter().chain(more.map(|(_, syllable)| *syllable))
    }

    /// The syllables of a character that begins a name.
    pub(crate) fn surname(&self, c: char) -> impl Iterator<Item = u16> + '_ {
        let c = u32::from(c);
        let named = self
            .surnames
            .iter()
            .filter(move |(surname, _)| *surname == c);
        named.map(|(_, syllable)| *syllable)
    }

    /// Surnames of two characters.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = ([char; 2], [u16; 2])> + '_ {
        self.pairs.iter().filter_map(|([a, b], syllables)| {
            Some(([char::from_u32(*a)?, char::from_u32(*b)?], *syllables))
        })
    }

    /// Every character with its commonest syllable, ascending by character.
    pub(crate) fn commonest(&self) -> impl Iterator<Item = (u32, u16)> + '_ {
        self.chars.iter().copied().zip(self.first.iter().copied())
    }

    /// Every surname of one character, with its syllable.
    pub(crate) fn surnames(&self) -> impl Iterator<Item = (u32, u16)> + '_ {
        self.surnames.iter().copied()
    }

    /// Of each syllable its place in the order of the alphabet.
    pub(crate) fn alphabet(&self) -> Vec<u16> {
        let letters = |syllable: u16| {
            let spelling = self.spellings.get(usize::from(self.ways(syllable).start));
            spelling.map_or(&[][..], Spelling::letters)
        };
        let mut order: Vec<u16> = (0u16..).take(self.ways.len()).collect();
        order.sort_by(|a, b| letters(*a).cmp(letters(*b)));
        let mut places = vec![0; order.len()];
        for (place, syllable) in (0u16..).zip(order) {
            if let Some(slot) = places.get_mut(usize::from(syllable)) {
                *slot = place;
            }
        }
        places
    }

    /// The spellings of a syllable.
    pub(crate) fn ways(&self, syllable: u16) -> std::ops::Range<u16> {
        let (start, end) = self
            .ways
            .get(usize::from(syllable))
            .copied()
            .unwrap_or((0, 0));
        start..end
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        self.spellings.capacity() * size_of::<Spelling>()
            + self.ways.capacity() * 4
            + self.chars.capacity() * 4
            + self.first.capacity() * 2
            + self.more.capacity() * 8
            + self.surnames.capacity() * 8
            + self.pairs.capacity() * 12
    }

    fn syllable(&mut self, text: &[u8]) -> Option<()> {
        if text.is_empty() || !text.iter().all(u8::is_ascii_lowercase) {
            return None;
        }
        let start = self.spellings.len() as u16;
        self.spellings.push(Spelling::new(text)?);
        // ü is typed as v, as u, and on passports as yu.
        if let [initial @ (b'l' | b'n'), b'v', rest @ ..] = text {
            let u = [&[*initial, b'u'], rest].concat();
            let yu = [&[*initial, b'y', b'u'], rest].concat();
            self.spellings.push(Spelling::new(&u)?);
            self.spellings.push(Spelling::new(&yu)?);
        }
        self.ways.push((start, self.spellings.len() as u16));
        Some(())
    }
}

/// What is left of the bytes.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Option<u32> {
        let mut number = 0u32;
        for shift in [0, 7, 14, 21] {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A count of things that take a byte each at least.
    fn count(&mut self, most: usize) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= most && count <= self.0.len()).then_some(count)
    }

    fn readings(&mut self) -> Option<Readings> {
        let mut all = Readings::default();
        for _ in 0..self.count(SYLLABLES)? {
            let len = self.number()? as usize;
            let text = self.0.get(..len)?;
            all.syllable(text)?;
            self.0 = self.0.get(len..)?;
        }
        let syllables = all.ways.len();
        let chars = self.count(CHARS)?;
        all.chars = self.ascending(chars, true)?;
        all.first = self.syllables(chars, syllables)?;
        let more = self.count(CHARS)?;
        let places = self.ascending(more, false)?;
        if places.last().is_some_and(|place| *place as usize >= chars) {
            return None;
        }
        let more = self.syllables(more, syllables)?;
        all.more = places.into_iter().zip(more).collect();
        for _ in 0..self.count(CHARS)? {
            all.surnames
                .push((self.number()?, self.syllable(syllables)?));
        }
        for _ in 0..self.count(CHARS)? {
            let chars = [self.number()?, self.number()?];
            let read = [self.syllable(syllables)?, self.syllable(syllables)?];
            all.pairs.push((chars, read));
        }
        Some(all)
    }

    /// Numbers that ascend; strictly, or with repetitions.
    fn ascending(&mut self, count: usize, strictly: bool) -> Option<Vec<u32>> {
        let mut last = 0u32;
        let mut all = Vec::with_capacity(count);
        for at in 0..count {
            let step = self.number()?;
            if strictly && at > 0 && step == 0 {
                return None;
            }
            last = last.checked_add(step)?;
            all.push(last);
        }
        Some(all)
    }

    fn syllable(&mut self, most: usize) -> Option<u16> {
        let syllable = self.number()? as usize;
        (syllable < most).then_some(syllable as u16)
    }

    fn syllables(&mut self, count: usize, most: usize) -> Option<Vec<u16>> {
        (0..count).map(|_| self.syllable(most)).collect()
    }
}
