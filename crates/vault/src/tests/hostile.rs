//! Bytes and text from outside never make the crate panic.
//!
//! The tests named `fuzz_…` run as often as `PROPTEST_CASES` says.

use super::envelopes::with_checksum;
use super::{CREDENTIAL, PASSPHRASE, PRF_OUTPUT, THEIRS, frozen, full, kek, sample};
use crate::{DataKey, Envelope, KeyEncryptionKey, Keyring, Place, RecoveryCode, strength};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::OnceLock;

proptest! {
    #[test]
    fn fuzz_an_envelope_of_any_bytes_is_refused_calmly(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert!(Envelope::from_bytes(&bytes).is_err());
    }

    #[test]
    fn fuzz_an_envelope_with_its_checksum_right_never_panics(
        which in 0_usize..4,
        cut in 1_usize..2600,
        tail in vec(any::<u8>(), 0..260),
    ) {
        let mut bytes = whole()[which].clone();
        bytes.truncate(cut);
        bytes.extend(tail);
        bytes.extend([0; 16]);
        let bytes = with_checksum(bytes);
        if let Ok(envelope) = Envelope::from_bytes(&bytes) {
            prop_assert_eq!(envelope.to_bytes(), bytes);
        }
    }

    #[test]
    fn fuzz_a_damaged_envelope_is_refused_or_does_not_unlock(
        which in 0_usize..4,
        changes in vec((any::<Index>(), any::<u8>()), 1..6),
        spliced in proptest::option::of((any::<Index>(), 0_usize..80, vec(any::<u8>(), 0..80))),
    ) {
        let good = &whole()[which];
        let mut bytes = good.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some((at, len, other)) = spliced {
            let at = at.index(bytes.len() - 48);
            let end = (at + len).min(bytes.len() - 48);
            bytes.splice(at..end, other);
        }
        let bytes = with_checksum(bytes);
        if let Ok(envelope) = Envelope::from_bytes(&bytes) {
            prop_assert_eq!(&envelope.to_bytes(), &bytes);
            if bytes != *good {
                prop_assert!(envelope.unlock(key()).is_err());
                prop_assert!(envelope.unlock(theirs()).is_err());
                let passkey = envelope.unlock_with_passkey(CREDENTIAL, &PRF_OUTPUT);
                prop_assert!(passkey.is_err());
            }
        }
    }

    #[test]
    fn fuzz_opening_any_bytes_is_refused_calmly(
        version in 0_u8..4,
        epoch in 0_u32..3,
        bytes in vec(any::<u8>(), 0..200),
        database in ".*",
        key in vec(any::<u8>(), 0..20),
    ) {
        let place = Place { database: &database, store: "pages", key: &key };
        let keyring = Keyring::single(DataKey::from_bytes([1; 32]));
        let sealed = [&[version][..], &epoch.to_le_bytes(), &bytes].concat();
        for bytes in [sealed, bytes] {
            let opened = keyring.open(&place, &bytes);
            prop_assert!(opened.is_err());
            let _ = Keyring::epoch_of(&bytes);
            prop_assert_eq!(keyring.open_owned(&place, bytes), opened);
        }
    }

    #[test]
    fn fuzz_a_damaged_block_never_opens(
        plain in vec(any::<u8>(), 0..200),
        changes in vec((any::<Index>(), any::<u8>()), 1..6),
        cut in any::<Index>(),
    ) {
        let place = Place { database: "main", store: "pages", key: b"7" };
        let keyring = Keyring::single(DataKey::from_bytes([1; 32]));
        let good = keyring.seal(&place, &plain, &mut super::Foreseen::new(1));
        prop_assert!(keyring.open(&place, &good[..cut.index(good.len())]).is_err());
        let mut bytes = good.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if bytes == good {
            prop_assert_eq!(keyring.open_owned(&place, bytes), Ok(plain));
        } else {
            prop_assert!(keyring.open_owned(&place, bytes).is_err());
        }
    }

    #[test]
    fn fuzz_a_recovery_code_of_any_text_never_panics(text in ".{0,60}", like in "[0-9a-zA-Z -]{30,50}") {
        let _ = RecoveryCode::parse(&text);
        let _ = RecoveryCode::parse(&like);
    }

    #[test]
    fn every_recovery_code_reads_back(seed in any::<u8>()) {
        let code = RecoveryCode::random(&mut super::Foreseen::new(seed));
        let text = code.to_text();
        prop_assert_eq!(RecoveryCode::parse(&text).unwrap().to_text(), text);
    }

    #[test]
    fn fuzz_the_strength_of_any_text_is_a_score_of_0_to_4(
        text in ".{0,200}",
        digits in "[0-9]{0,140}",
        also in vec(".{0,12}", 0..4),
    ) {
        let also: Vec<&str> = also.iter().map(String::as_str).collect();
        prop_assert!(strength(&text, &also).score <= 4);
        prop_assert!(strength(&digits, &also).score <= 4);
    }
}

/// An envelope of each kind: of version 1, of version 2 with all there was, plain, full.
fn whole() -> &'static [Vec<u8>; 4] {
    static BYTES: OnceLock<[Vec<u8>; 4]> = OnceLock::new();
    BYTES.get_or_init(|| {
        let old = [frozen::envelope_v1().0, frozen::envelope_v2()];
        let [one, two] = old.map(|kind| kind.to_bytes());
        [one, two, sample().0.to_bytes(), full().envelope.to_bytes()]
    })
}

/// The key of the passphrase of all four.
fn key() -> &'static KeyEncryptionKey {
    static KEY: OnceLock<KeyEncryptionKey> = OnceLock::new();
    KEY.get_or_init(|| kek(PASSPHRASE))
}

/// The key of the other person of the last.
fn theirs() -> &'static KeyEncryptionKey {
    static KEY: OnceLock<KeyEncryptionKey> = OnceLock::new();
    KEY.get_or_init(|| kek(THEIRS))
}
