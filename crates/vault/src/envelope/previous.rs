//! The keys of earlier epochs, kept while blocks of theirs are left.
//!
//! Each is wrapped by a key derived from the current data key, so whatever unlocks the
//! envelope gives them too.

use super::{Envelope, bound, wrap::Wrap};
use crate::keyring::Held;
use crate::{DataKey, Entropy, VaultError};
use serde::{Deserialize, Serialize};

/// The most earlier keys an envelope holds.
pub(super) const MOST_PREVIOUS: usize = 16;

const CONTEXT: &str = "Candor vault 2026 data key to wrap of earlier data keys v1";

/// A data key of an earlier epoch, wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Previous {
    epoch: u32,
    wrap: Wrap,
}

impl Previous {
    /// The epoch the key is of.
    pub(super) fn epoch(&self) -> u32 {
        self.epoch
    }
}

impl Envelope {
    /// Wraps `held` with the key of the envelope's epoch.
    pub(super) fn keep_previous(
        &mut self,
        current: &DataKey,
        held: &[Held],
        entropy: &mut dyn Entropy,
    ) {
        let key = current.derived(CONTEXT);
        self.previous = held
            .iter()
            .map(|held| Previous {
                epoch: held.epoch,
                wrap: Wrap::new(
                    key.expose(),
                    held.key.expose(),
                    &bound::previous(self, held.epoch),
                    entropy,
                ),
            })
            .collect();
    }

    /// The earlier keys, in the order of their epochs.
    pub(super) fn open_previous(&self, current: &DataKey) -> Result<Vec<Held>, VaultError> {
        if self.previous.is_empty() {
            return Ok(Vec::new());
        }
        let key = current.derived(CONTEXT);
        self.previous
            .iter()
            .map(|previous| {
                let bound = bound::previous(self, previous.epoch);
                let key = previous.wrap.open(key.expose(), &bound);
                Ok(Held {
                    epoch: previous.epoch,
                    key: DataKey::from_secret(key.ok_or(VaultError::Damaged)?),
                })
            })
            .collect()
    }
}
