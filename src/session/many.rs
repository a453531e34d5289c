//! One action on many records at once.
//!
//! Must stay true: it is taken back as one, however many records it changed.

use super::bulk::{Imported, Progress};
use super::open::{Failure, Open};
use model::{Channel, Value};
use replica::Op;
use std::rc::Rc;

/// Up to how many operations are one change; more are a batch.
const ONE_CHANGE: usize = 1_000;
/// How much a change may weigh, in bytes: servers take less than a megabyte at once.
const WEIGHT: usize = 300_000;
/// How many records share a change of a batch.
const TOGETHER: usize = 100;

/// About how many bytes an action takes.
fn weight(ops: &[Op]) -> usize {
    let of = |op: &Op| match op {
        Op::Set {
            value: Value::Text(text),
            ..
        } => text.len() + 48,
        Op::Add { element, .. } | Op::Remove { element, .. } => element.len() + 48,
        _ => 48,
    };
    ops.iter().map(of).sum()
}

/// An action that was done, to be taken back by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// One change, by its number.
    One(u64),
    /// A batch.
    Many(Imported),
}

impl Open {
    /// Saves what is done to each of many records; resolved means all that was counted is on the
    /// disk. `progress` hears how many changes are kept. Gives what [`Self::undo_this`] takes.
    ///
    /// # Errors
    /// When it could not be kept; what was counted before stays and can be taken back.
    pub async fn change_many(
        self: &Rc<Self>,
        channel: Channel,
        records: Vec<Vec<Op>>,
        progress: Progress<'_>,
    ) -> Result<Done, Failure> {
        let light = records.iter().map(|ops| weight(ops)).sum::<usize>() <= WEIGHT;
        if light && records.iter().map(Vec::len).sum::<usize>() <= ONE_CHANGE {
            let ops = records.into_iter().flatten().collect();
            return self.save_one(channel, ops).await.map(Done::One);
        }
        let batch = self.new_batch();
        let mut records = records.into_iter().peekable();
        let actions = std::iter::from_fn(move || {
            let mut some = records.next()?;
            let (mut heavy, mut count) = (weight(&some), 1);
            while let Some(next) =
                records.next_if(|next| heavy + weight(next) <= WEIGHT && count < TOGETHER)
            {
                heavy += weight(&next);
                count += 1;
                some.extend(next);
            }
            Some(some)
        });
        let kept = self.save_batch(channel, batch, actions, progress).await;
        // What was kept before it was stopped, or failed, is taken back as one, too.
        let all = Imported {
            record: None,
            batch: Some(batch),
        };
        let some = {
            let replica = self.replica().borrow();
            let marks = (0..).map_while(|part| replica.marks_of(batch, part));
            !replica.made_in(batch).is_empty()
                || !replica.deleted_in(batch).is_empty()
                || marks.flatten().next().is_some()
        };
        if some {
            self.note_import(all);
        }
        kept.map(|_| Done::Many(all))
    }
}
