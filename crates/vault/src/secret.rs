//! Secret bytes of a fixed length, wiped when dropped.
//!
//! They live on the heap, so that moving their owner leaves no copy behind on the stack.
//! Neither cloned, compared nor printed.

use core::fmt;
use zeroize::Zeroize;

/// `N` secret bytes.
pub(crate) struct Secret<const N: usize>(Box<[u8; N]>);

impl<const N: usize> Secret<N> {
    /// `N` bytes which `fill` writes in place, over zeros.
    pub(crate) fn filled(fill: impl FnOnce(&mut [u8; N])) -> Self {
        let mut bytes = Box::new([0; N]);
        fill(&mut bytes);
        Self(bytes)
    }

    /// Takes over `bytes`, wiping the copy this call received.
    pub(crate) fn from_bytes(mut bytes: [u8; N]) -> Self {
        let secret = Self::filled(|own| own.copy_from_slice(&bytes));
        bytes.zeroize();
        secret
    }

    /// The bytes themselves.
    pub(crate) fn expose(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}
