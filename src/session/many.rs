//! One action on many records at once.
//!
//! Must stay true: it is taken back as one, however many records it changed.

use super::bulk::{Imported, Progress};
use super::open::{Failure, Open};
use model::{Channel, RecordId};
use replica::Op;
use std::rc::Rc;

/// Up to how many operations are one change; more are a batch.
const ONE_CHANGE: usize = 1_000;
/// How many records share a change of a batch.
const TOGETHER: usize = 100;

impl Open {
    /// Saves what is done to each of many records; resolved means all that was counted is on the
    /// disk. `progress` hears how many changes are kept.
    ///
    /// # Errors
    /// When it could not be kept; what was counted before stays and can be taken back.
    pub async fn change_many(
        self: &Rc<Self>,
        channel: Channel,
        records: Vec<Vec<Op>>,
        progress: Progress<'_>,
    ) -> Result<(), Failure> {
        if records.iter().map(Vec::len).sum::<usize>() <= ONE_CHANGE {
            return self
                .save(channel, records.into_iter().flatten().collect())
                .await;
        }
        let batch = self.new_batch();
        let deleted = records.iter().flatten().filter_map(|op| match op {
            Op::Delete { record } => Some(*record),
            _ => None,
        });
        let deleted: Rc<[RecordId]> = deleted.collect();
        if !deleted.is_empty() {
            self.deleted.borrow_mut().insert(batch, deleted);
        }
        let mut records = records.into_iter();
        let actions = std::iter::from_fn(move || {
            let some: Vec<Op> = records.by_ref().take(TOGETHER).flatten().collect();
            (!some.is_empty()).then_some(some)
        });
        let kept = self.save_batch(channel, batch, actions, progress).await;
        // What was kept before it was stopped, or failed, is taken back as one, too.
        self.note_import(Imported {
            record: None,
            batch: Some(batch),
        });
        kept.map(|_| ())
    }
}
