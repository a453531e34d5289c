//! What one journal entry says, as bytes.
//!
//! Must stay true: the first byte is the format's version; bytes of every released version
//! keep decoding; a newer version is named, not guessed at; decoding never panics and never
//! allocates more than the bytes justify.

use crate::Change;
use model::Stamp;
use serde::{Deserialize, Serialize};

/// The version written today.
const VERSION: u8 = 1;

/// Why bytes are not an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Written by a newer app.
    #[error("written by a newer version ({0})")]
    Newer(u8),
    /// Not an entry.
    #[error("damaged entry")]
    Damaged,
}

impl CodecError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Newer(_) => "stored.newer",
            Self::Damaged => "stored.damaged",
        }
    }
}

/// Something this device learned, in the order it learned it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Entry {
    /// Made here.
    Made(Vec<Change>),
    /// Received from the server, with the position of each; all up to `cursor` is now known.
    Received {
        /// Position and change.
        changes: Vec<(u64, Change)>,
        /// Where the next pull begins.
        cursor: u64,
    },
    /// The server's answers to what was made here.
    Answered(Vec<Answer>),
    /// This device joined the server with this id; what another one had answered or sent up to
    /// says nothing about this one.
    Joined([u8; 16]),
}

/// The server's answer to one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which of this device's changes.
    pub seq: u64,
    /// Its position and canonical stamp, or the code of the reason it was refused.
    pub outcome: Result<(u64, Stamp), String>,
}

/// An entry as bytes.
pub fn encode_entry(entry: &Entry) -> Vec<u8> {
    postcard::to_extend(entry, vec![VERSION]).unwrap_or_default()
}

/// The entry in the bytes.
///
/// # Errors
/// [`CodecError::Newer`] or [`CodecError::Damaged`].
pub fn decode_entry(bytes: &[u8]) -> Result<Entry, CodecError> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => postcard::from_bytes(rest).map_err(|_| CodecError::Damaged),
        Some((&version, _)) if version > VERSION => Err(CodecError::Newer(version)),
        _ => Err(CodecError::Damaged),
    }
}
