//! What must hold across the crate, in files by theme.

mod codes;
mod frozen;
mod hostile;
mod known_answers;
mod promises;
mod strengths;

use crate::{Entropy, Envelope, KdfParams, KeyEncryptionKey, RecoveryCode, Salt, derive};

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

/// A real envelope under [`PASSPHRASE`], its recovery code and its data key.
pub(crate) fn sample() -> (Envelope, RecoveryCode, crate::DataKey) {
    let mut entropy = Foreseen::new(1);
    let recovery = RecoveryCode::random(&mut entropy);
    let (envelope, data_key) = Envelope::create(
        &kek(PASSPHRASE),
        &SALT,
        KdfParams::LEAST,
        &recovery,
        false,
        &mut entropy,
    );
    (envelope, recovery, data_key)
}
