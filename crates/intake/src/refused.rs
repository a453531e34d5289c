//! Why a row is not taken.

use exchange::{Reason, Refusal};

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Why {
    /// A cell, or the number of them.
    #[error(transparent)]
    Cell(#[from] Reason),
    /// No record is called so.
    #[error("no such record")]
    NoSuchRecord,
    /// Several records are called so.
    #[error("several records are called so")]
    SeveralRecords,
    /// The key fits several records.
    #[error("the key fits several records")]
    SeveralMatches,
    /// A record would belong to itself, directly or in a circle.
    #[error("a record would belong to itself")]
    Cycle,
    /// The record was deleted after it was found.
    #[error("the record was deleted meanwhile")]
    Gone,
    /// Nobody is named and nothing is answered.
    #[error("nothing is said")]
    Nothing,
}

impl Why {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cell(reason) => reason.code(),
            Self::NoSuchRecord => "row.no_such_record",
            Self::SeveralRecords => "row.several_records",
            Self::SeveralMatches => "row.several_matches",
            Self::Cycle => "row.cycle",
            Self::Gone => "row.gone",
            Self::Nothing => "row.nothing",
        }
    }
}

/// A row that is not taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refused {
    /// The line where it begins, from 1.
    pub line: u32,
    /// The column, from 0, where it is about one.
    pub column: Option<usize>,
    /// What is wrong.
    pub why: Why,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let counted = matches!(
            refusal.reason,
            Reason::Row(exchange::Problem::CellCount { .. })
        );
        Self {
            line: refusal.line,
            column: (!counted).then_some(refusal.column),
            why: Why::Cell(refusal.reason),
        }
    }
}
