//! Reading the pages of the state.

use super::Store;
use super::manifest::Manifest;
use crate::pack::unpack_one;
use crate::{Area, Backend, Damage, Numbered, StoreError};
use std::collections::BTreeMap;
use vault::Entropy;

/// About how many bytes of pages are read at once: while they are opened the next are on the way.
const GULP: usize = 2 << 20;

impl<B: Backend> Store<B> {
    /// Every page of the state, in no particular order: its key and bytes. Gives the number of
    /// the block up to which they stand for the log; 0 when there are none. While one part is
    /// opened the next is being read.
    ///
    /// # Errors
    /// [`StoreError::Behind`] when another tab folded meanwhile: then it has to be read anew.
    /// When the backend cannot be read, a newer app wrote a page or the keys were changed; the
    /// damage when a page cannot be opened or is not there: then the state has to be made anew
    /// from the log.
    pub async fn state(
        &self,
        mut each: impl FnMut(&[u8], &[u8]),
        mut pause: impl AsyncFnMut(f64),
    ) -> Result<Result<u32, Damage>, StoreError> {
        let manifest = match self.read_manifest().await {
            Err(StoreError::Damaged) => return Ok(Err(Damage::Manifest)),
            other => other?,
        };
        let mut keys: BTreeMap<u32, &[u8]> = BTreeMap::new();
        let mut sizes: Vec<(u32, u32)> = Vec::new();
        for (key, (number, size)) in &manifest.pages {
            keys.insert(*number, key);
            sizes.push((*number, *size));
        }
        sizes.sort_unstable();
        let gulps = gulps(&sizes);
        let total = manifest.pages.len();
        let mut opened = 0usize;
        let mut pages: Vec<Numbered> = Vec::new();
        let mut gulps = gulps.into_iter();
        loop {
            let next = gulps.next();
            let reading = async {
                match next {
                    Some((from, to)) => self.backend.read(Area::State, from, to).await,
                    None => Ok(Vec::new()),
                }
            };
            let now = std::mem::take(&mut pages);
            let opening = async {
                for (number, sealed) in now {
                    // A page that the manifest does not name was left by a fold that was killed.
                    let Some(key) = keys.get(&number) else {
                        continue;
                    };
                    let opened_page = self
                        .open(Area::State, &number.to_be_bytes(), sealed)
                        .and_then(|plain| {
                            each(key, &unpack_one(&plain)?);
                            Ok(())
                        });
                    match opened_page {
                        Ok(()) => opened += 1,
                        Err(StoreError::Damaged) => return Ok(Some(Damage::Page(number))),
                        Err(error) => return Err(error),
                    }
                    #[allow(clippy::cast_precision_loss)]
                    pause(opened as f64 / total.max(1) as f64).await;
                }
                Ok(None)
            };
            // In this order: the next part is asked for before this one is opened.
            let (read, damage) = futures::join!(reading, opening);
            if let Some(damage) = damage? {
                return self.lost(&manifest, damage).await;
            }
            pages = read?;
            if next.is_none() {
                break;
            }
        }
        if opened != total {
            return self.lost(&manifest, Damage::Page(0)).await;
        }
        let through = manifest.through;
        if through > self.end.get() {
            self.stand(through, through);
        }
        *self.manifest.borrow_mut() = manifest;
        Ok(Ok(through))
    }

    /// A page that cannot be had is no damage when another tab replaced it meanwhile.
    async fn lost(
        &self,
        read: &Manifest,
        damage: Damage,
    ) -> Result<Result<u32, Damage>, StoreError> {
        match self.read_manifest().await {
            Ok(now) if now != *read => Err(StoreError::Behind),
            Ok(_) | Err(StoreError::Damaged) => Ok(Err(damage)),
            Err(error) => Err(error),
        }
    }

    /// The pages are of no use: the next fold writes all anew and drops them.
    pub fn forget_state(&self, entropy: &mut dyn Entropy) {
        let mut lineage = [0; 8];
        entropy.fill(&mut lineage);
        self.manifest.borrow_mut().lineage = u64::from_le_bytes(lineage);
        self.manifest.borrow_mut().pages.clear();
        self.manifest.borrow_mut().through = 0;
        self.stand(0, 0);
    }
}

/// Stretches of numbers that together are about as much as is read at once.
fn gulps(sizes: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut all: Vec<(u32, u32)> = Vec::new();
    let mut room = 0usize;
    for (number, size) in sizes {
        let size = *size as usize;
        match all.last_mut() {
            Some((_, to)) if room >= size && number.saturating_sub(*to) < 16 => {
                *to = *number;
                room -= size;
            }
            _ => {
                all.push((*number, *number));
                room = GULP.saturating_sub(size);
            }
        }
    }
    all
}
