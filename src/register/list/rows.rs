//! Which rows a list shows: looked for, filtered, put in order.

use super::super::{Lens, lens, value};
use super::look::Look;
use crate::platform::clock;
use crate::session::{Desk, Spelling};
use leptos::prelude::*;
use model::{FieldType, Kind};
use query::{Order, QueryError, Search, Selected, Today, ranked, sort};
use replica::{Replica, Row};
use std::sync::Arc;

/// The numbers of the rows, in order; or why there are none.
pub type Rows = Result<Arc<Vec<u32>>, QueryError>;

/// The rows; again when anything of the register, the look or the eyes changes.
pub fn rows(desk: Desk, kind: &'static Kind, look: Look) -> Memo<Rows> {
    let ready = desk.open().search.ready.clone();
    Spelling::prepare(&desk.open());
    // Apart, so that what is typed does not have every row asked again.
    let selected = selected(desk, kind, look);
    Memo::new_with_compare(
        move |_| {
            let lens = lens(desk);
            let (typed, orders) = (look.typed.get(), look.orders.get());
            let looked_for = !typed.trim().is_empty();
            if looked_for {
                desk.open().prepare_search();
                let _ = ready.get();
            }
            for order in &orders {
                // They stand by the titles of what they refer to.
                let holds = kind.field(order.field).map(|field| field.holds);
                if let Some(FieldType::Ref(no)) = holds {
                    desk.track_kind(no);
                }
            }
            let selected = selected.get()?;
            desk.read(|replica| {
                let mut rows = if looked_for {
                    found(desk, replica, kind, lens, &typed, &selected)
                } else {
                    selected.rows().to_vec()
                };
                if orders.is_empty() {
                    if !looked_for {
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

/// The rows that pass the filter, in the order of the table.
fn selected(
    desk: Desk,
    kind: &'static Kind,
    look: Look,
) -> Memo<Result<Arc<Selected>, QueryError>> {
    Memo::new_with_compare(
        move |_| {
            desk.track_kind(kind.no);
            let lens = lens(desk);
            let filter = look.filter.filter();
            let today = Today {
                day: clock::today(),
                ahead: clock::ahead(),
            };
            let readable = |field: &model::Field| lens.reads(field);
            let search = Search::new(&filter, kind, today, &readable)?;
            let rows = desk.read(|replica| {
                let table = replica.table(kind.no);
                table.map(|table| search.all(table)).unwrap_or_default()
            });
            Ok(Arc::new(Selected::new(rows)))
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

/// Those of the rows that are found by what was typed, best first.
fn found(
    desk: Desk,
    replica: &Replica,
    kind: &'static Kind,
    lens: Lens,
    typed: &str,
    selected: &Selected,
) -> Vec<u32> {
    // The latest of equals first, as without anything typed.
    if let Some(matching) = desk.open().matching(kind.no, typed) {
        return ranked(&matching, selected);
    }
    let mut rows = selected.rows().to_vec();
    by_words(replica, kind, lens, typed, &mut rows);
    rows.reverse();
    rows
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
