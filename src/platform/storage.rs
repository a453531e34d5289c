//! How much the browser lets us keep, and whether it promised not to wipe it.

use super::window;
use wasm_bindgen_futures::JsFuture;

/// What the browser says of our storage.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quota {
    /// Bytes used.
    pub used: f64,
    /// Bytes allowed.
    pub allowed: f64,
    /// Whether it will not be wiped under pressure.
    pub persisted: bool,
}

/// Reads the quota.
pub async fn quota() -> Option<Quota> {
    let manager = window()?.navigator().storage();
    let estimate = JsFuture::from(manager.estimate().ok()?).await.ok()?;
    let number = |name: &str| {
        js_sys::Reflect::get(&estimate, &name.into())
            .ok()
            .and_then(|v| v.as_f64())
            .unwrap_or(0.0)
    };
    let persisted = match manager.persisted() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|v| v.is_truthy()),
        Err(_) => false,
    };
    Some(Quota {
        used: number("usage"),
        allowed: number("quota"),
        persisted,
    })
}

/// Asks the browser to keep our data for good.
pub async fn persist() -> bool {
    let Some(window) = window() else { return false };
    match window.navigator().storage().persist() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|v| v.is_truthy()),
        Err(_) => false,
    }
}
