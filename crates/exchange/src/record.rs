//! One row of a file into what it says of a record, for any register.
//!
//! Must stay true: a row is taken as a whole or refused as a whole; a blank cell says nothing; a
//! refusal says where and why, and never what the cell said.
//!
//! Must not know: other records. What a cell calls another record is handed on as it stands.

mod compose;
#[cfg(test)]
mod tests;

pub use compose::{AddressPart, NamePart};

use crate::cell::{Content, header, read_cell, split_tags};
use crate::convert::rating;
use crate::literal;
use crate::phone::{is_scientific, restore_scientific};
use crate::write::restore;
use crate::{DateFormat, Plan, Problem, Reason, Refusal, Row, Use, Zone, read_date};
use compose::{Addressed, Named};
use model::{Date, Field, FieldNo, FieldType, Invalid, Kind, Labelled, Value};

/// Longest label that a header gives, in characters.
const LABEL: usize = 30;

/// How the rows of a file are read.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Into which register.
    pub kind: &'a Kind,
    /// What each column is for.
    pub plan: &'a Plan,
    /// How the days of each column are read; columns without one take only days that are certain.
    pub formats: &'a [DateFormat],
    /// What each column says its numbers and addresses are for, where it says so.
    pub labels: &'a [String],
    /// Which local time moments are told in.
    pub zone: Zone,
}

/// What a row says of a record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Said {
    /// Single values, each field once; blank ones are left out.
    pub values: Vec<(FieldNo, Value)>,
    /// Elements of sets, each once.
    pub elements: Vec<(FieldNo, String)>,
    /// What other records are called, with the column that says so.
    pub references: Vec<(FieldNo, String, usize)>,
    /// Answers by question number as in [`Plan::questions`].
    pub answers: Vec<(u16, Value)>,
    /// The day the survey was answered.
    pub taken: Option<Date>,
}

impl Said {
    /// The text of a field that holds one.
    pub fn text(&self, no: FieldNo) -> Option<&str> {
        self.value(no).and_then(Value::as_text)
    }

    /// The value of a field.
    pub fn value(&self, no: FieldNo) -> Option<&Value> {
        let found = self.values.iter().find(|(have, _)| *have == no);
        found.map(|(_, value)| value)
    }

    /// Whether nothing is said at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.elements.is_empty()
            && self.references.is_empty()
            && self.answers.is_empty()
    }

    fn add(&mut self, field: FieldNo, element: String) {
        let same = |(no, one): &(FieldNo, String)| *no == field && *one == element;
        if !self.elements.iter().any(same) {
            self.elements.push((field, element));
        }
    }
}

/// What the header of a column says its numbers or addresses are for: nothing where it is only
/// a name of the field.
pub fn label_of(kind: &Kind, used: &Use, name: &str) -> String {
    let name = name.trim();
    let field = match used {
        Use::Field(no) => kind.field(*no),
        _ => None,
    };
    let labelled = matches!(
        field.map(|field| field.holds),
        Some(FieldType::Phones | FieldType::Emails | FieldType::Addresses)
    );
    if !labelled || name.chars().nth(LABEL).is_some() || header(kind.fields, name).is_some() {
        return String::new();
    }
    name.to_owned()
}

/// Reads a row by a plan that passed [`Plan::check_for`].
///
/// # Errors
/// The first thing that is wrong with the row.
pub fn read_row(sheet: &Sheet<'_>, row: Row<'_>) -> Result<Said, Refusal> {
    let columns = &sheet.plan.columns;
    let refuse = |column, reason| Refusal {
        line: row.line(),
        column,
        reason,
    };
    let (expected, found) = (columns.len(), row.len());
    if expected != found {
        let problem = Problem::CellCount { expected, found };
        return Err(refuse(expected.min(found), problem.into()));
    }
    let mut out = Said::default();
    let (mut named, mut addressed) = (Named::default(), Addressed::default());
    let mut question = 0u16;
    for (column, (used, cell)) in columns.iter().zip(row.cells()).enumerate() {
        question = question.saturating_add(u16::from(used.is_question()));
        if *used == Use::Ignore {
            continue;
        }
        let text = restore(cell.trim()).trim();
        if text.is_empty() {
            continue;
        }
        let read = match used {
            Use::Name(part) => {
                named.put(*part, text);
                Ok(())
            }
            Use::Address(part) => {
                addressed.put(*part, text, column);
                Ok(())
            }
            Use::Field(no) => field(sheet, *no, column, text, &mut out),
            _ => survey(sheet, used, column, text, question, &mut out),
        };
        read.map_err(|reason| refuse(column, reason))?;
    }
    if let Some(whole) = named.whole()
        && out.value(sheet.kind.title).is_none()
        && let Some(title) = sheet.kind.field(sheet.kind.title)
    {
        let value = title
            .parse(&whole)
            .map_err(|why| refuse(named_column(columns), why.into()))?;
        out.values.push((title.no, value));
    }
    if let Some((whole, column)) = addressed.whole()
        && let Some(field) = address_field(sheet.kind)
    {
        let element = field
            .parse_element(&whole)
            .map_err(|why| refuse(column, why.into()))?;
        out.add(field.no, element);
    }
    Ok(out)
}

