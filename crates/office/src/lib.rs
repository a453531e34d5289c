//! Workbooks and vCards to CSV and back. CSV is the one language that the app speaks; this crate
//! is a WebAssembly module of its own that a worker loads when somebody brings another file.
//!
//! Must stay true: nothing here panics, whatever the bytes; what is allocated is bounded by
//! limits or by the bytes that were given; what goes out comes back equal, field by field; no
//! error carries what a cell or a card said.
//!
//! Must not know: files, screens, the network, a clock, the change log. Off wasm there are only
//! the pure functions; the doorway in front of them is for the worker.

mod book;
mod cards;
#[cfg(target_arch = "wasm32")]
mod doorway;
mod error;
#[cfg(test)]
mod laws;
mod table;
#[cfg(test)]
mod tests;
mod typed;

pub use book::{Csv, SheetInfo, sheet_to_csv, sheets};
pub use cards::{CardTrouble, Cards, cards_to_csv, csv_to_cards};
pub use error::OfficeError;
pub use exchange::vcard::Decoder;
pub use typed::{ColumnType, csv_to_workbook};
