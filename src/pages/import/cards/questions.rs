//! What a question, or a tag, needs to know beside its column: scale, yes, no answer, outcome.

use super::change;
use crate::pages::import::draft::Draft;
use crate::pages::import::work::Work;
use crate::text::{Label, common, import as labels, t};
use leptos::prelude::*;

/// A small field of a card.
fn typed(
    id: String,
    label: Label,
    hint: Option<Label>,
    numeric: bool,
    value: impl Fn() -> String + Send + 'static,
    on: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <input id=id type="text" autocomplete="off" inputmode=numeric.then_some("numeric") prop:value=value
                title=hint.map(t) on:input=move |ev| on(event_target_value(&ev)) />
        </div>
    }
    .into_any()
}

/// A rated question.
#[component]
pub fn Rated(
    /// The import in hand.
    work: Work,
    /// Which column, from 0.
    at: usize,
    /// What was said of it.
    draft: Memo<Option<Draft>>,
) -> impl IntoView {
    let read = move |field: fn(&Draft) -> &String| {
        move || draft.with(|d| d.as_ref().map(|d| field(d).clone()).unwrap_or_default())
    };
    view! {
        <div class="scale">
            {typed(format!("column-{at}-low"), labels::LOW, None, true, read(|d| &d.low), move |text| {
                change(work, at, |draft| draft.low = text);
            })}
            {typed(format!("column-{at}-high"), labels::HIGH, None, true, read(|d| &d.high), move |text| {
                change(work, at, |draft| draft.high = text);
            })}
            {typed(format!("column-{at}-missing"), labels::MISSING, Some(labels::MISSING_HINT), false, read(|d| &d.missing), move |text| {
                change(work, at, |draft| draft.missing = text);
            })}
        </div>
        <IsOutcome work=work at=at />
    }
    .into_any()
}

/// A question with two answers.
#[component]
pub fn YesNo(
    /// The import in hand.
    work: Work,
    /// Which column, from 0.
    at: usize,
    /// What was said of it.
    draft: Memo<Option<Draft>>,
    /// The values it has.
    values: StoredValue<Vec<String>>,
) -> impl IntoView {
    let yes = move || draft.with(|d| d.as_ref().map(|d| d.yes.clone()).unwrap_or_default());
    let missing = move || draft.with(|d| d.as_ref().map(|d| d.missing.clone()).unwrap_or_default());
    let now = draft.with_untracked(|d| d.as_ref().map(|d| d.yes.clone()).unwrap_or_default());
    let options: Vec<_> = values
        .get_value()
        .into_iter()
        .map(|value| {
            let selected = value == now;
            let shown = value.clone();
            view! { <option value=value selected=selected>{shown}</option> }
        })
        .collect();
    view! {
        <div class="scale two">
            <div class="field">
                <label for=format!("column-{at}-yes")>{t(labels::YES_VALUE)}</label>
                <select id=format!("column-{at}-yes") prop:value=yes on:change=move |ev| {
                    let value = event_target_value(&ev);
                    change(work, at, |draft| draft.yes = value);
                }>
                    <option value="">{t(common::CHOOSE)}</option>
                    {options}
                </select>
            </div>
            {typed(format!("column-{at}-missing"), labels::MISSING, Some(labels::MISSING_HINT), false, missing, move |text| {
                change(work, at, |draft| draft.missing = text);
            })}
        </div>
        <IsOutcome work=work at=at />
    }
    .into_any()
}

#[component]
fn IsOutcome(work: Work, at: usize) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" id=format!("column-{at}-outcome")
                prop:checked=move || work.outcome.get() == Some(at)
                on:change=move |ev| work.outcome.set(event_target_checked(&ev).then_some(at)) />
            <span>{t(labels::OUTCOME)}</span>
        </label>
    }
    .into_any()
}

/// A tag.
#[component]
pub fn Tagged(
    /// The import in hand.
    work: Work,
    /// Which column, from 0.
    at: usize,
    /// What was said of it.
    draft: Memo<Option<Draft>>,
) -> impl IntoView {
    let prefix = move || draft.with(|d| d.as_ref().map(|d| d.prefix.clone()).unwrap_or_default());
    typed(
        format!("column-{at}-prefix"),
        labels::PREFIX,
        None,
        false,
        prefix,
        move |text| change(work, at, |draft| draft.prefix = text),
    )
}
