//! What rests here and whether it stays; installing; the version.

use crate::platform::{self, install, intl, net, storage};
use crate::session::Desk;
use crate::text::{common, count, filled, language, now, settings as words, t};
use crate::ui::{Icon, icon, toast};
use leptos::prelude::*;
use model::CUSTOMER;
use wasm_bindgen_futures::spawn_local;

/// How much is kept and whether the browser promised to keep it.
#[component]
pub fn Storage() -> impl IntoView {
    let desk = Desk::current();
    let quota = RwSignal::new(None::<storage::Quota>);
    let read = move || {
        spawn_local(async move {
            let found = storage::quota().await;
            let _ = quota.try_set(found);
        });
    };
    read();
    let ask = move |_| {
        spawn_local(async move {
            if !storage::persist().await {
                toast(now(words::PERSIST_REFUSED));
            }
            read();
        });
    };
    let content = move || {
        desk.track_customers();
        desk.track_responses();
        let (customers, responses, changes) = desk.read(|replica| {
            let customers = replica.table(CUSTOMER.no).map_or(0, replica::Table::len);
            let responses = replica
                .answered_forms()
                .filter_map(|form| replica.responses(form))
                .map(replica::Responses::len)
                .sum();
            (customers, responses, replica.changes())
        });
        filled(
            words::CONTENT_LINE,
            &[
                ("customers", &count(customers)),
                ("responses", &count(responses)),
                ("changes", &count(changes)),
            ],
        )
    };
    view! {
        <section class="card stack-s" aria-labelledby="storage-title">
            <h2 id="storage-title">{t(words::STORAGE)}</h2>
            <p>{content}</p>
            {move || quota.get().map(|quota| {
                let language = language();
                let (used, allowed) = (intl::bytes(language, quota.used), intl::bytes(language, quota.allowed));
                view! {
                    <progress class="progress" max="1" prop:value=quota.used / quota.allowed.max(1.0)
                        aria-label=t(words::STORAGE)></progress>
                    <p class="small quiet">{filled(words::USED, &[("used", &used), ("allowed", &allowed)])}</p>
                    {if quota.persisted {
                        view! { <p class="notice good">{icon(Icon::Check)}{t(words::PERSISTED)}</p> }.into_any()
                    } else {
                        view! {
                            <div class="notice warn row spread"><span>{t(words::NOT_PERSISTED)}</span>
                                <button type="button" class="button" on:click=ask>{t(words::PERSIST)}</button></div>
                        }.into_any()
                    }}
                }
            })}
        </section>
    }
    .into_any()
}

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
        <section class="card stack-s" aria-labelledby="install-title">
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
