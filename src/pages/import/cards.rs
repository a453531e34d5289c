//! The card of one column: what is in it, what it is used as, and what that use needs to know.

use super::draft::{Chosen, Draft};
use super::words;
use super::words::size;
use super::work::Work;
use crate::text::{common, count, decimal, filled, import as labels, t};
use crate::ui::{Icon, icon};
use exchange::{ColumnProfile, MAX_DISTINCT, PlanError};
use leptos::prelude::*;
use model::{CUSTOMER, Label, customer};

/// How many examples are shown.
const EXAMPLES: usize = 3;

/// One column.
#[component]
pub fn Card(
    /// The import in hand.
    work: Work,
    /// Which column, from 0.
    at: usize,
    /// What is in it.
    column: ColumnProfile,
    /// What is wrong with the plan.
    wrong: Memo<Option<PlanError>>,
) -> impl IntoView {
    let draft = Memo::new(move |_| work.drafts.with(|drafts| drafts.get(at).cloned()));
    let used = Memo::new(move |_| draft.with(|d| d.as_ref().map_or(Chosen::Ignore, |d| d.used)));
    let error = Signal::derive(move || {
        let (column, why) = words::plan(wrong.get()?);
        (column == Some(at)).then_some(why)
    });
    let name = column.name.clone();
    let no = move || filled(labels::COLUMN_NO, &[("n", &count(at + 1))]);
    let heading = if name.is_empty() {
        view! { <span class="quiet">{t(labels::NO_NAME)}</span> }.into_any()
    } else {
        view! { <bdi>{name}</bdi> }.into_any()
    };
    let facts = column.clone();
    let examples = column.examples.iter().take(EXAMPLES);
    let examples: Vec<String> = examples.cloned().collect();
    let values: Vec<String> = column
        .frequent
        .iter()
        .map(|(value, _)| value.clone())
        .collect();
    let values = StoredValue::new(values);
    view! {
        <li class="import-column" data-column=at.to_string() data-used=move || used.get().code()>
            <div class="about">
                <h3 id=format!("column-{at}-name")>
                    <span class="visually-hidden">{no}" "</span>
                    {heading}
                </h3>
                <p class="small quiet">{move || profile_words(&facts)}</p>
                <p class="small quiet examples"><bdi>{move || example_words(&examples)}</bdi></p>
            </div>
            <div class="use">
                <UsedAs work=work at=at used=used error=error />
                {move || match used.get() {
                    Chosen::Item => view! { <Rated work=work at=at draft=draft /> }.into_any(),
                    Chosen::YesNo => view! { <YesNo work=work at=at draft=draft values=values /> }.into_any(),
                    Chosen::Tag => view! { <Tagged work=work at=at draft=draft /> }.into_any(),
                    _ => ().into_any(),
                }}
                <div role="alert">
                    {move || {
                        error
                            .get()
                            .map(|why| view! { <p class="error small">{icon(Icon::Warning)}<span>{why}</span></p> })
                    }}
                </div>
            </div>
        </li>
    }
    .into_any()
}

fn profile_words(column: &ColumnProfile) -> String {
    let mut parts = Vec::new();
    if column.filled == 0 {
        parts.push(filled(labels::ALL_BLANK, &[]));
    } else {
        let label = if column.distinct >= MAX_DISTINCT {
            labels::DISTINCT_MORE
        } else {
            labels::DISTINCT
        };
        parts.push(filled(label, &[("n", &count(column.distinct))]));
        if let (Some(min), Some(max)) = (column.min, column.max) {
            let digits = if column.integers { 0 } else { 2 };
            let (min, max) = (decimal(min, digits), decimal(max, digits));
            parts.push(filled(labels::RANGE, &[("min", &min), ("max", &max)]));
        }
        if column.blank > 0 {
            let blank = count(size(column.blank));
            parts.push(filled(labels::BLANKS, &[("n", &blank)]));
        }
    }
    parts.join(" · ")
}

fn example_words(examples: &[String]) -> Option<String> {
    if examples.is_empty() {
        return None;
    }
    let list = examples.join(t(labels::LIST_COMMA)());
    Some(filled(labels::EXAMPLES, &[("list", &list)]))
}

fn change(work: Work, at: usize, change: impl FnOnce(&mut Draft)) {
    work.drafts.update(|drafts| {
        if let Some(draft) = drafts.get_mut(at) {
            change(draft);
        }
    });
}

#[component]
fn UsedAs(
    work: Work,
    at: usize,
    used: Memo<Chosen>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let now = used.get_untracked();
    let option = move |chosen: Chosen, label: Label| {
        view! { <option value=chosen.code() selected=chosen == now>{t(label)}</option> }
    };
    // A cell cannot say which record is meant, nor hold several telephone numbers.
    let plain = |field: &&model::Field| {
        field.no == customer::TAGS
            || !field.holds.is_set() && !matches!(field.holds, model::FieldType::Ref(_))
    };
    let fields: Vec<_> = CUSTOMER
        .fields
        .iter()
        .filter(plain)
        .map(|field| {
            let label = if field.no == customer::TAGS {
                labels::USE_TAGS
            } else {
                field.label
            };
            option(Chosen::Field(field.no), label)
        })
        .collect();
    let group = |label: Label| t(label);
    view! {
        <div class="field">
            <label class="label" id=format!("column-{at}-use") for=format!("column-{at}")>{t(labels::USED_AS)}</label>
            <select
                id=format!("column-{at}")
                aria-labelledby=format!("column-{at}-name column-{at}-use")
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || used.get().code()
                on:change=move |ev| {
                    let chosen = Chosen::parse(&event_target_value(&ev));
                    change(work, at, |draft| draft.used = chosen);
                }
            >
                {option(Chosen::Ignore, labels::USE_IGNORE)}
                <optgroup label=group(labels::GROUP_SURVEY)>
                    {option(Chosen::Item, labels::USE_ITEM)}
                    {option(Chosen::YesNo, labels::USE_YES_NO)}
                    {option(Chosen::Taken, labels::USE_TAKEN)}
                </optgroup>
                <optgroup label=group(labels::GROUP_CUSTOMER)>
                    {fields}
                    {option(Chosen::Tag, labels::USE_TAG)}
                </optgroup>
            </select>
        </div>
    }
    .into_any()
}

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

#[component]
fn Rated(work: Work, at: usize, draft: Memo<Option<Draft>>) -> impl IntoView {
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

#[component]
fn YesNo(
    work: Work,
    at: usize,
    draft: Memo<Option<Draft>>,
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

#[component]
fn Tagged(work: Work, at: usize, draft: Memo<Option<Draft>>) -> impl IntoView {
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
