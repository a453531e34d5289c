//! Beginning a survey: who answers, which survey, and consent to the words that are shown.

use super::draft_name;
use crate::platform::{clock, random};
use crate::register::{cell, lens, lens_now, may_write, title};
use crate::route::Route;
use crate::session::{Desk, Failure, forms};
use crate::text::{Language, common, failure, language, surveys as words, t};
use crate::ui::{Empty, Icon, icon};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{CUSTOMER, Channel, NOTICE, RecordId, Value, customer as fields, notice};
use replica::Op;
use survey::{Agreed, Draft, Form, Role};
use wasm_bindgen_futures::spawn_local;

/// How many customers are offered while typing.
const OFFERED: usize = 8;

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Unknown,
    Customer(RecordId),
    Anonymous,
}

/// The way to the first question, for who may write down what a customer answers.
#[component]
pub fn Start(
    /// The customer, when one comes from their profile.
    customer: Option<RecordId>,
) -> impl IntoView {
    let desk = Desk::current();
    let may = Memo::new(move |_| may_write(desk, &CUSTOMER));
    move || {
        if may.get() {
            return view! { <Begin customer=customer /> }.into_any();
        }
        let text = |label| Signal::derive(move || t(label)().to_owned());
        view! {
            <div class="page narrow">
                <div class="page-head"><h1 class="grow">{t(words::START_TITLE)}</h1></div>
                <Empty picture=Icon::Lock title=text(common::MAY_NOT) text=text(common::MAY_NOT_HINT) />
            </div>
        }
        .into_any()
    }
}

