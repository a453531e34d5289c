//! One customer: figures, details, who belongs to them, what happened, history.

use super::figures::Figures;
use super::log::Log;
use super::merged::{Gone, MergedInto};
use super::people::People;
use crate::register::{Facts, History, Past, Related, Timeline, lens, may_write, title};
use crate::route::Route;
use crate::session::Desk;
use crate::text::{about, common, customers as words, failure, fill, filled, now, register, t};
use crate::ui::{Confirm, Icon, icon, toast, toast_with};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{CUSTOMER, Channel, Kind, RecordId};
use replica::Op;
use wasm_bindgen_futures::spawn_local;

/// The profile.
#[component]
pub fn Profile(
    /// Who.
    customer: RecordId,
) -> impl IntoView {
    let desk = Desk::current();
    let name = Memo::new(move |_| {
        desk.track_record(customer);
        let lens = lens(desk);
        desk.read(|replica| {
            let row = replica.get(CUSTOMER.no, customer)?;
            Some(title(&CUSTOMER, row, lens))
        })
    });
    let there = Memo::new(move |_| name.with(Option::is_some));
    let described = Memo::new(move |_| desk.kind(CUSTOMER.no).unwrap_or(&CUSTOMER));
    move || {
        let kind = described.get();
        if there.get() {
            view! { <There customer=customer kind=kind name=Signal::derive(move || name.get().unwrap_or_default()) /> }.into_any()
        } else {
            view! { <Gone customer=customer /> }.into_any()
        }
    }
}

#[component]
fn There(customer: RecordId, kind: &'static Kind, name: Signal<String>) -> impl IntoView {
    let desk = Desk::current();
    let asking = RwSignal::new(false);
    let past = Past::of(desk, customer);
    let navigate = StoredValue::new_local(use_navigate());
    let delete = Callback::new(move |()| {
        spawn_local(async move {
            let open = desk.open();
            let name = name.get_untracked();
            match open
                .save(Channel::Desk, vec![Op::Delete { record: customer }])
                .await
            {
                Ok(()) => {
                    navigate.with_value(|go| go(&Route::Customers.path(), Default::default()));
                    let undo = Callback::new({
                        move |()| {
                            let Some(open) = desk.still_open() else {
                                return;
                            };
                            spawn_local(async move {
                                let ops = vec![Op::Restore { record: customer }];
                                if let Err(why) = open.save(Channel::Desk, ops).await {
                                    toast(failure::words(&why));
                                }
                            });
                        }
                    });
                    toast_with(
                        fill(now(register::DELETED), &[("name", &name)]),
                        now(common::UNDO),
                        undo,
                    );
                }
                Err(why) => toast(failure::words(&why)),
            }
        });
    });
    view! {
        <div class="page">
            <div class="page-head">
                <a class="button plain icon-only" href=Route::Customers.path() aria-label=t(common::BACK)>{icon(Icon::Back)}</a>
                <h1 class="grow" id="customer-name">{move || name.get()}</h1>
                <div class="buttons">
                    {move || may_write(desk, kind).then(|| view! {
                        <a class="button primary" id="take-survey" href=Route::StartSurvey(Some(customer)).path()>{icon(Icon::Survey)}{t(words::TAKE_SURVEY)}</a>
                    })}
                    <a class="button" id="about" href=Route::About(customer).path()>{t(about::LINK)}</a>
                    {move || may_write(desk, kind).then(|| view! {
                        <a class="button" id="edit" href=Route::EditCustomer(customer).path()>{icon(Icon::Pencil)}{t(common::EDIT)}</a>
                        <button type="button" class="button icon-only" id="delete" aria-label=t(words::DELETE) on:click=move |_| asking.set(true)>{icon(Icon::Trash)}</button>
                    })}
                </div>
            </div>
            <Figures customer=customer />
            <div class="profile">
                <div class="stack">
                    <Facts kind=kind record=customer past=past />
                    <People customer=customer />
                    <Related kind=kind record=customer />
                </div>
                <Timeline kind=kind record=customer past=past><Log customer=customer /></Timeline>
            </div>
            <MergedInto customer=customer />
            <History kind=kind record=customer past=past />
            <Confirm open=asking title=Signal::derive(move || filled(register::DELETE_TITLE, &[("name", &name.get())]))
                text=Signal::derive(move || t(words::DELETE_TEXT)().to_owned())
                action=Signal::derive(move || t(words::DELETE)().to_owned()) on_confirm=delete />
        </div>
    }
    .into_any()
}
