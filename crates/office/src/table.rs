//! A CSV text in the making, whose lines know where they come from.
//!
//! Must stay true: a row stands in the line of its source's number, as far as line breaks in
//! cells allow, and where they do not it is told how to get from one to the other; the text is
//! never larger than the limit.

use crate::OfficeError;
use exchange::{Cell, Delimiter, ExchangeError, Limits, Parser, Row, write_row};

/// Largest text, in bytes: what a tablet can hold beside the app.
pub const MAX_CSV: usize = 256 << 20;

/// Lines of a CSV text and the rows or cards they come from.
pub type Marks = Vec<(u32, u32)>;

/// A CSV text in the making.
#[derive(Debug)]
pub struct Table {
    text: String,
    /// The number of the next line, from 1.
    line: u32,
    marks: Marks,
    /// How far lines are ahead of their sources since the last mark.
    ahead: u32,
    limit: usize,
}

impl Table {
    /// Empty, to grow up to this many bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            text: String::new(),
            line: 1,
            marks: Marks::new(),
            ahead: 0,
            limit,
        }
    }

    /// Adds a row that comes from this row or card of the source, from 1; sources only grow.
    ///
    /// # Errors
    /// When the text becomes too large.
    pub fn row(&mut self, source: u32, cells: &[Cell<'_>]) -> Result<(), OfficeError> {
        while self.line < source {
            self.text.push_str("\r\n");
            self.line += 1;
        }
        let ahead = self.line.saturating_sub(source);
        if ahead != self.ahead {
            self.ahead = ahead;
            self.marks.push((self.line, source));
        }
        let start = self.text.len();
        write_row(&mut self.text, cells, Delimiter::Comma);
        let written = self.text.get(start..).unwrap_or_default();
        self.line = self.line.saturating_add(lines(written));
        if self.text.len() > self.limit {
            return Err(OfficeError::TooLarge);
        }
        Ok(())
    }

    /// The text, and from which line on a line comes from which source: beyond the last mark
    /// both count on together, and before the first they are the same.
    pub fn finish(self) -> (String, Marks) {
        (self.text, self.marks)
    }
}

/// Line ends, counted as the parser counts them.
fn lines(text: &str) -> u32 {
    let (mut count, mut after_cr) = (0u32, false);
    for b in text.bytes() {
        if b == b'\r' || b == b'\n' && !after_cr {
            count = count.saturating_add(1);
        }
        after_cr = b == b'\r';
    }
    count
}

/// Reads a CSV text in UTF-8 and gives its rows until one fails; blank ones are left out.
///
/// # Errors
/// What is wrong with the text, or what `on_row` says.
pub fn read(
    bytes: &[u8],
    on_row: &mut dyn FnMut(Row<'_>) -> Result<(), OfficeError>,
) -> Result<(), OfficeError> {
    const PIECE: usize = 64 << 10;
    let mut rest = core::str::from_utf8(bytes).map_err(|_| OfficeError::Misread)?;
    let mut parser = Parser::new(Delimiter::Comma, Limits::default());
    let mut told = Ok(());
    let mut each = |row: Row<'_>| {
        if told.is_ok() && !row.is_blank() {
            told = on_row(row);
        }
    };
    while !rest.is_empty() {
        let mut end = rest.len().min(PIECE);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (piece, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        parser.push(piece, &mut each)?;
        rest = behind;
    }
    let ended: Result<(), ExchangeError> = parser.finish(&mut each);
    ended?;
    told
}
