//! Folding: the state as pages, and small blocks of the log merged into larger ones.

use super::log::{Stride, pack_merged};
use super::manifest::Manifest;
use super::{Block, Store};
use crate::pack::pack_one;
use crate::{Area, Backend, Durability, Step, StoreError, Write};
use std::collections::BTreeMap;
use vault::Entropy;

/// A block with less than this at rest takes part in merging, in bytes.
const SMALL: usize = 128 << 10;
/// How large merged blocks get, in bytes before compression.
const MERGED: usize = 512 << 10;
/// About how many bytes of pages go into one transaction.
const GULP: usize = 2 << 20;

/// What a fold did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Folded {
    /// Pages written.
    pub pages: usize,
    /// Blocks of the log that were merged into others.
    pub merged: usize,
}

impl<B: Backend> Store<B> {
    /// How many blocks the pages do not stand for yet.
    pub fn unfolded(&self) -> u32 {
        self.end
            .get()
            .saturating_sub(self.manifest.borrow().through)
    }

    /// Writes pages of the state as it was after block `through`, merges small blocks up to
    /// there, and drops pages that were replaced. `pages` gives key and bytes one at a time.
    ///
    /// # Errors
    /// [`StoreError::Behind`] when another tab made the state anew meanwhile: then this tab has
    /// to begin anew as well; also when another tab folded what this one has not taken in yet:
    /// then it has to read on first. When the backend cannot do it, what was readable stays so.
    pub async fn fold(
        &self,
        through: u32,
        mut pages: impl Iterator<Item = (Vec<u8>, Vec<u8>)>,
        entropy: &mut dyn Entropy,
        mut pause: impl AsyncFnMut(),
    ) -> Result<Folded, StoreError> {
        let lineage = self.manifest.borrow().lineage;
        let mut manifest = match self.read_manifest().await {
            // Pages of an earlier moment must not take the place of later ones.
            Ok(kept) if kept.lineage == lineage && kept.through > through => {
                return Err(StoreError::Behind);
            }
            Ok(kept) if kept.lineage == lineage => kept,
            Ok(kept) if self.manifest.borrow().pages.is_empty() => Manifest {
                next_page: kept.next_page,
                open_block: kept.open_block,
                ..self.manifest.borrow().clone()
            },
            Err(StoreError::Damaged) => {
                let used = self.backend.numbers(Area::State).await?;
                let last = used.last().copied().unwrap_or(0);
                Manifest {
                    next_page: last.saturating_add(1),
                    ..self.manifest.borrow().clone()
                }
            }
            Ok(_) => return Err(StoreError::Behind),
            Err(error) => return Err(error),
        };
        manifest.through = manifest.through.max(through);
        let mut folded = Folded::default();
        loop {
            let mut steps = Vec::new();
            let mut size = 0;
            while size < GULP
                && let Some((key, plain)) = pages.next()
            {
                let number = manifest.next_page.max(1);
                manifest.next_page = number.saturating_add(1);
                let packed = pack_one(&[], &plain);
                let sealed = self.seal(Area::State, &number.to_be_bytes(), &packed, entropy);
                size += sealed.len();
                let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
                manifest.pages.insert(key, (number, length));
                steps.push(Step::Put(Area::State, number, sealed));
                folded.pages += 1;
                pause().await;
            }
            if steps.is_empty() {
                break;
            }
            let write = Write::new(steps, Durability::Relaxed);
            self.backend.write(write).await?;
        }
        let mut steps = self
            .merge(&mut manifest, through, entropy, &mut pause)
            .await?;
        folded.merged = steps
            .iter()
            .filter(|step| matches!(step, Step::Put(Area::Log, ..)))
            .count();
        steps.extend(self.unused(&manifest).await?);
        steps.push(self.manifest_step(&manifest, entropy));
        let write = Write::new(steps, Durability::Strict);
        self.backend.write(write).await?;
        *self.manifest.borrow_mut() = manifest;
        Ok(folded)
    }

    /// The steps that remove pages no manifest will name.
    async fn unused(&self, manifest: &Manifest) -> Result<Vec<Step>, StoreError> {
        let used: BTreeMap<u32, ()> = manifest.pages.values().map(|(n, _)| (*n, ())).collect();
        let all = self.backend.numbers(Area::State).await?;
        Ok(all
            .into_iter()
            .filter(|number| !used.contains_key(number))
            .map(|number| Step::Remove(Area::State, number, number))
            .collect())
    }

