//! The envelope: the data key, wrapped so that a passphrase or a recovery code opens it.
//!
//! It rests beside the sealed data and is not secret itself. What must stay true:
//!
//! - Each wrap binds the header fields it depends on, and a seal keyed by the data key covers
//!   every field and both wraps; so whichever way it is unlocked, a changed parameter, flag or
//!   wrap is noticed.
//! - The recovery wrap does not bind the passphrase's salt and parameters, so a new passphrase
//!   leaves it, and the paper in the drawer, untouched.
//! - Bytes of version 1 open forever.
//!
//! An old copy of an envelope still opens with the old passphrase: changing a passphrase that
//! others know does not take back copies they already have.

mod v1;
mod wrap;

use crate::kdf::{KdfParams, KeyEncryptionKey, Salt};
use crate::{DataKey, Entropy, RecoveryCode, VaultError};
use wrap::Wrap;

const SEAL_CONTEXT: &str = "Candor vault 2026 data key to envelope seal v1";

/// A wrapped data key and all it takes, besides a secret, to unwrap it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    database_id: [u8; 16],
    trial: bool,
    params: KdfParams,
    salt: Salt,
    by_passphrase: Wrap,
    by_recovery: Wrap,
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
    ) -> (Self, DataKey) {
        let mut database_id = [0; 16];
        entropy.fill(&mut database_id);
        let data_key = DataKey::random(entropy);
        let mut envelope = Self {
            database_id,
            trial,
            params,
            salt: *salt,
            by_passphrase: Wrap::default(),
            by_recovery: Wrap::default(),
            seal: [0; 32],
        };
        envelope.wrap_for_passphrase(&data_key, passphrase_kek, entropy);
        envelope.wrap_for_recovery(&data_key, recovery, entropy);
        envelope.seal = *envelope.seal_with(&data_key).as_bytes();
        (envelope, data_key)
    }

    /// Unwraps the data key with the passphrase's key.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongPassphrase`] when the key does not fit or a field it depends on was
    /// altered, [`VaultError::Damaged`] when anything else was.
    pub fn unlock(&self, kek: &KeyEncryptionKey) -> Result<DataKey, VaultError> {
        let data_key = self
            .by_passphrase
            .open(kek.expose(), &v1::passphrase_bound(self))
            .ok_or(VaultError::WrongPassphrase)?;
        self.verified(data_key)
    }

    /// Unwraps the data key with the recovery code.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongRecoveryCode`] when the code does not fit or a field it depends on
    /// was altered, [`VaultError::Damaged`] when anything else was.
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<DataKey, VaultError> {
        let data_key = self
            .by_recovery
            .open(code.key().expose(), &v1::recovery_bound(self))
            .ok_or(VaultError::WrongRecoveryCode)?;
        self.verified(data_key)
    }

    /// The same envelope under a new passphrase; the data key and the recovery wrap stay.
    ///
    /// `new_kek` must have been derived with `new_salt` and `params`.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `data_key` is not the one this envelope wraps: the new
    /// passphrase would open nothing.
    pub fn rewrap(
        &self,
        data_key: &DataKey,
        new_kek: &KeyEncryptionKey,
        new_salt: &Salt,
        params: KdfParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        self.check_owns(data_key)?;
        let mut envelope = self.clone();
        envelope.params = params;
        envelope.salt = *new_salt;
        envelope.wrap_for_passphrase(data_key, new_kek, entropy);
        envelope.seal = *envelope.seal_with(data_key).as_bytes();
        Ok(envelope)
    }

    /// The same envelope under a new recovery code; the data key and the passphrase stay.
    ///
    /// # Errors
    ///
    /// [`VaultError::ForeignKey`] when `data_key` is not the one this envelope wraps.
    pub fn rewrap_recovery(
        &self,
        data_key: &DataKey,
        recovery: &RecoveryCode,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        self.check_owns(data_key)?;
        let mut envelope = self.clone();
        envelope.wrap_for_recovery(data_key, recovery, entropy);
        envelope.seal = *envelope.seal_with(data_key).as_bytes();
        Ok(envelope)
    }

    /// The envelope as it rests: the version, the fields, a checksum.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        v1::encode(self)
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
        match bytes.first() {
            Some(&v1::VERSION) => v1::decode(bytes),
            None | Some(0) => Err(VaultError::Damaged),
            Some(_) => Err(VaultError::NewerFormat),
        }
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
        let bound = v1::passphrase_bound(self);
        self.by_passphrase = Wrap::new(kek.expose(), data_key, &bound, entropy);
    }

    fn wrap_for_recovery(
        &mut self,
        data_key: &DataKey,
        recovery: &RecoveryCode,
        entropy: &mut dyn Entropy,
    ) {
        let bound = v1::recovery_bound(self);
        self.by_recovery = Wrap::new(recovery.key().expose(), data_key, &bound, entropy);
    }

    /// The seal that `data_key` puts on all fields but the seal.
    fn seal_with(&self, data_key: &DataKey) -> blake3::Hash {
        let key = crate::secret::Secret::<32>::from_bytes(blake3::derive_key(
            SEAL_CONTEXT,
            data_key.expose(),
        ));
        blake3::keyed_hash(key.expose(), &v1::sealed_fields(self))
    }

    /// Whether the seal is this key's; in constant time, as `blake3::Hash` compares.
    fn is_sealed_by(&self, data_key: &DataKey) -> bool {
        self.seal_with(data_key) == blake3::Hash::from_bytes(self.seal)
    }

    fn check_owns(&self, data_key: &DataKey) -> Result<(), VaultError> {
        self.is_sealed_by(data_key)
            .then_some(())
            .ok_or(VaultError::ForeignKey)
    }

    fn verified(&self, data_key: DataKey) -> Result<DataKey, VaultError> {
        self.is_sealed_by(&data_key)
            .then_some(data_key)
            .ok_or(VaultError::Damaged)
    }
}
