//! The registers beside customers, as places to go; and for who answers for the data, what was
//! added to them, given out and looked at.

use crate::route::Route;
use crate::session::Desk;
use crate::text::{settings as words, t};
use leptos::prelude::*;
use model::{
    CUSTOM, EXPORT, INTERACTION, Kind, MERGE, PRODUCT, PROMISE, PURCHASE, RELATION, REVEAL, TASK,
};

fn places(kinds: &[&'static Kind]) -> impl IntoView + use<> {
    let place = |kind: &&'static Kind| {
        let kind = *kind;
        view! { <li><a href=Route::all(kind).path() data-register=kind.code>{t(kind.plural)}</a></li> }
    };
    view! { <ul class="register-places">{kinds.iter().map(place).collect_view()}</ul> }
}

/// The places.
#[component]
pub fn Registers() -> impl IntoView {
    let desk = Desk::current();
    view! {
        <section class="card stack-s" id="registers" aria-labelledby="registers-title">
            <h2 id="registers-title">{t(words::REGISTERS)}</h2>
            {places(&[&PRODUCT, &PURCHASE, &INTERACTION, &TASK, &PROMISE, &RELATION])}
            {move || desk.role().arranges().then(|| view! {
                <h3>{t(words::FIELDS)}</h3>
                <p class="small quiet">{t(words::FIELDS_HINT)}</p>
                {places(&[&CUSTOM])}
            })}
            {move || desk.role().audits().then(|| view! {
                <h3>{t(words::NOTES)}</h3>
                <p class="small quiet">{t(words::NOTES_HINT)}</p>
                {places(&[&EXPORT, &REVEAL, &MERGE])}
            })}
        </section>
    }
    .into_any()
}
