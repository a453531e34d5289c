//! What a server says about itself to anyone who asks.

use super::{CodecError, decode, encode};
use serde::{Deserialize, Serialize};

const LIMIT: usize = 1_000;
const MARK: [u8; 6] = *b"candor";

/// The answer of `GET /api/hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    mark: [u8; 6],
    /// The protocol version the server speaks.
    pub protocol: u8,
    /// Which server: random, chosen once for its data.
    pub server: [u8; 16],
    /// Which build of it.
    pub build: String,
}

impl Hello {
    /// A greeting in the current protocol.
    pub fn new(server: [u8; 16], build: &str) -> Self {
        Self {
            mark: MARK,
            protocol: super::PROTOCOL,
            server,
            build: build.to_owned(),
        }
    }

    /// The message as bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads the message.
    ///
    /// # Errors
    /// When it does not come from a Candor server of this protocol.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let hello: Self = decode(bytes, LIMIT)?;
        if hello.mark == MARK {
            Ok(hello)
        } else {
            Err(CodecError::Malformed)
        }
    }
}
