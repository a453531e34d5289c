//! What can be wrong with a form or with stored bytes.

/// Why a form, or bytes that should hold a form or a draft, are refused.
///
/// The bytes themselves stay with the caller, who may keep, export or delete them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SurveyError {
    /// Not bytes that this crate wrote, or damaged ones.
    #[error("unreadable")]
    Unreadable,
    /// Written by a newer version of the app.
    #[error("written by a newer version")]
    Newer {
        /// The format found.
        format: u8,
    },
    /// The draft belongs to another form or to another version of it.
    #[error("the form has changed since the draft was begun")]
    FormChanged {
        /// The version the draft was begun with.
        version: u16,
    },
    /// There is no question, or a page without one.
    #[error("a page without a question")]
    Empty,
    /// The form has no title.
    #[error("no title")]
    Title,
    /// Too many questions, too long a text, or too deep a condition.
    #[error("too large")]
    TooLarge,
    /// A question's number is 0 or used twice.
    #[error("a question number is used twice")]
    Number {
        /// The number.
        question: u16,
    },
    /// A question asks nothing.
    #[error("a question without words")]
    Wording {
        /// The question.
        question: u16,
    },
    /// A scale with its ends the wrong way round, or with too many points.
    #[error("a scale that cannot be")]
    Scale {
        /// The question.
        question: u16,
    },
    /// Choices that are missing, blank or used twice.
    #[error("choices missing or used twice")]
    Choices {
        /// The question.
        question: u16,
    },
    /// A condition on a question that does not come earlier, or on an answer it cannot have.
    #[error("a condition that cannot be decided")]
    Condition {
        /// The question whose condition it is.
        question: u16,
    },
    /// A role that this kind of question cannot play, or that is taken.
    #[error("a role the question cannot play")]
    Role {
        /// The question.
        question: u16,
    },
}

impl SurveyError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "survey.unreadable",
            Self::Newer { .. } => "survey.newer",
            Self::FormChanged { .. } => "survey.form_changed",
            Self::Empty => "survey.empty",
            Self::Title => "survey.title",
            Self::TooLarge => "survey.too_large",
            Self::Number { .. } => "survey.number",
            Self::Wording { .. } => "survey.wording",
            Self::Scale { .. } => "survey.scale",
            Self::Choices { .. } => "survey.choices",
            Self::Condition { .. } => "survey.condition",
            Self::Role { .. } => "survey.role",
        }
    }
}
