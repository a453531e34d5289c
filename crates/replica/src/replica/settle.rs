//! Putting right what an answer of the server moved: a stamp that had to change.

use super::{Past, Replica, Touched};
use crate::meta::MetaIx;
use model::{DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};

impl Replica {
    /// The server took a change: notes its position and, if the server moved its stamp, that.
    /// True if the stamp moved: then the records of the change have to be settled again, by
    /// [`Self::adopt`] from a replica that remembers; one that does settles at once.
    pub fn acknowledge(&mut self, device: DeviceId, seq: u64, position: u64, stamp: Stamp) -> bool {
        let Some(ix) = self.metas.find(device, seq) else {
            return false;
        };
        self.metas.set_position(ix, position);
        if self.metas.get(ix).is_none_or(|m| m.stamp == stamp) {
            return false;
        }
        self.metas.set_stamp(ix, stamp);
        if self.history.is_some() {
            self.resettle(ix);
        }
        let switched: Vec<RecordId> = self
            .switched
            .iter()
            .filter(|(_, meta, _)| *meta == ix)
            .map(|(record, _, _)| *record)
            .collect();
        for record in switched {
            self.show_or_hide(record, &mut Touched::default());
        }
        true
    }

    /// Gives back the cells of a change to a value that now outranks it.
    fn resettle(&mut self, ix: MetaIx) {
        let mut history = self.history.take().unwrap_or_default();
        for ((record, field), pasts) in &mut history {
            for table in self.tables.values_mut() {
                if let Some((segment, at)) = table.find(*record).and_then(|row| table.edit(row)) {
                    resettle_cell(&self.metas, segment, at, *field, pasts, ix);
                }
            }
        }
        self.history = Some(history);
    }

    /// Takes over the cells of one record from a replica that has applied every change to it.
    pub fn adopt(&mut self, record: RecordId, from: &Self) {
        if self.erased.contains(&record) {
            return;
        }
        let kinds: Vec<KindNo> = self.tables.keys().copied().collect();
        for kind in kinds {
            self.adopt_in(kind, record, from);
        }
    }

    fn adopt_in(&mut self, kind: KindNo, record: RecordId, from: &Self) -> Option<()> {
        let theirs = from.tables.get(&kind)?;
        let (their_segment, their_at) = theirs.segment(theirs.find(record)?)?;
        let mine = self.tables.get_mut(&kind)?;
        let metas = &self.metas;
        let here = |ix: MetaIx| -> MetaIx {
            let found = from.metas.get(ix).zip(from.metas.origin(ix));
            found
                .and_then(|(meta, origin)| metas.find(origin.device, meta.seq))
                .unwrap_or(0)
        };
        let (segment, at) = mine.edit(mine.find(record)?)?;
        for (field, column) in &their_segment.columns {
            let meta = here(column.meta(their_at, their_segment.made(their_at)));
            if meta != 0 {
                segment.set(*field, at, &column.get(their_at), meta);
            }
            for element in column.elements(their_at) {
                let word = column.words.word(element.word).unwrap_or_default();
                let own = segment.columns.entry(*field).or_default();
                if let Some(place) = own.element(at, word)
                    && let Some(slot) = own.elements.get_mut(place)
                {
                    (slot.present, slot.meta) = (element.present, here(element.meta));
                }
            }
        }
        let made = here(their_segment.made(their_at));
        if made != 0 && made != segment.made(at) {
            segment.set_made(at, made);
        }
        Some(())
    }
}

fn resettle_cell(
    metas: &crate::meta::Metas,
    segment: &mut crate::table::Segment,
    at: usize,
    field: FieldNo,
    pasts: &mut [Past],
    ix: MetaIx,
) {
    let made = segment.made(at);
    let Some(column) = segment.columns.get_mut(&field) else {
        return;
    };
    if column.meta(at, made) == ix
        && let Some(best) = pasts.iter_mut().max_by_key(|p| metas.rank(p.meta))
        && metas.rank(best.meta) > metas.rank(ix)
    {
        let value = core::mem::replace(&mut best.value, column.get(at));
        let meta = core::mem::replace(&mut best.meta, ix);
        column.set(at, &value, meta, made);
    }
    let mine: Vec<usize> = (0..column.elements.len())
        .filter(|place| {
            column
                .elements
                .get(*place)
                .is_some_and(|e| usize::from(e.row) == at && e.meta == ix)
        })
        .collect();
    for place in mine {
        let Some(element) = column.elements.get_mut(place) else {
            continue;
        };
        let word = column.words.word(element.word).unwrap_or_default();
        let word = Value::Text(word.to_owned());
        if let Some(best) = pasts
            .iter_mut()
            .filter(|p| p.value == word)
            .max_by_key(|p| metas.rank(p.meta))
            && metas.rank(best.meta) > metas.rank(ix)
        {
            core::mem::swap(&mut best.meta, &mut element.meta);
            let present = !best.removed;
            best.removed = !element.present;
            element.present = present;
        }
    }
}
