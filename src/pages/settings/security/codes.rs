//! A new recovery code, alone or with new keys. Either way the code is shown only once, so the
//! dialogue stays until the person says that it is kept.

use super::Asked;
use crate::platform::clock;
use crate::session::Desk;
use crate::text::{begin, common, now, security as words, t};
use crate::ui::{Icon, RecoveryCode, Sheet, icon, toast};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// How often it is looked whether everything is sealed anew, in milliseconds.
const LOOK: u32 = 400;

/// What is made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum New {
    /// The recovery code.
    Code,
    /// The keys, and with them the recovery code.
    Keys,
}

/// What it means, and the form behind a button.
#[component]
pub fn Codes(
    /// What is made anew.
    which: New,
) -> impl IntoView {
    let desk = Desk::current();
    let open = RwSignal::new(false);
    let code = RwSignal::new(None::<String>);
    let asked = Asked::new();
    let sealing = RwSignal::new(false);
    let watch = move || {
        spawn_local(async move {
            let mut ran = false;
            while desk.still_open().is_some_and(|open| open.is_rotating()) {
                ran = true;
                if sealing.try_set(true).is_some() {
                    return;
                }
                clock::sleep(LOOK).await;
            }
            if ran && sealing.try_set(false).is_none() && desk.still_open().is_some() {
                toast(now(words::KEYS_DONE));
            }
        });
    };
    if which == New::Keys {
        watch();
    }
    let (sheet, button, title, about, action, picture) = match which {
        New::Code => (
            "recovery-sheet",
            "new-recovery",
            words::RECOVERY,
            words::RECOVERY_ABOUT,
            words::NEW_RECOVERY,
            Icon::Print,
        ),
        New::Keys => (
            "keys-sheet",
            "change-keys",
            words::KEYS,
            words::KEYS_ABOUT,
            words::CHANGE_KEYS,
            Icon::Key,
        ),
    };
    let make = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(typed) = asked.begin() else { return };
        let vault = desk.open();
        spawn_local(async move {
            let made = match which {
                New::Code => vault.new_recovery_code(&typed).await,
                New::Keys => vault.change_keys(&typed).await,
            };
            match made {
                Ok(made) => {
                    asked.clear();
                    let _ = code.try_set(Some(made));
                    watch();
                }
                Err(why) => asked.fail(&why),
            }
        });
    };
    let close = move || {
        open.set(false);
        code.set(None);
    };
    let begin = move |_| {
        asked.clear();
        code.set(None);
        open.set(true);
    };
    let heading = Signal::derive(move || {
        let shown = code.with(Option::is_some);
        t(if shown { begin::RECOVERY_TITLE } else { action })().to_owned()
    });
    let held = Signal::derive(move || code.with(Option::is_some) || asked.busy.get());
    view! {
        <div class="way">
            <div>
                <h3>{t(title)}</h3>
                <p class="small quiet">{t(about)}</p>
                <p class="small" role="status" id=[sheet, "-state"].concat()>
                    {move || sealing.get().then(|| t(words::KEYS_RUNNING)())}
                </p>
            </div>
            <button type="button" id=button class="button" disabled=move || sealing.get() on:click=begin>
                {icon(picture)}{t(action)}
            </button>
        </div>
        <Sheet id=sheet open=open title=heading held=held>
            {move || match code.get() {
                Some(code) => view! { <Kept code=code close=Callback::new(move |()| close()) /> }.into_any(),
                None => view! {
                    <form class="form" on:submit=make>
                        {(which == New::Keys).then(|| view! { <p class="notice warn">{icon(Icon::Warning)}<span>{t(words::KEYS_CANNOT)}</span></p> })}
                        {asked.field("confirm-passphrase", words::CONFIRM)}
                        <div class="buttons">
                            <button type="submit" id="confirm-make" class="button primary" disabled=move || asked.busy.get()>
                                {move || t(match (asked.busy.get(), which) {
                                    (true, _) => words::CHANGING,
                                    (false, New::Code) => words::MAKE,
                                    (false, New::Keys) => words::CHANGE_KEYS,
                                })()}
                            </button>
                            <button type="button" class="button" disabled=move || asked.busy.get() on:click=move |_| close()>
                                {t(common::CANCEL)}
                            </button>
                        </div>
                    </form>
                }.into_any(),
            }}
        </Sheet>
    }
    .into_any()
}

/// A recovery code that is shown only once, and the way on when it is kept.
#[component]
pub fn Kept(
    /// The code.
    code: String,
    /// What comes then.
    close: Callback<()>,
) -> impl IntoView {
    let kept = RwSignal::new(false);
    view! {
        <RecoveryCode code=code kept=kept />
        <div class="buttons no-print">
            <button type="button" id="recovery-done" class="button primary" disabled=move || !kept.get()
                on:click=move |_| close.run(())>{t(words::DONE)}</button>
        </div>
    }
    .into_any()
}
