//! Merged ranges: the value belongs to the first cell, what others hide is blank.
//!
//! Must stay true: a lookup costs little however many ranges there are; ranges that overlap,
//! which no program writes, are left out.

use std::collections::BTreeMap;

/// Rows count from 1, columns from 0; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The first row.
    pub top: u32,
    /// The first column.
    pub left: u32,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u32,
}

impl Range {
    /// Reads `A1:C3`.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':')?;
        let ((left, top), (right, bottom)) = (place(first)?, place(last)?);
        (left <= right && top <= bottom).then_some(Self {
            top,
            left,
            bottom,
            right,
        })
    }
}

/// Column from 0 and row from 1 of `B12`.
fn place(text: &str) -> Option<(u32, u32)> {
    let (column, rest) = column(text)?;
    let row = rest
        .parse()
        .ok()
        .filter(|row| (1..=MAX_ROW).contains(row))?;
    Some((column, row))
}

/// The last row of a sheet.
pub const MAX_ROW: u32 = 1_048_576;
/// The number of columns of a sheet.
pub const MAX_COLUMNS: u32 = 16_384;

/// The column from 0 of `B12`, and what follows the letters.
pub fn column(text: &str) -> Option<(u32, &str)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(letters)?;
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = word.bytes().fold(0, |sum, b| {
        sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1
    });
    (column <= MAX_COLUMNS).then_some((column - 1, rest))
}

/// Looks cells up, row after row.
#[derive(Debug, Default)]
pub struct Merges {
    /// Sorted, the last first.
    waiting: Vec<Range>,
    /// By the first column.
    active: BTreeMap<u32, Range>,
}

impl Merges {
    /// Ready for the first row.
    pub fn new(mut ranges: Vec<Range>) -> Self {
        ranges.sort_unstable_by(|a, b| b.cmp(a));
        Self {
            waiting: ranges,
            active: BTreeMap::new(),
        }
    }

    /// Whether the cell is in a range and not its first; rows must not go back.
    pub fn hides(&mut self, row: u32, column: u32) -> bool {
        while self.waiting.last().is_some_and(|range| range.top <= row) {
            if let Some(range) = self.waiting.pop()
                && range.bottom >= row
                && self
                    .at(row, range.right)
                    .is_none_or(|other| other.right < range.left)
            {
                self.active.insert(range.left, range);
            }
        }
        let range = self.at(row, column).filter(|range| range.right >= column);
        range.is_some_and(|range| (range.top, range.left) != (row, column))
    }

    /// The range that begins last, up to this column, and has not ended.
    fn at(&mut self, row: u32, column: u32) -> Option<Range> {
        loop {
            let (left, range) = self.active.range(..=column).next_back()?;
            if range.bottom >= row {
                return Some(*range);
            }
            let left = *left;
            self.active.remove(&left);
        }
    }
}
