//! Values of fields as people read them and as they stand in inputs.

use crate::platform::{clock, intl};
use crate::text::{Language, common};
use model::{Choice, Field, FieldType, Kind, Labelled, RecordId, Value, minor_digits};
use replica::{Replica, Row};

fn choice(choices: &[Choice], code: &str, language: Language) -> String {
    let found = choices.iter().find(|choice| choice.code == code);
    found.map_or_else(|| code.to_owned(), |c| c.label.of(language).to_owned())
}

/// A value in words, in a language; the replica names the records it refers to.
pub fn words(replica: &Replica, field: &Field, value: &Value, language: Language) -> String {
    match value {
        Value::Nothing | Value::Bytes(_) => String::new(),
        Value::Text(text) => text.clone(),
        Value::Choice(code) => match field.holds {
            FieldType::Choice(choices) => choice(choices, code, language),
            _ => code.clone(),
        },
        Value::Choices(codes) => codes.join(", "),
        // Years and counts: a year has no groups of digits.
        Value::Int(number) => number.to_string(),
        Value::Number(number) => intl::decimal(language, *number, 2),
        Value::Flag(true) => common::YES.of(language).to_owned(),
        Value::Flag(false) => common::NO.of(language).to_owned(),
        Value::Date(date) => intl::date(language, *date),
        Value::Instant(ms) => intl::moment(language, *ms),
        Value::Money { minor, currency } => intl::money(language, *minor, *currency),
        Value::Ref(id) => match field.holds {
            FieldType::Ref(kind) => model::kind(kind)
                .and_then(|kind| Some(title(kind, replica.get(kind.no, *id)?, language)))
                .unwrap_or_default(),
            _ => String::new(),
        },
    }
}

/// The elements of a set in words.
pub fn element(field: &Field, element: &str, language: Language) -> String {
    match field.holds {
        FieldType::Choices(choices) => choice(choices, element, language),
        FieldType::Phones | FieldType::Emails | FieldType::Addresses => {
            let Labelled { label, text } = Labelled::of(element);
            if label.is_empty() {
                text.to_owned()
            } else {
                [text, " (", label, ")"].concat()
            }
        }
        _ => element.to_owned(),
    }
}

/// What a record is called.
pub fn title(kind: &Kind, row: Row<'_>, language: Language) -> String {
    let Some(field) = kind.field(kind.title) else {
        return String::new();
    };
    match row.value(field.no) {
        Value::Text(text) => text,
        Value::Choice(code) => match field.holds {
            FieldType::Choice(choices) => choice(choices, &code, language),
            _ => code,
        },
        _ => kind.label.of(language).to_owned(),
    }
}

/// What else tells a record from others: its columns, in words, in a line.
pub fn line(replica: &Replica, kind: &Kind, row: Row<'_>, language: Language) -> String {
    let columns = kind.columns.iter().filter(|no| **no != kind.title);
    let words = columns.filter_map(|no| {
        let field = kind.field(*no)?;
        let words = if field.holds.is_set() {
            let all = row.elements(field.no).into_iter();
            let all: Vec<String> = all.map(|one| element(field, one, language)).collect();
            all.join(", ")
        } else {
            words(replica, field, &row.value(field.no), language)
        };
        (!words.is_empty()).then_some(words)
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// What a record is called, by its id; blank when there is none.
pub fn title_of(replica: &Replica, kind: &Kind, record: RecordId, language: Language) -> String {
    let row = replica.get(kind.no, record);
    row.map(|row| title(kind, row, language))
        .unwrap_or_default()
}

/// A value as it stands in an input.
pub fn typed(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => u8::from(*flag).to_string(),
        Value::Date(date) => date.iso(),
        Value::Instant(ms) => clock::to_local(*ms),
        Value::Ref(id) => id.to_string(),
        Value::Money { minor, currency } => money(*minor, *currency),
        _ => String::new(),
    }
}

fn money(minor: i64, currency: [u8; 3]) -> String {
    let digits = usize::from(minor_digits(currency));
    let mut text = minor.unsigned_abs().to_string();
    if digits > 0 {
        let missing = (digits + 1).saturating_sub(text.len());
        text = ["0".repeat(missing), text].concat();
        text.insert(text.len() - digits, '.');
    }
    let sign = if minor < 0 { "-" } else { "" };
    [sign, &text, " ", &String::from_utf8_lossy(&currency)].concat()
}

/// What is typed, as a value or a reason why not.
///
/// # Errors
/// What is wrong with it.
pub fn parse(field: &Field, typed: &str) -> Result<Value, model::Invalid> {
    if field.holds == FieldType::Moment && !typed.trim().is_empty() {
        let ms = clock::of_local(typed.trim()).ok_or(model::Invalid::Moment)?;
        return Ok(Value::Instant(ms));
    }
    field.parse(typed)
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn an_amount_reads_back_from_its_input() {
        for (minor, currency) in [
            (0, *b"CNY"),
            (5, *b"CNY"),
            (-310, *b"EUR"),
            (100, *b"JPY"),
            (1234, *b"KWD"),
        ] {
            let field = model::PURCHASE.field(model::purchase::AMOUNT).unwrap();
            let expected = model::Value::Money { minor, currency };
            assert_eq!(field.parse(&money(minor, currency)), Ok(expected));
        }
    }
}
