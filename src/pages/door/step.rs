//! How far a first visit is.

use super::recovery::Came;
use crate::session::Begun;

/// Which screen of the first visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Which way in.
    Choose,
    /// A new vault.
    Form,
    /// A new vault from a backup.
    Restore,
    /// Its recovery code.
    Recovery,
}

/// A new vault that waits for the person to have kept its code.
pub struct Ready {
    /// The vault and its code.
    pub begun: Begun,
    /// What came of the backup, if it began with one.
    pub came: Option<Came>,
}
