//! What surrounds the fields in every format: `fields · seal (32) · checksum (16)`.
//!
//! The checksum is the start of a BLAKE3 hash of all before it; it catches accidents and
//! proves nothing. The fields open with the version.

use crate::VaultError;
use serde::{Deserialize, Serialize};

const CHECKSUM_LEN: usize = 16;

/// The bytes of an envelope: its fields, seal and checksum.
pub(super) fn close(fields: Vec<u8>, seal: &[u8; 32]) -> Vec<u8> {
    let mut out = fields;
    out.extend_from_slice(seal);
    let checksum = checksum(&out);
    out.extend_from_slice(&checksum);
    out
}

/// The fields and the seal, once the checksum fits.
pub(super) fn open(bytes: &[u8]) -> Result<(&[u8], &[u8; 32]), VaultError> {
    let (rest, check) = bytes
        .split_last_chunk::<CHECKSUM_LEN>()
        .ok_or(VaultError::Damaged)?;
    if checksum(rest) != *check {
        return Err(VaultError::Damaged);
    }
    rest.split_last_chunk::<32>().ok_or(VaultError::Damaged)
}

/// `value` in postcard. Writing plain fields to memory cannot fail.
pub(super) fn written<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_LEN] {
    let mut out = [0; CHECKSUM_LEN];
    out.iter_mut()
        .zip(blake3::hash(bytes).as_bytes())
        .for_each(|(to, from)| *to = *from);
    out
}

/// How many entries follow. There are never more than 64.
pub(super) fn count_of<T>(entries: &[T]) -> u8 {
    u8::try_from(entries.len()).unwrap_or(u8::MAX)
}

/// How many entries follow, when that is no more than may be.
pub(super) fn take_count(rest: &mut &[u8], most: usize) -> Result<u8, VaultError> {
    let (&count, after) = rest.split_first().ok_or(VaultError::Damaged)?;
    *rest = after;
    (usize::from(count) <= most)
        .then_some(count)
        .ok_or(VaultError::Damaged)
}

/// The next value in postcard.
pub(super) fn take<'a, T: Deserialize<'a>>(rest: &mut &'a [u8]) -> Result<T, VaultError> {
    let (value, after) = postcard::take_from_bytes(rest).map_err(|_| VaultError::Damaged)?;
    *rest = after;
    Ok(value)
}
