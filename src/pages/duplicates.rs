//! Who may be in twice: pairs to merge or to tell apart, and the merges that can be taken back.
//!
//! Must stay true: nothing is merged but by a person who saw both; looking stops when asked to or
//! when the page is left.

mod choices;
mod compare;
mod merge;
mod merged;
mod pairs;

use crate::register::may_write;
use crate::route::Route;
use crate::session::Desk;
use crate::text::{common, count, duplicates as words, register, t};
use crate::ui::{Empty, Icon, icon};
use leptos::prelude::*;
use model::{CUSTOMER, MERGE};

/// The page.
#[component]
pub fn Duplicates() -> impl IntoView {
    let desk = Desk::current();
    let past = RwSignal::new(false);
    let merged = Memo::new(move |_| {
        desk.track_kind(MERGE.no);
        desk.track_customers();
        desk.open().merges().len()
    });
    let title = view! {
        <div class="page-head">
            <a class="button plain icon-only" href=Route::Customers.path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
            <h1 class="grow">{t(register::DUPLICATES)}</h1>
            <div class="segments" role="group" aria-label=t(words::TABS)>
                <button type="button" id="tab-pairs" aria-pressed=move || (!past.get()).to_string()
                    on:click=move |_| past.set(false)>{t(words::TAB_PAIRS)}</button>
                <button type="button" id="tab-merged" aria-pressed=move || past.get().to_string()
                    on:click=move |_| past.set(true)>{t(words::TAB_MERGED)}" "{move || count(merged.get())}</button>
            </div>
        </div>
    };
    view! {
        <div class="page fill duplicates">
            {title}
            {move || if !may_write(desk, &CUSTOMER) {
                let text = |label| Signal::derive(move || t(label)().to_owned());
                view! { <Empty picture=Icon::Lock title=text(words::MAY_NOT) text=text(words::MAY_NOT_HINT) /> }.into_any()
            } else if past.get() {
                view! { <merged::Merged /> }.into_any()
            } else {
                view! { <pairs::Pairs /> }.into_any()
            }}
        </div>
    }
    .into_any()
}
