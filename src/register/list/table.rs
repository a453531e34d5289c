//! The rows of a list, drawn as far as they are in view, under heads that sort.

use super::super::lens::{lens, lens_now};
use super::super::value;
use super::chosen::Chosen;
use super::look::Look;
use super::rows::Rows;
use crate::route::Route;
use crate::session::Desk;
use crate::text::{filled, list as words, register, t, within};
use crate::ui::Window;
use leptos::prelude::*;
use model::{Field, FieldType, Kind};
use query::{Direction, Order};
use replica::{Replica, Row};
use std::sync::Arc;

const ROW: u32 = 56;

/// The list itself.
#[component]
pub fn Table(
    /// Of which register.
    kind: &'static Kind,
    /// What was made of it.
    look: Look,
    /// Its rows.
    rows: Memo<Rows>,
    /// Which are selected.
    chosen: Chosen,
    /// What stands before the title.
    sign: Option<fn(Row<'_>, &str) -> AnyView>,
) -> impl IntoView {
    let desk = Desk::current();
    let columns = Memo::new(move |_| {
        let lens = lens(desk);
        let fields = look
            .columns
            .get()
            .into_iter()
            .filter_map(|no| kind.field(no));
        let fields = fields.filter(|field| lens.sees(field));
        fields.map(|field| field.no).collect::<Vec<_>>()
    });
    let shown =
        Signal::derive(move || rows.with(|rows| rows.as_ref().map_or(0, |rows| rows.len())));
    // A new turn whenever what the rows show may have changed.
    let turn = Memo::new(move |before: Option<&u64>| {
        rows.with(|_| ());
        columns.with(|_| ());
        chosen.on.track();
        let _ = lens(desk);
        before.map_or(0, |turn| turn + 1)
    });
    let row: Arc<dyn Fn(usize) -> AnyView + Send + Sync> = Arc::new(move |at| {
        let columns = columns.get_untracked();
        let columns = columns.iter().filter_map(|no| kind.field(*no));
        drawn(desk, kind, columns, rows, chosen, sign, at)
    });
    let template = move || {
        let mut all = String::from("minmax(9rem, 1.6fr)");
        columns.with(|columns| {
            for field in columns.iter().skip(1).filter_map(|no| kind.field(*no)) {
                // Days and times are of one width, and never cut.
                all.push_str(match field.holds {
                    FieldType::Date => " 8.5rem",
                    FieldType::Moment => " 12.5rem",
                    _ => " minmax(0, 1fr)",
                });
            }
        });
        all
    };
    view! {
        <div class="card flush list-card records" class:selecting=move || chosen.on.get() hidden=move || shown.get() == 0
            style:--columns=template>
            <div class="column-heads">
                {move || columns.get().into_iter().filter_map(|no| kind.field(no)).map(|field| head(desk, field, look.orders)).collect_view()}
            </div>
            <Window label=Signal::derive(move || filled(register::LIST_OF, &[("what", &within(kind.plural))])) count=shown row_height=ROW row=row
                changed=Signal::derive(move || turn.get()) place=look.place />
            <p class="visually-hidden">{t(words::ROWS_HELP)}</p>
        </div>
    }
    .into_any()
}

fn head(desk: Desk, field: &'static Field, orders: RwSignal<Vec<Order>>) -> AnyView {
    let sorted = move || {
        let found = orders.with(|orders| {
            orders
                .iter()
                .find(|o| o.field == field.no)
                .map(|o| o.direction)
        });
        match found {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "none",
        }
    };
    let class = if field.holds.is_measure() {
        "column-head number"
    } else {
        "column-head"
    };
    if !Order::fits(field.holds) || !lens(desk).reads(field) {
        return view! { <span class=class>{t(field.label)}</span> }.into_any();
    }
    let sort = move |ev: leptos::ev::MouseEvent| {
        let more = ev.shift_key();
        orders.update(|orders| next(orders, field, more));
    };
    view! {
        <button type="button" class=class data-sorted=sorted data-column=field.code
            aria-label=move || filled(register::SORT_BY, &[("what", &within(field.label))])
            aria-pressed=move || (sorted() != "none").to_string() on:click=sort>{t(field.label)}</button>
    }
    .into_any()
}

/// The least first, then the greatest, then not at all; beside the others with `more`.
fn next(orders: &mut Vec<Order>, field: &Field, more: bool) {
    let before = orders.iter().find(|order| order.field == field.no).copied();
    let now = match before.map(|order| order.direction) {
        None => Some(Direction::Ascending),
        Some(Direction::Ascending) => Some(Direction::Descending),
        Some(Direction::Descending) => None,
    };
    let now = now.map(|direction| Order {
        field: field.no,
        direction,
    });
    if !more {
        orders.clear();
        orders.extend(now);
        return;
    }
    match (orders.iter().position(|order| order.field == field.no), now) {
        (Some(at), Some(now)) => {
            if let Some(place) = orders.get_mut(at) {
                *place = now;
            }
        }
        (Some(at), None) => drop(orders.remove(at)),
        (None, Some(now)) if orders.len() < query::MAX_ORDERS => orders.push(now),
        _ => {}
    }
}

/// A cell: tags as badges, everything else as text.
fn cell(
    replica: &Replica,
    field: &'static Field,
    row: Row<'_>,
    lens: super::super::Lens,
) -> AnyView {
    if field.holds == FieldType::Tags {
        let all = row.elements(field.no).into_iter().take(3);
        let all = all.map(|one| value::element(field, one, lens));
        let all = all
            .map(|tag| view! { <span class="badge">{tag}</span> })
            .collect_view();
        return view! { <span class="tags" data-field=field.code>{all}</span> }.into_any();
    }
    let text = value::cell(replica, field, row, lens);
    let class = field.holds.is_measure().then_some("number");
    view! { <span class=class data-field=field.code>{text}</span> }.into_any()
}

fn drawn(
    desk: Desk,
    kind: &'static Kind,
    columns: impl Iterator<Item = &'static Field>,
    rows: Memo<Rows>,
    chosen: Chosen,
    sign: Option<fn(Row<'_>, &str) -> AnyView>,
    at: usize,
) -> AnyView {
    let no = rows.with_untracked(|rows| rows.as_ref().ok()?.get(at).copied());
    let lens = lens_now(desk);
    let found = desk.read(|replica| {
        let row = replica.table(kind.no)?.at(no?)?;
        let title = value::title(kind, row, lens);
        let sign = sign.map(|sign| sign(row, &title));
        let others = columns.filter(|field| field.no != kind.title);
        let cells: Vec<AnyView> = others
            .map(|field| cell(replica, field, row, lens))
            .collect();
        Some((row.id(), title, sign, cells))
    });
    let (Some(no), Some((id, title, sign, cells))) = (no, found) else {
        return ().into_any();
    };
    let named = title.clone();
    let inside = view! {
        <span class="name">{sign}<strong>{title}</strong></span>
        {cells}
    };
    let class = [kind.code, "-row record-row"].concat();
    if chosen.on.get_untracked() {
        let toggle = move |ev: leptos::ev::MouseEvent| {
            let span = ev.shift_key();
            rows.with_untracked(|rows| {
                if let Ok(rows) = rows {
                    chosen.toggle(rows, at, span);
                }
            });
        };
        return view! {
            <button type="button" class=class role="checkbox" aria-checked=move || chosen.has(no).to_string()
                aria-label=move || filled(words::SELECT_ROW, &[("name", &named)]) on:click=toggle>
                {inside}
            </button>
        }
        .into_any();
    }
    view! { <a class=class href=Route::of(kind, id).path()>{inside}</a> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{CUSTOMER, customer};

    #[test]
    fn a_head_sorts_up_then_down_then_not_and_with_shift_beside_the_others() {
        let (name, since) = (
            CUSTOMER.field(customer::NAME).unwrap(),
            CUSTOMER.field(customer::SINCE).unwrap(),
        );
        let mut orders = Vec::new();
        next(&mut orders, name, false);
        assert_eq!(orders.len(), 1);
        next(&mut orders, since, true);
        next(&mut orders, name, true);
        let said: Vec<_> = orders.iter().map(|o| (o.field, o.direction)).collect();
        assert_eq!(
            said,
            [
                (customer::NAME, Direction::Descending),
                (customer::SINCE, Direction::Ascending)
            ]
        );
        next(&mut orders, name, true);
        assert_eq!(orders.len(), 1);
        next(&mut orders, name, false);
        assert_eq!(orders.first().map(|o| o.field), Some(customer::NAME));
    }
}
