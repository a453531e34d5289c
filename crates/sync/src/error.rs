//! Why an exchange did not succeed, and whether asking again may help.

use crate::{CodecError, Problem};

/// Why an exchange did not succeed. Nothing local is lost by any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// No answer came.
    #[error("no answer from the server")]
    Unreachable,
    /// The server does not know this device (any more): syncing pauses until it joins again.
    #[error("signed out")]
    SignedOut,
    /// The join code is not the right one.
    #[error("wrong join code")]
    WrongCode,
    /// This device was revoked and cannot join again.
    #[error("device revoked")]
    Revoked,
    /// Too many requests.
    #[error("too many requests")]
    RateLimited {
        /// Seconds to wait.
        wait: u32,
    },
    /// The server says the message is too large.
    #[error("message too large")]
    TooLarge,
    /// The server lacks changes before those sent; the courier has gone back to them.
    #[error("server expects change {next}")]
    Gap {
        /// The `seq` it expects.
        next: u64,
    },
    /// The server's log is shorter than the cursor; the courier starts reading from its head.
    #[error("server log was reset")]
    LogReset,
    /// The server speaks another version of the protocol.
    #[error("other protocol version")]
    Version,
    /// The answer is not one of a Candor server.
    #[error("answer not understood")]
    Garbled,
    /// The server failed, or something on the way to it.
    #[error("server failed with status {status}")]
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// The server refuses the request as such.
    #[error("server refused with status {status}")]
    Rejected {
        /// The HTTP status.
        status: u16,
    },
}

impl SyncError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "sync.unreachable",
            Self::SignedOut => "sync.signed_out",
            Self::WrongCode => "sync.wrong_code",
            Self::Revoked => "sync.revoked",
            Self::RateLimited { .. } => "sync.rate_limited",
            Self::TooLarge => "sync.too_large",
            Self::Gap { .. } => "sync.gap",
            Self::LogReset => "sync.log_reset",
            Self::Version => "sync.version",
            Self::Garbled => "sync.garbled",
            Self::Server { .. } => "sync.server",
            Self::Rejected { .. } => "sync.rejected",
        }
    }

    /// Whether asking again later, with nobody doing anything, may succeed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable
            | Self::RateLimited { .. }
            | Self::Gap { .. }
            | Self::LogReset
            | Self::Garbled
            | Self::Server { .. } => true,
            Self::SignedOut
            | Self::WrongCode
            | Self::Revoked
            | Self::TooLarge
            | Self::Version
            | Self::Rejected { .. } => false,
        }
    }

    /// What an answer other than a success means; status 0 stands for no answer.
    pub(crate) fn from_answer(status: u16, bytes: &[u8]) -> Self {
        let problem = Problem::decode(bytes);
        let code = problem.map_or("", |problem| problem.code);
        match (status, code) {
            (0, _) => Self::Unreachable,
            (401, _) => Self::SignedOut,
            (_, "join.wrong_code") => Self::WrongCode,
            (_, "join.revoked") => Self::Revoked,
            (_, "protocol.version") => Self::Version,
            (409, "cursor.ahead") => Self::LogReset,
            (429, _) => Self::RateLimited {
                wait: problem.and_then(|problem| problem.wait).unwrap_or(60),
            },
            (413, _) => Self::TooLarge,
            (408, _) | (500..=599, _) => Self::Server { status },
            (400..=499, "") => Self::Garbled,
            (400..=499, _) => Self::Rejected { status },
            _ => Self::Garbled,
        }
    }
}

impl From<CodecError> for SyncError {
    fn from(error: CodecError) -> Self {
        match error {
            CodecError::Version { .. } => Self::Version,
            CodecError::TooLong | CodecError::Malformed => Self::Garbled,
        }
    }
}
