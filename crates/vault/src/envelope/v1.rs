//! Version 1 of the envelope's bytes, frozen: later versions get a file of their own.
//!
//! `version (1) · fields (postcard) · seal (32) · checksum (16)`. The checksum is the start of
//! a BLAKE3 hash of all before it; it catches accidents and proves nothing. Every field has a
//! fixed size but the parameters, so decoding allocates nothing.

use super::Envelope;
use super::wrap::Wrap;
use crate::VaultError;
use crate::kdf::{KdfParams, Salt};
use serde::{Deserialize, Serialize};

/// The first byte.
pub(super) const VERSION: u8 = 1;

const CHECKSUM_LEN: usize = 16;

/// The fields in the order they are written.
#[derive(Clone, Serialize, Deserialize)]
struct Fields {
    database_id: [u8; 16],
    trial: bool,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: Salt,
    by_passphrase: Wrap,
    by_recovery: Wrap,
}

/// What the recovery wrap depends on.
#[derive(Serialize)]
struct RecoveryBound<'a> {
    label: &'static str,
    version: u8,
    database_id: &'a [u8; 16],
    trial: bool,
}

/// What the passphrase wrap depends on: every field of the header.
#[derive(Serialize)]
struct PassphraseBound<'a> {
    label: &'static str,
    version: u8,
    database_id: &'a [u8; 16],
    trial: bool,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: &'a Salt,
}

pub(super) fn passphrase_bound(envelope: &Envelope) -> Vec<u8> {
    written(&PassphraseBound {
        label: "candor passphrase wrap",
        version: VERSION,
        database_id: &envelope.database_id,
        trial: envelope.trial,
        memory_kib: envelope.params.memory_kib(),
        passes: envelope.params.passes(),
        lanes: envelope.params.lanes(),
        salt: &envelope.salt,
    })
}

pub(super) fn recovery_bound(envelope: &Envelope) -> Vec<u8> {
    written(&RecoveryBound {
        label: "candor recovery wrap",
        version: VERSION,
        database_id: &envelope.database_id,
        trial: envelope.trial,
    })
}

/// The version and all fields: what the seal covers, and how the envelope's bytes begin.
pub(super) fn sealed_fields(envelope: &Envelope) -> Vec<u8> {
    written(&(
        VERSION,
        Fields {
            database_id: envelope.database_id,
            trial: envelope.trial,
            memory_kib: envelope.params.memory_kib(),
            passes: envelope.params.passes(),
            lanes: envelope.params.lanes(),
            salt: envelope.salt,
            by_passphrase: envelope.by_passphrase.clone(),
            by_recovery: envelope.by_recovery.clone(),
        },
    ))
}

pub(super) fn encode(envelope: &Envelope) -> Vec<u8> {
    let mut out = sealed_fields(envelope);
    out.extend_from_slice(&envelope.seal);
    let checksum = checksum(&out);
    out.extend_from_slice(&checksum);
    out
}

pub(super) fn decode(bytes: &[u8]) -> Result<Envelope, VaultError> {
    let (rest, check) = bytes
        .split_last_chunk::<CHECKSUM_LEN>()
        .ok_or(VaultError::Damaged)?;
    if checksum(rest) != *check {
        return Err(VaultError::Damaged);
    }
    let (fields, seal) = rest.split_last_chunk::<32>().ok_or(VaultError::Damaged)?;
    let ((_, fields), trailing) =
        postcard::take_from_bytes::<(u8, Fields)>(fields).map_err(|_| VaultError::Damaged)?;
    let envelope = Envelope {
        database_id: fields.database_id,
        trial: fields.trial,
        params: KdfParams::new(fields.memory_kib, fields.passes, fields.lanes)?,
        salt: fields.salt,
        by_passphrase: fields.by_passphrase,
        by_recovery: fields.by_recovery,
        seal: *seal,
    };
    // One envelope has one encoding: no padded integers, nothing behind the fields.
    if !trailing.is_empty() || encode(&envelope) != bytes {
        return Err(VaultError::Damaged);
    }
    Ok(envelope)
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_LEN] {
    let mut out = [0; CHECKSUM_LEN];
    out.iter_mut()
        .zip(blake3::hash(bytes).as_bytes())
        .for_each(|(to, from)| *to = *from);
    out
}

/// `value` in postcard. Writing plain fields to memory cannot fail.
fn written<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}
