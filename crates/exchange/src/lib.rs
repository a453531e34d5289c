//! CSV and vCards in and out: what a file is, its rows, what its columns look like, what to do
//! with them, and rows written back. Workbooks come in through the same rows ([`RowBuf`]).
//!
//! The path of an import: [`sniff`] names the encoding, the caller decodes (a browser's
//! `TextDecoder` does it for free), [`guess_delimiter`] looks at the first lines, a [`Parser`]
//! gives rows to a [`Profiler`], [`suggest`] proposes a [`Plan`] and [`guess`] names what else
//! there is, a person corrects it, and [`convert_with`] turns each row into values or a reason why not.
//!
//! Must stay true: nothing here panics, whatever the bytes; memory is bounded by the limits and
//! not by the file; a row is taken as a whole or refused as a whole; no error carries what a
//! cell said.
//!
//! Must not know: files, the browser, a clock, the change log, other records.

pub mod cell;
mod convert;
mod dates;
mod delimiter;
mod error;
mod guess;
pub mod json;
#[cfg(test)]
mod laws;
mod literal;
mod parser;
mod phone;
mod plan;
mod profile;
pub mod record;
mod sniff;
mod suggest;
pub mod vcard;
mod write;
mod zone;

pub use convert::{Converted, Problem, Reason, Refusal, RowError, convert, convert_with};
pub use dates::{DateFormat, DateProblem, DayEvidence, DayOrder, DayVerdict, Epoch, read_date};
pub use delimiter::{Delimiter, guess_delimiter};
pub use error::ExchangeError;
pub use guess::{Ground, Guess, Meaning, guess};
pub use parser::{Limits, Parser, Row, RowBuf};
pub use phone::{PhoneKey, PhoneProblem, is_mobile, is_scientific, phone_key, restore_scientific};
pub use plan::{Item, Plan, PlanError, Use, YesNoItem, is_number};
pub use profile::{ColumnProfile, MAX_DISTINCT, MAX_FREQUENT, Profile, Profiler};
pub use sniff::{Encoding, FileKind, HEAD_BYTES, sniff};
pub use suggest::{suggest, suggest_for};
pub use write::{BOM, Cell, refused_row, restore, shield, write_row};
pub use zone::Zone;
