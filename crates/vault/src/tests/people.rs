//! What several people in one envelope are promised.

use super::envelopes::with_checksum;
use super::{Foreseen, MEMBER, PASSPHRASE, PRF_OUTPUT, PRF_SALT, SALT, THEIRS, kek, sample};
use crate::{Envelope, KdfParams, Keyring, Place, RecoveryCode, VaultError, Who};

const SECOND: [u8; 16] = [0x53; 16];
const SECONDS: &str = "tidal 风筝 walnut";
const ANOTHER: &str = "cellar 灯塔 mitten";
const PLACE: Place<'static> = Place {
    database: "main",
    store: "log",
    key: b"1",
};

/// Bytes of a way in through a key pair, as it rests.
const WAY: usize = 1 + 3 * 72 + 32;

/// An envelope of the owner and two people, stored and read again.
fn three() -> (Envelope, RecoveryCode, Keyring) {
    let (envelope, recovery, keyring) = sample();
    let mut entropy = Foreseen::new(60);
    let envelope = envelope
        .set_person(&keyring, &MEMBER, &kek(THEIRS), &mut entropy)
        .and_then(|next| next.set_person(&keyring, &SECOND, &kek(SECONDS), &mut entropy))
        .unwrap();
    (stored(&envelope), recovery, keyring)
}

fn stored(envelope: &Envelope) -> Envelope {
    let read = Envelope::from_bytes(&envelope.to_bytes()).unwrap();
    assert_eq!(&read, envelope);
    read
}

fn who(envelope: &Envelope, passphrase: &str) -> Result<Who, VaultError> {
    envelope.unlock_as(&kek(passphrase)).map(|(who, _)| who)
}

fn with_passkey(envelope: &Envelope, keyring: &Keyring, who: Who, name: &[u8]) -> Envelope {
    let mut entropy = Foreseen::new(61);
    envelope
        .add_passkey(
            keyring,
            who,
            name,
            &PRF_SALT,
            "key",
            &PRF_OUTPUT,
            &mut entropy,
        )
        .unwrap()
}

#[test]
fn the_passphrase_says_who_it_is() {
    let (envelope, recovery, keyring) = three();
    for (passphrase, expected) in [
        (PASSPHRASE, Ok(Who::Owner)),
        (THEIRS, Ok(Who::Person(MEMBER))),
        (SECONDS, Ok(Who::Person(SECOND))),
        (ANOTHER, Err(VaultError::WrongPassphrase)),
    ] {
        assert_eq!(who(&envelope, passphrase), expected, "{passphrase}");
    }
    for opened in [
        envelope.unlock(&kek(THEIRS)).unwrap(),
        envelope.unlock_with_recovery(&recovery).unwrap(),
    ] {
        assert_eq!(opened.current().expose(), keyring.current().expose());
    }
    assert!(envelope.people().eq([&MEMBER, &SECOND]));
}

#[test]
fn nobodys_entry_stands_in_for_anothers() {
    let (envelope, ..) = three();
    let bytes = envelope.to_bytes();
    let owner = bytes.len() - 48 - 1 - 2 * (16 + WAY) - 1 - 1 - 2 * WAY;
    let [first, second] = [0, 1].map(|at| bytes.len() - 48 - 1 - (2 - at) * (16 + WAY));
    assert_eq!(bytes[first..first + 16], MEMBER);
    assert_eq!(bytes[second..second + 16], SECOND);
    for (one, other, len) in [
        (first, second, 16),
        (first + 16, second + 16, WAY),
        (owner, first + 16, WAY),
        (owner, owner + WAY, WAY),
    ] {
        let mut swapped = bytes.clone();
        swapped[one..one + len].copy_from_slice(&bytes[other..other + len]);
        swapped[other..other + len].copy_from_slice(&bytes[one..one + len]);
        let swapped = Envelope::from_bytes(&with_checksum(swapped)).unwrap();
        let opened: Vec<_> = [PASSPHRASE, THEIRS, SECONDS]
            .iter()
            .map(|passphrase| who(&swapped, passphrase).unwrap_err())
            .collect();
        // Not only does the seal break: the entry that was moved is nobody's.
        let nobodys = |error: &&VaultError| **error == VaultError::WrongPassphrase;
        assert!(opened.iter().filter(nobodys).count() >= 1, "{opened:?}");
    }
    // Twice the same person is not read.
    let mut twice = bytes;
    twice[second..second + 16].copy_from_slice(&MEMBER);
    let read = Envelope::from_bytes(&with_checksum(twice));
    assert_eq!(read, Err(VaultError::Damaged));
}

