//! Bulk actions: many changes that share a batch, with progress, cancel and undo.
//!
//! Must stay true: an import is one action to whoever takes it back: its rows, and the note of
//! it, come and go together.

use super::open::{Failure, Open};
use crate::platform::clock;
use crate::platform::host::Browser;
use crate::platform::tab::{self, Held};
use engine::{Bulk, Taking};
use futures::channel::oneshot;
use leptos::prelude::Notify;
use model::{BatchId, Channel, RecordId};
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

/// An import, or a change of many records, as it is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// The note of it; a change of many records has none.
    pub record: Option<RecordId>,
    /// Its batch; none when the note does not say.
    pub batch: Option<BatchId>,
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
    /// When an entry could not be kept, or an action is not for who is at work to do; what was
    /// counted before stays and can be undone.
    pub async fn add(&mut self, actions: impl IntoIterator<Item = Vec<Op>>) -> Result<(), Failure> {
        for ops in actions {
            if let Err(why) = self.add_one(ops).await {
                // What was counted is kept and stays: the screens show it.
                self.work.give_up().await;
                let touched = self.work.take_touched();
                self.open.after_bulk(&touched);
                return Err(why);
            }
        }
        Ok(())
    }

    async fn add_one(&mut self, ops: Vec<Op>) -> Result<(), Failure> {
        self.open.check_people(&ops)?;
        self.open.check_rights(&ops)?;
        self.work.add(ops).await?;
        Ok(())
    }

    /// Keeps the rest; resolved means all that was counted is on the disk.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub async fn finish(mut self) -> Result<usize, Failure> {
        finish(self.open, &mut self.work).await
    }
}

/// Keeps the rest; the screens are told what is kept, all of it or not.
async fn finish(
    open: &Rc<Open>,
    work: &mut Bulk<'_, IndexedDb, Browser>,
) -> Result<usize, Failure> {
    match work.finish().await {
        Ok((kept, touched)) => {
            open.after_bulk(&touched);
            Ok(kept)
        }
        Err(why) => {
            let touched = work.take_touched();
            open.after_bulk(&touched);
            Err(why.into())
        }
    }
}

/// Puts an import back in its turn: those after it are taken back before it.
fn in_turn(all: &mut Vec<(u64, Imported)>, one: (u64, Imported)) {
    let at = all.partition_point(|(next, _)| *next <= one.0);
    all.insert(at, one);
}

