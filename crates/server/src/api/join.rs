//! `POST /api/join`: the code buys a token.

use super::{message, read};
use crate::error::ServerError;
use crate::secret;
use crate::state::Server;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::net::SocketAddr;
use sync::{JoinRequest, JoinResponse};

const BODY: usize = 2_000;
const NAME: usize = 200;

/// Answers a device that wants to join. One that joined before gets another token, and its old
/// one ends: its answer may have been lost on the way.
pub async fn join(
    State(server): State<Server>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ServerError> {
    let request = JoinRequest::decode(&read(&headers, body, BODY).await?)?;
    let name = request.device_name.trim();
    if name.is_empty() || name.chars().nth(NAME).is_some() {
        return Err(ServerError::DeviceName);
    }
    server.joins.take(peer.ip(), (server.clock)())?;
    if !server.ledger.is_join_code(&request.code).await? {
        return Err(ServerError::WrongCode);
    }
    server.joins.give_back(peer.ip());
    let token = secret::token()?;
    let ledger = &server.ledger;
    ledger.join(request.device, name.to_owned(), &token).await?;
    let server = ledger.server();
    Ok(message(JoinResponse { token, server }.encode()))
}
