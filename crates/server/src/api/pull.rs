//! `GET /api/pull`: changes of the other devices go down, waiting for them if asked to.

use super::{device, message};
use crate::error::ServerError;
use crate::state::Server;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::time::Duration;
use sync::WAIT_SECONDS;
use tokio::time::{Instant, sleep_until};

/// Answers a pull: at once when there is something, when something comes, when the time is over
/// or when the server stops.
pub async fn pull(
    State(server): State<Server>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ServerError> {
    let device = device(&server, &headers).await?;
    let (from, wait) = parse(query.as_deref().unwrap_or_default())?;
    let until = Instant::now() + Duration::from_secs(u64::from(wait));
    let mut head = server.ledger.head();
    let mut stopping = server.stopping.clone();
    let mut cursor = from;
    loop {
        // Seen before looking, so that what comes while looking wakes us again.
        head.mark_unchanged();
        let page = server.ledger.page(device, from, cursor).await?;
        let over = Instant::now() >= until || *stopping.borrow_and_update();
        if over || !page.message.is_empty() {
            return Ok(message(page.message.finish(page.cursor, page.more)));
        }
        cursor = page.cursor;
        tokio::select! {
            () = sleep_until(until) => {}
            _ = head.changed() => {}
            _ = stopping.changed() => {}
        }
    }
}

/// The cursor and the seconds to wait, at most [`WAIT_SECONDS`]; both are 0 when missing.
fn parse(query: &str) -> Result<(u64, u32), ServerError> {
    let (mut cursor, mut wait) = (0, 0);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or(ServerError::Query)?;
        match name {
            "cursor" => cursor = value.parse().map_err(|_| ServerError::Query)?,
            "wait" => wait = value.parse().map_err(|_| ServerError::Query)?,
            _ => return Err(ServerError::Query),
        }
    }
    Ok((cursor, wait.min(WAIT_SECONDS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_and_others_refused() {
        for (query, expected) in [
            ("", Some((0, 0))),
            ("cursor=7", Some((7, 0))),
            ("wait=900&cursor=8", Some((8, 30))),
            ("cursor=-1", None),
            ("cursor", None),
            ("cursor=1&x=2", None),
            ("cursor=99999999999999999999", None),
        ] {
            assert_eq!(parse(query).ok(), expected, "{query}");
        }
    }
}
