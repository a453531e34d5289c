//! The replica: applies changes, merges, and answers queries.
//!
//! Must stay true: whatever the order, duplicates and interleaving of changes, the outcome is
//! the same. Fields: last writer wins by (stamp, device). Sets: the same by element. Delete and
//! restore: the latest wins. Erase beats everything, whenever it arrives. Values that lost stay
//! in the log; a replica that remembers keeps them at hand too.

mod apply;
mod batch;
pub(crate) mod index;
mod query;
mod settle;
mod shown;
mod undo;

use crate::chunk::Chunks;
use crate::hash::{IdMap, IdSet};
use crate::meta::{MetaIx, Metas};
use crate::responses::Responses;
use crate::table::Table;
use crate::{Clock, Entry, Hash};
pub use batch::Mark;
use index::{BySubject, Referrers};
use model::{DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// What a change touched, so that only what shows it is drawn again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Kinds of records.
    pub kinds: BTreeSet<KindNo>,
    /// Forms that got or lost responses.
    pub forms: BTreeSet<RecordId>,
    /// The records themselves, in the order they were touched; one may be named again.
    pub records: Vec<RecordId>,
}

/// A value that stood in a field, or lost.
#[derive(Debug, Clone)]
struct Past {
    value: Value,
    meta: MetaIx,
    removed: bool,
}

/// Where a response lies: which of [`Replica::forms`], and the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    pub form: u32,
    pub row: u32,
}

/// A record was deleted, or restored, by a change.
pub(crate) type Switch = (RecordId, MetaIx, bool);

/// How this device stands with its server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The server it last joined.
    pub server: Option<[u8; 16]>,
    /// The highest sequence number of its own changes that was answered.
    pub acked: u64,
    /// Its changes that were refused, and the code of the reason.
    pub refused: BTreeMap<u64, String>,
}

/// Everything this device knows.
#[derive(Debug, Clone, Default)]
pub struct Replica {
    pub(crate) clock: Clock,
    pub(crate) metas: Metas,
    pub(crate) tables: BTreeMap<KindNo, Table>,
    pub(crate) responses: BTreeMap<RecordId, Responses>,
    pub(crate) forms: Vec<RecordId>,
    pub(crate) answered: IdMap<RecordId, Placed>,
    by_subject: OnceCell<BySubject>,
    referrers: OnceCell<Referrers>,
    /// What fields held before, if this replica remembers.
    history: Option<IdMap<(RecordId, FieldNo), Vec<Past>>>,
    pub(crate) switched: Chunks<Switch>,
    switches: IdMap<RecordId, Vec<(MetaIx, bool)>>,
    superseded: IdMap<RecordId, BTreeSet<RecordId>>,
    pub(crate) erasures: Chunks<RecordId>,
    erased: IdSet<RecordId>,
    pub(crate) tips: BTreeMap<DeviceId, Hash>,
    pub(crate) cursor: u64,
    pub(crate) standing: Standing,
}

impl Replica {
    /// An empty replica that keeps at hand what fields held before.
    pub fn remembering() -> Self {
        Self {
            history: Some(IdMap::default()),
            ..Self::default()
        }
    }

    /// The clock, for stamping a new change.
    pub fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    /// The next sequence number of a device.
    pub fn next_seq(&self, device: DeviceId) -> u64 {
        self.metas.highest(device) + 1
    }

    /// The link of the latest change of a device; none before the first.
    pub fn tip(&self, device: DeviceId) -> Option<Hash> {
        self.tips.get(&device).copied()
    }

    /// Whether a change was applied.
    pub fn knows(&self, device: DeviceId, seq: u64) -> bool {
        self.metas.find(device, seq).is_some()
    }

    /// The server's position of a change (0 while it has none) and its stamp.
    pub fn placed(&self, device: DeviceId, seq: u64) -> Option<(u64, Stamp)> {
        let meta = self.metas.get(self.metas.find(device, seq)?)?;
        Some((meta.position, meta.stamp))
    }

    /// Up to which server position everything is known.
    pub fn cursor(&self) -> u64 {
        self.cursor
    }

    /// Notes that everything up to this server position is known.
    pub fn advance(&mut self, cursor: u64) {
        self.cursor = self.cursor.max(cursor);
    }

    /// How this device stands with its server.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Takes in an entry of the log of `me`. Gives the records whose cells have to be settled
    /// again by [`Self::adopt`], because the server moved a stamp: as a sequence number of `me`
    /// each.
    pub fn learn(&mut self, entry: &Entry, me: DeviceId, touched: &mut Touched) -> Vec<u64> {
        let mut moved = Vec::new();
        match entry {
            Entry::Made(changes) => {
                for change in changes {
                    self.apply(change, 0, touched);
                }
            }
            Entry::Received { changes, cursor } => {
                for (position, change) in changes {
                    self.apply(change, *position, touched);
                }
                self.advance(*cursor);
            }
            Entry::Restored(changes) => {
                for (position, change) in changes {
                    self.apply(change, *position, touched);
                }
            }
            Entry::Joined(server) => {
                let before = self.standing.server.replace(*server);
                if before.is_some_and(|before| before != *server) {
                    // What another server answered or sent up to says nothing about this one.
                    self.standing.acked = 0;
                    self.standing.refused.clear();
                    self.cursor = 0;
                }
            }
            Entry::Answered(answers) => {
                for answer in answers {
                    self.standing.acked = self.standing.acked.max(answer.seq);
                    match &answer.outcome {
                        Ok((position, stamp)) => {
                            if self.acknowledge(me, answer.seq, *position, *stamp) {
                                moved.push(answer.seq);
                            }
                        }
                        Err(code) => {
                            self.standing.refused.insert(answer.seq, code.clone());
                        }
                    }
                }
            }
        }
        moved
    }

    /// How many changes were applied.
    pub fn changes(&self) -> usize {
        self.metas.len()
    }

    /// Whether a record is erased.
    pub fn is_erased(&self, record: RecordId) -> bool {
        self.erased.contains(&record)
    }

    /// Every record that is erased.
    pub fn erased(&self) -> impl Iterator<Item = RecordId> {
        self.erasures.iter().copied()
    }

    /// Says what link the newest change of a device has, when it was applied without its proof.
    pub fn note_tip(&mut self, device: DeviceId, seq: u64, link: Hash) {
        if self.metas.highest(device) == seq {
            self.tips.insert(device, link);
        }
    }
}
