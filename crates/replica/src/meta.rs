//! Who, when, where and how of every change, kept once and pointed to by cells; and with it which
//! changes of each device were applied, so that a second time does nothing.

use crate::chunk::Chunks;
use crate::{Change, Origin};
use model::{BatchId, DeviceId, RecordId, Stamp};
use std::collections::BTreeMap;

/// An index into [`Metas`]; 0 means "never set".
pub type MetaIx = u32;

/// What is kept of a change once it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    pub stamp: Stamp,
    pub seq: u64,
    pub seen: u64,
    /// The server's position, 0 while it has none.
    pub position: u64,
    pub origin: u32,
    /// Index into the batches plus one, 0 for none.
    pub batch: u32,
}

/// The changes of one device, by sequence number.
#[derive(Debug, Clone, Default)]
struct Known {
    /// 1, 2, 3 … without a gap.
    through: Vec<MetaIx>,
    /// Ahead of a gap.
    beyond: BTreeMap<u64, MetaIx>,
}

impl Known {
    fn find(&self, seq: u64) -> Option<MetaIx> {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.through
            .get(at)
            .copied()
            .or_else(|| self.beyond.get(&seq).copied())
    }

    fn note(&mut self, seq: u64, ix: MetaIx) {
        if seq != self.through.len() as u64 + 1 {
            self.beyond.insert(seq, ix);
            return;
        }
        self.through.push(ix);
        while let Some(ix) = self.beyond.remove(&(self.through.len() as u64 + 1)) {
            self.through.push(ix);
        }
    }

    fn highest(&self) -> u64 {
        let beyond = self.beyond.last_key_value().map(|(seq, _)| *seq);
        beyond.unwrap_or(self.through.len() as u64)
    }
}

/// All of them.
#[derive(Debug, Clone)]
pub struct Metas {
    pub(crate) all: Chunks<Meta>,
    pub(crate) origins: Vec<Origin>,
    pub(crate) batches: Vec<BatchId>,
    known: BTreeMap<DeviceId, Known>,
}

impl Default for Metas {
    fn default() -> Self {
        let mut all = Chunks::default();
        all.push(Meta {
            stamp: Stamp(0),
            seq: 0,
            seen: 0,
            position: 0,
            origin: 0,
            batch: 0,
        });
        Self::of(all, Vec::new(), Vec::new())
    }
}

impl Metas {
    /// From what was kept; the first of `all` stands for "never set".
    pub fn of(all: Chunks<Meta>, mut origins: Vec<Origin>, batches: Vec<BatchId>) -> Self {
        if origins.is_empty() {
            origins.push(Origin {
                device: DeviceId([0; 16]),
                author: RecordId([0; 16]),
                channel: model::Channel::App,
            });
        }
        let mut known: BTreeMap<DeviceId, Known> = BTreeMap::new();
        for (ix, meta) in (0..).zip(all.iter()).skip(1) {
            if let Some(origin) = origins.get(meta.origin as usize) {
                known.entry(origin.device).or_default().note(meta.seq, ix);
            }
        }
        Self {
            all,
            origins,
            batches,
            known,
        }
    }

    pub fn add(&mut self, change: &Change, position: u64) -> MetaIx {
        let origin = Origin {
            device: change.device,
            author: change.author,
            channel: change.channel,
        };
        // The same origin almost always repeats, so look from the end.
        let origin = match self.origins.iter().rposition(|o| *o == origin) {
            Some(at) => at,
            None => {
                self.origins.push(origin);
                self.origins.len() - 1
            }
        };
        let batch =
            change
                .batch
                .map_or(0, |id| match self.batches.iter().rposition(|b| *b == id) {
                    Some(at) => at + 1,
                    None => {
                        self.batches.push(id);
                        self.batches.len()
                    }
                });
        let ix = MetaIx::try_from(self.all.len()).unwrap_or(0);
        self.all.push(Meta {
            stamp: change.stamp,
            seq: change.seq,
            seen: change.seen,
            position,
            origin: u32::try_from(origin).unwrap_or(0),
            batch: u32::try_from(batch).unwrap_or(0),
        });
        let known = self.known.entry(change.device).or_default();
        known.note(change.seq, ix);
        ix
    }

    pub fn get(&self, ix: MetaIx) -> Option<&Meta> {
        self.all.get(ix)
    }

    pub fn find(&self, device: DeviceId, seq: u64) -> Option<MetaIx> {
        self.known.get(&device)?.find(seq)
    }

    /// The highest sequence number applied of a device, 0 for none.
    pub fn highest(&self, device: DeviceId) -> u64 {
        self.known.get(&device).map_or(0, Known::highest)
    }

    pub fn set_position(&mut self, ix: MetaIx, position: u64) {
        if self.get(ix).is_some_and(|meta| meta.position != position)
            && let Some(meta) = self.all.edit(ix)
        {
            meta.position = position;
        }
    }

    pub fn set_stamp(&mut self, ix: MetaIx, stamp: Stamp) {
        if let Some(meta) = self.all.edit(ix) {
            meta.stamp = stamp;
        }
    }

    pub fn origin(&self, ix: MetaIx) -> Option<&Origin> {
        self.origins.get(self.get(ix)?.origin as usize)
    }

    /// The order of writers: by stamp, then by device, then by sequence; "never set" is first.
    pub fn rank(&self, ix: MetaIx) -> (Stamp, DeviceId, u64) {
        match (self.get(ix), self.origin(ix)) {
            (Some(meta), Some(origin)) if ix != 0 => (meta.stamp, origin.device, meta.seq),
            _ => (Stamp(0), DeviceId([0; 16]), 0),
        }
    }

    /// Whether neither author knew of the other's change.
    pub fn concurrent(&self, a: MetaIx, b: MetaIx) -> bool {
        let (Some(x), Some(y)) = (self.get(a), self.get(b)) else {
            return false;
        };
        if a == 0 || b == 0 || self.origin(a).map(|o| o.device) == self.origin(b).map(|o| o.device)
        {
            return false;
        }
        let knew =
            |later: &Meta, earlier: &Meta| earlier.position != 0 && later.seen >= earlier.position;
        !knew(x, y) && !knew(y, x)
    }

    pub fn batch_no(&self, batch: BatchId) -> Option<u32> {
        let at = self.batches.iter().position(|b| *b == batch)?;
        u32::try_from(at + 1).ok()
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.all.len() - 1
    }
}
