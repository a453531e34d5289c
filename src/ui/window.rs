//! A list of any length of which only the part in view is drawn. Rows have one height; Tab and the
//! arrow keys, Home and End walk through them.
//!
//! Must stay true: rows stand in the page in the order in which they are seen; a row that has the
//! focus is never made another one under it.

mod slots;

use crate::platform::clock;
use leptos::html::Div;
use leptos::prelude::*;
use slots::Slots;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Rows drawn beyond the edges, so that scrolling meets no gap.
const BEYOND: usize = 8;

/// Draws a row of a list, given which one it shows, which changes.
pub type DrawRow = Arc<dyn Fn(ArcRwSignal<usize>) -> AnyView + Send + Sync>;

/// Draws a row anew whenever it is another one, or `changed` fires.
pub fn redrawn(
    changed: impl Into<Signal<u64>>,
    row: impl Fn(usize) -> AnyView + Send + Sync + 'static,
) -> DrawRow {
    let (changed, row) = (changed.into(), Arc::new(row));
    Arc::new(move |at| {
        let row = row.clone();
        let row = move || {
            changed.track();
            row(at.get())
        };
        row.into_any()
    })
}

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
    row: DrawRow,
    /// How far it is scrolled, in CSS pixels: where to begin, and told as it changes.
    #[prop(optional)]
    place: Option<RwSignal<f64>>,
) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    let top = RwSignal::new(0.0f64);
    let height = RwSignal::new(900.0f64);
    let step = f64::from(row_height);
    let measure = move || {
        // What is hidden has neither height nor place.
        let shown = node.get_untracked();
        if let Some(element) = shown.filter(|element| element.client_height() > 0) {
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
    // A tablet that is turned shows more rows, or fewer.
    let turned = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || turned.remove());
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
    // The rows come in a task of their own, so that coming to a list is no long one. Its length
    // is known before: nothing jumps.
    let begun = RwSignal::new(false);
    wasm_bindgen_futures::spawn_local(async move {
        clock::breathe().await;
        let _ = begun.try_set(true);
    });
    let range = Memo::new(move |_| {
        if !begun.get() {
            return (0, 0);
        }
        let count = count.get();
        let first = floor(top.get() / step).saturating_sub(BEYOND);
        let shown = floor(height.get() / step) + 2 + 2 * BEYOND;
        (first.min(count), (first + shown).min(count))
    });
    let slots = StoredValue::new(Slots::default());
    let in_view = move || {
        let (first, last) = range.get();
        let mut shown = Vec::new();
        slots.update_value(|slots| {
            if slots.leaves(first, last) {
                // What is reused must not take the focus along.
                blur(node.get_untracked());
            }
            shown = slots.show(first, last);
        });
        shown
    };
    let posinset = |at: &ArcRwSignal<usize>| {
        let at = at.clone();
        move || (at.get() + 1).to_string()
    };
    let shift = move |at: &ArcRwSignal<usize>| {
        let at = at.clone();
        move || format!("translateY({}px)", step * count_f64(at.get()))
    };
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
                <For each=in_view key=|slot| slot.no let:slot>
                    <li class="window-row" aria-setsize=move || count.get().to_string() aria-posinset=posinset(&slot.at)
                        style:transform=shift(&slot.at)>
                        {row(slot.at.clone())}
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

/// Takes the focus from a row.
fn blur(list: Option<web_sys::HtmlDivElement>) -> Option<()> {
    let active = crate::platform::document()?.active_element()?;
    let row = list?.contains(Some(&active)) && active.closest("li").ok()?.is_some();
    let active = active.dyn_into::<web_sys::HtmlElement>().ok()?;
    row.then(|| active.blur().ok())?
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
