//! Waiting, another tab, storage that cannot be used.

use super::door;
use crate::platform::install;
use crate::session::{Gate, Phase};
use crate::text::{begin as words, common, failure, t};
use crate::ui::{Icon, Wait, icon};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The vault is being opened or filled.
#[component]
pub fn Opening() -> impl IntoView {
    let gate = expect_context::<Gate>();
    let share = Signal::derive(move || {
        gate.phase.with(|phase| {
            if let Phase::Opening(share) = phase {
                *share
            } else {
                0.0
            }
        })
    });
    door(
        view! { <Wait words=Signal::derive(move || t(words::OPENING)().to_owned()) share=share /> }
            .into_any(),
    )
}

/// A newer version of the app works with the vault in another tab.
#[component]
pub fn Aside() -> impl IntoView {
    door(
        view! {
            <div class="stack">
                <h2>{t(words::ASIDE_TITLE)}</h2>
                <p>{t(words::ASIDE_TEXT)}</p>
                <div class="buttons">
                    <button type="button" id="reload" class="button primary" on:click=move |_| install::reload()>
                        {t(words::ASIDE_RELOAD)}
                    </button>
                </div>
            </div>
        }
        .into_any(),
    )
}

/// Tabs with an older version of the app have to be closed first; it goes on by itself then.
#[component]
pub fn Blocked() -> impl IntoView {
    door(
        view! {
            <div class="stack" role="status">
                <h2>{t(words::BLOCKED_TITLE)}</h2>
                <p>{t(words::BLOCKED_TEXT)}</p>
            </div>
        }
        .into_any(),
    )
}

/// There was a vault, and its data is no longer there.
#[component]
pub fn Lost() -> impl IntoView {
    let gate = expect_context::<Gate>();
    door(
        view! {
            <div class="stack" role="alert" id="lost">
                <h2>{t(words::LOST_TITLE)}</h2>
                <div class="notice bad">{icon(Icon::Warning)}<p>{t(words::LOST_TEXT)}</p></div>
                <p>{t(words::LOST_WAYS)}</p>
                <div class="buttons">
                    <button type="button" id="look-again" class="button" on:click=move |_| install::reload()>
                        {t(words::LOST_AGAIN)}
                    </button>
                    <button type="button" id="go-on" class="button primary" on:click=move |_| gate.accept_loss()>
                        {t(words::LOST_ACCEPT)}
                    </button>
                </div>
            </div>
        }
        .into_any(),
    )
}

/// Storage cannot be used.
#[component]
pub fn Broken() -> impl IntoView {
    let gate = expect_context::<Gate>();
    let why = move || {
        gate.phase.with(|phase| match phase {
            Phase::Broken(failure) => failure::words(failure),
            _ => String::new(),
        })
    };
    door(
        view! {
            <div class="stack" role="alert">
                <h2>{t(words::BROKEN_TITLE)}</h2>
                <div class="notice bad">{icon(Icon::Warning)}<p>{why}</p></div>
                <div class="buttons">
                    <button type="button" class="button primary" on:click=move |_| spawn_local(gate.look())>
                        {t(common::TRY_AGAIN)}
                    </button>
                </div>
            </div>
        }
        .into_any(),
    )
}
