//! Bytes written by released versions keep opening, and the newest is still written the same.
//!
//! A fixture is never rewritten. A new version gets new files beside the old ones; those of
//! version 2 came from `written` below, those of version 1 from the like of it.

use super::{CREDENTIAL, Foreseen, PASSPHRASE, PRF_OUTPUT, PRF_SALT, SALT, hex, kek, unhex};
use crate::{Envelope, KdfParams, Keyring, Place, RecoveryCode, VaultError, derive};

const ENVELOPE_V1: &str = include_str!("../../fixtures/envelope-v1.hex");
const SEALED_V1: &str = include_str!("../../fixtures/sealed-v1.hex");
const RECOVERY_V1: &str = include_str!("../../fixtures/recovery-v1.txt");
const ENVELOPE_V2: &str = include_str!("../../fixtures/envelope-v2.hex");
const SEALED_V2: &str = include_str!("../../fixtures/sealed-v2.hex");
const ROTATING_V2: &str = include_str!("../../fixtures/envelope-v2-rotating.hex");
const SEALED_ROTATING_V2: &str = include_str!("../../fixtures/sealed-v2-rotating.hex");
const RECOVERY_ROTATING_V2: &str = include_str!("../../fixtures/recovery-v2-rotating.txt");

const PLAINTEXT: &[u8] = "张伟,满意度 9".as_bytes();
const PLACE: Place<'static> = Place {
    database: "candor",
    store: "pages",
    key: b"customers/7",
};

/// The envelope of version 1 and the recovery code that opens it; [`PASSPHRASE`] does too.
pub(super) fn envelope_v1() -> (Envelope, RecoveryCode) {
    let envelope = Envelope::from_bytes(&unhex(ENVELOPE_V1)).unwrap();
    (envelope, RecoveryCode::parse(RECOVERY_V1).unwrap())
}

/// Everything there is in version 2, from foreseen randomness: file and contents.
fn written() -> [(&'static str, String); 6] {
    let mut entropy = Foreseen::new(11);
    let recovery = RecoveryCode::random(&mut entropy);
    let kek = kek(PASSPHRASE);
    let params = KdfParams::LEAST;
    let (first, before) = Envelope::create(&kek, &SALT, params, &recovery, true, &mut entropy);
    let sealed = before.seal(&PLACE, PLAINTEXT, &mut entropy);

    let next = RecoveryCode::random(&mut entropy);
    let (second, keyring) = first
        .rotate(&before, &kek, &SALT, params, &next, &mut entropy)
        .unwrap();
    let second = second
        .add_passkey(
            &keyring,
            CREDENTIAL,
            &PRF_SALT,
            "平板 tablet",
            &PRF_OUTPUT,
            &mut entropy,
        )
        .unwrap();
    let sealed_after = keyring.seal(&PLACE, PLAINTEXT, &mut entropy);
    [
        ("recovery, as of version 1", recovery.to_text()),
        ("envelope-v2.hex", hex(&first.to_bytes())),
        ("sealed-v2.hex", hex(&sealed)),
        ("recovery-v2-rotating.txt", next.to_text()),
        ("envelope-v2-rotating.hex", hex(&second.to_bytes())),
        ("sealed-v2-rotating.hex", hex(&sealed_after)),
    ]
}

/// Every way into an envelope.
fn ways_in(envelope: &Envelope, code: &str) -> Vec<Keyring> {
    let kek = derive(PASSPHRASE, envelope.salt(), envelope.params()).unwrap();
    let code = RecoveryCode::parse(code).unwrap();
    let mut keyrings = vec![
        envelope.unlock(&kek).unwrap(),
        envelope.unlock_with_recovery(&code).unwrap(),
    ];
    for passkey in envelope.passkeys() {
        let opened = envelope.unlock_with_passkey(passkey.credential(), &PRF_OUTPUT);
        keyrings.push(opened.unwrap());
    }
    keyrings
}

#[test]
fn every_version_opens_every_way_in() {
    for (envelope, code, ways, epoch, blocks) in [
        (ENVELOPE_V1, RECOVERY_V1, 2, 0, &[SEALED_V1][..]),
        (ENVELOPE_V2, RECOVERY_V1, 2, 0, &[SEALED_V2]),
        (
            ROTATING_V2,
            RECOVERY_ROTATING_V2,
            3,
            1,
            &[SEALED_V2, SEALED_ROTATING_V2],
        ),
    ] {
        let bytes = unhex(envelope);
        let envelope = Envelope::from_bytes(&bytes).unwrap();
        assert!(envelope.is_trial());
        assert_eq!(envelope.to_bytes(), bytes);
        let keyrings = ways_in(&envelope, code);
        assert_eq!(keyrings.len(), ways);
        for keyring in keyrings {
            assert_eq!(keyring.epoch(), epoch);
            for block in blocks {
                let sealed = unhex(block);
                assert_eq!(keyring.open(&PLACE, &sealed).unwrap(), PLAINTEXT);
                assert_eq!(keyring.open_owned(&PLACE, sealed).unwrap(), PLAINTEXT);
            }
        }
    }
}

#[test]
fn version_2_is_written_as_it_was() {
    let frozen = [
        RECOVERY_V1,
        ENVELOPE_V2,
        SEALED_V2,
        RECOVERY_ROTATING_V2,
        ROTATING_V2,
        SEALED_ROTATING_V2,
    ];
    for ((file, now), then) in written().iter().zip(frozen) {
        assert_eq!(now, then.trim(), "{file}");
    }
}

#[test]
fn a_vault_of_version_1_is_rotated_without_losing_a_block() {
    let (envelope, code) = envelope_v1();
    let before = envelope.unlock_with_recovery(&code).unwrap();
    let mut entropy = Foreseen::new(30);
    let kek = kek(PASSPHRASE);
    let (rotating, keyring) = envelope
        .rotate(&before, &kek, &SALT, KdfParams::LEAST, &code, &mut entropy)
        .unwrap();
    assert_eq!(rotating.to_bytes()[0], 2);
    assert_eq!(rotating.database_id(), envelope.database_id());
    let sealed = unhex(SEALED_V1);
    let plain = keyring.open(&PLACE, &sealed).unwrap();
    let again = keyring.seal(&PLACE, &plain, &mut entropy);
    let (finished, keyring) = rotating.finish_rotation(&keyring).unwrap();
    assert_eq!(keyring.open(&PLACE, &again).unwrap(), PLAINTEXT);
    assert_eq!(keyring.open(&PLACE, &sealed), Err(VaultError::UnknownKey));
    assert!(finished.unlock(&kek).is_ok());
}
