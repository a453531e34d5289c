//! What sealing and unlocking promise.

use super::{Foreseen, PASSPHRASE, SALT, kek, sample};
use crate::{DataKey, Envelope, KdfParams, Place, RecoveryCode, VaultError, derive};

const PLACE: Place<'static> = Place {
    database: "main",
    store: "journal",
    key: b"0001",
};

/// The envelope's bytes with a checksum that fits again, as a deliberate change would have.
fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = bytes.len() - 16;
    let hash = blake3::hash(&bytes[..body]);
    bytes[body..].copy_from_slice(&hash.as_bytes()[..16]);
    bytes
}

#[test]
fn what_is_sealed_opens_in_its_place() {
    let key = DataKey::from_bytes([9; 32]);
    for plaintext in [&b""[..], b"x", &[0xA5; 100_000]] {
        let sealed = key.seal(&PLACE, plaintext, &mut Foreseen::new(2));
        assert_eq!(sealed.len(), plaintext.len() + DataKey::OVERHEAD);
        assert_eq!(key.open(&PLACE, &sealed).unwrap(), plaintext);
    }
}

#[test]
fn sealing_twice_never_gives_the_same_bytes() {
    let key = DataKey::from_bytes([9; 32]);
    let mut entropy = Foreseen::new(2);
    let first = key.seal(&PLACE, b"same", &mut entropy);
    assert_ne!(first, key.seal(&PLACE, b"same", &mut entropy));
}

#[test]
fn a_flipped_bit_or_a_cut_anywhere_is_refused() {
    let key = DataKey::from_bytes([9; 32]);
    let sealed = key.seal(&PLACE, b"three customers", &mut Foreseen::new(2));
    for bit in 0..sealed.len() * 8 {
        let mut bytes = sealed.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(key.open(&PLACE, &bytes).is_err(), "bit {bit}");
    }
    for len in 0..sealed.len() {
        assert!(key.open(&PLACE, &sealed[..len]).is_err(), "length {len}");
    }
    let longer = [&sealed[..], &[0]].concat();
    assert_eq!(key.open(&PLACE, &longer), Err(VaultError::Refused));
}

#[test]
fn another_place_or_key_is_refused() {
    let key = DataKey::from_bytes([9; 32]);
    let sealed = key.seal(&PLACE, b"three customers", &mut Foreseen::new(2));
    let place = |database, store, key| Place {
        database,
        store,
        key,
    };
    for elsewhere in [
        place("mail", "journal", b"0001"),
        place("main", "pages", b"0001"),
        place("main", "journal", b"0002"),
        place("main", "journal", b""),
        // The same letters, cut elsewhere.
        place("mainj", "ournal", b"0001"),
        place("main", "journal0", b"001"),
    ] {
        assert_eq!(key.open(&elsewhere, &sealed), Err(VaultError::Refused));
    }
    let other = DataKey::from_bytes([8; 32]);
    assert_eq!(other.open(&PLACE, &sealed), Err(VaultError::Refused));
}

#[test]
fn a_newer_format_is_told_from_damage() {
    let key = DataKey::from_bytes([9; 32]);
    let (envelope, ..) = sample();
    for (version, error) in [
        (0, VaultError::Damaged),
        (2, VaultError::NewerFormat),
        (255, VaultError::NewerFormat),
    ] {
        let mut sealed = key.seal(&PLACE, b"x", &mut Foreseen::new(2));
        sealed[0] = version;
        assert_eq!(key.open(&PLACE, &sealed), Err(error));
        let mut bytes = envelope.to_bytes();
        bytes[0] = version;
        assert_eq!(Envelope::from_bytes(&bytes), Err(error));
    }
    assert_eq!(Envelope::from_bytes(&[]), Err(VaultError::Damaged));
}