#[test]
fn two_people_never_have_the_same_passphrase() {
    let (envelope, _, keyring) = three();
    let mut entropy = Foreseen::new(62);
    let params = KdfParams::LEAST;
    let mut set = |member, passphrase| {
        let kek = kek(passphrase);
        let set = envelope.set_person(&keyring, &member, &kek, &mut entropy);
        set.map(|_| ())
    };
    let taken = Err(VaultError::PassphraseTaken);
    assert_eq!(set([1; 16], PASSPHRASE), taken);
    assert_eq!(set([1; 16], THEIRS), taken);
    assert_eq!(set(SECOND, THEIRS), taken);
    assert_eq!(set(SECOND, PASSPHRASE), taken);
    // One's own once more is one's own.
    assert_eq!(set(MEMBER, THEIRS), Ok(()));
    assert_eq!(set([1; 16], ANOTHER), Ok(()));
    let own = envelope.rewrap(&keyring, &kek(SECONDS), &SALT, params, &mut entropy);
    assert_eq!(own.map(|_| ()), taken);
    let code = RecoveryCode::random(&mut entropy);
    let kek = kek(THEIRS);
    let rotated = envelope.rotate(&keyring, &kek, &SALT, params, &code, &mut entropy);
    assert_eq!(rotated.map(|_| ()), taken);
}

#[test]
fn one_persons_new_passphrase_leaves_everybody_elses() {
    let (envelope, recovery, keyring) = three();
    let mut entropy = Foreseen::new(63);
    let theirs = envelope.set_person(&keyring, &MEMBER, &kek(ANOTHER), &mut entropy);
    let (salt, params) = envelope.next_salt(KdfParams::STANDARD, &mut entropy);
    assert_eq!((salt, params), (SALT, KdfParams::LEAST));
    let own = envelope.rewrap(&keyring, &kek(ANOTHER), &salt, params, &mut entropy);
    for (next, gone, stay) in [
        (theirs, THEIRS, [PASSPHRASE, SECONDS]),
        (own, PASSPHRASE, [THEIRS, SECONDS]),
    ] {
        let next = stored(&next.unwrap());
        assert_eq!(who(&next, gone), Err(VaultError::WrongPassphrase));
        assert_eq!(who(&next, ANOTHER), who(&envelope, gone));
        for passphrase in stay {
            assert_eq!(who(&next, passphrase), who(&envelope, passphrase));
        }
        assert!(next.unlock_with_recovery(&recovery).is_ok());
    }
    // Another salt would shut the others out.
    let kek = kek(ANOTHER);
    let other = KdfParams::new(9 * 1024, 2, 1).unwrap();
    for (salt, params) in [([8; 16], KdfParams::LEAST), (SALT, other)] {
        let refused = envelope.rewrap(&keyring, &kek, &salt, params, &mut entropy);
        assert_eq!(refused, Err(VaultError::SharedSalt));
        let code = RecoveryCode::random(&mut entropy);
        let refused = envelope.rotate(&keyring, &kek, &salt, params, &code, &mut entropy);
        assert_eq!(refused.map(|_| ()), Err(VaultError::SharedSalt));
    }
}

#[test]
fn new_keys_keep_everybody_in() {
    let (envelope, _, keyring) = three();
    let envelope = with_passkey(&envelope, &keyring, Who::Person(MEMBER), b"theirs");
    let envelope = with_passkey(&envelope, &keyring, Who::Owner, b"own");
    let block = keyring.seal(&PLACE, b"three customers", &mut Foreseen::new(64));
    let mut entropy = Foreseen::new(65);
    let code = RecoveryCode::random(&mut entropy);
    let params = KdfParams::LEAST;
    let own = kek(PASSPHRASE);
    let (mut next, mut keyring) = envelope
        .rotate(&keyring, &own, &SALT, params, &code, &mut entropy)
        .unwrap();
    for epoch in [1, 2] {
        next = stored(&next);
        for passphrase in [PASSPHRASE, THEIRS, SECONDS] {
            let (found, opened) = next.unlock_as(&kek(passphrase)).unwrap();
            assert_eq!(Ok(found), who(&envelope, passphrase));
            assert_eq!(opened.epoch(), epoch);
            assert_eq!(opened.open(&PLACE, &block).unwrap(), b"three customers");
        }
        assert!(next.unlock_with_recovery(&code).is_ok());
        assert!(next.unlock_with_passkey(b"theirs", &PRF_OUTPUT).is_ok());
        let own_passkey = next.unlock_with_passkey(b"own", &PRF_OUTPUT);
        assert_eq!(own_passkey.unwrap_err(), VaultError::UnknownPasskey);
        (next, keyring) = next
            .rotate(&keyring, &own, &SALT, params, &code, &mut entropy)
            .unwrap();
    }
}

