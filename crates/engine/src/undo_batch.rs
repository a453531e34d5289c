//! Taking a bulk action back as a whole.
//!
//! Must stay true: what was made is no longer shown, and what was deleted is again; what was
//! changed is as it was before, but only where the bulk action's value still stands; a value of
//! it that something else covered stands again once that was taken back; asked again after a part
//! was done, the rest is given.

use crate::undo::{Place, Stood, Undo, Who};
use crate::{Engine, EngineError, Host};
use model::{BatchId, RecordId, Value};
use replica::{Change, Mark, Op, Replica, decode_entry};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::Backend;

/// After how many cells others get a turn.
const TURN: usize = 500;
/// How many records share a change.
const TOGETHER: usize = 100;

/// Who wrote a value: ranks as the replica ranks them.
type Rank = (model::Stamp, model::DeviceId, u64);

fn who((_, device, seq): Rank) -> Who {
    (device, seq)
}

/// What would take a bulk action back.
#[derive(Debug, Default)]
pub struct Taking {
    /// Operations, record by record.
    pub actions: Vec<Vec<Op>>,
    /// For [`crate::Bulk::puts_back`] of the bulk action that does it.
    pub stood: Stood,
}

/// A value that was written into a cell, and whether the bulk action did it.
struct Version {
    rank: Rank,
    value: Value,
    ours: bool,
}

/// What the log says of a cell.
enum Cell {
    /// The bulk action's value stands: the highest of the others.
    Ours(Option<(Rank, Value)>),
    /// An undo put back what stands: everything but what was taken back.
    PutBack(Vec<Version>),
}

/// What stood in cells before, as far as the log was read.
struct Before {
    batch: BatchId,
    /// Bulk actions that were taken back, and those that did it.
    void: BTreeSet<BatchId>,
    records: HashSet<RecordId>,
    cells: BTreeMap<Place, Cell>,
}

