//! Bulk actions: many changes that share a batch, kept in large entries, with progress, cancel
//! and undo.

use super::open::{Failure, Open};
use crate::platform::{clock, random};
use model::{BatchId, Channel};
use replica::{Change, Entry, Op};
use std::cell::Cell;
use store::Durability;

/// How many changes one journal entry holds.
const CHUNK: usize = 500;

/// Watches a bulk action and can stop it.
pub struct Progress<'a> {
    /// Called with how many changes are kept.
    pub on: &'a dyn Fn(usize),
    /// Set to stop after the entry at hand.
    pub cancelled: &'a Cell<bool>,
}

/// What an undo took back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// How many records and responses are no longer shown.
    pub records: usize,
}

impl Open {
    /// A new batch.
    pub fn new_batch(&self) -> BatchId {
        BatchId::v7(clock::now_ms(), random::ten())
    }

    /// Saves many user actions as one batch; resolved means all that was counted is on the disk.
    ///
    /// # Errors
    /// When an entry could not be kept; what was counted before stays and can be undone.
    pub async fn save_batch(
        &self,
        channel: Channel,
        batch: BatchId,
        actions: impl Iterator<Item = Vec<Op>>,
        progress: Progress<'_>,
    ) -> Result<usize, Failure> {
        let first = {
            let replica = self.replica.borrow();
            replica.next_seq(self.identity.get().device)
        };
        let changes = (first..)
            .zip(actions)
            .map(|(seq, ops)| self.draft_change(seq, channel, Some(batch), ops));
        self.keep_all(changes, progress).await
    }

    /// Keeps changes made elsewhere in the app (the sample), numbered as this device's own.
    ///
    /// # Errors
    /// As [`Self::save_batch`].
    pub async fn keep_all(
        &self,
        changes: impl Iterator<Item = Change>,
        progress: Progress<'_>,
    ) -> Result<usize, Failure> {
        let turn = self.writing.lock().await;
        let mut slice = clock::Slice::new();
        let mut kept = 0;
        let mut changes = changes.peekable();
        while changes.peek().is_some() && !progress.cancelled.get() {
            let mut chunk = Vec::with_capacity(CHUNK);
            while chunk.len() < CHUNK
                && let Some(change) = changes.next()
            {
                chunk.push(change);
                slice.pause().await;
            }
            let count = chunk.len();
            let last = changes.peek().is_none();
            let durability = if last {
                Durability::Strict
            } else {
                Durability::Relaxed
            };
            self.keep(&Entry::Made(chunk), durability).await?;
            kept += count;
            (progress.on)(kept);
            clock::breathe().await;
            slice = clock::Slice::new();
        }
        if progress.cancelled.get() {
            // What was counted is to be on the disk, so end strict here as well.
            self.keep(&Entry::Made(Vec::new()), Durability::Strict)
                .await?;
        }
        drop(turn);
        self.link.wake();
        Ok(kept)
    }

    /// Takes a batch back: everything it made is no longer shown.
    ///
    /// # Errors
    /// As [`Self::save_batch`].
    pub async fn undo_batch(
        &self,
        batch: BatchId,
        progress: Progress<'_>,
    ) -> Result<Undone, Failure> {
        let made = self.replica.borrow().made_in(batch);
        let records = made.len();
        let actions: Vec<Vec<Op>> = made
            .chunks(100)
            .map(|ids| ids.iter().map(|id| Op::Delete { record: *id }).collect())
            .collect();
        self.save_batch(
            Channel::App,
            self.new_batch(),
            actions.into_iter(),
            progress,
        )
        .await?;
        Ok(Undone { records })
    }
}
