//! Applying a change: creating, setting, adding to and taking from sets.
//!
//! Must stay true: a change is applied once, however often it comes; what is erased stays so.

use super::{Past, Replica, Touched};
use crate::meta::MetaIx;
use crate::{Change, Op};
use model::{FieldNo, KindNo, RecordId, Value};

impl Replica {
    /// Applies a change once; a second time does nothing and says so by returning false.
    ///
    /// `position` is the server's, 0 while it has none.
    pub fn apply(&mut self, change: &Change, position: u64, touched: &mut Touched) -> bool {
        if let Some(ix) = self.metas.find(change.device, change.seq) {
            if position != 0 {
                self.metas.set_position(ix, position);
            }
            return false;
        }
        self.clock.witness(change.stamp);
        if let Some(proof) = &change.proof
            && change.seq > self.metas.highest(change.device)
        {
            self.tips.insert(change.device, proof.link);
        }
        let meta = self.metas.add(change, position);
        let mut last: Option<RecordId> = None;
        let mut place: Option<(KindNo, u32)> = None;
        let mut ops = change.ops.as_slice();
        while let Some(op) = ops.first() {
            let record = op.record();
            if self.erased.contains(&record) {
                ops = ops.get(1..).unwrap_or_default();
                continue;
            }
            if last != Some(record) {
                touched.records.push(record);
                last = Some(record);
                place = None;
            }
            let done = match op {
                Op::Create { kind, .. } => self.create_new(*kind, record, ops, meta, touched),
                _ => 0,
            };
            if done == 0 {
                self.apply_op(op, meta, &mut place, touched);
            }
            ops = ops.get(done.max(1)..).unwrap_or_default();
        }
        true
    }

    /// A record nobody has heard of, with all that is said of it in one go: nothing can be in the
    /// way, so nothing is compared. Gives how many operations were taken, 0 if it is not new.
    fn create_new(
        &mut self,
        kind: KindNo,
        record: RecordId,
        ops: &[Op],
        meta: MetaIx,
        touched: &mut Touched,
    ) -> usize {
        let hidden = self.is_deleted(record);
        let table = self.tables.entry(kind).or_default();
        if table.find(record).is_some() {
            return 0;
        }
        let (row, _) = table.row_or_new(record);
        if !touched.kinds.contains(&kind) {
            touched.kinds.insert(kind);
        }
        let Some((segment, at)) = table.edit(row) else {
            return 0;
        };
        if let Some(slot) = segment.hidden.get_mut(at) {
            *slot = hidden;
        }
        if let Some(slot) = segment.made.get_mut(at) {
            *slot = meta;
        }
        let mut done = 1;
        for op in ops.iter().skip(1) {
            match op {
                Op::Set {
                    kind: of,
                    record: on,
                    field,
                    value,
                } if *of == kind && *on == record && !matches!(value, Value::Ref(_)) => {
                    let column = segment.columns.entry(*field).or_default();
                    // A second value for a field in one change loses; the long way sees to it.
                    if column.meta(at, meta) != 0 {
                        break;
                    }
                    column.set(at, value, meta, meta);
                }
                Op::Add {
                    kind: of,
                    record: on,
                    field,
                    element,
                } if *of == kind && *on == record => {
                    let column = segment.columns.entry(*field).or_default();
                    if column.element(at, element).is_some() {
                        break;
                    }
                    column.add_element(at, element, true, meta);
                }
                _ => break,
            }
            done += 1;
        }
        done
    }

