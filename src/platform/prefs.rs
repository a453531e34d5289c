//! What a device remembers in plain sight: language and theme, nothing about anybody.

use super::window;

/// A remembered preference.
pub fn get(name: &str) -> Option<String> {
    window()?.local_storage().ok()??.get_item(name).ok()?
}

/// Remembers a preference; a browser that refuses is forgiven.
pub fn set(name: &str, value: &str) {
    if let Some(Ok(Some(storage))) = window().map(|w| w.local_storage()) {
        let _ = storage.set_item(name, value);
    }
}
