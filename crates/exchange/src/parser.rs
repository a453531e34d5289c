//! Rows of a CSV file (RFC 4180), chunk by chunk.
//!
//! A state machine of our own, because an existing one does not give what a person needs to
//! mend a file: `csv-core` reads an unclosed quote to the end without a word, counts only line
//! feeds as lines, does not tell where a quote or (after blank lines) a row begins, and puts no
//! bound on a cell.
//!
//! Must stay true: how the text is cut into chunks changes nothing; what is buffered never
//! exceeds the limits; after an error every call gives the same error.

use crate::{Delimiter, ExchangeError};

/// How much a hostile or damaged file may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest cell, in bytes of UTF-8.
    pub cell_bytes: usize,
    /// Longest row, in bytes of UTF-8.
    pub row_bytes: usize,
    /// Most cells in a row.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: 1 << 20,
            row_bytes: 4 << 20,
            cells: 512,
        }
    }
}

/// One row, borrowed from the parser.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    line: u32,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    /// The line where the row begins, from 1; a row with line breaks in its cells covers more.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// How many cells there are; at least one.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no cell, which a parser never gives.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether every cell is blank, as in the rows that spreadsheets leave below a table.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The cell at this position, from 0.
    pub fn cell(&self, index: usize) -> Option<&'a str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// The cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (text, mut start) = (self.text, 0);
        self.ends.iter().map(move |end| {
            let cell = text.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        })
    }
}

/// A row put together cell by cell, for tables that are not text: workbooks and cards.
///
/// Cells must be as a CSV file would have them; see [`crate::shield`].
#[derive(Debug, Clone, Default)]
pub struct RowBuf {
    line: u32,
    text: String,
    ends: Vec<usize>,
}

