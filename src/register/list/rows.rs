//! Which rows a list shows: looked for, filtered, put in order.

use super::super::{Lens, lens, value};
use super::look::Look;
use crate::platform::clock;
use crate::session::{Desk, Spelling};
use leptos::prelude::*;
use model::Kind;
use query::{Order, QueryError, Search, Today, sort};
use replica::{Replica, Row};
use std::sync::Arc;

/// The numbers of the rows, in order; or why there are none.
pub type Rows = Result<Arc<Vec<u32>>, QueryError>;

/// The rows; again when anything of the register, the look or the eyes changes.
pub fn rows(desk: Desk, kind: &'static Kind, look: Look) -> Memo<Rows> {
    let ready = desk.open().search.ready.clone();
    Memo::new_with_compare(
        move |_| {
            desk.track_kind(kind.no);
            let lens = lens(desk);
            let (typed, filter, orders) =
                (look.typed.get(), look.filter.filter(), look.orders.get());
            if !typed.trim().is_empty() {
                desk.open().prepare_search();
                let _ = ready.get();
            }
            let today = Today {
                day: clock::today(),
                ahead: clock::ahead(),
            };
            let readable = |field: &model::Field| lens.reads(field);
            let search = if filter.is_empty() {
                None
            } else {
                Some(Search::new(&filter, kind, today, &readable)?)
            };
            desk.read(|replica| {
                let Some(table) = replica.table(kind.no) else {
                    return Ok(Arc::default());
                };
                let mut rows = match &search {
                    Some(search) => search.all(table),
                    None => table.rows().map(|row| row.index()).collect(),
                };
                let ranked = !typed.trim().is_empty();
                if ranked {
                    rows = found(desk, replica, kind, lens, &typed, rows, orders.is_empty());
                }
                if orders.is_empty() {
                    if !ranked {
                        rows.reverse();
                    }
                } else {
                    arrange(desk, replica, kind, lens, &orders, &mut rows)?;
                }
                Ok(Arc::new(rows))
            })
        },
        |_, _| true,
    )
}

fn arrange(
    desk: Desk,
    replica: &Replica,
    kind: &'static Kind,
    lens: Lens,
    orders: &[Order],
    rows: &mut Vec<u32>,
) -> Result<(), QueryError> {
    let open = desk.open();
    let spelling = Spelling::of(&open);
    sort(rows, replica, kind, orders, &spelling, &|field| {
        lens.reads(field)
    })
}

/// Those of the rows that are found by what was typed; best first if they are not sorted anyway.
fn found(
    desk: Desk,
    replica: &Replica,
    kind: &'static Kind,
    lens: Lens,
    typed: &str,
    mut rows: Vec<u32>,
    rank: bool,
) -> Vec<u32> {
    let Some(matching) = desk.open().matching(kind.no, typed) else {
        by_words(replica, kind, lens, typed, &mut rows);
        rows.reverse();
        return rows;
    };
    // The latest of equals first, as without anything typed.
    let mut keyed: Vec<u64> = matching
        .into_iter()
        .map(|(row, place)| (u64::from(place) << 32) | u64::from(u32::MAX - row))
        .collect();
    if rank {
        keyed.sort_unstable();
    }
    let row = |key: u64| u32::MAX - u32::try_from(key & u64::from(u32::MAX)).unwrap_or(0);
    // Rows come in the order of the table, so that each is looked up quickly.
    let all = keyed.into_iter().map(row);
    all.filter(|row| rows.binary_search(row).is_ok()).collect()
}

/// In a register that has no index: every word stands in one of its columns.
fn by_words(replica: &Replica, kind: &Kind, lens: Lens, typed: &str, rows: &mut Vec<u32>) {
    let wanted: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let Some(table) = replica.table(kind.no) else {
        return;
    };
    let line = |row: Row<'_>| {
        let fields = kind.columns.iter().filter_map(|no| kind.field(*no));
        let words = fields.map(|field| value::cell(replica, field, row, lens));
        words.collect::<Vec<_>>().join("\n").to_lowercase()
    };
    rows.retain(|row| {
        let line = table.at(*row).map(line).unwrap_or_default();
        wanted.iter().all(|word| line.contains(word.as_str()))
    });
}
