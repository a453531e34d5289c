//! How much rests, and whether all of it can be read.

use super::log::note_gap;
use super::{MANIFEST, Store};
use crate::pack::unpack_one;
use crate::{Area, Backend, StoreError};
use std::collections::BTreeSet;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// A block of the log cannot be opened.
    Block(u32),
    /// Blocks of the log are not there: from, to.
    Missing(u32, u32),
    /// A page of the state cannot be opened, or is not there (0).
    Page(u32),
    /// The list of pages cannot be opened.
    Manifest,
    /// A slot cannot be opened.
    Slot(String),
    /// A blob cannot be opened.
    Blob(String),
}

/// Bytes at rest, by what they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Blocks of the log, and their bytes.
    pub log: (usize, u64),
    /// Pages of the state, and their bytes.
    pub state: (usize, u64),
    /// Slots, and their bytes.
    pub slots: (usize, u64),
    /// Blobs, and their bytes.
    pub blobs: (usize, u64),
    /// What cannot be read.
    pub damage: Vec<Damage>,
}

impl<B: Backend> Store<B> {
    /// Looks at everything that rests. `pause` gets the share done.
    ///
    /// # Errors
    /// When the backend cannot be read.
    pub async fn health(&self, mut pause: impl AsyncFnMut(f64)) -> Result<Health, StoreError> {
        let mut health = Health::default();
        // First, as what is written meanwhile must not look lost.
        let manifest = self.read_manifest().await;
        let marked = self.end_marker().await?.unwrap_or(0);
        let log = self.backend.numbers(Area::Log).await?;
        let state = self.backend.numbers(Area::State).await?;
        let slots = self.backend.names(Area::Slots).await?;
        let blobs = self.backend.names(Area::Blobs).await?;
        let total = log.len() + state.len() + slots.len() + blobs.len();
        let mut done = 0;
        #[allow(clippy::cast_precision_loss)]
        let share = |done: usize| done as f64 / total.max(1) as f64;
        let mut reached = 0;
        for number in log {
            for (number, sealed) in self.backend.read(Area::Log, number, number).await? {
                health.log.0 += 1;
                health.log.1 += sealed.len() as u64;
                match self.open_block(number, sealed) {
                    Ok(block) => note_gap(&mut health.damage, reached, &block),
                    Err(_) => health.damage.push(Damage::Block(number)),
                }
                reached = number;
            }
            done += 1;
            pause(share(done)).await;
        }
        if marked > reached {
            let missing = Damage::Missing(reached.saturating_add(1), marked);
            health.damage.push(missing);
        }
        let mut named: Option<BTreeSet<u32>> = match &manifest {
            Ok(manifest) => Some(manifest.pages.values().map(|(number, _)| *number).collect()),
            Err(_) => None,
        };
        for number in state {
            for (number, sealed) in self.backend.read(Area::State, number, number).await? {
                health.state.0 += 1;
                health.state.1 += sealed.len() as u64;
                // One that is not named was left by a fold that was killed.
                let counts = named.as_mut().is_none_or(|named| named.remove(&number));
                let opened = self.open(Area::State, &number.to_be_bytes(), sealed);
                let fine = opened.is_ok_and(|plain| unpack_one(&plain).is_ok());
                if counts && !fine {
                    health.damage.push(Damage::Page(number));
                }
            }
            done += 1;
            pause(share(done)).await;
        }
        match manifest {
            // Pages of a fold meanwhile are not missing.
            Ok(read) => {
                let gone = named.is_some_and(|left| !left.is_empty());
                if gone && self.read_manifest().await.is_ok_and(|now| now == read) {
                    health.damage.push(Damage::Page(0));
                }
            }
            Err(_) => health.damage.push(Damage::Manifest),
        }
        for (area, names) in [(Area::Slots, slots), (Area::Blobs, blobs)] {
            for name in names {
                if let Some(sealed) = self.backend.get(area, &name).await? {
                    let size = sealed.len() as u64;
                    let fine = self.open(area, name.as_bytes(), sealed).is_ok();
                    let (sum, damage) = match area {
                        Area::Blobs => (&mut health.blobs, Damage::Blob(name)),
                        _ => (&mut health.slots, Damage::Slot(name)),
                    };
                    sum.0 += 1;
                    sum.1 += size;
                    // The manifest was looked at above.
                    if !fine && damage != Damage::Slot(MANIFEST.to_owned()) {
                        health.damage.push(damage);
                    }
                }
                done += 1;
                pause(share(done)).await;
            }
        }
        Ok(health)
    }
}
