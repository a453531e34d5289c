//! Randomness from the browser's own generator.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;

/// `crypto.getRandomValues`.
pub struct Random;

impl vault::Entropy for Random {
    fn fill(&mut self, out: &mut [u8]) {
        let global = js_sys::global();
        // At most 65,536 bytes a call.
        for chunk in out.chunks_mut(65_536) {
            let bytes = Uint8Array::new_with_length(u32::try_from(chunk.len()).unwrap_or(0));
            let filled = Reflect::get(&global, &"crypto".into())
                .ok()
                .and_then(|crypto| {
                    let fill = Reflect::get(&crypto, &"getRandomValues".into()).ok()?;
                    fill.dyn_into::<js_sys::Function>()
                        .ok()?
                        .call1(&crypto, &bytes)
                        .ok()
                });
            if filled.is_none() {
                // Never hand out bytes that are not random: stop here.
                wasm_bindgen::throw_str("no secure randomness in this browser");
            }
            bytes.copy_to(chunk);
        }
    }
}

/// Ten random bytes, for an id.
pub fn ten() -> [u8; 10] {
    use vault::Entropy;
    let mut out = [0; 10];
    Random.fill(&mut out);
    out
}

/// A new record id.
pub fn record_id() -> model::RecordId {
    model::RecordId::v7(super::clock::now_ms(), ten())
}
