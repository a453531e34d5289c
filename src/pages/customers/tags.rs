//! Tags: chips that can be taken away, and a field that adds one with Enter.

use crate::text::{common, customers as words, filled, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;

/// The tags of a record in the making.
#[component]
pub fn Tags(
    /// The label of the field.
    #[prop(into)]
    label: Signal<String>,
    /// The tags.
    tags: RwSignal<Vec<String>>,
    /// Tags known already, offered while typing.
    known: Vec<String>,
    /// Called after a change.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let add = move || {
        // The form may be gone: taking away what has the focus takes the focus from it.
        if typed.try_with_untracked(|text| text.trim().is_empty()) != Some(false) {
            return;
        }
        match model::tag(&typed.get_untracked()) {
            Ok(tag) => {
                tags.update(|all| {
                    if !all.contains(&tag) {
                        all.push(tag);
                    }
                });
                typed.set(String::new());
                error.set(None);
                let _ = on_change.try_run(());
            }
            Err(why) => error.set(Some(crate::text::failure::invalid(why))),
        }
    };
    view! {
        <div class="field wide">
            <label for="field-tags">{move || label.get()}<span class="optional">{t(common::OPTIONAL)}</span></label>
            <div class="tags">
                <For each=move || tags.get() key=|tag| tag.clone() let:tag>
                    {
                        let (shown, gone, said) = (tag.clone(), tag.clone(), tag);
                        view! {
                            <span class="badge tag">
                                {shown}
                                <button type="button" class="tag-remove"
                                    aria-label=move || filled(words::TAG_REMOVE, &[("tag", &said)])
                                    on:click=move |_| {
                                        tags.update(|all| all.retain(|tag| *tag != gone));
                                        let _ = on_change.try_run(());
                                    }>{icon(Icon::Close)}</button>
                            </span>
                        }
                    }
                </For>
            </div>
            <div class="row">
                <input id="field-tags" class="input grow" list="known-tags" autocomplete="off" aria-describedby="field-tags-hint"
                    prop:value=move || typed.get()
                    on:input=move |ev| typed.set(event_target_value(&ev))
                    on:keydown=move |ev| {
                        if ev.key() == "Enter" && !ev.is_composing() {
                            ev.prevent_default();
                            add();
                        }
                    }
                    on:blur=move |_| add() />
                <datalist id="known-tags">
                    {known.into_iter().map(|tag| view! { <option value=tag></option> }).collect_view()}
                </datalist>
                <button type="button" class="button" on:click=move |_| add()>{icon(Icon::Plus)}{t(words::TAG_ADD)}</button>
            </div>
            <p class="hint" id="field-tags-hint">{t(words::TAG_HINT)}</p>
            <div role="alert">{move || error.get().map(|words| view! { <p class="error">{words}</p> })}</div>
        </div>
    }
    .into_any()
}
