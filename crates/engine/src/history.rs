//! What the log tells: everything a record ever held, whether the chains hold, and how cells
//! stand whose stamp the server moved.

use crate::{Engine, EngineError, Host};
use model::RecordId;
use replica::{Change, Op, Replica, Touched, Verdict, Verifier, decode_entry};
use std::collections::BTreeSet;
use store::{Backend, Damage};

impl<B: Backend, H: Host> Engine<B, H> {
    /// A replica that knows these records only, and remembers everything they ever held.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn remember(&self, records: &[RecordId]) -> Result<Replica, EngineError> {
        let mut all = Replica::remembering();
        let mut entries: Vec<(u64, Change)> = Vec::new();
        let wanted = Wanted::new(records);
        self.store
            .look(
                0,
                |block| {
                    for payload in &block.payloads {
                        if wanted.named_in(payload)
                            && let Ok(entry) = decode_entry(payload)
                        {
                            let about = |change: &Change| {
                                change.ops.iter().any(|op| wanted.has(op.record()))
                            };
                            let some = entry.changes().filter(|(_, change)| about(change));
                            entries.extend(some.map(|(position, c)| (position, c.clone())));
                        }
                    }
                },
                async || self.breathe().await,
            )
            .await?;
        let now = self.replica.borrow();
        for (_, change) in &mut entries {
            change.ops.retain(|op| wanted.has(op.record()));
        }
        for (position, mut change) in entries {
            // The server may have answered with a position and another stamp.
            let (known, stamp) = now
                .placed(change.device, change.seq)
                .unwrap_or((position, change.stamp));
            change.stamp = stamp;
            all.apply(&change, known.max(position), &mut Touched::default());
        }
        Ok(all)
    }

    /// Checks the chain of every device, and that every block is there. `progress` gets the
    /// number of changes looked at.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn verify(
        &self,
        progress: impl Fn(usize),
    ) -> Result<(Verdict, Vec<Damage>), EngineError> {
        let _upkeep = self.upkeep.lock().await;
        let mut verifier = Verifier::new(self.identity.get().device);
        let mut seen = 0;
        let damage = self
            .store
            .look(
                0,
                |block| {
                    for entry in block.payloads.iter().flat_map(|p| decode_entry(p)) {
                        for (_, change) in entry.changes() {
                            seen += 1;
                            verifier.add(change);
                        }
                    }
                    progress(seen);
                },
                async || self.breathe().await,
            )
            .await?;
        Ok((verifier.verdict(), damage))
    }

    /// Settles the cells of own changes whose stamp the server moved.
    pub(crate) async fn settle(&self) -> Result<(), EngineError> {
        let moved: BTreeSet<u64> = std::mem::take(&mut self.moved.borrow_mut());
        if moved.is_empty() {
            return Ok(());
        }
        let me = self.identity.get().device;
        let mut records: BTreeSet<RecordId> = BTreeSet::new();
        self.store
            .look(
                0,
                |block| {
                    for entry in block.payloads.iter().flat_map(|p| decode_entry(p)) {
                        for (_, change) in entry.changes() {
                            if change.device == me && moved.contains(&change.seq) {
                                records.extend(change.ops.iter().map(Op::record));
                            }
                        }
                    }
                },
                async || self.breathe().await,
            )
            .await?;
        let records: Vec<RecordId> = records.into_iter().collect();
        let all = self.remember(&records).await?;
        let mut replica = self.replica.borrow_mut();
        for record in records {
            replica.adopt(record, &all);
        }
        Ok(())
    }
}

/// Records that are looked for in bytes.
struct Wanted {
    ids: BTreeSet<RecordId>,
    /// Whether an id may end in these two bytes: looked at first, at every place.
    ends: Vec<bool>,
}

impl Wanted {
    fn new(records: &[RecordId]) -> Self {
        let mut ends = vec![false; 1 << 16];
        for RecordId([.., a, b]) in records {
            if let Some(slot) = ends.get_mut(end(*a, *b)) {
                *slot = true;
            }
        }
        Self {
            ids: records.iter().copied().collect(),
            ends,
        }
    }

    fn has(&self, record: RecordId) -> bool {
        self.ids.contains(&record)
    }

    fn named_in(&self, payload: &[u8]) -> bool {
        payload.windows(16).any(|window| {
            let Ok(id) = <[u8; 16]>::try_from(window) else {
                return false;
            };
            let [.., a, b] = id;
            self.ends.get(end(a, b)) == Some(&true) && self.ids.contains(&RecordId(id))
        })
    }
}

fn end(a: u8, b: u8) -> usize {
    usize::from(u16::from_be_bytes([a, b]))
}
