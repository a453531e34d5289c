//! What a form is: pages of questions, each with its kind and what figures may do with it.
//!
//! Must stay true: variants and fields are stored by position, so new ones go at the end under
//! a new format version; question numbers are never reused.

use crate::{Condition, Text};
use model::RecordId;
use serde::{Deserialize, Serialize};

/// One version of a survey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// The record of the form.
    pub id: RecordId,
    /// Which version this is, from 1.
    pub version: u16,
    /// What it is called.
    pub title: Text,
    /// A greeting shown above the first page.
    pub intro: Text,
    /// Why we ask; shown with the consent.
    pub purpose: Text,
    /// The pages in order.
    pub pages: Vec<Page>,
}

/// Questions shown together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page {
    /// The questions in order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Stable number within the form, from 1.
    pub no: u16,
    /// What is asked.
    pub ask: Text,
    /// What an answer looks like.
    pub kind: QuestionKind,
    /// Whether the survey cannot be finished without it.
    pub required: bool,
    /// When it is asked; always, if none.
    pub show_if: Option<Condition>,
    /// What the figures may do with it.
    pub role: Role,
}

/// What an answer to a question looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// A whole number on a labelled scale, answered with [`model::Value::Int`].
    Rating {
        /// The lowest point.
        low: i64,
        /// The highest point.
        high: i64,
        /// What the lowest point means.
        low_label: Text,
        /// What the highest point means.
        high_label: Text,
    },
    /// Yes or no, answered with [`model::Value::Flag`].
    YesNo,
    /// Free text, answered with [`model::Value::Text`].
    Text,
    /// A number, answered with [`model::Value::Int`] or [`model::Value::Number`].
    Number {
        /// The lowest number allowed.
        low: i64,
        /// The highest number allowed.
        high: i64,
    },
    /// One of a list, answered with [`model::Value::Choice`].
    Choice(Vec<Choice>),
    /// Any of a list, answered with [`model::Value::Choices`].
    Choices(Vec<Choice>),
}

/// One of a list of choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: Text,
}

/// What the figures may do with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Nothing but show its answers.
    Plain,
    /// The likelihood to recommend, 0 to 10.
    Nps,
    /// Satisfaction with one occasion.
    Csat,
    /// How easy we made it.
    Ces,
    /// An item of one ethical practice.
    Practice(Practice),
    /// The outcome that the others may explain.
    Overall,
    /// An imported item that may explain the outcome.
    Predictor,
}

/// An ethical practice as customers meet it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Practice {
    /// Their privacy is respected.
    Privacy,
    /// They are dealt with fairly.
    Fairness,
    /// They are served honestly.
    Honesty,
    /// They are cared for as the person they are.
    Attention,
}

impl Practice {
    /// All of them, in the order the built-in survey asks.
    pub const ALL: [Self; 4] = [
        Self::Privacy,
        Self::Fairness,
        Self::Honesty,
        Self::Attention,
    ];

    /// A stable name, for files and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Privacy => "privacy",
            Self::Fairness => "fairness",
            Self::Honesty => "honesty",
            Self::Attention => "attention",
        }
    }

    /// What people call it.
    pub const fn label(self) -> model::Label {
        let (zh, en) = match self {
            Self::Privacy => ("隐私尊重", "Privacy respected"),
            Self::Fairness => ("公平对待", "Fair dealing"),
            Self::Honesty => ("诚实服务", "Honest service"),
            Self::Attention => ("个性关怀", "Personal attention"),
        };
        model::Label { zh, en }
    }
}

impl Form {
    /// Every question in the order asked.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.pages.iter().flat_map(|page| &page.questions)
    }

    /// The question with this number.
    pub fn question(&self, no: u16) -> Option<&Question> {
        self.questions().find(|question| question.no == no)
    }

    /// The questions with this role, in the order asked.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Question> {
        self.questions()
            .filter(move |question| question.role == role)
    }
}

impl Question {
    /// The ends of its scale: of a rating or a number as given, of yes/no 0 and 1.
    pub fn scale(&self) -> Option<(i64, i64)> {
        match self.kind {
            QuestionKind::Rating { low, high, .. } | QuestionKind::Number { low, high } => {
                Some((low, high))
            }
            QuestionKind::YesNo => Some((0, 1)),
            QuestionKind::Text | QuestionKind::Choice(_) | QuestionKind::Choices(_) => None,
        }
    }
}
