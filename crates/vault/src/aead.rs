//! XChaCha20-Poly1305 in place: the one file that calls the cipher.
//!
//! draft-irtf-cfrg-xchacha-03. Nonces are 192 random bits, so many that two of them never
//! meet and no counter has to survive a crash.

use chacha20poly1305::{AeadInPlace, Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};

/// Bytes of a nonce.
pub(crate) const NONCE_LEN: usize = 24;
/// Bytes of an authentication tag.
pub(crate) const TAG_LEN: usize = 16;

/// The bytes did not authenticate.
pub(crate) struct Unauthentic;

/// Encrypts `buffer` where it lies and returns its tag.
pub(crate) fn encrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE_LEN],
    bound: &[u8],
    buffer: &mut [u8],
) -> [u8; TAG_LEN] {
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
    match cipher.encrypt_in_place_detached(XNonce::from_slice(nonce), bound, buffer) {
        Ok(tag) => tag.into(),
        // Only above 256 GiB, where the key stream would repeat. Stop, as an allocation that
        // large would have: handing back anything would acknowledge what is not sealed.
        Err(_) => std::process::abort(),
    }
}

/// Checks `buffer` against `tag`, then decrypts it where it lies. On failure it is unchanged.
pub(crate) fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE_LEN],
    bound: &[u8],
    buffer: &mut [u8],
    tag: &[u8; TAG_LEN],
) -> Result<(), Unauthentic> {
    XChaCha20Poly1305::new(Key::from_slice(key))
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            bound,
            buffer,
            Tag::from_slice(tag),
        )
        .map_err(|_| Unauthentic)
}
