//! Other people than the owner: each with a passphrase of their own.
//!
//! Must stay true: setting or taking away one person's passphrase leaves everybody else's; two
//! people never have the same passphrase, because it alone says who somebody is.
//!
//! Must not know: names and roles. They are among what is sealed.

use super::bound::{self, Opener};
use super::way::Way;
use super::{Envelope, Who};
use crate::kdf::{KdfParams, KeyEncryptionKey, Salt, random_salt};
use crate::{DataKey, Entropy, Keyring, VaultError};
use serde::{Deserialize, Serialize};

/// The most people an envelope holds besides the owner.
pub(super) const MOST_PEOPLE: usize = 64;

/// A person with a passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Person {
    member: [u8; 16],
    way: Way,
}

impl Person {
    pub(super) fn member(&self) -> &[u8; 16] {
        &self.member
    }

    /// Whether their way in is one that binds whose it is.
    pub(super) fn is_keyed(&self) -> bool {
        self.way.is_keyed()
    }

    /// The same person for `to`, whose data key is at hand.
    pub(super) fn carried(
        &self,
        from: (&Envelope, &DataKey),
        to: (&Envelope, &DataKey),
        entropy: &mut dyn Entropy,
    ) -> Option<Self> {
        let opener = Opener::passphrase(from.0, Who::Person(self.member));
        let way = self.way.carried(from, to, &opener, entropy)?;
        Some(Self { way, ..*self })
    }
}

impl Envelope {
    /// The ids of the people besides the owner, in the order they were added. Certain only once
    /// unlocked.
    pub fn people(&self) -> impl Iterator<Item = &[u8; 16]> {
        self.people.iter().map(Person::member)
    }

    /// The salt and parameters to derive the owner's next passphrase with: new ones, unless
    /// other people's passphrases depend on those there are.
    #[must_use]
    pub fn next_salt(&self, params: KdfParams, entropy: &mut dyn Entropy) -> (Salt, KdfParams) {
        if self.people.is_empty() {
            (random_salt(entropy), params)
        } else {
            (self.salt, self.params)
        }
    }

    /// Whether the recovery code outlives [`Self::remove_person`].
    #[must_use]
    pub fn keeps_recovery(&self) -> bool {
        self.by_recovery.is_keyed()
    }

    /// Whether people can be added: an envelope of before version 3 needs the owner's
    /// passphrase wrapped anew first, by [`Self::rewrap`].
    #[must_use]
    pub fn takes_people(&self) -> bool {
        self.by_passphrase.is_keyed()
    }

    /// The same envelope, opened by a person's passphrase; the one they had opens nothing any
    /// more. `kek` must have been derived with [`Self::salt`] and [`Self::params`].
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope,
    /// [`VaultError::PassphraseTaken`] when it is another person's passphrase,
    /// [`VaultError::TooManyPeople`] when there are 64 already, [`VaultError::Unkeyed`] when
    /// [`Self::takes_people`] says no.
    pub fn set_person(
        &self,
        keyring: &Keyring,
        member: &[u8; 16],
        kek: &KeyEncryptionKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        self.check_owns(keyring)?;
        if !self.takes_people() {
            return Err(VaultError::Unkeyed);
        }
        let who = Who::Person(*member);
        self.check_free(kek, who)?;
        let mut envelope = self.changed();
        let opener = Opener::passphrase(self, who);
        let way = Way::new(self, &opener, kek.expose(), keyring.current(), entropy);
        let same = |known: &&mut Person| known.member == *member;
        if let Some(known) = envelope.people.iter_mut().find(same) {
            known.way = way;
        } else if envelope.people.len() < MOST_PEOPLE {
            let member = *member;
            envelope.people.push(Person { member, way });
        } else {
            return Err(VaultError::TooManyPeople);
        }
        Ok(envelope.sealed(keyring))
    }

    /// Every passphrase's way in, and whose it is.
    pub(super) fn passphrases(&self) -> impl Iterator<Item = (Who, &Way)> {
        let people = self.people.iter();
        let people = people.map(|person| (Who::Person(person.member), &person.way));
        std::iter::once((Who::Owner, &self.by_passphrase)).chain(people)
    }

    /// Whether somebody has a passphrase here.
    pub(super) fn is_of(&self, who: Who) -> bool {
        self.passphrases().any(|(known, _)| known == who)
    }

    pub(super) fn fits(&self, way: &Way, who: Who, kek: &KeyEncryptionKey) -> bool {
        let opener = Opener::passphrase(self, who);
        way.fits(self, &opener, kek.expose(), || bound::passphrase(self))
    }

    /// That nobody but `who` has this passphrase.
    pub(super) fn check_free(&self, kek: &KeyEncryptionKey, who: Who) -> Result<(), VaultError> {
        let taken = self
            .passphrases()
            .any(|(other, way)| other != who && self.fits(way, other, kek));
        (!taken).then_some(()).ok_or(VaultError::PassphraseTaken)
    }

    /// That other people's passphrases stay what they are.
    pub(super) fn check_salt(&self, salt: &Salt, params: KdfParams) -> Result<(), VaultError> {
        let same = *salt == self.salt && params == self.params;
        (same || self.people.is_empty())
            .then_some(())
            .ok_or(VaultError::SharedSalt)
    }
}
