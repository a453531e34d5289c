//! Which pages make up the state, and what part of the log they stand for.

use super::{MANIFEST, Store};
use crate::{Area, Backend, Step, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vault::Entropy;

/// The version written today.
const VERSION: u8 = 1;

/// The list of pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// A random number that changes when the state was made anew from the log: pages of different
    /// lineages do not go together.
    pub lineage: u64,
    /// The pages stand for the log up to this block.
    pub through: u32,
    /// The number of the next page.
    pub next_page: u32,
    /// The last block of the log if it is small enough to take more entries, else 0.
    pub open_block: u32,
    /// Number and size of the page of each key.
    pub pages: BTreeMap<Vec<u8>, (u32, u32)>,
}

impl<B: Backend> Store<B> {
    /// Reads the manifest anew: another tab may have folded.
    pub(super) async fn read_manifest(&self) -> Result<Manifest, StoreError> {
        let Some(plain) = self.slot(MANIFEST).await? else {
            return Ok(Manifest::default());
        };
        match plain.split_first() {
            Some((&VERSION, rest)) => postcard::from_bytes(rest).map_err(|_| StoreError::Damaged),
            Some((version, _)) if *version > VERSION => Err(StoreError::Newer),
            _ => Err(StoreError::Damaged),
        }
    }

    pub(super) fn manifest_step(&self, manifest: &Manifest, entropy: &mut dyn Entropy) -> Step {
        let plain = postcard::to_extend(manifest, vec![VERSION]).unwrap_or_default();
        let sealed = self.seal(Area::Slots, MANIFEST.as_bytes(), &plain, entropy);
        Step::PutNamed(Area::Slots, MANIFEST.to_owned(), sealed)
    }
}
