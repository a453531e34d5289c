//! What a rotation promises, finished, interrupted and begun again.

use super::{CREDENTIAL, Foreseen, PASSPHRASE, PRF_OUTPUT, SALT, full, kek, sample};
use crate::{Envelope, KdfParams, Keyring, Place, RecoveryCode, VaultError, derive};

const PLACE: Place<'static> = Place {
    database: "main",
    store: "pages",
    key: b"7",
};

/// A rotation under the same passphrase, stored and read again.
fn rotated(envelope: &Envelope, keyring: &Keyring, seed: u8) -> (Envelope, Keyring) {
    let mut entropy = Foreseen::new(seed);
    let recovery = RecoveryCode::random(&mut entropy);
    let (envelope, keyring) = envelope
        .rotate(
            keyring,
            &kek(PASSPHRASE),
            &SALT,
            KdfParams::LEAST,
            &recovery,
            &mut entropy,
        )
        .unwrap();
    let stored = Envelope::from_bytes(&envelope.to_bytes()).unwrap();
    assert_eq!(stored, envelope);
    (stored, keyring)
}

fn block(keyring: &Keyring) -> Vec<u8> {
    keyring.seal(&PLACE, b"three customers", &mut Foreseen::new(40))
}

fn opens(keyring: &Keyring, block: &[u8]) -> Result<(), VaultError> {
    keyring.open(&PLACE, block).map(|_| ())
}

#[test]
fn a_rotation_has_a_new_key_a_new_passphrase_and_a_new_recovery_code() {
    let (first, old_code, before) = sample();
    let mut entropy = Foreseen::new(20);
    let salt = [8; 16];
    let new_kek = derive("另一句 battery staple", &salt, KdfParams::LEAST).unwrap();
    let new_code = RecoveryCode::random(&mut entropy);
    let params = KdfParams::LEAST;
    let (second, keyring) = first
        .rotate(&before, &new_kek, &salt, params, &new_code, &mut entropy)
        .unwrap();
    assert_ne!(keyring.current().expose(), before.current().expose());
    assert_eq!((before.epoch(), keyring.epoch()), (0, 1));
    assert_eq!(second.database_id(), first.database_id());
    assert_eq!(second.is_trial(), first.is_trial());
    assert!(second.unlock(&new_kek).is_ok());
    assert!(second.unlock_with_recovery(&new_code).is_ok());
    assert_eq!(
        second.unlock(&kek(PASSPHRASE)).unwrap_err(),
        VaultError::WrongPassphrase
    );
    assert_eq!(
        second.unlock_with_recovery(&old_code).unwrap_err(),
        VaultError::WrongRecoveryCode
    );
}

#[test]
fn an_interrupted_rotation_goes_on_after_the_next_unlocking() {
    let (first, _, before) = sample();
    let old = block(&before);
    let (second, keyring) = rotated(&first, &before, 21);
    let new = block(&keyring);
    // Here the tab is closed; every way in still gives both keys.
    let reopened = second.unlock(&kek(PASSPHRASE)).unwrap();
    for keyring in [&keyring, &reopened] {
        assert!(keyring.is_rotating());
        assert_eq!(keyring.epoch(), 1);
        assert_eq!(opens(keyring, &old), Ok(()));
        assert_eq!(opens(keyring, &new), Ok(()));
    }
    // Who still holds only the old key learns why.
    assert_eq!(opens(&before, &new), Err(VaultError::UnknownKey));
}

#[test]
fn a_finished_rotation_forgets_the_old_key() {
    let (first, _, before) = sample();
    let old = block(&before);
    let (second, keyring) = rotated(&first, &before, 22);
    let new = block(&keyring);
    let (third, finished) = second.finish_rotation(&keyring).unwrap();
    let third = Envelope::from_bytes(&third.to_bytes()).unwrap();
    let reopened = third.unlock(&kek(PASSPHRASE)).unwrap();
    for keyring in [&finished, &reopened] {
        assert!(!keyring.is_rotating());
        assert_eq!(keyring.epoch(), 1);
        assert_eq!(opens(keyring, &old), Err(VaultError::UnknownKey));
        assert_eq!(opens(keyring, &new), Ok(()));
    }
    // Finishing twice changes nothing.
    let (again, _) = third.finish_rotation(&finished).unwrap();
    assert_eq!(again, third);
    assert!(third.to_bytes().len() < second.to_bytes().len());
}

#[test]
fn finishing_keeps_passkeys_and_rotating_drops_them() {
    let full = full();
    let (finished, _) = full.envelope.finish_rotation(&full.keyring).unwrap();
    let opened = finished
        .unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT)
        .unwrap();
    assert!(!opened.is_rotating());
    let (next, _) = rotated(&full.envelope, &full.keyring, 23);
    assert!(next.passkeys().is_empty());
    assert_eq!(
        next.unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT)
            .unwrap_err(),
        VaultError::UnknownPasskey
    );
}

#[test]
fn a_rotation_begun_in_another_keeps_every_key() {
    let (mut envelope, _, mut keyring) = sample();
    let mut blocks = vec![block(&keyring)];
    for round in 1..=16 {
        (envelope, keyring) = rotated(&envelope, &keyring, 50 + round);
        blocks.push(block(&keyring));
        let reopened = envelope.unlock(&kek(PASSPHRASE)).unwrap();
        assert_eq!(reopened.epoch(), u32::from(round));
        for block in &blocks {
            assert_eq!(opens(&keyring, block), Ok(()));
            assert_eq!(opens(&reopened, block), Ok(()));
        }
    }
    let mut entropy = Foreseen::new(90);
    let code = RecoveryCode::random(&mut entropy);
    let params = KdfParams::LEAST;
    let kek = kek(PASSPHRASE);
    let once_more = envelope.rotate(&keyring, &kek, &SALT, params, &code, &mut entropy);
    assert_eq!(once_more.unwrap_err(), VaultError::TooManyKeys);

    let (envelope, keyring) = envelope.finish_rotation(&keyring).unwrap();
    let (_, keyring) = rotated(&envelope, &keyring, 91);
    assert_eq!(keyring.epoch(), 17);
    assert_eq!(opens(&keyring, &blocks[16]), Ok(()));
    assert_eq!(opens(&keyring, &blocks[15]), Err(VaultError::UnknownKey));
}

#[test]
fn a_keyring_that_forgot_too_early_loses_no_key_of_the_envelope() {
    // The rotation was finished in memory, but the finished envelope was never stored.
    let (first, _, before) = sample();
    let old = block(&before);
    let (second, keyring) = rotated(&first, &before, 24);
    let (_, finished) = second.finish_rotation(&keyring).unwrap();
    let (third, keyring) = rotated(&second, &finished, 25);
    assert_eq!(opens(&keyring, &old), Ok(()));
    let reopened = third.unlock(&kek(PASSPHRASE)).unwrap();
    assert_eq!(opens(&reopened, &old), Ok(()));
}
