//! Waiting, another tab, storage that cannot be used.

use super::door;
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

/// Another tab works with the vault.
#[component]
pub fn Elsewhere() -> impl IntoView {
    let gate = expect_context::<Gate>();
    door(
        view! {
            <div class="stack">
                <h2>{t(words::ELSEWHERE_TITLE)}</h2>
                <p>{t(words::ELSEWHERE_TEXT)}</p>
                <div class="buttons">
                    <button type="button" class="button primary" on:click=move |_| spawn_local(gate.look(true))>
                        {t(words::ELSEWHERE_HERE)}
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
                    <button type="button" class="button primary" on:click=move |_| spawn_local(gate.look(true))>
                        {t(common::TRY_AGAIN)}
                    </button>
                </div>
            </div>
        }
        .into_any(),
    )
}
