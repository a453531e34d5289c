//! The browser, wrapped once: nothing outside this folder names `window`, a clock or randomness.
//!
//! Must not know: records, screens, words.

pub mod clock;
pub mod crash;
pub mod files;
pub mod host;
pub mod idle;
pub mod install;
pub mod intl;
pub mod net;
pub mod office;
pub mod passkey;
pub mod prefs;
pub mod random;
pub mod storage;
pub mod tab;
pub mod worker;

/// The window; there is always one where the app runs as a page.
#[allow(clippy::disallowed_methods)]
pub fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<web_sys::Document> {
    window()?.document()
}

/// Whether the page runs on an Apple touch device, where adding to the home screen is by hand.
pub fn user_agent() -> String {
    window()
        .and_then(|w| w.navigator().user_agent().ok())
        .unwrap_or_default()
}

/// Shows the light or the dark theme, or follows the system for any other word.
pub fn show_theme(theme: &str) {
    let Some(root) = document().and_then(|d| d.document_element()) else {
        return;
    };
    let _ = match theme {
        "light" | "dark" => root.set_attribute("data-theme", theme),
        _ => root.remove_attribute("data-theme"),
    };
}

/// The title of the page, for tabs and readers of the screen.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Whether something inside an element has the focus, or a dialogue is open, which holds it.
pub fn has_focus(id: &str) -> bool {
    let found = || {
        let document = document()?;
        if document.query_selector("dialog[open]").ok()?.is_some() {
            return Some(true);
        }
        let element = document.get_element_by_id(id)?;
        let active = document.active_element()?;
        Some(element.contains(Some(&active)))
    };
    found().unwrap_or(false)
}

/// Moves the focus to the element with this id, without scrolling.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = document().and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}
