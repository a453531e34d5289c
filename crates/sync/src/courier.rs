//! The client's side of the exchange, without doing any of it: what to send, and what an
//! answer means.
//!
//! Must stay true: `acked` only passes a change whose outcome is known, and `cursor` only passes
//! positions whose changes were handed over; so whatever is lost, doubled, late or out of order
//! on the way, going on from the two marks is right. Losing an advance of a mark costs a
//! repetition, never a change.
//!
//! Must not know: how bytes travel, when, where the marks and changes rest.

use crate::wire::{CHANGE_BYTES, PullResponse, PushResponse, PushResult, PushWriter, WAIT_SECONDS};
use crate::{CodecError, SyncError};
use replica::Change;

/// What a device must remember to agree with the server: two marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Courier {
    acked: u64,
    cursor: u64,
}

/// What a push brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// What became of each change sent; some may be known already.
    pub results: Vec<PushResult>,
    /// The server's clock when it answered, in milliseconds since 1970.
    pub now: u64,
}

/// What a pull brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulled {
    /// Changes of other devices with their position; some may be known already.
    pub changes: Vec<(u64, Change)>,
    /// The courier's cursor after this: to be stored together with the changes.
    pub cursor: u64,
    /// Whether there is more to fetch at once.
    pub more: bool,
}

impl Courier {
    /// A courier that has exchanged nothing with its server.
    pub fn new() -> Self {
        Self::default()
    }

    /// A courier that goes on from marks as they were stored.
    pub fn resume(acked: u64, cursor: u64) -> Self {
        Self { acked, cursor }
    }

    /// The highest own `seq` up to which the outcome of every change is known.
    pub fn acked(&self) -> u64 {
        self.acked
    }

    /// The position in the server's log up to which everything was handed over.
    pub fn cursor(&self) -> u64 {
        self.cursor
    }

    /// The body of the next push: up to [`crate::PUSH_CHANGES`] own changes after [`Courier::acked`],
    /// within [`crate::MESSAGE_BYTES`]; none when all are known to the server. `own` comes ascending.
    ///
    /// A change too large for any message goes without its operations and proof, to be refused.
    pub fn next_push<'a>(&self, own: impl Iterator<Item = &'a Change>) -> Option<Vec<u8>> {
        let mut writer = PushWriter::new();
        let mut last = None;
        for change in own.skip_while(|change| change.seq <= self.acked) {
            if last.is_some_and(|last: u64| last.checked_add(1) != Some(change.seq)) {
                break;
            }
            let fits = match postcard::to_allocvec(change) {
                Ok(bytes) if bytes.len() <= CHANGE_BYTES => writer.push(&bytes),
                _ => postcard::to_allocvec(&emptied(change)).is_ok_and(|bytes| writer.push(&bytes)),
            };
            if !fits {
                break;
            }
            last = Some(change.seq);
        }
        last.map(|_| writer.finish())
    }

    /// Takes the answer to a push: `status` is the HTTP status, 0 when none came.
    ///
    /// # Errors
    /// Why nothing was learned. After [`SyncError::Gap`] the next push starts where the server
    /// expects it.
    pub fn on_push(&mut self, status: u16, bytes: &[u8]) -> Result<Pushed, SyncError> {
        match status {
            200 => {
                let answer = PushResponse::decode(bytes)?;
                for result in &answer.results {
                    if self.acked.checked_add(1) == Some(result.seq) {
                        self.acked = result.seq;
                    }
                }
                Ok(Pushed {
                    results: answer.results,
                    now: answer.now,
                })
            }
            409 => {
                let next = PushResponse::decode(bytes)?.next;
                self.acked = self.acked.min(next.saturating_sub(1));
                Err(SyncError::Gap { next })
            }
            _ => Err(SyncError::from_answer(status, bytes)),
        }
    }

    /// The path and query of the next pull, waiting for up to `wait` seconds when there is
    /// nothing new.
    pub fn pull_path(&self, wait: u32) -> String {
        let cursor = self.cursor.to_string();
        let wait = wait.min(WAIT_SECONDS).to_string();
        ["/api/pull?cursor=", &cursor, "&wait=", &wait].concat()
    }

    /// Takes the answer to a pull: `status` is the HTTP status, 0 when none came.
    ///
    /// The cursor has moved when this returns: if the changes then cannot be stored, go on from
    /// a copy of the courier made before.
    ///
    /// # Errors
    /// Why nothing was learned. After [`SyncError::LogReset`] reading starts over, which
    /// repeats changes and loses none.
    pub fn on_pull(&mut self, status: u16, bytes: &[u8]) -> Result<Pulled, SyncError> {
        if status != 200 {
            let error = SyncError::from_answer(status, bytes);
            if error == SyncError::LogReset {
                self.cursor = 0;
            }
            return Err(error);
        }
        let answer = PullResponse::decode(bytes)?;
        if answer.more && answer.cursor == answer.from {
            return Err(CodecError::Malformed.into());
        }
        // A late answer to an older question may lie wholly ahead of where we are now.
        if answer.from <= self.cursor {
            self.cursor = self.cursor.max(answer.cursor);
        }
        Ok(Pulled {
            changes: answer.changes,
            cursor: self.cursor,
            more: answer.more,
        })
    }
}

/// Without its operations, and so without a proof: nothing could be checked against it.
fn emptied(change: &Change) -> Change {
    Change {
        device: change.device,
        seq: change.seq,
        stamp: change.stamp,
        author: change.author,
        channel: change.channel,
        seen: change.seen,
        batch: change.batch,
        ops: Vec::new(),
        proof: None,
    }
}

#[cfg(test)]
mod tests;
