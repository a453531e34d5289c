//! The first visit: language, then a vault of one's own or the trial.

use super::door;
use super::passphrase::{ChoosePassphrase, Choosing, device_guess};
use super::recovery::Recovery;
use crate::session::{Begun, Gate};
use crate::text::{Language, begin as words, common, failure, language, speak, t};
use crate::ui::{Icon, TextField, icon};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Choose,
    Form,
    Recovery,
}

/// The first visit.
#[component]
pub fn Begin() -> impl IntoView {
    let step = RwSignal::new(Step::Choose);
    let begun = StoredValue::new_local(None::<Begun>);
    door(
        (move || match step.get() {
            Step::Choose => choose(step),
            Step::Form => view! { <Start step=step begun=begun /> }.into_any(),
            Step::Recovery => begun
                .try_update_value(Option::take)
                .flatten()
                .map(|begun| view! { <Recovery begun=begun /> })
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
            </div>
            <div role="alert">
                {move || error.get().map(|words| view! { <div class="notice bad">{icon(Icon::Warning)}<p>{words}</p></div> })}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Start(step: RwSignal<Step>, begun: StoredValue<Option<Begun>, LocalStorage>) -> impl IntoView {
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
                Ok(made) => {
                    begun.set_value(Some(made));
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
