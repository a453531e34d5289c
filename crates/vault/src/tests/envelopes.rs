//! What unlocking and rewrapping promise.

use super::{
    CREDENTIAL, Foreseen, Full, MEMBER, PASSPHRASE, PRF_OUTPUT, SALT, THEIRS, frozen, full, kek,
    sample,
};
use crate::{DataKey, Envelope, KdfParams, Keyring, RecoveryCode, VaultError, Who, derive};

/// An envelope of each kind and the recovery code that opens it: of version 1, plain, full.
fn kinds() -> [(Envelope, RecoveryCode); 3] {
    let (plain, recovery, _) = sample();
    let Full {
        envelope,
        recovery: other,
        ..
    } = full();
    [frozen::envelope_v1(), (plain, recovery), (envelope, other)]
}

fn same_key(one: &Keyring, other: &Keyring) -> bool {
    one.current().expose() == other.current().expose() && one.epoch() == other.epoch()
}

/// The envelope's bytes with a checksum that fits again, as a deliberate change would have.
pub(super) fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = bytes.len() - 16;
    let hash = blake3::hash(&bytes[..body]);
    bytes[body..].copy_from_slice(&hash.as_bytes()[..16]);
    bytes
}

#[test]
fn a_newer_format_is_told_from_damage() {
    for (envelope, _) in kinds() {
        for (version, error) in [
            (0, VaultError::Damaged),
            (4, VaultError::NewerFormat),
            (255, VaultError::NewerFormat),
        ] {
            let mut bytes = envelope.to_bytes();
            bytes[0] = version;
            assert_eq!(Envelope::from_bytes(&bytes), Err(error));
        }
    }
    assert_eq!(Envelope::from_bytes(&[]), Err(VaultError::Damaged));
}

#[test]
fn passphrase_and_recovery_code_open_the_same_key_and_others_do_not() {
    for (envelope, recovery) in kinds() {
        let read = Envelope::from_bytes(&envelope.to_bytes()).unwrap();
        assert_eq!(read, envelope);
        let by_passphrase = read.unlock(&kek(PASSPHRASE)).unwrap();
        let by_recovery = read.unlock_with_recovery(&recovery).unwrap();
        assert!(same_key(&by_passphrase, &by_recovery));
        assert_eq!(by_passphrase.is_rotating(), by_recovery.is_rotating());

        let wrong = read.unlock(&kek("知诚 correct horsf"));
        assert_eq!(wrong.unwrap_err(), VaultError::WrongPassphrase);
        let other = RecoveryCode::random(&mut Foreseen::new(3));
        let wrong = read.unlock_with_recovery(&other);
        assert_eq!(wrong.unwrap_err(), VaultError::WrongRecoveryCode);
    }
}

#[test]
fn an_accident_to_the_envelope_is_not_taken_for_a_wrong_passphrase() {
    for (envelope, _) in kinds() {
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
}

#[test]
fn a_deliberate_change_to_any_bit_is_noticed_every_way() {
    let theirs = kek(THEIRS);
    let kek = kek(PASSPHRASE);
    for (envelope, recovery) in kinds() {
        let bytes = envelope.to_bytes();
        for bit in 0..(bytes.len() - 16) * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            if let Ok(changed) = Envelope::from_bytes(&with_checksum(bytes)) {
                let passkey = changed.unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT);
                assert!(changed.unlock(&kek).is_err(), "bit {bit}");
                assert!(changed.unlock(&theirs).is_err(), "bit {bit}");
                assert!(
                    changed.unlock_with_recovery(&recovery).is_err(),
                    "bit {bit}"
                );
                assert!(passkey.is_err(), "bit {bit}");
            }
        }
    }
}

#[test]
fn a_part_of_another_envelope_is_noticed() {
    // Before and after a rotation, the same lengths: each byte range taken from the other.
    let full = full();
    let bytes = full.envelope.to_bytes();
    let fresh = Foreseen::new(77);
    let other = swapped_entropy(&full, fresh).to_bytes();
    assert_eq!(bytes.len(), other.len());
    let body = bytes.len() - 16;
    let (own, theirs) = (kek(PASSPHRASE), kek(THEIRS));
    let mut read = 0;
    for start in (0..body).step_by(8) {
        for end in [start + 8, start + 72, body] {
            let mut mixed = bytes.clone();
            let end = end.min(body);
            mixed[start..end].copy_from_slice(&other[start..end]);
            if mixed[..body] == bytes[..body] || mixed[..body] == other[..body] {
                continue;
            }
            if let Ok(mixed) = Envelope::from_bytes(&with_checksum(mixed)) {
                read += 1;
                assert!(mixed.unlock(&own).is_err());
                assert!(mixed.unlock(&theirs).is_err());
                assert!(mixed.unlock_with_recovery(&full.recovery).is_err());
                let passkey = mixed.unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT);
                assert!(passkey.is_err());
            }
        }
    }
    assert!(read > 100, "{read}");
}