#[test]
fn passphrase_and_recovery_code_open_the_same_key_and_others_do_not() {
    let (envelope, recovery, data_key) = sample();
    let envelope = Envelope::from_bytes(&envelope.to_bytes()).unwrap();
    let by_passphrase = envelope.unlock(&kek(PASSPHRASE)).unwrap();
    let by_recovery = envelope.unlock_with_recovery(&recovery).unwrap();
    assert_eq!(by_passphrase.expose(), data_key.expose());
    assert_eq!(by_recovery.expose(), data_key.expose());

    let wrong = envelope.unlock(&kek("知诚 correct horsf"));
    assert_eq!(wrong.unwrap_err(), VaultError::WrongPassphrase);
    let other = RecoveryCode::random(&mut Foreseen::new(3));
    let wrong = envelope.unlock_with_recovery(&other);
    assert_eq!(wrong.unwrap_err(), VaultError::WrongRecoveryCode);
}

#[test]
fn an_accident_to_the_envelope_is_not_taken_for_a_wrong_passphrase() {
    let (envelope, ..) = sample();
    let bytes = envelope.to_bytes();
    for bit in 8..bytes.len() * 8 {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(
            Envelope::from_bytes(&bytes),
            Err(VaultError::Damaged),
            "bit {bit}"
        );
    }
    for len in 0..bytes.len() {
        assert_eq!(
            Envelope::from_bytes(&bytes[..len]),
            Err(VaultError::Damaged)
        );
    }
}

#[test]
fn a_deliberate_change_to_any_byte_is_noticed_both_ways() {
    let (envelope, recovery, _) = sample();
    let kek = kek(PASSPHRASE);
    let bytes = envelope.to_bytes();
    for at in 1..bytes.len() - 16 {
        for flip in [0x01, 0x80] {
            let mut bytes = bytes.clone();
            bytes[at] ^= flip;
            if let Ok(changed) = Envelope::from_bytes(&with_checksum(bytes)) {
                assert!(changed.unlock(&kek).is_err(), "byte {at}");
                assert!(
                    changed.unlock_with_recovery(&recovery).is_err(),
                    "byte {at}"
                );
            }
        }
    }
}

#[test]
fn a_hostile_envelope_cannot_ask_for_memory_or_time() {
    for (memory_kib, passes, lanes, accepted) in [
        (65_536, 3, 1, true),
        (8_192, 2, 1, true),
        (262_144, 16, 4, true),
        (8_191, 2, 1, false),
        (262_145, 3, 1, false),
        (4_194_304, 3, 1, false),
        (u32::MAX, u32::MAX, u32::MAX, false),
        (65_536, 1, 1, false),
        (65_536, 17, 1, false),
        (65_536, 3, 0, false),
        (65_536, 3, 5, false),
    ] {
        let made = KdfParams::new(memory_kib, passes, lanes);
        assert_eq!(made.is_ok(), accepted, "{memory_kib} {passes} {lanes}");
    }

    // In an envelope's bytes the three numbers follow version, id and trial flag.
    let (envelope, ..) = sample();
    let bytes = envelope.to_bytes();
    let numbers = postcard::to_allocvec(&(8_192_u32, 2_u32, 1_u32)).unwrap();
    let hostile = postcard::to_allocvec(&(4_194_304_u32, 2_u32, 1_u32)).unwrap();
    assert_eq!(bytes[18..18 + numbers.len()], numbers);
    let forged = [&bytes[..18], &hostile, &bytes[18 + numbers.len()..]].concat();
    assert_eq!(
        Envelope::from_bytes(&with_checksum(forged)),
        Err(VaultError::ParamsOutOfRange)
    );
}

#[test]
fn one_envelope_has_one_encoding() {
    let (envelope, ..) = sample();
    let bytes = envelope.to_bytes();
    // `passes` as a two-byte integer with a needless zero.
    let padded = [&bytes[..20], &[0x82, 0x00], &bytes[21..]].concat();
    assert_eq!(bytes[20], 2);
    let trailing = [&bytes[..bytes.len() - 48], &[0], &bytes[bytes.len() - 48..]].concat();
    for forged in [padded, trailing] {
        assert_eq!(
            Envelope::from_bytes(&with_checksum(forged)),
            Err(VaultError::Damaged)
        );
    }
}

