//! Installing and the version.

use crate::platform::{self, install, net};
use crate::text::{common, filled, now, settings as words, t};
use crate::ui::{Icon, icon, toast};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Installing and the version.
#[component]
pub fn Install() -> impl IntoView {
    let signals = install::signals();
    let installable = signals.installable;
    let agent = platform::user_agent();
    let apple = agent.contains("iPad") || agent.contains("iPhone");
    let check = move |_| {
        spawn_local(async move {
            if !net::online() {
                toast(now(words::CHECK_OFFLINE));
                return;
            }
            install::look_for_new_build().await;
            if !install::signals().new_build.get_untracked() {
                toast(now(words::CHECKED));
            }
        });
    };
    view! {
        <section class="card stack-s" id="app" aria-labelledby="install-title">
            <h2 id="install-title">{t(words::INSTALL)}</h2>
            {move || if installable.get() {
                view! {
                    <div class="buttons"><button type="button" class="button primary" on:click=move |_| spawn_local(install::offer())>
                        {icon(Icon::Download)}{t(words::INSTALL_NOW)}</button></div>
                }.into_any()
            } else {
                view! { <p>{t(if apple { words::INSTALL_IOS } else { words::INSTALL_OTHER })}</p> }.into_any()
            }}
            <h2>{t(words::ABOUT)}</h2>
            <p class="small quiet">{move || {
                let build: String = install::build().chars().take(8).collect();
                let app = t(common::APP)();
                let version = filled(words::VERSION, &[("version", env!("CARGO_PKG_VERSION")), ("build", &build)]);
                [app, " · ", &version].concat()
            }}</p>
            <div class="buttons"><button type="button" class="button" on:click=check>{t(words::CHECK_NEW)}</button></div>
        </section>
    }
    .into_any()
}
