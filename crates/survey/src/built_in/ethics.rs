//! Ethics in practice and satisfaction.
//!
//! Must stay true: numbers 1 to 12 are three items for each practice in the order of
//! [`Practice::ALL`], 13 is the outcome, 14 the comment. Only the outcome is required: someone
//! who would rather not answer an item may leave it.

use super::{comment, rating};
use crate::{Form, Page, Practice, Question, Role, Text};
use model::RecordId;

/// The id of [`ethics`].
pub const ETHICS_ID: RecordId = RecordId::built_in("form-ethics");

/// Number, Chinese and English of one item.
type Item = (u16, &'static str, &'static str);

const PRIVACY: [Item; 3] = [
    (
        1,
        "我们只问您办事需要的信息，不多打听。",
        "We ask you only for what we need to serve you.",
    ),
    (
        2,
        "您告诉我们的事，不会让不相干的人知道。",
        "What you tell us stays with the people who need to know it.",
    ),
    (
        3,
        "您的信息我们用来做什么，您心里有数。",
        "You know what we do with the information you give us.",
    ),
];
const FAIRNESS: [Item; 3] = [
    (
        4,
        "我们给您的价格和条件是公道的。",
        "The prices and terms we offer you are fair.",
    ),
    (
        5,
        "不管生意大小，我们对您都一样用心。",
        "We treat you as well as anyone else, however large or small your business with us is.",
    ),
    (
        6,
        "出了问题，我们处理得公平合理。",
        "When something goes wrong, we settle it fairly.",
    ),
];
const HONESTY: [Item; 3] = [
    (
        7,
        "产品和服务的好处与不足，我们都会如实告诉您。",
        "We tell you the drawbacks of what we offer as well as the benefits.",
    ),
    (
        8,
        "我们答应您的事，都做到了。",
        "We do what we have promised you.",
    ),
    (
        9,
        "做错了，我们会承认，不推脱。",
        "When we make a mistake, we admit it.",
    ),
];
const ATTENTION: [Item; 3] = [
    (
        10,
        "我们记得您看重什么。",
        "We remember what matters to you.",
    ),
    (
        11,
        "我们会先听明白您的需要，再给建议。",
        "We listen to what you need before we suggest anything.",
    ),
    (
        12,
        "有事找我们，总有人真心帮您。",
        "When you need us, someone truly takes care of you.",
    ),
];

/// Twelve items on the four practices (1 to 7), overall satisfaction (1 to 7) and a comment.
///
/// One page for each practice, and a last one for the outcome and the comment.
pub fn ethics() -> Form {
    let mut pages: Vec<Page> = Practice::ALL
        .into_iter()
        .zip([PRIVACY, FAIRNESS, HONESTY, ATTENTION])
        .map(|(practice, items)| Page {
            questions: items
                .into_iter()
                .map(|(no, zh, en)| {
                    rating(
                        no,
                        zh,
                        en,
                        Role::Practice(practice),
                        (1, "完全不同意", "Disagree entirely"),
                        (7, "完全同意", "Agree entirely"),
                    )
                })
                .collect(),
        })
        .collect();
    pages.push(Page {
        questions: vec![
            Question {
                required: true,
                ..rating(
                    13,
                    "总的来说，您对我们满意吗？",
                    "All in all, how satisfied are you with us?",
                    Role::Overall,
                    (1, "非常不满意", "Not at all satisfied"),
                    (7, "非常满意", "Completely satisfied"),
                )
            },
            comment(
                14,
                "还有什么想对我们说的吗？",
                "Is there anything else you would like us to know?",
            ),
        ],
    });
    Form {
        id: ETHICS_ID,
        version: 1,
        title: Text::new("职业伦理与满意度", "Ethics in practice and satisfaction"),
        intro: Text::new(
            "下面每句话，请按您自己的感受选一个分数，大约三分钟。没有对错，不想答的可以跳过。",
            "For each sentence, choose the number that fits your own experience. It takes about \
             three minutes. There are no wrong answers, and you may skip what you would rather \
             not answer.",
        ),
        purpose: Text::new(
            "想知道我们待人处事是否对得起您的信任，以及哪一点对您最要紧。",
            "To learn whether the way we treat you deserves your trust, and what matters most \
             to you.",
        ),
        pages,
    }
}
