//! Why a workbook cannot be read or written.
//!
//! Must stay true: codes never change; nothing a cell said is told.

use exchange::ExchangeError;

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Excess {
    /// Bytes of the file.
    File,
    /// Parts in the file.
    Parts,
    /// Bytes of a part when unpacked.
    Unpacked,
    /// Bytes that a packed byte becomes: a bomb.
    Ratio,
    /// Bytes of one text or element.
    Text,
    /// Elements inside each other.
    Depth,
    /// Texts that cells share.
    SharedTexts,
    /// Number formats.
    Formats,
    /// Sheets.
    Sheets,
    /// Filled cells of a sheet.
    Cells,
    /// Rows to write.
    Rows,
    /// Columns to write.
    Columns,
    /// Merged ranges.
    Merges,
}

/// Why a workbook cannot be read, or not any further, or not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    /// There is not one byte.
    #[error("the file is empty")]
    Empty,
    /// Not a file of this kind at all.
    #[error("not a workbook")]
    NotAWorkbook,
    /// A document or a presentation of the same family.
    #[error("another kind of document")]
    OtherDocument,
    /// A workbook of before 2007.
    #[error("workbook of an old format")]
    OldFormat,
    /// A workbook in the binary form (`.xlsb`).
    #[error("workbook in binary form")]
    BinaryFormat,
    /// Needs a password.
    #[error("the workbook is encrypted")]
    Encrypted,
    /// The file contradicts itself or ends early.
    #[error("the workbook is damaged")]
    Damaged,
    /// More than the limits allow.
    #[error("too much: {0:?}")]
    TooMuch(Excess),
    /// There is no sheet with this number.
    #[error("no such sheet")]
    NoSuchSheet,
    /// A row exceeds its limits.
    #[error(transparent)]
    Row(#[from] ExchangeError),
    /// A text to write is longer than a cell may hold.
    #[error("text too long for a cell in row {row}")]
    TextTooLong {
        /// The row, from 1.
        row: u32,
        /// The column, from 0.
        column: usize,
    },
    /// A row to write has more cells than there are columns.
    #[error("row {row} has too many cells")]
    RowTooWide {
        /// The row, from 1.
        row: u32,
    },
    /// The output takes no more bytes.
    #[error("cannot write")]
    Write,
}

impl WorkbookError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "workbook.empty",
            Self::NotAWorkbook => "workbook.not_a_workbook",
            Self::OtherDocument => "workbook.other_document",
            Self::OldFormat => "workbook.old_format",
            Self::BinaryFormat => "workbook.binary_format",
            Self::Encrypted => "workbook.encrypted",
            Self::Damaged => "workbook.damaged",
            Self::TooMuch(Excess::Ratio | Excess::Unpacked | Excess::Parts) => "workbook.bomb",
            Self::TooMuch(_) => "workbook.too_much",
            Self::NoSuchSheet => "workbook.no_such_sheet",
            Self::Row(error) => error.code(),
            Self::TextTooLong { .. } => "workbook.text_too_long",
            Self::RowTooWide { .. } => "workbook.row_too_wide",
            Self::Write => "workbook.write",
        }
    }
}
