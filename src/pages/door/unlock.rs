//! Later visits: the passphrase, or the recovery code and a new one.

use super::door;
use crate::platform::clock;
use crate::session::Gate;
use crate::text::{begin as words, common, failure, filled, t};
use crate::ui::{ChoosePassphrase, Choosing, Icon, TextField, icon};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The way back in.
#[component]
pub fn Unlock() -> impl IntoView {
    let recovering = RwSignal::new(false);
    door(
        (move || {
            if recovering.get() {
                view! { <Recover recovering=recovering /> }.into_any()
            } else {
                view! { <Passphrase recovering=recovering /> }.into_any()
            }
        })
        .into_any(),
    )
}

#[component]
fn Passphrase(recovering: RwSignal<bool>) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let passphrase = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let wait = RwSignal::new(0u64);
    // Until it is known whether there is a wait, a click would come to nothing.
    let known = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let count_down = move || async move {
        let mut seconds = gate.wait_before_try().await.div_ceil(1000);
        let _ = known.try_set(true);
        while seconds > 0 {
            if wait.try_set(seconds).is_some() {
                return;
            }
            clock::sleep(1000).await;
            seconds -= 1;
        }
        let _ = wait.try_set(0);
    };
    let passkey = RwSignal::new(false);
    spawn_local(async move {
        let _ = passkey.try_set(gate.has_passkey().await);
    });
    let show_passkey = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            if let Err(why) = gate.unlock_with_passkey().await {
                let _ = error.try_set(Some(failure::words(&why)));
                let _ = busy.try_set(false);
            }
        });
    };
    // A reload does not save the wait.
    spawn_local(count_down());
    let unlock = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked()
            || wait.get_untracked() > 0
            || passphrase.with_untracked(String::is_empty)
        {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(why) = gate.unlock(&passphrase.get_untracked()).await {
                let _ = error.try_set(Some(failure::words(&why)));
                let _ = passphrase.try_set(String::new());
                let _ = busy.try_set(false);
                count_down().await;
            }
        });
    };
    let wrong = Signal::derive(move || error.get());
    view! {
        <form class="form" on:submit=unlock>
            <h2>{t(words::UNLOCK_TITLE)}</h2>
            <TextField id="passphrase" label=Signal::derive(move || t(words::PASSPHRASE)().to_owned())
                value=passphrase kind="password" autocomplete="current-password" error=wrong />
            <p class="small quiet" role="status">
                {move || (wait.get() > 0).then(|| filled(words::WAIT, &[("n", &wait.get().to_string())]))}
            </p>
            <div class="buttons">
                <button type="submit" id="unlock" class="button primary" disabled=move || busy.get() || wait.get() != 0 || !known.get()>
                    {icon(Icon::Lock)}
                    {move || if busy.get() { t(words::UNLOCKING)() } else { t(words::UNLOCK)() }}
                </button>
                <button type="button" class="button plain" on:click=move |_| recovering.set(true)>{t(words::FORGOT)}</button>
            </div>
            {move || passkey.get().then(|| view! {
                <div class="or">
                    <button type="button" id="unlock-passkey" class="button" disabled=move || busy.get() on:click=show_passkey>
                        {icon(Icon::Key)}{t(words::UNLOCK_PASSKEY)}
                    </button>
                </div>
            })}
        </form>
    }
    .into_any()
}

#[component]
fn Recover(recovering: RwSignal<bool>) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let code = RwSignal::new(String::new());
    let choosing = Choosing::new(Vec::new);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let recover = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(passphrase) = choosing.ready() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            if let Err(why) = gate.recover(&code.get_untracked(), &passphrase).await {
                let _ = error.try_set(Some(failure::words(&why)));
                let _ = busy.try_set(false);
            }
        });
    };
    let wrong = Signal::derive(move || error.get());
    view! {
        <form class="form" on:submit=recover>
            <h2>{t(words::FORGOT)}</h2>
            <TextField id="recovery" label=Signal::derive(move || t(words::RECOVERY_CODE)().to_owned()) value=code error=wrong />
            <ChoosePassphrase choosing=choosing label=words::NEW_PASSPHRASE again=words::NEW_PASSPHRASE_AGAIN />
            <div class="buttons">
                <button type="submit" id="recover" class="button primary" disabled=move || busy.get()>
                    {move || if busy.get() { t(words::UNLOCKING)() } else { t(words::OPEN_AND_CHANGE)() }}
                </button>
                <button type="button" class="button plain" on:click=move |_| recovering.set(false)>{t(common::BACK)}</button>
            </div>
        </form>
    }
    .into_any()
}
