//! A value worked out beside the screen, anew whenever what it rests on changes.
//!
//! Must stay true: the value before stays until the next one is there; of two workings under
//! way only the later one counts.

use leptos::prelude::*;
use std::future::Future;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Works out a value from `inputs`, whose signals it follows.
pub fn computed<I: 'static, T: Send + Sync + 'static, F: Future<Output = T> + 'static>(
    inputs: impl Fn() -> I + 'static,
    work: impl Fn(I) -> F + 'static,
) -> RwSignal<Option<Arc<T>>> {
    let found = RwSignal::new(None);
    let turn = StoredValue::new(0u32);
    Effect::new(move || {
        let working = work(inputs());
        let mine = turn.with_value(|turn| turn.wrapping_add(1));
        turn.set_value(mine);
        spawn_local(async move {
            let value = working.await;
            if turn.try_get_value() == Some(mine) {
                let _ = found.try_set(Some(Arc::new(value)));
            }
        });
    });
    found
}
