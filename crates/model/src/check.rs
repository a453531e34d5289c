//! Whether a value may stand in a field: parse once at the edge, never check twice.

use crate::number;
use crate::{Choice, Date, Field, FieldType, Labelled, Value};

/// Longest one-line text, in characters.
pub const MAX_LINE: usize = 200;
/// Longest note, in characters.
pub const MAX_NOTE: usize = 20_000;
/// Most tags in one field.
pub const MAX_TAG: usize = 60;

/// Why a value is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// The field must be filled.
    #[error("required")]
    Required,
    /// Longer than the limit, in characters.
    #[error("longer than {limit} characters")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// Not a telephone number.
    #[error("not a phone number")]
    Phone,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    Email,
    /// Not a year between 1900 and 2100.
    #[error("not a year")]
    Year,
    /// Not an existing day.
    #[error("not a date")]
    Date,
    /// Not one of the choices.
    #[error("not one of the choices")]
    Choice,
    /// Not a number.
    #[error("not a number")]
    Number,
    /// Neither yes nor no.
    #[error("neither yes nor no")]
    Flag,
    /// Not a day with a time.
    #[error("not a moment")]
    Moment,
    /// Not an amount of money.
    #[error("not an amount")]
    Money,
    /// A value of another type.
    #[error("wrong type")]
    Type,
}

impl Invalid {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "invalid.required",
            Self::TooLong { .. } => "invalid.too_long",
            Self::Phone => "invalid.phone",
            Self::Email => "invalid.email",
            Self::Year => "invalid.year",
            Self::Date => "invalid.date",
            Self::Choice => "invalid.choice",
            Self::Number => "invalid.number",
            Self::Flag => "invalid.flag",
            Self::Moment => "invalid.moment",
            Self::Money => "invalid.money",
            Self::Type => "invalid.type",
        }
    }
}

impl Field {
    /// Reads what a person typed (or a file held) into a value; blank text is [`Value::Nothing`].
    ///
    /// # Errors
    /// What is wrong with the text, when this field cannot hold it.
    pub fn parse(&self, text: &str) -> Result<Value, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return if self.required {
                Err(Invalid::Required)
            } else {
                Ok(Value::Nothing)
            };
        }
        let limit = if self.holds == FieldType::LongText {
            MAX_NOTE
        } else {
            MAX_LINE
        };
        if text.chars().nth(limit).is_some() {
            return Err(Invalid::TooLong { limit });
        }
        match self.holds {
            FieldType::Text | FieldType::LongText | FieldType::Tags => {
                Ok(Value::Text(text.to_owned()))
            }
            FieldType::Phone => phone(text)
                .then(|| Value::Text(text.to_owned()))
                .ok_or(Invalid::Phone),
            FieldType::Email => email(text)
                .then(|| Value::Text(text.to_owned()))
                .ok_or(Invalid::Email),
            FieldType::Year => text
                .parse::<i64>()
                .ok()
                .filter(|year| (1900..=2100).contains(year))
                .map(Value::Int)
                .ok_or(Invalid::Year),
            FieldType::Date => Date::parse(text).map(Value::Date).ok_or(Invalid::Date),
            FieldType::Choice(choices) => choice(choices, text)
                .map(|c| Value::Choice(c.code.to_owned()))
                .ok_or(Invalid::Choice),
            FieldType::Integer => number::whole(text).map(Value::Int).ok_or(Invalid::Number),
            FieldType::Decimal => number::decimal(text)
                .map(Value::Number)
                .ok_or(Invalid::Number),
            FieldType::Flag => flag(text).map(Value::Flag).ok_or(Invalid::Flag),
            FieldType::Moment => Date::parse_moment(text)
                .map(Value::Instant)
                .ok_or(Invalid::Moment),
            FieldType::Money => number::money(text)
                .map(|(minor, currency)| Value::Money { minor, currency })
                .ok_or(Invalid::Money),
            FieldType::Ref(_) => text.parse().map(Value::Ref).map_err(|_| Invalid::Type),
            FieldType::Phones
            | FieldType::Emails
            | FieldType::Addresses
            | FieldType::Choices(_)
            | FieldType::Structure => Err(Invalid::Type),
        }
    }
}

