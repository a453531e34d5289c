//! How well promises are kept: by everybody, by each team and by each person.
//!
//! Must stay true: released promises count as neither; every share has its n and its interval.

use crate::platform::intl;
use crate::register::lens;
use crate::session::Desk;
use crate::text::{filled, language, t, today as words};
use insight::{Confidence, Estimate, share};
use leptos::prelude::*;
use model::{CUSTOMER, MEMBER, PROMISE, Value, customer, promise};
use replica::{Replica, Row};
use std::collections::BTreeMap;

/// Kept, and broken.
type Sum = (usize, usize);

/// Whose promises.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Everybody,
    /// Made to customers of a team.
    Team(String),
    /// Made by a person; blank when nobody is named.
    Person(String),
}

/// Promises kept and broken: of all, by the team of the customer where it may be read to whom
/// they were made, by who made them.
fn settled(replica: &Replica, teams: bool) -> Vec<(Whose, Sum)> {
    let mut all: BTreeMap<Whose, Sum> = BTreeMap::new();
    let referred = |row: Row<'_>, field| match row.value(field) {
        Value::Ref(id) => Some(id),
        _ => None,
    };
    let table = replica.table(PROMISE.no).into_iter();
    for row in table.flat_map(replica::Table::rows) {
        let (kept, broken) = match row.text(promise::STATE) {
            Some("kept") => (1, 0),
            Some("broken") => (0, 1),
            _ => continue,
        };
        let owner = referred(row, promise::OWNER).and_then(|id| replica.get(MEMBER.no, id));
        let owner = owner.and_then(|row| row.text(MEMBER.title));
        let whom = referred(row, promise::CUSTOMER).and_then(|id| replica.get(CUSTOMER.no, id));
        let team = whom.and_then(|row| row.text(customer::TEAM)).map(str::trim);
        let team = team.filter(|team| teams && !team.is_empty());
        let whose = [
            Some(Whose::Everybody),
            team.map(|team| Whose::Team(team.to_owned())),
            Some(Whose::Person(owner.unwrap_or_default().to_owned())),
        ];
        for whose in whose.into_iter().flatten() {
            let sum = all.entry(whose).or_default();
            *sum = (sum.0 + kept, sum.1 + broken);
        }
    }
    // What one person did alone is said once.
    let people = all.keys().filter(|whose| matches!(whose, Whose::Person(_)));
    let alone = people.count() < 2;
    all.into_iter()
        .filter(|(whose, _)| !(alone && matches!(whose, Whose::Person(_))))
        .collect()
}

/// A share in words: the figure, its interval, and what it rests on.
fn rate(estimate: &Estimate) -> (String, String) {
    let language = language();
    let percent = |share| intl::percent(language, share, 0);
    let (low, high) = (percent(estimate.low), percent(estimate.high));
    let n = estimate.n.to_string();
    let rest = filled(
        words::RESTS_ON,
        &[("low", &low), ("high", &high), ("n", &n)],
    );
    (percent(estimate.value), rest)
}

/// How well promises are kept.
#[component]
pub fn Kept() -> impl IntoView {
    let desk = Desk::current();
    let rates = Memo::new(move |_| {
        desk.track_kind(PROMISE.no);
        desk.track_kind(MEMBER.no);
        desk.track_customers();
        let lens = lens(desk);
        let teams = PROMISE.field(promise::CUSTOMER);
        let teams = teams.is_some_and(|field| lens.reads(field));
        desk.read(|replica| settled(replica, teams))
    });
    let row = |(whose, (kept, broken)): (Whose, Sum)| {
        let estimate = share(kept, kept + broken, Confidence::P95)?;
        let (figure, rest) = rate(&estimate);
        let who = match whose {
            Whose::Everybody => t(words::EVERYBODY)().to_owned(),
            Whose::Team(name) => filled(words::TEAM, &[("name", &name)]),
            Whose::Person(name) if name.is_empty() => t(words::NOBODY)().to_owned(),
            Whose::Person(name) => name,
        };
        Some(view! {
            <tr><th scope="row">{who}</th><td class="number">{figure}</td><td class="small quiet">{rest}</td></tr>
        })
    };
    move || {
        let rows: Vec<_> = rates.get().into_iter().filter_map(row).collect();
        (!rows.is_empty()).then(|| view! {
            <section class="card stack-s" id="promises-kept" aria-labelledby="promises-kept-title">
                <h2 id="promises-kept-title">{t(words::RATE)}</h2>
                <table class="table bare"><tbody>{rows}</tbody></table>
                <p class="small quiet">{t(words::RATE_HINT)}</p>
            </section>
        })
    }
}
