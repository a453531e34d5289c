//! Why the server does not do what it was asked to, with the HTTP status of each reason.
//!
//! Must stay true: codes are stable, and nothing here says anything about a person, a device or
//! the inside of the server.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sync::{CodecError, Problem};

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// No token, or one that nobody has.
    #[error("unknown token")]
    UnknownToken,
    /// The device was revoked.
    #[error("device revoked")]
    Revoked,
    /// Not the join code.
    #[error("wrong join code")]
    WrongCode,
    /// The device was revoked and cannot join again.
    #[error("device revoked and not to join again")]
    JoinRevoked,
    /// The device's name is blank or too long.
    #[error("device name not usable")]
    DeviceName,
    /// Too many attempts.
    #[error("too many attempts")]
    RateLimited {
        /// Seconds to wait.
        wait: u32,
    },
    /// The body is longer than allowed.
    #[error("body too large")]
    TooLarge,
    /// The body did not come in time, or broke off.
    #[error("body incomplete")]
    Incomplete,
    /// The body is not the expected message.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// The changes of a push do not follow one another.
    #[error("changes not consecutive")]
    NotConsecutive,
    /// The query of the address is not understood.
    #[error("query malformed")]
    Query,
    /// The cursor lies beyond the end of the log.
    #[error("cursor beyond the log")]
    CursorAhead,
    /// There is nothing here.
    #[error("not found")]
    NotFound,
    /// Not with this method.
    #[error("method not allowed")]
    Method,
    /// The data was written by a newer server.
    #[error("the data was written by a newer server (format {found}, this one knows {known})")]
    NewerData {
        /// The format found.
        found: i64,
        /// The newest format known.
        known: i64,
    },
    /// The built app is not there or not usable.
    #[error("{0}")]
    Dist(&'static str),
    /// A file or folder cannot be read or made.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The database failed.
    #[error("storage failed: {0}")]
    Storage(#[from] rusqlite::Error),
    /// The operating system gives no randomness.
    #[error("no randomness")]
    Randomness,
    /// The server is about to stop.
    #[error("stopping")]
    Stopping,
}

impl ServerError {
    /// A stable name: the body of the answer.
    pub fn code(&self) -> &'static str {
        self.parts().1
    }

    fn parts(&self) -> (StatusCode, &'static str) {
        match self {
            Self::UnknownToken => (StatusCode::UNAUTHORIZED, "auth.unknown_token"),
            Self::Revoked => (StatusCode::UNAUTHORIZED, "auth.revoked"),
            Self::WrongCode => (StatusCode::FORBIDDEN, "join.wrong_code"),
            Self::JoinRevoked => (StatusCode::FORBIDDEN, "join.revoked"),
            Self::DeviceName => (StatusCode::BAD_REQUEST, "join.device_name"),
            Self::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, "rate.limited"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body.too_large"),
            Self::Incomplete => (StatusCode::REQUEST_TIMEOUT, "body.incomplete"),
            Self::Codec(CodecError::TooLong) => (StatusCode::PAYLOAD_TOO_LARGE, "body.too_large"),
            Self::Codec(error) => (StatusCode::BAD_REQUEST, error.code()),
            Self::NotConsecutive => (StatusCode::BAD_REQUEST, "push.not_consecutive"),
            Self::Query => (StatusCode::BAD_REQUEST, "query.malformed"),
            Self::CursorAhead => (StatusCode::CONFLICT, "cursor.ahead"),
            Self::NotFound => (StatusCode::NOT_FOUND, "path.not_found"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method.not_allowed"),
            Self::NewerData { .. } => (StatusCode::SERVICE_UNAVAILABLE, "storage.newer"),
            Self::Dist(_) | Self::Io(_) | Self::Storage(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "storage.failed")
            }
            Self::Randomness => (StatusCode::SERVICE_UNAVAILABLE, "random.failed"),
            Self::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "server.stopping"),
        }
    }
}

impl IntoResponse for ServerError {
    fn into_response(self) -> Response {
        let (status, code) = (self.parts().0, self.code());
        if status.is_server_error() {
            eprintln!("candor-server: {code}: {self}");
        }
        let wait = match self {
            Self::RateLimited { wait } => Some(wait),
            _ => None,
        };
        let mut response = (status, Problem { code, wait }.encode()).into_response();
        let headers = response.headers_mut();
        if let Some(wait) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}
