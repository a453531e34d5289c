//! Workbooks and vCards to CSV and back, in a module of its own that a worker loads when it is
//! first needed.
//!
//! Must stay true: the app's own module holds none of it; a worker that broke, that is stopped or
//! that nobody needs is ended, and its memory with it; bytes are handed over and not copied.
//!
//! Must not know: what a sheet or a card is brought in for, words.

mod worker;

pub use worker::rest;

use js_sys::{Array, Uint8Array, Uint32Array};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use worker::ask;

/// Largest file that is handed over, in bytes.
const MAX_FILE: f64 = 256.0 * 1024.0 * 1024.0;

/// Somebody stopped it.
pub const STOPPED: &str = "office.stopped";
/// The file cannot be read any more.
const GONE: &str = "office.gone";
/// The module cannot be loaded.
const UNAVAILABLE: &str = "office.unavailable";
/// The module broke.
const BROKEN: &str = "office.broken";
/// The file is too large.
const TOO_LARGE: &str = "office.too_large";

/// Why a file is not turned into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// A stable name, to be put into words.
    pub code: String,
    /// The line or row it is about, from 1; 0 for none.
    pub line: u32,
}

impl Trouble {
    fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            line: 0,
        }
    }
}

/// A sheet to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its number, from 0.
    pub no: u32,
    /// Its name.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Rows that are not blank, the header among them.
    pub rows: u32,
    /// Columns of the widest row.
    pub columns: u32,
    /// Why it cannot be read, as a code.
    pub problem: Option<String>,
}

/// Something to be told about a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What, as a code.
    pub code: String,
    /// How often.
    pub count: u32,
    /// The row of the first, from 1.
    pub row: u32,
}

/// A table in CSV, and what is to be told about it.
#[derive(Debug, Clone)]
pub struct Table {
    /// UTF-8 with commas, held by the browser.
    pub csv: Uint8Array,
    /// `(line, source)`: see [`Table::source`].
    pub marks: Vec<(u32, u32)>,
    /// Of a sheet.
    pub notes: Vec<Note>,
    /// Pictures and sounds of cards that were left out.
    pub media: u32,
    /// Cards that are not taken: the number of the card, and why. The first thousand.
    pub troubles: Vec<(u32, Trouble)>,
    /// How many cards are not taken.
    pub refused: u32,
}

impl Table {
    /// The row of the sheet, or the card of the file, that a line of the text comes from.
    pub fn source(&self, line: u32) -> u32 {
        let after = self.marks.partition_point(|(from, _)| *from <= line);
        let mark = after.checked_sub(1).and_then(|at| self.marks.get(at));
        mark.map_or(line, |(from, source)| {
            line.saturating_sub(*from).saturating_add(*source)
        })
    }
}

/// The sheets of a workbook.
///
/// # Errors
/// What is wrong with the file, or [`STOPPED`].
pub async fn sheets(file: &File, stop: &Cell<bool>) -> Result<Vec<SheetInfo>, Trouble> {
    let found = ask("sheets", handed(file).await?, &[], stop).await?;
    let sheets = found.iter().zip(0..).map(|(sheet, no)| {
        let sheet: Array = sheet.unchecked_into();
        SheetInfo {
            no,
            name: text(&sheet, 0),
            hidden: sheet.get(1).is_truthy(),
            rows: number(&sheet, 2),
            columns: number(&sheet, 3),
            problem: sheet.get(5).as_string(),
        }
    });
    Ok(sheets.collect())
}

/// A sheet as a table, by its number from 0.
///
/// # Errors
/// What is wrong with the file, or [`STOPPED`].
pub async fn sheet_to_csv(file: &File, no: u32, stop: &Cell<bool>) -> Result<Table, Trouble> {
    let bytes = handed(file).await?;
    Ok(table(
        &ask("sheet_to_csv", bytes, &[no.into()], stop).await?,
    ))
}

/// The cards of a file as a table of customers, in the language with this tag.
///
/// # Errors
/// What is wrong with the file, or [`STOPPED`].
pub async fn cards_to_csv(file: &File, tag: &str, stop: &Cell<bool>) -> Result<Table, Trouble> {
    let bytes = handed(file).await?;
    Ok(table(
        &ask("cards_to_csv", bytes, &[tag.into()], stop).await?,
    ))
}

/// A workbook of one sheet. Types are `text`, `number`, `date`, `moment`, `flag` or `money`, a
/// word a column.
///
/// # Errors
/// What a sheet cannot hold, or [`STOPPED`].
pub async fn csv_to_workbook(
    csv: &Uint8Array,
    types: &str,
    sheet: &str,
    stop: &Cell<bool>,
) -> Result<Uint8Array, Trouble> {
    let rest = [types.into(), sheet.into()];
    let found = ask("csv_to_workbook", csv.clone(), &rest, stop).await?;
    Ok(found.get(0).unchecked_into())
}

/// Cards of version 4.0; the header names fields of the customer by code or label.
///
/// # Errors
/// What is wrong with the table, or [`STOPPED`].
pub async fn csv_to_cards(csv: &Uint8Array, stop: &Cell<bool>) -> Result<Uint8Array, Trouble> {
    let found = ask("csv_to_cards", csv.clone(), &[], stop).await?;
    Ok(found.get(0).unchecked_into())
}

fn table(found: &Array) -> Table {
    let marks: Vec<u32> = found
        .get(1)
        .dyn_ref()
        .map(Uint32Array::to_vec)
        .unwrap_or_default();
    let pairs = marks.chunks_exact(2);
    let rows = |at| {
        let rows = found.get(at).dyn_into::<Array>().unwrap_or_default();
        let rows = rows.iter().map(JsCast::unchecked_into::<Array>);
        rows.collect::<Vec<Array>>()
    };
    Table {
        csv: found.get(0).unchecked_into(),
        marks: pairs
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
            .collect(),
        notes: rows(3)
            .iter()
            .map(|note| Note {
                code: text(note, 0),
                count: number(note, 1),
                row: number(note, 2),
            })
            .collect(),
        media: number(found, 5),
        troubles: rows(6)
            .iter()
            .map(|trouble| {
                let why = Trouble {
                    code: text(trouble, 2),
                    line: number(trouble, 1),
                };
                (number(trouble, 0), why)
            })
            .collect(),
        refused: number(found, 7),
    }
}

fn text(array: &Array, at: u32) -> String {
    array.get(at).as_string().unwrap_or_default()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn number(array: &Array, at: u32) -> u32 {
    array.get(at).as_f64().unwrap_or(0.0) as u32
}

/// The bytes of a file, held by the browser.
async fn handed(file: &File) -> Result<Uint8Array, Trouble> {
    if file.size() > MAX_FILE {
        return Err(Trouble::new(TOO_LARGE));
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    buffer
        .map(|buffer| Uint8Array::new(&buffer))
        .map_err(|_| Trouble::new(GONE))
}
