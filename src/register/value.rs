//! Values of fields as people read them and as they stand in inputs.

use super::Lens;
use crate::platform::{clock, intl};
use crate::session::Shown;
use crate::text::{Language, common};
use model::{
    Access, Choice, Field, FieldType, Kind, KindNo, Labelled, RecordId, Value, minor_digits,
};
use replica::{Replica, Row};

fn choice(choices: &[Choice], code: &str, language: Language) -> String {
    let found = choices.iter().find(|choice| choice.code == code);
    found.map_or_else(|| code.to_owned(), |c| c.label.of(language).to_owned())
}

/// What may be shown of a text, by who looks.
fn shown(lens: Lens, field: &Field, words: String) -> String {
    match lens.access(field.class) {
        Access::None => String::new(),
        Access::Masked => model::mask(field, &words),
        Access::Read | Access::Write => words,
    }
}

/// A value in words, as who looks may see it; the replica names the records it refers to.
pub fn words(replica: &Replica, field: &Field, value: &Value, lens: Lens) -> String {
    shown(lens, field, plain(replica, field, value, lens))
}

fn plain(replica: &Replica, field: &Field, value: &Value, lens: Lens) -> String {
    let language = lens.language;
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
        Value::Number(number) => {
            let digits = if number.fract() == 0.0 { 0 } else { 2 };
            intl::decimal(language, *number, digits)
        }
        Value::Flag(true) => common::YES.of(language).to_owned(),
        Value::Flag(false) => common::NO.of(language).to_owned(),
        Value::Date(date) => intl::date(language, *date),
        Value::Instant(ms) => intl::moment(language, *ms),
        Value::Money { minor, currency } => intl::money(language, *minor, *currency),
        Value::Ref(id) => match field.holds {
            FieldType::Ref(kind) => model::kind(kind)
                .and_then(|kind| Some(title(kind, replica.get(kind.no, *id)?, lens)))
                .unwrap_or_default(),
            _ => String::new(),
        },
    }
}

/// The elements of a set in words, as who looks may see them.
pub fn element(field: &Field, element: &str, lens: Lens) -> String {
    match field.holds {
        FieldType::Choices(choices) => shown(lens, field, choice(choices, element, lens.language)),
        FieldType::Phones | FieldType::Emails | FieldType::Addresses => {
            let Labelled { label, text } = Labelled::of(element);
            let text = shown(lens, field, text.to_owned());
            // What it is for is free text, and hidden with it.
            if label.is_empty() || text.is_empty() || !lens.reads(field) {
                text
            } else {
                [&text, " (", label, ")"].concat()
            }
        }
        _ => shown(lens, field, element.to_owned()),
    }
}

/// What a record is called, as who looks may see it.
pub fn title(kind: &Kind, row: Row<'_>, lens: Lens) -> String {
    let Some(field) = kind.field(kind.title) else {
        return String::new();
    };
    match row.value(field.no) {
        Value::Text(text) => shown(lens, field, text),
        Value::Choice(code) => match field.holds {
            FieldType::Choice(choices) => shown(lens, field, choice(choices, &code, lens.language)),
            _ => shown(lens, field, code),
        },
        _ => kind.label.of(lens.language).to_owned(),
    }
}

/// A field of a record in words, whether it is one value or a set.
pub fn cell(replica: &Replica, field: &Field, row: Row<'_>, lens: Lens) -> String {
    if !field.holds.is_set() {
        return words(replica, field, &row.value(field.no), lens);
    }
    let all = row.elements(field.no).into_iter();
    let all: Vec<String> = all.map(|one| element(field, one, lens)).collect();
    all.join(", ")
}

/// What else tells a record from others: its columns, in words, in a line.
pub fn line(replica: &Replica, kind: &Kind, row: Row<'_>, lens: Lens) -> String {
    let columns = kind.columns.iter().filter(|no| **no != kind.title);
    let words = columns.filter_map(|no| {
        let words = cell(replica, kind.field(*no)?, row, lens);
        (!words.is_empty()).then_some(words)
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// What a record is called, by its id; blank when there is none.
pub fn title_of(replica: &Replica, kind: &Kind, record: RecordId, lens: Lens) -> String {
    let row = replica.get(kind.no, record);
    row.map(|row| title(kind, row, lens)).unwrap_or_default()
}

/// What a record is called, be it deleted.
pub fn title_of_gone(replica: &Replica, kind: &Kind, record: RecordId, lens: Lens) -> String {
    let field = kind.field(kind.title);
    let named = field.map(|field| (field, replica.raw(kind.no, record, field.no)));
    named.map_or(String::new(), |(field, value)| {
        words(replica, field, &value, lens)
    })
}

/// What has to be noted before a record is named in full: nothing where it is no secret what it is
/// called.
pub fn named_by(lens: Lens, kind: KindNo, record: RecordId) -> Option<Shown> {
    let kind = model::kind(kind)?;
    let title = kind.field(kind.title)?;
    (lens.access(title.class) == Access::Masked).then(|| Shown {
        kind,
        record,
        fields: vec![title.label.of(lens.language).to_owned()],
    })
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
