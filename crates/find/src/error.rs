//! What can go wrong: only readings from outside, and more than the numbers hold.

use thiserror::Error;

/// Why readings were refused or a document not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FindError {
    /// The bytes are not a table of readings.
    #[error("not a table of readings")]
    NotReadings,
    /// The table is of a version that this program does not know.
    #[error("a table of readings of an unknown version")]
    ReadingsVersion,
    /// The table ends early, says more than it may, or contradicts itself.
    #[error("a damaged table of readings")]
    ReadingsDamaged,
    /// There are more documents or words than the index can number.
    #[error("the index is full")]
    Full,
}

impl FindError {
    /// A stable name that the app turns into words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotReadings => "find.not_readings",
            Self::ReadingsVersion => "find.readings_version",
            Self::ReadingsDamaged => "find.readings_damaged",
            Self::Full => "find.full",
        }
    }
}
