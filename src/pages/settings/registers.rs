//! The registers beside customers, as places to go; and for who answers for the data, what was
//! added to them, given out and looked at.

use crate::route::Route;
use crate::session::Desk;
use crate::text::{settings as words, t};
use leptos::prelude::*;
use model::{CUSTOM, CUSTOMER, EXPORT, Kind, MERGE, REVEAL};

fn places(kinds: impl Iterator<Item = &'static Kind>) -> impl IntoView {
    let place = |kind: &'static Kind| {
        view! { <li><a href=Route::all(kind).path() data-register=kind.code>{t(kind.plural)}</a></li> }
    };
    view! { <ul class="register-places">{kinds.map(place).collect_view()}</ul> }
}

/// The places.
#[component]
pub fn Registers() -> impl IntoView {
    let desk = Desk::current();
    view! {
        <section class="card stack-s" id="registers" aria-labelledby="registers-title">
            <h2 id="registers-title">{t(words::REGISTERS)}</h2>
            {places(model::daily_kinds().filter(|kind| kind.no != CUSTOMER.no))}
            {move || desk.role().arranges().then(|| view! {
                <h3>{t(words::FIELDS)}</h3>
                <p class="small quiet">{t(words::FIELDS_HINT)}</p>
                {places([&CUSTOM].into_iter())}
            })}
            {move || desk.role().audits().then(|| view! {
                <h3>{t(words::NOTES)}</h3>
                <p class="small quiet">{t(words::NOTES_HINT)}</p>
                {places([&EXPORT, &REVEAL, &MERGE].into_iter())}
            })}
        </section>
    }
    .into_any()
}
