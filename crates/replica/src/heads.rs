//! Which changes of each device were applied, so that a second time does nothing.

use model::DeviceId;
use std::collections::{BTreeMap, BTreeSet};

/// The applied sequence numbers of every device.
#[derive(Debug, Clone, Default)]
pub struct Heads(BTreeMap<DeviceId, Head>);

#[derive(Debug, Clone, Default)]
struct Head {
    /// Everything up to here was applied.
    through: u64,
    /// Applied ahead of a gap.
    beyond: BTreeSet<u64>,
}

impl Heads {
    /// Notes a change; false if it was noted before.
    pub fn note(&mut self, device: DeviceId, seq: u64) -> bool {
        let head = self.0.entry(device).or_default();
        if seq <= head.through || !head.beyond.insert(seq) {
            return false;
        }
        while head.beyond.remove(&(head.through + 1)) {
            head.through += 1;
        }
        true
    }

    /// The highest sequence number applied of a device, 0 for none.
    pub fn highest(&self, device: DeviceId) -> u64 {
        self.0
            .get(&device)
            .map_or(0, |h| h.beyond.last().copied().unwrap_or(h.through))
    }
}
