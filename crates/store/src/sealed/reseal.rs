//! After the keys were changed: everything is sealed again under the new one.
//!
//! Must stay true: at every moment each thing opens with the keys at hand, the new or the old;
//! done again after a kill, it does only what is left.

use super::Store;
use crate::{Area, Backend, Durability, Step, StoreError, Write};
use vault::{Entropy, Keyring};

impl<B: Backend> Store<B> {
    /// Seals again what an older key sealed; gives how many things that were. `pause` gets the
    /// share done. What cannot be opened is left as it is.
    ///
    /// # Errors
    /// When the backend cannot do it; doing it again does the rest.
    pub async fn reseal(
        &self,
        entropy: &mut dyn Entropy,
        mut pause: impl AsyncFnMut(f64),
    ) -> Result<usize, StoreError> {
        let mut done = 0;
        let mut resealed = 0;
        let mut work: Vec<(Area, u32)> = Vec::new();
        for area in [Area::Log, Area::State, Area::OldJournal, Area::OldPages] {
            let numbers = self.backend.numbers(area).await?;
            work.extend(numbers.into_iter().map(|number| (area, number)));
        }
        let mut names: Vec<(Area, String)> = Vec::new();
        for area in [Area::Slots, Area::Blobs] {
            let all = self.backend.names(area).await?;
            names.extend(all.into_iter().map(|name| (area, name)));
        }
        let total = work.len() + names.len();
        #[allow(clippy::cast_precision_loss)]
        let share = |done: usize| done as f64 / total.max(1) as f64;
        for (area, number) in work {
            for (number, sealed) in self.backend.read(area, number, number).await? {
                if let Some(fresh) = self.fresh(area, &number.to_be_bytes(), sealed, entropy) {
                    let step = Step::Put(area, number, fresh);
                    let write = Write::new(vec![step], Durability::Relaxed);
                    self.backend.write(write).await?;
                    resealed += 1;
                }
            }
            done += 1;
            pause(share(done)).await;
        }
        for (area, name) in names {
            let _turn = self.naming.lock().await;
            if let Some(sealed) = self.backend.get(area, &name).await?
                && let Some(fresh) = self.fresh(area, name.as_bytes(), sealed, entropy)
            {
                let step = Step::PutNamed(area, name, fresh);
                let write = Write::new(vec![step], Durability::Relaxed);
                self.backend.write(write).await?;
                resealed += 1;
            }
            done += 1;
            pause(share(done)).await;
        }
        // One strict write, of what is never there, after which all before it is on the disk too.
        let write = Write::new(vec![Step::Remove(Area::Log, 0, 0)], Durability::Strict);
        self.backend.write(write).await?;
        Ok(resealed)
    }

    fn fresh(
        &self,
        area: Area,
        key: &[u8],
        sealed: Vec<u8>,
        entropy: &mut dyn Entropy,
    ) -> Option<Vec<u8>> {
        if Keyring::epoch_of(&sealed) == Some(self.keys.borrow().epoch()) {
            return None;
        }
        let plain = self.open(area, key, sealed).ok()?;
        Some(self.seal(area, key, &plain, entropy))
    }
}
