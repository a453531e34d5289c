//! Why the engine refused.

use replica::CodecError;
use store::StoreError;

/// What can go wrong between a person and the disk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The vault was locked.
    #[error("the vault is locked")]
    Locked,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Stored bytes are of a newer version.
    #[error("written by a newer version")]
    Newer,
    /// There is nothing that could be undone.
    #[error("nothing to undo")]
    NothingToUndo,
    /// Cancelled by the person.
    #[error("cancelled")]
    Cancelled,
    /// This is not a backup.
    #[error("not a backup")]
    NotABackup,
    /// The backup ends before its end.
    #[error("the backup is cut off")]
    BackupCut,
    /// Something in the backup is not as it was written.
    #[error("the backup is damaged")]
    BackupDamaged,
    /// The backup was made by a newer version.
    #[error("the backup is of a newer version")]
    BackupNewer,
}

impl EngineError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Locked => "session.locked",
            Self::Store(error) => error.code(),
            Self::Newer => "store.newer",
            Self::NothingToUndo => "engine.nothing_to_undo",
            Self::Cancelled => "engine.cancelled",
            Self::NotABackup => "backup.foreign",
            Self::BackupCut => "backup.cut",
            Self::BackupDamaged => "backup.damaged",
            Self::BackupNewer => "backup.newer",
        }
    }
}

impl From<CodecError> for EngineError {
    fn from(error: CodecError) -> Self {
        match error {
            CodecError::Newer(_) => Self::Newer,
            CodecError::Damaged => Self::Store(StoreError::Damaged),
        }
    }
}
