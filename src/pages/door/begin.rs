//! The first visit: language, then a vault of one's own or the trial.

use super::recovery::Recovery;
use super::restore::Restore;
use super::step::{Ready, Step};
use super::{device_guess, door};
use crate::session::Gate;
use crate::text::{Language, backup, begin as words, common, failure, language, speak, t};
use crate::ui::{ChoosePassphrase, Choosing, Icon, TextField, icon};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The first visit.
#[component]
pub fn Begin() -> impl IntoView {
    let step = RwSignal::new(Step::Choose);
    let ready = StoredValue::new_local(None::<Ready>);
    door(
        (move || match step.get() {
            Step::Choose => choose(step),
            Step::Form => view! { <Start step=step ready=ready /> }.into_any(),
            Step::Restore => view! { <Restore step=step ready=ready /> }.into_any(),
            Step::Recovery => ready
                .try_update_value(Option::take)
                .flatten()
                .map(|Ready { begun, came }| view! { <Recovery begun=begun came=came /> })
                .into_any(),
        })
        .into_any(),
    )
}

fn choose(step: RwSignal<Step>) -> AnyView {
    let gate = expect_context::<Gate>();
    let error = RwSignal::new(None::<String>);
    let tongue = |which: Language, name: &'static str| {
        view! {
            <button type="button" lang=which.tag() aria-pressed=move || (language() == which).to_string()
                on:click=move |_| speak(which)>{name}</button>
        }
    };
    let trial = move |_| {
        spawn_local(async move {
            if let Err(why) = gate.begin_trial().await {
                error.set(Some(failure::words(&why)));
            }
        });
    };
    view! {
        <div class="stack">
            <div class="segments" role="group" aria-label=t(words::LANGUAGE)>
                {tongue(Language::Zh, "简体中文")} {tongue(Language::En, "English")}
            </div>
            <div class="door-choices">
                <button type="button" id="start" class="choice-card" on:click=move |_| step.set(Step::Form)>
                    {icon(Icon::Lock)}
                    <strong>{t(words::START)}</strong>
                    <span>{t(words::START_HINT)}</span>
                </button>
                <button type="button" id="try" class="choice-card" on:click=trial>
                    {icon(Icon::Trial)}
                    <strong>{t(words::TRY)}</strong>
                    <span>{t(words::TRY_HINT)}</span>
                </button>
                <button type="button" id="begin-restore" class="choice-card" on:click=move |_| step.set(Step::Restore)>
                    {icon(Icon::Backup)}
                    <strong>{t(backup::BEGIN)}</strong>
                    <span>{t(backup::BEGIN_HINT)}</span>
                </button>
            </div>
            <div role="alert">
                {move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Start(step: RwSignal<Step>, ready: StoredValue<Option<Ready>, LocalStorage>) -> impl IntoView {
    let gate = expect_context::<Gate>();
    let member = RwSignal::new(String::new());
    let device = RwSignal::new(device_guess());
    let choosing = Choosing::new(move || vec![member.get(), device.get()]);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let begin = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(passphrase) = choosing.ready() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let (member, device) = (member.get_untracked(), device.get_untracked());
        spawn_local(async move {
            let cut = |text: &str| text.trim().chars().take(100).collect::<String>();
            match gate.begin(&passphrase, &cut(&member), &cut(&device)).await {
                Ok(begun) => {
                    ready.set_value(Some(Ready { begun, came: None }));
                    step.set(Step::Recovery);
                }
                Err(why) => error.set(Some(failure::words(&why))),
            }
            busy.set(false);
        });
    };
    let words_of = |label| Signal::derive(move || t(label)().to_owned());
    view! {
        <form class="form" on:submit=begin>
            <h2>{t(words::START)}</h2>
            <ChoosePassphrase choosing=choosing label=words::PASSPHRASE again=words::PASSPHRASE_AGAIN />
            <TextField id="member" label=words_of(words::YOUR_NAME) value=member optional=true
                autocomplete="name" hint=words_of(words::YOUR_NAME_HINT) />
            <TextField id="device" label=words_of(words::DEVICE_NAME) value=device optional=true
                hint=words_of(words::DEVICE_NAME_HINT) />
            <div role="alert">
                {move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}
            </div>
            <div class="buttons">
                <button type="submit" id="create" class="button primary" disabled=move || busy.get()>
                    {move || if busy.get() { t(words::CREATING)() } else { t(words::CREATE)() }}
                </button>
                <button type="button" class="button plain" on:click=move |_| step.set(Step::Choose)>{t(common::BACK)}</button>
            </div>
        </form>
    }
    .into_any()
}
