//! Bulk actions: many changes that share a batch, kept in large entries, with progress, cancel
//! and undo.

use super::open::{Failure, Open};
use crate::platform::{clock, random};
use model::{BatchId, Channel};
use replica::{Change, Entry, Op};
use std::cell::Cell;
use store::Durability;

/// Most changes in one journal entry.
const CHUNK: usize = 500;
/// Most operations in one journal entry (or what one change brings above it), so that sealing
/// one and taking it in stays short.
const WEIGHT: usize = 4_000;

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

/// A bulk action whose parts come bit by bit, such as the rows of a file.
///
/// The pen is taken for each entry only, so that other work is saved in between.
pub struct Batch<'a> {
    open: &'a Open,
    channel: Channel,
    id: BatchId,
    waiting: Vec<Vec<Op>>,
    weight: usize,
    kept: usize,
}

impl Batch<'_> {
    /// How many actions are kept so far.
    pub fn kept(&self) -> usize {
        self.kept
    }

    /// Takes user actions and keeps those that fill an entry.
    ///
    /// # Errors
    /// When an entry could not be kept; what was counted before stays and can be undone.
    pub async fn add(&mut self, actions: impl IntoIterator<Item = Vec<Op>>) -> Result<(), Failure> {
        for ops in actions {
            self.weight += ops.len();
            self.waiting.push(ops);
            if self.waiting.len() >= CHUNK || self.weight >= WEIGHT {
                self.write(Durability::Relaxed).await?;
                clock::breathe().await;
            }
        }
        Ok(())
    }

    /// Keeps the rest; resolved means all that was counted is on the disk.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub async fn finish(mut self) -> Result<usize, Failure> {
        if self.kept > 0 || !self.waiting.is_empty() {
            self.write(Durability::Strict).await?;
            self.open.link.wake();
        }
        Ok(self.kept)
    }

    async fn write(&mut self, durability: Durability) -> Result<(), Failure> {
        let open = self.open;
        let actions = std::mem::take(&mut self.waiting);
        self.weight = 0;
        let count = actions.len();
        let turn = open.writing.lock().await;
        let first = open.replica.borrow().next_seq(open.identity.get().device);
        let changes = (first..)
            .zip(actions)
            .map(|(seq, ops)| open.draft_change(seq, self.channel, Some(self.id), ops))
            .collect();
        open.keep(&Entry::Made(changes), durability).await?;
        drop(turn);
        self.kept += count;
        Ok(())
    }
}

impl Open {
    /// A new batch.
    pub fn new_batch(&self) -> BatchId {
        BatchId::v7(clock::now_ms(), random::ten())
    }

    /// A bulk action that is fed bit by bit.
    pub fn batch(&self, channel: Channel, id: BatchId) -> Batch<'_> {
        Batch {
            open: self,
            channel,
            id,
            waiting: Vec::new(),
            weight: 0,
            kept: 0,
        }
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
        let mut work = self.batch(channel, batch);
        let mut slice = clock::Slice::new();
        for ops in actions {
            if progress.cancelled.get() {
                break;
            }
            let before = work.kept();
            work.add([ops]).await?;
            if work.kept() > before {
                (progress.on)(work.kept());
            }
            slice.pause().await;
        }
        let kept = work.finish().await?;
        (progress.on)(kept);
        Ok(kept)
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
