//! The keys of many rows by one order: numbers, or bytes that lie end to end.
//!
//! Must stay true: comparing chunk by chunk is comparing byte by byte; a text that repeats has its
//! key made once, as far as that is cheap to know.

use crate::SortKeys;
use model::Field;

/// Where the key of a text lies.
pub(crate) type Span = (u32, u32);

/// Bytes in a chunk; the eighth says how many of them count.
const CHUNK: usize = 7;
/// Says that another chunk follows.
const MORE: u64 = 8;
/// Longest part of a text that counts, in characters.
const LONGEST: usize = 200;
/// How many texts are remembered.
const SLOTS: usize = 1024;
/// After so many texts it is known whether they repeat.
const TRIED: u32 = 4096;

/// The key of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    /// The number, or the first chunk of the bytes.
    pub(crate) head: u64,
    span: Span,
}

/// The span of what has no bytes: a number, or nothing to sort by.
const NUMBER: Span = (u32::MAX, 0);
const BLANK: Span = (u32::MAX, 1);

impl Key {
    /// Nothing to sort by: last, whichever way.
    pub(crate) const BLANK: Self = Self {
        head: 0,
        span: BLANK,
    };

    pub(crate) fn number(head: u64) -> Self {
        Self { head, span: NUMBER }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.span == BLANK
    }

    /// Whether a chunk of it says that another follows.
    pub(crate) fn goes_on(&self, chunk: u64) -> bool {
        self.span.0 != u32::MAX && chunk & 0xFF == MORE
    }
}

/// Keys in the making, with the texts met last.
pub(crate) struct Keyed<'a> {
    field: &'static Field,
    keys: &'a dyn SortKeys,
    bytes: Vec<u8>,
    known: Vec<Option<(&'a str, Key)>>,
    /// How many texts were looked up, and how many were known.
    tried: u32,
    hits: u32,
}

impl<'a> Keyed<'a> {
    pub(crate) fn new(field: &'static Field, keys: &'a dyn SortKeys) -> Self {
        Self {
            field,
            keys,
            bytes: Vec::new(),
            known: Vec::new(),
            tried: 0,
            hits: 0,
        }
    }

    /// The key of a text; none when it says nothing.
    pub(crate) fn text(&mut self, text: &'a str) -> Key {
        if text.trim_start().is_empty() {
            return Key::BLANK;
        }
        if self.tried >= TRIED && self.hits < self.tried / 4 {
            return self.fresh(text);
        }
        if self.known.is_empty() {
            self.known.resize(SLOTS, None);
        }
        self.tried = self.tried.saturating_add(1);
        let slot = slot(text);
        if let Some(Some((known, key))) = self.known.get(slot)
            && *known == text
        {
            self.hits = self.hits.saturating_add(1);
            return *key;
        }
        let key = self.fresh(text);
        if let Some(known) = self.known.get_mut(slot) {
            *known = Some((text, key));
        }
        key
    }

    /// The key of a text, made anew.
    fn fresh(&mut self, text: &str) -> Key {
        let cut = if text.len() > LONGEST {
            text.char_indices().nth(LONGEST)
        } else {
            None
        };
        let counted = cut.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        let start = self.bytes.len();
        self.keys.key(self.field, counted, &mut self.bytes);
        self.since(start)
    }

    /// The key of an amount: by currency, then by how much.
    pub(crate) fn money(&mut self, minor: i64, currency: [u8; 3]) -> Key {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&currency);
        let amount = whole(minor).to_be_bytes();
        self.bytes.extend_from_slice(&amount);
        self.since(start)
    }

    /// The key that begins at a place and ends where the bytes end.
    fn since(&self, start: usize) -> Key {
        let bytes = self.bytes.get(start..).unwrap_or_default();
        Key {
            head: chunk(bytes),
            span: (
                u32::try_from(start).unwrap_or(u32::MAX),
                u32::try_from(bytes.len()).unwrap_or(0),
            ),
        }
    }

    /// A later chunk of a key; past its end 0.
    pub(crate) fn chunk(&self, key: Key, no: usize) -> u64 {
        let (start, length) = (key.span.0 as usize, key.span.1 as usize);
        let from = (no * CHUNK).min(length);
        let bytes = self.bytes.get(start + from..start + length);
        chunk(bytes.unwrap_or_default())
    }
}

/// The first bytes as a number, with how many of them count.
fn chunk(bytes: &[u8]) -> u64 {
    if let Some(all) = bytes.first_chunk::<8>() {
        return u64::from_be_bytes(*all) & !0xFF | MORE;
    }
    let mut chunk = [0u8; 8];
    for (slot, byte) in chunk.iter_mut().zip(bytes) {
        *slot = *byte;
    }
    u64::from_be_bytes(chunk) | bytes.len() as u64
}

/// Where a text is remembered.
fn slot(text: &str) -> usize {
    let bytes = text.as_bytes();
    let head = bytes.first_chunk::<8>().copied();
    let tail = bytes.last_chunk::<8>().copied();
    let mixed = match (head, tail) {
        (Some(head), Some(tail)) => {
            u64::from_le_bytes(head) ^ u64::from_le_bytes(tail).rotate_left(23)
        }
        _ => bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u64::from(*byte)),
    };
    let mixed = (mixed ^ bytes.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 40) as usize % SLOTS
}

/// A whole number as one without a sign, in the same order.
pub(crate) fn whole(number: i64) -> u64 {
    (number as u64) ^ (1 << 63)
}

/// A decimal number as a whole one, in the same order; none of what is not a number.
pub(crate) fn decimal(number: f64) -> Option<u64> {
    // Adding nothing makes the two zeros one.
    let bits = (number + 0.0).to_bits();
    let turned = if bits >> 63 == 0 {
        bits | (1 << 63)
    } else {
        !bits
    };
    (!number.is_nan()).then_some(turned)
}
