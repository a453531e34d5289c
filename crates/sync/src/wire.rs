//! The messages as bytes: one leading protocol version, then postcard.
//!
//! Must stay true: fields and variants are sent by position, so a message changes only together
//! with [`PROTOCOL`]; a message that is longer than it may be is refused before it is read.

mod hello;
mod join;
mod problem;
mod pull;
mod push;

pub use hello::Hello;
pub use join::{JoinRequest, JoinResponse};
pub use problem::Problem;
pub use pull::{PullResponse, PullWriter};
pub(crate) use push::PushWriter;
pub use push::{Outcome, PushRequest, PushResponse, PushResult, Reason};

use serde::{Serialize, de::DeserializeOwned};

/// The version of these messages: the first byte of each, from 1 to 8 for all time. In version 1
/// changes came without a proof.
pub const PROTOCOL: u8 = 2;
/// Most bytes a server accepts as the body of a push, and a client as the body of an answer.
pub const BODY_BYTES: usize = 2_000_000;
/// Most bytes of encoded changes in one message, either way.
pub const MESSAGE_BYTES: usize = 1_000_000;
/// Most bytes one change may take when encoded; a larger one is refused.
pub const CHANGE_BYTES: usize = 900_000;
/// Most changes in one push.
pub const PUSH_CHANGES: usize = 500;
/// Longest time a pull may wait for something new, in seconds.
pub const WAIT_SECONDS: u32 = 30;

/// Bytes that are not the expected message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Longer than such a message may be.
    #[error("message too long")]
    TooLong,
    /// Written in another version of the protocol.
    #[error("protocol version {theirs} instead of {PROTOCOL}")]
    Version {
        /// The version the other side speaks.
        theirs: u8,
    },
    /// Anything else.
    #[error("malformed message")]
    Malformed,
}

impl CodecError {
    /// A stable name, also sent by the server as the body of an error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "body.too_large",
            Self::Version { .. } => "protocol.version",
            Self::Malformed => "body.malformed",
        }
    }
}

fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Writing to memory fails only for types that cannot say their length; ours all can.
    postcard::to_extend(message, vec![PROTOCOL]).unwrap_or_else(|_| vec![PROTOCOL])
}

fn decode<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, CodecError> {
    if bytes.len() > limit {
        return Err(CodecError::TooLong);
    }
    match bytes.split_first() {
        Some((&PROTOCOL, rest)) => match postcard::take_from_bytes(rest) {
            Ok((message, [])) => Ok(message),
            _ => Err(CodecError::Malformed),
        },
        // A page made on the way starts with a letter, a blank or a bracket: no version of ours.
        Some((&theirs @ 1..=8, _)) => Err(CodecError::Version { theirs }),
        _ => Err(CodecError::Malformed),
    }
}

/// As postcard writes an unsigned number: seven bits a byte, lowest first.
fn varint(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
