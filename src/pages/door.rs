//! Before the vault: beginning, unlocking, waiting.

mod begin;
mod recovery;
mod restore;
mod states;
mod step;
mod unlock;

pub use begin::Begin;
pub use states::{Aside, Blocked, Broken, Lost, Opening};
pub use unlock::Unlock;

use crate::text::{begin as words, common, now, t};
use leptos::prelude::*;

/// The two halves of every screen before the vault: the story and what to do.
fn door(panel: AnyView) -> AnyView {
    view! {
        <main class="door">
            <div class="door-story">
                <div class="mark"><img src="/icons/icon.svg" alt="" width="44" height="44" />{t(common::APP)}</div>
                <div>
                    <h1>{t(words::TITLE)}</h1>
                    <p class="lead">{t(words::LEAD)}</p>
                </div>
                <p class="fine">{t(words::SEALED_NOTE)}</p>
            </div>
            <div class="door-panel"><div>{panel}</div></div>
        </main>
    }
    .into_any()
}

/// What this device might be called.
fn device_guess() -> String {
    let agent = crate::platform::user_agent();
    let device = ["iPad", "iPhone", "Android", "Windows", "Macintosh", "Linux"]
        .into_iter()
        .find(|name| agent.contains(name))
        .unwrap_or(now(common::APP));
    let browser = ["Edg", "Firefox", "Chrome", "Safari"]
        .into_iter()
        .find(|name| agent.contains(name))
        .unwrap_or_default();
    let device = if device == "Macintosh" { "Mac" } else { device };
    let browser = if browser == "Edg" { "Edge" } else { browser };
    format!("{device} {browser}").trim().to_owned()
}
