//! How payloads lie side by side before they are sealed: length-prefixed, compressed when that
//! makes them smaller.
//!
//! Must stay true: unpacking never panics and never allocates more than [`LIMIT`].

use crate::StoreError;

/// Largest unpacked block, in bytes.
const LIMIT: usize = 64 << 20;
const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// Payloads as one block.
pub fn pack<'a>(payloads: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut plain = vec![PLAIN];
    for payload in payloads {
        plain.extend_from_slice(
            &u32::try_from(payload.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        plain.extend_from_slice(payload);
    }
    if plain.len() < 512 {
        return plain;
    }
    let body = plain.get(1..).unwrap_or_default();
    let mut small = vec![LZ4];
    small.extend(lz4_flex::block::compress_prepend_size(body));
    if small.len() < plain.len() {
        small
    } else {
        plain
    }
}

/// The payloads of a block.
pub fn unpack(block: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let (kind, body) = block.split_first().ok_or(StoreError::Damaged)?;
    match *kind {
        PLAIN => split(body),
        LZ4 => {
            let (size, _) =
                lz4_flex::block::uncompressed_size(body).map_err(|_| StoreError::Damaged)?;
            if size > LIMIT {
                return Err(StoreError::Damaged);
            }
            let plain = lz4_flex::block::decompress_size_prepended(body)
                .map_err(|_| StoreError::Damaged)?;
            split(&plain)
        }
        _ => Err(StoreError::Newer),
    }
}

fn split(mut rest: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut payloads = Vec::new();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (payload, tail) = tail.split_at_checked(length).ok_or(StoreError::Damaged)?;
        payloads.push(payload.to_vec());
        rest = tail;
    }
    if rest.is_empty() {
        Ok(payloads)
    } else {
        Err(StoreError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_unpack_as_they_were_packed() {
        for payloads in [
            vec![],
            vec![vec![]],
            vec![b"a".to_vec(), vec![7; 5_000], b"c".to_vec()],
        ] {
            let block = pack(payloads.iter().map(Vec::as_slice));
            assert_eq!(unpack(&block), Ok(payloads));
        }
        assert!(pack([vec![7u8; 5_000].as_slice()].into_iter()).len() < 200);
    }

    #[test]
    fn broken_blocks_are_refused() {
        for block in [
            &[][..],
            &[9],
            &[0, 1],
            &[0, 9, 0, 0, 0, 1],
            &[1, 255, 255, 255, 255, 0],
            &[1],
        ] {
            assert!(unpack(block).is_err(), "{block:?}");
        }
    }
}
