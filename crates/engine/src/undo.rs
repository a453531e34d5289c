//! Taking back the last actions, one after the other, or one of them.
//!
//! Must stay true: what a change set is taken back only where it still stands; a value that an
//! undo put back, be it that of a bulk action, counts as set by whoever set it first, so that the
//! action before can be taken back, too.

use crate::save::Saved;
use crate::{Engine, EngineError, Host};
use model::{BatchId, Channel, DeviceId, FieldNo, KindNo, RecordId};
use replica::{Change, Op, Replica};
use std::collections::BTreeMap;
use store::Backend;

/// How many of the last actions can be taken back.
const LIMIT: usize = 50;

/// A change by its identity.
pub(crate) type Who = (DeviceId, u64);

/// A cell, or one element of it.
pub(crate) type Place = (RecordId, FieldNo, Option<String>);

/// An operation that takes something back; for a cell, whose value it puts back.
#[derive(Debug, Clone)]
struct Step {
    op: Op,
    puts_back: Option<Who>,
}

/// What would take back one action.
#[derive(Debug, Clone)]
struct Action {
    seq: u64,
    steps: Vec<Step>,
}

/// Who had first set what taking a bulk action back puts back: as far as that one can be taken
/// back as well.
#[derive(Debug, Clone, Default)]
pub struct Stood {
    pub(crate) batch: Option<BatchId>,
    pub(crate) first: BTreeMap<Place, Who>,
}

/// What would take back the last actions of a tab.
#[derive(Debug, Default)]
pub(crate) struct Undo {
    actions: Vec<Action>,
    /// Cells whose value an undo put back: the undo, and who had set the value first.
    put_back: BTreeMap<Place, (Who, Who)>,
    /// The same of records that an undo deleted again or brought back.
    switched: BTreeMap<RecordId, (Who, Who)>,
    /// Bulk actions that were taken back, each with the bulk action that did it.
    taken_back: Vec<(BatchId, BatchId)>,
}

impl Undo {
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Who set the value a cell has now.
    fn writer(&self, replica: &Replica, kind: KindNo, place: &Place) -> Option<Who> {
        let (record, field, element) = place;
        let now = replica.wrote(kind, *record, *field, element.as_deref())?;
        Some(self.first(place, now))
    }

    /// Who deleted a record that is not shown.
    fn deleter(&self, replica: &Replica, record: RecordId) -> Option<Who> {
        let (now, _) = replica.switched(record).filter(|(_, gone)| *gone)?;
        match self.switched.get(&record) {
            Some((undo, first)) if *undo == now => Some(*first),
            _ => Some(now),
        }
    }

    /// Who set what an operation would replace.
    fn before(&self, replica: &Replica, op: &Op) -> Option<Who> {
        match op {
            Op::Delete { record } | Op::Restore { record } => self.deleter(replica, *record),
            op => place(op).and_then(|(kind, place)| self.writer(replica, kind, &place)),
        }
    }

    /// Whether what an action did, and an operation would take back, still stands.
    fn stands(&self, replica: &Replica, own: Who, op: &Op) -> bool {
        match op {
            Op::Delete { record } => self.deleter(replica, *record).is_none(),
            Op::Restore { record } => self.deleter(replica, *record) == Some(own),
            op => place(op)
                .is_none_or(|(kind, place)| self.writer(replica, kind, &place) == Some(own)),
        }
    }

    /// Who first set what a change set in a cell.
    pub(crate) fn first(&self, place: &Place, now: Who) -> Who {
        match self.put_back.get(place) {
            Some((undo, first)) if *undo == now => *first,
            _ => now,
        }
    }

    /// What would take these back; asked before they are applied.
    pub(crate) fn inverse(&self, replica: &Replica, ops: &[Op]) -> Option<Inverse> {
        let inverse = replica.inverse(ops)?.into_iter();
        let steps = inverse.map(|op| Step {
            puts_back: self.before(replica, &op),
            op,
        });
        Some(Inverse(steps.collect()))
    }

    pub(crate) fn push(&mut self, seq: u64, Inverse(steps): Inverse) {
        if steps.is_empty() {
            return;
        }
        self.actions.push(Action { seq, steps });
        let spare = self.actions.len().saturating_sub(LIMIT);
        self.actions.drain(..spare);
    }

    /// Whether a change is an action that can be taken back.
    pub(crate) fn holds(&self, seq: u64) -> bool {
        self.actions.iter().any(|action| action.seq == seq)
    }

    /// What of an action still stands; none when nothing does.
    fn standing(&self, action: &Action, replica: &Replica, device: DeviceId) -> Option<Action> {
        let own = (device, action.seq);
        let stands = |step: &&Step| self.stands(replica, own, &step.op);
        let steps: Vec<Step> = action.steps.iter().filter(stands).cloned().collect();
        let seq = action.seq;
        (!steps.is_empty()).then_some(Action { seq, steps })
    }

    /// The last action of which anything still stands, without what does not.
    fn last(&self, replica: &Replica, device: DeviceId) -> Option<Action> {
        let mut all = self.actions.iter().rev();
        all.find_map(|action| self.standing(action, replica, device))
    }

