//! The answers given so far, and whether a value may answer a question.
//!
//! Must stay true: a blank text, an empty choice and [`Value::Nothing`] are no answers.

use crate::{Question, QuestionKind};
use model::{MAX_NOTE, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a value cannot answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// The question must be answered.
    #[error("required")]
    Required,
    /// A value of another type than the question asks for.
    #[error("wrong type")]
    Type,
    /// Not on the scale.
    #[error("outside the scale")]
    Range {
        /// The lowest value allowed.
        low: i64,
        /// The highest value allowed.
        high: i64,
    },
    /// Not one of the choices, or one of them twice.
    #[error("not one of the choices")]
    Choice,
    /// Longer than the limit, in characters.
    #[error("too long")]
    TooLong {
        /// The limit.
        limit: usize,
    },
}

impl AnswerProblem {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "answer.required",
            Self::Type => "answer.type",
            Self::Range { .. } => "answer.range",
            Self::Choice => "answer.choice",
            Self::TooLong { .. } => "answer.too_long",
        }
    }
}

/// Answers by question number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answers(BTreeMap<u16, Value>);

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a question, or takes the answer back with [`Value::Nothing`].
    ///
    /// Text is kept as typed, spaces and all, so that a field may be bound to it.
    pub fn set(&mut self, no: u16, value: Value) {
        if value.is_nothing() {
            self.0.remove(&no);
        } else {
            self.0.insert(no, value);
        }
    }

    /// What was put in, blank or not.
    pub fn get(&self, no: u16) -> Option<&Value> {
        self.0.get(&no)
    }

    /// The answer, unless it is blank.
    pub fn answer(&self, no: u16) -> Option<&Value> {
        self.0.get(&no).filter(|value| !blank(value))
    }

    /// What was put in, by ascending question number.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &Value)> {
        self.0.iter().map(|(no, value)| (*no, value))
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(blank)
    }
}

impl FromIterator<(u16, Value)> for Answers {
    fn from_iter<I: IntoIterator<Item = (u16, Value)>>(pairs: I) -> Self {
        let mut answers = Self::new();
        for (no, value) in pairs {
            answers.set(no, value);
        }
        answers
    }
}

/// Whether a value is no answer.
fn blank(value: &Value) -> bool {
    match value {
        Value::Nothing => true,
        Value::Text(text) | Value::Choice(text) => text.trim().is_empty(),
        Value::Choices(codes) => codes.is_empty(),
        _ => false,
    }
}

/// Whether a value may answer a question; a blank one may, unless the question is required.
///
/// # Errors
/// Why it may not.
pub fn check(question: &Question, value: &Value) -> Result<(), AnswerProblem> {
    if blank(value) {
        return if question.required {
            Err(AnswerProblem::Required)
        } else {
            Ok(())
        };
    }
    match (&question.kind, value) {
        (QuestionKind::Rating { low, high, .. }, Value::Int(given))
        | (QuestionKind::Number { low, high }, Value::Int(given)) => {
            within((low..=high).contains(&given), *low, *high)
        }
        #[allow(clippy::cast_precision_loss)]
        (QuestionKind::Number { low, high }, Value::Number(given)) => {
            within(*given >= *low as f64 && *given <= *high as f64, *low, *high)
        }
        (QuestionKind::YesNo, Value::Flag(_)) => Ok(()),
        (QuestionKind::Text, Value::Text(text)) => {
            if text.chars().nth(MAX_NOTE).is_some() {
                Err(AnswerProblem::TooLong { limit: MAX_NOTE })
            } else {
                Ok(())
            }
        }
        (QuestionKind::Choice(choices), Value::Choice(code)) => choices
            .iter()
            .any(|choice| choice.code == *code)
            .then_some(())
            .ok_or(AnswerProblem::Choice),
        (QuestionKind::Choices(choices), Value::Choices(codes)) => {
            let mut rest = codes.as_slice();
            while let Some((code, others)) = rest.split_first() {
                if others.contains(code) || !choices.iter().any(|c| c.code == *code) {
                    return Err(AnswerProblem::Choice);
                }
                rest = others;
            }
            Ok(())
        }
        _ => Err(AnswerProblem::Type),
    }
}

fn within(inside: bool, low: i64, high: i64) -> Result<(), AnswerProblem> {
    if inside {
        Ok(())
    } else {
        Err(AnswerProblem::Range { low, high })
    }
}
