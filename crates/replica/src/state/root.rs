//! What is not a record: clock, cursor, chains, origins, batches, and the lists of changes,
//! deletions and erasures.

use super::Loading;
use crate::bytes::{Reader, put_bytes, put_runs, put_signed, put_varint};
use crate::chunk::ROWS;
use crate::meta::Meta;
use crate::replica::Switch;
use crate::{CodecError, Origin, Replica};
use model::{BatchId, DeviceId, RecordId, Stamp};

pub fn root(replica: &Replica) -> Vec<u8> {
    let mut out = Vec::new();
    put_varint(&mut out, replica.clock.last().0);
    put_varint(&mut out, replica.cursor);
    put_varint(&mut out, replica.metas.origins.len() as u64);
    for origin in &replica.metas.origins {
        out.extend_from_slice(&origin.device.0);
        out.extend_from_slice(&origin.author.0);
        super::append(&mut out, &origin.channel);
    }
    put_varint(&mut out, replica.metas.batches.len() as u64);
    for batch in &replica.metas.batches {
        out.extend_from_slice(&batch.0);
    }
    put_varint(&mut out, replica.tips.len() as u64);
    for (device, link) in &replica.tips {
        out.extend_from_slice(&device.0);
        out.extend_from_slice(link);
    }
    let standing = &replica.standing;
    put_varint(&mut out, standing.acked);
    out.push(u8::from(standing.server.is_some()));
    out.extend_from_slice(&standing.server.unwrap_or_default());
    put_varint(&mut out, standing.refused.len() as u64);
    for (seq, code) in &standing.refused {
        put_varint(&mut out, *seq);
        put_bytes(&mut out, code.as_bytes());
    }
    out
}

pub fn read(reader: &mut Reader<'_>, loading: &mut Loading) -> Result<(), CodecError> {
    loading.replica.clock.witness(Stamp(reader.varint()?));
    loading.replica.cursor = reader.varint()?;
    for _ in 0..reader.count(33)? {
        loading.origins.push(Origin {
            device: DeviceId(reader.array()?),
            author: RecordId(reader.array()?),
            channel: postcard::from_bytes(&[reader.byte()?]).map_err(|_| CodecError::Damaged)?,
        });
    }
    for _ in 0..reader.count(16)? {
        loading.batches.push(BatchId(reader.array()?));
    }
    for _ in 0..reader.count(48)? {
        let device = DeviceId(reader.array()?);
        loading.replica.tips.insert(device, reader.array()?);
    }
    let standing = &mut loading.replica.standing;
    standing.acked = reader.varint()?;
    let joined = reader.byte()? == 1;
    let server = reader.array()?;
    standing.server = joined.then_some(server);
    for _ in 0..reader.count(2)? {
        let seq = reader.varint()?;
        standing.refused.insert(seq, reader.text()?.to_owned());
    }
    Ok(())
}

/// The numbers of a column, each as what it differs by from the one before and a step.
#[allow(clippy::cast_possible_wrap)]
pub fn put_steps(out: &mut Vec<u8>, step: u64, values: impl Iterator<Item = u64>) {
    let mut last = 0u64;
    for value in values {
        put_signed(out, value.wrapping_sub(last.wrapping_add(step)) as i64);
        last = value;
    }
}

#[allow(clippy::cast_sign_loss)]
pub fn steps(reader: &mut Reader<'_>, step: u64, count: usize) -> Result<Vec<u64>, CodecError> {
    let mut last = 0u64;
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        last = last
            .wrapping_add(step)
            .wrapping_add(reader.signed()? as u64);
        all.push(last);
    }
    Ok(all)
}

/// A count that one chunk can hold.
pub fn rows(reader: &mut Reader<'_>) -> Result<usize, CodecError> {
    let count: usize = reader.small()?;
    if count > ROWS {
        return Err(CodecError::Damaged);
    }
    Ok(count)
}

pub fn put_metas(out: &mut Vec<u8>, metas: &[Meta]) {
    put_varint(out, metas.len() as u64);
    put_steps(out, 1, metas.iter().map(|m| m.stamp.0));
    put_steps(out, 1, metas.iter().map(|m| m.seq));
    put_runs(out, metas.iter().map(|m| m.seen));
    put_steps(out, 1, metas.iter().map(|m| m.position));
    put_runs(out, metas.iter().map(|m| u64::from(m.origin)));
    put_runs(out, metas.iter().map(|m| u64::from(m.batch)));
}

pub fn metas(reader: &mut Reader<'_>) -> Result<Vec<Meta>, CodecError> {
    let count = rows(reader)?;
    let stamps = steps(reader, 1, count)?;
    let seqs = steps(reader, 1, count)?;
    let seens = reader.runs(count)?;
    let positions = steps(reader, 1, count)?;
    let origins = reader.runs(count)?;
    let batches = reader.runs(count)?;
    let small = |value: u64| u32::try_from(value).map_err(|_| CodecError::Damaged);
    let mut all = Vec::with_capacity(count);
    let rest = seens
        .iter()
        .zip(&positions)
        .zip(origins.iter().zip(&batches));
    for ((stamp, seq), ((seen, position), (origin, batch))) in stamps.iter().zip(&seqs).zip(rest) {
        all.push(Meta {
            stamp: Stamp(*stamp),
            seq: *seq,
            seen: *seen,
            position: *position,
            origin: small(*origin)?,
            batch: small(*batch)?,
        });
    }
    Ok(all)
}

pub fn put_switches(out: &mut Vec<u8>, all: &[Switch]) {
    put_varint(out, all.len() as u64);
    for (record, meta, gone) in all {
        out.extend_from_slice(&record.0);
        put_varint(out, u64::from(*meta));
        out.push(u8::from(*gone));
    }
}

pub fn switches(reader: &mut Reader<'_>) -> Result<Vec<Switch>, CodecError> {
    let count = rows(reader)?;
    (0..count)
        .map(|_| {
            Ok((
                RecordId(reader.array()?),
                reader.small()?,
                reader.byte()? == 1,
            ))
        })
        .collect()
}

pub fn put_ids(out: &mut Vec<u8>, all: &[RecordId]) {
    put_varint(out, all.len() as u64);
    for id in all {
        out.extend_from_slice(&id.0);
    }
}

pub fn ids(reader: &mut Reader<'_>) -> Result<Vec<RecordId>, CodecError> {
    let count = rows(reader)?;
    let bytes = reader.take(count.saturating_mul(16))?;
    let (all, _) = bytes.as_chunks::<16>();
    Ok(all.iter().copied().map(RecordId).collect())
}
