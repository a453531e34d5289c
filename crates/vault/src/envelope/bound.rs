//! What each wrap depends on: its associated data.
//!
//! A wrap outlives the envelope's format: an envelope of format 1 is written as format 2
//! without the passphrase and the recovery code at hand. So wraps have a version of their own,
//! and what one binds never changes. What they do not bind, the envelope's seal covers.

use super::Envelope;
use super::frame::written;
use serde::Serialize;

/// The version of the wraps.
const VERSION: u8 = 1;

/// What the recovery wrap depends on: not the passphrase's salt and parameters.
#[derive(Serialize)]
struct Recovery<'a> {
    label: &'static str,
    version: u8,
    database_id: &'a [u8; 16],
    trial: bool,
}

/// What the passphrase wrap depends on.
#[derive(Serialize)]
struct Passphrase<'a> {
    label: &'static str,
    version: u8,
    database_id: &'a [u8; 16],
    trial: bool,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: &'a [u8; 16],
}

/// What a passkey's wrap depends on. Its label may be changed without it.
#[derive(Serialize)]
struct Passkey<'a> {
    label: &'static str,
    version: u8,
    database_id: &'a [u8; 16],
    trial: bool,
    epoch: u32,
    credential: &'a [u8],
    prf_salt: &'a [u8; 32],
}

/// What the wrap of an earlier key depends on.
#[derive(Serialize)]
struct Previous<'a> {
    label: &'static str,
    version: u8,
    database_id: &'a [u8; 16],
    trial: bool,
    epoch: u32,
    previous: u32,
}

pub(super) fn passphrase(envelope: &Envelope) -> Vec<u8> {
    written(&Passphrase {
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

pub(super) fn recovery(envelope: &Envelope) -> Vec<u8> {
    written(&Recovery {
        label: "candor recovery wrap",
        version: VERSION,
        database_id: &envelope.database_id,
        trial: envelope.trial,
    })
}

pub(super) fn passkey(envelope: &Envelope, credential: &[u8], prf_salt: &[u8; 32]) -> Vec<u8> {
    written(&Passkey {
        label: "candor passkey wrap",
        version: VERSION,
        database_id: &envelope.database_id,
        trial: envelope.trial,
        epoch: envelope.epoch,
        credential,
        prf_salt,
    })
}

pub(super) fn previous(envelope: &Envelope, previous: u32) -> Vec<u8> {
    written(&Previous {
        label: "candor previous key wrap",
        version: VERSION,
        database_id: &envelope.database_id,
        trial: envelope.trial,
        epoch: envelope.epoch,
        previous,
    })
}
