//! Version 1 of the envelope's bytes, frozen: read for ever, written no more but as it was read.
//!
//! One data key, of epoch 0, wrapped for a passphrase and a recovery code. Every field has a
//! fixed size but the parameters, so decoding allocates nothing.

use super::frame::{self, written};
use super::way::Way;
use super::wrap::Wrap;
use super::{Envelope, Format};
use crate::VaultError;
use crate::kdf::{KdfParams, Salt};
use serde::{Deserialize, Serialize};

/// The first byte.
pub(super) const VERSION: u8 = 1;

/// The fields in the order they are written.
#[derive(Clone, Serialize, Deserialize)]
struct Fields {
    version: u8,
    database_id: [u8; 16],
    trial: bool,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: Salt,
    by_passphrase: Wrap,
    by_recovery: Wrap,
}

/// The version and all fields: what the seal covers, and how the envelope's bytes begin.
pub(super) fn sealed_fields(envelope: &Envelope) -> Vec<u8> {
    written(&Fields {
        version: VERSION,
        database_id: envelope.database_id,
        trial: envelope.trial,
        memory_kib: envelope.params.memory_kib(),
        passes: envelope.params.passes(),
        lanes: envelope.params.lanes(),
        salt: envelope.salt,
        by_passphrase: envelope.by_passphrase.direct(),
        by_recovery: envelope.by_recovery.direct(),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<Envelope, VaultError> {
    let (fields, seal) = frame::open(bytes)?;
    let (fields, trailing) =
        postcard::take_from_bytes::<Fields>(fields).map_err(|_| VaultError::Damaged)?;
    let envelope = Envelope {
        format: Format::V1,
        database_id: fields.database_id,
        trial: fields.trial,
        params: KdfParams::new(fields.memory_kib, fields.passes, fields.lanes)?,
        salt: fields.salt,
        epoch: 0,
        by_passphrase: Way::Direct(fields.by_passphrase),
        by_recovery: Way::Direct(fields.by_recovery),
        previous: Vec::new(),
        people: Vec::new(),
        passkeys: Vec::new(),
        seal: *seal,
    };
    if !trailing.is_empty() {
        return Err(VaultError::Damaged);
    }
    Ok(envelope)
}
