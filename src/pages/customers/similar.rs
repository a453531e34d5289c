//! Who may already be there, named while somebody new is typed.
//!
//! Must stay true: it takes no room until it has something to say, moves no input and blocks
//! nothing; what is typed is kept when somebody opens another.

use crate::platform::clock;
use crate::register::{Typed, lens, line, title};
use crate::route::Route;
use crate::session::duplicates::birth_year;
use crate::session::{Desk, Similar as Found, Somebody};
use crate::text::duplicates::{self as words, speaks_for};
use crate::text::t;
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{CUSTOMER, Labelled, RecordId, customer as fields};
use wasm_bindgen_futures::spawn_local;

/// How many are named.
const MOST: usize = 3;
/// How long more typing is waited for, in milliseconds.
const PAUSE: u32 = 250;

/// The names, with why.
#[component]
pub fn Similar(
    /// What is typed.
    typed: Typed,
) -> impl IntoView {
    let desk = Desk::current();
    desk.open().prepare_duplicates();
    let ready = desk.open().duplicates.ready.clone();
    let found = RwSignal::new(Vec::<Found>::new());
    let turn = StoredValue::new(0u32);
    Effect::new(move || {
        // Looked for once more when everybody is known.
        ready.track();
        let somebody = somebody(typed);
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        spawn_local(async move {
            clock::sleep(PAUSE).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let Some(open) = desk.still_open() else {
                return;
            };
            let mut now = open.similar(&somebody);
            now.truncate(MOST);
            if found.try_with_untracked(|before| *before != now) == Some(true) {
                let _ = found.try_set(now);
            }
        });
    });
    view! {
        <div class="similar" role="status" id="similar">
            {move || {
                let all = found.get();
                (!all.is_empty()).then(|| view! {
                    <section class="card similar-card" aria-labelledby="similar-title">
                        <div class="row spread">
                            <h2 id="similar-title">{icon(Icon::Customers)}{t(words::THERE_ALREADY)}</h2>
                            <p class="small quiet">{t(words::KEPT_DRAFT)}</p>
                        </div>
                        <ul>{all.into_iter().map(|one| row(desk, one)).collect_view()}</ul>
                    </section>
                })
            }}
        </div>
    }
    .into_any()
}

fn somebody(typed: Typed) -> Somebody {
    let all = |one, set| {
        // What is typed and not added yet stands in the input of the set.
        let more = typed.set(set).into_iter().chain([typed.text(set)]);
        let more = more.map(|element| Labelled::of(&element).text.to_owned());
        let all = [typed.text(one)].into_iter().chain(more);
        all.filter(|text| !text.trim().is_empty()).collect()
    };
    Somebody {
        name: typed.text(fields::NAME),
        phones: all(fields::PHONE, fields::PHONES),
        emails: all(fields::EMAIL, fields::EMAILS),
        birth_year: birth_year(
            &typed.text(fields::BIRTH_YEAR),
            &typed.text(fields::BIRTHDAY),
        ),
        organisation: typed.text(fields::ORGANISATION).parse::<RecordId>().ok(),
    }
}

fn row(desk: Desk, found: Found) -> AnyView {
    let lens = lens(desk);
    let told = desk.read(|replica| {
        let row = replica.get(CUSTOMER.no, found.customer)?;
        Some((
            title(&CUSTOMER, row, lens),
            line(replica, &CUSTOMER, row, lens),
        ))
    });
    let Some((name, line)) = told else {
        return ().into_any();
    };
    let reasons = found.reasons.iter().filter(|reason| speaks_for(*reason));
    let reasons = reasons
        .map(|reason| view! { <span class="badge brand">{t(words::reason(reason))}</span> })
        .collect_view();
    view! {
        <li>
            <a href=Route::Customer(found.customer).path()>
                <span class="name"><strong>{name}</strong><span class="small quiet">{line}</span></span>
                {icon(Icon::Forward)}
            </a>
            <span class="tags">{reasons}</span>
        </li>
    }
    .into_any()
}
