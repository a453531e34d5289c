//! The keyring: seals with the current data key, opens with whichever key a block names.
//!
//! What must stay true:
//!
//! - Sealing always uses the current key; a key of an earlier epoch only opens.
//! - Version, epoch and [`Place`] are bound to every block, so that bytes moved to another
//!   key, store, database or epoch are refused.
//! - A block of an epoch that is not held is told from a damaged one: its key was rotated
//!   elsewhere.
//!
//! It must not know what it seals, nor where its keys come from.

use crate::aead::{self, NONCE_LEN, TAG_LEN};
use crate::block::Head;
use crate::{DataKey, Entropy, Place, VaultError};

/// Every data key of a database that is still needed: the current one and, while a rotation
/// is under way, those before it.
///
/// It cannot be cloned or printed: share it behind an `Rc`, and dropping the last one forgets
/// the keys.
#[derive(Debug)]
pub struct Keyring {
    current: Held,
    previous: Vec<Held>,
}

/// A data key and the epoch it is of.
#[derive(Debug)]
pub(crate) struct Held {
    /// How many rotations came before this key.
    pub(crate) epoch: u32,
    /// The key.
    pub(crate) key: DataKey,
}

impl Keyring {
    /// What sealing adds to a plaintext, in bytes.
    pub const OVERHEAD: usize = Head::LEN + TAG_LEN;

    /// The keyring of a database never rotated: `key` is of epoch 0.
    #[must_use]
    pub fn single(key: DataKey) -> Self {
        Self::new(Held { epoch: 0, key }, Vec::new())
    }

    /// The current key and those before it.
    pub(crate) fn new(current: Held, previous: Vec<Held>) -> Self {
        Self { current, previous }
    }

    /// The key that seals.
    pub(crate) fn current(&self) -> &DataKey {
        &self.current.key
    }

    /// The epoch of the current key: 0 in a new database, one more with each rotation.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.current.epoch
    }

    /// Whether keys of earlier epochs are still held: blocks of theirs may be left to seal
    /// again.
    #[must_use]
    pub fn is_rotating(&self) -> bool {
        !self.previous.is_empty()
    }

    /// Seals `plain` for `place` with the current key; the result is [`Self::OVERHEAD`] bytes
    /// longer.
    #[must_use]
    pub fn seal(&self, place: &Place<'_>, plain: &[u8], entropy: &mut dyn Entropy) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut out = Vec::with_capacity(plain.len().saturating_add(Self::OVERHEAD));
        let head = Head::begin(self.current.epoch, nonce, &mut out);
        let start = out.len();
        out.extend_from_slice(plain);
        let (_, body) = out.split_at_mut(start);
        let tag = aead::encrypt(self.current().expose(), &nonce, &head.bound(place), body);
        out.extend_from_slice(&tag);
        out
    }

    /// Opens what [`Self::seal`] sealed for the same `place`, now or in an earlier epoch.
    ///
    /// # Errors
    ///
    /// [`VaultError::Damaged`] when the bytes are too short or of no version,
    /// [`VaultError::NewerFormat`] when their version is newer, [`VaultError::UnknownKey`]
    /// when they name an epoch whose key is not held, [`VaultError::Refused`] when they belong
    /// to another key or place, or were altered.
    pub fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (head, body) = Head::read(sealed)?;
        let (body, tag) = body
            .split_last_chunk::<TAG_LEN>()
            .ok_or(VaultError::Damaged)?;
        let mut out = body.to_vec();
        self.decrypt(place, &head, &mut out, tag)?;
        Ok(out)
    }

    /// Like [`Self::open`], in the memory `sealed` already takes: nothing is allocated for the
    /// plaintext. What opening a database calls, tens of megabytes at a time.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn open_owned(
        &self,
        place: &Place<'_>,
        mut sealed: Vec<u8>,
    ) -> Result<Vec<u8>, VaultError> {
        let (head, body) = Head::read(&sealed)?;
        let start = sealed.len().saturating_sub(body.len());
        let (_, body) = sealed.split_at_mut(start);
        let (body, tag) = body
            .split_last_chunk_mut::<TAG_LEN>()
            .ok_or(VaultError::Damaged)?;
        let end = start + body.len();
        self.decrypt(place, &head, body, tag)?;
        sealed.truncate(end);
        sealed.drain(..start);
        Ok(sealed)
    }

    /// The epoch of the key that sealed a block, read without opening it: what it claims, not
    /// what is proved. `None` when the bytes are too short or of a version not known.
    #[must_use]
    pub fn epoch_of(sealed: &[u8]) -> Option<u32> {
        Head::read(sealed).ok().map(|(head, _)| head.epoch())
    }

    fn decrypt(
        &self,
        place: &Place<'_>,
        head: &Head,
        body: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), VaultError> {
        let key = self.key_of(head.epoch()).ok_or(VaultError::UnknownKey)?;
        aead::decrypt(key.expose(), head.nonce(), &head.bound(place), body, tag)
            .map_err(|_| VaultError::Refused)
    }

    fn key_of(&self, epoch: u32) -> Option<&DataKey> {
        std::iter::once(&self.current)
            .chain(&self.previous)
            .find(|held| held.epoch == epoch)
            .map(|held| &held.key)
    }
}
