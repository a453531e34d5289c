//! Language and appearance.

use crate::platform::{prefs, show_theme};
use crate::text::{Language, language, settings as words, speak, t};
use leptos::prelude::*;

/// Both choices.
#[component]
pub fn Look() -> impl IntoView {
    let theme = RwSignal::new(prefs::get("theme").unwrap_or_default());
    let tongue = |which: Language, name: &'static str| {
        view! {
            <button type="button" id=["language-", which.tag()].concat() lang=which.tag()
                aria-pressed=move || (language() == which).to_string() on:click=move |_| speak(which)>{name}</button>
        }
    };
    let shade = move |code: &'static str, label| {
        view! {
            <button type="button" id=["theme-", if code.is_empty() { "system" } else { code }].concat()
                aria-pressed=move || (theme.get() == code).to_string()
                on:click=move |_| {
                    theme.set(code.to_owned());
                    prefs::set("theme", code);
                    show_theme(code);
                }>{t(label)}</button>
        }
    };
    view! {
        <section class="card stack-s">
            <div class="row spread">
                <h2>{t(words::LANGUAGE)}</h2>
                <div class="segments" role="group" aria-label=t(words::LANGUAGE)>
                    {tongue(Language::Zh, "简体中文")} {tongue(Language::En, "English")}
                </div>
            </div>
            <div class="row spread">
                <h2>{t(words::THEME)}</h2>
                <div class="segments" role="group" aria-label=t(words::THEME)>
                    {shade("", words::THEME_SYSTEM)} {shade("light", words::THEME_LIGHT)} {shade("dark", words::THEME_DARK)}
                </div>
            </div>
        </section>
    }
    .into_any()
}
