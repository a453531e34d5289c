//! The shapes of changes: which operations, on which fields, and which parts of the proof are
//! erased.

use super::{ADD, CREATE, DELETE, ERASE, REMOVE, RESPOND, RESTORE, SET};
use crate::bytes::put_varint;
use crate::chain::{Part, Proof};
use crate::{Change, Op};
use model::RecordId;
use std::collections::HashMap;

#[derive(Default)]
pub struct Shapes {
    /// The operations and parts of the last change: the next one mostly has the same.
    last_ops: Vec<(u8, u16, u32, usize)>,
    last_parts: Option<Vec<bool>>,
    pub keys: Vec<Vec<u8>>,
    pub columns: Vec<Vec<Vec<u8>>>,
    of: HashMap<Vec<u8>, usize>,
    pub last: usize,
}

impl Shapes {
    pub fn remember(&mut self, change: &Change, proof: Option<&Proof>, slots: &[RecordId]) {
        self.last_ops.clear();
        for op in &change.ops {
            let slot = slots.iter().position(|known| *known == op.record());
            let (tag, kind, field) = outline(op);
            self.last_ops.push((tag, kind, field, slot.unwrap_or(0)));
        }
        let erased = |part: &Part| matches!(part, Part::Erased(_));
        self.last_parts = proof.map(|proof| proof.parts.iter().map(erased).collect());
    }

    pub fn index(&mut self, key: &[u8], values: usize) -> usize {
        if self.keys.get(self.last).is_some_and(|k| k == key) {
            return self.last;
        }
        self.last = match self.of.get(key) {
            Some(at) => *at,
            None => {
                self.keys.push(key.to_vec());
                self.columns.push(vec![Vec::new(); values]);
                self.of.insert(key.to_vec(), self.keys.len() - 1);
                self.keys.len() - 1
            }
        };
        self.last
    }
}

/// What an operation is, without its record and value.
fn outline(op: &Op) -> (u8, u16, u32) {
    match op {
        Op::Create { kind, .. } => (CREATE, kind.0, 0),
        Op::Set { kind, field, .. } => (SET, kind.0, field.0),
        Op::Add { kind, field, .. } => (ADD, kind.0, field.0),
        Op::Remove { kind, field, .. } => (REMOVE, kind.0, field.0),
        Op::Delete { .. } => (DELETE, 0, 0),
        Op::Restore { .. } => (RESTORE, 0, 0),
        Op::Erase { .. } => (ERASE, 0, 0),
        Op::Respond(_) => (RESPOND, 0, 0),
    }
}

fn has_value(tag: u8) -> bool {
    matches!(tag, SET | ADD | REMOVE | RESPOND)
}

/// Whether a change about one record has the shape of the one before.
pub fn same_shape(
    shapes: &Shapes,
    change: &Change,
    proof: Option<&Proof>,
    slots: &mut Vec<RecordId>,
) -> bool {
    let Some(record) = change.ops.first().map(Op::record) else {
        return false;
    };
    let parts = match (proof, &shapes.last_parts) {
        (None, None) => true,
        (Some(proof), Some(erased)) => {
            let mut pairs = proof.parts.iter().zip(erased);
            proof.parts.len() == erased.len()
                && pairs.all(|(part, erased)| matches!(part, Part::Erased(_)) == *erased)
        }
        _ => false,
    };
    let same = parts
        && change.ops.len() == shapes.last_ops.len()
        && change.ops.iter().zip(&shapes.last_ops).all(|(op, last)| {
            let (tag, kind, field) = outline(op);
            (tag, kind, field, 0) == *last && op.record() == record
        });
    if same {
        slots.clear();
        slots.push(record);
    }
    same
}

/// Writes the template of a change's operations; how many of them carry a value.
pub fn template(
    key: &mut Vec<u8>,
    change: &Change,
    proof: Option<&Proof>,
    slots: &mut Vec<RecordId>,
) -> usize {
    key.clear();
    slots.clear();
    let mut values = 0;
    put_varint(key, change.ops.len() as u64);
    for op in &change.ops {
        let record = op.record();
        let slot = slots.iter().rposition(|known| *known == record);
        let slot = slot.unwrap_or_else(|| {
            slots.push(record);
            slots.len() - 1
        });
        let (tag, kind, field) = outline(op);
        values += usize::from(has_value(tag));
        key.push(tag);
        put_varint(key, slot as u64);
        put_varint(key, u64::from(kind));
        put_varint(key, u64::from(field));
    }
    match proof {
        None => put_varint(key, 0),
        Some(proof) => {
            put_varint(key, proof.parts.len() as u64 + 1);
            let erased = |part: &Part| u8::from(matches!(part, Part::Erased(_)));
            key.extend(proof.parts.iter().map(erased));
        }
    }
    values
}
