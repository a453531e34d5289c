//! What can go wrong in the vault, each with a stable code for the app to put into words.
//!
//! No variant carries data: an error never holds a key, a passphrase or a plaintext.

use thiserror::Error;

/// Why the vault would not do as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum VaultError {
    /// The bytes are cut short, altered or no vault bytes at all.
    #[error("the sealed bytes are damaged")]
    Damaged,
    /// The bytes were written by a newer version of the app.
    #[error("the format is newer than this version knows")]
    NewerFormat,
    /// The bytes do not open with this key in this place: another key, another place, or
    /// altered since. The cipher cannot tell which.
    #[error("the sealed bytes do not open with this key in this place")]
    Refused,
    /// The block names an epoch whose key is not held: the key was rotated elsewhere, and the
    /// envelope there is newer than the one unlocked here.
    #[error("the key of these sealed bytes is not held")]
    UnknownKey,
    /// The passphrase does not open this envelope.
    #[error("the passphrase does not fit")]
    WrongPassphrase,
    /// The recovery code is well formed but belongs to another envelope.
    #[error("the recovery code does not fit")]
    WrongRecoveryCode,
    /// The recovery code was typed wrongly: its length, a symbol or its check group is off.
    #[error("the recovery code is mistyped")]
    RecoveryCodeMistyped,
    /// The envelope knows no passkey of this credential: never added, removed, or dropped by a
    /// rotation.
    #[error("the passkey is not known")]
    UnknownPasskey,
    /// The passkey's output does not open this envelope.
    #[error("the passkey does not fit")]
    WrongPasskey,
    /// A passkey's credential id or label is empty or too long.
    #[error("the passkey's credential or label is out of range")]
    PasskeyOutOfRange,
    /// The envelope holds as many passkeys as it may.
    #[error("no more passkeys fit")]
    TooManyPasskeys,
    /// The envelope holds as many earlier keys as it may: finish the rotation first.
    #[error("no more keys fit")]
    TooManyKeys,
    /// The envelope knows no person of this id: never added, or removed.
    #[error("the person is not known")]
    UnknownPerson,
    /// The envelope holds as many people as it may.
    #[error("no more people fit")]
    TooManyPeople,
    /// The passphrase is another person's: nobody could tell the two apart.
    #[error("the passphrase cannot be used")]
    PassphraseTaken,
    /// The key was derived with another salt or other parameters than those of the other
    /// people.
    #[error("the salt is shared and stays")]
    SharedSalt,
    /// A way in of an older version cannot be wrapped anew without its secret.
    #[error("a way in has to be made anew first")]
    Unkeyed,
    /// The data key handed in is not the one this envelope wraps.
    #[error("the data key does not belong to this envelope")]
    ForeignKey,
    /// Key-derivation parameters lie outside what is accepted.
    #[error("the key derivation parameters are out of range")]
    ParamsOutOfRange,
    /// The device has not enough memory to derive the key.
    #[error("not enough memory to derive the key")]
    OutOfMemory,
}

impl VaultError {
    /// A stable name, which the app turns into words in the person's language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Damaged => "vault.damaged",
            Self::NewerFormat => "vault.newer_format",
            Self::Refused => "vault.refused",
            Self::UnknownKey => "vault.unknown_key",
            Self::WrongPassphrase => "vault.wrong_passphrase",
            Self::WrongRecoveryCode => "vault.wrong_recovery_code",
            Self::RecoveryCodeMistyped => "vault.recovery_code_mistyped",
            Self::UnknownPasskey => "vault.unknown_passkey",
            Self::WrongPasskey => "vault.wrong_passkey",
            Self::PasskeyOutOfRange => "vault.passkey_out_of_range",
            Self::TooManyPasskeys => "vault.too_many_passkeys",
            Self::TooManyKeys => "vault.too_many_keys",
            Self::UnknownPerson => "vault.unknown_person",
            Self::TooManyPeople => "vault.too_many_people",
            Self::PassphraseTaken => "vault.passphrase_taken",
            Self::SharedSalt => "vault.shared_salt",
            Self::Unkeyed => "vault.unkeyed",
            Self::ForeignKey => "vault.foreign_key",
            Self::ParamsOutOfRange => "vault.params_out_of_range",
            Self::OutOfMemory => "vault.out_of_memory",
        }
    }
}
