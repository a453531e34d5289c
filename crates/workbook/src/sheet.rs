//! The rows of a sheet.
//!
//! Must stay true: rows come as a text file would give them, blank ones left out and the others
//! as wide as the first unless they hold more; what the sheet has that a text file has not is
//! told in notes.

use crate::cell::{CellType, RawCell};
use crate::guard::Guard;
use crate::merge::{MAX_COLUMNS, MAX_ROW, Merges, Range, column};
use crate::xml::{Node, Xml, attribute, name};
use crate::{Excess, Limits, Workbook, WorkbookError};
use exchange::{ExchangeError, Row, RowBuf, shield};
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::ControlFlow;

/// What a sheet has that a text file has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// Cells are merged; their value counts for the first of them.
    Merged,
    /// A cell within merged ones holds a value that nobody sees; it was left out.
    HiddenByMerge,
    /// A cell shows an error such as `#N/A`; it was taken as blank.
    Error,
    /// A formula; the value it last gave was taken.
    Formula,
    /// A formula that was never run; it was taken as blank.
    FormulaWithoutValue,
    /// A number of more than fifteen digits, of which a spreadsheet keeps only fifteen.
    DigitsLost,
}

impl Notice {
    /// A stable name for the app to translate.
    pub fn code(self) -> &'static str {
        match self {
            Self::Merged => "sheet.merged",
            Self::HiddenByMerge => "sheet.hidden_by_merge",
            Self::Error => "sheet.error",
            Self::Formula => "sheet.formula",
            Self::FormulaWithoutValue => "sheet.formula_without_value",
            Self::DigitsLost => "sheet.digits_lost",
        }
    }
}

/// How often something was met, and where first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// What.
    pub notice: Notice,
    /// How many cells or ranges.
    pub count: u64,
    /// The row of the first, from 1.
    pub row: u32,
    /// The column of the first, from 0.
    pub column: u32,
}

/// What was read of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Rows that are not blank, the header among them.
    pub rows: u32,
    /// Columns of the widest row.
    pub columns: usize,
    /// What to tell a person, in order of [`Notice`].
    pub notes: Vec<Note>,
}

impl Workbook<'_> {
    /// Counts the rows of a sheet, its number from 0.
    ///
    /// # Errors
    /// As [`Workbook::read`].
    pub fn summary(&self, sheet: usize) -> Result<Summary, WorkbookError> {
        self.read(sheet, 1, &mut |_| ControlFlow::Continue(()))
    }

    /// Gives the rows of a sheet from this row on, until the last or a break. The first that is
    /// not blank is the header.
    ///
    /// # Errors
    /// What is wrong with the file, or what there is too much of; rows given before stand.
    pub fn read(
        &self,
        sheet: usize,
        from: u32,
        on_row: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>,
    ) -> Result<Summary, WorkbookError> {
        let ranges = if mentions_merges(self.bytes(sheet)?)? {
            merged(&mut Xml::new(self.bytes(sheet)?), &self.limits)?
        } else {
            Vec::new()
        };
        let mut reader = SheetReader {
            book: self,
            from,
            notes: BTreeMap::new(),
            merges: Merges::default(),
            row: 0,
            column: 0,
            cells: 0,
            buffer: RowBuf::default(),
            filled: 0,
            width: None,
            summary: Summary::default(),
        };
        for range in &ranges {
            reader.note(Notice::Merged, range.top, range.left);
        }
        reader.merges = Merges::new(ranges);
        let _stopped = reader.walk(&mut Xml::new(self.bytes(sheet)?), on_row)?;
        let SheetReader {
            notes, mut summary, ..
        } = reader;
        summary.notes = notes.into_values().collect();
        Ok(summary)
    }
}

/// Whether the part speaks of merged cells at all: those stand behind the cells, so they need a
/// pass of their own, which most sheets can do without.
fn mentions_merges(mut bytes: Guard<'_>) -> Result<bool, WorkbookError> {
    const WORD: &[u8] = b"mergeCell";
    let mut tail: Vec<u8> = Vec::new();
    loop {
        bytes.begin();
        let n = match bytes.fill_buf() {
            Ok([]) => return Ok(false),
            Ok(block) => {
                let seam = block.get(..WORD.len()).unwrap_or(block);
                tail.extend_from_slice(seam);
                let has = |bytes: &[u8]| bytes.windows(WORD.len()).any(|window| window == WORD);
                if has(&tail) || has(block) {
                    return Ok(true);
                }
                tail.extend_from_slice(block.get(seam.len()..).unwrap_or_default());
                let keep = tail.len().saturating_sub(WORD.len());
                tail.drain(..keep);
                block.len()
            }
            Err(_) => {
                let excess = bytes.tripped();
                return Err(excess.map_or(WorkbookError::Damaged, WorkbookError::TooMuch));
            }
        };
        bytes.consume(n);
    }
}

fn merged(xml: &mut Xml<'_>, limits: &Limits) -> Result<Vec<Range>, WorkbookError> {
    let mut ranges = Vec::new();
    loop {
        match xml.next()? {
            Node::Start(element, _) if name(&element) == "mergeCell" => {
                let range = attribute(&element, "ref").and_then(|text| Range::parse(&text));
                ranges.extend(range);
                if ranges.len() > limits.merges {
                    return Err(WorkbookError::TooMuch(Excess::Merges));
                }
            }
            Node::Eof => {
                ranges.sort_unstable();
                return Ok(ranges);
            }
            _ => {}
        }
    }
}

