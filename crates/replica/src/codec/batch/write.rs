//! Changes written as columns.

use super::shapes::{Shapes, same_shape, template};
use crate::bytes::{append, put_bytes, put_runs, put_signed, put_value, put_varint};
use crate::chain::{Part, Proof};
use crate::{Change, Consent, Op, Respond};
use model::{BatchId, DeviceId, RecordId, Value};
use serde::Serialize;

/// A response without its id, which is a record id of the change.
#[derive(Serialize)]
struct RespondRef<'a> {
    form: RecordId,
    version: u16,
    subject: Option<RecordId>,
    taken_at: i64,
    consent: &'a Option<Consent>,
    supersedes: Option<RecordId>,
    answers: &'a [(u16, Value)],
}

/// Distinct things, most of which repeat the one before.
struct Distinct<T>(Vec<T>);

impl<T: PartialEq> Distinct<T> {
    fn index(&mut self, thing: T) -> u64 {
        let at = self.0.iter().rposition(|known| *known == thing);
        at.unwrap_or_else(|| {
            self.0.push(thing);
            self.0.len() - 1
        }) as u64
    }
}

/// Appends changes with their positions.
pub fn encode(out: &mut Vec<u8>, changes: &mut dyn Iterator<Item = (u64, &Change)>) {
    encode_all(out, changes, |change| change.proof.as_ref());
}

/// The same without their proofs.
pub fn encode_unproven(out: &mut Vec<u8>, changes: &mut dyn Iterator<Item = (u64, &Change)>) {
    encode_all(out, changes, |_| None);
}

fn encode_all(
    out: &mut Vec<u8>,
    changes: &mut dyn Iterator<Item = (u64, &Change)>,
    proof_of: fn(&Change) -> Option<&Proof>,
) {
    let mut devices = Distinct(Vec::<DeviceId>::new());
    let mut authors = Distinct(Vec::<RecordId>::new());
    let mut batches = Distinct(Vec::<BatchId>::new());
    let mut shapes = Shapes::default();
    let mut rows: [Vec<u64>; 5] = Default::default();
    let (mut seqs, mut stamps, mut seens, mut positions) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut records, mut proofs) = (Vec::new(), Vec::new());
    let (mut last_seq, mut last_stamp, mut last_seen, mut last_position) = (0u64, 0u64, 0u64, 0u64);
    let (mut key, mut slots) = (Vec::new(), Vec::new());
    for (position, change) in changes {
        let proof = proof_of(change);
        let shape = if same_shape(&shapes, change, proof, &mut slots) {
            shapes.last
        } else {
            let values = template(&mut key, change, proof, &mut slots);
            shapes.remember(change, proof, &slots);
            shapes.index(&key, values)
        };
        let [device, author, channel, batch, shape_of] = &mut rows;
        device.push(devices.index(change.device));
        author.push(authors.index(change.author));
        channel.push(change.channel as u64);
        batch.push(change.batch.map_or(0, |id| batches.index(id) + 1));
        shape_of.push(shape as u64);
        difference(&mut seqs, &mut last_seq, change.seq, 1);
        difference(&mut stamps, &mut last_stamp, change.stamp.0, 1);
        difference(&mut seens, &mut last_seen, change.seen, 0);
        difference(&mut positions, &mut last_position, position, 0);
        for slot in &slots {
            records.extend_from_slice(&slot.0);
        }
        if let Some(proof) = proof {
            proofs.extend_from_slice(&proof.link);
            #[allow(clippy::cast_possible_wrap)]
            put_signed(
                &mut proofs,
                proof.stamp.0.wrapping_sub(change.stamp.0) as i64,
            );
            for part in &proof.parts {
                match part {
                    Part::Salt(salt) => proofs.extend_from_slice(salt),
                    Part::Erased(hash) => proofs.extend_from_slice(hash),
                }
            }
        }
        if let Some(columns) = shapes.columns.get_mut(shape) {
            let mut columns = columns.iter_mut();
            for op in &change.ops {
                value_of(op, &mut columns);
            }
        }
    }
    let [device, author, channel, batch, shape] = &rows;
    put_varint(out, device.len() as u64);
    put_varint(out, devices.0.len() as u64);
    devices.0.iter().for_each(|id| out.extend_from_slice(&id.0));
    put_varint(out, authors.0.len() as u64);
    authors.0.iter().for_each(|id| out.extend_from_slice(&id.0));
    put_varint(out, batches.0.len() as u64);
    batches.0.iter().for_each(|id| out.extend_from_slice(&id.0));
    for column in [device, author, channel, batch, shape] {
        put_runs(out, column.iter().copied());
    }
    for column in [&seqs, &stamps, &seens, &positions] {
        out.extend_from_slice(column);
    }
    put_varint(out, shapes.keys.len() as u64);
    for key in &shapes.keys {
        out.extend_from_slice(key);
    }
    out.extend_from_slice(&records);
    out.extend_from_slice(&proofs);
    for column in shapes.columns.iter().flatten() {
        out.extend_from_slice(column);
    }
}

fn value_of<'a>(op: &Op, columns: &mut impl Iterator<Item = &'a mut Vec<u8>>) {
    match op {
        Op::Set { value, .. } => {
            if let Some(column) = columns.next() {
                put_value(column, value);
            }
        }
        Op::Add { element, .. } | Op::Remove { element, .. } => {
            if let Some(column) = columns.next() {
                put_bytes(column, element.as_bytes());
            }
        }
        Op::Respond(respond) => {
            if let Some(column) = columns.next() {
                let Respond {
                    id: _,
                    form,
                    version,
                    subject,
                    taken_at,
                    consent,
                    supersedes,
                    answers,
                } = respond.as_ref();
                append(
                    column,
                    &RespondRef {
                        form: *form,
                        version: *version,
                        subject: *subject,
                        taken_at: *taken_at,
                        consent,
                        supersedes: *supersedes,
                        answers,
                    },
                );
            }
        }
        Op::Create { .. } | Op::Delete { .. } | Op::Restore { .. } | Op::Erase { .. } => {}
    }
}

/// Appends how far a number is from where the last one and a step lead.
#[allow(clippy::cast_possible_wrap)]
fn difference(out: &mut Vec<u8>, last: &mut u64, value: u64, step: u64) {
    put_signed(out, value.wrapping_sub(last.wrapping_add(step)) as i64);
    *last = value;
}