impl Before {
    fn see(&mut self, place: &Place, change: &Change, rank: Rank, value: impl FnOnce() -> Value) {
        let ours = change.batch == Some(self.batch);
        match self.cells.get_mut(place) {
            Some(Cell::Ours(slot))
                if !ours && slot.as_ref().is_none_or(|(known, _)| *known < rank) =>
            {
                *slot = Some((rank, value()));
            }
            Some(Cell::PutBack(all)) if !change.batch.is_some_and(|b| self.void.contains(&b)) => {
                let value = value();
                all.push(Version { rank, value, ours });
            }
            _ => {}
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
                } => self.see(&(*record, *field, None), change, rank, || value.clone()),
                Op::Add {
                    record,
                    field,
                    element,
                    ..
                } => {
                    let place = (*record, *field, Some(element.clone()));
                    self.see(&place, change, rank, || Value::Flag(true));
                }
                Op::Remove {
                    record,
                    field,
                    element,
                    ..
                } => {
                    let place = (*record, *field, Some(element.clone()));
                    self.see(&place, change, rank, || Value::Flag(false));
                }
                _ => {}
            }
        }
    }

    /// What stood before the bulk action in a cell, and by whom; none when what stands there is
    /// not the bulk action's.
    fn stood(&mut self, place: &Place, undo: &Undo) -> Option<Option<(Rank, Value)>> {
        let mut all = match self.cells.remove(place)? {
            Cell::Ours(before) => return Some(before),
            Cell::PutBack(all) => all,
        };
        all.sort_by_key(|version| std::cmp::Reverse(version.rank));
        let last = who(all.first()?.rank);
        let first = undo.first(place, last);
        // What was done in between, and taken back, did not happen.
        let at = all.iter().position(|version| who(version.rank) == first)?;
        let mut rest = all.into_iter().skip(at).peekable();
        if !rest.peek()?.ours {
            return None;
        }
        let before = rest.find(|version| !version.ours);
        Some(before.map(|version| (version.rank, version.value)))
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

/// Cells that hold what undos of this tab put back, of one register after the other.
fn put_back_by_single(undo: &Undo, replica: &Replica) -> Vec<Mark> {
    let mut all = Vec::new();
    for ((record, field, element), (by, _)) in undo.put_back() {
        for kind in replica.kinds_of(*record) {
            if replica.wrote(kind, *record, *field, element.as_deref()) == Some(*by) {
                let element = element.as_ref().map(|word| {
                    let row = replica.get(kind, *record);
                    let present = row.is_some_and(|r| r.elements(*field).contains(&word.as_str()));
                    (word.clone(), present)
                });
                all.push(Mark {
                    kind,
                    record: *record,
                    field: *field,
                    element,
                });
            }
        }
    }
    all
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// What would take a bulk action back, record by record: first what puts back the cells it
    /// changed and that nobody changed since, then what takes away the records and responses
    /// that it made, then what brings back those it deleted.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn undo_batch(&self, batch: BatchId) -> Result<Taking, EngineError> {
        let mut before = Before {
            batch,
            void: BTreeSet::new(),
            records: HashSet::new(),
            cells: BTreeMap::new(),
        };
        let mut marks: Vec<Mark> = Vec::new();
        let mut want = |before: &mut Before, mark: Mark, ours: bool| {
            let element = mark.element.as_ref().map(|(element, _)| element.clone());
            let place = (mark.record, mark.field, element);
            if before.cells.contains_key(&place) {
                return;
            }
            let cell = if ours {
                Cell::Ours(None)
            } else {
                Cell::PutBack(Vec::new())
            };
            before.records.insert(mark.record);
            before.cells.insert(place, cell);
            marks.push(mark);
        };
        for part in 0.. {
            let some = self.replica.borrow().marks_of(batch, part);
            let Some(some) = some else { break };
            for mark in some {
                want(&mut before, mark, true);
            }
            self.breathe().await;
        }
        let made = self.replica.borrow().made_in(batch);
        let gone = self.replica.borrow().deleted_in(batch);
        self.breathe().await;
        let taken_back = self.undo.borrow().taken_back().to_vec();
        let all = taken_back.iter().flat_map(|(one, by)| [*one, *by]);
        before.void = all.filter(|one| *one != batch).collect();
        for (_, by) in taken_back {
            for part in 0.. {
                let some = self.replica.borrow().marks_of(by, part);
                let Some(some) = some else { break };
                for mark in some {
                    want(&mut before, mark, false);
                }
                self.breathe().await;
            }
        }
        let single = put_back_by_single(&self.undo.borrow(), &self.replica.borrow());
        for mark in single {
            want(&mut before, mark, false);
        }
        if !marks.is_empty() {
            let look = |block: store::Block| {
                let replica = self.replica.borrow();
                for entry in block.payloads.iter().flat_map(|p| decode_entry(p)) {
                    for (_, change) in entry.changes() {
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
        let me = self.identity.get().device;
        let new: HashSet<RecordId> = made.iter().copied().collect();
        let mut first = BTreeMap::new();
        let mut records: BTreeMap<RecordId, Vec<Op>> = BTreeMap::new();
        for (at, mark) in marks.into_iter().enumerate() {
            if at % TURN == 0 {
                self.breathe().await;
            }
            let record = mark.record;
            let element = mark.element.as_ref().map(|(element, _)| element.clone());
            let place = (record, mark.field, element);
            let undo = self.undo.borrow();
            let Some(stood) = before
                .stood(&place, &undo)
                .filter(|_| !new.contains(&record))
            else {
                continue;
            };
            let by = stood
                .as_ref()
                .map(|(rank, _)| undo.first(&place, who(*rank)));
            if let Some(op) = put_back(mark, stood.map(|(_, value)| value)) {
                records.entry(record).or_default().push(op);
                if let Some(by) = by.filter(|(device, seq)| *device == me && undo.holds(*seq)) {
                    first.insert(place, by);
                }
            }
        }
        let mut actions: Vec<Vec<Op>> = records.into_values().collect();
        let delete = |record: &RecordId| Op::Delete { record: *record };
        let restore = |record: &RecordId| Op::Restore { record: *record };
        let chunks = made.chunks(TOGETHER);
        actions.extend(chunks.map(|ids| ids.iter().map(delete).collect()));
        let chunks = gone.chunks(TOGETHER);
        actions.extend(chunks.map(|ids| ids.iter().map(restore).collect()));
        let batch = Some(batch);
        let stood = Stood { batch, first };
        Ok(Taking { actions, stood })
    }
}
