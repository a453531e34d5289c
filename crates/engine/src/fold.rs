//! Folding the state into pages, in the background.

use crate::{Engine, EngineError, Host};
use store::{Backend, Folded, StoreError};

/// Blocks the pages do not stand for, from which folding pays.
const MANY: u32 = 200;
/// Changes they do not stand for, likewise.
const CHANGES: usize = 2_000;

impl<B: Backend, H: Host> Engine<B, H> {
    /// Whether the next opening would have much to read beyond the pages.
    pub fn is_fold_due(&self) -> bool {
        self.store.unfolded() >= MANY || self.tail.get() >= CHANGES || self.scrub.get()
    }

    /// Folds; safe to kill at any moment. What was erased is gone from the disk afterwards.
    ///
    /// # Errors
    /// When the store cannot do it; then what was readable stays so.
    pub async fn fold(&self) -> Result<Folded, EngineError> {
        let _upkeep = self.upkeep.lock().await;
        self.awake()?;
        self.settle().await?;
        if self.scrub.replace(false)
            && let Err(error) = self.scrub_log().await
        {
            self.scrub.set(true);
            return Err(error);
        }
        match self.write_pages().await {
            // Another tab is further: what it wrote is taken in first.
            Err(EngineError::Store(StoreError::Behind)) => {
                let touched = self.catch_up().await?;
                self.note_missed(touched);
                self.write_pages().await
            }
            other => other,
        }
    }

    async fn write_pages(&self) -> Result<Folded, EngineError> {
        let (through, pieces) = {
            // With the pen, so that the pages are of the moment after a block.
            let _turn = self.writing.lock().await;
            self.awake()?;
            let pieces = self.replica.borrow_mut().snapshot();
            (self.store.end(), pieces)
        };
        let keys: Vec<Vec<u8>> = pieces.iter().map(replica::Piece::key).collect();
        let pages = pieces
            .into_iter()
            .map(|piece| (piece.key(), piece.encode(&self.replica.borrow())));
        let folded = self
            .store
            .fold(through, pages, &mut self.random(), async || {
                self.breathe().await;
            })
            .await;
        match folded {
            Ok(folded) => {
                self.tail.set(0);
                Ok(folded)
            }
            Err(error) => {
                self.replica.borrow_mut().not_kept(&keys);
                Err(error.into())
            }
        }
    }
}
