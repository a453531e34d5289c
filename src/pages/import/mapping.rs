//! Saying what each column is: how the file was read, a card for each column, the first rows, by
//! what known records are found, and what will come in.

use super::already::Already;
use super::cards::Card;
use super::choose::Scanning;
use super::draft;
use super::reading::ReadAs;
use super::register::IntoRegister;
use super::scan::Seen;
use super::words::size;
use super::work::{Step, Work};
use super::{Head, Trouble, words};
use crate::platform::{clock, intl};
use crate::session::Desk;
use crate::text::{count, filled, import as labels, language, t};
use crate::ui::{Icon, TextField, icon};
use exchange::Use;
use leptos::prelude::*;
use model::{CUSTOMER, IMPORT, customer, import};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Above this many rows a small tablet may become slow.
const MANY: u64 = 300_000;

/// How many cards are drawn at once.
const CARDS: usize = 4;

/// The second step.
#[component]
pub fn Mapping(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let lead = move || {
        work.seen.with(|seen| {
            let profile = &seen.as_ref()?.profile;
            let (rows, columns) = (count(size(profile.rows)), count(profile.columns.len()));
            let blanks = [("file", work.name()), ("rows", rows), ("columns", columns)];
            let blanks: Vec<(&str, &str)> = blanks
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            Some(filled(labels::COLUMNS_LEAD, &blanks))
        })
    };
    let asks = Memo::new(move |_| work.plan().questions().next().is_some());
    view! {
        <section class="stack">
            <Head no=2 title=labels::COLUMNS_TITLE focus=true />
            <p class="measure">{lead}</p>
            <Trouble work=work />
            <Notices work=work />
            <div class="form-grid">
                <IntoRegister work=work id="import-register" />
                {move || asks.get().then(|| view! {
                    <TextField id="import-title" label=Signal::derive(move || t(labels::SURVEY_NAME)().to_owned())
                        hint=Signal::derive(move || t(labels::SURVEY_NAME_HINT)().to_owned()) value=work.title />
                })}
                // Drawn anew with each look-through: the encoding may have been corrected.
                {move || {
                    work.scan_no.track();
                    view! { <ReadAs work=work /> }
                }}
            </div>
            {move || {
                if work.scanning.with(Option::is_some) {
                    return view! { <Scanning work=work /> }.into_any();
                }
                match work.seen.get() {
                    Some(seen) => view! { <Found work=work seen=seen /> }.into_any(),
                    None => view! {
                        <div class="buttons"><Other work=work /></div>
                    }
                    .into_any(),
                }
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Other(work: Work) -> impl IntoView {
    view! {
        <button type="button" id="import-other" class="button" on:click=move |_| work.step.set(Step::Choose)>
            {icon(Icon::Back)}{t(labels::OTHER_FILE)}
        </button>
    }
    .into_any()
}

/// What one should know before going on.
#[component]
fn Notices(work: Work) -> impl IntoView {
    let desk = Desk::current();
    let earlier = Memo::new(move |_| {
        desk.track_others();
        let name = work.name();
        desk.read(|replica| {
            let rows = replica.table(IMPORT.no)?.rows();
            let mut same = rows.filter(|row| row.text(import::FILE) == Some(name.as_str()));
            let row = same.next_back()?;
            let (stamp, _) = replica.created(IMPORT.no, row.id())?;
            i64::try_from(stamp.ms()).ok()
        })
    });
    let notice = |words: String| {
        view! { <div class="notice warn">{icon(Icon::Warning)}<p>{words}</p></div> }
    };
    view! {
        {move || {
            let date = intl::moment(language(), work.recalled.get()?);
            Some(view! {
                <div class="notice" id="import-recalled">
                    {icon(Icon::History)}
                    <div class="stack-s">
                        <p>{filled(labels::RECALLED, &[("date", &date)])}</p>
                        <div class="buttons">
                            <button type="button" id="import-forget" class="button" on:click=move |_| work.forget()>{t(labels::FORGET)}</button>
                        </div>
                    </div>
                </div>
            })
        }}
        {move || work.retried.get().then(|| notice(filled(labels::RETRIED, &[])))}
        {move || {
            let date = intl::moment(language(), earlier.get()?);
            Some(notice(filled(labels::SAME_NAME, &[("date", &date)])))
        }}
        {move || {
            let uneven = work.seen.with(|seen| seen.as_ref().map_or(0, |seen| seen.profile.uneven));
            (uneven > 0).then(|| {
                notice(words::some(size(uneven), labels::UNEVEN_ONE, labels::UNEVEN_MANY))
            })
        }}
        {move || {
            let rows = work.seen.with(|seen| seen.as_ref().map_or(0, |seen| seen.profile.rows));
            (rows > MANY).then(|| notice(filled(labels::MANY, &[])))
        }}
    }
    .into_any()
}

#[component]
fn Found(work: Work, seen: Rc<Seen>) -> impl IntoView {
    let wrong = Memo::new(move |_| work.check().err());
    let columns = StoredValue::new(seen.profile.columns.clone());
    let all = seen.profile.columns.len();
    // A few cards at a time, so that a wide file does not hold the page up.
    let shown = RwSignal::new(CARDS.min(all));
    spawn_local(async move {
        let mut drawn = shown.try_get_untracked();
        while let Some(some) = drawn.filter(|some| *some < all) {
            clock::breathe().await;
            let more = (some + CARDS).min(all);
            drawn = shown.try_set(more).is_none().then_some(more);
        }
    });
    let card = move |at: usize| {
        let column = columns.with_value(|columns| columns.get(at).cloned());
        view! { <Card work=work at=at column=column.unwrap_or_default() wrong=wrong /> }
    };
    let summary = {
        let seen = StoredValue::new_local(seen.clone());
        move || seen.with_value(|seen| summary(work, seen))
    };
    let anonymous = move || wrong.get().is_none() && !somebody(work);
    let busy = move || work.current.get().is_some();
    view! {
        <ol class="import-columns" aria-label=t(labels::COLUMN_LIST)>
            <For each=move || 0..shown.get() key=|at| *at children=card />
        </ol>
        <Preview seen=seen />
        <Already work=work />
        <div class="import-go">
            <div class="stack-s" aria-live="polite">
                {move || match wrong.get() {
                    None => view! { <p>{summary()}</p> }.into_any(),
                    Some(error) => {
                        let (column, why) = words::plan(error, work.register());
                        let why = if column.is_some() { filled(labels::FIX_FIRST, &[]) } else { why };
                        view! { <p class="notice bad" id="import-wrong">{icon(Icon::Warning)}<span>{why}</span></p> }
                            .into_any()
                    }
                }}
                {move || anonymous().then(|| view! { <p class="small quiet">{t(labels::ANONYMOUS)}</p> })}
            </div>
            <div class="buttons">
                <button type="button" id="import-look" class="button primary"
                    disabled=move || wrong.get().is_some() || busy() on:click=move |_| work.look()>
                    {t(labels::LOOK)}{icon(Icon::Forward)}
                </button>
                <button type="button" id="import-run" class="button"
                    disabled=move || wrong.get().is_some() || busy() on:click=move |_| work.run()>
                    {icon(Icon::Import)}{t(labels::RUN_NOW)}
                </button>
                <Other work=work />
            </div>
        </div>
    }
    .into_any()
}

/// Whether rows are records, and not answers of nobody in particular.
fn somebody(work: Work) -> bool {
    let plan = work.plan();
    let kind = work.register();
    let named = |no| plan.columns.contains(&Use::Field(no));
    kind.no != CUSTOMER.no || plan.names() || named(customer::NAME) || named(customer::NUMBER)
}

/// About how much will come in.
fn summary(work: Work, seen: &Seen) -> String {
    let plan = work.plan();
    let rows = size(seen.profile.rows.saturating_sub(seen.profile.uneven));
    let answers = size(draft::answers(&plan, &seen.profile.columns));
    let mut what = Vec::new();
    if somebody(work) {
        what.push(words::records(work.kind.get(), rows));
    } else {
        what.push(words::responses(rows));
    }
    if plan.questions().next().is_some() {
        what.push(words::answers(answers));
    }
    let what = what.join(t(labels::AND)());
    filled(labels::WILL_COME, &[("what", &what)])
}

#[component]
fn Preview(seen: Rc<Seen>) -> impl IntoView {
    let shown = seen.rows.len();
    let opened = RwSignal::new(false);
    let seen = StoredValue::new_local(seen);
    view! {
        <details class="import-preview" on:toggle=move |_| opened.set(true)>
            <summary>{move || filled(labels::PREVIEW, &[("n", &count(shown))])}</summary>
            <div class="table-frame" role="region" tabindex="0" aria-label=t(labels::PREVIEW_LABEL)>
                {move || opened.get().then(|| seen.with_value(|seen| first_rows(seen)))}
            </div>
        </details>
    }
    .into_any()
}

fn first_rows(seen: &Seen) -> AnyView {
    let head: Vec<_> = seen
        .profile
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let (name, blank) = (column.name.clone(), column.name.is_empty());
            let no = move || blank.then(|| filled(labels::COLUMN_NO, &[("n", &count(at + 1))]));
            view! { <th scope="col" dir="auto">{name}{no}</th> }
        })
        .collect();
    let rows: Vec<_> = seen
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row
                .iter()
                .map(|cell| view! { <td dir="auto">{cell.clone()}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <table class="table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
    }
    .into_any()
}
