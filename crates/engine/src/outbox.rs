//! What was made here and waits for the server's answer: a window of it in memory, the rest in
//! the log.

use crate::{Engine, EngineError, Host};
use replica::{Change, Entry, Replica, decode_entry};
use store::Backend;

/// Most changes held in memory.
const WINDOW: usize = 2_000;

impl<B: Backend, H: Host> Engine<B, H> {
    /// How many changes of this device wait for an answer.
    pub fn unanswered(&self) -> u64 {
        let replica = self.replica.borrow();
        let last = replica.next_seq(self.identity.get().device) - 1;
        last.saturating_sub(replica.standing().acked)
    }

    /// The next changes to send, in order: from the memory, or read from the log.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn unsent(&self) -> Result<Vec<Change>, EngineError> {
        if self.outbox.borrow().is_empty() && self.unanswered() > 0 {
            self.fill_outbox().await?;
        }
        Ok(self.outbox.borrow().values().cloned().collect())
    }

    async fn fill_outbox(&self) -> Result<(), EngineError> {
        let me = self.identity.get().device;
        let acked = self.replica.borrow().standing().acked;
        let mut found: Vec<(u32, Change)> = Vec::new();
        let mut full = false;
        // What was answered last lies in or before this block.
        let from = self.outbox_from.get().unwrap_or(0);
        self.store
            .look(
                from,
                |block| {
                    for payload in &block.payloads {
                        if full {
                            break;
                        }
                        let Ok(Entry::Made(changes)) = decode_entry(payload) else {
                            continue;
                        };
                        for change in changes {
                            if change.device == me && change.seq > acked {
                                found.push((block.number, change));
                            }
                        }
                        full = found.len() >= WINDOW;
                    }
                },
                async || self.breathe().await,
            )
            .await?;
        if let Some((block, _)) = found.get(WINDOW).or(found.last()) {
            self.outbox_from.set(Some(block.saturating_sub(1)));
        }
        let mut outbox = self.outbox.borrow_mut();
        for (_, change) in found.into_iter().take(WINDOW) {
            outbox.insert(change.seq, change);
        }
        Ok(())
    }

    /// Keeps the window up after an entry was taken in.
    pub(crate) fn note_outbox(&self, entry: &Entry, replica: &Replica) {
        let mut outbox = self.outbox.borrow_mut();
        let standing = replica.standing();
        match entry {
            Entry::Made(changes) if standing.server.is_some() => {
                let me = self.identity.get().device;
                // What was proved as a run is read from the log, with its proofs.
                let proven = |c: &&Change| c.device == me && c.proof.is_some();
                for change in changes.iter().filter(proven) {
                    let next = outbox.last_key_value().map_or(standing.acked, |(s, _)| *s) + 1;
                    if change.seq == next && outbox.len() < WINDOW {
                        outbox.insert(change.seq, change.clone());
                    }
                }
            }
            Entry::Answered(_) => {
                outbox.retain(|seq, _| *seq > standing.acked);
            }
            Entry::Joined(_) => {
                outbox.clear();
                self.outbox_from.set(None);
            }
            _ => {}
        }
    }
}
