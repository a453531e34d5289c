//! Passkeys: a third way in, by the PRF extension of WebAuthn.
//!
//! An authenticator turns a salt into 32 bytes that only it can compute (the extension's
//! `prf.results.first`, W3C Web Authentication Level 3, section 10.1.4); a key derived from
//! them wraps the data key. Credential id, salt and label are not secret: they rest in the
//! envelope so that the browser can be asked.
//!
//! Removing a passkey does not take back copies of the envelope made before; a rotation makes
//! those useless for what is sealed after it.

use super::bound::Opener;
use super::way::Way;
use super::{Envelope, Who, bound};
use crate::secret::Secret;
use crate::{DataKey, Entropy, Keyring, VaultError};

/// The most passkeys an envelope holds.
pub(super) const MOST_PASSKEYS: usize = 16;
/// The longest credential id, in bytes, as WebAuthn has it.
const MOST_CREDENTIAL: usize = 1023;
/// The longest label, in characters.
const MOST_LABEL: usize = 64;

const CONTEXT: &str = "Candor vault 2026 passkey PRF output to key-encryption key v1";

/// A passkey that opens the envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    who: Who,
    credential: Vec<u8>,
    prf_salt: [u8; 32],
    label: String,
    way: Way,
}

impl Passkey {
    /// A passkey, when its credential id and label are in range.
    pub(super) fn new(
        who: Who,
        credential: &[u8],
        prf_salt: &[u8; 32],
        label: &str,
        way: Way,
    ) -> Result<Self, VaultError> {
        let in_range = (1..=MOST_CREDENTIAL).contains(&credential.len())
            && label.chars().nth(MOST_LABEL).is_none();
        in_range
            .then(|| Self {
                who,
                credential: credential.to_vec(),
                prf_salt: *prf_salt,
                label: label.to_owned(),
                way,
            })
            .ok_or(VaultError::PasskeyOutOfRange)
    }

    /// Whom it lets in.
    #[must_use]
    pub fn who(&self) -> Who {
        self.who
    }

    /// The credential id, 1 to 1023 bytes: for `allowCredentials`.
    #[must_use]
    pub fn credential(&self) -> &[u8] {
        &self.credential
    }

    /// The salt to hand to the authenticator, as `prf.evalByCredential`.
    #[must_use]
    pub fn prf_salt(&self) -> &[u8; 32] {
        &self.prf_salt
    }

    /// What the person calls it, at most 64 characters.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    pub(super) fn way(&self) -> &Way {
        &self.way
    }

    fn opener(&self) -> Opener<'_> {
        Opener::Passkey {
            who: self.who,
            credential: &self.credential,
            prf_salt: &self.prf_salt,
        }
    }

    /// The same passkey for `next`, whose data key is `next_key`; none when it is of before
    /// version 3.
    pub(super) fn carried(
        &self,
        from: (&Envelope, &DataKey),
        to: (&Envelope, &DataKey),
        entropy: &mut dyn Entropy,
    ) -> Option<Self> {
        let way = self.way.carried(from, to, &self.opener(), entropy)?;
        let same = self.clone();
        Some(Self { way, ..same })
    }
}

impl Envelope {
    /// The passkeys, in the order they were added. Certain only once unlocked.
    #[must_use]
    pub fn passkeys(&self) -> &[Passkey] {
        &self.passkeys
    }

    /// Unwraps the data keys with what a passkey's authenticator made of its salt.
    ///
    /// The caller wipes its copy of `prf_output`.
    ///
    /// # Errors
    ///
    /// [`VaultError::UnknownPasskey`] when the envelope has none of this `credential`,
    /// [`VaultError::WrongPasskey`] when the output does not fit or a field it depends on was
    /// altered, [`VaultError::Damaged`] when anything else was.
    pub fn unlock_with_passkey(
        &self,
        credential: &[u8],
        prf_output: &[u8; 32],
    ) -> Result<Keyring, VaultError> {
        let passkey = self.passkey(credential).ok_or(VaultError::UnknownPasskey)?;
        let key = key_of(prf_output);
        let data_key = passkey
            .way
            .open(self, &passkey.opener(), key.expose(), || {
                bound::passkey(self, &passkey.credential, &passkey.prf_salt)
            })
            .ok_or(VaultError::WrongPasskey)?;
        self.keyring(data_key)
    }

    /// The same envelope, opened for `who` by one more passkey. One of the same `credential` is
    /// replaced.
    ///
    /// `prf_output` must be what the authenticator made of `prf_salt`, which is random and
    /// this passkey's own. `credential` has 1 to 1023 bytes, `label` at most 64 characters.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope,
    /// [`VaultError::PasskeyOutOfRange`] when `credential` or `label` is too long or
    /// `credential` empty, [`VaultError::TooManyPasskeys`] when there are 16 already,
    /// [`VaultError::UnknownPerson`] when `who` has no passphrase here.
    #[allow(clippy::too_many_arguments)]
    pub fn add_passkey(
        &self,
        keyring: &Keyring,
        who: Who,
        credential: &[u8],
        prf_salt: &[u8; 32],
        label: &str,
        prf_output: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        self.check_owns(keyring)?;
        if !self.is_of(who) {
            return Err(VaultError::UnknownPerson);
        }
        let mut envelope = self.changed();
        let opener = Opener::Passkey {
            who,
            credential,
            prf_salt,
        };
        let key = key_of(prf_output);
        let way = Way::new(&envelope, &opener, key.expose(), keyring.current(), entropy);
        let passkey = Passkey::new(who, credential, prf_salt, label, way)?;
        let same = |known: &&mut Passkey| known.credential == credential;
        if let Some(known) = envelope.passkeys.iter_mut().find(same) {
            *known = passkey;
        } else if envelope.passkeys.len() < MOST_PASSKEYS {
            envelope.passkeys.push(passkey);
        } else {
            return Err(VaultError::TooManyPasskeys);
        }
        Ok(envelope.sealed(keyring))
    }

    /// The same envelope without the passkey of `credential`.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope,
    /// [`VaultError::UnknownPasskey`] when it has none of this `credential`.
    pub fn remove_passkey(&self, keyring: &Keyring, credential: &[u8]) -> Result<Self, VaultError> {
        self.check_owns(keyring)?;
        self.passkey(credential).ok_or(VaultError::UnknownPasskey)?;
        let mut envelope = self.changed();
        envelope
            .passkeys
            .retain(|known| known.credential != credential);
        Ok(envelope.sealed(keyring))
    }

    pub(super) fn passkey(&self, credential: &[u8]) -> Option<&Passkey> {
        self.passkeys
            .iter()
            .find(|known| known.credential == credential)
    }
}

/// The key an authenticator's output stands for: 32 random bytes, so no slow hash is needed.
fn key_of(prf_output: &[u8; 32]) -> Secret<32> {
    Secret::from_bytes(blake3::derive_key(CONTEXT, prf_output))
}