fn named_column(columns: &[Use]) -> usize {
    let part = |used: &Use| matches!(used, Use::Name(_));
    columns.iter().position(part).unwrap_or_default()
}

/// The field that addresses put together go into.
pub fn address_field(kind: &Kind) -> Option<&'static Field> {
    let mut fields = kind.fields.iter();
    fields.find(|field| field.holds == FieldType::Addresses)
}

fn survey(
    sheet: &Sheet<'_>,
    used: &Use,
    column: usize,
    text: &str,
    question: u16,
    out: &mut Said,
) -> Result<(), Reason> {
    match used {
        Use::Tag { prefix } => {
            let mut whole = prefix.clone();
            whole.push_str(text);
            let tags = sheet.kind.fields.iter();
            let mut tags = tags.filter(|field| field.holds == FieldType::Tags);
            if let Some(field) = tags.next() {
                out.add(field.no, model::tag(&whole)?);
            }
        }
        Use::Item(item) if !literal::is_any(text, &item.missing) => {
            out.answers.push((question, rating(item, text)?));
        }
        Use::YesNo(item) if !literal::is_any(text, &item.missing) => {
            let flag = Value::Flag(literal::same(text, &item.yes));
            out.answers.push((question, flag));
        }
        Use::Taken => out.taken = Some(read_date(text, format(sheet, column))?),
        _ => {}
    }
    Ok(())
}

fn format(sheet: &Sheet<'_>, column: usize) -> DateFormat {
    sheet.formats.get(column).copied().unwrap_or_default()
}

fn field(
    sheet: &Sheet<'_>,
    no: FieldNo,
    column: usize,
    text: &str,
    out: &mut Said,
) -> Result<(), Reason> {
    let field = sheet.kind.field(no).ok_or(Invalid::Type)?;
    let value = match field.holds {
        FieldType::Date => Value::Date(read_date(text, format(sheet, column))?),
        FieldType::Phone => {
            restore_scientific(text).transpose()?;
            literal::field_value(field, text)?
        }
        FieldType::Moment => Value::Instant(moment(field, text, format(sheet, column), sheet)?),
        FieldType::Tags => {
            for part in split_tags(text) {
                out.add(no, model::tag(&part)?);
            }
            return Ok(());
        }
        FieldType::LongText => {
            let value = field.parse(text)?;
            return longer(field, value, out);
        }
        FieldType::Phones if is_scientific(text) => {
            let restored = restore_scientific(text).transpose()?.unwrap_or_default();
            out.add(
                no,
                labelled(sheet, column, &field.parse_element(&restored)?),
            );
            return Ok(());
        }
        _ if field.holds.is_set() || matches!(field.holds, FieldType::Ref(_)) => {
            match read_cell(field, text, sheet.zone)? {
                Content::Elements(all) => {
                    for element in all {
                        let element = labelled(sheet, column, &element);
                        out.add(no, element);
                    }
                }
                Content::Reference(name) => out.references.push((no, name, column)),
                Content::Value(value) => out.values.push((no, value)),
            }
            return Ok(());
        }
        _ => literal::field_value(field, text)?,
    };
    if !value.is_nothing() {
        out.values.push((no, value));
    }
    Ok(())
}

/// An element with what its column says it is for, unless it says so itself.
fn labelled(sheet: &Sheet<'_>, column: usize, element: &str) -> String {
    let label = sheet.labels.get(column).map_or("", String::as_str);
    let own = Labelled::of(element);
    if label.is_empty() || !own.label.is_empty() {
        return element.to_owned();
    }
    let text = own.text;
    Labelled { label, text }.to_text()
}

/// Several columns of notes are one note.
fn longer(field: &Field, value: Value, out: &mut Said) -> Result<(), Reason> {
    let before = out.values.iter_mut().find(|(no, _)| *no == field.no);
    match (before, value) {
        (Some((_, Value::Text(all))), Value::Text(more)) => {
            all.push('\n');
            all.push_str(&more);
            field.parse(all)?;
        }
        (_, value) => out.values.push((field.no, value)),
    }
    Ok(())
}

/// A moment, its day in any writing that the column allows.
fn moment(field: &Field, text: &str, format: DateFormat, sheet: &Sheet<'_>) -> Result<i64, Reason> {
    let read = |text: &str| match read_cell(field, text, sheet.zone) {
        Ok(Content::Value(Value::Instant(ms))) => Ok(ms),
        Ok(_) => Err(Invalid::Moment),
        Err(why) => Err(why),
    };
    read(text).or_else(|why| {
        let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
        let day = read_date(day, format).map_err(|problem| match problem {
            crate::DateProblem::NotADate => Reason::from(why),
            problem => problem.into(),
        })?;
        let mut iso = day.iso();
        if !time.trim().is_empty() {
            iso.push(' ');
            iso.push_str(time.trim());
        }
        read(&iso).map_err(Reason::from)
    })
}
