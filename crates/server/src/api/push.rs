//! `POST /api/push`: changes of one device come up.

use super::{device, message, read};
use crate::admit::admit;
use crate::error::ServerError;
use crate::ledger::{Candidate, Pushed};
use crate::state::Server;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::DeviceId;
use sync::{BODY_BYTES, PushRequest};

/// Answers a push once its changes are on disk.
pub async fn push(
    State(server): State<Server>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ServerError> {
    let device = device(&server, &headers).await?;
    let body = read(&headers, body, BODY_BYTES).await?;
    // Up to 2 MB to decode and look at: not on a thread that serves others.
    let looked = tokio::task::spawn_blocking(move || look(device, &body));
    let changes = looked.await.map_err(|_| ServerError::Stopping)??;
    Ok(match server.ledger.push(device, changes).await? {
        Pushed::Done(response) => message(response.encode()),
        Pushed::Gap(response) => {
            let mut answer = message(response.encode());
            *answer.status_mut() = StatusCode::CONFLICT;
            answer
        }
    })
}

fn look(device: DeviceId, body: &[u8]) -> Result<Vec<Candidate>, ServerError> {
    let request = PushRequest::decode(body)?;
    let mut expected = None;
    let mut changes = Vec::with_capacity(request.changes.len());
    for change in request.changes {
        if expected.is_some_and(|expected| expected != Some(change.seq)) {
            return Err(ServerError::NotConsecutive);
        }
        expected = Some(change.seq.checked_add(1));
        let verdict = admit(device, &change);
        changes.push(Candidate { change, verdict });
    }
    Ok(changes)
}