    fn apply_op(
        &mut self,
        op: &Op,
        meta: MetaIx,
        place: &mut Option<(KindNo, u32)>,
        touched: &mut Touched,
    ) {
        match op {
            Op::Create { kind, record } => {
                let row = self.row_of(*kind, *record, place, touched);
                self.create(*kind, row, meta);
            }
            Op::Set {
                kind,
                record,
                field,
                value,
            } => {
                let row = self.row_of(*kind, *record, place, touched);
                self.set(*kind, *record, row, *field, value, meta);
            }
            Op::Add {
                kind,
                record,
                field,
                element,
            } => {
                let row = self.row_of(*kind, *record, place, touched);
                self.element(*kind, (*record, row), *field, element, true, meta);
            }
            Op::Remove {
                kind,
                record,
                field,
                element,
            } => {
                let row = self.row_of(*kind, *record, place, touched);
                self.element(*kind, (*record, row), *field, element, false, meta);
            }
            Op::Delete { record } => self.switch(*record, true, meta, touched),
            Op::Restore { record } => self.switch(*record, false, meta, touched),
            Op::Erase { record } => self.erase(*record, touched),
            Op::Respond(respond) => self.respond(respond, meta, touched),
        }
    }

    /// The row of a record; `place` remembers the last one found.
    fn row_of(
        &mut self,
        kind: KindNo,
        record: RecordId,
        place: &mut Option<(KindNo, u32)>,
        touched: &mut Touched,
    ) -> u32 {
        if let Some((known, row)) = place
            && *known == kind
        {
            return *row;
        }
        touched.kinds.insert(kind);
        let hidden = self.is_deleted(record);
        let table = self.tables.entry(kind).or_default();
        let (row, new) = table.row_or_new(record);
        if new
            && hidden
            && let Some((segment, at)) = table.edit(row)
            && let Some(slot) = segment.hidden.get_mut(at)
        {
            *slot = true;
        }
        *place = Some((kind, row));
        row
    }

    fn create(&mut self, kind: KindNo, row: u32, meta: MetaIx) {
        let Some(table) = self.tables.get_mut(&kind) else {
            return;
        };
        let made = table.segment(row).map_or(0, |(s, at)| s.made(at));
        if (made == 0 || self.metas.rank(meta) < self.metas.rank(made))
            && let Some((segment, at)) = table.edit(row)
        {
            segment.set_made(at, meta);
        }
    }

    fn set(
        &mut self,
        kind: KindNo,
        record: RecordId,
        row: u32,
        field: FieldNo,
        value: &Value,
        meta: MetaIx,
    ) {
        let Some((segment, at)) = self.tables.get_mut(&kind).and_then(|t| t.edit(row)) else {
            return;
        };
        let old = segment.meta(field, at);
        let wins = old == 0 || self.metas.rank(meta) > self.metas.rank(old);
        if let Some(history) = &mut self.history {
            let past = if wins {
                let held = segment.columns.get(&field);
                let held = held.map_or(Value::Nothing, |column| column.get(at));
                (old != 0).then_some((held, old))
            } else {
                Some((value.clone(), meta))
            };
            if let Some((value, meta)) = past {
                history.entry((record, field)).or_default().push(Past {
                    value,
                    meta,
                    removed: false,
                });
            }
        }
        if wins {
            segment.set(field, at, value, meta);
            if let Value::Ref(target) = value
                && let Some(referrers) = self.referrers.get_mut()
            {
                referrers.add(*target, kind, field, row);
            }
        }
    }

    fn element(
        &mut self,
        kind: KindNo,
        (record, row): (RecordId, u32),
        field: FieldNo,
        word: &str,
        present: bool,
        meta: MetaIx,
    ) {
        let Some((segment, at)) = self.tables.get_mut(&kind).and_then(|t| t.edit(row)) else {
            return;
        };
        let column = segment.columns.entry(field).or_default();
        let Some(place) = column.element(at, word) else {
            column.add_element(at, word, present, meta);
            return;
        };
        let Some(element) = column.elements.get_mut(place) else {
            return;
        };
        let (lost, by) = if self.metas.rank(meta) > self.metas.rank(element.meta) {
            let before = (element.present, element.meta);
            (element.present, element.meta) = (present, meta);
            before
        } else {
            (present, meta)
        };
        if let Some(history) = &mut self.history {
            history.entry((record, field)).or_default().push(Past {
                value: Value::Text(word.to_owned()),
                meta: by,
                removed: !lost,
            });
        }
    }
}
