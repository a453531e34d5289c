//! What separates the cells of a file.

use crate::{Limits, Parser};

/// How many rows a guess rests on.
const ROWS: usize = 20;

/// What separates cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`, where the comma is for decimals.
    Semicolon,
    /// The tabulator: what is copied from a spreadsheet.
    Tab,
}

impl Delimiter {
    /// Every delimiter, the likeliest first.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The character.
    pub const fn char(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }

    /// The character as a byte.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// The delimiter that cuts the first lines most evenly into more than one cell; a comma when
/// none does. Where two are as even, the one that gives more cells.
///
/// The text may end anywhere; a few KB are enough.
pub fn guess_delimiter(lines: &str) -> Delimiter {
    let mut best = (Delimiter::Comma, 0, 0);
    for delimiter in Delimiter::ALL {
        let widths = widths(lines, delimiter);
        let Some(first) = widths.first().copied().filter(|width| *width > 1) else {
            continue;
        };
        let even = widths.iter().filter(|width| **width == first).count();
        // Thousandths, so that a shorter list of rows (long cells) is not at a disadvantage.
        let share = even * 1000 / widths.len().max(1);
        if (share, first) > (best.1, best.2) {
            best = (delimiter, share, first);
        }
    }
    best.0
}

/// How many cells each of the first rows has; the last row is left out when it may be cut.
fn widths(lines: &str, delimiter: Delimiter) -> Vec<usize> {
    let mut widths = Vec::new();
    let mut parser = Parser::new(delimiter, Limits::default());
    let mut note = |row: crate::Row<'_>| {
        if widths.len() < ROWS {
            widths.push(row.len());
        }
    };
    // An error only ends the sample: the same error is met, and told, when the file is read.
    let read = parser.push(lines, &mut note).is_ok();
    if widths.is_empty() && read {
        let mut note = |row: crate::Row<'_>| widths.push(row.len());
        let _unclosed = parser.finish(&mut note);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_that_cuts_evenly_wins() {
        for (lines, want) in [
            ("", Delimiter::Comma),
            ("name\nx\n", Delimiter::Comma),
            ("a,b,c\n1,2,3\n", Delimiter::Comma),
            ("a,b,c", Delimiter::Comma),
            ("a;b\n1,5;2,5\n3,5;4,5\n", Delimiter::Semicolon),
            ("a\tb, c\n1\t2\n", Delimiter::Tab),
            ("a;b,c\n1;2,3\n1;2\n", Delimiter::Semicolon),
            ("\"a;b;c\",d\n1,2\n", Delimiter::Comma),
            ("姓名;电话\n\"张;三\";1\n", Delimiter::Semicolon),
            ("a,b\n1,2\n\"cut of", Delimiter::Comma),
        ] {
            assert_eq!(guess_delimiter(lines), want, "{lines:?}");
        }
    }
}
