//! Changes read from columns.

use super::{ADD, CREATE, DELETE, ERASE, REMOVE, RESPOND, RESTORE, SET};
use crate::bytes::Reader;
use crate::chain::{Part, Proof};
use crate::codec::CodecError;
use crate::{Change, Consent, Op, Respond};
use model::{BatchId, DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};
use serde::{Deserialize, de::DeserializeOwned};

/// A response without its id, which is a record id of the change.
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
