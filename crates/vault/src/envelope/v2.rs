//! Version 2 of the envelope's bytes, frozen: epochs, earlier keys and passkeys. Read for ever,
//! written no more but as it was read. All there is in it is the owner's.
//!
//! `head (postcard) · count (1) · earlier keys · count (1) · passkeys`, the head opening with
//! the version. Earlier keys stand in the order of their epochs, passkeys in the order they
//! were added, each credential once. Decoding borrows until an entry is whole, so it allocates
//! for what is there, never for what a count promises.

use super::frame::{self, count_of, take, take_count, written};
use super::passkey::{MOST_PASSKEYS, Passkey};
use super::previous::{MOST_PREVIOUS, Previous};
use super::way::Way;
use super::wrap::Wrap;
use super::{Envelope, Format, Who};
use crate::VaultError;
use crate::kdf::{KdfParams, Salt};
use serde::{Deserialize, Serialize};

/// The first byte.
pub(super) const VERSION: u8 = 2;

/// The fields of fixed number, in the order they are written.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u8,
    database_id: [u8; 16],
    trial: bool,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: Salt,
    epoch: u32,
    by_passphrase: Wrap,
    by_recovery: Wrap,
}

/// A passkey as it is written.
#[derive(Serialize, Deserialize)]
struct PasskeyFields<'a> {
    credential: &'a [u8],
    prf_salt: [u8; 32],
    label: &'a str,
    wrap: Wrap,
}

/// The version and all fields: what the seal covers, and how the envelope's bytes begin.
pub(super) fn sealed_fields(envelope: &Envelope) -> Vec<u8> {
    let mut out = written(&Head {
        version: VERSION,
        database_id: envelope.database_id,
        trial: envelope.trial,
        memory_kib: envelope.params.memory_kib(),
        passes: envelope.params.passes(),
        lanes: envelope.params.lanes(),
        salt: envelope.salt,
        epoch: envelope.epoch,
        by_passphrase: envelope.by_passphrase.direct(),
        by_recovery: envelope.by_recovery.direct(),
    });
    out.push(count_of(&envelope.previous));
    for previous in &envelope.previous {
        out.extend_from_slice(&written(previous));
    }
    out.push(count_of(&envelope.passkeys));
    for passkey in &envelope.passkeys {
        out.extend_from_slice(&written(&PasskeyFields {
            credential: passkey.credential(),
            prf_salt: *passkey.prf_salt(),
            label: passkey.label(),
            wrap: passkey.way().direct(),
        }));
    }
    out
}

pub(super) fn decode(bytes: &[u8]) -> Result<Envelope, VaultError> {
    let (mut rest, seal) = frame::open(bytes)?;
    let head: Head = take(&mut rest)?;
    let mut envelope = Envelope {
        format: Format::V2,
        database_id: head.database_id,
        trial: head.trial,
        params: KdfParams::new(head.memory_kib, head.passes, head.lanes)?,
        salt: head.salt,
        epoch: head.epoch,
        by_passphrase: Way::Direct(head.by_passphrase),
        by_recovery: Way::Direct(head.by_recovery),
        previous: Vec::new(),
        people: Vec::new(),
        passkeys: Vec::new(),
        seal: *seal,
    };
    for _ in 0..take_count(&mut rest, MOST_PREVIOUS)? {
        let previous: Previous = take(&mut rest)?;
        let after = envelope.previous.last().map(Previous::epoch);
        if previous.epoch() >= envelope.epoch || after >= Some(previous.epoch()) {
            return Err(VaultError::Damaged);
        }
        envelope.previous.push(previous);
    }
    for _ in 0..take_count(&mut rest, MOST_PASSKEYS)? {
        let fields: PasskeyFields<'_> = take(&mut rest)?;
        let known = envelope.passkey(fields.credential).is_some();
        let passkey = Passkey::new(
            Who::Owner,
            fields.credential,
            &fields.prf_salt,
            fields.label,
            Way::Direct(fields.wrap),
        );
        match passkey {
            Ok(passkey) if !known => envelope.passkeys.push(passkey),
            _ => return Err(VaultError::Damaged),
        }
    }
    if !rest.is_empty() {
        return Err(VaultError::Damaged);
    }
    Ok(envelope)
}
