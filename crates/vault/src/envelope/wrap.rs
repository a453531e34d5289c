//! A key encrypted by another key.
//!
//! Fixed in size, so that decoding one allocates nothing.

use crate::Entropy;
use crate::aead::{self, NONCE_LEN, TAG_LEN};
use crate::secret::Secret;
use serde::{Deserialize, Serialize};

/// A wrapped key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wrap {
    nonce: [u8; NONCE_LEN],
    ciphertext: [u8; 32],
    tag: [u8; TAG_LEN],
}

impl Wrap {
    /// Wraps `inner` with `key`, binding `bound` to it.
    pub(super) fn new(
        key: &[u8; 32],
        inner: &[u8; 32],
        bound: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Self {
        let mut wrap = Self {
            ciphertext: *inner,
            ..Self::default()
        };
        entropy.fill(&mut wrap.nonce);
        wrap.tag = aead::encrypt(key, &wrap.nonce, bound, &mut wrap.ciphertext);
        wrap
    }

    /// The wrapped key, when `key` and `bound` are those it was wrapped with.
    pub(super) fn open(&self, key: &[u8; 32], bound: &[u8]) -> Option<Secret<32>> {
        let mut outcome = Err(aead::Unauthentic);
        let secret = Secret::filled(|out| {
            out.copy_from_slice(&self.ciphertext);
            outcome = aead::decrypt(key, &self.nonce, bound, out, &self.tag);
        });
        outcome.ok()?;
        Some(secret)
    }
}
