//! How a device becomes one of the team's: a code shown by the server buys a token.

use super::{CodecError, decode, encode};
use crate::SyncError;
use core::fmt;
use model::DeviceId;
use serde::{Deserialize, Serialize};

const LIMIT: usize = 2_000;

/// The body of `POST /api/join`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// The join code as typed; case, blanks and hyphens do not matter.
    pub code: String,
    /// The device that joins.
    pub device: DeviceId,
    /// What people call it, at most 200 characters.
    pub device_name: String,
}

/// The answer of `POST /api/join`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinResponse {
    /// The secret that stands for the device from now on.
    pub token: String,
    /// Which server it was; positions of another one mean nothing here.
    pub server: [u8; 16],
}

impl JoinRequest {
    /// The message as bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads the message.
    ///
    /// # Errors
    /// When the bytes are not such a message.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        decode(bytes, LIMIT)
    }
}

impl JoinResponse {
    /// The message as bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Reads the message.
    ///
    /// # Errors
    /// When the bytes are not such a message.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        decode(bytes, LIMIT)
    }

    /// Reads the answer to a join: `status` is the HTTP status, 0 when none came.
    ///
    /// # Errors
    /// Why the device has not joined.
    pub fn receive(status: u16, bytes: &[u8]) -> Result<Self, SyncError> {
        if status == 200 {
            Ok(Self::decode(bytes)?)
        } else {
            Err(SyncError::from_answer(status, bytes))
        }
    }
}

impl fmt::Debug for JoinRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoinRequest(…)")
    }
}

impl fmt::Debug for JoinResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JoinResponse(…)")
    }
}
