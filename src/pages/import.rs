//! Import.
use leptos::prelude::*;
#[component]
pub fn Import() -> impl IntoView {
    "import"
}
