//! Taking back the last action: a button while there is one, and Ctrl+Z or ⌘Z outside of fields,
//! where the browser's own undo stays.

use crate::platform;
use crate::session::Desk;
use crate::text::{common, failure, now, t};
use crate::ui::{Icon, icon, toast};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

fn take_back(desk: Desk) {
    let Some(open) = desk.still_open().filter(|open| open.can_undo()) else {
        return;
    };
    spawn_local(async move {
        match open.undo().await {
            Ok(()) => toast(now(common::UNDONE)),
            Err(why) => toast(failure::words(&why)),
        }
    });
}

/// Whether the key belongs to a field or to a dialogue.
fn is_taken(event: &ev::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let field = target.is_some_and(|element| {
        let fields = "input, textarea, select, [contenteditable]";
        element.closest(fields).ok().flatten().is_some()
    });
    let dialog = platform::document().and_then(|d| d.query_selector("dialog[open]").ok().flatten());
    field || dialog.is_some()
}

/// Listens for the key for as long as the open app stands.
pub fn listen() {
    let desk = Desk::current();
    let listener = window_event_listener(ev::keydown, move |event| {
        let command = event.ctrl_key() != event.meta_key();
        let plain = !event.shift_key() && !event.alt_key();
        let undo = command && plain && event.key().eq_ignore_ascii_case("z");
        if undo && !event.default_prevented() && !is_taken(&event) {
            event.prevent_default();
            take_back(desk);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The button.
#[component]
pub fn Undo(
    /// A name for the button: the rail's has one, the phone's line has none.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let desk = Desk::current();
    let can = Signal::derive_local(move || {
        desk.track_undo();
        desk.open().can_undo()
    });
    view! {
        {move || can.get().then(|| view! {
            <button type="button" id=id class="button plain" title=t(common::UNDO_LAST)
                aria-keyshortcuts="Control+Z Meta+Z" on:click=move |_| take_back(desk)>
                {icon(Icon::Undo)}{t(common::UNDO)}
            </button>
        })}
    }
    .into_any()
}
