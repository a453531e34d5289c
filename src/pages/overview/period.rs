//! Which months the figures rest on, kept in the address so that it survives going back.
//!
//! Must stay true: the latest month is the latest that has an answer to any survey, so that the
//! figures of old data are not empty.

use crate::platform::clock;
use crate::text::{overview as words, t};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use model::Date;
use replica::{Replica, Responses};

/// Which months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// All of them.
    All,
    /// The last twelve.
    Year,
    /// The last three.
    Quarter,
}

impl Period {
    /// The period in the address, following it.
    pub fn here() -> Memo<Self> {
        let query = use_location().query;
        Memo::new(
            move |_| match query.with(|query| query.get("months")).as_deref() {
                Some("12") => Self::Year,
                Some("3") => Self::Quarter,
                _ => Self::All,
            },
        )
    }

    /// The part of an address that keeps it, blank for all months.
    pub fn query(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Year => "months=12",
            Self::Quarter => "months=3",
        }
    }

    /// The address of a place that keeps it.
    pub fn at(self, path: &str) -> String {
        link(path, &[self.query()])
    }

    /// The first month that counts.
    pub fn first_month(self, replica: &Replica) -> i32 {
        let back = match self {
            Self::All => return i32::MIN,
            Self::Year => 11,
            Self::Quarter => 2,
        };
        let latest = replica
            .answered_forms()
            .filter_map(|form| replica.responses(form)?.rows().map(|r| r.taken_at()).max())
            .max();
        latest.map_or(i32::MIN, |ms| month_of(ms) - back)
    }
}

/// An address with the parts of its query that are not blank.
pub fn link(path: &str, query: &[&str]) -> String {
    let query: Vec<&str> = query
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        [path, "?", &query.join("&")].concat()
    }
}

/// The month of a moment where this device is, counted from January of year 0.
pub fn month_of(ms: i64) -> i32 {
    let day = Date(i32::try_from(ms.div_euclid(86_400_000)).unwrap_or(0));
    // No clock is a whole day from UTC: only the edges of a month depend on where we are.
    if (2..=27).contains(&day.ymd().2) {
        day.month_index()
    } else {
        clock::day_of(ms).month_index()
    }
}

/// The month of each shown response of a form.
pub fn months(responses: &Responses) -> Vec<i32> {
    responses.rows().map(|r| month_of(r.taken_at())).collect()
}

/// The choice of months.
#[component]
pub fn PeriodChoice(period: Memo<Period>) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let path = use_location().pathname;
    let one = move |which: Period, label| {
        let choose = move |_| {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            let to = which.at(&path.get_untracked());
            navigate.with_value(|navigate| navigate(&to, options));
        };
        view! {
            <button type="button" data-period=which.query() aria-pressed=move || (period.get() == which).to_string() on:click=choose>
                {t(label)}
            </button>
        }
    };
    view! {
        <div class="segments" id="period" role="group" aria-label=t(words::PERIOD)>
            {one(Period::All, words::PERIOD_ALL)}
            {one(Period::Year, words::PERIOD_YEAR)}
            {one(Period::Quarter, words::PERIOD_QUARTER)}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_is_not_blank() {
        assert_eq!(link("/", &["", ""]), "/");
        assert_eq!(link("/x", &["a=1", "", "b=2"]), "/x?a=1&b=2");
        assert_eq!(Period::Year.at("/"), "/?months=12");
    }
}
