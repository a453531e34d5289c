//! What sealing promises.

use super::{Foreseen, unhex};
use crate::keyring::Held;
use crate::{DataKey, Keyring, Place, VaultError};

const PLACE: Place<'static> = Place {
    database: "main",
    store: "journal",
    key: b"0001",
};

/// A key's bytes and epoch.
type Numbered = (u8, u32);

fn keyring(current: Numbered, previous: &[Numbered]) -> Keyring {
    let held = |&(byte, epoch): &Numbered| Held {
        epoch,
        key: DataKey::from_bytes([byte; 32]),
    };
    Keyring::new(held(&current), previous.iter().map(held).collect())
}

/// A block of each format, of epoch 0, and the keyring of both.
fn samples() -> [(Keyring, Vec<u8>); 2] {
    let keyring = keyring((9, 0), &[]);
    let sealed = keyring.seal(&PLACE, b"three customers", &mut Foreseen::new(2));
    let single = Keyring::single(DataKey::from_bytes([9; 32]));
    [(keyring, sealed), (single, format_1())]
}

/// "three customers" sealed as format 1 by the key of nines, for [`PLACE`].
fn format_1() -> Vec<u8> {
    let nonce = [4; 24];
    let bound = [
        &[1][..],
        &4_u64.to_le_bytes(),
        b"main",
        &7_u64.to_le_bytes(),
        b"journal",
        &4_u64.to_le_bytes(),
        b"0001",
    ]
    .concat();
    let mut body = b"three customers".to_vec();
    let tag = crate::aead::encrypt(&[9; 32], &nonce, &bound, &mut body);
    [&[1][..], &nonce, &body, &tag].concat()
}

/// Both ways to open, which must agree.
fn open(keyring: &Keyring, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let opened = keyring.open(place, sealed);
    assert_eq!(keyring.open_owned(place, sealed.to_vec()), opened);
    opened
}

#[test]
fn what_is_sealed_opens_in_its_place() {
    for (current, previous) in [
        ((9, 0), &[][..]),
        ((9, 7), &[(8, 6), (7, 2)]),
        ((9, u32::MAX), &[]),
    ] {
        let keyring = keyring(current, previous);
        for plain in [&b""[..], b"x", &[0xA5; 100_000]] {
            let sealed = keyring.seal(&PLACE, plain, &mut Foreseen::new(2));
            assert_eq!(sealed.len(), plain.len() + Keyring::OVERHEAD);
            assert_eq!(Keyring::epoch_of(&sealed), Some(current.1));
            assert_eq!(open(&keyring, &PLACE, &sealed).unwrap(), plain);
        }
    }
}

#[test]
fn opening_in_place_takes_no_other_memory() {
    let keyring = keyring((9, 1), &[]);
    let sealed = keyring.seal(&PLACE, &[0xA5; 100_000], &mut Foreseen::new(2));
    let at = sealed.as_ptr();
    let opened = keyring.open_owned(&PLACE, sealed).unwrap();
    assert_eq!(opened.as_ptr(), at);
    assert_eq!(opened, [0xA5; 100_000]);
}

#[test]
fn a_block_is_what_the_format_says() {
    let keyring = keyring((9, 0x0403_0201), &[]);
    let sealed = keyring.seal(&PLACE, b"three customers", &mut Foreseen::new(2));
    assert_eq!(sealed[..5], [2, 1, 2, 3, 4]);
    let bound = [
        &sealed[..5],
        &4_u64.to_le_bytes(),
        b"main",
        &7_u64.to_le_bytes(),
        b"journal",
        &4_u64.to_le_bytes(),
        b"0001",
    ]
    .concat();
    let nonce = sealed[5..29].try_into().unwrap();
    let mut body = b"three customers".to_vec();
    let tag = crate::aead::encrypt(&[9; 32], nonce, &bound, &mut body);
    assert_eq!(sealed[29..], [&body[..], &tag].concat());
}

#[test]
fn sealing_twice_never_gives_the_same_bytes() {
    let keyring = keyring((9, 0), &[]);
    let mut entropy = Foreseen::new(2);
    let first = keyring.seal(&PLACE, b"same", &mut entropy);
    assert_ne!(first, keyring.seal(&PLACE, b"same", &mut entropy));
}

#[test]
fn a_flipped_bit_or_a_cut_anywhere_is_noticed() {
    for (keyring, sealed) in samples() {
        assert_eq!(open(&keyring, &PLACE, &sealed).unwrap(), b"three customers");
        for bit in 0..sealed.len() * 8 {
            let mut bytes = sealed.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&keyring, &PLACE, &bytes).is_err(), "bit {bit}");
        }
        for len in 0..sealed.len() {
            assert!(
                open(&keyring, &PLACE, &sealed[..len]).is_err(),
                "length {len}"
            );
        }
        let longer = [&sealed[..], &[0]].concat();
        assert_eq!(open(&keyring, &PLACE, &longer), Err(VaultError::Refused));
    }
}

