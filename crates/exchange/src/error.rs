//! Why a file as a whole cannot be read.
//!
//! Must stay true: codes never change; a line number is all that is told about the contents.

use crate::FileKind;

/// Why a file cannot be read, or not any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// There is not one byte.
    #[error("the file is empty")]
    Empty,
    /// A picture, an archive or something else that is not text.
    #[error("the file is not text")]
    NotText(FileKind),
    /// Text, but neither UTF-8, UTF-16 nor GB18030.
    #[error("the encoding is not known")]
    UnknownEncoding,
    /// A quotation mark is never closed.
    #[error("unclosed quote in line {line}")]
    UnclosedQuote {
        /// The line with the opening mark, from 1.
        line: u32,
    },
    /// A cell is longer than the limit, most often because a quotation mark is never closed.
    #[error("cell too long in line {line}")]
    CellTooLong {
        /// The line where the cell begins, from 1.
        line: u32,
    },
    /// A row is longer than the limit.
    #[error("row too long in line {line}")]
    RowTooLong {
        /// The line where the row begins, from 1.
        line: u32,
    },
    /// A row has more cells than the limit.
    #[error("too many cells in line {line}")]
    TooManyCells {
        /// The line where the row begins, from 1.
        line: u32,
    },
}

impl ExchangeError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "exchange.empty",
            Self::NotText(_) => "exchange.not_text",
            Self::UnknownEncoding => "exchange.unknown_encoding",
            Self::UnclosedQuote { .. } => "exchange.unclosed_quote",
            Self::CellTooLong { .. } => "exchange.cell_too_long",
            Self::RowTooLong { .. } => "exchange.row_too_long",
            Self::TooManyCells { .. } => "exchange.too_many_cells",
        }
    }

    /// The line the error is about, from 1.
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::Empty | Self::NotText(_) | Self::UnknownEncoding => None,
            Self::UnclosedQuote { line }
            | Self::CellTooLong { line }
            | Self::RowTooLong { line }
            | Self::TooManyCells { line } => Some(*line),
        }
    }
}
