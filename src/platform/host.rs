//! The browser as the engine sees it: clock, randomness, and room for others.

use super::{clock, random::Random};
use std::cell::Cell;
use vault::Entropy;

/// How long work goes on before it lets others run, in milliseconds.
const SLICE: f64 = 12.0;

/// The browser.
#[derive(Debug)]
pub struct Browser {
    since: Cell<f64>,
}

impl Browser {
    /// From now.
    pub fn new() -> Self {
        Self {
            since: Cell::new(clock::performance_now()),
        }
    }
}

impl engine::Host for Browser {
    fn now_ms(&self) -> u64 {
        clock::now_ms()
    }

    fn fill(&self, out: &mut [u8]) {
        Random.fill(out);
    }

    fn is_tired(&self) -> bool {
        clock::performance_now() - self.since.get() > SLICE
    }

    async fn rest(&self) {
        clock::breathe().await;
        self.since.set(clock::performance_now());
    }
}
