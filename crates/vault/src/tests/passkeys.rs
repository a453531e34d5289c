//! What passkeys promise.

use super::envelopes::with_checksum;
use super::{CREDENTIAL, Foreseen, PASSPHRASE, PRF_OUTPUT, PRF_SALT, full, kek, sample};
use crate::{Envelope, Keyring, VaultError, Who};

fn add(envelope: &Envelope, keyring: &Keyring, credential: &[u8], label: &str) -> Added {
    let mut entropy = Foreseen::new(9);
    envelope.add_passkey(
        keyring,
        Who::Owner,
        credential,
        &PRF_SALT,
        label,
        &PRF_OUTPUT,
        &mut entropy,
    )
}

type Added = Result<Envelope, VaultError>;

#[test]
fn a_passkey_opens_the_same_keys_and_another_does_not() {
    let full = full();
    let envelope = Envelope::from_bytes(&full.envelope.to_bytes()).unwrap();
    let [passkey] = envelope.passkeys() else {
        panic!("one passkey");
    };
    assert_eq!(passkey.credential(), CREDENTIAL);
    assert_eq!(passkey.prf_salt(), &PRF_SALT);
    assert_eq!(passkey.label(), "平板 tablet");

    let keyring = envelope
        .unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT)
        .unwrap();
    assert_eq!(keyring.current().expose(), full.keyring.current().expose());
    assert_eq!(keyring.epoch(), 1);
    assert!(keyring.is_rotating());

    for (credential, output, error) in [
        (CREDENTIAL, [7; 32], VaultError::WrongPasskey),
        (b"another", PRF_OUTPUT, VaultError::UnknownPasskey),
        (b"", PRF_OUTPUT, VaultError::UnknownPasskey),
    ] {
        let opened = envelope.unlock_with_passkey(credential, &output);
        assert_eq!(opened.unwrap_err(), error);
    }
}

#[test]
fn a_removed_passkey_opens_no_more_and_the_others_do() {
    let full = full();
    let two = add(&full.envelope, &full.keyring, b"phone", "phone").unwrap();
    assert!(two.unlock_with_passkey(b"phone", &PRF_OUTPUT).is_ok());
    let one = two.remove_passkey(&full.keyring, CREDENTIAL).unwrap();
    let one = Envelope::from_bytes(&one.to_bytes()).unwrap();
    assert_eq!(
        one.unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT)
            .unwrap_err(),
        VaultError::UnknownPasskey
    );
    assert!(one.unlock_with_passkey(b"phone", &PRF_OUTPUT).is_ok());
    assert!(one.unlock(&kek(PASSPHRASE)).unwrap().is_rotating());
    assert!(one.unlock_with_recovery(&full.recovery).is_ok());
    assert_eq!(
        one.remove_passkey(&full.keyring, CREDENTIAL),
        Err(VaultError::UnknownPasskey)
    );
}

#[test]
fn a_credential_added_again_replaces_itself() {
    let (envelope, _, keyring) = sample();
    let first = add(&envelope, &keyring, CREDENTIAL, "old").unwrap();
    let first = add(&first, &keyring, b"phone", "phone").unwrap();
    let mut entropy = Foreseen::new(10);
    let again = first
        .add_passkey(
            &keyring,
            Who::Owner,
            CREDENTIAL,
            &[8; 32],
            "new",
            &[9; 32],
            &mut entropy,
        )
        .unwrap();
    let labels: Vec<_> = again.passkeys().iter().map(|known| known.label()).collect();
    assert_eq!(labels, ["new", "phone"]);
    assert!(again.unlock_with_passkey(CREDENTIAL, &[9; 32]).is_ok());
    assert_eq!(
        again
            .unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT)
            .unwrap_err(),
        VaultError::WrongPasskey
    );
}

#[test]
fn credentials_and_labels_have_their_limits() {
    let (envelope, _, keyring) = sample();
    let out = Err(VaultError::PasskeyOutOfRange);
    for (credential, label, accepted) in [
        (1, 0, true),
        (1023, 64, true),
        (0, 1, false),
        (1024, 1, false),
        (1, 65, false),
    ] {
        let added = add(
            &envelope,
            &keyring,
            &vec![3; credential],
            &"密".repeat(label),
        );
        match accepted {
            true => {
                let added = added.unwrap();
                assert_eq!(Envelope::from_bytes(&added.to_bytes()), Ok(added));
            }
            false => assert_eq!(added, out, "{credential} {label}"),
        }
    }
}

#[test]
fn sixteen_passkeys_fit_and_no_more() {
    let (mut envelope, _, keyring) = sample();
    for number in 0..16 {
        envelope = add(&envelope, &keyring, &[number; 1023], &"密".repeat(64)).unwrap();
    }
    assert_eq!(
        add(&envelope, &keyring, b"one more", ""),
        Err(VaultError::TooManyPasskeys)
    );
    assert!(add(&envelope, &keyring, &[3; 1023], "again").is_ok());
    let bytes = envelope.to_bytes();
    assert!(bytes.len() < 26_000, "{}", bytes.len());
    let read = Envelope::from_bytes(&bytes).unwrap();
    assert_eq!(read, envelope);
    assert!(read.unlock_with_passkey(&[15; 1023], &PRF_OUTPUT).is_ok());
}

#[test]
fn a_passkey_twice_or_out_of_range_is_not_read() {
    let (envelope, _, keyring) = sample();
    let bytes = add(&envelope, &keyring, &[3; 8], "abc").unwrap().to_bytes();
    let passkey_len = 1 + 1 + 8 + 32 + 1 + 3 + (1 + 72 + 72 + 32 + 72);
    let start = bytes.len() - 48 - passkey_len;
    assert_eq!(bytes[start - 1], 1, "the count");
    assert_eq!(bytes[start], 0, "the owner's");
    assert_eq!(bytes[start + 1], 8, "the credential's length");
    let (head, passkey) = (&bytes[..start - 1], &bytes[start..bytes.len() - 48]);
    let seal = &bytes[bytes.len() - 48..];
    let with = |count: u8, entries: &[u8]| {
        let forged = with_checksum([head, &[count], entries, seal].concat());
        Envelope::from_bytes(&forged).map(|read| read.passkeys().len())
    };
    let no_credential = [&[0, 0], &passkey[10..]].concat();
    let long_label = [&passkey[..42], &[65], &[b'a'; 65], &passkey[46..]].concat();
    let no_text = [&passkey[..43], &[0xFF], &passkey[44..]].concat();
    let of_nobody = [&[1], &[9; 16][..], &passkey[1..]].concat();
    let direct_of_another = [&passkey[..46], &[0], &[0; 72][..]].concat();
    assert_eq!(with(1, &direct_of_another), Ok(1), "direct, of the owner");
    let direct_of_another = [&[1], &[9; 16][..], &direct_of_another[1..]].concat();
    let seventeen: Vec<u8> = (0..17)
        .flat_map(|number| [&[0, 1, number], &passkey[10..]].concat())
        .collect();
    assert_eq!(with(1, passkey), Ok(1));
    assert_eq!(with(16, &seventeen[..seventeen.len() / 17 * 16]), Ok(16));
    for (count, entries) in [
        (2, [passkey, passkey].concat()),
        (1, no_credential),
        (1, long_label),
        (1, no_text),
        (1, of_nobody),
        (1, direct_of_another),
        (17, seventeen),
        (255, passkey.to_vec()),
        (0, passkey.to_vec()),
    ] {
        assert_eq!(with(count, &entries), Err(VaultError::Damaged), "{count}");
    }
}
