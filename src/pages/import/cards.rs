//! The card of one column: what is in it, what it is used as, and what that use needs to know.

mod days;
mod questions;
mod uses;

use super::draft::{Chosen, Draft};
use super::words;
use super::words::size;
use super::work::Work;
use crate::text::{count, decimal, filled, import as labels, t};
use crate::ui::{Icon, icon};
use days::Days;
use exchange::{ColumnProfile, MAX_DISTINCT, PlanError};
use leptos::prelude::*;
use questions::{Rated, Tagged, YesNo};
use uses::UsedAs;

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
    let used = Memo::new(move |_| draft.with(|d| d.as_ref().map_or(Chosen::Ignore, Draft::used)));
    let error = Signal::derive(move || {
        let (column, why) = words::plan(wrong.get()?, work.register());
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
    let days = StoredValue::new(column.clone());
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
                    _ => view! { <Days work=work at=at draft=draft column=days /> }.into_any(),
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
