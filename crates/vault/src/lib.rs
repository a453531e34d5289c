//! Passphrase, keys, sealing: how bytes at rest stay unreadable without the person.
//!
//! A random data key seals everything. It rests only wrapped, in an [`Envelope`]: for a key
//! derived from each person's passphrase (Argon2id), for one derived from the [`RecoveryCode`],
//! and for one of each [`Passkey`]. A new passphrase rewraps the data key and reseals nothing.
//! Whoever opens it opens all of it: [`Who`] is told, what they may do is not decided here.
//!
//! A rotation makes a new data key of the next epoch. Until every block is sealed again the
//! [`Keyring`] holds the older keys too, and so does the envelope, wrapped by the new one: a
//! rotation may stop anywhere and go on after the next unlocking.
//!
//! What must stay true: no key is printed, compared in variable time or left in memory after
//! its owner is dropped; every byte the crate ever wrote keeps opening (`fixtures/`); no bytes
//! from outside make it panic or allocate without bound.
//!
//! What it must not know: the browser, the clock, the store, what a record is. Randomness
//! comes in through [`Entropy`].

mod aead;
mod backoff;
mod block;
mod data_key;
mod envelope;
mod error;
mod exchange;
mod kdf;
mod keyring;
mod place;
mod recovery;
mod secret;
mod strength;

#[cfg(test)]
mod tests;

pub use backoff::backoff_ms;
pub use data_key::DataKey;
pub use envelope::{Envelope, Passkey, Who};
pub use error::VaultError;
pub use kdf::{KdfParams, KeyEncryptionKey, Salt, derive, random_salt};
pub use keyring::Keyring;
pub use place::Place;
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
