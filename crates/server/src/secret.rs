//! Join codes and tokens: how they are made, kept and compared.
//!
//! Must stay true: neither is kept, only a hash, and hashes are compared in constant time (the
//! equality of `blake3::Hash`).
//!
//! Both are random, not chosen by a person: a join code has 60 bits, a token 256. So a fast
//! hash is enough, and better than Argon2id, which would let strangers keep the server busy by
//! guessing; guesses are limited per peer instead. The code's hash is keyed with 256 random bits
//! of this server, so codes of different servers cannot be tried together.

use crate::error::ServerError;
use blake3::Hash;

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: u32 = 3;
const GROUP: u32 = 4;

/// Random bytes of the operating system.
pub fn random<const N: usize>() -> Result<[u8; N], ServerError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| ServerError::Randomness)?;
    Ok(bytes)
}

/// A new join code: `XXXX-XXXX-XXXX` in Crockford's base 32, 60 random bits.
pub fn join_code() -> Result<String, ServerError> {
    let mut bits = u64::from_le_bytes(random()?);
    let mut code = String::new();
    for i in 0..GROUPS * GROUP {
        if i > 0 && i % GROUP == 0 {
            code.push('-');
        }
        let symbol = SYMBOLS.get(usize::try_from(bits % 32).unwrap_or(0));
        code.push(char::from(symbol.copied().unwrap_or(b'0')));
        bits >>= 5;
    }
    Ok(code)
}

/// What is kept of a join code; however it was typed, the same code gives the same hash.
pub fn join_hash(key: &[u8; 32], code: &str) -> Hash {
    let symbols: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    blake3::keyed_hash(key, symbols.as_bytes())
}

/// A new token: 256 random bits as 64 hexadecimal digits.
pub fn token() -> Result<String, ServerError> {
    Ok(Hash::from_bytes(random()?).to_hex().to_string())
}

/// What is kept of a token.
pub fn token_hash(token: &str) -> Hash {
    blake3::hash(token.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_the_same_however_it_is_typed() {
        let key = [7; 32];
        let hash = join_hash(&key, "A0B1-C1D2-EFGH");
        for typed in ["a0b1c1d2efgh", " aObL-cid2 efgh ", "A0B1–C1D2–EFGH"] {
            assert_eq!(join_hash(&key, typed), hash, "{typed}");
        }
        assert_ne!(join_hash(&key, "A0B1-C1D2-EFGJ"), hash);
        assert_ne!(join_hash(&[8; 32], "A0B1-C1D2-EFGH"), hash);
    }

    #[test]
    fn codes_and_tokens_have_their_form_and_differ() {
        let code = join_code().unwrap();
        assert_eq!(code.len(), 14);
        assert!(code.split('-').all(|group| group.len() == 4));
        assert_ne!(code, join_code().unwrap());
        let token = token().unwrap();
        assert_eq!(token.len(), 64);
        assert!(token.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
