//! Databases of format 1: a journal and pages that hold the same kind of payloads as the log.

use super::Store;
use super::log::pack_merged;
use crate::pack::unpack;
use crate::{Area, Backend, Damage, Durability, Step, StoreError, Write};
use vault::Entropy;

impl<B: Backend> Store<B> {
    /// Moves what format 1 left into the log, all at once or not at all. What cannot be read is
    /// named and left where it is.
    ///
    /// # Errors
    /// When the backend cannot do it; then everything is as before.
    pub async fn upgrade(
        &self,
        entropy: &mut dyn Entropy,
        mut pause: impl AsyncFnMut(),
    ) -> Result<Vec<Damage>, StoreError> {
        loop {
            match self.upgrade_once(entropy, &mut pause).await {
                // Another tab was faster: what it left is looked at anew.
                Err(StoreError::Behind) => {}
                other => return other,
            }
        }
    }

    async fn upgrade_once(
        &self,
        entropy: &mut dyn Entropy,
        pause: &mut impl AsyncFnMut(),
    ) -> Result<Vec<Damage>, StoreError> {
        let pages = self.backend.numbers(Area::OldPages).await?;
        let entries = self.backend.numbers(Area::OldJournal).await?;
        if pages.is_empty() && entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut damage = Vec::new();
        let mut steps = Vec::new();
        let mut number = self
            .backend
            .numbers(Area::Log)
            .await?
            .last()
            .copied()
            .unwrap_or(0);
        let first = number;
        let mut through = 0;
        let mut put = |payloads: &[Vec<u8>], steps: &mut Vec<Step>, entropy: &mut dyn Entropy| {
            number += 1;
            let plain = pack_merged(number, payloads);
            let sealed = self.seal(Area::Log, &number.to_be_bytes(), &plain, entropy);
            steps.push(Step::Put(Area::Log, number, sealed));
        };
        for page in pages {
            for (page, sealed) in self.backend.read(Area::OldPages, page, page).await? {
                let opened = self
                    .open(Area::OldPages, &page.to_be_bytes(), sealed)
                    .and_then(|plain| {
                        let (head, body) =
                            plain.split_first_chunk::<4>().ok_or(StoreError::Damaged)?;
                        Ok((u32::from_be_bytes(*head), unpack(body)?))
                    });
                match opened {
                    Ok((upto, payloads)) => {
                        through = through.max(upto);
                        put(&payloads, &mut steps, entropy);
                        steps.push(Step::Remove(Area::OldPages, page, page));
                    }
                    Err(StoreError::Newer) => return Err(StoreError::Newer),
                    Err(_) => damage.push(Damage::Page(page)),
                }
                pause().await;
            }
        }
        let pages_damaged = !damage.is_empty();
        let mut gathered: Vec<Vec<u8>> = Vec::new();
        for entry in entries {
            for (entry, sealed) in self.backend.read(Area::OldJournal, entry, entry).await? {
                let opened = self.open(Area::OldJournal, &entry.to_be_bytes(), sealed);
                match opened.and_then(|plain| unpack(&plain)) {
                    Ok(payloads) => {
                        // An entry that pages stand for already was left by a fold cut short;
                        // it may be all there is of a page that cannot be read.
                        if entry > through || pages_damaged {
                            gathered.extend(payloads);
                        }
                        steps.push(Step::Remove(Area::OldJournal, entry, entry));
                    }
                    Err(StoreError::Newer) => return Err(StoreError::Newer),
                    Err(_) => damage.push(Damage::Block(entry)),
                }
                pause().await;
            }
        }
        if !gathered.is_empty() {
            put(&gathered, &mut steps, entropy);
        }
        if number > first {
            steps.push(self.end_step(number, entropy));
            let write = Write {
                next: Some(first.saturating_add(1)),
                upon: None,
                steps,
                durability: Durability::Strict,
            };
            self.backend.write(write).await?;
        }
        Ok(damage)
    }
}