/// The full envelope with its three ways in wrapped once more.
fn swapped_entropy(full: &Full, mut entropy: Foreseen) -> Envelope {
    full.envelope
        .rewrap(
            &full.keyring,
            &kek(PASSPHRASE),
            &SALT,
            KdfParams::LEAST,
            &mut entropy,
        )
        .and_then(|next| next.set_person(&full.keyring, &MEMBER, &kek(THEIRS), &mut entropy))
        .and_then(|next| next.rewrap_recovery(&full.keyring, &full.recovery, &mut entropy))
        .and_then(|next| {
            let passkey = &full.envelope.passkeys()[0];
            next.add_passkey(
                &full.keyring,
                Who::Owner,
                passkey.credential(),
                passkey.prf_salt(),
                passkey.label(),
                &PRF_OUTPUT,
                &mut entropy,
            )
        })
        .unwrap()
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
    for (envelope, _) in kinds() {
        let bytes = envelope.to_bytes();
        // `passes` as a two-byte integer with a needless zero.
        let padded = [&bytes[..21], &[0x82, 0x00], &bytes[22..]].concat();
        assert_eq!(bytes[18..22], [0x80, 0x40, 2, 1][..]);
        let trailing = [&bytes[..bytes.len() - 48], &[0], &bytes[bytes.len() - 48..]].concat();
        for forged in [padded, trailing] {
            assert_eq!(
                Envelope::from_bytes(&with_checksum(forged)),
                Err(VaultError::Damaged)
            );
        }
    }
}

#[test]
fn a_new_passphrase_keeps_everything_else() {
    for (envelope, recovery) in kinds() {
        let keyring = envelope.unlock(&kek(PASSPHRASE)).unwrap();
        let (salt, _) = envelope.next_salt(KdfParams::LEAST, &mut Foreseen::new(8));
        assert_eq!(salt == SALT, envelope.people().count() > 0);
        let new_kek = derive("另一句 battery staple", &salt, KdfParams::LEAST).unwrap();
        let rewrapped = envelope
            .rewrap(
                &keyring,
                &new_kek,
                &salt,
                KdfParams::LEAST,
                &mut Foreseen::new(4),
            )
            .unwrap();
        let bytes = rewrapped.to_bytes();
        assert_eq!(bytes[0], 3, "written as the newest version");
        let rewrapped = Envelope::from_bytes(&bytes).unwrap();
        let opened = rewrapped.unlock(&new_kek).unwrap();
        assert!(same_key(&opened, &keyring));
        assert_eq!(opened.is_rotating(), keyring.is_rotating());
        let opened = rewrapped.unlock_with_recovery(&recovery).unwrap();
        assert!(same_key(&opened, &keyring));
        assert_eq!(
            rewrapped.unlock(&kek(PASSPHRASE)).unwrap_err(),
            VaultError::WrongPassphrase
        );
        assert_eq!(rewrapped.passkeys(), envelope.passkeys());
        assert!(rewrapped.people().eq(envelope.people()));
        for member in rewrapped.people() {
            let (who, opened) = rewrapped.unlock_as(&kek(THEIRS)).unwrap();
            assert_eq!(who, Who::Person(*member));
            assert!(same_key(&opened, &keyring));
        }
        for passkey in rewrapped.passkeys() {
            let opened = rewrapped.unlock_with_passkey(passkey.credential(), &PRF_OUTPUT);
            assert!(same_key(&opened.unwrap(), &keyring));
        }
        assert_eq!(rewrapped.database_id(), envelope.database_id());
        assert_eq!(rewrapped.is_trial(), envelope.is_trial());
    }
}

#[test]
fn a_new_recovery_code_retires_the_old() {
    for (envelope, old) in kinds() {
        let keyring = envelope.unlock(&kek(PASSPHRASE)).unwrap();
        let mut entropy = Foreseen::new(5);
        let new = RecoveryCode::random(&mut entropy);
        let rewrapped = envelope
            .rewrap_recovery(&keyring, &new, &mut entropy)
            .unwrap();
        let opened = rewrapped.unlock_with_recovery(&new).unwrap();
        assert!(same_key(&opened, &keyring));
        assert_eq!(opened.is_rotating(), keyring.is_rotating());
        assert!(rewrapped.unlock(&kek(PASSPHRASE)).is_ok());
        assert_eq!(rewrapped.passkeys(), envelope.passkeys());
        assert_eq!(
            rewrapped.unlock_with_recovery(&old).unwrap_err(),
            VaultError::WrongRecoveryCode
        );
    }
}

#[test]
fn a_foreign_keyring_is_never_wrapped() {
    let full = full();
    let (plain, ..) = sample();
    let foreign = Keyring::single(DataKey::from_bytes([3; 32]));
    let old = &full.before;
    // The right key, but of the wrong epoch.
    let misnamed = Keyring::single(full.keyring.current().duplicate());
    for (envelope, keyring) in [
        (&plain, &foreign),
        (&plain, &full.keyring),
        (&full.envelope, &foreign),
        (&full.envelope, old),
        (&full.envelope, &misnamed),
    ] {
        let mut entropy = Foreseen::new(6);
        let kek = kek(PASSPHRASE);
        let params = KdfParams::LEAST;
        let passkey = envelope.add_passkey(
            keyring,
            Who::Owner,
            b"new",
            &[1; 32],
            "",
            &[2; 32],
            &mut entropy,
        );
        let rotated = envelope.rotate(keyring, &kek, &SALT, params, &full.recovery, &mut entropy);
        for refused in [
            envelope.rewrap(keyring, &kek, &SALT, params, &mut entropy),
            envelope.rewrap_recovery(keyring, &full.recovery, &mut entropy),
            passkey,
            envelope.remove_passkey(keyring, CREDENTIAL),
            envelope.set_person(keyring, &[9; 16], &kek, &mut entropy),
            envelope
                .remove_person(keyring, &MEMBER, Some(&full.recovery), &mut entropy)
                .map(|(envelope, _)| envelope),
            rotated.map(|(envelope, _)| envelope),
            envelope
                .finish_rotation(keyring)
                .map(|(envelope, _)| envelope),
        ] {
            assert_eq!(refused, Err(VaultError::ForeignKey));
        }
    }
}
