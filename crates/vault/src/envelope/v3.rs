//! Version 3 of the envelope's bytes: ways in through key pairs, and people.
//!
//! `head (postcard) · count (1) · earlier keys · count (1) · people · count (1) · passkeys`, the
//! head opening with the version. Earlier keys stand in the order of their epochs, people and
//! passkeys in the order they were added, each id and each credential once. Decoding borrows
//! until an entry is whole, so it allocates for what is there, never for what a count promises.

use super::frame::{self, count_of, take, take_count, written};
use super::passkey::{MOST_PASSKEYS, Passkey};
use super::people::{MOST_PEOPLE, Person};
use super::previous::{MOST_PREVIOUS, Previous};
use super::way::Way;
use super::{Envelope, Format, Who};
use crate::VaultError;
use crate::kdf::{KdfParams, Salt};
use serde::{Deserialize, Serialize};

/// The first byte.
pub(super) const VERSION: u8 = 3;

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
    by_passphrase: Way,
    by_recovery: Way,
}

/// A passkey as it is written.
#[derive(Serialize, Deserialize)]
struct PasskeyFields<'a> {
    who: Who,
    credential: &'a [u8],
    prf_salt: [u8; 32],
    label: &'a str,
    way: Way,
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
        by_passphrase: envelope.by_passphrase.clone(),
        by_recovery: envelope.by_recovery.clone(),
    });
    out.push(count_of(&envelope.previous));
    for previous in &envelope.previous {
        out.extend_from_slice(&written(previous));
    }
    out.push(count_of(&envelope.people));
    for person in &envelope.people {
        out.extend_from_slice(&written(person));
    }
    out.push(count_of(&envelope.passkeys));
    for passkey in &envelope.passkeys {
        out.extend_from_slice(&written(&PasskeyFields {
            who: passkey.who(),
            credential: passkey.credential(),
            prf_salt: *passkey.prf_salt(),
            label: passkey.label(),
            way: passkey.way().clone(),
        }));
    }
    out
}

pub(super) fn decode(bytes: &[u8]) -> Result<Envelope, VaultError> {
    let (mut rest, seal) = frame::open(bytes)?;
    let head: Head = take(&mut rest)?;
    let mut envelope = Envelope {
        format: Format::V3,
        database_id: head.database_id,
        trial: head.trial,
        params: KdfParams::new(head.memory_kib, head.passes, head.lanes)?,
        salt: head.salt,
        epoch: head.epoch,
        by_passphrase: head.by_passphrase,
        by_recovery: head.by_recovery,
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
    for _ in 0..take_count(&mut rest, MOST_PEOPLE)? {
        let person: Person = take(&mut rest)?;
        let twice = envelope.is_of(Who::Person(*person.member()));
        if twice || !person.is_keyed() {
            return Err(VaultError::Damaged);
        }
        envelope.people.push(person);
    }
    for _ in 0..take_count(&mut rest, MOST_PASSKEYS)? {
        let fields: PasskeyFields<'_> = take(&mut rest)?;
        let known = envelope.passkey(fields.credential).is_some();
        // What a direct wrap binds does not tell people apart: those of old were the owner's.
        let told = fields.who == Who::Owner || fields.way.is_keyed();
        let passkey = Passkey::new(
            fields.who,
            fields.credential,
            &fields.prf_salt,
            fields.label,
            fields.way,
        );
        match passkey {
            Ok(passkey) if told && !known && envelope.is_of(passkey.who()) => {
                envelope.passkeys.push(passkey);
            }
            _ => return Err(VaultError::Damaged),
        }
    }
    if !rest.is_empty() {
        return Err(VaultError::Damaged);
    }
    Ok(envelope)
}
