//! The rows that were not taken: the first of them one by one, all of them counted by reason, and
//! kept as a file to be mended.
//!
//! Must stay true: however many there are, only counts, the first hundred places and a piece of
//! text are held here; the file itself is the browser's. What a cell says is nowhere but in that
//! file.

use super::remembered::is_reason;
use super::words;
use crate::platform::files::Sheaf;
use crate::text;
use exchange::{BOM, Cell, Delimiter, Row, write_row};
use intake::Why;
use leptos::prelude::untrack;

/// How many lines are named of each reason.
const LINES: usize = 5;
/// When the text goes to the browser, in bytes.
const PART: usize = 256 * 1024;

/// How many are told one by one.
pub const TOLD: usize = 100;

/// One of the first rows that were not taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The line of the file.
    pub line: u32,
    /// The column, from 0, where it is about one.
    pub column: Option<usize>,
    /// Why.
    pub why: Why,
}

/// Rows with the same reason in the same column.
#[derive(Clone)]
pub struct Group {
    /// Why.
    pub reason: Why,
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
    /// The first ones.
    pub first: Vec<Place>,
    /// The column that held the reasons of the import before, and is left out of the file.
    old: Option<usize>,
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
            first: Vec::new(),
            old: None,
            names: Vec::new(),
            delimiter,
            text: BOM.to_owned(),
            sheaf: Sheaf::default(),
        }
    }

    /// The line with the names of the columns.
    pub fn header(&mut self, row: Row<'_>) {
        self.names = row.cells().map(|name| name.trim().to_owned()).collect();
        self.old = self.names.iter().position(|name| is_reason(name));
        let reason = text::now(text::import::REASON);
        self.write(row, reason);
    }

    fn write(&mut self, row: Row<'_>, reason: &str) {
        // A short row is filled up, so that the reason stands below its heading.
        let gap = self.names.len().saturating_sub(row.len());
        let cells = row.cells().map(Cell::Text);
        let cells = cells.chain(std::iter::repeat_n(Cell::Blank, gap));
        let cells = cells.enumerate().filter(|(at, _)| Some(*at) != self.old);
        let mut cells: Vec<Cell<'_>> = cells.map(|(_, cell)| cell).collect();
        cells.push(Cell::Text(reason));
        write_row(&mut self.text, &cells, self.delimiter);
        if self.text.len() > PART {
            self.sheaf.push(self.text.as_bytes());
            self.text.clear();
        }
    }

    /// What the column is called.
    pub fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// Notes a row, and why.
    pub fn row(&mut self, row: Row<'_>, refused: intake::Refused) {
        let (reason, column) = (refused.why, refused.column);
        if self.first.len() < TOLD {
            self.first.push(Place {
                line: refused.line,
                column,
                why: reason,
            });
        }
        self.total += 1;
        let found = self
            .groups
            .iter()
            .position(|g| g.reason == reason && g.column == column);
        let at = found.unwrap_or_else(|| {
            let spoken = untrack(|| words::why(reason));
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
        let spoken = group.spoken.clone();
        self.write(row, &spoken);
    }

    /// Hands the rows out as a file.
    pub fn download(&self, name: &str) {
        let mime = "text/csv;charset=utf-8";
        let _ = self.sheaf.download(name, mime, self.text.as_bytes());
    }
}
