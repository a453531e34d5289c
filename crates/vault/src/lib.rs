//! Passphrase, keys, sealing: how bytes at rest stay unreadable without the person.
//!
//! A random data key seals everything. It rests only wrapped, twice, in an [`Envelope`]:
//! once by a key derived from the passphrase (Argon2id), once by a key derived from the
//! [`RecoveryCode`]. A new passphrase rewraps the data key and reseals nothing.
//!
//! What must stay true: no key is printed, compared in variable time or left in memory after
//! its owner is dropped; every byte the crate ever wrote keeps opening (`fixtures/`); no bytes
//! from outside make it panic or allocate without bound.
//!
//! What it must not know: the browser, the clock, the store, what a record is. Randomness
//! comes in through [`Entropy`].

mod aead;
mod backoff;
mod data_key;
mod envelope;
mod error;
mod kdf;
mod recovery;
mod secret;
mod strength;

#[cfg(test)]
mod tests;

pub use backoff::backoff_ms;
pub use data_key::{DataKey, Place};
pub use envelope::Envelope;
pub use error::VaultError;
pub use kdf::{KdfParams, KeyEncryptionKey, Salt, derive, random_salt};
pub use recovery::RecoveryCode;
pub use strength::{Advice, Strength, strength};

/// Where random bytes come from: `crypto.getRandomValues` in the app, the system natively.
pub trait Entropy {
    /// Fills the whole of `out` with bytes nobody can foresee.
    ///
    /// The implementer must not return before all of `out` is random: keys and nonces are
    /// taken from it as they are.
    fn fill(&mut self, out: &mut [u8]);
}
