//! The passkeys that open the vault: which there are, one more, one less.

use super::{Asked, label};
use crate::platform::passkey;
use crate::session::{Desk, PasskeyInfo};
use crate::text::{common, failure, filled, now, security as words, t};
use crate::ui::{Icon, Sheet, TextField, icon, toast};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Longest name of a passkey, in characters.
const LONGEST: usize = 40;

/// The list and what can be done with it.
#[component]
pub fn Passkeys() -> impl IntoView {
    let desk = Desk::current();
    let all = RwSignal::new(None::<Vec<PasskeyInfo>>);
    let adding = RwSignal::new(false);
    let leaving = RwSignal::new(None::<PasskeyInfo>);
    let asking = RwSignal::new(false);
    let read = move || {
        let vault = desk.open();
        spawn_local(async move {
            if let Ok(found) = vault.passkeys().await {
                let _ = all.try_set(Some(found));
            }
        });
    };
    read();
    let remove = move |_| {
        asking.set(false);
        let Some(gone) = leaving.get_untracked() else {
            return;
        };
        let vault = desk.open();
        spawn_local(async move {
            match vault.remove_passkey(&gone.credential).await {
                Ok(()) => toast(now(words::REMOVED)),
                Err(why) => toast(failure::words(&why)),
            }
            if desk.still_open().is_some() {
                read();
            }
        });
    };
    let row = move |info: PasskeyInfo| {
        let (name, said) = (info.label.clone(), info.label.clone());
        view! {
            <li>
                <span>{icon(Icon::Key)}{name}</span>
                <button type="button" class="button danger" aria-label=move || filled(words::REMOVE_NAMED, &[("name", &said)])
                    on:click=move |_| {
                        leaving.set(Some(info.clone()));
                        asking.set(true);
                    }>{t(words::REMOVE)}</button>
            </li>
        }
    };
    let supported = passkey::is_supported();
    let title = Signal::derive(move || {
        let name = leaving.get().map(|info| info.label).unwrap_or_default();
        filled(words::REMOVE_TITLE, &[("name", &name)])
    });
    view! {
        <div class="way">
            <div>
                <h3>{t(words::PASSKEYS)}</h3>
                <p class="small quiet">{t(words::PASSKEYS_ABOUT)}</p>
                {(!supported).then(|| view! { <p class="small">{t(words::PASSKEYS_CANNOT)}</p> })}
            </div>
            {supported.then(|| view! {
                <button type="button" id="add-passkey" class="button" on:click=move |_| adding.set(true)>
                    {icon(Icon::Plus)}{t(words::ADD_PASSKEY)}
                </button>
            })}
            {move || {
                let all = all.get()?;
                Some(if all.is_empty() {
                    view! { <p class="small quiet whole">{t(words::PASSKEYS_NONE)}</p> }.into_any()
                } else {
                    view! { <ul class="passkeys whole" id="passkeys">{all.into_iter().map(row).collect_view()}</ul> }.into_any()
                })
            }}
        </div>
        <Sheet id="passkey-sheet" open=adding title=label(words::ADD_PASSKEY)>
            <Add open=adding added=Callback::new(move |()| read()) />
        </Sheet>
        <Sheet id="passkey-leave-sheet" open=asking title=title>
            <p>{t(words::REMOVE_TEXT)}</p>
            <div class="buttons">
                <button type="button" id="remove-passkey" class="button danger" on:click=remove>{t(words::REMOVE)}</button>
                <button type="button" class="button" on:click=move |_| asking.set(false)>{t(common::CANCEL)}</button>
            </div>
        </Sheet>
    }
    .into_any()
}

#[component]
fn Add(open: RwSignal<bool>, added: Callback<()>) -> impl IntoView {
    let desk = Desk::current();
    let vault = desk.open();
    let asked = Asked::new();
    let name = RwSignal::new(vault.device_name(vault.identity().device));
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(typed) = asked.begin() else { return };
        let chosen: String = name.get_untracked().trim().chars().take(LONGEST).collect();
        let chosen = if chosen.is_empty() {
            now(words::PASSKEYS).to_owned()
        } else {
            chosen
        };
        let vault = desk.open();
        spawn_local(async move {
            match vault.add_passkey(&typed, &chosen).await {
                Ok(()) => {
                    toast(now(words::PASSKEY_ADDED));
                    let _ = open.try_set(false);
                    let _ = added.try_run(());
                }
                Err(why) => asked.fail(&why),
            }
        });
    };
    view! {
        <form class="form" on:submit=add>
            <TextField id="passkey-label" label=label(words::PASSKEY_LABEL) value=name hint=label(words::PASSKEY_LABEL_HINT) />
            {asked.field("confirm-passphrase", words::CONFIRM)}
            <div class="buttons">
                <button type="submit" id="make-passkey" class="button primary" disabled=move || asked.busy.get()>
                    {icon(Icon::Key)}{t(words::ADD_PASSKEY)}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
            </div>
        </form>
    }
    .into_any()
}