#[test]
fn a_new_passphrase_keeps_the_data_key_and_the_recovery_code() {
    let (envelope, recovery, data_key) = sample();
    let salt = [8; 16];
    let new_kek = derive("另一句 battery staple", &salt, KdfParams::LEAST).unwrap();
    let rewrapped = envelope
        .rewrap(
            &data_key,
            &new_kek,
            &salt,
            KdfParams::LEAST,
            &mut Foreseen::new(4),
        )
        .unwrap();
    let rewrapped = Envelope::from_bytes(&rewrapped.to_bytes()).unwrap();
    let opened = rewrapped.unlock(&new_kek).unwrap();
    assert_eq!(opened.expose(), data_key.expose());
    let opened = rewrapped.unlock_with_recovery(&recovery).unwrap();
    assert_eq!(opened.expose(), data_key.expose());
    assert_eq!(
        rewrapped.unlock(&kek(PASSPHRASE)).unwrap_err(),
        VaultError::WrongPassphrase
    );
    assert_eq!(rewrapped.database_id(), envelope.database_id());
}

#[test]
fn a_new_recovery_code_retires_the_old() {
    let (envelope, old, data_key) = sample();
    let mut entropy = Foreseen::new(5);
    let new = RecoveryCode::random(&mut entropy);
    let rewrapped = envelope
        .rewrap_recovery(&data_key, &new, &mut entropy)
        .unwrap();
    let opened = rewrapped.unlock_with_recovery(&new).unwrap();
    assert_eq!(opened.expose(), data_key.expose());
    assert!(rewrapped.unlock(&kek(PASSPHRASE)).is_ok());
    assert_eq!(
        rewrapped.unlock_with_recovery(&old).unwrap_err(),
        VaultError::WrongRecoveryCode
    );
}

#[test]
fn a_foreign_data_key_is_never_wrapped() {
    let (envelope, recovery, _) = sample();
    let foreign = DataKey::from_bytes([3; 32]);
    let mut entropy = Foreseen::new(6);
    let kek = kek(PASSPHRASE);
    assert_eq!(
        envelope.rewrap(&foreign, &kek, &SALT, KdfParams::LEAST, &mut entropy),
        Err(VaultError::ForeignKey)
    );
    assert_eq!(
        envelope.rewrap_recovery(&foreign, &recovery, &mut entropy),
        Err(VaultError::ForeignKey)
    );
}

#[test]
fn nothing_secret_is_printed() {
    let (_, recovery, _) = sample();
    let key = DataKey::from_bytes([0xAB; 32]);
    assert_eq!(format!("{key:?}"), "DataKey((secret))");
    assert_eq!(format!("{recovery:?}"), "RecoveryCode((secret))");
    let kek = crate::KeyEncryptionKey::from_bytes([0xAB; 32]);
    assert_eq!(format!("{kek:?}"), "KeyEncryptionKey((secret))");
}

#[test]
fn every_error_has_a_code_of_its_own() {
    use VaultError::{
        Damaged, ForeignKey, NewerFormat, OutOfMemory, ParamsOutOfRange, RecoveryCodeMistyped,
        Refused, WrongPassphrase, WrongRecoveryCode,
    };
    let errors = [
        Damaged,
        NewerFormat,
        Refused,
        WrongPassphrase,
        WrongRecoveryCode,
        RecoveryCodeMistyped,
        ForeignKey,
        ParamsOutOfRange,
        OutOfMemory,
    ];
    let codes: std::collections::BTreeSet<_> = errors.iter().map(VaultError::code).collect();
    assert_eq!(codes.len(), errors.len());
    assert!(codes.iter().all(|code| code.starts_with("vault.")));
}
