//! Entries of format 1, read for ever: postcard, changes without a proof.

use super::{Answer, CodecError, Entry};
use crate::{Change, Op};
use model::{BatchId, Channel, DeviceId, RecordId, Stamp};
use serde::Deserialize;

#[derive(Deserialize)]
struct Old {
    device: DeviceId,
    seq: u64,
    stamp: Stamp,
    author: RecordId,
    channel: Channel,
    seen: u64,
    batch: Option<BatchId>,
    ops: Vec<Op>,
}

impl Old {
    fn into_change(self) -> Change {
        Change {
            device: self.device,
            seq: self.seq,
            stamp: self.stamp,
            author: self.author,
            channel: self.channel,
            seen: self.seen,
            batch: self.batch,
            ops: self.ops,
            proof: None,
        }
    }
}

#[derive(Deserialize)]
enum OldEntry {
    Made(Vec<Old>),
    Received {
        changes: Vec<(u64, Old)>,
        cursor: u64,
    },
    Answered(Vec<Answer>),
    Joined([u8; 16]),
}

/// The entry behind the version byte.
pub fn decode(bytes: &[u8]) -> Result<Entry, CodecError> {
    let old = postcard::from_bytes(bytes).map_err(|_| CodecError::Damaged)?;
    Ok(match old {
        OldEntry::Made(changes) => Entry::Made(changes.into_iter().map(Old::into_change).collect()),
        OldEntry::Received { changes, cursor } => Entry::Received {
            changes: changes
                .into_iter()
                .map(|(position, old)| (position, old.into_change()))
                .collect(),
            cursor,
        },
        OldEntry::Answered(answers) => Entry::Answered(answers),
        OldEntry::Joined(server) => Entry::Joined(server),
    })
}
