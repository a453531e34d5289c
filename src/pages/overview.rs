//! The overview: how satisfied customers are, how sure that is, and what it rests on.
//!
//! Must stay true: every figure shows its n, its interval and its method, and leads to the
//! records behind it; nothing here waits for a network.
//!
//! Must not know: how a figure is drawn or a record kept.

mod bands;
mod behind;
mod card;
mod computed;
mod drivers;
mod explain;
mod figures;
mod period;

pub use behind::Responses;
pub use drivers::Drivers;

use crate::register::{may_import, may_write};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, count, filled, overview as words, plural, t};
use crate::ui::{Icon, icon};
use computed::computed;
use figures::{Board, Measure};
use leptos::prelude::*;
use model::CUSTOMER;
use period::{Period, PeriodChoice};
use std::sync::Arc;

/// The figures.
#[component]
pub fn Overview() -> impl IntoView {
    let desk = Desk::current();
    let period = Period::here();
    let board = computed(
        move || {
            desk.track_customers();
            desk.track_responses();
            (desk.open(), period.get())
        },
        |(open, period)| async move { (period, figures::board(open, period).await) },
    );
    view! {
        <div class="page overview">
            <div class="page-head">
                <div class="grow">
                    <h1>{t(common::OVERVIEW)}</h1>
                    <p class="quiet small" id="totals">{move || board.get().map(|found| totals(&found.1))}</p>
                </div>
                <PeriodChoice period=period />
            </div>
            {move || match board.get() {
                None => view! { <p class="quiet" role="status">{t(common::LOADING)}</p> }.into_any(),
                Some(found) => cards(desk, &found),
            }}
        </div>
    }
    .into_any()
}

fn totals(board: &Board) -> AnyView {
    let customers = plural(board.customers, words::CUSTOMERS_ONE, words::CUSTOMERS_MANY);
    let responses = plural(board.responses, words::RESPONSES_ONE, words::RESPONSES_MANY);
    view! {
        <a href=Route::Customers.path() data-n=board.customers.to_string()>
            {filled(customers, &[("n", &count(board.customers))])}
        </a>
        " · "
        <span data-n=board.responses.to_string()>{filled(responses, &[("n", &count(board.responses))])}</span>
    }
    .into_any()
}

fn cards(desk: Desk, found: &Arc<(Period, Board)>) -> AnyView {
    let (period, board) = &**found;
    let mut seen: Vec<Measure> = Vec::new();
    let cards = board
        .figures
        .iter()
        .map(|figure| {
            let nth = seen.iter().filter(|m| **m == figure.measure).count();
            seen.push(figure.measure);
            card::card(figure, nth, *period)
        })
        .collect_view();
    let drivers = match &board.drivers {
        Some(form) => drivers::summary(desk, form.clone(), *period),
        None => view! {
            <section class="card figure" id="drivers-card" aria-labelledby="drivers-title">
                <h2 id="drivers-title">{t(words::DRIVERS_CARD)}</h2>
                <p class="quiet">{t(words::DRIVERS_NOTHING)}</p>
                <div class="buttons">
                    {ways()}
                </div>
            </section>
        }
        .into_any(),
    };
    view! { <div class="figures">{cards}{drivers}</div> }.into_any()
}

/// The way to a survey, for who may take one.
fn take_survey() -> AnyView {
    let desk = Desk::current();
    view! {
        {move || may_write(desk, &CUSTOMER).then(|| view! {
            <a class="button" href=Route::StartSurvey(None).path()>{icon(Icon::Survey)}{t(words::TAKE_SURVEY)}</a>
        })}
    }
    .into_any()
}

/// The ways to the first answers: taking a survey and bringing results in, for who may.
fn ways() -> AnyView {
    let desk = Desk::current();
    view! {
        {take_survey()}
        {move || may_import(desk).then(|| view! {
            <a class="button plain" href=Route::Import.path()>{t(words::IMPORT_RESULTS)}</a>
        })}
    }
    .into_any()
}
