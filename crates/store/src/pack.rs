//! How payloads lie side by side before they are sealed: length-prefixed, compressed when that
//! makes them smaller.
//!
//! Must stay true: unpacking never panics and never allocates more than [`LIMIT`] for what was
//! compressed; whatever was packed unpacks.

use crate::StoreError;

/// Largest unpacked block, in bytes.
const LIMIT: usize = 64 << 20;
const PLAIN: u8 = 0;
const LZ4: u8 = 1;

thread_local! {
    /// Where blocks are compressed, kept from one to the next.
    static SPACE: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Payloads as one block, behind a few bytes that stay as they are.
pub fn pack<'a>(before: &[u8], payloads: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut plain = before.to_vec();
    plain.push(PLAIN);
    for payload in payloads {
        plain.extend_from_slice(
            &u32::try_from(payload.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        plain.extend_from_slice(payload);
    }
    squeezed(plain, before.len())
}

/// One payload without a length, as one block.
pub fn pack_one(before: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(before.len() + 1 + payload.len());
    plain.extend_from_slice(before);
    plain.push(PLAIN);
    plain.extend_from_slice(payload);
    squeezed(plain, before.len())
}

/// Compresses what lies behind `before` bytes and the mark, if that makes it smaller.
fn squeezed(plain: Vec<u8>, before: usize) -> Vec<u8> {
    // What would be too large to unpack stays as it is.
    if plain.len() < 512 || plain.len() > LIMIT {
        return plain;
    }
    let (head, body) = plain.split_at_checked(before + 1).unwrap_or((&plain, &[]));
    SPACE
        .with_borrow_mut(|space| {
            let most = lz4_flex::block::get_maximum_output_size(body.len());
            if space.len() < most {
                space.resize(most, 0);
            }
            let Ok(written) = lz4_flex::block::compress_into(body, space) else {
                return None;
            };
            if written + 4 >= body.len() {
                return None;
            }
            let size = u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes();
            let mut small = Vec::with_capacity(before + 5 + written);
            small.extend(head.iter().take(before));
            small.push(LZ4);
            small.extend_from_slice(&size);
            small.extend(space.get(..written).unwrap_or_default());
            Some(small)
        })
        .unwrap_or(plain)
}

/// The payloads of a block.
pub fn unpack(block: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    split(&unpack_one(block)?)
}

/// The one payload of a block.
pub fn unpack_one(block: &[u8]) -> Result<std::borrow::Cow<'_, [u8]>, StoreError> {
    let (kind, body) = block.split_first().ok_or(StoreError::Damaged)?;
    match *kind {
        PLAIN => Ok(body.into()),
        LZ4 => {
            let (size, packed) =
                lz4_flex::block::uncompressed_size(body).map_err(|_| StoreError::Damaged)?;
            // No block of this format grows more than 255-fold.
            if size > LIMIT || size / 255 > packed.len() {
                return Err(StoreError::Damaged);
            }
            let plain =
                lz4_flex::block::decompress(packed, size).map_err(|_| StoreError::Damaged)?;
            Ok(plain.into())
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
            let block = pack(&[], payloads.iter().map(Vec::as_slice));
            assert_eq!(unpack(&block), Ok(payloads));
        }
        assert!(pack(b"head", [vec![7u8; 5_000].as_slice()].into_iter()).len() < 200);
        let one = pack_one(b"head", &[7; 5_000]);
        assert!(one.starts_with(b"head") && one.len() < 100);
        assert_eq!(unpack_one(&one[4..]).unwrap(), vec![7; 5_000]);
        assert_eq!(
            unpack_one(&pack_one(&[], b"short")).unwrap(),
            b"short".as_slice()
        );
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