#[test]
fn who_was_removed_is_out_and_everybody_else_stays() {
    let (envelope, recovery, keyring) = three();
    let envelope = with_passkey(&envelope, &keyring, Who::Person(MEMBER), b"theirs");
    let envelope = with_passkey(&envelope, &keyring, Who::Person(SECOND), b"second's");
    let envelope = with_passkey(&envelope, &keyring, Who::Owner, b"own");
    let mut entropy = Foreseen::new(66);
    let (next, after) = envelope
        .remove_person(&keyring, &MEMBER, None, &mut entropy)
        .unwrap();
    let next = stored(&next);
    assert_ne!(after.current().expose(), keyring.current().expose());
    assert_eq!(who(&next, THEIRS), Err(VaultError::WrongPassphrase));
    assert_eq!(who(&next, PASSPHRASE), Ok(Who::Owner));
    assert_eq!(who(&next, SECONDS), Ok(Who::Person(SECOND)));
    assert!(next.unlock_with_recovery(&recovery).is_ok());
    for (name, opens) in [(&b"theirs"[..], false), (b"second's", true), (b"own", true)] {
        let opened = next.unlock_with_passkey(name, &PRF_OUTPUT);
        assert_eq!(opened.is_ok(), opens, "{}", name.escape_ascii());
    }
    assert!(next.people().eq([&SECOND]));
    let again = next.remove_person(&after, &MEMBER, None, &mut entropy);
    assert_eq!(again.unwrap_err(), VaultError::UnknownPerson);
    let (finished, after) = next.finish_rotation(&after).unwrap();
    assert_eq!(who(&finished, SECONDS), Ok(Who::Person(SECOND)));
    // What they still open is what they had: a copy of before, and nothing sealed since.
    let old = envelope.unlock(&kek(THEIRS)).unwrap();
    let block = after.seal(&PLACE, b"since then", &mut entropy);
    assert_eq!(old.open(&PLACE, &block), Err(VaultError::UnknownKey));
    // A removed passphrase is free again.
    assert!(
        finished
            .set_person(&after, &[1; 16], &kek(THEIRS), &mut entropy)
            .is_ok()
    );
}

#[test]
fn a_passkey_is_of_somebody_who_is_there() {
    let (envelope, _, keyring) = three();
    let mut entropy = Foreseen::new(67);
    let nobody = Who::Person([1; 16]);
    let added = envelope.add_passkey(
        &keyring,
        nobody,
        b"key",
        &PRF_SALT,
        "",
        &PRF_OUTPUT,
        &mut entropy,
    );
    assert_eq!(added, Err(VaultError::UnknownPerson));
}

#[test]
fn sixty_four_people_fit_and_no_more() {
    let (mut envelope, _, keyring) = sample();
    let mut entropy = Foreseen::new(68);
    let kek_of = |number: u8| crate::KeyEncryptionKey::from_bytes([number; 32]);
    for number in 0..64 {
        envelope = envelope
            .set_person(&keyring, &[number; 16], &kek_of(number), &mut entropy)
            .unwrap();
    }
    let one_more = envelope.set_person(&keyring, &[64; 16], &kek_of(64), &mut entropy);
    assert_eq!(one_more, Err(VaultError::TooManyPeople));
    let read = stored(&envelope);
    let (who, _) = read.unlock_as(&kek_of(63)).unwrap();
    assert_eq!(who, Who::Person([63; 16]));
    assert!(read.to_bytes().len() < 20_000);
}
