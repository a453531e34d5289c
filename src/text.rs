//! Words: every text of the app in both languages, side by side, so that a missing one does not
//! compile.
//!
//! Must stay true: no screen holds a sentence of its own; both languages of a text name the
//! same blanks.

pub mod about;
pub mod backup;
pub mod begin;
pub mod common;
pub mod customers;
pub mod duplicates;
pub mod export;
pub mod failure;
pub mod import;
pub mod list;
pub mod office;
pub mod overview;
pub mod people;
pub mod profile;
pub mod register;
pub mod security;
pub mod settings;
pub mod surveys;
pub mod today;

use crate::platform::prefs;
use leptos::prelude::*;
pub use model::{Label, Language};

/// Declares texts: `NAME = "中文", "English";`.
#[macro_export]
macro_rules! words {
    ($($name:ident = $zh:literal, $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const $name: model::Label = model::Label { zh: $zh, en: $en };
        )*
        /// Every text of this catalogue, for the test that compares the languages.
        #[cfg(test)]
        pub const ALL: &[(&str, model::Label)] = &[$((stringify!($name), $name)),*];
    };
}

thread_local! {
    static LANGUAGE: ArcRwSignal<Language> = ArcRwSignal::new(guess());
}

fn guess() -> Language {
    let remembered = prefs::get("language");
    let browser = || crate::platform::window().and_then(|w| w.navigator().language());
    Language::guess(&remembered.or_else(browser).unwrap_or_default())
}

fn signal() -> ArcRwSignal<Language> {
    LANGUAGE.with(Clone::clone)
}

/// The language on screen; what reads it is drawn again when it changes.
pub fn language() -> Language {
    signal().get()
}

/// The language on screen now, for work that is not drawn.
pub fn language_now() -> Language {
    signal().get_untracked()
}

/// Changes the language and remembers it.
pub fn speak(language: Language) {
    prefs::set("language", language.tag());
    if let Some(root) = crate::platform::document().and_then(|d| d.document_element()) {
        let _ = root.set_attribute("lang", language.tag());
    }
    signal().set(language);
}

/// A text that follows the language on screen.
pub fn t(label: Label) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || label.of(language())
}

/// A text in the language on screen now.
pub fn now(label: Label) -> &'static str {
    label.of(language_now())
}

/// What something is called, inside a sentence: English begins it small there.
pub fn within(label: Label) -> String {
    label.of(language()).to_lowercase()
}

/// Fills the blanks `{name}` of a text.
pub fn fill(text: &str, blanks: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in blanks {
        filled = filled.replace(&["{", name, "}"].concat(), value);
    }
    filled
}

/// A text with blanks, in the language on screen.
pub fn filled(label: Label, blanks: &[(&str, &str)]) -> String {
    fill(label.of(language()), blanks)
}

/// Of two texts, the one for this many; Chinese has one form for both.
pub fn plural(count: usize, one: Label, many: Label) -> Label {
    if count == 1 { one } else { many }
}

/// A whole number as the language on screen writes it.
pub fn count(value: usize) -> String {
    crate::platform::intl::count(language(), value)
}

/// A number with this many decimals, as the language on screen writes it.
pub fn decimal(value: f64, digits: u8) -> String {
    crate::platform::intl::decimal(language(), value, digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanks(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn both_languages_say_the_same_blanks_and_none_is_empty() {
        for catalogue in [
            about::ALL,
            backup::ALL,
            begin::ALL,
            common::ALL,
            customers::ALL,
            about::ALL,
            duplicates::ALL,
            export::ALL,
            failure::ALL,
            import::ALL,
            list::ALL,
            office::ALL,
            overview::ALL,
            people::ALL,
            profile::ALL,
            register::ALL,
            today::ALL,
            security::ALL,
            settings::ALL,
            surveys::ALL,
        ] {
            for (name, label) in catalogue {
                assert!(
                    !label.zh.trim().is_empty() && !label.en.trim().is_empty(),
                    "{name}"
                );
                // The text for one may leave the number out: «see the answer».
                let one = name.ends_with("_ONE");
                let named = |text| {
                    let mut named = blanks(text);
                    named.retain(|blank| !(one && *blank == "n"));
                    named
                };
                assert_eq!(named(label.zh), named(label.en), "{name}");
            }
        }
    }

    #[test]
    fn blanks_are_filled() {
        assert_eq!(
            fill("{a} of {b}, {a}", &[("a", "1"), ("b", "2")]),
            "1 of 2, 1"
        );
    }
}
