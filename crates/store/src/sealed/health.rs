//! How much rests, and whether all of it can be read.

use super::Store;
use crate::{Area, Backend, StoreError};

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
                    Ok(block) if block.first > reached + 1 => {
                        let missing = Damage::Missing(reached + 1, block.first - 1);
                        health.damage.push(missing);
                    }
                    Ok(_) => {}
                    Err(_) => health.damage.push(Damage::Block(number)),
                }
                reached = number;
            }
            done += 1;
            pause(share(done)).await;
        }
        for number in state {
            for (number, sealed) in self.backend.read(Area::State, number, number).await? {
                health.state.0 += 1;
                health.state.1 += sealed.len() as u64;
                if self.open(Area::State, &number.to_be_bytes(), sealed).is_err() {
                    health.damage.push(Damage::Page(number));
                }
            }
            done += 1;
            pause(share(done)).await;
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
                    if !fine {
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
