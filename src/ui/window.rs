//! A list of any length of which only the part in view is drawn. Rows have one height; Tab and the
//! arrow keys, Home and End walk through them.

use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Rows drawn beyond the edges, so that scrolling meets no gap.
const BEYOND: usize = 8;

/// The rows in view.
#[component]
pub fn Window(
    /// What the list is called.
    #[prop(into)]
    label: Signal<String>,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The height of a row, in CSS pixels.
    row_height: u32,
    /// Draws a row; it should hold one link or button, which the arrow keys reach.
    row: Arc<dyn Fn(usize) -> AnyView + Send + Sync>,
    /// Fires when rows must be drawn anew: whenever there are more or fewer of them, too.
    #[prop(into)]
    changed: Signal<u64>,
    /// How far it is scrolled, in CSS pixels: where to begin, and told as it changes.
    #[prop(optional)]
    place: Option<RwSignal<f64>>,
) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    let top = RwSignal::new(0.0f64);
    let height = RwSignal::new(900.0f64);
    let step = f64::from(row_height);
    let measure = move || {
        if let Some(element) = node.get_untracked() {
            let now = f64::from(element.scroll_top());
            top.set(now);
            if let Some(place) = place {
                place.set(now);
            }
            height.set(f64::from(element.client_height()).max(step));
        }
    };
    Effect::new(move || {
        if let Some(element) = node.get() {
            if let Some(place) = place {
                #[allow(clippy::cast_possible_truncation)]
                element.set_scroll_top(place.get_untracked() as i32);
            }
            measure();
        }
    });
    // Another list under the same scroll bar begins at its top.
    Effect::new(move |before: Option<usize>| {
        let now = count.get();
        if before.is_some_and(|before| before != now)
            // As it was last told: asking now would have the browser lay everything out.
            && top.get_untracked() > step * count_f64(now)
            && let Some(element) = node.get_untracked()
        {
            element.set_scroll_top(0);
        }
        now
    });
    let range = Memo::new(move |_| {
        let count = count.get();
        let first = floor(top.get() / step).saturating_sub(BEYOND);
        let shown = floor(height.get() / step) + 2 + 2 * BEYOND;
        (first.min(count), (first + shown).min(count))
    });
    let on_key = move |ev: leptos::ev::KeyboardEvent| {
        let forward = match ev.key().as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        ev.prevent_default();
        let _ = walk(forward);
    };
    view! {
        <div class="window" node_ref=node on:scroll=move |_| measure() on:keydown=on_key>
            <ul class="window-rows" aria-label=move || label.get()
                style:--row-height=format!("{row_height}px")
                style:height=move || format!("{}px", step * count_f64(count.get()))>
                <For
                    each=move || {
                        let turn = changed.get();
                        let (first, last) = range.get();
                        (first..last).map(move |at| (at, turn)).collect::<Vec<_>>()
                    }
                    key=|key| *key
                    let:key
                >
                    <li class="window-row" aria-setsize=count.get_untracked().to_string() aria-posinset=(key.0 + 1).to_string()
                        style:transform=format!("translateY({}px)", step * count_f64(key.0))>
                        {row(key.0)}
                    </li>
                </For>
            </ul>
        </div>
    }
    .into_any()
}

#[allow(clippy::cast_precision_loss)]
fn count_f64(count: usize) -> f64 {
    count as f64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn floor(value: f64) -> usize {
    value.max(0.0) as usize
}

/// Moves the focus to the row before or after the one that has it.
fn walk(forward: bool) -> Option<()> {
    let active = crate::platform::document()?.active_element()?;
    let row = active.closest("li").ok()??;
    let position: i32 = row.get_attribute("aria-posinset")?.parse().ok()?;
    let wanted = if forward { position + 1 } else { position - 1 };
    let list = row.parent_element()?;
    let next = list
        .query_selector(&format!(
            "li[aria-posinset='{wanted}'] :is(a, button, summary)"
        ))
        .ok()??;
    next.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok()
}
