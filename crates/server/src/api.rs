//! The addresses, and what all of them share: who asks, how much a body may hold.
//!
//! Must stay true: a body is read only after it is known who sends it (but for a join, which is
//! small); nobody is named in a log; no other origin is let in.

mod join;
mod pull;
mod push;

use crate::error::ServerError;
use crate::headers;
use crate::ledger::{Clock, Ledger};
use crate::limits::JoinLimit;
use crate::serve_app::{self, Dist};
use crate::state::Server;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use model::DeviceId;
use std::sync::Arc;
use std::time::Duration;
use sync::Hello;
use tokio::sync::watch;

/// How long a body may take to come in.
const BODY_TIME: Duration = Duration::from_secs(60);

/// All addresses.
pub fn router(ledger: Ledger, dist: Dist, clock: Clock, stopping: watch::Receiver<bool>) -> Router {
    let nowhere = || async { ServerError::NotFound };
    let wrong = || async { ServerError::Method };
    Router::new()
        .route("/api/hello", get(hello).fallback(wrong))
        .route("/api/join", post(join::join).fallback(wrong))
        .route("/api/push", post(push::push).fallback(wrong))
        .route("/api/pull", get(pull::pull).fallback(wrong))
        .route("/api", axum::routing::any(nowhere))
        .route("/api/{*rest}", axum::routing::any(nowhere))
        .fallback(serve_app::serve)
        .layer(map_response(headers::secure))
        .with_state(Server {
            ledger,
            dist: Arc::new(dist),
            joins: Arc::new(JoinLimit::default()),
            clock,
            stopping,
        })
}

async fn hello(State(server): State<Server>) -> Response {
    message(Hello::new(server.ledger.server(), env!("CARGO_PKG_VERSION")).encode())
}

fn message(bytes: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static("application/octet-stream");
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// The device whose token the request carries.
async fn device(server: &Server, headers: &HeaderMap) -> Result<DeviceId, ServerError> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| token.len() == 64);
    match token {
        Some(token) => server.ledger.device_of(token).await,
        None => Err(ServerError::UnknownToken),
    }
}

/// The whole body, if it is no longer than `limit` and comes in time.
async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, ServerError> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(ServerError::TooLarge);
    }
    match tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        // Announced and within the limit, so it broke off.
        Ok(Err(_)) if announced.is_some() => Err(ServerError::Incomplete),
        Ok(Err(_)) => Err(ServerError::TooLarge),
        Err(_) => Err(ServerError::Incomplete),
    }
}
