//! What came of an import: how much came in, what did not and why, and the ways on and back.

use super::dry_run::{figure, hand_out};
use super::refused::Refused;
use super::run::Outcome;
use super::work::{Step, Undoable, Work};
use super::{Head, Trouble, words};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{Label, count, filled, import as labels, t};
use crate::ui::{Icon, Wait, icon};
use leptos::prelude::*;
use std::rc::Rc;

/// How many reasons are listed.
const REASONS: usize = 20;

/// The last step.
#[component]
pub fn Done(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    move || {
        let outcome = work.done.get()?;
        Some(view! { <Shown work=work outcome=outcome /> })
    }
}

#[component]
fn Shown(work: Work, outcome: Rc<Outcome>) -> impl IntoView {
    let (tally, refused) = (outcome.tally.clone(), outcome.refused.total);
    let (title, said) = match &outcome.broken {
        None => (labels::DONE_TITLE, None),
        Some(words::Trouble::Stopped) => (labels::STOPPED_TITLE, Some(labels::STOPPED_TEXT)),
        Some(_) => (labels::BROKEN_TITLE, Some(labels::BROKEN_TEXT)),
    };
    let why = outcome.broken.clone();
    let why = why.filter(|why| *why != words::Trouble::Stopped);
    let record = outcome.record;
    let undoable = Undoable {
        record,
        batch: Some(outcome.batch),
        file: outcome.file.clone(),
    };
    let some = |label: Label, n: usize| (n > 0).then(|| figure(label, n));
    let kind = Desk::current().open().kind(outcome.kind);
    let place = kind
        .filter(|_| tally.taken() > 0)
        .map(|kind| (Route::all(kind).path(), kind.plural));
    let skipped = tally.skipped();
    let whole = said.is_none() && refused == 0 && skipped == 0;
    let drivers = outcome.form.filter(|_| tally.responses > 0);
    let undoing = move || work.undoing.get().filter(|(which, _)| *which == record);
    view! {
        <section class="card stack" id="import-done" data-people=tally.made.to_string()
            data-changed=tally.changed.to_string() data-same=tally.same.to_string() data-skipped=skipped.to_string()
            data-owners=tally.owners.to_string() data-responses=tally.responses.to_string() data-answers=tally.answers.to_string()
            data-refused=refused.to_string()>
            <Head no=5 title=title focus=true />
            <p><bdi>{outcome.file.clone()}</bdi></p>
            {why.map(|why| view! {
                <div class="notice bad" role="alert">{icon(Icon::Warning)}<p>{move || words::trouble(&why)}</p></div>
            })}
            {said.map(|said| view! { <div class="notice warn">{icon(Icon::Warning)}<p>{t(said)}</p></div> })}
            {whole.then(|| view! { <div class="notice good">{icon(Icon::Check)}<p>{t(labels::ALL_TAKEN)}</p></div> })}
            <Trouble work=work />
            <dl class="figures">
                {figure(labels::MADE, tally.made)}
                {some(labels::CHANGED, tally.changed)}
                {some(labels::SAME, tally.same)}
                {some(labels::SKIPPED, skipped)}
                {some(labels::OWNERS, tally.owners)}
                {some(labels::RESPONSES, tally.responses)}
                {some(labels::ANSWERS, tally.answers)}
                {figure(labels::REFUSED, refused)}
            </dl>
            {move || match undoing() {
                Some((_, share)) => view! {
                    <Wait words=Signal::derive(move || t(labels::UNDOING)().to_owned()) share=Signal::derive(move || share) />
                }
                .into_any(),
                None => {
                    let undoable = undoable.clone();
                    view! {
                        <div class="buttons">
                            {drivers.map(|form| view! {
                                <a class="button primary" id="import-drivers" href=Route::Drivers(Some(form)).path()>{t(labels::SEE_DRIVERS)}</a>
                            })}
                            {place.clone().map(|(path, plural)| view! {
                                <a class="button" id="import-records" href=path>{move || {
                                    filled(labels::SEE_RECORDS, &[("records", &crate::text::within(plural))])
                                }}</a>
                            })}
                            <button type="button" class="button" on:click=move |_| work.step.set(Step::Choose)>{t(labels::OTHER_FILE)}</button>
                            <button type="button" id="import-undo" class="button danger" on:click=move |_| work.ask(undoable.clone())>
                                {icon(Icon::History)}{t(labels::UNDO_ALL)}
                            </button>
                        </div>
                    }
                    .into_any()
                }
            }}
        </section>
        {(refused > 0).then(|| view! { <NotTaken outcome=outcome /> })}
    }
    .into_any()
}

#[component]
fn NotTaken(outcome: Rc<Outcome>) -> impl IntoView {
    let rows: Vec<_> = rows(&outcome.refused);
    let held = StoredValue::new_local(outcome);
    let download = move |_| {
        held.with_value(|outcome| hand_out(&outcome.refused, &outcome.file));
    };
    view! {
        <section class="stack">
            <h2>{t(labels::REFUSED_TITLE)}</h2>
            <div class="table-frame" role="region" tabindex="0" aria-label=t(labels::REFUSED_TITLE)>
                <table class="table" id="import-refused">
                    <thead>
                        <tr>
                            <th scope="col">{t(labels::REASON_HEAD)}</th>
                            <th scope="col">{t(labels::COLUMN_HEAD)}</th>
                            <th scope="col" class="number">{t(labels::ROWS_HEAD)}</th>
                            <th scope="col">{t(labels::LINES_HEAD)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="small quiet measure">{t(labels::REFUSED_HINT)}</p>
            <div class="buttons">
                <button type="button" id="import-refused-download" class="button" on:click=download>
                    {icon(Icon::Download)}{t(labels::REFUSED_DOWNLOAD)}
                </button>
            </div>
        </section>
    }
    .into_any()
}

fn rows(refused: &Refused) -> Vec<impl IntoView + use<>> {
    let groups: Vec<_> = refused.groups.iter().collect();
    let groups = crate::order::highest_first(groups, |group| {
        i64::try_from(group.count).unwrap_or(i64::MAX)
    });
    groups
        .into_iter()
        .take(REASONS)
        .map(|group| {
            let name = group.column.map(|at| refused.name(at).to_owned());
            let (reason, all) = (group.reason, group.count);
            let lines: Vec<String> = group.lines.iter().map(u32::to_string).collect();
            let more = group.count > group.lines.len();
            let lines = move || {
                let list = lines.join(t(labels::LIST_COMMA)());
                if more {
                    filled(labels::LINES_MORE, &[("list", &list)])
                } else {
                    list
                }
            };
            view! {
                <tr>
                    <th scope="row">{move || words::why(reason)}</th>
                    <td><bdi>{name}</bdi></td>
                    <td class="number">{move || count(all)}</td>
                    <td>{lines}</td>
                </tr>
            }
        })
        .collect()
}
