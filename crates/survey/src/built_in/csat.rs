//! Satisfaction after a visit.

use super::{comment, rating};
use crate::{Choice, Comparison, Condition, Form, Page, Question, QuestionKind, Role, Text};
use model::RecordId;

/// The id of [`csat`].
pub const CSAT_ID: RecordId = RecordId::built_in("form-csat");

/// Satisfaction with a visit (1 to 5), what could be better when it is 3 or less, a comment.
pub fn csat() -> Form {
    let choice = |code: &str, zh: &str, en: &str| Choice {
        code: code.to_owned(),
        label: Text::new(zh, en),
    };
    Form {
        id: CSAT_ID,
        version: 1,
        title: Text::new("这次拜访怎么样", "How was this visit?"),
        intro: Text::new(
            "请只想着今天这一次。",
            "Please think only of the visit you just had.",
        ),
        purpose: Text::new(
            "想知道这次拜访有没有帮到您，好让下一次更好。",
            "To learn whether this visit helped you, so that the next one helps more.",
        ),
        pages: vec![Page {
            questions: vec![
                Question {
                    required: true,
                    ..rating(
                        1,
                        "这次拜访，您满意吗？",
                        "How satisfied are you with this visit?",
                        Role::Csat,
                        (1, "很不满意", "Very dissatisfied"),
                        (5, "很满意", "Very satisfied"),
                    )
                },
                Question {
                    show_if: Some(Condition::number(1, Comparison::AtMost, 3)),
                    kind: QuestionKind::Choices(vec![
                        choice("listening", "多听我说", "Listening to me"),
                        choice("clarity", "讲得更清楚", "Explaining more clearly"),
                        choice("punctuality", "更守时", "Being on time"),
                        choice("answers", "把问题解决掉", "Solving my problem"),
                        choice("courtesy", "态度更好", "Being kinder"),
                        choice("follow_up", "说到做到", "Doing what was promised"),
                        choice("other", "其他", "Something else"),
                    ]),
                    ..comment(
                        2,
                        "哪些地方可以做得更好？（可多选）",
                        "What could have been better? (Choose any.)",
                    )
                },
                comment(
                    3,
                    "还有什么想对我们说的吗？",
                    "Is there anything else you would like to tell us?",
                ),
            ],
        }],
    }
}