struct SheetReader<'a, 'b> {
    book: &'a Workbook<'b>,
    from: u32,
    notes: BTreeMap<Notice, Note>,
    merges: Merges,
    /// The current row, from 1.
    row: u32,
    /// The column after the last cell, from 0.
    column: u32,
    cells: u64,
    buffer: RowBuf,
    /// Cells up to the last that is not blank.
    filled: usize,
    /// Cells of the header.
    width: Option<usize>,
    summary: Summary,
}

impl SheetReader<'_, '_> {
    fn note(&mut self, notice: Notice, row: u32, column: u32) {
        let note = self.notes.entry(notice).or_insert(Note {
            notice,
            count: 0,
            row,
            column,
        });
        note.count += 1;
    }

    fn walk(
        &mut self,
        xml: &mut Xml<'_>,
        on_row: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, WorkbookError> {
        let mut cell = RawCell::default();
        // In the table, in a cell, in text that counts, in a reading aid.
        let (mut table, mut inside, mut text, mut aid) = (false, false, false, false);
        loop {
            match xml.next()? {
                Node::Start(element, empty) => match name(&element) {
                    "sheetData" => table = !empty,
                    _ if !table => {}
                    "row" => {
                        self.begin_row(&element)?;
                        if empty && self.end_row(on_row)?.is_break() {
                            return Ok(ControlFlow::Break(()));
                        }
                    }
                    "c" => {
                        self.begin_cell(&element, &mut cell)?;
                        inside = !empty;
                        if empty {
                            self.end_cell(&cell)?;
                        }
                    }
                    "v" => text = inside && !empty,
                    "t" => text = inside && !empty && !aid && cell.holds == CellType::Text,
                    "f" => cell.formula = true,
                    "rPh" => aid = !empty,
                    _ => {}
                },
                Node::Text(run) if text => {
                    if cell.value.len() + run.len() > self.book.limits.row.cell_bytes {
                        let line = self.row;
                        return Err(ExchangeError::CellTooLong { line }.into());
                    }
                    cell.value.push_str(&run);
                }
                Node::End(element) => match element.local_name().into_inner() {
                    "sheetData" => table = false,
                    "row" if table && self.end_row(on_row)?.is_break() => {
                        return Ok(ControlFlow::Break(()));
                    }
                    "c" if inside => {
                        inside = false;
                        self.end_cell(&cell)?;
                    }
                    "v" | "t" => text = false,
                    "rPh" => aid = false,
                    _ => {}
                },
                Node::Eof => return Ok(ControlFlow::Continue(())),
                Node::Text(_) | Node::Other => {}
            }
        }
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookError> {
        let row = match attribute(element, "r") {
            Some(text) => text.parse().map_err(|_| WorkbookError::Damaged)?,
            None => self.row.saturating_add(1),
        };
        if row <= self.row || row > MAX_ROW {
            return Err(WorkbookError::Damaged);
        }
        self.row = row;
        self.column = 0;
        self.filled = 0;
        self.buffer.begin(row);
        Ok(())
    }

    fn begin_cell(
        &mut self,
        element: &BytesStart<'_>,
        cell: &mut RawCell,
    ) -> Result<(), WorkbookError> {
        cell.holds = CellType::Number;
        cell.style = 0;
        cell.value.clear();
        cell.formula = false;
        let mut at = self.column;
        let mut attributes = element.attributes();
        for attribute in attributes.with_checks(false).flatten() {
            let value = &*attribute.value;
            match attribute.key.into_inner() {
                "r" => at = column(value).ok_or(WorkbookError::Damaged)?.0,
                "t" => cell.holds = CellType::named(value),
                "s" => cell.style = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        self.cells += 1;
        if self.cells > self.book.limits.cells {
            return Err(WorkbookError::TooMuch(Excess::Cells));
        }
        if self.row == 0 || at < self.column || at >= MAX_COLUMNS {
            return Err(WorkbookError::Damaged);
        }
        // From here on the column is the cell's; the end of the cell moves on.
        self.column = at;
        Ok(())
    }

    fn end_cell(&mut self, cell: &RawCell) -> Result<(), WorkbookError> {
        let (row, column) = (self.row, self.column);
        self.column += 1;
        if row < self.from {
            return Ok(());
        }
        let book = self.book;
        let (text, notice) = book.text(cell);
        if let Some(notice) = notice {
            self.note(notice, row, column);
        }
        if text.trim().is_empty() {
            return Ok(());
        }
        if self.merges.hides(row, column) {
            self.note(Notice::HiddenByMerge, row, column);
            return Ok(());
        }
        let limits = &book.limits.row;
        let at = column as usize;
        if at >= limits.cells {
            return Err(ExchangeError::TooManyCells { line: row }.into());
        }
        while self.buffer.len() < at {
            self.buffer.push("", limits)?;
        }
        self.buffer.push(&shield(&text), limits)?;
        self.filled = self.buffer.len();
        Ok(())
    }

    fn end_row(
        &mut self,
        on_row: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, WorkbookError> {
        if self.filled == 0 {
            return Ok(ControlFlow::Continue(()));
        }
        self.summary.rows = self.summary.rows.saturating_add(1);
        self.summary.columns = self.summary.columns.max(self.filled);
        let width = *self.width.get_or_insert(self.filled);
        while self.buffer.len() < width {
            self.buffer.push("", &self.book.limits.row)?;
        }
        let flow = on_row(self.buffer.row());
        // An element of a row without cells must not give this row again.
        self.filled = 0;
        Ok(flow)
    }
}
