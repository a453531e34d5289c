//! Changes of other devices on their way down.

use super::{BODY_BYTES, CodecError, MESSAGE_BYTES, PROTOCOL, decode, encode, varint};
use replica::Change;
use serde::{Deserialize, Serialize};

/// The answer of `GET /api/pull`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PullResponse {
    /// The cursor that was asked with: this message continues from there and nowhere else.
    pub from: u64,
    /// Changes of other devices with their position in the server's log, ascending.
    pub changes: Vec<(u64, Change)>,
    /// The position everything was looked at up to: where to go on from.
    pub cursor: u64,
    /// Whether there is more to fetch at once.
    pub more: bool,
}

impl PullResponse {
    /// The message as bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads the message.
    ///
    /// # Errors
    /// When the bytes are not such a message or are longer than [`BODY_BYTES`], or when the
    /// positions do not ascend from `from` to `cursor`.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let answer: Self = decode(bytes, BODY_BYTES)?;
        let mut last = answer.from;
        for (position, _) in &answer.changes {
            if *position <= last {
                return Err(CodecError::Malformed);
            }
            last = *position;
        }
        if last <= answer.cursor {
            Ok(answer)
        } else {
            Err(CodecError::Malformed)
        }
    }
}

/// Writes a [`PullResponse`] from changes that are encoded already, within the size of a message.
#[derive(Debug)]
pub struct PullWriter {
    from: u64,
    count: u64,
    body: Vec<u8>,
}

impl PullWriter {
    /// An answer to `cursor=from` without changes so far.
    pub fn new(from: u64) -> Self {
        Self {
            from,
            count: 0,
            body: Vec::new(),
        }
    }

    /// Whether it holds no change.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds the postcard bytes of one change; false if the message is full and it was left out.
    pub fn push(&mut self, position: u64, change: &[u8]) -> bool {
        if self.count > 0 && self.body.len() + change.len() > MESSAGE_BYTES {
            return false;
        }
        varint(&mut self.body, position);
        self.body.extend_from_slice(change);
        self.count += 1;
        true
    }

    /// The message as bytes.
    pub fn finish(self, cursor: u64, more: bool) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.body.len() + 32);
        out.push(PROTOCOL);
        varint(&mut out, self.from);
        varint(&mut out, self.count);
        out.extend_from_slice(&self.body);
        varint(&mut out, cursor);
        out.push(u8::from(more));
        out
    }
}