#[component]
fn Begin(customer: Option<RecordId>) -> impl IntoView {
    let desk = Desk::current();
    let asked = use_query_map().with_untracked(|query| query.get("form"));
    let who = RwSignal::new(customer.map_or(Who::Unknown, Who::Customer));
    let which = RwSignal::new(asked.and_then(|id| id.parse::<RecordId>().ok()));
    let tongue = RwSignal::new(crate::text::language_now());
    let agreed = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    // Another survey or another customer is another consent.
    Effect::new(move |before: Option<()>| {
        which.track();
        who.track();
        if before.is_some() {
            agreed.set(false);
        }
    });
    let hand_over = move |_| {
        tried.set(true);
        let (who, Some(form_id), true) = (
            who.get_untracked(),
            which.get_untracked(),
            agreed.get_untracked(),
        ) else {
            return;
        };
        if busy.get_untracked() || who == Who::Unknown {
            return;
        }
        let Some(form) = desk.read(|replica| forms::form(replica, form_id)) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let subject = if let Who::Customer(id) = who {
                Some(id)
            } else {
                None
            };
            match begin(desk, &form, subject, tongue.get_untracked()).await {
                Ok(id) => {
                    let path = Route::TakeSurvey(id).path();
                    navigate.with_value(|go| go(&path, Default::default()));
                }
                Err(why) => {
                    error.set(Some(failure::words(&why)));
                    busy.set(false);
                }
            }
        });
    };
    let back = customer.map_or(Route::Surveys, Route::Customer);
    let missing = move || {
        if !tried.get() {
            return None;
        }
        let label = if who.get() == Who::Unknown {
            words::NEEDS_WHO
        } else if which.get().is_none() {
            words::NEEDS_WHICH
        } else if !agreed.get() {
            words::CONSENT_MISSING
        } else {
            return error.get();
        };
        Some(t(label)().to_owned())
    };
    view! {
        <div class="page narrow">
            <div class="page-head">
                <a class="button plain icon-only" href=back.path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
                <h1 class="grow">{t(words::START_TITLE)}</h1>
            </div>
            <section class="card stack-s" aria-labelledby="who-title">
                <h2 id="who-title">{t(words::WHO)}</h2>
                <WhoAnswers who=who />
            </section>
            <section class="card stack-s" aria-labelledby="which-title">
                <h2 id="which-title">{t(words::WHICH)}</h2>
                <WhichSurvey which=which />
            </section>
            {move || which.get().and_then(|id| desk.read(|replica| forms::form(replica, id))).map(|form| view! {
                <section class="card stack-s" aria-labelledby="consent-title">
                    <div class="row spread">
                        <h2 id="consent-title">{t(words::CONSENT)}</h2>
                        {tongues(tongue)}
                    </div>
                    <p class="small quiet">{t(words::CONSENT_HINT)}</p>
                    <blockquote class="consent" lang=move || tongue.get().tag()>
                        {move || survey::consent_text(&form, None).of(tongue.get()).to_owned()}
                    </blockquote>
                    <label class="check">
                        <input id="consent-given" type="checkbox" prop:checked=move || agreed.get()
                            on:change=move |ev| agreed.set(event_target_checked(&ev)) />
                        <strong>{t(words::CONSENT_GIVEN)}</strong>
                    </label>
                </section>
            })}
            <div role="alert">
                {move || missing().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}
            </div>
            <div class="buttons">
                <button type="button" id="hand-over" class="button primary large" on:click=hand_over>
                    {t(words::HAND_OVER)}{icon(Icon::Forward)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The customer's language, which may be another than the member's.
pub(super) fn tongues(tongue: RwSignal<Language>) -> AnyView {
    let one = move |which: Language, name: &'static str| {
        view! {
            <button type="button" lang=which.tag() aria-pressed=move || (tongue.get() == which).to_string()
                on:click=move |_| tongue.set(which)>{name}</button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=t(words::CONSENT_LANGUAGE)>
            {one(Language::Zh, "中文")} {one(Language::En, "English")}
        </div>
    }
    .into_any()
}

/// Records the words that were shown and keeps an empty draft.
async fn begin(
    desk: Desk,
    form: &Form,
    subject: Option<RecordId>,
    tongue: Language,
) -> Result<RecordId, Failure> {
    let text = survey::consent_text(form, None).of(tongue).to_owned();
    let purpose = form.purpose.of(tongue).to_owned();
    // The same words have the same id on every device, so they are kept once.
    let hash = blake3::hash(
        [purpose.as_bytes(), &[0], text.as_bytes()]
            .concat()
            .as_slice(),
    );
    let mut id = [0; 16];
    for (slot, byte) in id.iter_mut().zip(hash.as_bytes()) {
        *slot = *byte;
    }
    let record = RecordId::from_hash(id);
    let known = desk.read(|replica| replica.get(NOTICE.no, record).is_some());
    let open = desk.open();
    if !known {
        let kind = NOTICE.no;
        let set = |field, text: &str| Op::Set {
            kind,
            record,
            field,
            value: Value::Text(text.to_owned()),
        };
        let ops = vec![
            Op::Create { kind, record },
            set(notice::PURPOSE, &purpose),
            set(notice::TEXT, &text),
        ];
        open.save(Channel::App, ops).await?;
    }
    let now = clock::now();
    let mut draft = Draft::new(form, subject, now, tongue);
    draft.consent = Some(Agreed {
        notice: record,
        language: tongue,
        at: now,
    });
    if let Some(first) = form.visible_pages(&draft.answers).first() {
        draft.page = first.index;
    }
    let id = random::record_id();
    open.keep_draft(&draft_name(id), &draft.to_bytes()).await?;
    Ok(id)
}

#[component]
fn WhoAnswers(who: RwSignal<Who>) -> impl IntoView {
    let desk = Desk::current();
    let typed = RwSignal::new(String::new());
    let offered = Memo::new(move |_| {
        let wanted = typed.get().trim().to_lowercase();
        desk.track_customers();
        let lens = lens(desk);
        // What is masked is not looked through: nobody can guess it letter by letter.
        let reads = |no| CUSTOMER.field(no).is_some_and(|field| lens.reads(field));
        desk.read(|replica| {
            let rows = replica
                .table(CUSTOMER.no)
                .into_iter()
                .flat_map(|table| table.rows().rev());
            rows.filter(|row| {
                wanted.is_empty()
                    || [fields::NAME, fields::PHONE, fields::EMAIL, fields::NUMBER]
                        .iter()
                        .filter(|f| reads(**f))
                        .any(|f| {
                            row.text(*f)
                                .is_some_and(|text| text.to_lowercase().contains(&wanted))
                        })
            })
            .take(OFFERED)
            .map(|row| {
                let phone = CUSTOMER.field(fields::PHONE);
                let phone = phone.map(|field| cell(replica, field, row, lens));
                (
                    row.id(),
                    title(&CUSTOMER, row, lens),
                    phone.unwrap_or_default(),
                )
            })
            .collect::<Vec<_>>()
        })
    });
    let name = move |id| {
        desk.read(|replica| {
            replica
                .get(CUSTOMER.no, id)
                .map(|row| title(&CUSTOMER, row, lens_now(desk)))
        })
        .unwrap_or_default()
    };
    move || {
        match who.get() {
        Who::Unknown => view! {
            <div class="search">
                {icon(Icon::Search)}
                <input id="who-search" class="input" type="search" autocomplete="off" aria-label=t(words::WHO_SEARCH)
                    placeholder=t(words::WHO_SEARCH) prop:value=move || typed.get()
                    on:input=move |ev| typed.set(event_target_value(&ev)) />
            </div>
            <ul class="offers">
                {move || offered.get().into_iter().map(|(id, name, phone)| view! {
                    <li><button type="button" class="offer" data-customer=id.to_string() on:click=move |_| who.set(Who::Customer(id))>
                        <strong>{name}</strong><span class="small quiet">{phone}</span>
                    </button></li>
                }).collect_view()}
            </ul>
            {move || (offered.with(Vec::is_empty) && !typed.with(String::is_empty)).then(|| view! { <p class="quiet">{t(words::WHO_FOUND_NONE)}</p> })}
            <div class="buttons"><button type="button" id="anonymous" class="button" on:click=move |_| who.set(Who::Anonymous)>{t(words::WHO_NONE)}</button></div>
        }
        .into_any(),
        chosen => {
            let shown = if let Who::Customer(id) = chosen { name(id) } else { t(words::ANONYMOUS)().to_owned() };
            view! {
                <div class="row spread">
                    <strong id="who-chosen">{shown}</strong>
                    <button type="button" class="button" on:click=move |_| who.set(Who::Unknown)>{t(words::WHO_CHANGE)}</button>
                </div>
            }
            .into_any()
        }
    }
    }
}

#[component]
fn WhichSurvey(which: RwSignal<Option<RecordId>>) -> impl IntoView {
    let desk = Desk::current();
    let forms = move || {
        desk.track_responses();
        let mut forms = desk.read(forms::forms);
        // Imported results are for reading, not for asking again.
        forms.retain(|form| form.questions().all(|q| q.role != Role::Predictor));
        forms
    };
    view! {
        <div class="survey-choices" role="radiogroup" aria-labelledby="which-title">
            {move || forms().into_iter().map(|form| {
                let id = form.id;
                let language = language();
                view! {
                    <label class="survey-choice" data-form=id.to_string()>
                        <input type="radio" name="which" prop:checked=move || which.get() == Some(id) on:change=move |_| which.set(Some(id)) />
                        <span><strong>{form.title.of(language).to_owned()}</strong><span class="small quiet">{form.intro.of(language).to_owned()}</span></span>
                    </label>
                }
            }).collect_view()}
        </div>
    }
    .into_any()
}
