//! What a list shows when it has nothing: why, and what to do.

use super::{Icon, icon};
use leptos::prelude::*;

/// Nothing here yet.
#[component]
pub fn Empty(
    /// A picture of what would be here.
    picture: Icon,
    /// What is missing.
    #[prop(into)]
    title: Signal<String>,
    /// Why, or what to do.
    #[prop(into)]
    text: Signal<String>,
    /// The way out.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon(picture)}
            <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p>
            {children.map(|children| view! { <div class="buttons">{children()}</div> })}
        </div>
    }
    .into_any()
}
