//! The ways a computation may be impossible for the columns it was given.
//!
//! Stays true: a code, once released, keeps its meaning. Must not carry any value of a column.

use thiserror::Error;

/// Why a figure could not be computed. Column indexes count the predictors (or items) from 0.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InsightError {
    /// A column's length differs from the outcome's (or from the first column's).
    #[error("column {column} has {found} rows instead of {expected}")]
    LengthMismatch {
        /// Which column.
        column: usize,
        /// Rows it should have.
        expected: usize,
        /// Rows it has.
        found: usize,
    },
    /// Fewer columns than the figure needs.
    #[error("{needed} columns are needed")]
    TooFewColumns {
        /// The least number of columns.
        needed: usize,
    },
    /// Fewer complete rows than the figure needs.
    #[error("{complete} complete rows where {needed} are needed")]
    TooFewRows {
        /// Rows without a missing value.
        complete: usize,
        /// The least number of complete rows.
        needed: usize,
    },
    /// A predictor has the same value in every complete row.
    #[error("column {column} is constant")]
    ConstantColumn {
        /// Which predictor.
        column: usize,
    },
    /// The outcome has the same value in every complete row.
    #[error("the outcome is constant")]
    ConstantOutcome,
    /// A predictor is a linear combination of the predictors before it.
    #[error("column {column} is a combination of the columns before it")]
    Collinear {
        /// Which predictor.
        column: usize,
    },
    /// A row alone determines a coefficient (its leverage is 1), which leaves HC3 undefined.
    #[error("row {row} alone determines a coefficient")]
    FullLeverage {
        /// Which row, counted from 0 among all rows.
        row: usize,
    },
    /// Squares of the values exceed what a 64-bit float can hold.
    #[error("the values are too large to square")]
    TooLarge,
}

impl InsightError {
    /// A stable name that the app turns into words in the person's language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LengthMismatch { .. } => "length_mismatch",
            Self::TooFewColumns { .. } => "too_few_columns",
            Self::TooFewRows { .. } => "too_few_rows",
            Self::ConstantColumn { .. } => "constant_column",
            Self::ConstantOutcome => "constant_outcome",
            Self::Collinear { .. } => "collinear",
            Self::FullLeverage { .. } => "full_leverage",
            Self::TooLarge => "too_large",
        }
    }
}
