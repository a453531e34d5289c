//! One value of a register as one cell of a table, and back.
//!
//! Must stay true: what a field may hold comes back equal, through [`crate::write_row`] and
//! [`crate::restore`] too; zero is written and nothing is blank; any language is read, whichever
//! was written; a text is never taken for a number.
//!
//! Must not know: other records (the caller names them), the clock, which columns a table has.

mod moment;
mod set;
#[cfg(test)]
mod tests;

pub use set::split_tags;

use crate::{Zone, literal};
use model::{Choice, Field, FieldNo, FieldType, Invalid, Language, RecordId, Value, minor_digits};

/// How cells are written.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// In which language choices, yes and no are named.
    pub language: Language,
    /// Which local time moments are told in.
    pub zone: Zone,
    /// What a record that is referred to is called.
    pub name: &'a dyn Fn(RecordId) -> String,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The value of the field; [`Value::Nothing`] where the cell is blank.
    Value(Value),
    /// The elements of a field that is a set, each once, in the order of the cell.
    Elements(Vec<String>),
    /// What a record that is referred to is called; the caller finds it.
    Reference(String),
}

/// The cell of a value; blank where there is nothing to be said.
pub fn value_text(field: &Field, value: &Value, voice: Voice<'_>) -> String {
    let language = voice.language;
    match value {
        Value::Nothing | Value::Bytes(_) => String::new(),
        Value::Text(text) => text.clone(),
        Value::Int(whole) => whole.to_string(),
        // Adding zero makes a negative zero a plain one.
        Value::Number(x) if x.is_finite() => (x + 0.0).to_string(),
        Value::Number(_) => String::new(),
        Value::Flag(flag) => yes_or_no(*flag, language).to_owned(),
        Value::Date(date) => date.iso(),
        Value::Instant(ms) => moment::write(*ms, voice.zone),
        Value::Choice(code) => label(field.holds, code, language).to_owned(),
        Value::Choices(codes) => elements_text(field, codes.iter().map(String::as_str), language),
        Value::Ref(id) => (voice.name)(*id),
        Value::Money { minor, currency } => money(*minor, *currency),
    }
}

/// The cell of a field that is a set: its elements joined by `; `, each as its text or as
/// `label: text`, with a backslash before every sign that would be misread.
pub fn elements_text<'a>(
    field: &Field,
    elements: impl IntoIterator<Item = &'a str>,
    language: Language,
) -> String {
    let mut out = String::new();
    for element in elements {
        if !out.is_empty() {
            out.push_str("; ");
        }
        match field.holds {
            FieldType::Choices(_) => {
                set::push_plain(&mut out, label(field.holds, element, language));
            }
            FieldType::Phones | FieldType::Emails | FieldType::Addresses => {
                set::push_labelled(&mut out, element);
            }
            _ => set::push_plain(&mut out, element),
        }
    }
    out
}

/// Reads a cell, after [`crate::restore`]. A moment that does not say by how much it is ahead is local
/// time of `zone`.
///
/// # Errors
/// Why the field cannot hold what the cell says.
pub fn read_cell(field: &Field, text: &str, zone: impl Into<Zone>) -> Result<Content, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return match field.required {
            true => Err(Invalid::Required),
            false if field.holds.is_set() => Ok(Content::Elements(Vec::new())),
            false => Ok(Content::Value(Value::Nothing)),
        };
    }
    if field.holds.is_set() {
        return set::read(field, text).map(Content::Elements);
    }
    let value = match field.holds {
        FieldType::Ref(_) => return Ok(Content::Reference(text.to_owned())),
        FieldType::Moment => moment::read(text, zone.into())
            .map(Value::Instant)
            .ok_or(Invalid::Moment),
        FieldType::Date => literal::date(text).map(Value::Date).ok_or(Invalid::Date),
        FieldType::Decimal => match literal::number(text) {
            Some(x) => Ok(Value::Number(x)),
            None => field.parse(text),
        },
        _ => field.parse(text),
    };
    value.map(Content::Value)
}

/// The field that a header names with certainty: by its label in either language or by its code,
/// whatever the case. `None` where none or more than one is named so.
pub fn header(fields: &[Field], name: &str) -> Option<FieldNo> {
    let name = name.trim_start_matches('\u{feff}').trim();
    let named = |field: &&Field| {
        let Field { label, code, .. } = field;
        let own = [label.zh, label.en, code];
        own.iter().any(|own| own.eq_ignore_ascii_case(name))
    };
    let mut found = fields.iter().filter(named);
    let first = found.next()?;
    found.next().is_none().then_some(first.no)
}

/// Yes or no in a language, as [`Field::parse`] reads it.
pub fn yes_or_no(flag: bool, language: Language) -> &'static str {
    match (flag, language) {
        (true, Language::Zh) => "是",
        (false, Language::Zh) => "否",
        (true, Language::En) => "Yes",
        (false, Language::En) => "No",
    }
}

/// The label of a choice; a code that is not known stands for itself.
fn label(holds: FieldType, code: &str, language: Language) -> &str {
    let choices: &[Choice] = match holds {
        FieldType::Choice(choices) | FieldType::Choices(choices) => choices,
        _ => &[],
    };
    let found = choices.iter().find(|choice| choice.code == code);
    found.map_or(code, |choice| choice.label.of(language))
}

/// `-12.50 CNY`, with all digits that the currency has.
fn money(minor: i64, currency: [u8; 3]) -> String {
    let places = usize::from(minor_digits(currency));
    let mut digits = minor.unsigned_abs().to_string();
    while digits.len() <= places {
        digits.insert(0, '0');
    }
    let (whole, part) = digits
        .split_at_checked(digits.len() - places)
        .unwrap_or((&digits, ""));
    let mut out = String::new();
    if minor < 0 {
        out.push('-');
    }
    out.push_str(whole);
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out.push(' ');
    out.push_str(core::str::from_utf8(&currency).unwrap_or_default());
    out
}
