//! Answers to surveys as people read them.

use crate::platform::intl;
use crate::text::{common, language, overview as words, t};
use model::Value;
use survey::{Question, QuestionKind};

/// An answer as people read it; blank where there is none.
pub fn answer_words(question: &Question, value: &Value) -> String {
    let tongue = language();
    let label = |codes: &[survey::Choice], code: &str| {
        let choice = codes.iter().find(|choice| choice.code == code);
        choice.map_or_else(|| code.to_owned(), |c| c.label.of(tongue).to_owned())
    };
    match (&question.kind, value) {
        (_, Value::Nothing) => String::new(),
        (QuestionKind::YesNo, value) => match value.as_number() {
            Some(number) if number >= 0.5 => t(common::YES)().to_owned(),
            Some(_) => t(common::NO)().to_owned(),
            None => String::new(),
        },
        (QuestionKind::Choice(all), Value::Choice(code)) => label(all, code),
        (QuestionKind::Choices(all), Value::Choices(codes)) => {
            let each: Vec<String> = codes.iter().map(|code| label(all, code)).collect();
            each.join(t(words::LIST_SEPARATOR)())
        }
        (QuestionKind::Rating { high, .. }, Value::Int(value)) => {
            [&value.to_string(), " / ", &high.to_string()].concat()
        }
        (_, Value::Text(text) | Value::Choice(text)) => text.clone(),
        (_, Value::Choices(codes)) => codes.join(t(words::LIST_SEPARATOR)()),
        (_, value) => value.as_number().map_or_else(String::new, |number| {
            let digits = if number.fract() == 0.0 { 0 } else { 2 };
            intl::decimal(tongue, number, digits)
        }),
    }
}
