//! From a passphrase to a key: Argon2id, version 0x13 (RFC 9106).
//!
//! The parameters are checked once, when they are made or decoded; those that exist are safe
//! to run. Deriving with [`KdfParams::STANDARD`] takes some 0.2 s and 64 MiB in WebAssembly,
//! whose memory never shrinks: do it in a worker, and let the worker go.

use crate::secret::Secret;
use crate::{Entropy, VaultError};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize;

/// The salt of a derivation: random, not secret, new with every passphrase.
pub type Salt = [u8; 16];

/// A new random salt.
#[must_use]
pub fn random_salt(entropy: &mut dyn Entropy) -> Salt {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    salt
}

/// How hard deriving a key is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfParams {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl KdfParams {
    /// What new envelopes use: 64 MiB, 3 passes, 1 lane (the second recommendation of
    /// RFC 9106, section 4, with one lane because a browser gives one thread).
    pub const STANDARD: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// The cheapest accepted: 8 MiB, 2 passes, 1 lane. Meant for tests.
    pub const LEAST: Self = Self {
        memory_kib: 8 * 1024,
        passes: 2,
        lanes: 1,
    };

    /// Parameters of one's own: 8 to 256 MiB (in KiB), 2 to 16 passes, 1 to 4 lanes.
    ///
    /// The upper limits keep an envelope from outside from taking a tablet's memory or
    /// minutes of its time.
    ///
    /// # Errors
    ///
    /// [`VaultError::ParamsOutOfRange`] outside these ranges.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, VaultError> {
        let accepted = (8 * 1024..=256 * 1024).contains(&memory_kib)
            && (2..=16).contains(&passes)
            && (1..=4).contains(&lanes);
        accepted
            .then_some(Self {
                memory_kib,
                passes,
                lanes,
            })
            .ok_or(VaultError::ParamsOutOfRange)
    }

    /// Memory, in KiB.
    #[must_use]
    pub fn memory_kib(&self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub fn passes(&self) -> u32 {
        self.passes
    }

    /// Lanes the memory is split into.
    #[must_use]
    pub fn lanes(&self) -> u32 {
        self.lanes
    }
}

/// The key a passphrase derives to; it wraps the data key and nothing else. Wiped when
/// dropped.
#[derive(Debug)]
pub struct KeyEncryptionKey(Secret<32>);

impl KeyEncryptionKey {
    /// The key a worker derived and exposed. The caller wipes whatever copy it still holds.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Secret::from_bytes(bytes))
    }

    /// The raw key, to hand from the worker that derived it and to nothing else.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }
}

/// Derives the key of `passphrase`.
///
/// The passphrase is taken byte for byte. The same letters may reach it in several encodings,
/// depending on keyboard and system, and Unicode tables are too big to carry here: the app
/// calls the browser's `String.prototype.normalize("NFKC")` first, always.
///
/// # Errors
///
/// [`VaultError::OutOfMemory`] when the device cannot give the memory asked for.
pub fn derive(
    passphrase: &str,
    salt: &Salt,
    params: KdfParams,
) -> Result<KeyEncryptionKey, VaultError> {
    let params = Params::new(params.memory_kib, params.passes, params.lanes, Some(32))
        .map_err(|_| VaultError::ParamsOutOfRange)?;
    let mut memory = Vec::<Block>::new();
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_| VaultError::OutOfMemory)?;
    memory.resize(params.block_count(), Block::new());

    let mut outcome = Ok(());
    let key = Secret::filled(|out: &mut [u8; 32]| {
        outcome = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(passphrase.as_bytes(), salt, out, &mut memory);
    });
    // The key can be recomputed from the last blocks of the memory.
    memory.iter_mut().for_each(Zeroize::zeroize);
    outcome.map_err(|_| VaultError::ParamsOutOfRange)?;
    Ok(KeyEncryptionKey(key))
}
