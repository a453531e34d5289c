//! Many changes as columns: what repeats from change to change is said once.
//!
//! Changes of a bulk action look alike, so their operations are a *shape* (which operations, on
//! which fields) said once, and the values of each operation of a shape lie side by side, where
//! they compress well. Layout, in this order: count; devices, authors and batches as lists; per
//! change, as runs or differences: indexes into those, channel, seq, stamp, seen, position,
//! shape; the shapes; record ids; proofs; values by shape and operation.

use super::CodecError;
use crate::bytes::{Reader, append, put_bytes, put_runs, put_signed, put_value, put_varint};
use crate::chain::{Part, Proof};
use crate::{Change, Consent, Op, Respond};
use model::{BatchId, DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::HashMap;

const CREATE: u8 = 0;
const SET: u8 = 1;
const ADD: u8 = 2;
const REMOVE: u8 = 3;
const DELETE: u8 = 4;
const RESTORE: u8 = 5;
const ERASE: u8 = 6;
const RESPOND: u8 = 7;

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

#[derive(Deserialize)]
struct RespondOwned {
    form: RecordId,
    version: u16,
    subject: Option<RecordId>,
    taken_at: i64,
    consent: Option<Consent>,
    supersedes: Option<RecordId>,
    answers: Vec<(u16, Value)>,
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

#[derive(Default)]
struct Shapes {
    /// The operations and parts of the last change: the next one mostly has the same.
    last_ops: Vec<(u8, u16, u16, usize)>,
    last_parts: Option<Vec<bool>>,
    keys: Vec<Vec<u8>>,
    columns: Vec<Vec<Vec<u8>>>,
    of: HashMap<Vec<u8>, usize>,
    last: usize,
}

impl Shapes {
    fn remember(&mut self, change: &Change, proof: Option<&Proof>, slots: &[RecordId]) {
        self.last_ops.clear();
        for op in &change.ops {
            let slot = slots.iter().position(|known| *known == op.record());
            let (tag, kind, field) = outline(op);
            self.last_ops.push((tag, kind, field, slot.unwrap_or(0)));
        }
        let erased = |part: &Part| matches!(part, Part::Erased(_));
        self.last_parts = proof.map(|proof| proof.parts.iter().map(erased).collect());
    }

    fn index(&mut self, key: &[u8], values: usize) -> usize {
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
fn outline(op: &Op) -> (u8, u16, u16) {
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

/// Whether a change about one record has the shape of the one before.
fn same_shape(
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
fn template(
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

fn has_value(tag: u8) -> bool {
    matches!(tag, SET | ADD | REMOVE | RESPOND)
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

#[allow(clippy::cast_sign_loss)]
fn sum(reader: &mut Reader<'_>, last: &mut u64, step: u64) -> Result<u64, CodecError> {
    *last = last
        .wrapping_add(step)
        .wrapping_add(reader.signed()? as u64);
    Ok(*last)
}

struct Shape {
    ops: Vec<Template>,
    slots: usize,
    /// Which parts of the proof are erased; none without a proof.
    parts: Option<Vec<bool>>,
}

struct Template {
    tag: u8,
    slot: usize,
    kind: KindNo,
    field: FieldNo,
}

fn shape(reader: &mut Reader<'_>) -> Result<Shape, CodecError> {
    let count = reader.count(4)?;
    let mut slots = 0;
    let mut ops = Vec::with_capacity(count);
    for _ in 0..count {
        let tag = reader.byte()?;
        let slot: usize = reader.small()?;
        if tag > RESPOND || slot > slots {
            return Err(CodecError::Damaged);
        }
        slots = slots.max(slot + 1);
        ops.push(Template {
            tag,
            slot,
            kind: KindNo(reader.small()?),
            field: FieldNo(reader.small()?),
        });
    }
    let parts = match reader.count(0)? {
        0 => None,
        many => Some(
            reader
                .take(many - 1)?
                .iter()
                .map(|erased| *erased == 1)
                .collect(),
        ),
    };
    Ok(Shape { ops, slots, parts })
}

fn ids<T>(reader: &mut Reader<'_>, of: impl Fn([u8; 16]) -> T) -> Result<Vec<T>, CodecError> {
    let count = reader.count(16)?;
    (0..count).map(|_| Ok(of(reader.array()?))).collect()
}

fn pick<T: Copy>(all: &[T], index: u64) -> Result<T, CodecError> {
    usize::try_from(index)
        .ok()
        .and_then(|index| all.get(index).copied())
        .ok_or(CodecError::Damaged)
}

fn postcard_of<T: DeserializeOwned>(reader: &mut Reader<'_>) -> Result<T, CodecError> {
    let (value, rest) =
        postcard::take_from_bytes(reader.rest()).map_err(|_| CodecError::Damaged)?;
    *reader = Reader::new(rest);
    Ok(value)
}

/// The changes, with their positions.
pub fn decode(reader: &mut Reader<'_>) -> Result<Vec<(u64, Change)>, CodecError> {
    // Each change has at least a byte in each of four columns.
    let count = reader.count(4)?;
    let devices = ids(reader, DeviceId)?;
    let authors = ids(reader, RecordId)?;
    let batches = ids(reader, BatchId)?;
    let device = reader.runs(count)?;
    let author = reader.runs(count)?;
    let channel = reader.runs(count)?;
    let batch = reader.runs(count)?;
    let shape_of = reader.runs(count)?;
    let column = |reader: &mut Reader<'_>, step: u64| -> Result<Vec<u64>, CodecError> {
        let mut last = 0;
        (0..count).map(|_| sum(reader, &mut last, step)).collect()
    };
    let seqs = column(reader, 1)?;
    let stamps = column(reader, 1)?;
    let seens = column(reader, 0)?;
    let positions = column(reader, 0)?;
    let shape_count = reader.count(2)?;
    let shapes: Vec<Shape> = (0..shape_count)
        .map(|_| shape(reader))
        .collect::<Result<_, _>>()?;
    let mut rows = Rows {
        device: device.into_iter(),
        author: author.into_iter(),
        channel: channel.into_iter(),
        batch: batch.into_iter(),
        seq: seqs.into_iter(),
        stamp: stamps.iter().copied(),
        seen: seens.into_iter(),
        position: positions.into_iter(),
    };
    let mut records: Vec<Vec<RecordId>> = Vec::with_capacity(count);
    for index in &shape_of {
        let shape = shape_at(&shapes, *index)?;
        let slots = (0..shape.slots).map(|_| reader.array().map(RecordId));
        records.push(slots.collect::<Result<_, _>>()?);
    }
    let mut changes = Vec::with_capacity(count);
    for (index, stamp) in shape_of.iter().zip(&stamps) {
        let proof = proof(reader, shape_at(&shapes, *index)?, *stamp)?;
        let (position, mut change) = rows.next(&devices, &authors, &batches)?;
        change.proof = proof;
        changes.push((position, change));
    }
    // By shape, then by operation, then by change: as the values lie.
    let mut of_shape: Vec<Vec<usize>> = vec![Vec::new(); shapes.len()];
    for (at, index) in shape_of.iter().enumerate() {
        if let Some(list) = usize::try_from(*index)
            .ok()
            .and_then(|i| of_shape.get_mut(i))
        {
            list.push(at);
        }
    }
    for (shape, list) in shapes.iter().zip(&of_shape) {
        for template in &shape.ops {
            for at in list {
                let slot = records
                    .get(*at)
                    .and_then(|slots| slots.get(template.slot))
                    .ok_or(CodecError::Damaged)?;
                let op = op(reader, template, *slot)?;
                if let Some((_, change)) = changes.get_mut(*at) {
                    change.ops.push(op);
                }
            }
        }
    }
    Ok(changes)
}

fn shape_at(shapes: &[Shape], index: u64) -> Result<&Shape, CodecError> {
    usize::try_from(index)
        .ok()
        .and_then(|index| shapes.get(index))
        .ok_or(CodecError::Damaged)
}

fn proof(reader: &mut Reader<'_>, shape: &Shape, stamp: u64) -> Result<Option<Proof>, CodecError> {
    let Some(erased) = &shape.parts else {
        return Ok(None);
    };
    let link = reader.array()?;
    #[allow(clippy::cast_sign_loss)]
    let stamp = Stamp(stamp.wrapping_add(reader.signed()? as u64));
    let parts = erased
        .iter()
        .map(|erased| {
            Ok(if *erased {
                Part::Erased(reader.array()?)
            } else {
                Part::Salt(reader.array()?)
            })
        })
        .collect::<Result<_, CodecError>>()?;
    Ok(Some(Proof { stamp, parts, link }))
}

struct Rows<I, J> {
    device: I,
    author: I,
    channel: I,
    batch: I,
    seq: I,
    stamp: J,
    seen: I,
    position: I,
}

impl<I: Iterator<Item = u64>, J: Iterator<Item = u64>> Rows<I, J> {
    fn next(
        &mut self,
        devices: &[DeviceId],
        authors: &[RecordId],
        batches: &[BatchId],
    ) -> Result<(u64, Change), CodecError> {
        let next = |column: &mut I| column.next().ok_or(CodecError::Damaged);
        let channel = u8::try_from(next(&mut self.channel)?).map_err(|_| CodecError::Damaged)?;
        let batch = match next(&mut self.batch)? {
            0 => None,
            index => Some(pick(batches, index - 1)?),
        };
        let change = Change {
            device: pick(devices, next(&mut self.device)?)?,
            seq: next(&mut self.seq)?,
            stamp: Stamp(self.stamp.next().ok_or(CodecError::Damaged)?),
            author: pick(authors, next(&mut self.author)?)?,
            channel: postcard::from_bytes(&[channel]).map_err(|_| CodecError::Damaged)?,
            seen: next(&mut self.seen)?,
            batch,
            ops: Vec::new(),
            proof: None,
        };
        Ok((next(&mut self.position)?, change))
    }
}

fn op(reader: &mut Reader<'_>, template: &Template, record: RecordId) -> Result<Op, CodecError> {
    let (kind, field) = (template.kind, template.field);
    Ok(match template.tag {
        CREATE => Op::Create { kind, record },
        SET => Op::Set {
            kind,
            record,
            field,
            value: postcard_of(reader)?,
        },
        ADD => Op::Add {
            kind,
            record,
            field,
            element: reader.text()?.to_owned(),
        },
        REMOVE => Op::Remove {
            kind,
            record,
            field,
            element: reader.text()?.to_owned(),
        },
        DELETE => Op::Delete { record },
        RESTORE => Op::Restore { record },
        ERASE => Op::Erase { record },
        _ => {
            let old: RespondOwned = postcard_of(reader)?;
            Op::Respond(Box::new(Respond {
                id: record,
                form: old.form,
                version: old.version,
                subject: old.subject,
                taken_at: old.taken_at,
                consent: old.consent,
                supersedes: old.supersedes,
                answers: old.answers,
            }))
        }
    })
}
