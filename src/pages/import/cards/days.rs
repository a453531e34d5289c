//! Which part of `3/5/2024` is the day: shown by an example of the column itself, and to be changed.

use super::change;
use crate::pages::import::draft::{Chosen, Draft};
use crate::pages::import::work::Work;
use crate::platform::intl;
use crate::text::{filled, import as labels, language, t};
use crate::ui::{Icon, icon};
use exchange::{ColumnProfile, DateFormat, DayOrder, read_date};
use leptos::prelude::*;
use model::FieldType;

/// The choice, for columns of days in which it makes a difference.
#[component]
pub fn Days(
    /// The import in hand.
    work: Work,
    /// Which column, from 0.
    at: usize,
    /// What was said of it.
    draft: Memo<Option<Draft>>,
    /// What is in it.
    column: StoredValue<ColumnProfile>,
) -> impl IntoView {
    let days = column.with_value(|column| column.days);
    let matters = days.day_first + days.month_first + days.ambiguous > 0;
    let is_day = move || {
        let used = draft.with(|draft| draft.as_ref().map(Draft::used));
        match used {
            Some(Chosen::Taken) => true,
            Some(Chosen::Field(no)) => {
                let holds = work.register().field(no).map(|field| field.holds);
                matches!(holds, Some(FieldType::Date | FieldType::Moment))
            }
            _ => false,
        }
    };
    let order = Memo::new(move |_| {
        draft.with(|draft| draft.as_ref().map(|d| d.order.clone()).unwrap_or_default())
    });
    move || {
        (matters && is_day()).then(|| {
            let option = |code: &'static str, words: String| {
                let selected = order.get_untracked() == code;
                view! { <option value=code selected=selected>{words}</option> }
            };
            let words = |order| column.with_value(|column| reads(column, order));
            view! {
                <div class="field days">
                    <label for=format!("column-{at}-order")>{t(labels::DAY_ORDER)}</label>
                    <select id=format!("column-{at}-order") prop:value=move || order.get() on:change=move |ev| {
                        let value = event_target_value(&ev);
                        change(work, at, |draft| draft.order = value);
                    }>
                        {option("", t(labels::ORDER_OPEN)().to_owned())}
                        {option("day", words(DayOrder::DayFirst))}
                        {option("month", words(DayOrder::MonthFirst))}
                    </select>
                    {move || order.with(String::is_empty).then(|| view! {
                        <p class="small warn">{icon(Icon::Warning)}<span>{t(labels::ORDER_ASK)}</span></p>
                    })}
                </div>
            }
        })
    }
}

/// How an example of the column is read in this order.
fn reads(column: &ColumnProfile, order: DayOrder) -> String {
    let format = |order| DateFormat {
        order: Some(order),
        serials: None,
    };
    let other = match order {
        DayOrder::DayFirst => DayOrder::MonthFirst,
        DayOrder::MonthFirst => DayOrder::DayFirst,
    };
    let values = column.frequent.iter().map(|(value, _)| value);
    let values: Vec<&String> = values.chain(&column.examples).collect();
    let mut telling = values
        .iter()
        .filter(|text| read_date(text, format(order)) != read_date(text, format(other)));
    let label = match order {
        DayOrder::DayFirst => labels::DAY_FIRST,
        DayOrder::MonthFirst => labels::MONTH_FIRST,
    };
    let example = telling
        .find(|text| read_date(text, format(order)).is_ok())
        .and_then(|text| Some((text, read_date(text, format(order)).ok()?)));
    match example {
        Some((text, date)) => {
            let date = intl::date(language(), date);
            filled(label, &[("text", text), ("date", &date)])
        }
        None => filled(
            label,
            &[
                ("text", "3/5/2024"),
                ("date", &intl::date(language(), sample(order))),
            ],
        ),
    }
}

fn sample(order: DayOrder) -> model::Date {
    read_date(
        "3/5/2024",
        DateFormat {
            order: Some(order),
            serials: None,
        },
    )
    .unwrap_or(model::Date(0))
}
