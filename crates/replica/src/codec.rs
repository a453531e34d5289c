//! What one entry of the log says, as bytes.
//!
//! Must stay true: the first byte is the format's version; bytes of every released version
//! keep decoding; a newer version is named, not guessed at; decoding never panics and never
//! allocates more than the bytes justify.

mod batch;
mod v1;

use crate::Change;
use crate::bytes::{Reader, put_varint};
use crate::run::{self, Run};
use model::{RecordId, Stamp};
use serde::{Deserialize, Serialize};

/// The version written today.
const VERSION: u8 = 2;
const MADE: u8 = 0;
const RECEIVED: u8 = 1;
const ANSWERED: u8 = 2;
const JOINED: u8 = 3;
const RESTORED: u8 = 4;
const RUN: u8 = 5;

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
#[derive(Debug, Clone, PartialEq)]
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
    /// Read back from a backup, with the position of each where it had one.
    Restored(Vec<(u64, Change)>),
}

/// The server's answer to one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which of this device's changes.
    pub seq: u64,
    /// Its position and canonical stamp, or the code of the reason it was refused.
    pub outcome: Result<(u64, Stamp), String>,
}

impl Entry {
    /// The changes in it, with the position of each, 0 for none.
    pub fn changes(&self) -> impl Iterator<Item = (u64, &Change)> {
        let (plain, placed): (&[Change], &[(u64, Change)]) = match self {
            Self::Made(changes) => (changes, &[]),
            Self::Received { changes, .. } | Self::Restored(changes) => (&[], changes),
            Self::Answered(_) | Self::Joined(_) => (&[], &[]),
        };
        let placed = placed.iter().map(|(position, change)| (*position, change));
        plain.iter().map(|change| (0, change)).chain(placed)
    }

    /// Takes what is said about erased records out of it; true if there was anything.
    pub fn redact(&mut self, gone: impl Fn(RecordId) -> bool) -> bool {
        let mut any = false;
        match self {
            Self::Made(changes) => {
                for change in changes {
                    any |= crate::redact(change, &gone);
                }
            }
            Self::Received { changes, .. } | Self::Restored(changes) => {
                for (_, change) in changes {
                    any |= crate::redact(change, &gone);
                }
            }
            Self::Answered(_) | Self::Joined(_) => {}
        }
        any
    }
}

/// An entry as bytes.
pub fn encode_entry(entry: &Entry) -> Vec<u8> {
    match entry {
        Entry::Made(changes) => encode_made(changes),
        Entry::Received { changes, cursor } => {
            let mut out = vec![VERSION, RECEIVED];
            put_varint(&mut out, *cursor);
            batch::encode(&mut out, &mut changes.iter().map(|(p, c)| (*p, c)));
            out
        }
        Entry::Answered(answers) => {
            postcard::to_extend(answers, vec![VERSION, ANSWERED]).unwrap_or_default()
        }
        Entry::Joined(server) => {
            let mut out = vec![VERSION, JOINED];
            out.extend_from_slice(server);
            out
        }
        Entry::Restored(changes) => {
            let mut out = vec![VERSION, RESTORED];
            batch::encode(&mut out, &mut changes.iter().map(|(p, c)| (*p, c)));
            out
        }
    }
}

/// Changes made here as the bytes of an entry.
pub fn encode_made(changes: &[Change]) -> Vec<u8> {
    let mut out = vec![VERSION, MADE];
    batch::encode(&mut out, &mut changes.iter().map(|change| (0, change)));
    out
}

/// Changes made here in one go as the bytes of an entry: those that were added to the run, whose
/// own proofs are left out. Read back they are [`Entry::Made`], with their proofs.
pub fn encode_run(run: &Run, changes: &[Change]) -> Vec<u8> {
    let mut out = vec![VERSION, RUN];
    batch::encode_unproven(&mut out, &mut changes.iter().map(|change| (0, change)));
    run.put(&mut out);
    out
}

/// The entry in the bytes.
///
/// # Errors
/// [`CodecError::Newer`] or [`CodecError::Damaged`].
pub fn decode_entry(bytes: &[u8]) -> Result<Entry, CodecError> {
    match bytes.split_first() {
        Some((1, rest)) => v1::decode(rest),
        Some((&VERSION, rest)) => decode_current(rest),
        Some((&version, _)) if version > VERSION => Err(CodecError::Newer(version)),
        _ => Err(CodecError::Damaged),
    }
}

fn made(reader: &mut Reader<'_>) -> Result<Vec<Change>, CodecError> {
    let placed = batch::decode(reader)?;
    Ok(placed.into_iter().map(|(_, change)| change).collect())
}

fn decode_current(bytes: &[u8]) -> Result<Entry, CodecError> {
    let mut reader = Reader::new(bytes);
    let entry = match reader.byte()? {
        MADE => Entry::Made(made(&mut reader)?),
        RUN => {
            let mut changes = made(&mut reader)?;
            run::prove(&mut reader, &mut changes)?;
            Entry::Made(changes)
        }
        RECEIVED => {
            let cursor = reader.varint()?;
            let changes = batch::decode(&mut reader)?;
            Entry::Received { changes, cursor }
        }
        ANSWERED => {
            let (answers, rest) =
                postcard::take_from_bytes(reader.rest()).map_err(|_| CodecError::Damaged)?;
            reader = Reader::new(rest);
            Entry::Answered(answers)
        }
        JOINED => Entry::Joined(reader.array()?),
        RESTORED => Entry::Restored(batch::decode(&mut reader)?),
        _ => return Err(CodecError::Damaged),
    };
    if reader.is_empty() {
        Ok(entry)
    } else {
        Err(CodecError::Damaged)
    }
}
