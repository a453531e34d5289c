//! The envelope: the data keys, wrapped so that each person's passphrase, a recovery code or a
//! passkey opens them.
//!
//! It rests beside the sealed data and is not secret itself. What must stay true:
//!
//! - Each wrap binds the header fields it depends on, and a seal keyed by the data key covers
//!   every field and all wraps; so whichever way it is unlocked, a changed parameter, flag,
//!   epoch or wrap is noticed.
//! - The recovery wrap does not bind the passphrase's salt and parameters, so a new passphrase
//!   leaves it, and the paper in the drawer, untouched.
//! - Bytes of every version open for ever. A changed envelope is of the newest version; one
//!   that was only read is written as it was read, for it takes a key to seal it anew.
//! - The database's id never changes.
//! - One salt and one set of parameters serve every passphrase, so that one derivation tells who
//!   it is. While there is more than one person, neither changes.
//! - A wrap binds whose it is; nobody's can stand in for another's.
//!
//! An old copy of an envelope still opens with the old passphrase: changing a passphrase that
//! others know does not take back copies they already have. Rotate the key then.

mod bound;
mod frame;
mod passkey;
mod people;
mod previous;
mod rotate;
mod v1;
mod v2;
mod v3;
mod way;
mod who;
mod wrap;

use crate::kdf::{KdfParams, KeyEncryptionKey, Salt};
use crate::keyring::Held;
use crate::{DataKey, Entropy, Keyring, RecoveryCode, VaultError};
use bound::Opener;
pub use passkey::Passkey;
use people::Person;
use previous::Previous;
use way::Way;
pub use who::Who;

const SEAL_CONTEXT: &str = "Candor vault 2026 data key to envelope seal v1";

/// The version an envelope's bytes are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    V1,
    V2,
    V3,
}

/// The wrapped data keys and all it takes, besides a secret, to unwrap them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    format: Format,
    database_id: [u8; 16],
    trial: bool,
    params: KdfParams,
    salt: Salt,
    epoch: u32,
    by_passphrase: Way,
    by_recovery: Way,
    previous: Vec<Previous>,
    people: Vec<Person>,
    passkeys: Vec<Passkey>,
    seal: [u8; 32],
}

impl Envelope {
    /// A new database: a random id and data key, wrapped for a passphrase and a recovery code.
    ///
    /// `passphrase_kek` must have been derived with this `salt` and these `params`. `trial`
    /// marks a database of sample data, which may be thrown away.
    #[must_use]
    pub fn create(
        passphrase_kek: &KeyEncryptionKey,
        salt: &Salt,
        params: KdfParams,
        recovery: &RecoveryCode,
        trial: bool,
        entropy: &mut dyn Entropy,
    ) -> (Self, Keyring) {
        let mut database_id = [0; 16];
        entropy.fill(&mut database_id);
        let data_key = DataKey::random(entropy);
        let mut envelope = Self {
            format: Format::V3,
            database_id,
            trial,
            params,
            salt: *salt,
            epoch: 0,
            by_passphrase: Way::default(),
            by_recovery: Way::default(),
            previous: Vec::new(),
            people: Vec::new(),
            passkeys: Vec::new(),
            seal: [0; 32],
        };
        envelope.wrap_for_passphrase(&data_key, passphrase_kek, entropy);
        envelope.wrap_for_recovery(&data_key, recovery, entropy);
        let keyring = Keyring::single(data_key);
        (envelope.sealed(&keyring), keyring)
    }

    /// Unwraps the data keys with the key of anybody's passphrase.
    ///
    /// # Errors
    ///
    /// As [`Self::unlock_as`].
    pub fn unlock(&self, kek: &KeyEncryptionKey) -> Result<Keyring, VaultError> {
        self.unlock_as(kek).map(|(_, keyring)| keyring)
    }

    /// Unwraps the data keys with the key of a passphrase, and says whose it is.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongPassphrase`] when the key is nobody's or a field it depends on was
    /// altered, [`VaultError::Damaged`] when anything else was.
    pub fn unlock_as(&self, kek: &KeyEncryptionKey) -> Result<(Who, Keyring), VaultError> {
        let (who, way) = self
            .passphrases()
            .find(|(who, way)| self.fits(way, *who, kek))
            .ok_or(VaultError::WrongPassphrase)?;
        let opener = Opener::passphrase(self, who);
        let data_key = way
            .open(self, &opener, kek.expose(), || bound::passphrase(self))
            .ok_or(VaultError::Damaged)?;
        Ok((who, self.keyring(data_key)?))
    }

    /// Unwraps the data keys with the recovery code.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongRecoveryCode`] when the code does not fit or a field it depends on
    /// was altered, [`VaultError::Damaged`] when anything else was.
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<Keyring, VaultError> {
        let data_key = self
            .by_recovery
            .open(self, &Opener::Recovery, code.key().expose(), || {
                bound::recovery(self)
            })
            .ok_or(VaultError::WrongRecoveryCode)?;
        self.keyring(data_key)
    }

