//! The envelope at rest, the count of failed unlocks, and the key a passphrase gives.
//!
//! Must stay true: the envelope is kept whole or is the one before; a passphrase is only handed to
//! the worker.

use super::open::Failure;
use crate::platform::random::Random;
use crate::platform::worker;
use store::{Area, Backend, Durability, IndexedDb, Step, StoreError, Write};
use vault::{Envelope, KdfParams, KeyEncryptionKey, Salt, VaultError};

pub(super) const ENVELOPE: &str = "envelope";
const FAILURES: &str = "failures";

pub(super) fn of_vault(error: VaultError) -> Failure {
    Failure { code: error.code() }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) async fn read_envelope(database: &IndexedDb) -> Result<Envelope, Failure> {
    let bytes = database
        .get(Area::Plain, ENVELOPE)
        .await?
        .ok_or(StoreError::Damaged)?;
    Envelope::from_bytes(&bytes).map_err(of_vault)
}

/// Keeps the envelope, all of it or the one before.
pub(super) async fn keep_envelope(
    database: &IndexedDb,
    envelope: &Envelope,
) -> Result<(), Failure> {
    let step = Step::PutNamed(Area::Plain, ENVELOPE.to_owned(), envelope.to_bytes());
    database
        .write(Write::new(vec![step], Durability::Strict))
        .await?;
    Ok(())
}

/// Keeps the count. A disk so full that even this fails must not keep its owner out.
pub(super) async fn note_failures(database: &IndexedDb, count: u32) {
    let step = if count > 0 {
        Step::PutNamed(
            Area::Plain,
            FAILURES.to_owned(),
            count.to_be_bytes().to_vec(),
        )
    } else {
        Step::RemoveNamed(Area::Plain, FAILURES.to_owned())
    };
    let write = Write::new(vec![step], Durability::Strict);
    let _ = database.write(write).await;
}

pub(super) async fn failures(database: &IndexedDb) -> u32 {
    let bytes = database.get(Area::Plain, FAILURES).await.ok().flatten();
    bytes
        .and_then(|b| b.try_into().ok())
        .map_or(0, u32::from_be_bytes)
}

pub(super) async fn derive(
    passphrase: &str,
    envelope: &Envelope,
) -> Result<KeyEncryptionKey, Failure> {
    derive_with(passphrase, *envelope.salt(), envelope.params()).await
}

/// The key of a new passphrase of the owner, with a salt of its own unless other people's
/// passphrases depend on the one there is.
pub(super) async fn derive_anew(
    passphrase: &str,
    envelope: &Envelope,
) -> Result<(KeyEncryptionKey, Salt, KdfParams), Failure> {
    let (salt, params) = envelope.next_salt(KdfParams::STANDARD, &mut Random);
    let kek = derive_with(passphrase, salt, params).await?;
    Ok((kek, salt, params))
}

async fn derive_with(
    passphrase: &str,
    salt: Salt,
    params: KdfParams,
) -> Result<KeyEncryptionKey, Failure> {
    let kek = worker::derive(passphrase, salt, params).await;
    kek.ok_or(Failure {
        code: "vault.out_of_memory",
    })
}
