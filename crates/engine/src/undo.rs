//! Taking back the last actions, one after the other.
//!
//! Must stay true: what a change set is taken back only where it still stands; a value that an
//! undo put back counts as set by whoever set it first, so that the action before can be taken
//! back, too.

use crate::save::Saved;
use crate::{Engine, EngineError, Host};
use model::{Channel, DeviceId, FieldNo, KindNo, RecordId};
use replica::{Op, Replica};
use std::collections::BTreeMap;
use store::Backend;

/// How many of the last actions can be taken back.
const LIMIT: usize = 50;

/// A change by its identity.
type Who = (DeviceId, u64);

/// An operation that takes something back; for a field, whose value it puts back.
#[derive(Debug, Clone)]
struct Step {
    op: Op,
    puts_back: Option<Who>,
}

/// What would take back one action.
#[derive(Debug)]
struct Action {
    seq: u64,
    steps: Vec<Step>,
}

/// What would take back the last actions of a tab.
#[derive(Debug, Default)]
pub(crate) struct Undo {
    actions: Vec<Action>,
    /// Fields whose value an undo put back: the undo, and who had set the value first.
    put_back: BTreeMap<(RecordId, FieldNo), (Who, Who)>,
}

impl Undo {
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Who set the value a field has now.
    fn writer(
        &self,
        replica: &Replica,
        (kind, record, field): (KindNo, RecordId, FieldNo),
    ) -> Option<Who> {
        let now = replica.writer(kind, record, field)?;
        match self.put_back.get(&(record, field)) {
            Some((undo, first)) if *undo == now => Some(*first),
            _ => Some(now),
        }
    }

    /// What would take these back; asked before they are applied.
    pub(crate) fn inverse(&self, replica: &Replica, ops: &[Op]) -> Option<Inverse> {
        let inverse = replica.inverse(ops)?.into_iter();
        let steps = inverse.map(|op| Step {
            puts_back: place(&op).and_then(|place| self.writer(replica, place)),
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

    /// The last action of which anything still stands, without what does not.
    fn pop(&mut self, replica: &Replica, device: DeviceId) -> Option<Action> {
        while let Some(mut last) = self.actions.pop() {
            let own = Some((device, last.seq));
            last.steps.retain(|step| {
                place(&step.op).is_none_or(|place| self.writer(replica, place) == own)
            });
            if !last.steps.is_empty() {
                return Some(last);
            }
        }
        None
    }

    /// Notes what an undo put back.
    fn note(&mut self, undo: Who, steps: &[Step]) {
        for step in steps {
            let Some((_, record, field)) = place(&step.op) else {
                continue;
            };
            match step.puts_back {
                Some(first) => self.put_back.insert((record, field), (undo, first)),
                None => self.put_back.remove(&(record, field)),
            };
        }
    }
}

/// What would take back an action that is not kept yet.
pub(crate) struct Inverse(Vec<Step>);

/// The field an operation sets.
fn place(op: &Op) -> Option<(KindNo, RecordId, FieldNo)> {
    match op {
        Op::Set {
            kind,
            record,
            field,
            ..
        } => Some((*kind, *record, *field)),
        _ => None,
    }
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// Whether there is an action of this tab that can be taken back.
    pub fn can_undo(&self) -> bool {
        !self.undo.borrow().actions.is_empty()
    }

    /// The number of the change that would be taken back next.
    pub fn next_undo(&self) -> Option<u64> {
        self.undo.borrow().actions.last().map(|action| action.seq)
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
        let _turn = self.writing.lock().await;
        let device = self.identity.get().device;
        let last = self.undo.borrow_mut().pop(&self.replica.borrow(), device);
        let action = last.ok_or(EngineError::NothingToUndo)?;
        let ops = action.steps.iter().map(|step| step.op.clone()).collect();
        match self.save_now(channel, ops).await {
            Ok((saved, seq)) => {
                self.undo.borrow_mut().note((device, seq), &action.steps);
                Ok(saved)
            }
            Err(error) => {
                self.undo.borrow_mut().actions.push(action);
                Err(error)
            }
        }
    }
}
