//! What belongs to a record: the records of every register that say so, latest first, and a way to
//! add one.

use super::{lens, value};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{filled, register as words, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{Field, FieldNo, Kind, RecordId, Value};

/// How many of a register are shown.
const FIRST: usize = 12;

/// A section for each register whose records can belong to this one.
#[component]
pub fn Related(
    /// Of which register.
    kind: &'static Kind,
    /// Which record.
    record: RecordId,
) -> impl IntoView {
    model::kinds_of(kind.no)
        .map(|(other, of)| section(other, of, record))
        .collect_view()
}

/// A line: the record, and its columns in words.
type Line = (RecordId, Vec<String>);

fn when(row: replica::Row<'_>, kind: &Kind) -> i64 {
    let Some(field) = kind.when else {
        return i64::from(row.index());
    };
    match row.value(field) {
        Value::Date(date) => i64::from(date.0) * 86_400_000,
        Value::Instant(ms) => ms,
        _ => i64::MIN,
    }
}

fn section(other: &'static Kind, of: FieldNo, record: RecordId) -> AnyView {
    let desk = Desk::current();
    let columns: Vec<&'static Field> = other
        .columns
        .iter()
        .filter(|no| **no != of)
        .filter_map(|no| other.field(*no))
        .collect();
    let columns = StoredValue::new(columns);
    let lines = Memo::new(move |_| {
        desk.track_kind(other.no);
        let lens = lens(desk);
        desk.read(|replica| {
            let rows = replica.referring(other.no, of, record);
            let rows = crate::order::highest_first(rows, |row| when(*row, other));
            rows.into_iter()
                .map(|row| {
                    let cells = columns.with_value(|columns| {
                        let words = |field: &&Field| value::cell(replica, field, row, lens);
                        columns.iter().map(words).collect()
                    });
                    (row.id(), cells)
                })
                .collect::<Vec<Line>>()
        })
    });
    let title = ["related-", other.code].concat();
    let labelled = title.clone();
    view! {
        <section class="card stack-s" aria-labelledby=labelled data-register=other.code>
            <div class="row spread">
                <h2 id=title>{t(other.plural)}</h2>
                <a class="button" data-add=other.code href=Route::NewRecord(other.no, Some(record)).path()>
                    {icon(Icon::Plus)}{t(words::ADD)}
                    <span class="visually-hidden">{move || [" ", t(other.label)()].concat()}</span>
                </a>
            </div>
            {move || {
                let all = lines.get();
                if all.is_empty() {
                    return view! { <p class="quiet">{t(words::NONE)}</p> }.into_any();
                }
                let more = all.len().saturating_sub(FIRST);
                view! {
                    <div class="related-table" tabindex="0" role="region" aria-label=t(other.plural)>
                        <table class="table bare">
                            <thead><tr>{columns.get_value().into_iter().map(|field| view! { <th scope="col">{t(field.label)}</th> }).collect_view()}</tr></thead>
                            <tbody>{all.into_iter().take(FIRST).map(|line| row(other, line)).collect_view()}</tbody>
                        </table>
                    </div>
                    {(more > 0).then(|| view! { <p class="small quiet">{filled(words::AND_MORE, &[("n", &more.to_string())])}</p> })}
                }
                .into_any()
            }}
        </section>
    }
    .into_any()
}

fn row(kind: &'static Kind, (record, cells): Line) -> AnyView {
    let cells = cells.into_iter().enumerate().map(|(at, text)| {
        if at == 0 {
            view! { <th scope="row"><a href=Route::of(kind, record).path()>{text}</a></th> }
                .into_any()
        } else {
            view! { <td>{text}</td> }.into_any()
        }
    });
    view! { <tr>{cells.collect_view()}</tr> }.into_any()
}
