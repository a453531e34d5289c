//! Locking by itself when nobody has touched the device for a while.

use super::gate::{Gate, Phase};
use crate::platform::{clock, idle, prefs};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const MINUTES: &str = "lock-after";
/// Minutes when nothing was chosen.
const DEFAULT: u32 = 15;
/// How often it is looked at, in milliseconds.
const LOOK: u32 = 5_000;

/// After how many minutes of rest the vault locks by itself; 0 is never.
pub fn lock_after() -> u32 {
    let chosen = prefs::get(MINUTES).and_then(|text| text.parse().ok());
    chosen.unwrap_or(DEFAULT)
}

/// Chooses after how many minutes the vault locks by itself; 0 is never.
pub fn set_lock_after(minutes: u32) {
    prefs::set(MINUTES, &minutes.to_string());
}

impl Gate {
    /// Watches for rest, for as long as the app runs.
    pub fn watch_idle(self) {
        idle::begin();
        spawn_local(async move {
            loop {
                clock::sleep(LOOK).await;
                let limit = f64::from(lock_after()) * 60_000.0;
                let resting = idle::resting_ms();
                let own = matches!(self.phase.get_untracked(), Phase::Open(open) if !open.trial);
                if own && limit > 0.0 && resting >= limit {
                    self.lock().await;
                }
            }
        });
    }
}