    /// This action, without what of it no longer stands.
    fn this(&self, seq: u64, replica: &Replica, device: DeviceId) -> Option<Action> {
        let action = self.actions.iter().find(|action| action.seq == seq)?;
        self.standing(action, replica, device)
    }

    /// Forgets an action that was taken back, or of which nothing stands: only this one, or with
    /// all that came after it, which do not stand.
    fn done(&mut self, seq: u64, only: bool) {
        self.actions
            .retain(|one| one.seq < seq || (only && one.seq != seq));
    }

    /// Notes what an undo put back.
    fn note(&mut self, undo: Who, steps: &[Step]) {
        for step in steps {
            let pair = step.puts_back.map(|first| (undo, first));
            if let Op::Delete { record } | Op::Restore { record } = &step.op {
                put(&mut self.switched, *record, pair);
            } else if let Some((_, place)) = place(&step.op) {
                put(&mut self.put_back, place, pair);
            }
        }
    }

    /// Notes what a change of a bulk action put back, if it takes another one back.
    pub(crate) fn note_bulk(&mut self, change: &Change, stood: &Stood) {
        let Some(pair) = stood.batch.zip(change.batch) else {
            return;
        };
        if self.taken_back.last() != Some(&pair) {
            self.taken_back.push(pair);
        }
        if stood.first.is_empty() {
            return;
        }
        for op in &change.ops {
            if let Some((_, place)) = place(op)
                && let Some(first) = stood.first.get(&place)
            {
                let undo = (change.device, change.seq);
                self.put_back.insert(place, (undo, *first));
            }
        }
    }

    /// Bulk actions that were taken back, each with the bulk action that did it.
    pub(crate) fn taken_back(&self) -> &[(BatchId, BatchId)] {
        &self.taken_back
    }

    /// Cells whose value an undo put back: the undo, and who had set the value first.
    pub(crate) fn put_back(&self) -> &BTreeMap<Place, (Who, Who)> {
        &self.put_back
    }
}

fn put<K: Ord>(map: &mut BTreeMap<K, (Who, Who)>, key: K, value: Option<(Who, Who)>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

/// What would take back an action that is not kept yet.
pub(crate) struct Inverse(Vec<Step>);

/// The register, and the cell or element that an operation sets.
fn place(op: &Op) -> Option<(KindNo, Place)> {
    match op {
        Op::Set {
            kind,
            record,
            field,
            ..
        } => Some((*kind, (*record, *field, None))),
        Op::Add {
            kind,
            record,
            field,
            element,
        }
        | Op::Remove {
            kind,
            record,
            field,
            element,
        } => Some((*kind, (*record, *field, Some(element.clone())))),
        _ => None,
    }
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// Whether there is an action of this tab that can be taken back.
    pub fn can_undo(&self) -> bool {
        self.next_undo().is_some()
    }

    /// The number of the change that would be taken back next.
    pub fn next_undo(&self) -> Option<u64> {
        let device = self.identity.get().device;
        let last = self.undo.borrow().last(&self.replica.borrow(), device);
        last.map(|action| action.seq)
    }

    /// What was done so far is not to be taken back.
    pub fn forget_undo(&self) {
        self.undo.borrow_mut().clear();
    }

    /// Takes back the last action of this tab, as a new change: where what it set still stands.
    ///
    /// # Errors
    /// [`EngineError::NothingToUndo`], or when it could not be kept.
    pub async fn undo(&self, channel: Channel) -> Result<Saved, EngineError> {
        self.take_back(channel, None).await
    }

    /// Takes back one action of this tab, by the number of its change, and no other: where what
    /// it set still stands.
    ///
    /// # Errors
    /// [`EngineError::NothingToUndo`] when nothing of it stands; or when it could not be kept.
    pub async fn undo_this(&self, channel: Channel, seq: u64) -> Result<Saved, EngineError> {
        self.take_back(channel, Some(seq)).await
    }

    async fn take_back(&self, channel: Channel, only: Option<u64>) -> Result<Saved, EngineError> {
        let _turn = self.writing.lock().await;
        let device = self.identity.get().device;
        let made = || {
            let (undo, replica) = (self.undo.borrow(), self.replica.borrow());
            let action = match only {
                Some(seq) => undo.this(seq, &replica, device),
                None => undo.last(&replica, device),
            };
            let action = action.ok_or(EngineError::NothingToUndo)?;
            let ops = action.steps.iter().map(|step| step.op.clone()).collect();
            Ok((ops, action))
        };
        match self.save_now(channel, made).await {
            Ok((saved, action)) => {
                let mut undo = self.undo.borrow_mut();
                undo.done(action.seq, only.is_some());
                undo.note((device, saved.seq), &action.steps);
                Ok(saved)
            }
            Err(EngineError::NothingToUndo) => {
                self.undo
                    .borrow_mut()
                    .done(only.unwrap_or(0), only.is_some());
                Err(EngineError::NothingToUndo)
            }
            Err(error) => Err(error),
        }
    }
}
