//! What can go wrong between us and the disk.

/// Why the store refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The browser gives us no database (private mode, blocked site data).
    #[error("the browser refuses storage")]
    Unavailable,
    /// No space left for this site.
    #[error("storage is full")]
    Full,
    /// Written by a newer version of the app.
    #[error("written by a newer version")]
    Newer,
    /// Another tab holds an older version of the database open.
    #[error("another tab holds the database")]
    Blocked,
    /// The connection was closed by the browser and could not be opened again.
    #[error("the connection is lost")]
    Closed,
    /// What was read is not what was written.
    #[error("stored data is damaged")]
    Damaged,
    /// Another tab wrote since: what it wrote has to be taken in first.
    #[error("another tab wrote first")]
    Behind,
    /// The keys were changed elsewhere: the vault has to be unlocked again.
    #[error("the keys were changed")]
    Rekeyed,
    /// Anything else, by the browser's name for it.
    #[error("storage failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable => "store.unavailable",
            Self::Full => "store.full",
            Self::Newer => "store.newer",
            Self::Blocked => "store.blocked",
            Self::Closed => "store.closed",
            Self::Damaged => "store.damaged",
            Self::Behind => "store.behind",
            Self::Rekeyed => "store.rekeyed",
            Self::Failed(_) => "store.failed",
        }
    }
}
