//! All records of a register: find as one types, sort by any column.

use super::{lens_now, may_write, value};
use crate::platform::intl;
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, count, filled, language, plural, register as words, t, within};
use crate::ui::{Empty, Icon, Window, icon};
use leptos::prelude::*;
use model::{Field, Kind, Value};
use replica::{Replica, Row};
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

const ROW: u32 = 52;

/// What sorting goes by: a column, and whether the highest come first.
type Order = Option<(usize, bool)>;

fn measure(value: &Value) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation)]
    match value {
        Value::Int(n) | Value::Instant(n) => Some(*n),
        Value::Number(n) => Some((n * 1000.0) as i64),
        Value::Date(date) => Some(i64::from(date.0)),
        Value::Money { minor, .. } => Some(*minor),
        Value::Flag(flag) => Some(i64::from(*flag)),
        _ => None,
    }
}

/// The list.
#[component]
pub fn List(
    /// Of which register.
    kind: &'static Kind,
) -> impl IntoView {
    let desk = Desk::current();
    let columns: Vec<&'static Field> = kind
        .columns
        .iter()
        .filter_map(|no| kind.field(*no))
        .collect();
    let columns = StoredValue::new(columns);
    let search = RwSignal::new(String::new());
    let order: RwSignal<Order> = RwSignal::new(None);
    // The rows by the words of a column, in the order of the language on screen.
    let by_words = RwSignal::new(None::<(usize, Arc<Vec<u32>>)>);
    // Latest first. Only what is in view, searched or sorted by is put into words.
    let all = Memo::new_with_compare(
        move |_| {
            desk.track_kind(kind.no);
            desk.read(|replica| {
                let rows = replica.table(kind.no).into_iter();
                let rows = rows.flat_map(|table| table.rows().rev());
                Arc::new(rows.map(|row| row.index()).collect::<Vec<u32>>())
            })
        },
        |_, _| true,
    );
    let cell = move |replica: &Replica, row: u32, field: &Field| {
        let found = replica.table(kind.no).and_then(|table| table.at(row));
        let words = |row: Row<'_>| value::cell(replica, field, row, lens_now(desk));
        found.map(words).unwrap_or_default()
    };
    Effect::new(move || {
        let Some((column, _)) = order.get() else {
            return;
        };
        let field = columns.with_value(|columns| columns.get(column).copied());
        if field.is_none_or(|field| field.holds.is_measure()) {
            return;
        }
        let Some(field) = field else { return };
        let language = language();
        let texts: Vec<String> = all.with(|all| {
            let text = |row: &u32| desk.read(|replica| cell(replica, *row, field));
            all.iter().map(text).collect()
        });
        spawn_local(async move {
            let found = intl::order(language, &texts).await;
            let _ = by_words.try_set(Some((column, Arc::new(found))));
        });
    });
    let found = Memo::new(move |_| {
        let wanted: Vec<String> = search
            .get()
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let _ = language();
        let end = all.with(|all| u32::try_from(all.len()).unwrap_or(u32::MAX));
        let mut places: Vec<u32> = match (order.get(), by_words.get()) {
            (Some((column, down)), Some((known, places)))
                if known == column && places.len() == end as usize =>
            {
                let mut places = places.to_vec();
                if down {
                    places.reverse();
                }
                places
            }
            (Some((column, down)), _) => {
                let no = columns.with_value(|columns| columns.get(column).map(|field| field.no));
                let keys: Vec<i64> = desk.read(|replica| {
                    let table = replica.table(kind.no);
                    all.with(|all| {
                        all.iter()
                            .map(|row| {
                                let value = table.and_then(|t| Some(t.at(*row)?.value(no?)));
                                let key = value.as_ref().and_then(measure);
                                // What is blank comes last, whichever way.
                                match key {
                                    Some(key) if down => key,
                                    Some(key) => key.saturating_neg(),
                                    None => i64::MIN,
                                }
                            })
                            .collect()
                    })
                });
                let key = |at: &u32| keys.get(*at as usize).copied().unwrap_or(i64::MIN);
                crate::order::highest_first((0..end).collect(), key)
            }
            (None, _) => (0..end).collect(),
        };
        if !wanted.is_empty() {
            all.with(|all| {
                desk.read(|replica| {
                    let columns = columns.get_value();
                    places.retain(|at| {
                        let row = all.get(*at as usize).copied().unwrap_or(u32::MAX);
                        let words = columns.iter().map(|field| cell(replica, row, field));
                        let line = words.collect::<Vec<_>>().join("\n").to_lowercase();
                        wanted.iter().all(|word| line.contains(word.as_str()))
                    });
                });
            });
        }
        Arc::new(places)
    });
    let shown = Signal::derive(move || found.with(|rows| rows.len()));
    let empty = Memo::new(move |_| all.with(|all| all.is_empty()));
    let turn = Memo::new(move |before: Option<&u64>| {
        found.track();
        before.map_or(0, |turn| turn + 1)
    });
    let row: Arc<dyn Fn(usize) -> AnyView + Send + Sync> = Arc::new(move |at| {
        let row = found.with_untracked(|places| {
            let at = *places.get(at)? as usize;
            all.with_untracked(|all| all.get(at).copied())
        });
        let drawn = row.and_then(|row| {
            desk.read(|replica| {
                let id = replica.table(kind.no)?.at(row)?.id();
                let columns = columns.get_value().into_iter();
                let cells: Vec<String> = columns.map(|field| cell(replica, row, field)).collect();
                Some((id, cells))
            })
        });
        let Some((id, cells)) = drawn else {
            return ().into_any();
        };
        let cells = cells.into_iter().map(|text| view! { <span>{text}</span> });
        view! { <a class="record-row" href=Route::of(kind, id).path()>{cells.collect_view()}</a> }
            .into_any()
    });
    let heads = columns.get_value().into_iter().enumerate().map(|(at, field)| {
        let sorted = move || match order.get() {
            Some((column, down)) if column == at => if down { "descending" } else { "ascending" },
            _ => "none",
        };
        view! {
            <button type="button" class="column-head" data-sorted=sorted aria-label=move || filled(words::SORT_BY, &[("what", &within(field.label))])
                aria-pressed=move || (sorted() != "none").to_string()
                on:click=move |_| order.update(|order| *order = match *order {
                    Some((column, false)) if column == at => Some((at, true)),
                    Some((column, true)) if column == at => None,
                    _ => Some((at, false)),
                })>{t(field.label)}</button>
        }
    }).collect_view();
    let new = StoredValue::new(Route::NewRecord(kind.no, None).path());
    let new_title = move || filled(words::NEW, &[("what", &within(kind.label))]);
    view! {
        <div class="page fill">
            <div class="page-head">
                <h1 class="grow">{t(kind.plural)}</h1>
                {move || may_write(desk, kind).then(|| view! {
                    <a class="button primary" id="new-record" href=new.get_value()>{icon(Icon::Plus)}{new_title}</a>
                })}
            </div>
            {move || if empty.get() {
                view! {
                    <Empty picture=Icon::List title=Signal::derive(move || filled(words::EMPTY, &[("what", t(kind.plural)())]))
                        text=Signal::derive(String::new)>
                        <a class="button primary" href=new.get_value()>{icon(Icon::Plus)}{new_title}</a>
                    </Empty>
                }.into_any()
            } else {
                ().into_any()
            }}
            <div class="list-tools" hidden=move || empty.get()>
                <div class="search">
                    {icon(Icon::Search)}
                    <input id="record-search" class="input" type="search" autocomplete="off" aria-label=t(words::FIND) placeholder=t(words::FIND)
                        prop:value=move || search.get() on:input=move |ev| search.set(event_target_value(&ev)) />
                </div>
                <p class="small quiet" role="status" id="record-count">
                    {move || {
                        let n = shown.get();
                        filled(plural(n, words::FOUND_ONE, words::FOUND_MANY), &[("n", &count(n))])
                    }}
                </p>
            </div>
            <div class="card flush list-card records" hidden=move || shown.get() == 0>
                <div class="column-heads">{heads}</div>
                <Window label=Signal::derive(move || filled(words::LIST_OF, &[("what", &within(kind.plural))])) count=shown row_height=ROW row=row
                    changed=Signal::derive(move || turn.get()) />
            </div>
            {move || (shown.get() == 0 && !empty.get()).then(|| view! {
                <p class="quiet" role="status">{t(words::NOTHING_FOUND)}</p>
                <div class="buttons"><button type="button" class="button" on:click=move |_| search.set(String::new())>{t(common::CLEAR)}</button></div>
            })}
        </div>
    }
    .into_any()
}
