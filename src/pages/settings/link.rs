//! Joining a server, how the exchange stands, leaving.

use crate::platform::intl;
use crate::session::{Desk, LinkState};
use crate::text::{common, count, failure, filled, language, settings as words, t};
use crate::ui::{Confirm, Icon, TextField, icon, toast};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Syncing.
#[component]
pub fn Sync() -> impl IntoView {
    let desk = Desk::current();
    let open = desk.open();
    let state = open.link.state.clone();
    let alone = Memo::new(move |_| state.get() == LinkState::Alone);
    let trial = open.trial;
    view! {
        <section class="card stack-s" id="sync" aria-labelledby="sync-title">
            <h2 id="sync-title">{t(words::SYNC)}</h2>
            {move || {
                if trial {
                    view! { <p class="quiet">{t(words::SYNC_TRIAL)}</p> }.into_any()
                } else if alone.get() {
                    view! { <p class="quiet">{t(words::SYNC_ALONE)}</p> <JoinForm /> }.into_any()
                } else {
                    view! { <Joined /> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// The form, for who may join; for the others, who may.
#[component]
fn JoinForm() -> impl IntoView {
    let desk = Desk::current();
    let arranges = Memo::new(move |_| desk.role().arranges());
    move || {
        if arranges.get() {
            view! { <Joining /> }.into_any()
        } else {
            view! { <p class="small quiet">{t(words::SYNC_ADMIN)}</p> }.into_any()
        }
    }
}

#[component]
fn Joining() -> impl IntoView {
    let desk = Desk::current();
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let join = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() || code.with_untracked(|c| c.trim().is_empty()) {
            return;
        }
        busy.set(true);
        error.set(None);
        let open = desk.open();
        spawn_local(async move {
            match open.join(&code.get_untracked()).await {
                Ok(()) => toast(crate::text::now(words::JOINED)),
                Err(why) => {
                    let _ = error.try_set(Some(failure::words(&why)));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let wrong = Signal::derive(move || error.get());
    let label = |label| Signal::derive(move || t(label)().to_owned());
    view! {
        <form class="stack-s" on:submit=join>
            <TextField id="join-code" label=label(words::JOIN_CODE) value=code hint=label(words::JOIN_CODE_HINT) error=wrong />
            <div class="buttons">
                <button type="submit" id="join" class="button primary" disabled=move || busy.get()>
                    {icon(Icon::Sync)}{move || if busy.get() { t(words::JOINING)() } else { t(words::JOIN)() }}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Joined() -> impl IntoView {
    let desk = Desk::current();
    let open = desk.open();
    let (state, waiting, refused) = (
        open.link.state.clone(),
        open.link.waiting.clone(),
        open.link.refused.clone(),
    );
    let asking = RwSignal::new(false);
    let leave = Callback::new(move |()| {
        spawn_local(async move {
            if let Err(why) = desk.open().leave().await {
                toast(failure::words(&why));
            }
        });
    });
    let standing = {
        let state = state.clone();
        move || match state.get() {
            LinkState::Alone => String::new(),
            LinkState::Busy => t(common::SYNC_BUSY)().to_owned(),
            LinkState::Agreed(at) => {
                filled(words::LAST, &[("time", &intl::moment(language(), at))])
            }
            LinkState::Away => t(common::SYNC_AWAY)().to_owned(),
            LinkState::SignedOut => t(common::SYNC_SIGNED_OUT)().to_owned(),
        }
    };
    let signed_out = Memo::new(move |_| state.get() == LinkState::SignedOut);
    view! {
        <dl class="facts">
            <dt>{t(words::STATE)}</dt><dd id="sync-standing">{standing}</dd>
            <dt>{t(words::WAITING)}</dt><dd id="sync-waiting">{move || count(waiting.get())}</dd>
        </dl>
        {move || {
            let all = refused.get();
            (!all.is_empty()).then(|| view! {
                <div class="notice bad">
                    {icon(Icon::Warning)}
                    <div><strong>{t(words::REFUSED)}</strong>
                        <ul>{all.into_iter().map(|(seq, code)| {
                            let why = match code.as_str() {
                                "refused.too_large"
                                | "refused.empty"
                                | "refused.too_many_ops"
                                | "refused.value_out_of_bounds" => words::REASON_TOO_LARGE,
                                "refused.malformed" => words::REASON_MALFORMED,
                                _ => words::REASON_OTHER,
                            };
                            view! { <li>{filled(words::REFUSED_LINE, &[("n", &seq.to_string()), ("why", t(why)())])}</li> }
                        }).collect_view()}</ul>
                    </div>
                </div>
            })
        }}
        {move || signed_out.get().then(|| view! {
            <div class="notice warn">{icon(Icon::Warning)}<p>{t(words::SIGNED_OUT)}</p></div>
            <JoinForm />
        })}
        {move || if desk.role().arranges() {
            view! {
                <div class="buttons">
                    <button type="button" id="leave" class="button" on:click=move |_| asking.set(true)>{t(words::LEAVE)}</button>
                </div>
            }
            .into_any()
        } else {
            view! { <p class="small quiet">{t(words::SYNC_ADMIN)}</p> }.into_any()
        }}
        <Confirm open=asking title=Signal::derive(move || t(words::LEAVE_TITLE)().to_owned())
            text=Signal::derive(move || t(words::LEAVE_TEXT)().to_owned())
            action=Signal::derive(move || t(words::LEAVE)().to_owned()) on_confirm=leave />
    }
    .into_any()
}
