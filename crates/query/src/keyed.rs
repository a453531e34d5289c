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
const SLOTS: usize = 4096;

/// The key of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// Nothing to sort by: last, whichever way.
    Blank,
    /// A number.
    Number(u64),
    /// Bytes.
    Bytes(Span),
}

/// Keys in the making, with the texts met last.
pub(crate) struct Keyed<'a> {
    field: &'static Field,
    keys: &'a dyn SortKeys,
    bytes: Vec<u8>,
    known: Vec<Option<(&'a str, Span)>>,
}

impl<'a> Keyed<'a> {
    pub(crate) fn new(field: &'static Field, keys: &'a dyn SortKeys) -> Self {
        Self {
            field,
            keys,
            bytes: Vec::new(),
            known: Vec::new(),
        }
    }

    /// The key of a text; none when it says nothing.
    pub(crate) fn text(&mut self, text: &'a str) -> Key {
        if text.trim_start().is_empty() {
            return Key::Blank;
        }
        if self.known.is_empty() {
            self.known.resize(SLOTS, None);
        }
        let slot = slot(text);
        if let Some(Some((known, span))) = self.known.get(slot)
            && *known == text
        {
            return Key::Bytes(*span);
        }
        let cut = if text.len() > LONGEST {
            text.char_indices().nth(LONGEST)
        } else {
            None
        };
        let counted = cut.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        let start = self.bytes.len();
        self.keys.key(self.field, counted, &mut self.bytes);
        let span = self.since(start);
        if let Some(known) = self.known.get_mut(slot) {
            *known = Some((text, span));
        }
        Key::Bytes(span)
    }

    /// The key of an amount: by currency, then by how much.
    pub(crate) fn money(&mut self, minor: i64, currency: [u8; 3]) -> Key {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&currency);
        let amount = whole(minor).to_be_bytes();
        self.bytes.extend_from_slice(&amount);
        Key::Bytes(self.since(start))
    }

    fn since(&self, start: usize) -> Span {
        let length = self.bytes.len().saturating_sub(start);
        (
            u32::try_from(start).unwrap_or(u32::MAX),
            u32::try_from(length).unwrap_or(0),
        )
    }

    /// One chunk of a key as a number; past its end 0.
    pub(crate) fn chunk(&self, key: Key, no: usize) -> u64 {
        let (start, length) = match key {
            Key::Number(number) => return number,
            Key::Blank => return 0,
            Key::Bytes(span) => span,
        };
        let (start, length) = (start as usize, length as usize);
        let from = (no * CHUNK).min(length);
        let bytes = self.bytes.get(start + from..start + length);
        let bytes = bytes.unwrap_or_default();
        let mut chunk = [0u8; 8];
        for (slot, byte) in chunk.iter_mut().take(CHUNK).zip(bytes) {
            *slot = *byte;
        }
        u64::from_be_bytes(chunk) | (bytes.len() as u64).min(MORE)
    }

    /// Whether a chunk of this key says that another follows.
    pub(crate) fn goes_on(key: Key, chunk: u64) -> bool {
        matches!(key, Key::Bytes(_)) && chunk & 0xFF == MORE
    }
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
