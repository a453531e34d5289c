//! CSV into a workbook, its columns typed.
//!
//! Must stay true: what a column's type does not fit is written as the text it is, so nothing is
//! lost; no text becomes a number that would read otherwise; no formula is written.

use crate::OfficeError;
use crate::table::read;
use exchange::cell::{Content, read_cell};
use exchange::{Cell, Row, restore};
use model::{Class, Date, Field, FieldNo, FieldType, Label, Purpose, Value};
use workbook::{Column, Rows, Typed, WorkbookError, write_workbook};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ColumnType {
    /// Text, whatever it looks like.
    #[default]
    Text,
    /// Numbers.
    Number,
    /// Days, `2024-03-05`.
    Date,
    /// Local days with a time, `2024-03-05 17:02`.
    Moment,
    /// Yes or no.
    Flag,
    /// Amounts, `12.50 CNY`.
    Money,
}

impl ColumnType {
    /// By its name in small letters; text for any other word.
    pub fn named(name: &str) -> Self {
        match name {
            "number" => Self::Number,
            "date" => Self::Date,
            "moment" => Self::Moment,
            "flag" => Self::Flag,
            "money" => Self::Money,
            _ => Self::Text,
        }
    }

    fn holds(self) -> FieldType {
        match self {
            Self::Text => FieldType::Text,
            Self::Number => FieldType::Decimal,
            Self::Date => FieldType::Date,
            Self::Moment => FieldType::Moment,
            Self::Flag => FieldType::Flag,
            Self::Money => FieldType::Money,
        }
    }
}

/// A workbook of one sheet: the first row of the CSV text as a bold header, the others below,
/// each cell of its column's type. Columns without a type are text.
///
/// # Errors
/// What is wrong with the text, or what a sheet cannot hold.
pub fn csv_to_workbook(
    csv: &[u8],
    types: &[ColumnType],
    sheet: &str,
) -> Result<Vec<u8>, OfficeError> {
    let mut header: Option<Vec<String>> = None;
    let mut first = |row: Row<'_>| {
        if header.is_none() {
            header = Some(row.cells().map(|cell| restore(cell).to_owned()).collect());
        }
        Ok(())
    };
    read(csv, &mut first)?;
    let header = header.ok_or(OfficeError::NoRows)?;
    let column = |header| Column {
        header,
        width: None,
    };
    let columns: Vec<Column<'_>> = header.iter().map(|name| column(name.as_str())).collect();
    let mut told = Ok(());
    let mut fill = |rows: &mut Rows<'_>| {
        let mut at_header = true;
        let each = read(csv, &mut |row: Row<'_>| {
            if core::mem::take(&mut at_header) {
                return Ok(());
            }
            let of = types
                .iter()
                .copied()
                .chain(core::iter::repeat(ColumnType::Text));
            let cells: Vec<Typed<'_>> = row.cells().zip(of).map(typed).collect();
            Ok(rows.typed(&cells)?)
        });
        told = each;
        // Whatever is wrong is told by `told`.
        told.map_err(|_| WorkbookError::Write)
    };
    let written = write_workbook(Vec::new(), sheet, &columns, &mut fill);
    told?;
    Ok(written?)
}

fn typed((cell, of): (&str, ColumnType)) -> Typed<'_> {
    let text = restore(cell);
    let as_text = Typed::Plain(if text.is_empty() {
        Cell::Blank
    } else {
        Cell::Text(text)
    });
    if of == ColumnType::Text || of == ColumnType::Number && !is_plain_number(text.trim()) {
        return as_text;
    }
    let field = Field {
        no: FieldNo(0),
        code: "",
        label: Label { zh: "", en: "" },
        holds: of.holds(),
        class: Class::Internal,
        purpose: Purpose::Operation,
        required: false,
    };
    let Ok(Content::Value(value)) = read_cell(&field, text, 0) else {
        return as_text;
    };
    match value {
        Value::Number(x) => Typed::Plain(Cell::Number(x)),
        Value::Date(date) => Typed::Plain(Cell::Date(date)),
        Value::Flag(flag) => Typed::Flag(flag),
        Value::Money { minor, currency } => Typed::Money { minor, currency },
        // What says by how much it is ahead is not local time like the others.
        Value::Instant(_) if read_cell(&field, text, 60) == read_cell(&field, text, 0) => as_text,
        Value::Instant(ms) if ms.rem_euclid(1000) == 0 => {
            const DAY: i64 = 86_400_000;
            let day = i32::try_from(ms.div_euclid(DAY));
            let seconds = u32::try_from(ms.rem_euclid(DAY) / 1000);
            match (day, seconds) {
                (Ok(day), Ok(seconds)) => Typed::Moment {
                    day: Date(day),
                    seconds,
                },
                _ => as_text,
            }
        }
        _ => as_text,
    }
}

/// A number that a spreadsheet shows as it is: at most fifteen digits, no zeros in front.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let padded = whole.len() > 1 && whole.starts_with('0');
    all(whole) && all(part) && !padded && whole.len() + part.len() <= 15
}
