//! What we hold about a customer, in plain words.

use crate::text::{register as words, t};
use leptos::prelude::*;
use model::RecordId;

/// The page.
#[component]
pub fn About(
    /// About whom.
    customer: RecordId,
) -> impl IntoView {
    let _ = customer;
    view! { <div class="page"><h1>{t(words::ABOUT)}</h1></div> }.into_any()
}
