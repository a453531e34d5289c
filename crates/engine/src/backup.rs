//! Backups: the whole log, blobs and drafts in one sealed file, read and written as a stream.
//!
//! `"CANDORBK" · version (1) · envelope length (4, little-endian) · envelope`, then frames:
//! `kind (1) · name length (2) · name · length (4) · bytes`. Blocks, blobs and drafts are copied
//! as they rest, sealed and bound to their database; the last frame is sealed too, and holds the
//! counts and a BLAKE3 hash of every byte before it.
//!
//! Must stay true: a file is looked through to its end before anything of it is taken in; taking
//! it in is merging, so nothing on the device is overwritten, and what is erased here or there
//! stays so; reading never panics and never holds more than one frame.

mod read;
mod write;

pub use read::{BackupReader, Header, Restored};

use crate::EngineError;
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 8] = b"CANDORBK";
const VERSION: u8 = 1;
const BLOCK: u8 = 1;
const BLOB: u8 = 2;
const DRAFT: u8 = 3;
const END: u8 = 255;
/// Largest frame, in bytes.
const FRAME: usize = 64 << 20;
/// Largest envelope, in bytes.
const ENVELOPE: usize = 64 << 10;
/// The name of the last frame.
pub const TRAILER: &str = "end of backup";

/// What a backup says about itself, at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// When it was made, in milliseconds since 1970.
    pub made_at: u64,
    /// Blocks of the log.
    pub blocks: u64,
    /// Changes that were applied.
    pub changes: u64,
    /// Blobs.
    pub blobs: u64,
    /// Drafts.
    pub drafts: u64,
    /// Records and responses that were shown.
    pub shown: u64,
    /// What was shown, as one hash.
    pub content: [u8; 32],
    /// The BLAKE3 hash of every byte before the last frame.
    pub bytes: [u8; 32],
}

fn frame(kind: u8, name: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(7 + name.len() + bytes.len());
    out.push(kind);
    out.extend(u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
    out.extend_from_slice(name);
    out.extend(u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
    out.extend_from_slice(bytes);
    out
}

fn damaged<E>(_: E) -> EngineError {
    EngineError::BackupDamaged
}
