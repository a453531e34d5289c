//! Who, when, where and how of every change, kept once and pointed to by cells.

use crate::{Change, Origin, hash::IdMap};
use model::{BatchId, DeviceId, RecordId, Stamp};

/// An index into [`Metas`]; 0 means "never set".
pub type MetaIx = u32;

/// What is kept of a change once it is applied.
#[derive(Debug, Clone)]
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

/// All of them.
#[derive(Debug, Clone)]
pub struct Metas {
    all: Vec<Meta>,
    origins: Vec<Origin>,
    batches: Vec<BatchId>,
    at: IdMap<(DeviceId, u64), MetaIx>,
}

impl Default for Metas {
    fn default() -> Self {
        let none = Meta {
            stamp: Stamp(0),
            seq: 0,
            seen: 0,
            position: 0,
            origin: 0,
            batch: 0,
        };
        let nobody = Origin {
            device: DeviceId([0; 16]),
            author: RecordId([0; 16]),
            channel: model::Channel::App,
        };
        Self {
            all: vec![none],
            origins: vec![nobody],
            batches: Vec::new(),
            at: IdMap::default(),
        }
    }
}

impl Metas {
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
        self.all.push(Meta {
            stamp: change.stamp,
            seq: change.seq,
            seen: change.seen,
            position,
            origin: u32::try_from(origin).unwrap_or(0),
            batch: u32::try_from(batch).unwrap_or(0),
        });
        let ix = MetaIx::try_from(self.all.len() - 1).unwrap_or(0);
        self.at.insert((change.device, change.seq), ix);
        ix
    }

    pub fn get(&self, ix: MetaIx) -> Option<&Meta> {
        self.all.get(ix as usize)
    }

    pub fn find(&self, device: DeviceId, seq: u64) -> Option<MetaIx> {
        self.at.get(&(device, seq)).copied()
    }

    pub fn set_position(&mut self, ix: MetaIx, position: u64) {
        if let Some(meta) = self.all.get_mut(ix as usize) {
            meta.position = position;
        }
    }

    pub fn set_stamp(&mut self, ix: MetaIx, stamp: Stamp) {
        if let Some(meta) = self.all.get_mut(ix as usize) {
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

    /// Highest stamp of all.
    pub fn len(&self) -> usize {
        self.all.len() - 1
    }
}
