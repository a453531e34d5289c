//! The merges that stand, the latest first, each with the way back.

use crate::platform::intl;
use crate::register::{lens_now, title_of_gone};
use crate::route::Route;
use crate::session::{Desk, Merge, now_of};
use crate::text::{duplicates as words, failure, fill, language, language_now, now, register, t};
use crate::ui::{Empty, Icon, Window, redrawn, toast};
use dedupe::Reason;
use leptos::prelude::*;
use model::{CUSTOMER, MERGE};
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// The height of a row, in CSS pixels: names over the button where they do not fit beside it.
const ROW: u32 = 164;

/// The list.
#[component]
pub fn Merged() -> impl IntoView {
    let desk = Desk::current();
    let all = Memo::new(move |_| {
        desk.track_kind(MERGE.no);
        desk.track_customers();
        Arc::new(desk.open().merges())
    });
    let busy = RwSignal::new(false);
    let shown = Signal::derive(move || all.with(|all| all.len()));
    let turn = Memo::new(move |before: Option<&u64>| {
        all.track();
        let _ = language();
        before.map_or(0, |turn| turn + 1)
    });
    let row = redrawn(turn, move |at| {
        let merge = all.with_untracked(|all| all.get(at).cloned());
        merge.map_or_else(|| ().into_any(), |merge| row(desk, merge, busy))
    });
    let text = |label| Signal::derive(move || t(label)().to_owned());
    view! {
        <div class="pairs" id="merged-list">
            <div class="card flush list-card" hidden=move || shown.get() == 0>
                <Window label=text(words::MERGED_LIST) count=shown row_height=ROW row=row />
            </div>
            {move || (shown.get() == 0).then(|| view! {
                <Empty picture=Icon::Customers title=text(words::MERGED_NONE) text=text(words::MERGED_NONE_HINT) />
            })}
        </div>
    }
    .into_any()
}

fn row(desk: Desk, merge: Merge, busy: RwSignal<bool>) -> AnyView {
    let lens = lens_now(desk);
    let open = desk.open();
    let named = |id| desk.read(|replica| title_of_gone(replica, &CUSTOMER, id, lens));
    let (kept, merged) = (named(merge.kept), named(merge.merged));
    // Who was kept may have been merged further: that is taken back first.
    let later = desk.read(|replica| now_of(replica, merge.kept));
    let later = (later != merge.kept).then(|| named(later));
    let who = merge.by.map(|by| open.member_name(by)).unwrap_or_default();
    let who = if who.is_empty() {
        now(register::SOMEBODY).to_owned()
    } else {
        who
    };
    let when = intl::moment(language_now(), merge.at);
    let by = fill(now(words::BY_ON), &[("who", &who), ("when", &when)]);
    let reasons = Reason::ALL
        .into_iter()
        .filter(|reason| merge.why.split(' ').any(|code| code == reason.code()));
    let reasons = reasons
        .filter(|reason| words::speaks_for(*reason))
        .map(|reason| view! { <span class="badge">{t(words::reason(reason))}</span> })
        .collect_view();
    let whom = [" ", &merged].concat();
    let name = merged.clone();
    let address = Route::Customer(merge.kept).path();
    let undo = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (merge, name) = (merge.clone(), name.clone());
        spawn_local(async move {
            let Some(open) = desk.still_open() else {
                return;
            };
            toast(match open.unmerge(&merge).await {
                Ok(()) => fill(now(words::UNDONE), &[("name", &name)]),
                Err(why) => failure::words(&why),
            });
            let _ = busy.try_set(false);
        });
    };
    view! {
        <div class="merged-row">
            <div class="name">
                <strong>{merged}" → "<a href=address>{kept}</a></strong>
                <span class="small quiet">{by}</span>
                <span class="tags">{reasons}</span>
            </div>
            {match later {
                Some(name) => view! { <p class="small quiet">{fill(now(words::LATER_FIRST), &[("name", &name)])}</p> }.into_any(),
                None => view! {
                    <button type="button" class="button" data-undo aria-disabled=move || busy.get().to_string() on:click=undo>
                        {move || if busy.get() { t(words::UNDOING)() } else { t(words::UNDO)() }}<span class="visually-hidden">{whom}</span>
                    </button>
                }
                .into_any(),
            }}
        </div>
    }
    .into_any()
}
