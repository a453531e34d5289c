//! The people in an organisation, with their positions.

use crate::register::{cell, lens, title};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{count, profile as words, t};
use leptos::prelude::*;
use model::{CUSTOMER, RecordId, customer as fields};

/// How many are shown at first.
const FIRST: usize = 12;

/// Who belongs here; nothing where nobody does.
#[component]
pub fn People(
    /// The organisation.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let all = Memo::new(move |_| {
        desk.track_kind(CUSTOMER.no);
        let lens = lens(desk);
        desk.read(|replica| {
            let rows = replica.referring(CUSTOMER.no, fields::ORGANISATION, customer);
            let position = CUSTOMER.field(fields::POSITION);
            let people = rows.into_iter().map(|row| {
                let position = position.map(|field| cell(replica, field, row, lens));
                (
                    row.id(),
                    title(&CUSTOMER, row, lens),
                    position.unwrap_or_default(),
                )
            });
            people.collect::<Vec<_>>()
        })
    });
    let every = RwSignal::new(false);
    move || {
        let people = all.get();
        let n = people.len();
        (n > 0).then(|| {
            let shown = if every.get() { n } else { FIRST };
            let lines = people.into_iter().take(shown).map(|(id, name, position)| {
                view! { <li><a href=Route::Customer(id).path()>{name}</a><span class="small quiet">{position}</span></li> }
            });
            view! {
                <section class="card stack-s" id="people" aria-labelledby="people-title">
                    <h2 id="people-title">{t(words::PEOPLE)}" "<span class="quiet">{count(n)}</span></h2>
                    <ul class="lines">{lines.collect_view()}</ul>
                    {(n > shown).then(|| view! {
                        <button type="button" class="button" on:click=move |_| every.set(true)>
                            {crate::text::filled(crate::text::register::MORE, &[("n", &count(n - shown))])}
                        </button>
                    })}
                </section>
            }
        })
    }
}
