//! Values of fields as people read them.

use crate::platform::intl;
use crate::text::{Language, common};
use model::{Field, FieldType, Value};

/// A value in words, in a language.
pub fn words(field: &Field, value: &Value, language: Language) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Text(text) => text.clone(),
        Value::Choice(code) => match field.holds {
            FieldType::Choice(choices) => choices
                .iter()
                .find(|choice| choice.code == code)
                .map_or_else(
                    || code.clone(),
                    |choice| choice.label.of(language).to_owned(),
                ),
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
        Value::Ref(id) => id.to_string(),
        Value::Bytes(_) => String::new(),
    }
}

/// A value as it stands in an input.
pub fn typed(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Date(date) => date.iso(),
        _ => String::new(),
    }
}
