//! Why a file cannot be turned into another.
//!
//! Must stay true: codes never change; a line or row is all that is told about the contents.

use exchange::ExchangeError;
use exchange::vcard::CardError;
use workbook::WorkbookError;

/// Why a file cannot be turned into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OfficeError {
    /// The workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The text.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// No card can be read, and this is what is wrong with the first.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The file, or what would become of it, is larger than a tablet can hold.
    #[error("too large")]
    TooLarge,
    /// Bytes that are not in the encoding the file seems to have.
    #[error("bytes that make no text")]
    Misread,
    /// No column is named like a field.
    #[error("no column is known")]
    NoColumns,
    /// There is not even a header.
    #[error("no rows")]
    NoRows,
}

impl OfficeError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Workbook(error) => error.code(),
            Self::Exchange(error) => error.code(),
            Self::Card(error) => error.code(),
            Self::TooLarge => "office.too_large",
            Self::Misread => "office.misread",
            Self::NoColumns => "office.no_columns",
            Self::NoRows => "office.no_rows",
        }
    }

    /// The line or row the error is about, from 1.
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::Workbook(WorkbookError::Row(error)) | Self::Exchange(error) => error.line(),
            Self::Workbook(
                WorkbookError::TextTooLong { row, .. } | WorkbookError::RowTooWide { row },
            ) => Some(*row),
            Self::Card(error) => Some(error.line),
            _ => None,
        }
    }
}
