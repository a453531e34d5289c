//! Bytes written by released versions keep opening, and the newest is still written the same.
//!
//! A fixture is never rewritten. A new version gets new files beside the old ones; those of
//! version 3 came from `written` below, those of versions 1 and 2 from the like of it. A sealed
//! block is of version 2 still.

use super::{
    CREDENTIAL, Foreseen, MEMBER, PASSPHRASE, PRF_OUTPUT, PRF_SALT, SALT, THEIRS, hex, kek, unhex,
};
use crate::{Envelope, KdfParams, Keyring, Place, RecoveryCode, VaultError, Who, derive};

const ENVELOPE_V1: &str = include_str!("../../fixtures/envelope-v1.hex");
const SEALED_V1: &str = include_str!("../../fixtures/sealed-v1.hex");
const RECOVERY_V1: &str = include_str!("../../fixtures/recovery-v1.txt");
const ENVELOPE_V2: &str = include_str!("../../fixtures/envelope-v2.hex");
const SEALED_V2: &str = include_str!("../../fixtures/sealed-v2.hex");
const ROTATING_V2: &str = include_str!("../../fixtures/envelope-v2-rotating.hex");
const SEALED_ROTATING_V2: &str = include_str!("../../fixtures/sealed-v2-rotating.hex");
const RECOVERY_ROTATING_V2: &str = include_str!("../../fixtures/recovery-v2-rotating.txt");

const ENVELOPE_V3: &str = include_str!("../../fixtures/envelope-v3.hex");
const PEOPLE_V3: &str = include_str!("../../fixtures/envelope-v3-people.hex");
const SEALED_PEOPLE_V3: &str = include_str!("../../fixtures/sealed-v3-people.hex");

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

/// The envelope of version 2 with all there is in it; [`PASSPHRASE`] opens it.
pub(super) fn envelope_v2() -> Envelope {
    Envelope::from_bytes(&unhex(ROTATING_V2)).unwrap()
}

