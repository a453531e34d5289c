//! Several telephone numbers or addresses, each with what it is for; or some of a list.

use crate::text::{common, failure, filled, register as words, t};
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use model::{Field, FieldType, Labelled};

/// The elements of a set in the making.
#[component]
pub fn Entries(
    /// A name unique on the screen.
    id: String,
    /// The field.
    field: &'static Field,
    /// Its elements.
    all: RwSignal<Vec<String>>,
    /// What is typed and not added yet; saving adds it.
    text: RwSignal<String>,
    /// What is wrong with that.
    error: RwSignal<Option<String>>,
    /// Called after a change.
    on_change: Callback<()>,
) -> impl IntoView {
    match field.holds {
        FieldType::Choices(choices) => some_of(id, field, choices, all, on_change),
        _ => labelled(id, field, all, text, error, on_change),
    }
}

fn some_of(
    id: String,
    field: &'static Field,
    choices: &'static [model::Choice],
    all: RwSignal<Vec<String>>,
    on_change: Callback<()>,
) -> AnyView {
    view! {
        <fieldset class="field wide" id=id>
            <legend>{t(field.label)}<span class="optional">{t(common::OPTIONAL)}</span></legend>
            <div class="row wrap">
                {choices.iter().map(|choice| view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=move || all.with(|all| all.iter().any(|one| one == choice.code))
                            on:change=move |_| {
                                all.update(|all| match all.iter().position(|one| one == choice.code) {
                                    Some(at) => drop(all.remove(at)),
                                    None => all.push(choice.code.to_owned()),
                                });
                                on_change.run(());
                            } />
                        <span>{t(choice.label)}</span>
                    </label>
                }).collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

fn labelled(
    id: String,
    field: &'static Field,
    all: RwSignal<Vec<String>>,
    text: RwSignal<String>,
    error: RwSignal<Option<String>>,
    on_change: Callback<()>,
) -> AnyView {
    let label = RwSignal::new(String::new());
    let add = move || {
        if text.with_untracked(|text| text.trim().is_empty()) {
            return;
        }
        let (typed, said) = (text.get_untracked(), label.get_untracked());
        let entry = Labelled {
            text: typed.trim(),
            label: said.trim(),
        };
        match field.parse_element(&entry.to_text()) {
            Ok(element) => {
                all.update(|all| {
                    if !all.contains(&element) {
                        all.push(element);
                    }
                });
                text.set(String::new());
                label.set(String::new());
                error.set(None);
                let _ = on_change.try_run(());
            }
            Err(why) => error.set(Some(failure::invalid(why))),
        }
    };
    let kind = match field.holds {
        FieldType::Phones => "tel",
        FieldType::Emails => "email",
        _ => "text",
    };
    let on_enter = move |ev: leptos::ev::KeyboardEvent| {
        if ev.key() == "Enter" && !ev.is_composing() {
            ev.prevent_default();
            add();
        }
    };
    let label_id = [&id, "-label"].concat();
    view! {
        <div class="field wide">
            <label for=id.clone()>{t(field.label)}<span class="optional">{t(common::OPTIONAL)}</span></label>
            <ul class="entries">
                <For each=move || all.get() key=|one| one.clone() let:one>
                    {
                        let Labelled { text, label } = Labelled::of(&one);
                        let (text, label) = (text.to_owned(), label.to_owned());
                        let (gone, said) = (one.clone(), text.clone());
                        view! {
                            <li class="entry row spread">
                                <span>{text}{(!label.is_empty()).then(|| view! { " "<span class="badge">{label}</span> })}</span>
                                <button type="button" class="button plain icon-only"
                                    aria-label=move || filled(words::REMOVE, &[("what", &said)])
                                    on:click=move |_| {
                                        all.update(|all| all.retain(|one| *one != gone));
                                        let _ = on_change.try_run(());
                                    }>{icon(Icon::Close)}</button>
                            </li>
                        }
                    }
                </For>
            </ul>
            <div class="entry-new">
                <input id=id type=kind class="input grow" autocomplete="off" prop:value=move || text.get()
                    aria-invalid=move || error.get().is_some().then_some("true")
                    on:input=move |ev| {
                        text.set(event_target_value(&ev));
                        let _ = on_change.try_run(());
                    } on:keydown=on_enter />
                <input id=label_id class="input" autocomplete="off" aria-label=t(words::FOR_WHAT) placeholder=t(words::FOR_WHAT)
                    prop:value=move || label.get() on:input=move |ev| label.set(event_target_value(&ev)) on:keydown=on_enter />
                <button type="button" class="button" on:click=move |_| add()>{icon(Icon::Plus)}{t(words::ADD)}</button>
            </div>
            <div role="alert">{move || error.get().map(|words| view! { <p class="error">{icon(Icon::Warning)}<span>{words}</span></p> })}</div>
        </div>
    }
    .into_any()
}
