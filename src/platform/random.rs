//! Randomness from the browser's own generator.

use js_sys::{Reflect, Uint8Array};
use std::cell::RefCell;
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

/// How many bytes for ids are asked for at a time: asking costs more than they do.
const AT_ONCE: usize = 5_000;

thread_local! {
    /// Bytes for ids to come. None is used twice, and none is a key: ids are no secrets.
    static POOL: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Ten random bytes, for an id.
pub fn ten() -> [u8; 10] {
    use vault::Entropy;
    POOL.with_borrow_mut(|pool| {
        if pool.len() < 10 {
            pool.resize(AT_ONCE, 0);
            Random.fill(pool);
        }
        let mut out = [0; 10];
        let rest = pool.len() - 10;
        for (out, byte) in out.iter_mut().zip(pool.drain(rest..)) {
            *out = byte;
        }
        out
    })
}

/// A new record id.
pub fn record_id() -> model::RecordId {
    model::RecordId::v7(super::clock::now_ms(), ten())
}
