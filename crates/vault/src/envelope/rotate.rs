//! Rotation: a new data key, and the earlier ones kept until nothing needs them.
//!
//! The order that loses nothing: [`Envelope::rotate`], store the envelope, seal every block
//! again with the new keyring, [`Envelope::finish_rotation`], store that envelope. Stopped
//! anywhere, unlocking the stored envelope gives all keys the stored blocks need.
//!
//! An old copy of the envelope still gives the old keys, and so opens old copies of blocks;
//! what is sealed after the rotation it does not open.

use super::previous::MOST_PREVIOUS;
use super::wrap::Wrap;
use super::{Envelope, Format};
use crate::VaultError;
use crate::keyring::Held;
use crate::{DataKey, Entropy, KdfParams, KeyEncryptionKey, Keyring, RecoveryCode, Salt};

impl Envelope {
    /// A new random data key of the next epoch, under a new passphrase and a new recovery
    /// code; the keys before it are kept, wrapped by it. Works while an earlier rotation is
    /// unfinished.
    ///
    /// Passkeys are dropped, because what their authenticators would answer is not at hand:
    /// add them again. `new_kek` must have been derived with `new_salt` and `params`.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope,
    /// [`VaultError::TooManyKeys`] when 16 earlier keys are kept already.
    pub fn rotate(
        &self,
        keyring: &Keyring,
        new_kek: &KeyEncryptionKey,
        new_salt: &Salt,
        params: KdfParams,
        recovery: &RecoveryCode,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Keyring), VaultError> {
        self.check_owns(keyring)?;
        let epoch = self.epoch.checked_add(1).ok_or(VaultError::TooManyKeys)?;
        if self.previous.len() >= MOST_PREVIOUS {
            return Err(VaultError::TooManyKeys);
        }
        // From the envelope and not the keyring: what it holds, it must not lose.
        let mut previous = self.open_previous(keyring.current())?;
        previous.push(Held {
            epoch: self.epoch,
            key: keyring.current().duplicate(),
        });
        let key = DataKey::random(entropy);
        let mut envelope = Self {
            format: Format::V2,
            database_id: self.database_id,
            trial: self.trial,
            params,
            salt: *new_salt,
            epoch,
            by_passphrase: Wrap::default(),
            by_recovery: Wrap::default(),
            previous: Vec::new(),
            passkeys: Vec::new(),
            seal: [0; 32],
        };
        envelope.wrap_for_passphrase(&key, new_kek, entropy);
        envelope.wrap_for_recovery(&key, recovery, entropy);
        envelope.keep_previous(&key, &previous, entropy);
        let keyring = Keyring::new(Held { epoch, key }, previous);
        Ok((envelope.sealed(&keyring), keyring))
    }

    /// The same envelope and keyring without the earlier keys: blocks of theirs never open
    /// again. To be called once every block is sealed again and durable.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope.
    pub fn finish_rotation(&self, keyring: &Keyring) -> Result<(Self, Keyring), VaultError> {
        self.check_owns(keyring)?;
        let current = Held {
            epoch: self.epoch,
            key: keyring.current().duplicate(),
        };
        let mut envelope = self.changed();
        envelope.previous.clear();
        let keyring = Keyring::new(current, Vec::new());
        Ok((envelope.sealed(&keyring), keyring))
    }
}
