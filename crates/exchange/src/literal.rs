//! What a cell says: numbers, days, and words for «no answer».
//!
//! Must stay true: what is read here for a profile is what is read for an import.

use crate::phone::restore_scientific;
use model::{Date, Field, FieldType, Invalid, Value, customer};

/// A finite decimal number, such as `44.0`; no exponents, no separators of thousands.
pub fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.len() <= 15 && !digits.is_empty() {
        // Whole numbers below 2^53 are most of what there is, and exact this way.
        let whole = digits.bytes().try_fold(0u64, |sum, b| {
            b.is_ascii_digit().then(|| sum * 10 + u64::from(b - b'0'))
        });
        if let Some(whole) = whole.and_then(|whole| i64::try_from(whole).ok()) {
            let signed = if text.starts_with('-') { -whole } else { whole };
            return Value::Int(signed).as_number();
        }
    }
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let digit = digits.bytes().any(|b| b.is_ascii_digit());
    if !plain || !digit {
        return None;
    }
    text.parse().ok().filter(|x: &f64| x.is_finite())
}

/// The whole number that this number is, within ±2^53.
pub fn whole(x: f64) -> Option<i64> {
    (x.fract() == 0.0 && x.abs() <= 9_007_199_254_740_992.0).then_some(x as i64)
}

/// A day: `2024-03-05`, `2024/3/5`, `2024.3.5` or `2024年3月5日`, with or without a time of day.
pub fn date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if !bytes.get(..4)?.iter().all(u8::is_ascii_digit) {
        return None;
    }
    if text.contains('年') {
        let (day, time) = text.split_once(['日', '号'])?;
        return if clock(time) {
            Date::parse(&day.replace(['年', '月'], "-"))
        } else {
            None
        };
    }
    match text.split_once([' ', 'T']) {
        Some((day, time)) if clock(time) => Date::parse(day),
        Some(_) => None,
        None => Date::parse(text),
    }
}

/// Whether a text is a time of day, or nothing: a day may stand in front of it.
pub fn clock(time: &str) -> bool {
    const SIGNS: &str = ":.+-, ZTAPMapm上下午时分秒";
    time.chars()
        .all(|c| c.is_ascii_digit() || SIGNS.contains(c))
}

/// Words that people and programs write where there is no answer.
pub fn means_nothing(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "na",
        "n/a",
        "n.a.",
        "nan",
        "null",
        "none",
        "nil",
        "-",
        "--",
        ".",
        "#n/a",
        "无",
        "不适用",
        "未回答",
        "未填",
        "拒答",
        "不清楚",
    ];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a cell is one of these codes, as text in any case or as the same number.
pub fn is_any(text: &str, codes: &[String]) -> bool {
    codes.iter().any(|code| same(text, code))
}

/// Whether two texts are equal in any ASCII case, or the same number.
pub fn same(text: &str, code: &str) -> bool {
    let code = code.trim();
    text.eq_ignore_ascii_case(code)
        || number(text).is_some_and(|x| number(code).is_some_and(|y| x == y))
}

/// A value of a customer's field, with the habits of files allowed for: `1985.0` as a year,
/// `13800138000.0` and `1.3800138E+10` as a phone, a time behind a day, `M` and `先生` as a sex.
///
/// # Errors
/// As [`Field::parse`].
pub fn field_value(field: &Field, text: &str) -> Result<Value, Invalid> {
    match field.holds {
        FieldType::Date => date(text).map(Value::Date).ok_or(Invalid::Date),
        FieldType::Year => field.parse(without_fraction(text)),
        FieldType::Phone => match restore_scientific(text) {
            Some(Ok(restored)) => field.parse(&restored),
            Some(Err(_)) => Err(Invalid::Phone),
            None => field.parse(without_fraction(text)),
        },
        FieldType::Choice(_) if field.no == customer::SEX => field.parse(sex(text)),
        _ if crate::is_number(field) => field.parse(without_fraction(text)),
        FieldType::Integer => field.parse(without_fraction(text)),
        _ => field.parse(text),
    }
}

fn without_fraction(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|b| b.is_ascii_digit()) => whole,
        _ => text,
    }
}

fn sex(text: &str) -> &str {
    match text {
        "F" | "f" | "女性" | "女士" | "woman" | "Woman" => "female",
        "M" | "m" | "男性" | "先生" | "man" | "Man" => "male",
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::CUSTOMER;

    #[test]
    fn numbers_are_plain_decimals() {
        for (text, want) in [
            ("44.0", Some(44.0)),
            ("0", Some(0.0)),
            ("-3", Some(-3.0)),
            ("+2.5", Some(2.5)),
            (".5", Some(0.5)),
            ("123456789012345678", Some(123_456_789_012_345_680.0)),
            ("", None),
            ("-", None),
            (".", None),
            ("1e5", None),
            ("inf", None),
            ("NaN", None),
            ("1,234", None),
            ("1.2.3", None),
            ("--1", None),
            ("５", None),
        ] {
            assert_eq!(number(text), want, "{text}");
        }
        assert_eq!(whole(44.0), Some(44));
        assert_eq!(whole(44.5), None);
        assert_eq!(whole(1e300), None);
    }

    #[test]
    fn days_are_read_with_the_year_first() {
        let day = Date::from_ymd(2024, 3, 5);
        for text in [
            "2024-03-05",
            "2024/3/5",
            "2024.3.5",
            "2024年3月5日",
            "2024-03-05 17:02:11",
            "2024-03-05T17:02:11.000Z",
            "2024年3月5日 17:02",
            "2024年3月5号下午5时",
            "2024/3/5 5:02:11 PM",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in [
            "",
            "5/3/2024",
            "2024",
            "2024-13-01",
            "2024-03-05 or so",
            "年年日",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn habits_of_files_are_allowed_for_in_fields() {
        for (no, text, want) in [
            (customer::BIRTH_YEAR, "1985.0", Ok(Value::Int(1985))),
            (customer::NUMBER, "19556.0", Ok(Value::Text("19556".into()))),
            (customer::SEX, "F", Ok(Value::Choice("female".into()))),
            (customer::SEX, "先生", Ok(Value::Choice("male".into()))),
            (
                customer::PHONE,
                "13800138000.0",
                Ok(Value::Text("13800138000".into())),
            ),
            (customer::PHONE, "1.38E+10", Err(Invalid::Phone)),
            (
                customer::PHONE,
                "1.3800138E+10",
                Ok(Value::Text("13800138000".into())),
            ),
            (
                customer::SINCE,
                "2018-12-31 00:00:00",
                Ok(Value::Date(Date(17_896))),
            ),
        ] {
            let field = CUSTOMER.field(no).unwrap();
            assert_eq!(field_value(field, text), want, "{text}");
        }
    }

    #[test]
    fn a_code_is_met_as_text_or_as_number() {
        let codes = ["0".to_owned(), "N/A".to_owned()];
        assert!(is_any("0.0", &codes) && is_any("n/a", &codes));
        assert!(!is_any("1", &codes) && !is_any("", &codes));
        assert!(means_nothing("NaN") && means_nothing("不适用") && !means_nothing("0"));
    }
}
