//! The characters that occur, numbered, with how each is read where.
//!
//! Must stay true: numbers never change; the first character of a name is read as a surname first,
//! and as elsewhere too, but off beat.

use crate::readings::{Readings, Spelling};

/// One way in which a character may be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Voice {
    /// Number of the spelling.
    pub(crate) spelling: u16,
    /// Not as it is commonly read there.
    pub(crate) offbeat: bool,
}

/// How a glyph is read: in general, and where it begins a name. Ranges of `voices`.
#[derive(Clone, Copy, Debug, Default)]
struct Read {
    plain: (u32, u32),
    surname: (u32, u32),
    /// It is half of a surname of two.
    paired: bool,
}

/// Two glyphs that are a surname, and how each is read then: ranges of `voices`.
type Pair = ([u16; 2], [(u32, u32); 2]);

/// The characters that occur.
#[derive(Debug, Default)]
pub(crate) struct Glyphs {
    /// By code point, in the basic plane; 0 is none, else the number and one.
    basic: Vec<u16>,
    /// Beyond it, ascending.
    beyond: Vec<(char, u16)>,
    chars: Vec<char>,
    reads: Vec<Read>,
    /// Of each glyph the initial letters of every reading anywhere, a bit each.
    initials: Vec<u32>,
    voices: Vec<Voice>,
    pairs: Vec<Pair>,
    readings: Option<Readings>,
}

const BASIC: usize = 0x1_0000;

impl Glyphs {
    /// The number of a character that occurs.
    pub(crate) fn get(&self, c: char) -> Option<u16> {
        match self.basic.get(c as usize) {
            Some(number) => number.checked_sub(1),
            None => {
                let place = self.beyond.binary_search_by_key(&c, |(c, _)| *c).ok()?;
                self.beyond.get(place).map(|(_, number)| *number)
            }
        }
    }

