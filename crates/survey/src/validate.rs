//! Whether a form from elsewhere can be asked and counted.
//!
//! Must stay true: a form that validates can be walked, answered and stored without surprises,
//! and every condition can be decided when its question comes up.

use crate::condition::{Comparison, Condition};
use crate::{Choice, Form, Question, QuestionKind, Role, SurveyError, Text};
use model::{MAX_LINE, MAX_NOTE, Value};
use std::collections::BTreeMap;

/// Most questions in a form.
pub const MAX_QUESTIONS: usize = 500;
/// Deepest nesting of a condition.
pub const MAX_DEPTH: usize = 16;
/// Most steps in one condition.
pub const MAX_STEPS: usize = 256;
/// Most points on a rating scale.
const MAX_POINTS: i64 = 21;

impl Form {
    /// Whether the form can be asked: words, unique numbers, sane scales and choices, fitting
    /// roles, and conditions that refer to earlier questions.
    ///
    /// # Errors
    /// The first thing found wrong.
    pub fn validate(&self) -> Result<(), SurveyError> {
        if self.title.is_blank() {
            return Err(SurveyError::Title);
        }
        short(&self.title, MAX_LINE)?;
        short(&self.intro, MAX_NOTE)?;
        short(&self.purpose, MAX_NOTE)?;
        if self.pages.is_empty() || self.pages.iter().any(|page| page.questions.is_empty()) {
            return Err(SurveyError::Empty);
        }
        if self.questions().count() > MAX_QUESTIONS {
            return Err(SurveyError::TooLarge);
        }
        let mut earlier = BTreeMap::new();
        let mut outcome = false;
        for question in self.questions() {
            let no = question.no;
            if let Some(condition) = &question.show_if {
                decidable(condition, no, &earlier)?;
            }
            if no == 0 || earlier.insert(no, question).is_some() {
                return Err(SurveyError::Number { question: no });
            }
            if question.ask.is_blank() {
                return Err(SurveyError::Wording { question: no });
            }
            short(&question.ask, MAX_NOTE)?;
            kind(question)?;
            role(question)?;
            if question.role == Role::Overall {
                if outcome {
                    return Err(SurveyError::Role { question: no });
                }
                outcome = true;
            }
        }
        Ok(())
    }
}

fn short(text: &Text, limit: usize) -> Result<(), SurveyError> {
    let long = |words: &str| words.chars().nth(limit).is_some();
    if long(&text.zh) || long(&text.en) {
        Err(SurveyError::TooLarge)
    } else {
        Ok(())
    }
}

fn kind(question: &Question) -> Result<(), SurveyError> {
    let no = question.no;
    let sane = match &question.kind {
        QuestionKind::Rating {
            low,
            high,
            low_label,
            high_label,
        } => {
            short(low_label, MAX_LINE)?;
            short(high_label, MAX_LINE)?;
            low < high && high.checked_sub(*low).is_some_and(|span| span < MAX_POINTS)
        }
        QuestionKind::Number { low, high } => low < high,
        QuestionKind::YesNo | QuestionKind::Text => true,
        QuestionKind::Choice(choices) | QuestionKind::Choices(choices) => {
            return if listed(choices)? {
                Ok(())
            } else {
                Err(SurveyError::Choices { question: no })
            };
        }
    };
    if sane {
        Ok(())
    } else {
        Err(SurveyError::Scale { question: no })
    }
}

fn listed(choices: &[Choice]) -> Result<bool, SurveyError> {
    if choices.len() > MAX_QUESTIONS {
        return Err(SurveyError::TooLarge);
    }
    let mut rest = choices;
    while let Some((choice, others)) = rest.split_first() {
        short(&choice.label, MAX_LINE)?;
        if choice.code.chars().nth(MAX_LINE).is_some() {
            return Err(SurveyError::TooLarge);
        }
        if choice.code.trim().is_empty()
            || choice.label.is_blank()
            || others.iter().any(|other| other.code == choice.code)
        {
            return Ok(false);
        }
        rest = others;
    }
    Ok(!choices.is_empty())
}

fn role(question: &Question) -> Result<(), SurveyError> {
    let rating = matches!(question.kind, QuestionKind::Rating { .. });
    let fits = match question.role {
        Role::Plain => true,
        Role::Nps => rating && question.scale() == Some((0, 10)),
        Role::Csat | Role::Ces | Role::Practice(_) => rating,
        Role::Overall | Role::Predictor => question.scale().is_some(),
    };
    if fits {
        Ok(())
    } else {
        Err(SurveyError::Role {
            question: question.no,
        })
    }
}

fn decidable(
    condition: &Condition,
    no: u16,
    earlier: &BTreeMap<u16, &Question>,
) -> Result<(), SurveyError> {
    if condition.depth() > MAX_DEPTH || condition.size() > MAX_STEPS {
        return Err(SurveyError::TooLarge);
    }
    let mut fine = true;
    condition.each(&mut |refers_to, compared| {
        fine &= match (earlier.get(&refers_to), compared) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(question), Some((comparison, value))) => comparable(question, comparison, value),
        };
    });
    if fine {
        Ok(())
    } else {
        Err(SurveyError::Condition { question: no })
    }
}

/// Whether an answer to the question can be compared so with the constant.
fn comparable(question: &Question, comparison: Comparison, value: &Value) -> bool {
    let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    match (&question.kind, value) {
        (QuestionKind::Rating { .. } | QuestionKind::Number { .. }, Value::Int(_)) => true,
        (QuestionKind::Rating { .. } | QuestionKind::Number { .. }, Value::Number(x)) => {
            x.is_finite()
        }
        (QuestionKind::YesNo, Value::Flag(_)) | (QuestionKind::Text, Value::Text(_)) => equality,
        (QuestionKind::Choice(choices) | QuestionKind::Choices(choices), Value::Choice(code)) => {
            equality && choices.iter().any(|choice| choice.code == *code)
        }
        _ => false,
    }
}
