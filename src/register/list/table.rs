//! The rows of a list, drawn as far as they are in view, under heads that sort.

use super::super::lens::lens;
use super::chosen::Chosen;
use super::line::{Line, Sign};
use super::look::Look;
use super::rows::Rows;
use crate::session::Desk;
use crate::text::{filled, list as words, register, t, within};
use crate::ui::{DrawRow, Window};
use leptos::prelude::*;
use model::{Field, FieldType, Kind};
use query::{Direction, Order};
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
    sign: Option<Sign>,
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
    let row: DrawRow = Arc::new(move |at| {
        let drawn = move || {
            // Whatever asks for other elements; what they say changes in place.
            let fields = columns.get().into_iter().filter_map(|no| kind.field(no));
            let fields = fields.filter(|field| field.no != kind.title).collect();
            let _ = lens(desk);
            let line = Line {
                desk,
                kind,
                fields,
                rows,
                chosen,
                sign,
                at: at.clone(),
            };
            line.draw()
        };
        drawn.into_any()
    });
    let template = move || {
        let mut all = String::from("minmax(9rem, 1.6fr)");
        columns.with(|columns| {
            for field in columns.iter().skip(1).filter_map(|no| kind.field(*no)) {
                // Days and times are of one width, and never cut.
                all.push_str(match field.holds {
                    FieldType::Date => " 9.75rem",
                    FieldType::Moment => " 13rem",
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
                place=look.place />
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