    /// The number of a character, which from now on occurs. `None` when there is no number left.
    pub(crate) fn intern(&mut self, c: char) -> Option<u16> {
        if let Some(number) = self.get(c) {
            return Some(number);
        }
        let number = u16::try_from(self.chars.len())
            .ok()
            .filter(|number| *number < u16::MAX)?;
        if self.basic.is_empty() {
            self.basic.resize(BASIC, 0);
        }
        match self.basic.get_mut(c as usize) {
            Some(place) => *place = number + 1,
            None => {
                let place = self.beyond.partition_point(|(known, _)| *known < c);
                self.beyond.insert(place, (c, number));
            }
        }
        self.chars.push(c);
        self.reads.push(Read::default());
        self.initials.push(0);
        self.read(number, c);
        Some(number)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> u16 {
        self.chars.len() as u16
    }

    /// From now on every character is read by this table.
    pub(crate) fn teach(&mut self, readings: Readings) {
        self.voices.clear();
        self.pairs.clear();
        // Surnames of two are known as a whole from the beginning.
        for ([a, b], _) in readings.pairs() {
            self.intern(a);
            self.intern(b);
        }
        self.readings = Some(readings);
        self.reads.fill(Read::default());
        self.initials.fill(0);
        for number in 0..self.len() {
            if let Some(c) = self.chars.get(usize::from(number)) {
                self.read(number, *c);
            }
        }
        let readings = self.readings.take();
        for (chars, syllables) in readings.iter().flat_map(Readings::pairs) {
            let ([a, b], [x, y]) = (chars, syllables);
            let (Some(a), Some(b)) = (self.get(a), self.get(b)) else {
                continue;
            };
            let x = self.sing(readings.as_ref(), a, [x].into_iter(), true);
            let y = self.sing(readings.as_ref(), b, [y].into_iter(), true);
            self.pairs.push(([a, b], [x, y]));
            for number in [a, b] {
                if let Some(read) = self.reads.get_mut(usize::from(number)) {
                    read.paired = true;
                }
            }
        }
        self.readings = readings;
    }

    /// Whether characters can be read at all.
    pub(crate) fn taught(&self) -> bool {
        self.readings.is_some()
    }

    /// Every way of typing a syllable.
    pub(crate) fn spellings(&self) -> &[Spelling] {
        self.readings
            .as_ref()
            .map(Readings::spellings)
            .unwrap_or_default()
    }

    /// Lays down how a glyph is read.
    fn read(&mut self, number: u16, c: char) {
        let Some(readings) = self.readings.take() else {
            return;
        };
        let plain = self.sing(Some(&readings), number, readings.syllables(c), false);
        let surname = if readings.surname(c).next().is_some() {
            self.sing(Some(&readings), number, readings.surname(c), true)
        } else {
            plain
        };
        if let Some(read) = self.reads.get_mut(usize::from(number)) {
            read.plain = plain;
            read.surname = surname;
        }
        self.readings = Some(readings);
    }

    /// Adds voices for these syllables, the first on the beat; with the general readings after
    /// them, off beat, if asked.
    fn sing(
        &mut self,
        readings: Option<&Readings>,
        number: u16,
        syllables: impl Iterator<Item = u16>,
        others: bool,
    ) -> (u32, u32) {
        let start = self.voices.len();
        let c = self.chars.get(usize::from(number)).copied().unwrap_or('\0');
        let Some(readings) = readings else {
            return (0, 0);
        };
        let own = syllables
            .enumerate()
            .map(|(at, syllable)| (syllable, at > 0));
        let general = readings
            .syllables(c)
            .filter(|_| others)
            .map(|syllable| (syllable, true));
        for (syllable, offbeat) in own.chain(general) {
            for spelling in readings.ways(syllable) {
                let known = self.voices.get(start..).unwrap_or_default();
                if known.iter().all(|voice| voice.spelling != spelling) {
                    self.voices.push(Voice { spelling, offbeat });
                    let initial = readings.spellings().get(usize::from(spelling));
                    if let (Some(initial), Some(initials)) =
                        (initial, self.initials.get_mut(usize::from(number)))
                    {
                        *initials |= 1 << initial.initial();
                    }
                }
            }
        }
        (start as u32, self.voices.len() as u32)
    }

    fn voices(&self, (start, end): (u32, u32)) -> &[Voice] {
        self.voices
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// How a glyph is read at a place of a run that is, or is not, in a name. A glyph that is half
    /// of a surname of two is to be asked for with its run.
    pub(crate) fn alone(&self, number: u16, surname: bool) -> &[Voice] {
        let read = self
            .reads
            .get(usize::from(number))
            .copied()
            .unwrap_or_default();
        self.voices(if surname { read.surname } else { read.plain })
    }

    /// How the glyph at a place of a run is read.
    pub(crate) fn within(&self, run: &[u16], place: usize, name: bool) -> &[Voice] {
        let Some(number) = run.get(place) else {
            return &[];
        };
        if name && place < 2 && self.paired(*number) {
            let pair = self.pairs.iter().find(|(pair, _)| run.starts_with(pair));
            if let Some((_, [x, y])) = pair {
                return self.voices(if place == 0 { *x } else { *y });
            }
        }
        self.alone(*number, name && place == 0)
    }

    /// Whether it is half of a surname of two.
    pub(crate) fn paired(&self, number: u16) -> bool {
        self.reads
            .get(usize::from(number))
            .is_some_and(|read| read.paired)
    }

    /// The initial letters, from 0, of every reading of a glyph anywhere, a bit each.
    #[inline]
    pub(crate) fn initials(&self, number: u16) -> u32 {
        self.initials.get(usize::from(number)).copied().unwrap_or(0)
    }

    /// Whether a run begins with a surname of two that reads as no other.
    pub(crate) fn begins_with_pair(&self, run: &[u16]) -> bool {
        self.pairs.iter().any(|(pair, _)| run.starts_with(pair))
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        self.basic.capacity() * 2
            + (self.chars.capacity() + self.beyond.capacity() * 2) * 4
            + self.reads.capacity() * size_of::<Read>()
            + self.initials.capacity() * 4
            + self.voices.capacity() * size_of::<Voice>()
            + self.pairs.capacity() * size_of::<Pair>()
            + self.readings.as_ref().map_or(0, Readings::memory)
    }
}
