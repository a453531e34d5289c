//! Who may be in twice.

use crate::text::{register as words, t};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Duplicates() -> impl IntoView {
    view! { <div class="page"><h1>{t(words::DUPLICATES)}</h1></div> }.into_any()
}
