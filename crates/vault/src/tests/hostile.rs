//! Bytes and text from outside never make the crate panic.

use super::sample;
use crate::{DataKey, Envelope, Place, RecoveryCode, strength};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #[test]
    fn an_envelope_of_any_bytes_is_refused_calmly(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert!(Envelope::from_bytes(&bytes).is_err());
    }

    #[test]
    fn an_envelope_with_its_checksum_right_never_panics(
        cut in 0_usize..260,
        tail in vec(any::<u8>(), 0..260),
    ) {
        let mut bytes = sample_bytes();
        bytes.truncate(cut.max(1));
        bytes.extend(tail);
        let hash = blake3::hash(&bytes);
        bytes.extend_from_slice(&hash.as_bytes()[..16]);
        if let Ok(envelope) = Envelope::from_bytes(&bytes) {
            prop_assert_eq!(envelope.to_bytes(), bytes);
        }
    }

    #[test]
    fn opening_any_bytes_is_refused_calmly(
        version in 0_u8..3,
        bytes in vec(any::<u8>(), 0..200),
        database in ".*",
        key in vec(any::<u8>(), 0..20),
    ) {
        let place = Place { database: &database, store: "pages", key: &key };
        let sealed = [&[version][..], &bytes].concat();
        prop_assert!(DataKey::from_bytes([1; 32]).open(&place, &sealed).is_err());
        prop_assert!(DataKey::from_bytes([1; 32]).open(&place, &bytes).is_err());
    }

    #[test]
    fn a_recovery_code_of_any_text_never_panics(text in ".{0,60}", like in "[0-9a-zA-Z -]{30,50}") {
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
    fn the_strength_of_any_text_is_a_score_of_0_to_4(
        text in ".{0,200}",
        digits in "[0-9]{0,140}",
        also in vec(".{0,12}", 0..4),
    ) {
        let also: Vec<&str> = also.iter().map(String::as_str).collect();
        prop_assert!(strength(&text, &also).score <= 4);
        prop_assert!(strength(&digits, &also).score <= 4);
    }
}

fn sample_bytes() -> Vec<u8> {
    static BYTES: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    BYTES.get_or_init(|| sample().0.to_bytes()).clone()
}