impl Open {
    /// The right to bring a file in, which one tab has at a time; none when another has it.
    pub async fn import_alone(&self) -> Option<Held> {
        let (say, said) = oneshot::channel();
        let name = [&self.database, " brings in"].concat();
        let held = tab::ask(&name, tab::Ask::Now, move |granted| {
            let _ = say.send(granted);
        });
        said.await.unwrap_or(false).then_some(held)
    }

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
            ..engine::Saved::default()
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
        self.feed(self.batch(channel, batch), actions, progress)
            .await
    }

    async fn feed(
        self: &Rc<Self>,
        mut work: Batch<'_>,
        actions: impl Iterator<Item = Vec<Op>>,
        progress: Progress<'_>,
    ) -> Result<usize, Failure> {
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
            if let Err(why) = work.add_made(change).await {
                let touched = work.take_touched();
                self.after_bulk(&touched);
                return Err(why.into());
            }
            if work.kept() > before {
                (progress.on)(work.kept());
            }
            slice.pause().await;
        }
        let kept = finish(self, &mut work).await?;
        (progress.on)(kept);
        Ok(kept)
    }

    /// Saves what is part of a bulk action and not taken back by itself.
    ///
    /// # Errors
    /// When it could not be kept; then nothing has changed.
    pub async fn save_beside(
        self: &Rc<Self>,
        channel: Channel,
        ops: Vec<Op>,
    ) -> Result<(), Failure> {
        let mut work = self.batch(channel, self.new_batch());
        work.add([ops]).await?;
        work.finish().await?;
        Ok(())
    }

    /// An import that came in just now is what is taken back next.
    pub fn note_import(&self, import: Imported) {
        let device = self.identity().device;
        let next = self.replica().borrow().next_seq(device);
        self.imports.borrow_mut().push((next, import));
        self.changed.undo.notify();
    }

    /// Whether an import came in just now and was not taken back.
    pub(super) fn is_noted(&self, import: Imported) -> bool {
        self.imports.borrow().iter().any(|(_, one)| *one == import)
    }

    /// The import that would be taken back next; none when another action comes first.
    pub(super) fn last_import(&self) -> Option<Imported> {
        let last = self.imports.borrow().last().copied();
        let (next, import) = last?;
        let after = self.engine.next_undo().is_some_and(|seq| seq >= next);
        (!after).then_some(import)
    }

    /// That taking an import back, and each part of that, is for who is at work to do.
    async fn check_all(&self, import: Imported, actions: &[Vec<Op>]) -> Result<(), Failure> {
        if let Some(record) = import.record {
            self.check_import(record)?;
        }
        let mut slice = clock::Slice::new();
        for ops in actions {
            self.check_people(ops)?;
            self.check_rights(ops)?;
            slice.pause().await;
        }
        Ok(())
    }

    /// Takes an import back: what it changed and nobody changed since is as it was before;
    /// everything it made, and the note of it, is no longer shown. Merges with what it made are
    /// taken back first, so that whoever went into somebody it made is there again. `on` hears
    /// how much of it is done, 0 to 1.
    ///
    /// # Errors
    /// As [`Self::save_batch`]; then it can be tried again.
    pub async fn undo_import(
        self: &Rc<Self>,
        import: Imported,
        on: impl Fn(f64),
    ) -> Result<(), Failure> {
        let put_back = |place: Option<(u64, Imported)>| {
            if let Some(place) = place {
                in_turn(&mut self.imports.borrow_mut(), place);
            }
            self.changed.undo.notify();
        };
        let place = {
            let mut imports = self.imports.borrow_mut();
            let at = imports.iter().position(|(_, one)| *one == import);
            at.map(|at| imports.remove(at))
        };
        self.changed.undo.notify();
        let done = self.undo_parts(import, on).await;
        if done.is_err() {
            put_back(place);
        }
        done
    }

    #[allow(clippy::cast_precision_loss)]
    async fn undo_parts(
        self: &Rc<Self>,
        import: Imported,
        on: impl Fn(f64),
    ) -> Result<(), Failure> {
        let (mut taking, mut merged) = (Taking::default(), Vec::new());
        if let Some(batch) = import.batch {
            if !self.arranges() {
                // Refused whole, not halfway, and before anything is parted.
                let taking = self.engine.undo_batch(batch).await?;
                self.check_all(import, &taking.actions).await?;
            }
            merged = self.part_from_batch(batch).await?;
            taking = self.engine.undo_batch(batch).await?;
        }
        let all = taking.actions.len().max(1) as f64;
        let delete = |record: RecordId| vec![Op::Delete { record }];
        // The note goes last: as long as it is there, the rest can be taken back once more.
        let actions = taking.actions.into_iter();
        let actions = actions.chain(merged.into_iter().map(delete));
        let actions = actions.chain(import.record.map(delete));
        let progress = Progress {
            on: &|kept| on((kept as f64 / all).min(1.0)),
            cancelled: &Cell::new(false),
        };
        let mut work = self.batch(Channel::App, self.new_batch());
        work.work.puts_back(taking.stood);
        self.feed(work, actions, progress).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_whose_undo_failed_keeps_its_turn() {
        let import = |no: u8| Imported {
            record: Some(RecordId([no; 16])),
            batch: None,
        };
        for gone in 0..3 {
            let mut all: Vec<(u64, Imported)> =
                [(4, import(1)), (9, import(2)), (9, import(3))].into();
            let before = all.clone();
            let one = all.remove(gone);
            in_turn(&mut all, one);
            let turns: Vec<u64> = all.iter().map(|(next, _)| *next).collect();
            assert_eq!(turns, [4, 9, 9]);
            assert!(gone == 1 || all == before, "{gone}");
        }
    }
}
