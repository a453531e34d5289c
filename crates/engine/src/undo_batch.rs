//! Taking a bulk action back as a whole.
//!
//! Must stay true: what was made is no longer shown; what was changed is as it was before, but
//! only where the bulk action's value still stands; asked again after a part was done, the rest
//! is given.

use crate::{Engine, EngineError, Host};
use model::{BatchId, FieldNo, RecordId, Value};
use replica::{Change, Mark, Op, decode_entry};
use std::collections::{BTreeMap, HashSet};
use store::Backend;

/// After how many cells others get a turn.
const TURN: usize = 500;

/// Who wrote a value: ranks as the replica ranks them.
type Rank = (model::Stamp, model::DeviceId, u64);

/// A cell, or one element of it.
type Place = (RecordId, FieldNo, Option<String>);

/// What stood in a cell before, as far as the log was read.
#[derive(Default)]
struct Before {
    records: HashSet<RecordId>,
    cells: BTreeMap<Place, Option<(Rank, Value)>>,
}

impl Before {
    fn see(&mut self, place: &Place, rank: Rank, value: impl FnOnce() -> Value) {
        if let Some(slot) = self.cells.get_mut(place)
            && slot.as_ref().is_none_or(|(known, _)| *known < rank)
        {
            *slot = Some((rank, value()));
        }
    }

    fn take(&mut self, change: &Change, rank: Rank) {
        // Most of a log is about other records.
        let ops = change.ops.iter();
        for op in ops
            .filter(|op| self.records.contains(&op.record()))
            .collect::<Vec<_>>()
        {
            match op {
                Op::Set {
                    record,
                    field,
                    value,
                    ..
                } => self.see(&(*record, *field, None), rank, || value.clone()),
                Op::Add {
                    record,
                    field,
                    element,
                    ..
                } => {
                    let place = (*record, *field, Some(element.clone()));
                    self.see(&place, rank, || Value::Flag(true));
                }
                Op::Remove {
                    record,
                    field,
                    element,
                    ..
                } => {
                    let place = (*record, *field, Some(element.clone()));
                    self.see(&place, rank, || Value::Flag(false));
                }
                _ => {}
            }
        }
    }
}

/// The operation that puts back what stood before; none where that is what stands.
fn put_back(mark: Mark, before: Option<Value>) -> Option<Op> {
    let Mark {
        kind,
        record,
        field,
        element,
    } = mark;
    match (element, before) {
        (None, value) => Some(Op::Set {
            kind,
            record,
            field,
            value: value.unwrap_or(Value::Nothing),
        }),
        (Some((_, true)), Some(Value::Flag(true))) => None,
        (Some((element, true)), _) => Some(Op::Remove {
            kind,
            record,
            field,
            element,
        }),
        (Some((element, false)), Some(Value::Flag(true))) => Some(Op::Add {
            kind,
            record,
            field,
            element,
        }),
        (Some((_, false)), _) => None,
    }
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// What would take a bulk action back, record by record: first what puts back the cells it
    /// changed and that nobody changed since, then what takes away the records and responses
    /// that it made.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn undo_batch(&self, batch: BatchId) -> Result<Vec<Vec<Op>>, EngineError> {
        let mut before = Before::default();
        let mut marks: Vec<Mark> = Vec::new();
        for part in 0.. {
            let some = self.replica.borrow().marks_of(batch, part);
            let Some(some) = some else { break };
            for mark in &some {
                let element = mark.element.as_ref().map(|(element, _)| element.clone());
                before.records.insert(mark.record);
                let place = (mark.record, mark.field, element);
                before.cells.insert(place, None);
            }
            marks.extend(some);
            self.breathe().await;
        }
        let made = self.replica.borrow().made_in(batch);
        self.breathe().await;
        if !marks.is_empty() {
            let look = |block: store::Block| {
                let replica = self.replica.borrow();
                for entry in block.payloads.iter().flat_map(|p| decode_entry(p)) {
                    let changes = entry.changes().filter(|(_, c)| c.batch != Some(batch));
                    for (_, change) in changes {
                        let placed = replica.placed(change.device, change.seq);
                        let stamp = placed.map_or(change.stamp, |(_, stamp)| stamp);
                        before.take(change, (stamp, change.device, change.seq));
                    }
                }
            };
            self.store
                .look(0, look, async || self.breathe().await)
                .await?;
        }
        let mut records: BTreeMap<RecordId, Vec<Op>> = BTreeMap::new();
        for (at, mark) in marks.into_iter().enumerate() {
            if at % TURN == 0 {
                self.breathe().await;
            }
            let element = mark.element.as_ref().map(|(element, _)| element.clone());
            let place = (mark.record, mark.field, element);
            let stood = before
                .cells
                .remove(&place)
                .flatten()
                .map(|(_, value)| value);
            let record = mark.record;
            if let Some(op) = put_back(mark, stood) {
                records.entry(record).or_default().push(op);
            }
        }
        let mut all: Vec<Vec<Op>> = records.into_values().collect();
        let delete = |record: &RecordId| Op::Delete { record: *record };
        all.extend(made.chunks(100).map(|ids| ids.iter().map(delete).collect()));
        Ok(all)
    }
}
