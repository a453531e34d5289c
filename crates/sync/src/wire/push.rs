//! Changes on their way up, and what became of each.

use super::{
    BODY_BYTES, CodecError, MESSAGE_BYTES, PROTOCOL, PUSH_CHANGES, decode, encode, varint,
};
use model::Stamp;
use replica::Change;
use serde::{Deserialize, Serialize};

/// The body of `POST /api/push`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PushRequest {
    /// Changes of the asking device, with consecutive `seq`.
    pub changes: Vec<Change>,
}

/// The answer of `POST /api/push`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushResponse {
    /// One for each change that was sent, in the same order; empty when there was a gap.
    pub results: Vec<PushResult>,
    /// The `seq` the server expects next from this device.
    pub next: u64,
    /// The server's clock, in milliseconds since 1970.
    pub now: u64,
}

/// What became of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushResult {
    /// Which change of the device.
    pub seq: u64,
    /// What became of it; asked again, the answer is the same.
    pub outcome: Outcome,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is in the server's log.
    Applied {
        /// Where in the log, from 1.
        position: u64,
        /// The stamp that holds everywhere; another one than sent if that lay in the future.
        /// The change's proof keeps the stamp it was made with.
        stamp: Stamp,
    },
    /// It is not, and never will be; its `seq` counts as used.
    Refused(Reason),
}

/// Why a change was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// It contradicts itself or what a change may look like.
    Malformed,
    /// It takes more than [`super::CHANGE_BYTES`].
    TooLarge,
    /// It names another device than the one that sent it.
    ForeignDevice,
    /// It has more operations than one action may have.
    TooManyOps,
    /// It does nothing, and its proof does not say that all it did was erased. A courier sends a change too large for any message emptied, so that
    /// the changes behind it can pass: then this means [`Reason::TooLarge`].
    Empty,
    /// A value is longer or larger than it may be.
    ValueOutOfBounds,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Malformed,
        Self::TooLarge,
        Self::ForeignDevice,
        Self::TooManyOps,
        Self::Empty,
        Self::ValueOutOfBounds,
    ];

    /// A stable name, for the app to translate and the server to keep.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "refused.malformed",
            Self::TooLarge => "refused.too_large",
            Self::ForeignDevice => "refused.foreign_device",
            Self::TooManyOps => "refused.too_many_ops",
            Self::Empty => "refused.empty",
            Self::ValueOutOfBounds => "refused.value_out_of_bounds",
        }
    }

    /// The reason of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl PushRequest {
    /// The message as bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads the message.
    ///
    /// # Errors
    /// When the bytes are not such a message, or longer than [`BODY_BYTES`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        decode(bytes, BODY_BYTES)
    }
}

impl PushResponse {
    /// The message as bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads the message.
    ///
    /// # Errors
    /// When the bytes are not such a message, or longer than [`BODY_BYTES`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        decode(bytes, BODY_BYTES)
    }
}

/// Writes a [`PushRequest`] from changes that are encoded already, within the size of a message.
pub(crate) struct PushWriter {
    count: usize,
    body: Vec<u8>,
}

impl PushWriter {
    pub(crate) fn new() -> Self {
        Self {
            count: 0,
            body: Vec::new(),
        }
    }

    /// Adds the postcard bytes of one change; false if the message is full and it was left out.
    pub(crate) fn push(&mut self, change: &[u8]) -> bool {
        if self.count == PUSH_CHANGES || self.body.len() + change.len() > MESSAGE_BYTES {
            return false;
        }
        self.body.extend_from_slice(change);
        self.count += 1;
        true
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.body.len() + 8);
        out.push(PROTOCOL);
        varint(&mut out, self.count as u64);
        out.extend_from_slice(&self.body);
        out
    }
}