    /// The same envelope under a new passphrase of the owner; the data keys, the recovery code,
    /// the passkeys and other people's passphrases stay.
    ///
    /// `new_kek` must have been derived with `new_salt` and `params`, those of
    /// [`Self::next_salt`].
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope: the new
    /// passphrase would open nothing. [`VaultError::SharedSalt`] when salt or parameters are not
    /// those other people's passphrases depend on, [`VaultError::PassphraseTaken`] when the
    /// passphrase is another person's.
    pub fn rewrap(
        &self,
        keyring: &Keyring,
        new_kek: &KeyEncryptionKey,
        new_salt: &Salt,
        params: KdfParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        self.check_owns(keyring)?;
        self.check_salt(new_salt, params)?;
        self.check_free(new_kek, Who::Owner)?;
        let mut envelope = self.changed();
        envelope.params = params;
        envelope.salt = *new_salt;
        envelope.wrap_for_passphrase(keyring.current(), new_kek, entropy);
        Ok(envelope.sealed(keyring))
    }

    /// The same envelope under a new recovery code; the data keys, the passphrase and the
    /// passkeys stay.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `keyring` does not belong to this envelope.
    pub fn rewrap_recovery(
        &self,
        keyring: &Keyring,
        recovery: &RecoveryCode,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        self.check_owns(keyring)?;
        let mut envelope = self.changed();
        envelope.wrap_for_recovery(keyring.current(), recovery, entropy);
        Ok(envelope.sealed(keyring))
    }

    /// The envelope as it rests: the version, the fields, a checksum.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        frame::close(self.sealed_fields(), &self.seal)
    }

    /// Reads an envelope. Accidental damage is noticed here, so that it is not taken for a
    /// wrong passphrase; deliberate changes are noticed on unlocking.
    ///
    /// # Errors
    ///
    /// [`VaultError::NewerFormat`] for a version this app does not know,
    /// [`VaultError::ParamsOutOfRange`] for parameters it would not run,
    /// [`VaultError::Damaged`] for everything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let envelope = match bytes.first() {
            Some(&v1::VERSION) => v1::decode(bytes)?,
            Some(&v2::VERSION) => v2::decode(bytes)?,
            Some(&v3::VERSION) => v3::decode(bytes)?,
            None | Some(0) => return Err(VaultError::Damaged),
            Some(_) => return Err(VaultError::NewerFormat),
        };
        // One envelope has one encoding: no padded integers.
        (envelope.to_bytes() == bytes)
            .then_some(envelope)
            .ok_or(VaultError::Damaged)
    }

    /// The random id of the database.
    #[must_use]
    pub fn database_id(&self) -> &[u8; 16] {
        &self.database_id
    }

    /// The salt to derive the passphrase's key with.
    #[must_use]
    pub fn salt(&self) -> &Salt {
        &self.salt
    }

    /// The parameters to derive the passphrase's key with.
    #[must_use]
    pub fn params(&self) -> KdfParams {
        self.params
    }

    /// Whether this is a database of sample data. Certain only once unlocked.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.trial
    }

    fn wrap_for_passphrase(
        &mut self,
        data_key: &DataKey,
        kek: &KeyEncryptionKey,
        entropy: &mut dyn Entropy,
    ) {
        let opener = Opener::passphrase(self, Who::Owner);
        self.by_passphrase = Way::new(self, &opener, kek.expose(), data_key, entropy);
    }

    fn wrap_for_recovery(
        &mut self,
        data_key: &DataKey,
        recovery: &RecoveryCode,
        entropy: &mut dyn Entropy,
    ) {
        let key = recovery.key();
        self.by_recovery = Way::new(self, &Opener::Recovery, key.expose(), data_key, entropy);
    }

    /// A copy to change and seal: of the newest version.
    fn changed(&self) -> Self {
        Self {
            format: Format::V3,
            ..self.clone()
        }
    }

    /// Itself, sealed anew.
    fn sealed(mut self, keyring: &Keyring) -> Self {
        self.seal = *self.seal_with(keyring.current()).as_bytes();
        self
    }

    /// What the seal covers: the version and every other field.
    fn sealed_fields(&self) -> Vec<u8> {
        match self.format {
            Format::V1 => v1::sealed_fields(self),
            Format::V2 => v2::sealed_fields(self),
            Format::V3 => v3::sealed_fields(self),
        }
    }

    /// The seal that `data_key` puts on all fields but the seal.
    fn seal_with(&self, data_key: &DataKey) -> blake3::Hash {
        blake3::keyed_hash(
            data_key.derived(SEAL_CONTEXT).expose(),
            &self.sealed_fields(),
        )
    }

    /// Whether the seal is this key's; in constant time, as `blake3::Hash` compares.
    fn is_sealed_by(&self, data_key: &DataKey) -> bool {
        self.seal_with(data_key) == blake3::Hash::from_bytes(self.seal)
    }

    fn check_owns(&self, keyring: &Keyring) -> Result<(), VaultError> {
        (keyring.epoch() == self.epoch && self.is_sealed_by(keyring.current()))
            .then_some(())
            .ok_or(VaultError::ForeignKey)
    }

    /// The keyring of an unwrapped key, once the seal proves every field.
    fn keyring(&self, data_key: DataKey) -> Result<Keyring, VaultError> {
        if !self.is_sealed_by(&data_key) {
            return Err(VaultError::Damaged);
        }
        let previous = self.open_previous(&data_key)?;
        let current = Held {
            epoch: self.epoch,
            key: data_key,
        };
        Ok(Keyring::new(current, previous))
    }
}
