//! What each wrap depends on: its associated data.
//!
//! A wrap outlives the envelope's format: an envelope of format 1 is written as format 2
//! without the passphrase and the recovery code at hand. So wraps have a version of their own,
//! and what one binds never changes. What they do not bind, the envelope's seal covers.

use super::frame::written;
use super::{Envelope, Who};
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

/// How a passphrase becomes a key.
#[derive(Serialize)]
pub(super) struct Derivation<'a> {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: &'a [u8; 16],
}

/// What opens a way in through a key pair, and whose it is.
#[derive(Serialize)]
pub(super) enum Opener<'a> {
    /// A person's passphrase.
    Passphrase(Who, Derivation<'a>),
    /// The recovery code.
    Recovery,
    /// A person's passkey.
    Passkey {
        who: Who,
        credential: &'a [u8],
        prf_salt: &'a [u8; 32],
    },
}

impl<'a> Opener<'a> {
    /// The passphrase of somebody.
    pub(super) fn passphrase(envelope: &'a Envelope, who: Who) -> Self {
        let derivation = Derivation {
            memory_kib: envelope.params.memory_kib(),
            passes: envelope.params.passes(),
            lanes: envelope.params.lanes(),
            salt: &envelope.salt,
        };
        Self::Passphrase(who, derivation)
    }
}

/// What the wraps of a way in through a key pair depend on. The private half outlives the data
/// key, so it does not bind the epoch.
#[derive(Serialize)]
struct WayIn<'a> {
    label: &'static str,
    version: u8,
    database_id: &'a [u8; 16],
    trial: bool,
    opener: &'a Opener<'a>,
    epoch: Option<u32>,
}

fn way_in(
    envelope: &Envelope,
    opener: &Opener<'_>,
    label: &'static str,
    epoch: Option<u32>,
) -> Vec<u8> {
    written(&WayIn {
        label,
        version: VERSION,
        database_id: &envelope.database_id,
        trial: envelope.trial,
        opener,
        epoch,
    })
}

pub(super) fn private(envelope: &Envelope, opener: &Opener<'_>) -> Vec<u8> {
    way_in(envelope, opener, "candor private key wrap", None)
}

pub(super) fn public(envelope: &Envelope, opener: &Opener<'_>) -> Vec<u8> {
    let epoch = Some(envelope.epoch);
    way_in(envelope, opener, "candor public key wrap", epoch)
}

pub(super) fn data_key(envelope: &Envelope, opener: &Opener<'_>) -> Vec<u8> {
    let epoch = Some(envelope.epoch);
    way_in(envelope, opener, "candor data key wrap", epoch)
}
