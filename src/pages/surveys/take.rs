//! Answering: the tablet is in the customer's hands. One page of questions at a time.
//!
//! Must stay true: an answer is sealed on the disk as soon as it is given; finishing writes the
//! response once, however often the button is pressed.

use super::draft_name;
use super::question::{question, say};
use super::start::tongues;
use crate::platform::{clock, intl};
use crate::route::Route;
use crate::session::{Desk, forms};
use crate::text::{Language, common, failure, fill, surveys as words, t};
use crate::ui::{Empty, Icon, icon};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{Channel, RecordId, Value};
use replica::{Consent, Op, Respond};
use std::collections::BTreeSet;
use survey::{Draft, Form};
use wasm_bindgen_futures::spawn_local;

/// Where the survey stands.
#[derive(Clone)]
enum Stage {
    Loading,
    Missing(crate::text::Label),
    Asking(Box<(Form, Draft)>),
    Thanks(Option<RecordId>, Language),
}

/// The survey of a draft.
#[component]
pub fn Take(
    /// Which draft.
    draft: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let stage = RwSignal::new_local(Stage::Loading);
    spawn_local(async move {
        let open = desk.open();
        let found = match open.draft(&draft_name(draft)).await {
            None => Stage::Missing(words::GONE),
            Some(bytes) => {
                let form = Draft::from_bytes(&bytes)
                    .ok()
                    .and_then(|d| forms::form(&open.replica().borrow(), d.form));
                match form.and_then(|form| Some((Draft::resume(&bytes, &form).ok()?, form))) {
                    Some((draft, form)) => Stage::Asking(Box::new((form, draft))),
                    None => Stage::Missing(words::CHANGED),
                }
            }
        };
        let _ = stage.try_set(found);
    });
    view! {
        <main id="content" class="take">
            {move || match stage.get() {
                Stage::Loading => view! { <p class="quiet" role="status">{t(common::LOADING)}</p> }.into_any(),
                Stage::Missing(label) => view! {
                    <h1 class="visually-hidden">{t(common::SURVEYS)}</h1>
                    <Empty picture=Icon::Survey title=Signal::derive(move || t(common::SURVEYS)().to_owned())
                        text=Signal::derive(move || t(label)().to_owned())>
                        <a class="button primary" href=Route::Surveys.path()>{t(words::TO_SURVEYS)}</a>
                    </Empty>
                }
                .into_any(),
                Stage::Asking(asking) => {
                    let (form, started) = *asking;
                    view! { <Asking id=draft form=form started=started stage=stage /> }.into_any()
                }
                Stage::Thanks(subject, tongue) => thanks(subject, tongue),
            }}
        </main>
    }
    .into_any()
}

fn thanks(subject: Option<RecordId>, tongue: Language) -> AnyView {
    let back = subject.map_or(Route::Surveys, Route::Customer);
    view! {
        <div class="thanks" lang=tongue.tag() id="thanks">
            <span class="thanks-mark">{icon(Icon::Check)}</span>
            <h1>{words::THANKS.of(tongue)}</h1>
            <p>{words::THANKS_TEXT.of(tongue)}</p>
            <a class="button primary large" id="done" href=back.path()>{words::DONE.of(tongue)}</a>
        </div>
    }
    .into_any()
}

