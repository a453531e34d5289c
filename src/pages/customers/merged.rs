//! Customers who were merged: where they are now, and who was merged into one.

use crate::platform::intl;
use crate::register::{gone, lens, may_write, title, title_of_gone};
use crate::route::Route;
use crate::session::{Desk, Merge, merging, now_of};
use crate::text::{common, duplicates as words, failure, fill, filled, language, now, register, t};
use crate::ui::{Empty, Icon, toast};
use leptos::prelude::*;
use model::{CUSTOMER, MERGE, RecordId};
use wasm_bindgen_futures::spawn_local;

/// What stands where a customer is not: who they are by now, or that nobody is there.
#[component]
pub fn Gone(
    /// Who.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let kept = Memo::new(move |_| {
        desk.track_kind(MERGE.no);
        desk.track_customers();
        let lens = lens(desk);
        desk.read(|replica| {
            let kept = now_of(replica, customer);
            let row = replica.get(CUSTOMER.no, kept)?;
            (kept != customer).then(|| (kept, title(&CUSTOMER, row, lens)))
        })
    });
    move || {
        let Some((kept, name)) = kept.get() else {
            return gone(&CUSTOMER).into_any();
        };
        let named = name.clone();
        let text = Signal::derive(move || filled(words::IS_MERGED_HINT, &[("name", &named)]));
        view! {
            <div class="page" id="merged-away">
                <h1 class="visually-hidden">{t(words::IS_MERGED)}</h1>
                <Empty picture=Icon::Customers title=Signal::derive(move || t(words::IS_MERGED)().to_owned()) text=text>
                    <a class="button primary" href=Route::Customer(kept).path()>{filled(words::GO_THERE, &[("name", &name)])}</a>
                </Empty>
            </div>
        }
        .into_any()
    }
}

/// Who was merged into a customer, each with the way back; nothing when nobody was.
#[component]
pub fn MergedInto(
    /// Into whom.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let all = Memo::new(move |_| {
        desk.track_kind(MERGE.no);
        desk.track_record(customer);
        let all = desk.read(merging::merges).into_iter();
        all.filter(|merge| merge.kept == customer)
            .collect::<Vec<Merge>>()
    });
    let busy = RwSignal::new(false);
    move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            let rows = all.into_iter().map(|merge| row(desk, merge, busy));
            view! {
                <section class="card stack-s" aria-labelledby="merged-here-title" id="merged-here">
                    <h2 id="merged-here-title">{t(words::MERGED_HERE)}</h2>
                    <ul class="lines">{rows.collect_view()}</ul>
                </section>
            }
        })
    }
}

fn row(desk: Desk, merge: Merge, busy: RwSignal<bool>) -> AnyView {
    let lens = lens(desk);
    let open = desk.open();
    let name = desk.read(|replica| title_of_gone(replica, &CUSTOMER, merge.merged, lens));
    let who = merge.by.map(|by| open.member_name(by)).unwrap_or_default();
    let who = if who.is_empty() {
        t(register::SOMEBODY)().to_owned()
    } else {
        who
    };
    let when = intl::moment(language(), merge.at);
    let by = filled(words::BY_ON, &[("who", &who), ("when", &when)]);
    let whom = [" ", &name].concat();
    let told = filled(words::INTO_THIS, &[("name", &name)]);
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
        <li>
            <span>{told}<br /><span class="small quiet">{by}</span></span>
            {may_write(desk, &CUSTOMER).then(|| view! {
                <button type="button" class="button" aria-disabled=move || busy.get().to_string() on:click=undo>
                    {move || if busy.get() { t(words::UNDOING)() } else { t(common::UNDO)() }}<span class="visually-hidden">{whom}</span>
                </button>
            })}
        </li>
    }
    .into_any()
}
