//! What the engine needs of the browser: the time, a breath, randomness.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn random_values(into: &Uint8Array);
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    performance_now()
}

/// Milliseconds since 1970, for stamps.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn wall_ms() -> u64 {
    js_sys::Date::new_0().get_time() as u64
}

/// Lets the browser draw and answer before long work goes on, as the app does.
pub async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        let global = js_sys::global();
        let wait = Reflect::get(&global, &"setTimeout".into())
            .ok()
            .and_then(|wait| wait.dyn_into::<Function>().ok());
        if let Some(wait) = wait {
            let _ = wait.call2(&global, &resolve, &0.into());
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Tells long work when it has had its slice of the frame, 12 ms.
pub struct Slice(f64);

impl Slice {
    /// A new slice, from now.
    pub fn new() -> Self {
        Self(now())
    }

    /// Breathes when the slice is used up.
    pub async fn pause(&mut self) {
        if now() - self.0 > 12.0 {
            breathe().await;
            self.0 = now();
        }
    }
}

/// `crypto.getRandomValues`.
pub struct Random;

impl vault::Entropy for Random {
    fn fill(&mut self, out: &mut [u8]) {
        // At most 65,536 bytes a call.
        for chunk in out.chunks_mut(65_536) {
            let bytes = Uint8Array::new_with_length(u32::try_from(chunk.len()).unwrap_or(0));
            random_values(&bytes);
            bytes.copy_to(chunk);
        }
    }
}
