//! How easy we made it.

use super::{comment, rating};
use crate::{Comparison, Condition, Form, Page, Question, Role, Text};
use model::RecordId;

/// The id of [`ces`].
pub const CES_ID: RecordId = RecordId::built_in("form-ces");

/// Whether we made it easy (1 to 7, higher is easier), and what was hard when it is 4 or less.
pub fn ces() -> Form {
    Form {
        id: CES_ID,
        version: 1,
        title: Text::new("事情办得顺不顺", "Was it easy?"),
        intro: Text::new(
            "请想想最近一次找我们办事。",
            "Please think of the last time you came to us with something.",
        ),
        purpose: Text::new(
            "想知道您在哪一步费了周折，好把它改顺。",
            "To find out where we cost you effort, so that we can smooth it.",
        ),
        pages: vec![Page {
            questions: vec![
                Question {
                    required: true,
                    ..rating(
                        1,
                        "这次找我们办事，轻松省心。",
                        "Getting this done with us was easy.",
                        Role::Ces,
                        (1, "完全不同意", "Disagree entirely"),
                        (7, "完全同意", "Agree entirely"),
                    )
                },
                Question {
                    show_if: Some(Condition::number(1, Comparison::AtMost, 4)),
                    ..comment(
                        2,
                        "哪一步让您费了周折？",
                        "Which part was harder than it should have been?",
                    )
                },
            ],
        }],
    }
}
