//! What a customer is told before a survey begins.
//!
//! Must stay true: it says what is asked, why, who sees it, and that answering is voluntary,
//! may be stopped and may be withdrawn. A form's words end up in it as they are.

use crate::{Form, Text};

/// The sentences shown before a survey, in both languages.
///
/// Without an organisation it speaks of "we". The text that was shown is kept as a notice.
pub fn consent_text(form: &Form, organisation: Option<&str>) -> Text {
    let organisation = organisation.map(str::trim).filter(|name| !name.is_empty());
    // With skip logic nobody can say beforehand how many will be asked.
    let fixed = form.questions().all(|question| question.show_if.is_none());
    let count = form.questions().count();
    let number = count.to_string();
    let (zh_count, en_count) = match (fixed, count) {
        (false, _) => (String::new(), String::new()),
        (true, 1) => ("，共 1 个问题".to_owned(), ", one question".to_owned()),
        (true, _) => (
            ["，共 ", &number, " 个问题"].concat(),
            [", ", &number, " questions"].concat(),
        ),
    };
    Text {
        zh: [
            organisation.unwrap_or("我们"),
            "想请您回答一份问卷：「",
            form.title.of(model::Language::Zh).trim(),
            "」",
            &zh_count,
            "。",
            &sentence(form.purpose.of(model::Language::Zh), "为什么问？", "。"),
            "您的回答会和您的客户资料一起加密保存，只有为您服务、负责改进的同事才能看到。",
            "回答与否完全由您决定，不回答也不影响我们对您的服务；中途随时可以停下，",
            "答完之后也可以随时告诉我们撤回，我们会删除您的回答。",
        ]
        .concat(),
        en: [
            organisation.unwrap_or("We"),
            " would like to ask you a few things: “",
            form.title.of(model::Language::En).trim(),
            "”",
            &en_count,
            ". ",
            &sentence(
                form.purpose.of(model::Language::En),
                "Why do we ask? ",
                ". ",
            ),
            "Your answers are kept encrypted with your customer record, and only colleagues who ",
            "serve you or work on doing better can see them. Answering is up to you and makes no ",
            "difference to how we treat you. You can stop at any point, and you can withdraw ",
            "your answers later: tell us, and we delete them.",
        ]
        .concat(),
    }
}

fn sentence(words: &str, before: &str, end: &str) -> String {
    let words = words.trim();
    if words.is_empty() {
        return String::new();
    }
    let bare = words.trim_end_matches(['。', '.']);
    [before, bare, end].concat()
}
