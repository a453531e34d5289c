//! Long work: what is being done and how far it is.

use leptos::prelude::*;

/// A bar with words.
#[component]
pub fn Wait(
    /// What is being done.
    #[prop(into)]
    words: Signal<String>,
    /// How much of it, 0 to 1.
    #[prop(into)]
    share: Signal<f64>,
) -> impl IntoView {
    view! {
        <div class="stack-s" role="status">
            <p>{move || words.get()}</p>
            <progress class="progress" max="1" prop:value=move || Some(share.get()).filter(|share| share.is_finite()).unwrap_or(0.0) aria-label=move || words.get()></progress>
        </div>
    }
    .into_any()
}
