//! The recovery code: what a person prints and keeps for the day the passphrase is gone.
//!
//! 160 random bits, shown as eight groups of four Crockford base32 symbols and a ninth group
//! that checks the others. A slip of the pen is told apart from a code of another database.
//! The check is computed from the code alone and never rests anywhere.

use crate::secret::Secret;
use crate::{Entropy, VaultError};
use zeroize::Zeroizing;

/// Crockford's base32 alphabet: no I, L, O or U.
const SYMBOLS: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes of a code: 160 bits.
const CODE_LEN: usize = 20;
/// Bytes whose bits are the check group: the first 20 of 24.
const CHECK_LEN: usize = 3;
/// Symbols of a code with its check group.
const SYMBOL_COUNT: usize = 36;
/// Symbols of a group.
const GROUP: usize = 4;

const KEY_CONTEXT: &str = "Candor vault 2026 recovery code to key-encryption key v1";
const CHECK_CONTEXT: &str = "Candor vault 2026 recovery code check group v1";

/// 160 random bits that open an envelope without its passphrase; wiped when dropped.
#[derive(Debug)]
pub struct RecoveryCode(Secret<CODE_LEN>);

impl RecoveryCode {
    /// A new random code.
    #[must_use]
    pub fn random(entropy: &mut dyn Entropy) -> Self {
        Self(Secret::filled(|bytes| entropy.fill(bytes)))
    }

    /// The code for a person to keep: `XXXX-XXXX-…`, nine groups of four, upper case.
    ///
    /// The string is not wiped: show it and let it go.
    #[must_use]
    pub fn to_text(&self) -> String {
        let check = check_of(self.0.expose());
        let mut text = String::with_capacity(SYMBOL_COUNT + SYMBOL_COUNT / GROUP);
        let code = (0..CODE_LEN * 8 / 5).map(|at| quintet(self.0.expose(), at));
        let check = (0..GROUP).map(|at| quintet(&check, at));
        for (at, value) in code.chain(check).enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            let symbol = SYMBOLS.get(usize::from(value)).copied().unwrap_or_default();
            text.push(char::from(symbol));
        }
        text
    }

    /// Reads a code as people type it: in either case and either width, with or without
    /// spaces and dashes, O for 0, I and L for 1.
    ///
    /// # Errors
    ///
    /// [`VaultError::RecoveryCodeMistyped`] when the length, a symbol or the check group is
    /// wrong. A code that parses may still belong to another database; only
    /// [`crate::Envelope::unlock_with_recovery`] can tell.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mut bits = Zeroizing::new([0_u8; CODE_LEN + CHECK_LEN]);
        let mut count = 0;
        for symbol in text.chars().filter(|c| !is_separator(*c)) {
            let value = value_of(symbol).ok_or(VaultError::RecoveryCodeMistyped)?;
            if count == SYMBOL_COUNT {
                return Err(VaultError::RecoveryCodeMistyped);
            }
            set_quintet(bits.as_mut_slice(), count, value);
            count += 1;
        }
        let (code, check) = bits
            .split_first_chunk::<CODE_LEN>()
            .ok_or(VaultError::RecoveryCodeMistyped)?;
        if count != SYMBOL_COUNT || check != check_of(code) {
            return Err(VaultError::RecoveryCodeMistyped);
        }
        Ok(Self(Secret::filled(|own| own.copy_from_slice(code))))
    }

    /// The key the code stands for.
    ///
    /// A plain BLAKE3 derivation: 160 random bits cannot be guessed, so there is nothing for
    /// a slow hash such as Argon2id to slow down.
    pub(crate) fn key(&self) -> Secret<32> {
        Secret::from_bytes(blake3::derive_key(KEY_CONTEXT, self.0.expose()))
    }
}

/// The check group of a code: 20 bits, the last four bits of the last byte zero.
fn check_of(code: &[u8; CODE_LEN]) -> [u8; CHECK_LEN] {
    let [first, second, third, ..] = blake3::derive_key(CHECK_CONTEXT, code);
    [first, second, third & 0xF0]
}

/// The `at`-th five bits of `bytes`, the highest bit first.
fn quintet(bytes: &[u8], at: usize) -> u8 {
    (at * 5..at * 5 + 5).fold(0, |value, bit| {
        let byte = bytes.get(bit / 8).copied().unwrap_or_default();
        value << 1 | (byte >> (7 - bit % 8) & 1)
    })
}

/// Writes the low five bits of `value` as the `at`-th five bits of `bytes`, which are zero.
fn set_quintet(bytes: &mut [u8], at: usize, value: u8) {
    for place in 0..5 {
        let bit = at * 5 + place;
        if let Some(byte) = bytes.get_mut(bit / 8) {
            *byte |= (value >> (4 - place) & 1) << (7 - bit % 8);
        }
    }
}

/// Whether people put this between groups.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－')
}

/// The five bits a symbol stands for, as written by hand or by a full-width keyboard.
fn value_of(symbol: char) -> Option<u8> {
    let narrow = match symbol {
        // Full-width forms lie in the order of ASCII, at a constant distance.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(symbol) - 0xFEE0)?,
        _ => symbol,
    };
    let upper = match narrow.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = SYMBOLS
        .iter()
        .position(|known| char::from(*known) == upper)?;
    u8::try_from(at).ok()
}
