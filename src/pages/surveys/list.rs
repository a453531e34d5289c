//! Which surveys there are, and those begun and not finished.

use super::draft_name;
use crate::register::{self, lens, may_write};
use crate::route::Route;
use crate::session::{Desk, forms};
use crate::text::{common, count, filled, language, plural, surveys as words, t};
use crate::ui::{Confirm, Icon, icon};
use leptos::prelude::*;
use model::{CUSTOMER, RecordId};
use survey::{Draft, Form, Role};
use wasm_bindgen_futures::spawn_local;

#[derive(Clone)]
struct Begun {
    id: RecordId,
    draft: Draft,
}

/// The surveys.
#[component]
pub fn Surveys() -> impl IntoView {
    let desk = Desk::current();
    let begun = RwSignal::new_local(Vec::<Begun>::new());
    let load = move || {
        spawn_local(async move {
            let open = desk.open();
            let mut all = Vec::new();
            for name in open.drafts("survey/").await {
                let id = name.strip_prefix("survey/").and_then(|id| id.parse().ok());
                let bytes = open.draft(&name).await;
                let draft = bytes.and_then(|bytes| Draft::from_bytes(&bytes).ok());
                all.extend(id.zip(draft).map(|(id, draft)| Begun { id, draft }));
            }
            let all = crate::order::highest_first(all, |b| b.draft.started_at);
            let _ = begun.try_set(all);
        });
    };
    load();
    let asking = RwSignal::new(false);
    let which = RwSignal::new(None::<RecordId>);
    let discard = Callback::new(move |()| {
        let Some(id) = which.get_untracked() else {
            return;
        };
        spawn_local(async move {
            desk.open().drop_draft(&draft_name(id)).await;
            load();
        });
    });
    let resume = move || {
        let all = begun.get();
        (!all.is_empty()).then(|| {
            view! {
                <section class="card stack-s" aria-labelledby="resume-title">
                    <h2 id="resume-title">{t(words::RESUME)}</h2>
                    <ul class="lines">
                        {all.into_iter().map(|b| resume_line(desk, &b, which, asking)).collect_view()}
                    </ul>
                </section>
            }
        })
    };
    let cards = move || {
        desk.track_responses();
        let forms = desk.read(forms::forms);
        forms
            .into_iter()
            .map(|form| card(desk, &form))
            .collect_view()
    };
    view! {
        <div class="page">
            <div class="page-head"><h1 class="grow">{t(common::SURVEYS)}</h1></div>
            {resume}
            <section class="stack-s" aria-labelledby="available-title">
                <h2 id="available-title">{t(words::AVAILABLE)}</h2>
                <div class="survey-cards">{cards}</div>
            </section>
            <Confirm open=asking title=Signal::derive(move || t(words::DISCARD_TITLE)().to_owned())
                text=Signal::derive(move || t(words::DISCARD_TEXT)().to_owned())
                action=Signal::derive(move || t(words::DISCARD)().to_owned()) on_confirm=discard />
        </div>
    }
    .into_any()
}

fn resume_line(
    desk: Desk,
    begun: &Begun,
    which: RwSignal<Option<RecordId>>,
    asking: RwSignal<bool>,
) -> AnyView {
    let language = language();
    let (id, draft) = (begun.id, &begun.draft);
    let form = desk.read(|replica| forms::form(replica, draft.form));
    let title = form
        .as_ref()
        .map(|f| f.title.of(language).to_owned())
        .unwrap_or_default();
    let progress = form.as_ref().map(|f| f.progress(&draft.answers));
    let lens = lens(desk);
    let who = draft
        .subject
        .and_then(|subject| {
            desk.read(|replica| {
                let row = replica.get(CUSTOMER.no, subject)?;
                Some(register::title(&CUSTOMER, row, lens))
            })
        })
        .unwrap_or_else(|| words::ANONYMOUS.of(language).to_owned());
    let done = progress.map(|p| {
        filled(
            words::PROGRESS,
            &[("done", &count(p.answered)), ("total", &count(p.total))],
        )
    });
    view! {
        <li>
            <span class="grow"><strong>{who}</strong><br /><span class="small quiet">{title}" · "{done}</span></span>
            {may_write(desk, &CUSTOMER).then(|| view! {
                <a class="button primary resume-survey" href=Route::TakeSurvey(id).path()>{t(words::RESUME_ACTION)}</a>
            })}
            <button type="button" class="button icon-only" aria-label=t(words::DISCARD) on:click=move |_| {
                which.set(Some(id));
                asking.set(true);
            }>{icon(Icon::Trash)}</button>
        </li>
    }
    .into_any()
}

fn card(desk: Desk, form: &Form) -> AnyView {
    let language = language();
    let id = form.id;
    let responses = desk.read(|replica| replica.responses(id).map_or(0, replica::Responses::len));
    let questions = form.questions().count();
    let imported = form.questions().any(|q| q.role == Role::Predictor);
    view! {
        <article class="card survey-card">
            <h3>{form.title.of(language).to_owned()}</h3>
            <p class="small quiet">{form.purpose.of(language).to_owned()}</p>
            <p class="row small">
                {imported.then(|| view! { <span class="badge">{t(words::IMPORTED)}</span> })}
                <span>{filled(plural(questions, words::QUESTIONS_ONE, words::QUESTIONS_MANY), &[("n", &count(questions))])}</span>
                <span class="quiet">{filled(plural(responses, words::RESPONSES_ONE, words::RESPONSES_MANY), &[("n", &count(responses))])}</span>
            </p>
            <div class="buttons">
                {(!imported && may_write(desk, &CUSTOMER)).then(|| view! {
                    <a class="button primary" data-take=id.to_string() href=[Route::StartSurvey(None).path(), format!("?form={id}")].concat()>{t(words::TAKE)}</a>
                })}
                {(responses > 0).then(|| view! {
                    <a class="button" href=Route::Responses(id, None).path()>{t(words::SEE_RESPONSES)}</a>
                })}
            </div>
        </article>
    }
    .into_any()
}
