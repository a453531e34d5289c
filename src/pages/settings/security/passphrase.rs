//! Changing the passphrase.

use super::{Asked, label};
use crate::session::Desk;
use crate::text::{begin, common, now, security as words, t};
use crate::ui::{ChoosePassphrase, Choosing, Icon, Sheet, icon, toast};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What it means, and the form behind a button.
#[component]
pub fn Change() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <div class="way">
            <div>
                <h3>{t(words::PASSPHRASE)}</h3>
                <p class="small quiet">{t(words::PASSPHRASE_ABOUT)}</p>
            </div>
            <button type="button" id="open-passphrase" class="button" on:click=move |_| open.set(true)>
                {icon(Icon::Lock)}{t(words::CHANGE_PASSPHRASE)}
            </button>
        </div>
        <Sheet id="passphrase-sheet" open=open title=label(words::CHANGE_PASSPHRASE)>
            <Form open=open />
        </Sheet>
    }
    .into_any()
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::current();
    let vault = desk.open();
    let identity = vault.identity();
    let about = vec![
        vault.member_name(identity.author),
        vault.device_name(identity.device),
    ];
    let asked = Asked::new();
    let choosing = Choosing::new(move || about.clone());
    let change = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(new) = choosing.ready() else { return };
        let Some(old) = asked.begin() else { return };
        let vault = desk.open();
        spawn_local(async move {
            match vault.change_passphrase(&old, &new).await {
                Ok(()) => {
                    toast(now(words::CHANGED));
                    let _ = open.try_set(false);
                }
                Err(why) => asked.fail(&why),
            }
        });
    };
    view! {
        <form class="form" on:submit=change>
            {asked.field("old-passphrase", words::OLD)}
            <ChoosePassphrase choosing=choosing label=begin::NEW_PASSPHRASE again=begin::NEW_PASSPHRASE_AGAIN />
            <div class="buttons">
                <button type="submit" id="change-passphrase" class="button primary" disabled=move || asked.busy.get()>
                    {move || if asked.busy.get() { t(words::CHANGING)() } else { t(words::CHANGE_PASSPHRASE)() }}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
            </div>
        </form>
    }
    .into_any()
}
