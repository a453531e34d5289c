//! What the engine needs of the browser: the time, a breath, randomness.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

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

thread_local! {
    /// A message to oneself arrives after what the browser has to do, and unlike a timer is not
    /// held back by four milliseconds.
    static BREATH: Option<MessageChannel> = MessageChannel::new().ok();
}

/// Lets the browser draw and answer before long work goes on, as the app does.
pub async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        BREATH.with(|channel| {
            if let Some(channel) = channel {
                channel.port1().set_onmessage(Some(&resolve));
                let _ = channel.port2().post_message(&JsValue::NULL);
            } else {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
    });
    let _ = JsFuture::from(promise).await;
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
