//! XLSX in and out: the sheets of a workbook, their rows as a CSV file would have them, and
//! rows written to a workbook.
//!
//! The path of an import: [`Workbook::open`] names the sheets, a person chooses one,
//! [`Workbook::read`] gives its rows one at a time as [`exchange::Row`]s, which the profile, the
//! suggestion and the conversion of `exchange` take as they take those of a text file.
//!
//! Reading is a stream of our own over three kept crates (`rawzip` for the container, `flate2`
//! in Rust for the compression, `quick-xml` for the text), because the library that reads whole
//! workbooks, `calamine`, takes the table of shared texts in without any bound and knows
//! neither ratio nor size; writing is a few parts of fixed XML, where `rust_xlsxwriter` keeps
//! the whole sheet in memory on wasm.
//!
//! Must stay true: nothing here panics, whatever the bytes; memory is bounded by [`Limits`] and
//! not by what the file claims; no formula is ever run or written; a text stays that text and
//! a number that number; no error carries what a cell said.
//!
//! Must not know: files, the browser, the customer register, a clock.

mod cell;
mod error;
mod guard;
#[cfg(test)]
mod laws;
mod limits;
mod merge;
mod package;
mod parts;
mod sheet;
mod strings;
mod styles;
#[cfg(test)]
mod tests;
mod typed;
mod write;
mod xml;

pub use error::{Excess, WorkbookError};
pub use limits::Limits;
pub use package::{Sheet, Workbook};
pub use sheet::{Note, Notice, Summary};
pub use typed::Typed;
pub use write::{Column, Rows, write_workbook};
