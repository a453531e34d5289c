//! What drives satisfaction: a card on the overview and a page of its own.
//!
//! Must stay true: every coefficient stands beside its interval; what goes together is never
//! called a cause; people left out are counted.

mod said;
mod table;

use super::computed::computed;
use super::explain::{Explained, explain};
use super::period::{Period, PeriodChoice};
use crate::route::Route;
use crate::session::{Desk, forms};
use crate::text::{common, language, overview as words, t};
use crate::ui::chart::{Interval, intervals};
use crate::ui::{Empty, Icon, SelectField, icon};
use insight::Regression;
use leptos::prelude::*;
use model::RecordId;
use survey::{Form, Role};

/// How many drivers the card names.
const TOP: usize = 3;

/// The card on the overview: the strongest drivers and the way to all of them.
pub fn summary(desk: Desk, form: Form, period: Period) -> AnyView {
    let path = period.at(&Route::Drivers(Some(form.id)).path());
    let title = form.title.clone();
    let found = computed(
        move || desk.open(),
        move |open| explain(open, form.clone(), period),
    );
    let body = move || -> AnyView {
        let Some(found) = found.get() else {
            return view! { <p class="quiet" role="status">{t(common::LOADING)}</p> }.into_any();
        };
        let Some(explained) = &*found else {
            return ().into_any();
        };
        match &explained.result {
            Err(error) => view! { <p class="quiet">{said::problem(*error)}</p> }.into_any(),
            Ok(regression) => view! {
                <div class="drivers-said">
                    <p class="drivers-lead">{said::lead(explained, regression)}</p>
                    <p class="quiet small">{t(words::NOT_CAUSE_SHORT)}</p>
                </div>
                {plot(explained, regression, TOP)}
            }
            .into_any(),
        }
    };
    view! {
        <section class="card figure drivers-card" id="drivers-card" aria-labelledby="drivers-title">
            <header class="figure-head">
                <h2 id="drivers-title">{t(words::DRIVERS_CARD)}</h2>
                <p class="quiet small">{t(words::DRIVERS_CARD_HINT)}</p>
            </header>
            <div class="drivers-body">{body}</div>
            <footer class="figure-foot">
                <a class="button plain" id="to-drivers" href=path>{t(words::ALL_DRIVERS)}{icon(Icon::Forward)}</a>
                <span class="quiet small">{move || title.of(language()).to_owned()}</span>
            </footer>
        </section>
    }
    .into_any()
}

/// The terms by size, the largest first: their places.
fn by_size(regression: &Regression) -> Vec<usize> {
    let size = |place: &usize| {
        let term = regression.terms.get(*place);
        term.map_or(0.0, |term| term.standardised.coefficient.abs())
    };
    let places: Vec<usize> = (0..regression.terms.len()).collect();
    // The bits of a number that is not negative are in the order of the numbers.
    crate::order::highest_first(places, |place| size(place).to_bits().cast_signed())
}

fn name_of(explained: &Explained, place: usize) -> String {
    let factor = explained.factors.get(place);
    factor.map_or(String::new(), |factor| {
        factor.name.of(language()).to_owned()
    })
}

fn plot(explained: &Explained, regression: &Regression, top: usize) -> AnyView {
    let rows = by_size(regression)
        .into_iter()
        .take(top)
        .filter_map(|place| {
            let beta = regression.terms.get(place)?.standardised;
            Some(Interval {
                words: name_of(explained, place),
                value: beta.coefficient,
                low: beta.low,
                high: beta.high,
            })
        })
        .collect();
    intervals(rows, said::plot(explained, regression, top))
}

/// Surveys with an outcome that somebody has answered, the built-in ones first.
fn candidates(desk: Desk) -> Vec<Form> {
    desk.track_responses();
    desk.read(|replica| {
        forms(replica)
            .into_iter()
            .filter(|form| form.with_role(Role::Overall).next().is_some())
            .filter(|form| {
                replica
                    .responses(form.id)
                    .is_some_and(|all| !all.is_empty())
            })
            .collect()
    })
}

/// The page.
#[component]
pub fn Drivers(
    /// The survey to begin with; the built-in one where none is named.
    form: Option<RecordId>,
) -> impl IntoView {
    let desk = Desk::current();
    let period = Period::here();
    let all = Memo::new(move |_| candidates(desk));
    let chosen = RwSignal::new(form.map_or_else(String::new, |id| id.to_string()));
    let current = Memo::new(move |_| {
        let wanted = chosen.get().parse::<RecordId>().ok();
        all.with(|all| {
            let named = all.iter().find(|form| Some(form.id) == wanted);
            named.or_else(|| all.first()).cloned()
        })
    });
    let select = RwSignal::new(String::new());
    Effect::new(move || {
        let id = current.with(|form| form.as_ref().map(|form| form.id.to_string()));
        select.set(id.unwrap_or_default());
    });
    let choices = Signal::derive(move || {
        all.with(|all| {
            let entry = |form: &Form| (form.id.to_string(), form.title.of(language()).to_owned());
            all.iter().map(entry).collect::<Vec<_>>()
        })
    });
    let several = move || all.with(Vec::len) > 1;
    let found = computed(
        move || {
            desk.track_responses();
            (desk.open(), current.get(), period.get())
        },
        |(open, form, period)| async move { explain(open, form?, period).await },
    );
    view! {
        <div class="page overview">
            <div class="page-head">
                <a class="button plain icon-only" href=move || period.get().at("/") aria-label=t(words::TO_OVERVIEW) title=t(words::TO_OVERVIEW)>
                    {icon(Icon::Back)}
                </a>
                <h1 class="grow">{t(words::DRIVERS)}</h1>
                <PeriodChoice period=period />
            </div>
            {move || several().then(|| view! {
                <div class="drivers-form">
                    <SelectField id="drivers-form" label=Signal::derive(move || t(words::WHICH_SURVEY)().to_owned())
                        value=select choices=choices always=true on_input=move |()| chosen.set(select.get_untracked()) />
                </div>
            })}
            {move || match found.get() {
                None => view! { <p class="quiet" role="status">{t(common::LOADING)}</p> }.into_any(),
                Some(found) => match &*found {
                    None => nobody(),
                    Some(explained) => table::explained(explained),
                },
            }}
        </div>
    }
    .into_any()
}

fn nobody() -> AnyView {
    let words_of = |label| Signal::derive(move || t(label)().to_owned());
    view! {
        <Empty picture=Icon::Overview title=words_of(words::DRIVERS) text=words_of(words::DRIVERS_NOTHING)>
            {super::ways()}
        </Empty>
    }
    .into_any()
}
