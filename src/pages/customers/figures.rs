//! Figures of one customer: purchases and promises, each with what it rests on.
//!
//! Must stay true: what was returned counts neither as bought nor into amounts; amounts of
//! different currencies are never added up; what follows from a value that may not be read is
//! hidden like the value.

mod compute;

use crate::platform::{clock, intl};
use crate::register::{Lens, lens, parts, totals};
use crate::session::Desk;
use crate::text::{count, filled, profile as words, t, today};
use compute::{Buying, Order, Promises, buying, promises};
use insight::{Confidence, share};
use leptos::prelude::*;
use model::{Field, PROMISE, PURCHASE, RecordId, Value, promise, purchase};
use replica::Replica;

fn orders(replica: &Replica, customer: RecordId) -> Vec<Order> {
    let rows = replica.referring(PURCHASE.no, purchase::CUSTOMER, customer);
    let rows = rows.into_iter().map(|row| {
        let mut amounts = totals([row.value(purchase::AMOUNT)].into_iter());
        for (kind, of, how) in model::parts_of(PURCHASE.no) {
            let lines = parts(replica, kind, of, row.id()).into_iter();
            let (back, kept): (Vec<_>, Vec<_>) =
                lines.partition(|line| line.value(how.returned) == Value::Flag(true));
            let amount = |line: replica::Row<'_>| line.value(how.amount);
            if row.value(how.total).is_nothing() {
                amounts = totals(kept.into_iter().map(amount));
            } else {
                for (currency, minor) in totals(back.into_iter().map(amount)) {
                    if let Some(total) = amounts.get_mut(&currency) {
                        *total = total.saturating_sub(minor);
                    }
                }
            }
        }
        Order {
            day: row.date(purchase::DATE),
            amounts,
            returned: row.value(purchase::RETURNED) == Value::Flag(true),
        }
    });
    rows.collect()
}

fn promised(replica: &Replica, customer: RecordId) -> Promises {
    let rows = replica.referring(PROMISE.no, promise::CUSTOMER, customer);
    let state = |row: &replica::Row<'_>| row.text(promise::STATE).unwrap_or("open").to_owned();
    let all = rows.iter().map(|row| (state(row), row.date(promise::BY)));
    promises(all, clock::today())
}

/// One figure.
fn figure(
    id: &'static str,
    label: impl IntoView + 'static,
    value: String,
    hint: String,
) -> AnyView {
    view! {
        <div class="figure-small" id=id>
            <dt class="small quiet">{label}</dt>
            <dd><strong>{value}</strong>{(!hint.is_empty()).then(|| view! { <span class="small quiet">{hint}</span> })}</dd>
        </div>
    }
    .into_any()
}

/// What stands for a figure that may not be read.
const HIDDEN: &str = "••••";

fn reads(lens: Lens, field: Option<&'static Field>) -> bool {
    field.is_some_and(|field| lens.reads(field))
}

fn hidden(lens: Lens, field: Option<&'static Field>, words: String) -> String {
    match field {
        Some(field) if !lens.reads(field) => model::mask(field, &words),
        _ => words,
    }
}

/// What stands where there is no figure.
fn none() -> String {
    t(words::NONE)().to_owned()
}

/// The figures.
#[component]
pub fn Figures(
    /// Of whom.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let found = Memo::new(move |_| {
        desk.track_kind(PURCHASE.no);
        desk.track_kind(PROMISE.no);
        desk.track_others();
        desk.read(|replica| {
            let orders = orders(replica, customer);
            (buying(&orders), promised(replica, customer))
        })
    });
    view! {
        <section class="card" id="figures" aria-labelledby="figures-title">
            <h2 id="figures-title" class="visually-hidden">{t(words::FIGURES)}</h2>
            <dl class="figures-small">
                {move || {
                    let (bought, promised) = found.get();
                    let lens = lens(desk);
                    [bought_view(bought, lens), promised_view(promised, lens)].collect_view()
                }}
            </dl>
        </section>
    }
    .into_any()
}

fn bought_view(bought: Buying, lens: Lens) -> AnyView {
    let language = lens.language;
    let date = PURCHASE.field(purchase::DATE);
    let amount = PURCHASE.field(purchase::AMOUNT);
    let last = bought.last.map(|day| intl::date(language, day));
    let last = last.map_or_else(none, |day| hidden(lens, date, day));
    let spent = bought.totals.iter();
    let spent = spent.map(|(currency, minor)| intl::money(language, *minor, *currency));
    let spent = spent.collect::<Vec<_>>().join(" + ");
    let spent = if spent.is_empty() {
        none()
    } else {
        hidden(lens, amount, spent)
    };
    let returned = (bought.returned > 0)
        .then(|| filled(words::ORDERS_RETURNED, &[("n", &count(bought.returned))]));
    let dated = reads(lens, date);
    let (between, rest) = match bought.between {
        _ if !dated && bought.orders > 1 => (HIDDEN.to_owned(), String::new()),
        Some((median, n)) => {
            let digits = u8::from(median.fract() != 0.0);
            let days = intl::decimal(language, median, digits);
            let days = filled(words::BETWEEN_DAYS, &[("n", &days)]);
            (days, filled(words::BETWEEN_HINT, &[("n", &count(n))]))
        }
        None => (none(), t(words::BETWEEN_FEW)().to_owned()),
    };
    let hint = t(words::SPENT_HINT)().to_owned();
    [
        figure("figure-last", t(words::LAST), last, String::new()),
        figure("figure-spent", t(words::SPENT), spent, hint),
        figure(
            "figure-orders",
            t(words::ORDERS),
            count(bought.orders),
            returned.unwrap_or_default(),
        ),
        figure("figure-between", t(words::BETWEEN), between, rest),
    ]
    .collect_view()
    .into_any()
}

fn promised_view(promised: Promises, lens: Lens) -> AnyView {
    let late = promised.late > 0 && reads(lens, PROMISE.field(promise::BY));
    let late = late.then(|| filled(words::OPEN_LATE, &[("n", &count(promised.late))]));
    let settled = promised.kept + promised.broken;
    let (rate, rest) = match share(promised.kept, settled, Confidence::P95) {
        Some(estimate) => {
            let percent = |share| intl::percent(crate::text::language(), share, 0);
            let (low, high) = (percent(estimate.low), percent(estimate.high));
            let n = count(estimate.n);
            let blanks = [("low", low.as_str()), ("high", &high), ("n", &n)];
            (percent(estimate.value), filled(today::RESTS_ON, &blanks))
        }
        None => (none(), t(words::KEPT_NONE)().to_owned()),
    };
    [
        figure(
            "figure-open",
            t(words::OPEN_PROMISES),
            count(promised.open),
            late.unwrap_or_default(),
        ),
        figure("figure-kept", t(words::KEPT), rate, rest),
    ]
    .collect_view()
    .into_any()
}
