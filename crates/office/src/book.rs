//! Workbooks into CSV.
//!
//! Must stay true: a sheet that cannot be read does not hide the others; a text stays that text.

use crate::OfficeError;
use crate::table::{MAX_CSV, Marks, Table};
use exchange::{Cell, restore};
use std::ops::ControlFlow;
use workbook::{Limits, Note, Workbook};

/// A sheet, to be chosen by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Rows that are not blank, the header among them.
    pub rows: u32,
    /// Columns of the widest row.
    pub columns: u32,
    /// What the sheet has that a text file has not.
    pub notes: Vec<Note>,
    /// Why it cannot be read, as a code.
    pub problem: Option<&'static str>,
}

/// A table as a CSV text in UTF-8 without a mark, with commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csv {
    /// The text.
    pub text: String,
    /// Rows, the header among them.
    pub rows: u32,
    /// `(line, row)`: from this line of the text on, lines count on from this row of the sheet or
    /// this card of the file; before the first they are the same.
    pub marks: Marks,
    /// What the sheet has that a text file has not.
    pub notes: Vec<Note>,
}

/// The sheets of a workbook, read through and counted.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn sheets(bytes: &[u8]) -> Result<Vec<SheetInfo>, OfficeError> {
    let book = Workbook::open(bytes, Limits::default())?;
    let all = book.sheets().iter().enumerate();
    let sheets = all.map(|(number, sheet)| {
        let mut info = SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            rows: 0,
            columns: 0,
            notes: Vec::new(),
            problem: None,
        };
        match book.summary(number) {
            Ok(summary) => {
                info.rows = summary.rows;
                info.columns = u32::try_from(summary.columns).unwrap_or(u32::MAX);
                info.notes = summary.notes;
            }
            Err(error) => info.problem = Some(error.code()),
        }
        info
    });
    Ok(sheets.collect())
}

/// A sheet, its number from 0, as CSV.
///
/// # Errors
/// What is wrong with the file or the sheet.
pub fn sheet_to_csv(bytes: &[u8], sheet: usize) -> Result<Csv, OfficeError> {
    let book = Workbook::open(bytes, Limits::default())?;
    let mut table = Table::new(MAX_CSV);
    let mut told = Ok(());
    let summary = book.read(sheet, 1, &mut |row| {
        let cells: Vec<Cell<'_>> = row.cells().map(|cell| Cell::Text(restore(cell))).collect();
        told = table.row(row.line(), &cells);
        match told {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    told?;
    let (text, marks) = table.finish();
    Ok(Csv {
        text,
        rows: summary.rows,
        marks,
        notes: summary.notes,
    })
}
