//! Fields: a label, an input, a hint, and what is wrong with it. Native inputs, so the keyboard
//! works as everywhere.

use super::{Icon, icon};
use crate::text::{common, t};
use leptos::prelude::*;

type Words = Signal<String>;

fn below(id: &str, hint: Option<Words>, error: Signal<Option<String>>) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
        <div id=error_id role="alert">
            {move || {
                error
                    .get()
                    .map(|words| view! { <p class="error">{icon(Icon::Warning)}<span>{words}</span></p> })
            }}
        </div>
    }
    .into_any()
}

fn label(id: &str, words: Words, optional: bool) -> AnyView {
    view! {
        <label for=id.to_owned()>
            {move || words.get()}
            {optional.then(|| view! { <span class="optional">{t(common::OPTIONAL)}</span> })}
        </label>
    }
    .into_any()
}

fn described(
    id: &str,
    hint: bool,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + use<> {
    let id = id.to_owned();
    move || {
        let wrong = error.get().is_some();
        let mut parts = Vec::new();
        if hint {
            parts.push(format!("{id}-hint"));
        }
        if wrong {
            parts.push(format!("{id}-error"));
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// One line of text. `on_blur` is called when the person leaves it.
#[component]
pub fn TextField(
    /// A name unique on the screen.
    #[prop(into)]
    id: String,
    /// What it is called.
    #[prop(into)]
    label: Words,
    /// What is in it.
    value: RwSignal<String>,
    /// `text`, `tel`, `email`, `date`, `password`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The browser's name for what belongs here.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a tablet shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Words under it.
    #[prop(optional, into)]
    hint: Option<Words>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay blank, and says so.
    #[prop(optional)]
    optional: bool,
    /// Called on every keystroke, after the value has changed.
    #[prop(optional, into)]
    on_input: Option<Callback<()>>,
    /// Called when the person leaves it.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let describedby = described(&id, hint.is_some(), error);
    view! {
        <div class="field">
            {self::label(&id, label, optional)}
            <input
                id=id.clone()
                type=kind
                autocomplete=autocomplete
                inputmode=inputmode
                aria-describedby=describedby
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || value.get()
                on:input=move |ev| {
                    let _ = value.try_set(event_target_value(&ev));
                    if let Some(call) = on_input {
                        let _ = call.try_run(());
                    }
                }
                on:blur=move |_| {
                    if let Some(call) = on_blur {
                        let _ = call.try_run(());
                    }
                }
            />
            {below(&id, hint, error)}
        </div>
    }
    .into_any()
}

/// Several lines of text.
#[component]
pub fn AreaField(
    /// A name unique on the screen.
    #[prop(into)]
    id: String,
    /// What it is called.
    #[prop(into)]
    label: Words,
    /// What is in it.
    value: RwSignal<String>,
    /// Words under it.
    #[prop(optional, into)]
    hint: Option<Words>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay blank, and says so.
    #[prop(optional)]
    optional: bool,
    /// Called on every keystroke, after the value has changed.
    #[prop(optional, into)]
    on_input: Option<Callback<()>>,
) -> impl IntoView {
    let describedby = described(&id, hint.is_some(), error);
    view! {
        <div class="field wide">
            {self::label(&id, label, optional)}
            <textarea
                id=id.clone()
                aria-describedby=describedby
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || value.get()
                on:input=move |ev| {
                    let _ = value.try_set(event_target_value(&ev));
                    if let Some(call) = on_input {
                        let _ = call.try_run(());
                    }
                }
            ></textarea>
            {below(&id, hint, error)}
        </div>
    }
    .into_any()
}

/// One of a list; the first entry is "none chosen" unless `always` is set.
#[component]
pub fn SelectField(
    /// A name unique on the screen.
    #[prop(into)]
    id: String,
    /// What it is called.
    #[prop(into)]
    label: Words,
    /// The code of the choice, blank for none.
    value: RwSignal<String>,
    /// Code and words of each choice.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
    /// Words under it.
    #[prop(optional, into)]
    hint: Option<Words>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay blank, and says so.
    #[prop(optional)]
    optional: bool,
    /// Whether there is always one chosen.
    #[prop(optional)]
    always: bool,
    /// Called after the choice has changed.
    #[prop(optional, into)]
    on_input: Option<Callback<()>>,
) -> impl IntoView {
    let describedby = described(&id, hint.is_some(), error);
    view! {
        <div class="field">
            {self::label(&id, label, optional)}
            <select
                id=id.clone()
                aria-describedby=describedby
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || {
                    choices.track();
                    value.get()
                }
                on:change=move |ev| {
                    let _ = value.try_set(event_target_value(&ev));
                    if let Some(call) = on_input {
                        let _ = call.try_run(());
                    }
                }
            >
                {(!always).then(|| view! { <option value="">{t(common::CHOOSE)}</option> })}
                {move || {
                    let chosen = value.get_untracked();
                    choices
                        .get()
                        .into_iter()
                        .map(|(code, words)| {
                            let selected = code == chosen;
                            view! { <option value=code selected=selected>{words}</option> }
                        })
                        .collect_view()
                }}
            </select>
            {below(&id, hint, error)}
        </div>
    }
    .into_any()
}