impl Field {
    /// Reads one element of a field that is a set.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse_element(&self, text: &str) -> Result<String, Invalid> {
        let entry = Labelled::of(text);
        match self.holds {
            FieldType::Phones if !phone(entry.text) => Err(Invalid::Phone),
            FieldType::Emails if !email(entry.text) => Err(Invalid::Email),
            FieldType::Choices(choices) => choice(choices, text.trim())
                .map(|c| c.code.to_owned())
                .ok_or(Invalid::Choice),
            FieldType::Tags => tag(text),
            FieldType::Phones | FieldType::Emails | FieldType::Addresses => {
                if entry.text.is_empty() {
                    return Err(Invalid::Required);
                }
                if text.chars().nth(MAX_LINE).is_some() {
                    return Err(Invalid::TooLong { limit: MAX_LINE });
                }
                Ok(entry.to_text())
            }
            _ => Err(Invalid::Type),
        }
    }
}

fn choice(choices: &'static [Choice], text: &str) -> Option<&'static Choice> {
    choices.iter().find(|c| {
        c.code.eq_ignore_ascii_case(text)
            || c.label.zh == text
            || c.label.en.eq_ignore_ascii_case(text)
    })
}

fn flag(text: &str) -> Option<bool> {
    const YES: [&str; 8] = ["yes", "y", "true", "1", "是", "有", "对", "√"];
    const NO: [&str; 8] = ["no", "n", "false", "0", "否", "无", "不", "×"];
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match (is(&YES), is(&NO)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Reads one tag.
///
/// # Errors
/// When it is blank or too long.
pub fn tag(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::Required);
    }
    if text.chars().nth(MAX_TAG).is_some() {
        return Err(Invalid::TooLong { limit: MAX_TAG });
    }
    Ok(text.to_owned())
}

fn phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=20).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " +-()（）·./#转ext".contains(c))
}

fn email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && domain.split('.').all(|part| !part.is_empty())
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>,;".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CUSTOMER, customer};

    #[test]
    fn typed_text_becomes_a_value_or_a_reason() {
        let check = |no, text: &str| CUSTOMER.field(no).unwrap().parse(text);
        assert_eq!(check(customer::NAME, "  "), Err(Invalid::Required));
        assert_eq!(
            check(customer::NAME, &"长".repeat(10_000)),
            Err(Invalid::TooLong { limit: MAX_LINE })
        );
        assert_eq!(
            check(customer::NAME, "👩‍👩‍👧 مرحبا"),
            Ok(Value::Text("👩‍👩‍👧 مرحبا".into()))
        );
        assert_eq!(
            check(customer::PHONE, "+86 138-0013-8000"),
            Ok(Value::Text("+86 138-0013-8000".into()))
        );
        assert_eq!(check(customer::PHONE, "1.38E+10x"), Err(Invalid::Phone));
        assert_eq!(
            check(customer::EMAIL, "a@b.cn"),
            Ok(Value::Text("a@b.cn".into()))
        );
        for bad in ["a", "a@b", "@b.cn", "a b@c.cn", "a@b..cn"] {
            assert_eq!(check(customer::EMAIL, bad), Err(Invalid::Email), "{bad}");
        }
        assert_eq!(check(customer::BIRTH_YEAR, "1985"), Ok(Value::Int(1985)));
        assert_eq!(check(customer::BIRTH_YEAR, "85"), Err(Invalid::Year));
        assert_eq!(
            check(customer::SEX, "Female"),
            Ok(Value::Choice("female".into()))
        );
        assert_eq!(
            check(customer::SEX, "女"),
            Ok(Value::Choice("female".into()))
        );
        assert_eq!(check(customer::SEX, "?"), Err(Invalid::Choice));
        assert_eq!(check(customer::SINCE, "2019-02-29"), Err(Invalid::Date));
        assert_eq!(check(customer::EMAIL, ""), Ok(Value::Nothing));
    }
}
