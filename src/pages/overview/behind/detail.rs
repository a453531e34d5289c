//! One response in full: who, when, every answer, and the consent it rests on.
//!
//! Keys: Escape closes it; the focus goes back to where it was opened.

use super::rows::{answer_words, who};
use crate::platform::intl;
use crate::session::Desk;
use crate::text::{common, filled, language, overview as words, t};
use crate::ui::{Icon, icon};
use leptos::html::Dialog;
use leptos::prelude::*;
use model::{Language, NOTICE, notice};
use replica::Consent;
use std::sync::Arc;
use survey::{Form, QuestionKind};

/// The dialogue; open while `opened` names a response.
pub fn detail(desk: Desk, form: &Arc<Form>, opened: RwSignal<Option<u32>>) -> AnyView {
    let node = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if opened.get().is_some() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if opened.get().is_none() && dialog.open() {
            dialog.close();
        }
    });
    let form = form.clone();
    view! {
        <dialog class="dialog response-detail" id="response" node_ref=node aria-labelledby="response-title" on:close=move |_| opened.set(None)>
            <div>
                <div class="row spread">
                    <h2 id="response-title">{t(words::RESPONSE)}</h2>
                    <button type="button" class="button plain icon-only" aria-label=t(common::CLOSE) on:click=move |_| opened.set(None)>
                        {icon(Icon::Close)}
                    </button>
                </div>
                {move || opened.get().map(|row| content(desk, &form, row))}
            </div>
        </dialog>
    }
    .into_any()
}

fn content(desk: Desk, form: &Form, row: u32) -> AnyView {
    desk.track_responses();
    let found = desk.read(|replica| {
        let row = replica.responses(form.id)?.at(row)?;
        let answers: Vec<_> = form
            .questions()
            .map(|question| (question, row.answer(question.no)))
            .filter(|(question, value)| !(value.is_nothing() && question.show_if.is_some()))
            .collect();
        let consent = row.consent().map(|consent| {
            let text = replica.get(NOTICE.no, consent.notice);
            let text = text.and_then(|notice| notice.text(notice::TEXT));
            (consent.clone(), text.map(str::to_owned))
        });
        Some((row.taken_at(), row.subject(), answers, consent))
    });
    let Some((taken_at, subject, answers, consent)) = found else {
        return view! { <p class="quiet">{t(words::RESPONSE_GONE)}</p> }.into_any();
    };
    let answers = answers
        .into_iter()
        .map(|(question, value)| {
            let words = answer_words(question, &value);
            let answer = if words.is_empty() {
                view! { <span class="quiet">{t(words::NOT_ANSWERED)}</span> }.into_any()
            } else if question.kind == QuestionKind::Text {
                view! { <span class="response-remark">{words}</span> }.into_any()
            } else {
                view! { <strong>{words}</strong> }.into_any()
            };
            view! { <div><dt>{question.ask.of(language()).to_owned()}</dt><dd>{answer}</dd></div> }
        })
        .collect_view();
    view! {
        <p>{who(desk, subject)}" · "<span class="quiet">{intl::moment(language(), taken_at)}</span></p>
        <dl class="response-answers">{answers}</dl>
        {agreed(consent)}
    }
    .into_any()
}

fn agreed(consent: Option<(Consent, Option<String>)>) -> AnyView {
    let Some((consent, text)) = consent else {
        return view! {
            <div class="notice" id="response-consent">{icon(Icon::Import)}<p>{t(words::NO_CONSENT)}</p></div>
        }
        .into_any();
    };
    let tongue = match consent.language {
        Language::Zh => words::IN_CHINESE,
        Language::En => words::IN_ENGLISH,
    };
    let when = intl::moment(language(), consent.at);
    let line = filled(
        words::CONSENTED,
        &[("when", &when), ("language", t(tongue)())],
    );
    let text = text.unwrap_or_else(|| t(words::NOTICE_MISSING)().to_owned());
    view! {
        <div class="response-consent" id="response-consent">
            <p class="row"><span class="badge brand">{icon(Icon::Check)}{t(words::CONSENT)}</span><span class="small">{line}</span></p>
            <blockquote class="small" lang=consent.language.tag()>{text}</blockquote>
        </div>
    }
    .into_any()
}
