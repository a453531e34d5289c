//! How often a peer may try a join code.
//!
//! Must stay true: the memory this takes is bounded, whoever asks. Peers are told apart by
//! address, in IPv6 by the /64 network; behind a proxy all are one peer.

use crate::error::ServerError;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Wrong codes a peer may send within [`WINDOW_MS`].
pub const ATTEMPTS: u32 = 10;
/// The window, in milliseconds.
pub const WINDOW_MS: u64 = 60_000;
/// Most peers remembered.
const PEERS: usize = 10_000;

#[derive(Debug)]
struct Tried {
    since: u64,
    times: u32,
}

/// Attempts to join by peer; those that succeed do not count.
#[derive(Debug, Default)]
pub struct JoinLimit {
    peers: Mutex<BTreeMap<[u8; 8], Tried>>,
}

impl JoinLimit {
    /// Counts an attempt at the time `now` (milliseconds since 1970), before it is looked at.
    pub fn take(&self, peer: IpAddr, now: u64) -> Result<(), ServerError> {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        let open = |tried: &Tried| now.saturating_sub(tried.since) < WINDOW_MS;
        if peers.len() >= PEERS {
            peers.retain(|_, tried| open(tried));
        }
        if peers.len() >= PEERS && !peers.contains_key(&network(peer)) {
            return Err(limited(WINDOW_MS));
        }
        let tried = peers.entry(network(peer)).or_insert(Tried {
            since: now,
            times: 0,
        });
        if !open(tried) || now < tried.since {
            (tried.since, tried.times) = (now, 0);
        }
        if tried.times >= ATTEMPTS {
            return Err(limited(tried.since + WINDOW_MS - now));
        }
        tried.times += 1;
        Ok(())
    }

    /// The attempt succeeded: it does not count.
    pub fn give_back(&self, peer: IpAddr) {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tried) = peers.get_mut(&network(peer)) {
            tried.times = tried.times.saturating_sub(1);
        }
    }
}

fn limited(ms: u64) -> ServerError {
    let wait = u32::try_from(ms.div_ceil(1_000)).unwrap_or(60).max(1);
    ServerError::RateLimited { wait }
}

fn network(peer: IpAddr) -> [u8; 8] {
    match peer.to_canonical() {
        IpAddr::V4(four) => {
            let [a, b, c, d] = four.octets();
            [0, 0, 0, 4, a, b, c, d]
        }
        IpAddr::V6(six) => {
            let [a, b, c, d, e, f, g, h, ..] = six.octets();
            [a, b, c, d, e, f, g, h]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_codes_a_minute_and_no_more() {
        let limit = JoinLimit::default();
        let [a, same, b, four]: [IpAddr; 4] =
            ["2001:db8::1", "2001:db8::2", "2001:db8:1::1", "192.0.2.1"]
                .map(|text| text.parse().unwrap());
        for _ in 0..ATTEMPTS {
            assert!(limit.take(a, 5_000).is_ok());
        }
        let wait = |peer, now| match limit.take(peer, now) {
            Err(ServerError::RateLimited { wait }) => wait,
            _ => 0,
        };
        assert_eq!(wait(same, 6_000), 59);
        assert_eq!(wait(b, 6_000), 0);
        assert_eq!(wait(four, 6_000), 0);
        limit.give_back(a);
        assert_eq!(wait(a, 6_000), 0);
        assert_eq!(wait(a, 64_999), 1);
        assert_eq!(wait(a, 65_000), 0);
    }

    #[test]
    fn peers_beyond_what_is_remembered_wait() {
        let limit = JoinLimit::default();
        let peer = |n: u32| IpAddr::from(n.to_be_bytes());
        for n in 0..10_000 {
            assert!(limit.take(peer(n), 0).is_ok());
        }
        assert!(limit.take(peer(10_000), 1).is_err());
        assert!(limit.take(peer(10_000), WINDOW_MS).is_ok());
    }
}
