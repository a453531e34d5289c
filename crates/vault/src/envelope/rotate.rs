//! Rotation: a new data key, and the earlier ones kept until nothing needs them.
//!
//! The order that loses nothing: [`Envelope::rotate`], store the envelope, seal every block
//! again with the new keyring, [`Envelope::finish_rotation`], store that envelope. Stopped
//! anywhere, unlocking the stored envelope gives all keys the stored blocks need.
//!
//! An old copy of the envelope still gives the old keys, and so opens old copies of blocks;
//! what is sealed after the rotation it does not open, not even for somebody who kept a copy, was
//! let in by it and is let in no more: the new key is wrapped for key pairs whose private halves
//! they never had.

use super::people::Person;
use super::previous::MOST_PREVIOUS;
use super::way::Way;
use super::{Envelope, Format, Opener, Who};
use crate::VaultError;
use crate::keyring::Held;
use crate::{DataKey, Entropy, KdfParams, KeyEncryptionKey, Keyring, RecoveryCode, Salt};

impl Envelope {
    /// A new random data key of the next epoch, under a new passphrase of the owner and a new
    /// recovery code; the keys before it are kept, wrapped by it. Works while an earlier rotation
    /// is unfinished. Other people stay, with their passkeys.
    ///
    /// The owner's passkeys are dropped: whoever asks for new keys may have lost one. `new_kek`
    /// must have been derived with `new_salt` and `params`, those of [`Self::next_salt`].
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope,
    /// [`VaultError::TooManyKeys`] when 16 earlier keys are kept already,
    /// [`VaultError::SharedSalt`] and [`VaultError::PassphraseTaken`] as [`Self::rewrap`].
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
        self.check_salt(new_salt, params)?;
        self.check_free(new_kek, Who::Owner)?;
        let mut next = self.next(keyring, entropy)?;
        next.envelope.params = params;
        next.envelope.salt = *new_salt;
        let key = next.keyring.current();
        next.envelope.wrap_for_passphrase(key, new_kek, entropy);
        next.envelope.wrap_for_recovery(key, recovery, entropy);
        self.carry(keyring, &mut next, |who| who != Who::Owner, entropy)?;
        Ok((next.envelope.sealed(&next.keyring), next.keyring))
    }

    /// The same envelope without a person and their passkeys, and with a new random data key:
    /// what is sealed from now on, no copy they may have made opens. Everybody else's
    /// passphrase and passkeys stay.
    ///
    /// The recovery code stays, too, or is replaced by `recovery`. Ways in of before version 3
    /// cannot be wrapped anew without their secrets: a recovery code has to be replaced (see
    /// [`Self::keeps_recovery`]), passkeys are dropped.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] and [`VaultError::TooManyKeys`] as [`Self::rotate`],
    /// [`VaultError::UnknownPerson`] when the person has no passphrase here,
    /// [`VaultError::Unkeyed`] when a recovery code is needed and none was given.
    pub fn remove_person(
        &self,
        keyring: &Keyring,
        member: &[u8; 16],
        recovery: Option<&RecoveryCode>,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Keyring), VaultError> {
        self.check_owns(keyring)?;
        let gone = Who::Person(*member);
        if !self.is_of(gone) {
            return Err(VaultError::UnknownPerson);
        }
        let mut next = self.next(keyring, entropy)?;
        let from = (self, keyring.current());
        let carried = |way: &Way, next: &Next, opener: &Opener<'_>, entropy: &mut dyn Entropy| {
            let to = (&next.envelope, next.keyring.current());
            way.carried(from, to, opener, entropy)
                .ok_or(VaultError::Unkeyed)
        };
        let opener = Opener::passphrase(self, Who::Owner);
        next.envelope.by_passphrase = carried(&self.by_passphrase, &next, &opener, entropy)?;
        match recovery {
            Some(code) => {
                let key = next.keyring.current();
                next.envelope.wrap_for_recovery(key, code, entropy);
            }
            None => {
                let way = carried(&self.by_recovery, &next, &Opener::Recovery, entropy)?;
                next.envelope.by_recovery = way;
            }
        }
        self.carry(keyring, &mut next, |who| who != gone, entropy)?;
        Ok((next.envelope.sealed(&next.keyring), next.keyring))
    }

    /// The next epoch: a new data key and those before it, and no way in yet.
    fn next(&self, keyring: &Keyring, entropy: &mut dyn Entropy) -> Result<Next, VaultError> {
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
            format: Format::V3,
            database_id: self.database_id,
            trial: self.trial,
            params: self.params,
            salt: self.salt,
            epoch,
            by_passphrase: Way::default(),
            by_recovery: Way::default(),
            previous: Vec::new(),
            people: Vec::new(),
            passkeys: Vec::new(),
            seal: [0; 32],
        };
        envelope.keep_previous(&key, &previous, entropy);
        let keyring = Keyring::new(Held { epoch, key }, previous);
        Ok(Next { envelope, keyring })
    }

    /// Brings those of `stays` along, with their passkeys.
    fn carry(
        &self,
        keyring: &Keyring,
        next: &mut Next,
        stays: impl Fn(Who) -> bool,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        let from = (self, keyring.current());
        let to = (&next.envelope, next.keyring.current());
        let people = self
            .people
            .iter()
            .filter(|person| stays(Who::Person(*person.member())))
            .map(|person| person.carried(from, to, entropy).ok_or(VaultError::Damaged))
            .collect::<Result<Vec<Person>, _>>()?;
        let passkeys = self
            .passkeys
            .iter()
            .filter(|passkey| stays(passkey.who()))
            .filter_map(|passkey| passkey.carried(from, to, entropy))
            .collect();
        next.envelope.people = people;
        next.envelope.passkeys = passkeys;
        Ok(())
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

/// An envelope of the next epoch in the making, and its keys.
struct Next {
    envelope: Envelope,
    keyring: Keyring,
}
