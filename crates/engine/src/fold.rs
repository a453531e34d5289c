//! Folding the state into pages, in the background.

use crate::{Engine, EngineError, Host};
use store::{Backend, Folded};

/// Blocks the pages do not stand for, from which folding pays.
const MANY: u32 = 200;

impl<B: Backend, H: Host> Engine<B, H> {
    /// Whether the next opening would have much to read beyond the pages.
    pub fn is_fold_due(&self) -> bool {
        self.store.unfolded() >= MANY || self.scrub.get()
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
            .map(|piece| (piece.key(), piece.encode()));
        let folded = self
            .store
            .fold(through, pages, &mut self.random(), async || {
                self.breathe().await;
            })
            .await;
        if folded.is_err() {
            self.replica.borrow_mut().not_kept(&keys);
        }
        Ok(folded?)
    }
}
