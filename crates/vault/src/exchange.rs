//! X25519 (RFC 7748): a key for whoever holds a secret, made by somebody who does not.
//!
//! The one file that calls the curve. Multiplication takes the same time whatever the secret.
//!
//! Must not know: envelopes, people.

use crate::Entropy;
use crate::secret::Secret;
use curve25519_dalek::constants::X25519_BASEPOINT;
use curve25519_dalek::montgomery::MontgomeryPoint;
use zeroize::Zeroize;

const CONTEXT: &str = "Candor vault 2026 key exchange to wrap of data key v1";

/// A new random secret.
pub(crate) fn secret(entropy: &mut dyn Entropy) -> Secret<32> {
    Secret::filled(|bytes| entropy.fill(bytes))
}

/// What is shown of a secret: others make keys for it.
pub(crate) fn public(secret: &Secret<32>) -> [u8; 32] {
    X25519_BASEPOINT.mul_clamped(*secret.expose()).0
}

/// The key that the holder of `secret` shares with the holder of the secret behind `other`,
/// bound to both public halves. The same from either side; none when `other` is a point that
/// gives everybody the same key.
pub(crate) fn shared(
    secret: &Secret<32>,
    other: &[u8; 32],
    [passing, lasting]: [&[u8; 32]; 2],
) -> Option<Secret<32>> {
    let mut point = MontgomeryPoint(*other).mul_clamped(*secret.expose()).0;
    let nothing = point.iter().fold(0, |all, byte| all | byte) == 0;
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    hasher.update(&point).update(passing).update(lasting);
    point.zeroize();
    let key = Secret::filled(|out: &mut [u8; 32]| hasher.finalize_xof().fill(out));
    (!nothing).then_some(key)
}