impl RowBuf {
    /// Begins a row anew.
    pub fn begin(&mut self, line: u32) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
    }

    /// Adds a cell.
    ///
    /// # Errors
    /// When the cell or the row exceeds the limits; the cell is not added.
    pub fn push(&mut self, cell: &str, limits: &Limits) -> Result<(), ExchangeError> {
        let line = self.line;
        if cell.len() > limits.cell_bytes {
            return Err(ExchangeError::CellTooLong { line });
        }
        if self.text.len().saturating_add(cell.len()) > limits.row_bytes {
            return Err(ExchangeError::RowTooLong { line });
        }
        if self.ends.len() >= limits.cells {
            return Err(ExchangeError::TooManyCells { line });
        }
        self.text.push_str(cell);
        self.ends.push(self.text.len());
        Ok(())
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no cell yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Keeps this many cells at most.
    pub fn truncate(&mut self, cells: usize) {
        self.ends.truncate(cells);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// The row.
    pub fn row(&self) -> Row<'_> {
        Row {
            line: self.line,
            text: &self.text,
            ends: &self.ends,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first character of a row.
    Row,
    /// After a delimiter.
    Cell,
    /// In a cell without quotes, or behind the closing quote of one with.
    Plain,
    /// Behind an opening quote.
    Quoted,
    /// Behind a quote in a quoted cell: the closing one, or the first of two.
    Quote,
}

/// Cuts text into rows and cells.
///
/// Lines end with CRLF, LF or CR; a quoted cell may hold line breaks, delimiters and doubled
/// quotes; lines without any character are skipped. A quote inside an unquoted cell stands for
/// itself, and so does what follows a closing quote. A byte order mark at the start is dropped.
#[derive(Debug)]
pub struct Parser {
    delimiter: u8,
    limits: Limits,
    state: State,
    begun: bool,
    /// The line of the next character.
    line: u32,
    row_line: u32,
    cell_line: u32,
    /// The character before was a carriage return, so a line feed now adds no line.
    after_cr: bool,
    /// Where the current cell starts in `text`.
    cell_start: usize,
    text: String,
    ends: Vec<usize>,
    failed: Option<ExchangeError>,
}

impl Parser {
    /// A parser at the start of a file.
    pub fn new(delimiter: Delimiter, limits: Limits) -> Self {
        Self {
            delimiter: delimiter.byte(),
            limits,
            state: State::Row,
            begun: false,
            line: 1,
            row_line: 1,
            cell_line: 1,
            after_cr: false,
            cell_start: 0,
            text: String::new(),
            ends: Vec::new(),
            failed: None,
        }
    }

    /// Reads the next chunk and gives each row that it completes.
    ///
    /// # Errors
    /// When a cell or a row exceeds the limits. Rows given before stand.
    pub fn push(
        &mut self,
        text: &str,
        on_row: &mut dyn FnMut(Row<'_>),
    ) -> Result<(), ExchangeError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let read = self.read(text, on_row);
        if let Err(error) = read {
            self.failed = Some(error);
            self.text = String::new();
            self.ends = Vec::new();
        }
        read
    }

    /// Ends the file and gives its last row, if that had no line end.
    ///
    /// # Errors
    /// [`ExchangeError::UnclosedQuote`] with the line of the opening quote, or the error that
    /// [`Parser::push`] gave.
    pub fn finish(mut self, on_row: &mut dyn FnMut(Row<'_>)) -> Result<(), ExchangeError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.state {
            State::Row => Ok(()),
            State::Quoted => Err(ExchangeError::UnclosedQuote {
                line: self.cell_line,
            }),
            State::Cell | State::Plain | State::Quote => {
                self.end_cell()?;
                self.end_row(on_row);
                Ok(())
            }
        }
    }

    fn read(&mut self, text: &str, on_row: &mut dyn FnMut(Row<'_>)) -> Result<(), ExchangeError> {
        let mut at = 0;
        if !self.begun && !text.is_empty() {
            self.begun = true;
            if text.starts_with('\u{feff}') {
                at = '\u{feff}'.len_utf8();
            }
        }
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            match self.state {
                State::Row => {
                    let rest_of_crlf = self.after_cr && byte == b'\n';
                    self.after_cr = false;
                    if rest_of_crlf {
                        at += 1;
                    } else if byte == b'\n' || byte == b'\r' {
                        self.next_line(byte);
                        at += 1;
                    } else {
                        self.row_line = self.line;
                        self.state = State::Cell;
                    }
                }
                State::Cell => {
                    self.cell_line = self.line;
                    self.state = State::Plain;
                    if byte == b'"' {
                        self.after_cr = false;
                        self.state = State::Quoted;
                        at += 1;
                    }
                }
                State::Plain => {
                    let delimiter = self.delimiter;
                    let stop = |b: u8| b == delimiter || b == b'\n' || b == b'\r';
                    let end = run(bytes, at, stop);
                    self.take(text.get(at..end))?;
                    at = end;
                    let Some(&byte) = bytes.get(at) else { break };
                    at += 1;
                    self.end_cell()?;
                    if byte == delimiter {
                        self.state = State::Cell;
                    } else {
                        self.next_line(byte);
                        self.end_row(on_row);
                    }
                }
                State::Quoted => {
                    let end = run(bytes, at, |b| b == b'"');
                    self.take(text.get(at..end))?;
                    for &byte in bytes.get(at..end).unwrap_or_default() {
                        let rest_of_crlf = self.after_cr && byte == b'\n';
                        self.after_cr = false;
                        if !rest_of_crlf && (byte == b'\n' || byte == b'\r') {
                            self.next_line(byte);
                        }
                    }
                    at = end;
                    if at < bytes.len() {
                        self.after_cr = false;
                        self.state = State::Quote;
                        at += 1;
                    }
                }
                State::Quote => {
                    self.state = State::Plain;
                    if byte == b'"' {
                        self.take(Some("\""))?;
                        self.state = State::Quoted;
                        at += 1;
                    }
                }
            }
        }
        Ok(())
    }

    fn next_line(&mut self, end: u8) {
        self.line = self.line.saturating_add(1);
        self.after_cr = end == b'\r';
    }

    /// Adds to the current cell. `None` cannot happen: every cut is beside an ASCII character.
    fn take(&mut self, part: Option<&str>) -> Result<(), ExchangeError> {
        let part = part.unwrap_or_default();
        let whole = self.text.len().saturating_add(part.len());
        if whole.saturating_sub(self.cell_start) > self.limits.cell_bytes {
            return Err(ExchangeError::CellTooLong {
                line: self.cell_line,
            });
        }
        if whole > self.limits.row_bytes {
            return Err(ExchangeError::RowTooLong {
                line: self.row_line,
            });
        }
        self.text.push_str(part);
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ExchangeError> {
        if self.ends.len() >= self.limits.cells {
            return Err(ExchangeError::TooManyCells {
                line: self.row_line,
            });
        }
        self.cell_start = self.text.len();
        self.ends.push(self.cell_start);
        Ok(())
    }

    fn end_row(&mut self, on_row: &mut dyn FnMut(Row<'_>)) {
        on_row(Row {
            line: self.row_line,
            text: &self.text,
            ends: &self.ends,
        });
        self.text.clear();
        self.ends.clear();
        self.cell_start = 0;
        self.state = State::Row;
    }
}

/// Where the run of bytes from `at` ends: at the first that stops it, or behind the last.
fn run(bytes: &[u8], at: usize, stop: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|b| stop(*b)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests;
