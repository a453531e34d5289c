//! The form behind results that were brought in from a file.
//!
//! Must stay true: question numbers are the 1-based positions of the items, so that a row's
//! cells and a response's answers match without a table between them.

use crate::{Form, Page, Question, QuestionKind, Role, Text};
use model::{MAX_LINE, RecordId};

/// One rated column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportedItem<'a> {
    /// The heading of the column.
    pub name: &'a str,
    /// The lowest value of its scale.
    pub low: i64,
    /// The highest value of its scale.
    pub high: i64,
    /// Whether its cells say yes or no; the scale then does not matter.
    pub yes_no: bool,
    /// Whether it is the outcome that the others may explain.
    pub outcome: bool,
}

/// Widest scale shown as rating points; wider ones are asked as numbers.
const WIDEST_RATING: i64 = 20;

/// The form of imported results, version 1: an item each, numbered by position from 1.
///
/// The first item marked as the outcome is [`Role::Overall`], every other one
/// [`Role::Predictor`]. A blank name becomes the column's number. No question is required,
/// because cells may be empty. Whether the scales are sane is for [`Form::validate`] to say.
pub fn imported_form(id: RecordId, title: &str, items: &[ImportedItem<'_>]) -> Form {
    let outcome = items.iter().position(|item| item.outcome);
    let questions = (1..=u16::MAX)
        .zip(items)
        .enumerate()
        .map(|(place, (no, item))| Question {
            no,
            ask: wording(no, item.name),
            kind: kind(item),
            required: false,
            show_if: None,
            role: if outcome == Some(place) {
                Role::Overall
            } else {
                Role::Predictor
            },
        })
        .collect();
    Form {
        id,
        version: 1,
        title: if title.trim().is_empty() {
            Text::new("导入的结果", "Imported results")
        } else {
            Text::same(&shortened(title))
        },
        intro: Text::default(),
        purpose: Text::new(
            "了解以往的调查结果。",
            "To understand the results of earlier surveys.",
        ),
        pages: vec![Page { questions }],
    }
}

fn wording(no: u16, name: &str) -> Text {
    if name.trim().is_empty() {
        let number = no.to_string();
        Text {
            zh: ["第 ", &number, " 列"].concat(),
            en: ["Column ", &number].concat(),
        }
    } else {
        Text::same(&shortened(name))
    }
}

fn shortened(words: &str) -> String {
    words.trim().chars().take(MAX_LINE).collect()
}

fn kind(item: &ImportedItem<'_>) -> QuestionKind {
    let (low, high) = (item.low, item.high);
    if item.yes_no {
        QuestionKind::YesNo
    } else if high
        .checked_sub(low)
        .is_some_and(|span| span <= WIDEST_RATING)
    {
        QuestionKind::Rating {
            low,
            high,
            low_label: Text::default(),
            high_label: Text::default(),
        }
    } else {
        QuestionKind::Number { low, high }
    }
}
