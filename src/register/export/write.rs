//! The file: its rows are written in slices, so that the page never stops.

use super::super::{Lens, value};
use super::json;
use crate::platform::files::Sheaf;
use crate::platform::{clock, office};
use crate::session::Open;
use crate::text::office::words;
use exchange::cell::{Voice, elements_text, value_text};
use exchange::{BOM, Cell as Written, Delimiter, Zone, write_row};
use js_sys::Uint8Array;
use model::{Field, FieldType, Kind, RecordId, Value};
use replica::{Replica, Row};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// Rows written before the browser may draw.
const AT_ONCE: usize = 250;
/// About how many bytes are handed to the browser at once.
const PART: usize = 1 << 20;

/// In which format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Rows of text.
    Csv,
    /// A workbook.
    Xlsx,
    /// Cards of contacts.
    VCard,
    /// For programs.
    Json,
}

impl Format {
    /// As it is noted.
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::VCard => "vcard",
            Self::Json => "json",
        }
    }

    /// The format of a code; rows of text where there is none.
    pub fn of(code: &str) -> Self {
        match code {
            "xlsx" => Self::Xlsx,
            "vcard" => Self::VCard,
            "json" => Self::Json,
            _ => Self::Csv,
        }
    }

    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::VCard => "vcf",
            other => other.code(),
        }
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::VCard => "text/vcard;charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// What is to be given out.
pub struct Order {
    /// Of which register.
    pub kind: &'static Kind,
    /// Which fields, in order.
    pub fields: Vec<&'static Field>,
    /// The numbers of the rows.
    pub rows: Arc<Vec<u32>>,
    /// In which format.
    pub format: Format,
    /// Whose eyes see it.
    pub lens: Lens,
}

/// A cell as it is given out; moments in the local time of their day.
fn cell(replica: &Replica, field: &Field, row: Row<'_>, lens: Lens) -> String {
    if !lens.reads(field) {
        return value::cell(replica, field, row, lens);
    }
    if field.holds.is_set() {
        return elements_text(field, row.elements(field.no), lens.language);
    }
    let name = |id| value::words(replica, field, &Value::Ref(id), lens);
    let voice = Voice {
        language: lens.language,
        zone: Zone::Told(clock::ahead_at),
        name: &name,
    };
    value_text(field, &row.value(field.no), voice)
}

/// The type of a column of a workbook: what is masked is text.
fn column(field: &Field, lens: Lens) -> &'static str {
    if !lens.reads(field) {
        return "text";
    }
    match field.holds {
        FieldType::Year | FieldType::Integer | FieldType::Decimal => "number",
        FieldType::Date => "date",
        FieldType::Moment => "moment",
        FieldType::Flag => "flag",
        FieldType::Money => "money",
        _ => "text",
    }
}

/// A file, and what is in it.
pub struct Made {
    /// The file.
    pub file: Sheaf,
    /// The records that are in it, in order.
    pub records: Vec<RecordId>,
}

/// The file; none when it was cancelled. `on` hears how much of it is written, 0 to 1.
///
/// # Errors
/// Why not, in words: when the module that writes workbooks and cards cannot be had or cannot
/// write them.
#[allow(clippy::cast_precision_loss)]
pub async fn made(
    open: &Rc<Open>,
    order: &Order,
    on: impl Fn(f64),
    cancelled: &Cell<bool>,
) -> Result<Option<Made>, String> {
    let mut out = String::new();
    let sheaf = Sheaf::default();
    // The other module takes its file whole.
    let in_parts = matches!(order.format, Format::Csv | Format::Json);
    let fields = order.fields.as_slice();
    let as_json = order.format == Format::Json;
    if as_json {
        out.push_str("[\n");
    } else {
        if order.format == Format::Csv {
            out.push_str(BOM);
        }
        let cards = order.format == Format::VCard;
        let name = |field: &&'static Field| match cards {
            true => field.code,
            false => field.label.of(order.lens.language),
        };
        let heads: Vec<Written<'_>> = fields.iter().map(|f| Written::Text(name(f))).collect();
        write_row(&mut out, &heads, Delimiter::Comma);
    }
    let mut slice = clock::Slice::new();
    let (all, mut done) = (order.rows.len().max(1), 0usize);
    let mut records = Vec::with_capacity(order.rows.len());
    for rows in order.rows.chunks(AT_ONCE) {
        if cancelled.get() || !open.is_awake() {
            return Ok(None);
        }
        {
            let replica = open.replica().borrow();
            let Some(table) = replica.table(order.kind.no) else {
                break;
            };
            for row in rows.iter().filter_map(|row| table.at(*row)) {
                if as_json {
                    if !records.is_empty() {
                        out.push_str(",\n");
                    }
                    json::record(&mut out, &replica, fields, row, order.lens);
                } else {
                    let cells: Vec<String> = fields
                        .iter()
                        .map(|field| cell(&replica, field, row, order.lens))
                        .collect();
                    let cells: Vec<Written<'_>> =
                        cells.iter().map(|text| Written::Text(text)).collect();
                    write_row(&mut out, &cells, Delimiter::Comma);
                }
                records.push(row.id());
            }
            done += rows.len();
        }
        if in_parts && out.len() >= PART {
            sheaf.push(out.as_bytes());
            out.clear();
        }
        on(done as f64 / all as f64);
        slice.pause().await;
    }
    if as_json {
        out.push_str("\n]\n");
    }
    if in_parts {
        sheaf.push(out.as_bytes());
        return Ok(Some(Made {
            file: sheaf,
            records,
        }));
    }
    let csv = Uint8Array::from(out.as_bytes());
    drop(out);
    let file = match order.format {
        Format::VCard => office::csv_to_cards(&csv, cancelled).await,
        _ => {
            let types: Vec<&str> = fields.iter().map(|f| column(f, order.lens)).collect();
            let sheet = order.kind.plural.of(order.lens.language);
            office::csv_to_workbook(&csv, &types.join(" "), sheet, cancelled).await
        }
    };
    match file {
        Ok(file) => {
            sheaf.push_array(&file);
            Ok(Some(Made {
                file: sheaf,
                records,
            }))
        }
        Err(why) if why.code == office::STOPPED => Ok(None),
        Err(why) => Err(words(&why.code, why.line)),
    }
}
