//! Surveys: which there are, beginning one with a customer, answering it.
//!
//! Must stay true: no answer is taken without recorded consent; every answer is kept the moment
//! it is given, so that a killed tab loses nothing.

mod list;
mod question;
mod start;
mod take;

pub use list::Surveys;
pub use start::Start;
pub use take::Take;

use model::RecordId;

/// The name of the draft of a survey.
fn draft_name(draft: RecordId) -> String {
    format!("survey/{draft}")
}
