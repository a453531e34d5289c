//! What belongs to a record and is on no timeline: the records of every register that say so, seen
//! from both ends, and a way to add one.

use super::{Lens, lens, may_write, value};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{filled, register as words, t, within};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{Field, FieldNo, FieldType, Kind, RecordId, Value};
use replica::{Replica, Row};

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
        .filter(|(other, _)| other.when.is_none() && other.parts.is_none())
        .map(|(other, of)| section(kind, other, of, record))
        .collect_view()
}

/// A cell: its words, and the record it names where that is another.
type Cell = (String, Option<String>);

/// A line: the record, and its columns in words.
type Line = (RecordId, Vec<Cell>);

fn cells(
    replica: &Replica,
    columns: &[&'static Field],
    row: Row<'_>,
    from: RecordId,
    lens: Lens,
) -> Vec<Cell> {
    let cell = |field: &&'static Field| {
        let words = value::cell(replica, field, row, lens);
        let place = match (row.value(field.no), field.holds) {
            (Value::Ref(id), FieldType::Ref(no)) if id != from => {
                let kind = model::kind(no).filter(|kind| lens.looks(kind));
                kind.map(|kind| Route::of(kind, id).path())
            }
            _ => None,
        };
        (words, place)
    };
    columns.iter().map(cell).collect()
}

fn section(kind: &'static Kind, other: &'static Kind, of: FieldNo, record: RecordId) -> AnyView {
    let desk = Desk::current();
    // Where it names two of the same kind, it is seen from both.
    let ends: Vec<FieldNo> = other
        .fields
        .iter()
        .filter(|field| field.holds == FieldType::Ref(kind.no))
        .map(|field| field.no)
        .collect();
    let columns: Vec<&'static Field> = other
        .columns
        .iter()
        .filter(|no| **no != of || ends.len() > 1)
        .filter_map(|no| other.field(*no))
        .collect();
    let columns = StoredValue::new(columns);
    let ends = StoredValue::new(ends);
    let lines = Memo::new(move |_| {
        desk.track_kind(other.no);
        desk.track_kind(kind.no);
        let lens = lens(desk);
        desk.read(|replica| {
            let ends = ends.get_value().into_iter();
            let mut rows: Vec<Row<'_>> = Vec::new();
            for row in ends.flat_map(|end| replica.referring(other.no, end, record)) {
                if rows.iter().all(|known| known.id() != row.id()) {
                    rows.push(row);
                }
            }
            let rows = crate::order::highest_first(rows, |row| i64::from(row.index()));
            rows.into_iter()
                .map(|row| {
                    let cells = columns.with_value(|all| cells(replica, all, row, record, lens));
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
                {move || may_write(desk, other).then(|| view! {
                    <a class="button" data-add=other.code href=Route::NewRecord(other.no, Some(record)).path()>
                        {icon(Icon::Plus)}{t(words::ADD)}
                        <span class="visually-hidden">{move || [" ", t(other.label)()].concat()}</span>
                    </a>
                })}
            </div>
            {move || {
                let all = lines.get();
                if all.is_empty() {
                    return view! { <p class="quiet">{t(words::NONE)}</p> }.into_any();
                }
                let more = all.len().saturating_sub(FIRST);
                view! {
                    <div class="related-table" tabindex="0" role="region"
                        aria-label=move || filled(words::LIST_OF, &[("what", &within(other.plural))])>
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
    let cells = cells
        .into_iter()
        .enumerate()
        .map(|(at, (text, place))| match place {
            _ if at == 0 => {
                view! { <th scope="row"><a href=Route::of(kind, record).path()>{text}</a></th> }
                    .into_any()
            }
            Some(place) => view! { <td><a href=place>{text}</a></td> }.into_any(),
            None => view! { <td>{text}</td> }.into_any(),
        });
    view! { <tr>{cells.collect_view()}</tr> }.into_any()
}
