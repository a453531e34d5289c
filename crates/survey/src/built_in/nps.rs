//! Likelihood to recommend, and the reason.

use super::{comment, rating};
use crate::{Comparison, Condition, Form, Page, Question, Role, Text};
use model::RecordId;

/// The id of [`nps`].
pub const NPS_ID: RecordId = RecordId::built_in("form-nps");

/// The likelihood to recommend (0 to 10) and one open question that depends on it: promoters
/// (9, 10), passives (7, 8) and detractors (0 to 6) are asked differently.
///
/// Bands as in Reichheld (2003), "The one number you need to grow", Harvard Business Review.
pub fn nps() -> Form {
    let score = |comparison, value| Condition::number(1, comparison, value);
    Form {
        id: NPS_ID,
        version: 1,
        title: Text::new("您愿意推荐我们吗", "Would you recommend us?"),
        intro: Text::new(
            "只有两个问题，不到一分钟。",
            "Two questions, less than a minute.",
        ),
        purpose: Text::new(
            "想知道我们值不值得您推荐，哪些该保持，哪些该改。",
            "To learn whether we deserve your recommendation, what to keep and what to change.",
        ),
        pages: vec![
            Page {
                questions: vec![Question {
                    required: true,
                    ..rating(
                        1,
                        "如果亲友或同事向您打听，您有多愿意推荐我们？",
                        "If a friend or colleague asked you, how likely would you be to recommend us?",
                        Role::Nps,
                        (0, "完全不愿意", "Not at all likely"),
                        (10, "非常愿意", "Extremely likely"),
                    )
                }],
            },
            Page {
                questions: vec![
                    Question {
                        show_if: Some(score(Comparison::AtLeast, 9)),
                        ..comment(
                            2,
                            "太好了，谢谢您！您最想跟别人说起我们的哪一点？",
                            "Thank you! What would you tell them about us first?",
                        )
                    },
                    Question {
                        show_if: Some(Condition::All(vec![
                            score(Comparison::AtLeast, 7),
                            score(Comparison::AtMost, 8),
                        ])),
                        ..comment(
                            3,
                            "谢谢您！还差点什么，才能让您更放心地推荐？",
                            "Thank you! What would make it an easy yes next time?",
                        )
                    },
                    Question {
                        show_if: Some(score(Comparison::AtMost, 6)),
                        ..comment(
                            4,
                            "谢谢您说实话。是什么让您有顾虑？我们最该先改哪一点？",
                            "Thank you for being frank. What holds you back, and what should we put right first?",
                        )
                    },
                ],
            },
        ],
    }
}
