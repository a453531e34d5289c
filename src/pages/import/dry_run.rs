//! What would come of the file: counts first, then which fields change, who looks like somebody,
//! and what would not be taken. Nothing is written before the person says go.

use super::already::Alike;
use super::look::Looked;
use super::refused::Refused;
use super::work::{Step, Work};
use super::{Head, Trouble, words};
use crate::text::{self, Label, count, fill, filled, import as labels, language, t};
use crate::ui::{Icon, Wait, icon};
use leptos::prelude::*;
use std::rc::Rc;

/// The third step.
#[component]
pub fn DryRun(
    /// The import in hand.
    work: Work,
) -> impl IntoView {
    let busy = move || work.current.get().is_some();
    view! {
        <section class="stack" id="import-dry-run">
            <Head no=3 title=labels::LOOK_TITLE focus=true />
            <p class="measure">{t(labels::LOOK_LEAD)}</p>
            <Trouble work=work />
            {move || match work.looked.get() {
                None => view! { <Looking work=work /> }.into_any(),
                Some(looked) => view! { <Shown work=work looked=looked /> }.into_any(),
            }}
            <div class="import-go">
                <div></div>
                <div class="buttons">
                    <button type="button" id="import-run" class="button primary"
                        disabled=move || work.looked.with(Option::is_none) || busy() on:click=move |_| work.run()>
                        {icon(Icon::Import)}{t(labels::RUN)}
                    </button>
                    <button type="button" id="import-back" class="button" on:click=move |_| {
                        work.cancel();
                        work.looking.set(None);
                        work.step.set(Step::Mapping);
                    }>
                        {icon(Icon::Back)}{t(labels::BACK_TO_COLUMNS)}
                    </button>
                </div>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Looking(work: Work) -> impl IntoView {
    let told = Signal::derive(move || filled(labels::LOOKING, &[("file", &work.name())]));
    let share = Signal::derive(move || work.looking.get().unwrap_or(1.0));
    view! {
        <div class="card stack-s">
            <Wait words=told share=share />
            <div class="buttons">
                <button type="button" id="import-cancel" class="button" on:click=move |_| work.cancel()>
                    {icon(Icon::Close)}{t(labels::STOP)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// One count.
pub fn figure(label: Label, n: usize) -> AnyView {
    view! { <div><dt>{t(label)}</dt><dd class="figure">{move || count(n)}</dd></div> }.into_any()
}

#[component]
fn Shown(work: Work, looked: Rc<Looked>) -> impl IntoView {
    let tally = looked.tally.clone();
    let refused = looked.refused.total;
    let some = |label: Label, n: usize| (n > 0).then(|| figure(label, n));
    let kind = untrack(|| work.register());
    let fields: Vec<_> = kind
        .fields
        .iter()
        .filter_map(|field| {
            let n = *tally.fields.get(&field.no)?;
            let label = field.label;
            Some(view! {
                <tr><th scope="row">{t(label)}</th><td class="number">{move || count(n)}</td></tr>
            })
        })
        .collect();
    let changes = !fields.is_empty();
    let reasons: Vec<_> = tally
        .reasons
        .iter()
        .map(|(reason, n)| {
            let (label, n) = (crate::text::duplicates::reason(*reason), *n);
            view! { <li>{move || filled(labels::REASON_COUNT, &[("reason", label.of(language())), ("n", &count(n))])}</li> }
        })
        .collect();
    let alike = tally.alike;
    view! {
        <div class="card stack" id="import-looked" data-made=tally.made.to_string() data-changed=tally.changed.to_string()
            data-same=tally.same.to_string() data-known=tally.known.to_string() data-alike=alike.to_string()
            data-passed=tally.passed.to_string() data-owners=tally.owners.to_string()
            data-refused=refused.to_string()>
            <dl class="figures">
                {figure(labels::MADE, tally.made)}
                {figure(labels::CHANGED, tally.changed)}
                {some(labels::SAME, tally.same)}
                {figure(labels::SKIPPED, tally.skipped())}
                {figure(labels::REFUSED, refused)}
                {some(labels::OWNERS, tally.owners)}
                {some(labels::RESPONSES, tally.responses)}
                {some(labels::ANSWERS, tally.answers)}
            </dl>
        </div>
        {changes.then(|| view! {
            <section class="stack-s">
                <h3>{t(labels::FIELDS_TITLE)}</h3>
                <div class="table-frame" role="region" tabindex="0" aria-label=t(labels::FIELDS_TITLE)>
                    <table class="table" id="import-fields">
                        <thead><tr>
                            <th scope="col">{t(labels::FIELD_HEAD)}</th>
                            <th scope="col" class="number">{t(labels::FIELD_COUNT)}</th>
                        </tr></thead>
                        <tbody>{fields}</tbody>
                    </table>
                </div>
            </section>
        })}
        {(alike > 0).then(|| view! {
            <section class="card stack-s" id="import-likeness">
                <h3>{move || words::some(alike, labels::ALIKE_ONE, labels::ALIKE_MANY)}</h3>
                <p class="small quiet measure">{t(labels::ALIKE_TEXT)}</p>
                <ul class="reasons">{reasons}</ul>
                <div class="one-field"><Alike work=work /></div>
            </section>
        })}
        {(refused > 0).then(|| view! { <Wrong work=work looked=looked /> })}
    }
    .into_any()
}

/// The first rows that would not be taken, one by one.
#[component]
fn Wrong(work: Work, looked: Rc<Looked>) -> impl IntoView {
    let refused = &looked.refused;
    let (total, told) = (refused.total, refused.first.len());
    let rows: Vec<_> = refused
        .first
        .iter()
        .map(|place| {
            let (line, why) = (place.line, place.why);
            let name = place.column.map(|at| refused.name(at).to_owned());
            view! {
                <tr>
                    <th scope="row" class="number">{line.to_string()}</th>
                    <td><bdi>{name}</bdi></td>
                    <td>{move || words::why(why)}</td>
                </tr>
            }
        })
        .collect();
    let held = StoredValue::new_local(looked);
    view! {
        <section class="stack-s">
            <h3>{move || words::some(total, labels::WRONG_ONE, labels::WRONG_MANY)}</h3>
            <p class="small quiet measure">
                {t(labels::WRONG_TEXT)}
                {move || (told < total).then(|| [" ", &filled(labels::WRONG_FIRST, &[("n", &count(told))])].concat())}
            </p>
            <div class="table-frame" role="region" tabindex="0" aria-label=t(labels::REFUSED_TITLE)>
                <table class="table" id="import-wrong-rows">
                    <thead><tr>
                        <th scope="col" class="number">{t(labels::LINE_HEAD)}</th>
                        <th scope="col">{t(labels::COLUMN_HEAD)}</th>
                        <th scope="col">{t(labels::REASON_HEAD)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="buttons">
                <button type="button" id="import-refused-download" class="button" on:click=move |_| {
                    held.with_value(|looked| hand_out(&looked.refused, &untrack(|| work.name())));
                }>
                    {icon(Icon::Download)}{t(labels::REFUSED_DOWNLOAD)}
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// Hands the refused rows out, under the name of the file they come from.
pub fn hand_out(refused: &Refused, file: &str) {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    refused.download(&fill(text::now(labels::REFUSED_FILE), &[("file", stem)]));
}
