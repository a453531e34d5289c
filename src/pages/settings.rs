//! Settings.
use leptos::prelude::*;
#[component]
pub fn Settings() -> impl IntoView {
    "settings"
}
