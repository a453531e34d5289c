//! The rows that were not taken: counted by reason, and kept as a file to be mended.
//!
//! Must stay true: however many there are, only counts and a piece of text are held here; the
//! file itself is the browser's.

use super::words;
use crate::platform::files::Sheaf;
use crate::text;
use exchange::{BOM, Cell, Delimiter, Problem, Row, RowError, refused_row, write_row};
use leptos::prelude::untrack;

/// How many lines are named of each reason.
const LINES: usize = 5;
/// When the text goes to the browser, in bytes.
const PART: usize = 256 * 1024;

/// Why a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// A cell, or their number.
    Row(Problem),
    /// Anonymous and without any answer.
    Nothing,
}

impl Reason {
    /// The reason in the language on screen.
    pub fn words(self) -> String {
        match self {
            Self::Row(problem) => words::problem(&problem),
            Self::Nothing => text::filled(text::import::ROW_NOTHING, &[]),
        }
    }
}

/// Rows with the same reason in the same column.
#[derive(Clone)]
pub struct Group {
    /// Why.
    pub reason: Reason,
    /// The column, from 0, where it is about one.
    pub column: Option<usize>,
    /// How many rows.
    pub count: usize,
    /// The first lines.
    pub lines: Vec<u32>,
    spoken: String,
}

/// All rows that were not taken.
#[derive(Clone)]
pub struct Refused {
    /// How many.
    pub total: usize,
    /// By reason, as met.
    pub groups: Vec<Group>,
    names: Vec<String>,
    delimiter: Delimiter,
    text: String,
    sheaf: Sheaf,
}

impl Refused {
    /// None yet, of a file with this delimiter.
    pub fn new(delimiter: Delimiter) -> Self {
        Self {
            total: 0,
            groups: Vec::new(),
            names: Vec::new(),
            delimiter,
            text: BOM.to_owned(),
            sheaf: Sheaf::default(),
        }
    }

    /// The line with the names of the columns.
    pub fn header(&mut self, row: Row<'_>) {
        self.names = row.cells().map(|name| name.trim().to_owned()).collect();
        let reason = text::now(text::import::REASON);
        refused_row(&mut self.text, row, reason, self.delimiter);
    }

    /// What the column is called.
    pub fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// A row that could not be read.
    pub fn row(&mut self, row: Row<'_>, error: &RowError) {
        let column = match error.problem {
            Problem::CellCount { .. } => None,
            _ => Some(error.column),
        };
        self.note(row, Reason::Row(error.problem), column);
    }

    /// A row that says nothing.
    pub fn nothing(&mut self, row: Row<'_>) {
        self.note(row, Reason::Nothing, None);
    }

    fn note(&mut self, row: Row<'_>, reason: Reason, column: Option<usize>) {
        self.total += 1;
        let found = self
            .groups
            .iter()
            .position(|g| g.reason == reason && g.column == column);
        let at = found.unwrap_or_else(|| {
            let spoken = untrack(|| reason.words());
            let name = column.map_or("", |column| self.name(column));
            let spoken = if name.is_empty() {
                spoken
            } else {
                [name, ": ", &spoken].concat()
            };
            self.groups.push(Group {
                reason,
                column,
                count: 0,
                lines: Vec::new(),
                spoken,
            });
            self.groups.len() - 1
        });
        let Some(group) = self.groups.get_mut(at) else {
            return;
        };
        group.count += 1;
        if group.lines.len() < LINES {
            group.lines.push(row.line());
        }
        // A short row is filled up, so that the reason stands below its heading.
        let gap = self.names.len().saturating_sub(row.len());
        let mut cells: Vec<Cell<'_>> = row.cells().map(Cell::Text).collect();
        cells.extend(std::iter::repeat_n(Cell::Blank, gap));
        cells.push(Cell::Text(&group.spoken));
        write_row(&mut self.text, &cells, self.delimiter);
        if self.text.len() > PART {
            self.sheaf.push(self.text.as_bytes());
            self.text.clear();
        }
    }

    /// Hands the rows out as a file.
    pub fn download(&self, name: &str) {
        let mime = "text/csv;charset=utf-8";
        let _ = self.sheaf.download(name, mime, self.text.as_bytes());
    }
}
