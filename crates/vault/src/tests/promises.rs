//! What holds for the whole crate: nothing secret is printed, every error has a name.

use super::{full, sample};
use crate::{DataKey, Keyring, VaultError};

#[test]
fn nothing_secret_is_printed() {
    let (_, recovery, _) = sample();
    let full = full();
    let printed = format!("{:?} {:?}", full.keyring, full.envelope);
    let key = format!("{:?}", full.keyring.current().expose());
    assert!(!printed.contains(key.trim_matches(['[', ']'])));
    assert_eq!(printed.matches("DataKey((secret))").count(), 2);
    let key = DataKey::from_bytes([0xAB; 32]);
    assert_eq!(format!("{key:?}"), "DataKey((secret))");
    assert_eq!(
        format!("{:?}", Keyring::single(key)),
        "Keyring { current: Held { epoch: 0, key: DataKey((secret)) }, previous: [] }"
    );
    assert_eq!(format!("{recovery:?}"), "RecoveryCode((secret))");
    let kek = crate::KeyEncryptionKey::from_bytes([0xAB; 32]);
    assert_eq!(format!("{kek:?}"), "KeyEncryptionKey((secret))");
}

#[test]
fn every_error_has_a_code_of_its_own() {
    use VaultError::{
        Damaged, ForeignKey, NewerFormat, OutOfMemory, ParamsOutOfRange, PasskeyOutOfRange,
        PassphraseTaken, RecoveryCodeMistyped, Refused, SharedSalt, TooManyKeys, TooManyPasskeys,
        TooManyPeople, Unkeyed, UnknownKey, UnknownPasskey, UnknownPerson, WrongPasskey,
        WrongPassphrase, WrongRecoveryCode,
    };
    let errors = [
        Damaged,
        NewerFormat,
        Refused,
        UnknownKey,
        WrongPassphrase,
        WrongRecoveryCode,
        RecoveryCodeMistyped,
        UnknownPasskey,
        WrongPasskey,
        PasskeyOutOfRange,
        TooManyPasskeys,
        TooManyKeys,
        UnknownPerson,
        TooManyPeople,
        PassphraseTaken,
        SharedSalt,
        Unkeyed,
        ForeignKey,
        ParamsOutOfRange,
        OutOfMemory,
    ];
    let codes: std::collections::BTreeSet<_> = errors.iter().map(VaultError::code).collect();
    assert_eq!(codes.len(), errors.len());
    assert_eq!(UnknownKey.code(), "vault.unknown_key");
    assert!(codes.iter().all(|code| code.starts_with("vault.")));
}
