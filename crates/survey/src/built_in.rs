//! The surveys that ship with the app.
//!
//! Must stay true: ids, question numbers, kinds and roles never change within a version; a test
//! freezes them. Wording may be polished as long as it means the same.

mod ces;
mod csat;
mod ethics;
mod nps;

pub use ces::{CES_ID, ces};
pub use csat::{CSAT_ID, csat};
pub use ethics::{ETHICS_ID, ethics};
pub use nps::{NPS_ID, nps};

use crate::{Form, Question, QuestionKind, Role, Text};

/// Every built-in survey, in the order offered.
pub fn built_in() -> Vec<Form> {
    vec![ethics(), nps(), csat(), ces()]
}

/// The ends of a rating scale and what they mean: `(low, label), (high, label)`.
type End<'a> = (i64, &'a str, &'a str);

fn rating(no: u16, zh: &str, en: &str, role: Role, low: End<'_>, high: End<'_>) -> Question {
    Question {
        no,
        ask: Text::new(zh, en),
        kind: QuestionKind::Rating {
            low: low.0,
            high: high.0,
            low_label: Text::new(low.1, low.2),
            high_label: Text::new(high.1, high.2),
        },
        required: false,
        show_if: None,
        role,
    }
}

fn comment(no: u16, zh: &str, en: &str) -> Question {
    Question {
        no,
        ask: Text::new(zh, en),
        kind: QuestionKind::Text,
        required: false,
        show_if: None,
        role: Role::Plain,
    }
}