#[component]
fn Asking(
    id: RecordId,
    form: Form,
    started: Draft,
    stage: RwSignal<Stage, LocalStorage>,
) -> impl IntoView {
    let desk = Desk::current();
    let tongue = RwSignal::new(started.language);
    let answers = RwSignal::new(started.answers.clone());
    let page = RwSignal::new(started.page);
    let wrong = RwSignal::new(BTreeSet::<u16>::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let form = StoredValue::new(form);
    let started = StoredValue::new(started);
    let navigate = StoredValue::new_local(use_navigate());

    let current = move || {
        let mut draft = started.get_value();
        draft.answers = answers.get_untracked();
        draft.page = page.get_untracked();
        draft.language = tongue.get_untracked();
        draft
    };
    let keep = move || {
        let bytes = current().to_bytes();
        let open = desk.open();
        spawn_local(async move {
            if let Err(why) = open.keep_draft(&draft_name(id), &bytes).await {
                let _ = error.try_set(Some(failure::words(&why)));
            }
        });
    };
    let on_answer = Callback::new(move |(no, value): (u16, Value)| {
        answers.update(|all| all.set(no, value));
        wrong.update(|all| {
            all.remove(&no);
        });
        keep();
    });
    Effect::new(move |before: Option<Language>| {
        let now = tongue.get();
        if before.is_some_and(|before| before != now) {
            keep();
        }
        now
    });
    let visible = Memo::new(move |_| {
        let answers = answers.get();
        form.with_value(|form| {
            form.visible_pages(&answers)
                .into_iter()
                .map(|p| {
                    (
                        p.index,
                        p.questions.iter().map(|q| q.no).collect::<Vec<u16>>(),
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    let here = Memo::new(move |_| {
        let now = page.get();
        visible.with(|pages| pages.iter().find(|(index, _)| *index == now).cloned())
    });
    let place = move || {
        let now = page.get();
        visible.with(|pages| {
            let at = pages
                .iter()
                .position(|(index, _)| *index == now)
                .unwrap_or(0)
                + 1;
            (at, pages.len())
        })
    };
    // What on this page is wrong: required and blank, or not an answer to the question.
    let check = move || {
        let shown = here.get_untracked().map(|(_, nos)| nos).unwrap_or_default();
        let bad: BTreeSet<u16> = form.with_value(|form| {
            answers.with_untracked(|answers| {
                shown
                    .into_iter()
                    .filter(|no| {
                        let blank = Value::Nothing;
                        let given = answers.get(*no).unwrap_or(&blank);
                        form.question(*no)
                            .is_some_and(|q| survey::check(q, given).is_err())
                    })
                    .collect()
            })
        });
        let good = bad.is_empty();
        wrong.set(bad);
        good
    };
    let turn = move |to: Option<usize>| {
        if let Some(to) = to {
            page.set(to);
            wrong.set(BTreeSet::new());
            keep();
            if let Some(window) = crate::platform::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    };
    let next = move |_| {
        if check() {
            turn(form.with_value(|f| f.next_page(page.get_untracked(), &answers.get_untracked())));
        }
    };
    let previous = move |_| {
        turn(form.with_value(|f| f.previous_page(page.get_untracked(), &answers.get_untracked())));
    };
    let finish = move |_| {
        if busy.get_untracked() || !check() {
            return;
        }
        let given = form.with_value(|f| f.complete(&answers.get_untracked()));
        let given = match given {
            Ok(given) => given,
            Err(missing) => {
                // Something on an earlier page: go there and show it.
                let first = missing.first().copied();
                let to = visible.with_untracked(|pages| {
                    pages
                        .iter()
                        .find(|(_, nos)| nos.iter().any(|no| Some(*no) == first))
                        .map(|(i, _)| *i)
                });
                turn(to);
                wrong.set(missing.into_iter().collect());
                return;
            }
        };
        busy.set(true);
        let draft = current();
        spawn_local(async move {
            let open = desk.open();
            let respond = respond(id, &draft, given);
            let subject = draft.subject;
            let saved = open
                .save(Channel::Visit, vec![Op::Respond(Box::new(respond))])
                .await;
            match saved {
                Ok(()) => {
                    open.drop_draft(&draft_name(id)).await;
                    let _ = stage.try_set(Stage::Thanks(subject, draft.language));
                }
                Err(why) => {
                    error.set(Some(failure::words(&why)));
                    busy.set(false);
                }
            }
        });
    };
    let pause = move |_| {
        keep();
        navigate.with_value(|go| go(&Route::Surveys.path(), Default::default()));
    };
    let questions = move || {
        let (_, nos) = here.get()?;
        Some(form.with_value(|form| {
            nos.iter()
                .filter_map(|no| form.question(*no))
                .map(|q| {
                    let no = q.no;
                    let wrong = Signal::derive(move || wrong.with(|all| all.contains(&no)));
                    question(q, tongue, answers, wrong, on_answer)
                })
                .collect_view()
        }))
    };
    let title = move || form.with_value(|f| f.title.of(tongue.get()).to_owned());
    let intro = move || form.with_value(|f| f.intro.of(tongue.get()).to_owned());
    let first = move || place().0 == 1;
    let last = move || {
        let (at, total) = place();
        at == total
    };
    let progress = Memo::new(move |_| {
        let p = form.with_value(|f| f.progress(&answers.get()));
        (p.answered, p.total)
    });
    view! {
        <div class="taking" lang=move || tongue.get().tag()>
            <header class="take-head">
                <div class="row spread">
                    <h1>{title}</h1>
                    <div class="row">
                        {tongues(tongue)}
                        <button type="button" id="pause" class="button" on:click=pause>{say(words::PAUSE, tongue)}</button>
                    </div>
                </div>
                <progress class="progress" prop:max=move || f64::from(u32::try_from(progress.get().1.max(1)).unwrap_or(1))
                    prop:value=move || f64::from(u32::try_from(progress.get().0).unwrap_or(0))
                    aria-label=move || fill(words::PROGRESS.of(tongue.get()), &[("done", &progress.get().0.to_string()), ("total", &progress.get().1.to_string())])></progress>
                <p class="small quiet">{move || {
                    let (at, total) = place();
                    let number = |n: usize| intl::count(tongue.get(), n);
                    fill(words::PAGE_OF.of(tongue.get()), &[("n", &number(at)), ("total", &number(total))])
                }}</p>
            </header>
            {move || first().then(|| view! { <p class="take-intro">{intro}</p> })}
            <div class="questions">{questions}</div>
            <div role="alert">
                {move || (!wrong.with(BTreeSet::is_empty)).then(|| view! { <p class="notice bad">{icon(Icon::Warning)}{say(words::MISSING, tongue)}</p> })}
                {move || error.get().map(|words| view! { <p class="notice bad">{icon(Icon::Warning)}{words}</p> })}
            </div>
            <div class="take-foot">
                <button type="button" id="previous" class="button large" hidden=first on:click=previous>{icon(Icon::Back)}{say(words::PREVIOUS, tongue)}</button>
                <span class="grow"></span>
                <button type="button" id="next" class="button primary large" hidden=last on:click=next>{say(words::NEXT, tongue)}{icon(Icon::Forward)}</button>
                <button type="button" id="finish" class="button primary large" hidden=move || !last() aria-disabled=move || busy.get().to_string() on:click=finish>
                    {icon(Icon::Check)}{move || if busy.get() { say(words::FINISHING, tongue)() } else { say(words::FINISH, tongue)() }}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The response. It takes the draft's id, so that finishing twice is still one response.
fn respond(id: RecordId, draft: &Draft, answers: Vec<(u16, Value)>) -> Respond {
    Respond {
        id,
        form: draft.form,
        version: draft.version,
        subject: draft.subject,
        taken_at: clock::now(),
        consent: draft.consent.map(|agreed| Consent {
            notice: agreed.notice,
            language: agreed.language,
            at: agreed.at,
        }),
        supersedes: draft.supersedes,
        answers,
    }
}