    /// The steps that merge runs of small blocks up to `through`.
    async fn merge(
        &self,
        manifest: &mut Manifest,
        through: u32,
        entropy: &mut dyn Entropy,
        pause: &mut impl AsyncFnMut(),
    ) -> Result<Vec<Step>, StoreError> {
        let from = match manifest.open_block {
            0 => self.manifest.borrow().through.saturating_add(1),
            open => open,
        };
        let numbers = self.backend.numbers(Area::Log).await?;
        let numbers: Vec<u32> = numbers
            .into_iter()
            .filter(|n| (from..=through).contains(n))
            .collect();
        let mut run: Vec<Block> = Vec::new();
        let mut size = 0;
        let mut steps = Vec::new();
        manifest.open_block = 0;
        let mut left = numbers.as_slice();
        let mut stride = Stride::default();
        while let Some((first, last)) = stride.next(&mut left) {
            let blocks = self.backend.read(Area::Log, first, last).await?;
            stride.learn(&blocks);
            for (number, sealed) in blocks {
                let block = if sealed.len() < SMALL {
                    self.open_block(number, sealed).ok()
                } else {
                    None
                };
                match block {
                    Some(block) => {
                        // Merged across a gap, nobody would notice it any more.
                        if run
                            .last()
                            .is_some_and(|last| last.number + 1 != block.first)
                        {
                            self.close_run(&mut run, &mut steps, entropy);
                            size = 0;
                        }
                        size += block.payloads.iter().map(Vec::len).sum::<usize>();
                        run.push(block);
                        if size >= MERGED {
                            self.close_run(&mut run, &mut steps, entropy);
                            size = 0;
                        }
                    }
                    // One that is large, or cannot be opened, stays as it is.
                    None => {
                        self.close_run(&mut run, &mut steps, entropy);
                        size = 0;
                    }
                }
                pause().await;
            }
        }
        if let Some(last) = run.last() {
            manifest.open_block = last.number;
        }
        self.close_run(&mut run, &mut steps, entropy);
        Ok(steps)
    }

    fn close_run(&self, run: &mut Vec<Block>, steps: &mut Vec<Step>, entropy: &mut dyn Entropy) {
        let run = std::mem::take(run);
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        if run.len() < 2 {
            return;
        }
        let (from, number) = (first.number, last.number);
        let begins = first.first;
        let payloads: Vec<Vec<u8>> = run.into_iter().flat_map(|block| block.payloads).collect();
        let plain = pack_merged(begins, &payloads);
        let sealed = self.seal(Area::Log, &number.to_be_bytes(), &plain, entropy);
        steps.push(Step::Remove(Area::Log, from, number.saturating_sub(1)));
        steps.push(Step::Put(Area::Log, number, sealed));
    }

    /// Rewrites the payloads of blocks: `alter` gives the new payload where there is one. For
    /// erasing.
    ///
    /// # Errors
    /// When the backend cannot do it, or other keys or a newer app sealed a block; what was
    /// rewritten before stays so, and doing it again does the rest.
    pub async fn rewrite(
        &self,
        mut alter: impl FnMut(&[u8]) -> Option<Vec<u8>>,
        entropy: &mut dyn Entropy,
        mut pause: impl AsyncFnMut(),
    ) -> Result<usize, StoreError> {
        let mut rewritten = 0;
        for number in self.backend.numbers(Area::Log).await? {
            for (number, sealed) in self.backend.read(Area::Log, number, number).await? {
                let mut block = match self.open_block(number, sealed) {
                    Ok(block) => block,
                    // Not read, so not erased either: that must not pass for done.
                    Err(error @ (StoreError::Newer | StoreError::Rekeyed)) => return Err(error),
                    Err(_) => continue,
                };
                let mut any = false;
                for payload in &mut block.payloads {
                    if let Some(fresh) = alter(payload) {
                        *payload = fresh;
                        any = true;
                    }
                }
                if any {
                    let plain = pack_merged(block.first, &block.payloads);
                    let sealed = self.seal(Area::Log, &number.to_be_bytes(), &plain, entropy);
                    let step = Step::Put(Area::Log, number, sealed);
                    let write = Write::new(vec![step], Durability::Strict);
                    self.backend.write(write).await?;
                    rewritten += 1;
                }
                pause().await;
            }
        }
        Ok(rewritten)
    }
}
