//! Forms as data: questions, skip logic, built-in surveys, responses in the making.
//!
//! Must stay true: a question keeps its number for ever and a form's version is never altered;
//! an answer to a question that is hidden never leaves this crate; bytes from outside are
//! refused with words, never with a panic.
//!
//! Must not know: a clock, randomness, any input or output, how answers are kept or merged.

mod answers;
mod built_in;
mod bytes;
mod condition;
mod consent;
mod draft;
mod error;
mod form;
mod imported;
mod score;
mod text;
mod validate;
mod walk;

#[cfg(test)]
mod tests;

pub use answers::{AnswerProblem, Answers, check};
pub use built_in::{CES_ID, CSAT_ID, ETHICS_ID, NPS_ID};
pub use built_in::{built_in, ces, csat, ethics, nps};
pub use condition::{Comparison, Condition, Step};
pub use consent::consent_text;
pub use draft::{Agreed, Draft};
pub use error::SurveyError;
pub use form::{Choice, Form, Page, Practice, Question, QuestionKind, Role};
pub use imported::{ImportedItem, imported_form};
pub use score::practice_score;
pub use text::Text;
pub use validate::{MAX_DEPTH, MAX_QUESTIONS, MAX_STEPS};
pub use walk::{Progress, VisiblePage};
