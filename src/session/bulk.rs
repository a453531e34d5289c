//! Bulk actions: many changes that share a batch, with progress, cancel and undo.

use super::open::{Failure, Open};
use crate::platform::clock;
use crate::platform::host::Browser;
use engine::Bulk;
use model::{BatchId, Channel};
use replica::{Change, Op};
use std::cell::Cell;
use std::rc::Rc;
use store::IndexedDb;

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
pub struct Batch<'a> {
    open: &'a Rc<Open>,
    work: Bulk<'a, IndexedDb, Browser>,
}

impl Batch<'_> {
    /// How many actions are kept so far.
    pub fn kept(&self) -> usize {
        self.work.kept()
    }

    /// Takes user actions and keeps those that fill an entry.
    ///
    /// # Errors
    /// When an entry could not be kept; what was counted before stays and can be undone.
    pub async fn add(&mut self, actions: impl IntoIterator<Item = Vec<Op>>) -> Result<(), Failure> {
        for ops in actions {
            self.work.add(ops).await?;
        }
        Ok(())
    }

    /// Keeps the rest; resolved means all that was counted is on the disk.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub async fn finish(self) -> Result<usize, Failure> {
        let (kept, touched) = self.work.finish().await?;
        self.open.after_bulk(&touched);
        Ok(kept)
    }
}

impl Open {
    /// A bulk action that is fed bit by bit.
    pub fn batch<'a>(self: &'a Rc<Self>, channel: Channel, id: BatchId) -> Batch<'a> {
        Batch {
            open: self,
            work: self.engine.bulk(channel, id),
        }
    }

    pub(super) fn after_bulk(self: &Rc<Self>, touched: &replica::Touched) {
        let saved = engine::Saved {
            touched: touched.clone(),
            block: 0,
        };
        self.after(&saved);
    }

    /// Saves many user actions as one batch; resolved means all that was counted is on the disk.
    ///
    /// # Errors
    /// When an entry could not be kept; what was counted before stays and can be undone.
    pub async fn save_batch(
        self: &Rc<Self>,
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
        self: &Rc<Self>,
        changes: impl Iterator<Item = Change>,
        progress: Progress<'_>,
    ) -> Result<usize, Failure> {
        let mut work = self.engine.bulk(Channel::App, self.new_batch());
        let mut slice = clock::Slice::new();
        for change in changes {
            if progress.cancelled.get() {
                break;
            }
            let before = work.kept();
            work.add_made(change).await?;
            if work.kept() > before {
                (progress.on)(work.kept());
            }
            slice.pause().await;
        }
        let (kept, touched) = work.finish().await?;
        (progress.on)(kept);
        self.after_bulk(&touched);
        Ok(kept)
    }

    /// Takes a batch back: everything it made is no longer shown.
    ///
    /// # Errors
    /// As [`Self::save_batch`].
    pub async fn undo_batch(
        self: &Rc<Self>,
        batch: BatchId,
        progress: Progress<'_>,
    ) -> Result<Undone, Failure> {
        let made = self.replica().borrow().made_in(batch);
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
