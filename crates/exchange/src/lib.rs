//! CSV in and out: what a file is, its rows, what its columns look like, what to do with them,
//! and rows written back.
//!
//! The path of an import: [`sniff`] names the encoding, the caller decodes (a browser's
//! `TextDecoder` does it for free), [`guess_delimiter`] looks at the first lines, a [`Parser`]
//! gives rows to a [`Profiler`], [`suggest`] proposes a [`Plan`], a person corrects it, and
//! [`convert`] turns each row into values or a reason why not.
//!
//! Must stay true: nothing here panics, whatever the bytes; memory is bounded by the limits and
//! not by the file; a row is taken as a whole or refused as a whole; no error carries what a
//! cell said.
//!
//! Must not know: files, the browser, a clock, the change log, other records.

mod convert;
mod delimiter;
mod error;
#[cfg(test)]
mod laws;
mod literal;
mod parser;
mod plan;
mod profile;
mod sniff;
mod suggest;
pub mod vcard;
mod write;

pub use convert::{Converted, Problem, RowError, convert};
pub use delimiter::{Delimiter, guess_delimiter};
pub use error::ExchangeError;
pub use parser::{Limits, Parser, Row};
pub use plan::{Item, Plan, PlanError, Use, YesNoItem};
pub use profile::{ColumnProfile, MAX_DISTINCT, MAX_FREQUENT, Profile, Profiler};
pub use sniff::{Encoding, FileKind, HEAD_BYTES, sniff};
pub use suggest::suggest;
pub use write::{BOM, Cell, refused_row, restore, write_row};