/// Everything there is in version 3, from foreseen randomness: file and contents.
fn written() -> [(&'static str, String); 4] {
    let mut entropy = Foreseen::new(11);
    let recovery = RecoveryCode::random(&mut entropy);
    let kek_of = kek;
    let kek = kek(PASSPHRASE);
    let params = KdfParams::LEAST;
    let (first, before) = Envelope::create(&kek, &SALT, params, &recovery, true, &mut entropy);
    let with =
        |envelope: &Envelope, keyring: &Keyring, member, passphrase, entropy: &mut Foreseen| {
            let kek = kek_of(passphrase);
            envelope.set_person(keyring, &member, &kek, entropy)
        };
    // Two people, a passkey of each kind of person; then one of the two goes.
    let second = with(&first, &before, MEMBER, THEIRS, &mut entropy).unwrap();
    let second = with(&second, &before, [1; 16], "gone 走了 by now", &mut entropy).unwrap();
    let (third, keyring) = second
        .remove_person(&before, &[1; 16], None, &mut entropy)
        .unwrap();
    let mut third = third;
    for (who, credential) in [
        (Who::Owner, CREDENTIAL),
        (Who::Person(MEMBER), &b"their phone"[..]),
    ] {
        third = third
            .add_passkey(
                &keyring,
                who,
                credential,
                &PRF_SALT,
                "平板 tablet",
                &PRF_OUTPUT,
                &mut entropy,
            )
            .unwrap();
    }
    let sealed = keyring.seal(&PLACE, PLAINTEXT, &mut entropy);
    [
        ("recovery, as of version 1", recovery.to_text()),
        ("envelope-v3.hex", hex(&first.to_bytes())),
        ("envelope-v3-people.hex", hex(&third.to_bytes())),
        ("sealed-v3-people.hex", hex(&sealed)),
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
    for member in envelope.people() {
        let theirs = derive(THEIRS, envelope.salt(), envelope.params()).unwrap();
        let (who, keyring) = envelope.unlock_as(&theirs).unwrap();
        assert_eq!(who, Who::Person(*member));
        keyrings.push(keyring);
    }
    for passkey in envelope.passkeys() {
        let opened = envelope.unlock_with_passkey(passkey.credential(), &PRF_OUTPUT);
        keyrings.push(opened.unwrap());
    }
    keyrings
}

#[test]
#[ignore = "writes the fixtures of a new version"]
fn write_fixtures() {
    for (file, contents) in written() {
        if file.contains('.') {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/");
            std::fs::write([folder, file].concat(), contents).unwrap();
        }
    }
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
        (ENVELOPE_V3, RECOVERY_V1, 2, 0, &[]),
        (PEOPLE_V3, RECOVERY_V1, 5, 1, &[SEALED_PEOPLE_V3]),
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
fn version_3_is_written_as_it_was() {
    let frozen = [RECOVERY_V1, ENVELOPE_V3, PEOPLE_V3, SEALED_PEOPLE_V3];
    for ((file, now), then) in written().iter().zip(frozen) {
        assert_eq!(now, then.trim(), "{file}");
    }
}

#[test]
fn a_vault_of_version_2_takes_people_and_loses_nothing() {
    for (envelope, code) in [
        (ENVELOPE_V2, RECOVERY_V1),
        (ROTATING_V2, RECOVERY_ROTATING_V2),
    ] {
        let old = Envelope::from_bytes(&unhex(envelope)).unwrap();
        let code = RecoveryCode::parse(code).unwrap();
        let kek_of = kek;
        let kek = kek(PASSPHRASE);
        let (who, keyring) = old.unlock_as(&kek).unwrap();
        assert_eq!(who, Who::Owner);
        let mut entropy = Foreseen::new(31);
        let theirs = kek_of(THEIRS);
        let early = old.set_person(&keyring, &MEMBER, &theirs, &mut entropy);
        assert_eq!(early, Err(VaultError::Unkeyed));
        let next = old.rewrap(&keyring, &kek, &SALT, KdfParams::LEAST, &mut entropy);
        let next = next.unwrap();
        let next = next.set_person(&keyring, &MEMBER, &theirs, &mut entropy);
        let next = Envelope::from_bytes(&next.unwrap().to_bytes()).unwrap();
        assert_eq!(next.to_bytes()[0], 3);
        assert_eq!(next.passkeys(), old.passkeys());
        for passkey in next.passkeys() {
            assert_eq!(passkey.who(), Who::Owner);
            let opened = next.unlock_with_passkey(passkey.credential(), &PRF_OUTPUT);
            assert!(opened.is_ok());
        }
        assert!(next.unlock_with_recovery(&code).is_ok());
        assert_eq!(next.unlock_as(&kek).unwrap().0, Who::Owner);
        assert_eq!(next.unlock_as(&theirs).unwrap().0, Who::Person(MEMBER));
        // The code on paper cannot be wrapped anew; then a new one is asked for.
        assert!(!next.keeps_recovery());
        let removed = next.remove_person(&keyring, &MEMBER, None, &mut entropy);
        assert_eq!(removed.unwrap_err(), VaultError::Unkeyed);
        let new = RecoveryCode::random(&mut entropy);
        let removed = next.remove_person(&keyring, &MEMBER, Some(&new), &mut entropy);
        let (removed, _) = removed.unwrap();
        assert!(removed.keeps_recovery());
        assert!(removed.unlock_with_recovery(&new).is_ok());
        assert!(removed.unlock(&kek).is_ok());
        assert_eq!(
            removed.unlock(&theirs).unwrap_err(),
            VaultError::WrongPassphrase
        );
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
    assert_eq!(rotating.to_bytes()[0], 3);
    assert_eq!(rotating.database_id(), envelope.database_id());
    let sealed = unhex(SEALED_V1);
    let plain = keyring.open(&PLACE, &sealed).unwrap();
    let again = keyring.seal(&PLACE, &plain, &mut entropy);
    let (finished, keyring) = rotating.finish_rotation(&keyring).unwrap();
    assert_eq!(keyring.open(&PLACE, &again).unwrap(), PLAINTEXT);
    assert_eq!(keyring.open(&PLACE, &sealed), Err(VaultError::UnknownKey));
    assert!(finished.unlock(&kek).is_ok());
}
