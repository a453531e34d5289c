//! How long nobody has touched the device.
//!
//! By the wall clock, so that the time a tablet slept counts.

use super::{clock, window};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

thread_local! {
    static LAST: Cell<u64> = const { Cell::new(0) };
}

/// Begins to watch for touches, keys and the mouse.
pub fn begin() {
    LAST.set(clock::now_ms());
    let Some(window) = window() else { return };
    let touched = Closure::<dyn FnMut()>::new(|| LAST.set(clock::now_ms()));
    for name in ["pointerdown", "pointermove", "keydown", "wheel", "input"] {
        let closure = touched.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback_and_bool(name, closure, true);
    }
    // For as long as the page lives.
    touched.forget();
}

/// Milliseconds since the last touch.
#[allow(clippy::cast_precision_loss)]
pub fn resting_ms() -> f64 {
    clock::now_ms().saturating_sub(LAST.get()) as f64
}
