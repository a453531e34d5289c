//! The data key: seals and opens everything that rests.
//!
//! Sealed bytes are `version (1) · nonce (24) · ciphertext · tag (16)`. The version and the
//! [`Place`] are bound to them, so bytes moved to another key, store or database are refused.
//! It must not know what it seals.

use crate::aead::{self, NONCE_LEN, TAG_LEN};
use crate::secret::Secret;
use crate::{Entropy, VaultError};

/// The version of the layout of sealed bytes.
const VERSION: u8 = 1;

/// Where sealed bytes rest. They open only in the place they were sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The database.
    pub database: &'a str,
    /// The store in the database.
    pub store: &'a str,
    /// The key in the store.
    pub key: &'a [u8],
}

impl Place<'_> {
    /// The associated data: the version, then each part behind its length, so that no two
    /// places share an encoding.
    fn bound(&self, version: u8) -> Vec<u8> {
        let parts = [self.database.as_bytes(), self.store.as_bytes(), self.key];
        let len = parts.iter().map(|part| 8 + part.len()).sum::<usize>();
        let mut out = Vec::with_capacity(1 + len);
        out.push(version);
        for part in parts {
            out.extend_from_slice(&(part.len() as u64).to_le_bytes());
            out.extend_from_slice(part);
        }
        out
    }
}

/// The 256-bit key that seals a database; wiped when dropped.
///
/// It cannot be cloned or printed: share it behind an `Rc`, and dropping the last one forgets
/// the key.
#[derive(Debug)]
pub struct DataKey(Secret<32>);

impl DataKey {
    /// What sealing adds to a plaintext, in bytes.
    pub const OVERHEAD: usize = 1 + NONCE_LEN + TAG_LEN;

    /// A new random key.
    pub(crate) fn random(entropy: &mut dyn Entropy) -> Self {
        Self(Secret::filled(|bytes| entropy.fill(bytes)))
    }

    /// A key decrypted from a wrap.
    pub(crate) fn from_secret(bytes: Secret<32>) -> Self {
        Self(bytes)
    }

    /// The key another thread exposed. The caller wipes whatever copy it still holds.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Secret::from_bytes(bytes))
    }

    /// The raw key, to hand to a worker and to nothing else.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// Seals `plaintext` for `place`; the result is [`Self::OVERHEAD`] bytes longer.
    #[must_use]
    pub fn seal(&self, place: &Place<'_>, plaintext: &[u8], entropy: &mut dyn Entropy) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut out = Vec::with_capacity(Self::OVERHEAD + plaintext.len());
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plaintext);
        let (_, body) = out.split_at_mut(1 + NONCE_LEN);
        let tag = aead::encrypt(self.expose(), &nonce, &place.bound(VERSION), body);
        out.extend_from_slice(&tag);
        out
    }

    /// Opens what [`Self::seal`] sealed for the same `place`.
    ///
    /// # Errors
    ///
    /// [`VaultError::Damaged`] when the bytes are too short or of no version,
    /// [`VaultError::NewerFormat`] when their version is newer, [`VaultError::Refused`] when
    /// they belong to another key or place, or were altered.
    pub fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (&version, rest) = sealed.split_first().ok_or(VaultError::Damaged)?;
        match version {
            VERSION => {}
            0 => return Err(VaultError::Damaged),
            _ => return Err(VaultError::NewerFormat),
        }
        let (nonce, rest) = rest
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(VaultError::Damaged)?;
        let (body, tag) = rest
            .split_last_chunk::<TAG_LEN>()
            .ok_or(VaultError::Damaged)?;
        let mut out = body.to_vec();
        aead::decrypt(self.expose(), nonce, &place.bound(version), &mut out, tag)
            .map_err(|_| VaultError::Refused)?;
        Ok(out)
    }
}
