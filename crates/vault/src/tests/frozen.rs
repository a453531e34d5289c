//! Bytes written by released versions keep opening, and version 1 is still written the same.
//!
//! A fixture is never rewritten. A new version gets new files beside the old ones; those here
//! came from `written` below.

use super::{Foreseen, PASSPHRASE, SALT, hex, kek, unhex};
use crate::{Envelope, KdfParams, Place, RecoveryCode, derive};

const ENVELOPE: &str = include_str!("../../fixtures/envelope-v1.hex");
const SEALED: &str = include_str!("../../fixtures/sealed-v1.hex");
const RECOVERY: &str = include_str!("../../fixtures/recovery-v1.txt");
const PLAINTEXT: &[u8] = "张伟,满意度 9".as_bytes();
const PLACE: Place<'static> = Place {
    database: "candor",
    store: "pages",
    key: b"customers/7",
};

/// Envelope, sealed bytes and recovery code from foreseen randomness.
fn written() -> (Vec<u8>, Vec<u8>, String) {
    let mut entropy = Foreseen::new(11);
    let recovery = RecoveryCode::random(&mut entropy);
    let (envelope, data_key) = Envelope::create(
        &kek(PASSPHRASE),
        &SALT,
        KdfParams::LEAST,
        &recovery,
        true,
        &mut entropy,
    );
    let sealed = data_key.seal(&PLACE, PLAINTEXT, &mut entropy);
    (envelope.to_bytes(), sealed, recovery.to_text())
}

#[test]
fn version_1_opens_by_passphrase_and_by_recovery_code() {
    let envelope = Envelope::from_bytes(&unhex(ENVELOPE)).unwrap();
    assert!(envelope.is_trial());
    let kek = derive(PASSPHRASE, envelope.salt(), envelope.params()).unwrap();
    let code = RecoveryCode::parse(RECOVERY).unwrap();
    for data_key in [
        envelope.unlock(&kek).unwrap(),
        envelope.unlock_with_recovery(&code).unwrap(),
    ] {
        assert_eq!(data_key.open(&PLACE, &unhex(SEALED)).unwrap(), PLAINTEXT);
    }
}

#[test]
fn version_1_is_written_as_it_was() {
    let (envelope, sealed, recovery) = written();
    assert_eq!(hex(&envelope), ENVELOPE.trim());
    assert_eq!(hex(&sealed), SEALED.trim());
    assert_eq!(recovery, RECOVERY.trim());
}
