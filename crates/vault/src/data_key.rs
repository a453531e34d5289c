//! A data key: 256 random bits that seal a database.
//!
//! It cannot be cloned or printed and is wiped when dropped. It seals nothing by itself: a
//! [`crate::Keyring`] does, which knows its epoch.

use crate::Entropy;
use crate::secret::Secret;

/// The 256-bit key of one epoch of a database; wiped when dropped.
#[derive(Debug)]
pub struct DataKey(Secret<32>);

impl DataKey {
    /// A new random key.
    pub(crate) fn random(entropy: &mut dyn Entropy) -> Self {
        Self(Secret::filled(|bytes| entropy.fill(bytes)))
    }

    /// A key decrypted from a wrap.
    pub(crate) fn from_secret(bytes: Secret<32>) -> Self {
        Self(bytes)
    }

    /// A key of one's own, for tests. The caller wipes whatever copy it still holds.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Secret::from_bytes(bytes))
    }

    /// The raw key.
    pub(crate) fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// The same key once more, for the keyring that follows this one.
    pub(crate) fn duplicate(&self) -> Self {
        Self(Secret::filled(|own| own.copy_from_slice(self.expose())))
    }

    /// A key for another use, which reveals nothing of this one.
    pub(crate) fn derived(&self, context: &'static str) -> Secret<32> {
        Secret::from_bytes(blake3::derive_key(context, self.expose()))
    }
}