#[test]
fn another_place_or_key_is_refused() {
    let place = |database, store, key| Place {
        database,
        store,
        key,
    };
    for (keyring, sealed) in samples() {
        for elsewhere in [
            place("mail", "journal", b"0001"),
            place("main", "pages", b"0001"),
            place("main", "journal", b"0002"),
            place("main", "journal", b""),
            // The same letters, cut elsewhere.
            place("mainj", "ournal", b"0001"),
            place("main", "journal0", b"001"),
        ] {
            assert_eq!(
                open(&keyring, &elsewhere, &sealed),
                Err(VaultError::Refused)
            );
        }
        let other = Keyring::single(DataKey::from_bytes([8; 32]));
        assert_eq!(open(&other, &PLACE, &sealed), Err(VaultError::Refused));
    }
}

#[test]
fn each_block_opens_with_the_key_of_its_epoch() {
    let first = keyring((1, 0), &[]);
    let second = keyring((2, 1), &[(1, 0)]);
    let third = keyring((3, 2), &[(1, 0), (2, 1)]);
    let finished = keyring((3, 2), &[]);
    let mut entropy = Foreseen::new(2);
    let blocks = [&first, &second, &third].map(|by| by.seal(&PLACE, b"x", &mut entropy));
    let unknown = Err(VaultError::UnknownKey);
    for (by, opened) in [
        (
            &first,
            [Ok(b"x".to_vec()), unknown.clone(), unknown.clone()],
        ),
        (
            &second,
            [Ok(b"x".to_vec()), Ok(b"x".to_vec()), unknown.clone()],
        ),
        (
            &third,
            [Ok(b"x".to_vec()), Ok(b"x".to_vec()), Ok(b"x".to_vec())],
        ),
        (&finished, [unknown.clone(), unknown, Ok(b"x".to_vec())]),
    ] {
        assert_eq!(
            blocks.each_ref().map(|block| open(by, &PLACE, block)),
            opened
        );
    }
    assert!(!first.is_rotating() && second.is_rotating() && !finished.is_rotating());
}

#[test]
fn a_block_said_to_be_of_another_epoch_is_refused() {
    // The same key under two epochs, so that only what is bound can tell.
    let keyring = keyring((9, 1), &[(9, 0)]);
    let mut sealed = keyring.seal(&PLACE, b"x", &mut Foreseen::new(2));
    sealed[1] = 0;
    assert_eq!(Keyring::epoch_of(&sealed), Some(0));
    assert_eq!(open(&keyring, &PLACE, &sealed), Err(VaultError::Refused));
    sealed[1] = 2;
    assert_eq!(open(&keyring, &PLACE, &sealed), Err(VaultError::UnknownKey));
}

#[test]
fn one_format_is_never_taken_for_the_other() {
    let keyring = keyring((9, 0), &[]);
    let sealed = keyring.seal(&PLACE, b"x", &mut Foreseen::new(2));
    let as_1 = [&[1][..], &sealed[5..]].concat();
    assert_eq!(open(&keyring, &PLACE, &as_1), Err(VaultError::Refused));
    let as_2 = [&unhex("0200000000"), &format_1()[1..]].concat();
    assert_eq!(open(&keyring, &PLACE, &as_2), Err(VaultError::Refused));
}

#[test]
fn format_1_is_of_epoch_0() {
    let sealed = format_1();
    assert_eq!(Keyring::epoch_of(&sealed), Some(0));
    let rotating = keyring((3, 2), &[(9, 0), (2, 1)]);
    assert_eq!(
        open(&rotating, &PLACE, &sealed).unwrap(),
        b"three customers"
    );
    let finished = keyring((3, 2), &[]);
    assert_eq!(
        open(&finished, &PLACE, &sealed),
        Err(VaultError::UnknownKey)
    );
}

#[test]
fn a_newer_format_is_told_from_damage() {
    let keyring = keyring((9, 0), &[]);
    for (version, error) in [
        (0, VaultError::Damaged),
        (3, VaultError::NewerFormat),
        (255, VaultError::NewerFormat),
    ] {
        let mut sealed = keyring.seal(&PLACE, b"x", &mut Foreseen::new(2));
        sealed[0] = version;
        assert_eq!(open(&keyring, &PLACE, &sealed), Err(error));
        assert_eq!(Keyring::epoch_of(&sealed), None);
    }
    assert_eq!(open(&keyring, &PLACE, &[]), Err(VaultError::Damaged));
    assert_eq!(Keyring::epoch_of(&[]), None);
}
