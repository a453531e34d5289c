//! Writing a backup.

use super::{BLOB, BLOCK, DRAFT, END, MAGIC, Summary, TRAILER, VERSION, frame};
use crate::{Engine, EngineError, Host};
use store::{Area, Backend};

impl<B: Backend, H: Host> Engine<B, H> {
    /// Writes a backup, part by part, to `sink`, which may refuse (cancelled, no room).
    /// `progress` gets the share written.
    ///
    /// # Errors
    /// When something cannot be read, or the sink refused.
    #[allow(clippy::cast_precision_loss)]
    pub async fn backup(
        &self,
        envelope: &[u8],
        mut sink: impl AsyncFnMut(Vec<u8>) -> Result<(), EngineError>,
        progress: impl Fn(f64),
    ) -> Result<Summary, EngineError> {
        // Nothing is merged or rewritten while it is copied, and what is erased is gone first.
        if self.is_fold_due() {
            self.fold().await?;
        }
        let _upkeep = self.upkeep.lock().await;
        self.awake()?;
        let backend = self.store.backend();
        let (end, changes) = {
            let _turn = self.writing.lock().await;
            (self.store.end(), self.replica.borrow().changes() as u64)
        };
        let (shown, content) = self.content_hash().await;
        let mut summary = Summary {
            made_at: self.host.now_ms(),
            blocks: 0,
            changes,
            blobs: 0,
            drafts: 0,
            shown,
            content,
            bytes: [0; 32],
        };
        let mut hasher = blake3::Hasher::new();
        let mut put = async |part: Vec<u8>| {
            hasher.update(&part);
            sink(part).await
        };
        let mut head = MAGIC.to_vec();
        head.push(VERSION);
        head.extend(u32::try_from(envelope.len()).unwrap_or(0).to_le_bytes());
        head.extend_from_slice(envelope);
        put(head).await?;
        let mut numbers = backend.numbers(Area::Log).await?;
        numbers.retain(|number| *number <= end);
        let blobs = backend.names(Area::Blobs).await?;
        let total = (numbers.len() + blobs.len()).max(1) as f64;
        for number in numbers {
            for (number, sealed) in backend.read(Area::Log, number, number).await? {
                summary.blocks += 1;
                put(frame(BLOCK, &number.to_be_bytes(), &sealed)).await?;
            }
            progress(summary.blocks as f64 / total);
            self.breathe().await;
        }
        for name in blobs {
            if let Some(sealed) = backend.get(Area::Blobs, &name).await? {
                summary.blobs += 1;
                put(frame(BLOB, name.as_bytes(), &sealed)).await?;
            }
            progress((summary.blocks + summary.blobs) as f64 / total);
            self.breathe().await;
        }
        for name in self.store.slots("draft/").await? {
            if let Some(sealed) = backend.get(Area::Slots, &name).await? {
                summary.drafts += 1;
                put(frame(DRAFT, name.as_bytes(), &sealed)).await?;
            }
        }
        summary.bytes = *hasher.finalize().as_bytes();
        let plain = postcard::to_allocvec(&summary).unwrap_or_default();
        let sealed = self
            .store
            .seal_named(Area::Slots, TRAILER, &plain, &mut self.random());
        sink(frame(END, TRAILER.as_bytes(), &sealed)).await?;
        progress(1.0);
        Ok(summary)
    }

    /// How many records and responses are shown, and a hash of them that does not depend on the
    /// order in which they became known.
    pub async fn content_hash(&self) -> (u64, [u8; 32]) {
        let mut sum = replica::ContentSum::default();
        let mut part = 0;
        loop {
            let more = self.replica.borrow().add_content(part, &mut sum);
            if !more {
                return sum.finish();
            }
            part += 1;
            self.breathe().await;
        }
    }
}
