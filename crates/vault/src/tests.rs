//! What must hold across the crate, in files by theme.

mod blocks;
mod codes;
mod envelopes;
mod frozen;
mod hostile;
mod known_answers;
mod passkeys;
mod people;
mod promises;
mod rotation;
mod strengths;
mod timing;

use crate::{
    Entropy, Envelope, KdfParams, KeyEncryptionKey, Keyring, RecoveryCode, Salt, Who, derive,
};

/// Bytes that look random and come out the same each time: BLAKE3 of a seed and a count.
pub(crate) struct Foreseen {
    seed: u8,
    count: u64,
}

impl Foreseen {
    pub(crate) fn new(seed: u8) -> Self {
        Self { seed, count: 0 }
    }
}

impl Entropy for Foreseen {
    fn fill(&mut self, out: &mut [u8]) {
        self.count += 1;
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(&[self.seed])
            .update(&self.count.to_le_bytes());
        hasher.finalize_xof().fill(out);
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter_map(|c| c.to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

pub(crate) const PASSPHRASE: &str = "知诚 correct horse";
pub(crate) const SALT: Salt = [7; 16];

pub(crate) fn kek(passphrase: &str) -> KeyEncryptionKey {
    derive(passphrase, &SALT, KdfParams::LEAST).unwrap()
}

/// A real envelope under [`PASSPHRASE`], its recovery code and its keyring.
pub(crate) fn sample() -> (Envelope, RecoveryCode, Keyring) {
    let mut entropy = Foreseen::new(1);
    let recovery = RecoveryCode::random(&mut entropy);
    let (envelope, keyring) = Envelope::create(
        &kek(PASSPHRASE),
        &SALT,
        KdfParams::LEAST,
        &recovery,
        false,
        &mut entropy,
    );
    (envelope, recovery, keyring)
}

pub(crate) const CREDENTIAL: &[u8] = b"credential of the tablet";
pub(crate) const MEMBER: [u8; 16] = [0x4D; 16];
pub(crate) const THEIRS: &str = "马灯 gravel compass";
pub(crate) const PRF_SALT: [u8; 32] = [5; 32];
pub(crate) const PRF_OUTPUT: [u8; 32] = [6; 32];

/// An envelope with all there can be in one, and what opens it.
pub(crate) struct Full {
    /// Under [`PASSPHRASE`], in an unfinished rotation, with a passkey of [`CREDENTIAL`] and a
    /// person, [`MEMBER`], whose passphrase is [`THEIRS`].
    pub(crate) envelope: Envelope,
    pub(crate) recovery: RecoveryCode,
    pub(crate) keyring: Keyring,
    /// The keyring of before the rotation.
    pub(crate) before: Keyring,
}

pub(crate) fn full() -> Full {
    let (first, _, before) = sample();
    let mut entropy = Foreseen::new(12);
    let recovery = RecoveryCode::random(&mut entropy);
    let (second, keyring) = first
        .rotate(
            &before,
            &kek(PASSPHRASE),
            &SALT,
            KdfParams::LEAST,
            &recovery,
            &mut entropy,
        )
        .unwrap();
    let third = second
        .set_person(&keyring, &MEMBER, &kek(THEIRS), &mut entropy)
        .unwrap();
    let envelope = third
        .add_passkey(
            &keyring,
            Who::Owner,
            CREDENTIAL,
            &PRF_SALT,
            "平板 tablet",
            &PRF_OUTPUT,
            &mut entropy,
        )
        .unwrap();
    Full {
        envelope,
        recovery,
        keyring,
        before,
    }
}
