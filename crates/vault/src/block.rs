//! How a sealed block begins, in every format there ever was.
//!
//! - Format 2, which is written: `2 · epoch (4, little-endian) · nonce (24) · ciphertext ·
//!   tag (16)`; version and epoch are bound to the ciphertext with the place.
//! - Format 1, from before keys were rotated, opens for ever: `1 · nonce (24) · ciphertext ·
//!   tag (16)`, of epoch 0; the version is bound.
//!
//! A format, once released, never changes; a new one gets the next version.

use crate::aead::{NONCE_LEN, TAG_LEN};
use crate::{Place, VaultError};

/// What stands before the ciphertext.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    epoch: Epoch,
    nonce: [u8; NONCE_LEN],
}

/// The epoch as the format tells it.
#[derive(Clone, Copy)]
enum Epoch {
    /// Format 1 has none: always 0.
    First,
    /// Format 2.
    Named(u32),
}

impl Head {
    /// Bytes of a head of format 2.
    pub(crate) const LEN: usize = 1 + 4 + NONCE_LEN;

    /// Begins a new block: writes its head to `out`.
    pub(crate) fn begin(epoch: u32, nonce: [u8; NONCE_LEN], out: &mut Vec<u8>) -> Self {
        out.extend_from_slice(&named(epoch));
        out.extend_from_slice(&nonce);
        Self {
            epoch: Epoch::Named(epoch),
            nonce,
        }
    }

    /// Reads the head and gives the rest: ciphertext and tag, at least the tag's length.
    pub(crate) fn read(sealed: &[u8]) -> Result<(Self, &[u8]), VaultError> {
        let (&version, rest) = sealed.split_first().ok_or(VaultError::Damaged)?;
        let (epoch, rest) = match version {
            0 => return Err(VaultError::Damaged),
            1 => (Epoch::First, rest),
            2 => {
                let (epoch, rest) = rest.split_first_chunk::<4>().ok_or(VaultError::Damaged)?;
                (Epoch::Named(u32::from_le_bytes(*epoch)), rest)
            }
            _ => return Err(VaultError::NewerFormat),
        };
        let (&nonce, rest) = rest
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(VaultError::Damaged)?;
        if rest.len() < TAG_LEN {
            return Err(VaultError::Damaged);
        }
        Ok((Self { epoch, nonce }, rest))
    }

    /// The epoch of the key.
    pub(crate) fn epoch(&self) -> u32 {
        match self.epoch {
            Epoch::First => 0,
            Epoch::Named(epoch) => epoch,
        }
    }

    /// The nonce.
    pub(crate) fn nonce(&self) -> &[u8; NONCE_LEN] {
        &self.nonce
    }

    /// What is bound to the ciphertext: version, epoch and place.
    pub(crate) fn bound(&self, place: &Place<'_>) -> Vec<u8> {
        match self.epoch {
            Epoch::First => place.bound(&[1]),
            Epoch::Named(epoch) => place.bound(&named(epoch)),
        }
    }
}

/// Version and epoch as they stand in a block of format 2.
fn named(epoch: u32) -> [u8; 5] {
    let [a, b, c, d] = epoch.to_le_bytes();
    [2, a, b, c, d]
}
