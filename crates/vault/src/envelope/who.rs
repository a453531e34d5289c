//! Whose a way in is.

use serde::{Deserialize, Serialize};

/// Whose a way into the envelope is.
///
/// Only an id of a person rests in the envelope: what they are called and what they may do is
/// among what is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// Whoever made the vault: theirs is the recovery code. Their id is among what is sealed.
    Owner,
    /// Another person, by an id that says nothing.
    Person([u8; 16]),
}
