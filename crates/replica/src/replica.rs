//! The replica: applies changes, merges, and answers queries.
//!
//! Must stay true: whatever the order, duplicates and interleaving of changes, the outcome is
//! the same. Fields: last writer wins by (stamp, device). Sets: the same by element. Delete and
//! restore: the latest wins. Erase beats everything, whenever it arrives. Values that lost stay
//! in the history.

mod query;

use crate::hash::IdMap;
use crate::heads::Heads;
use crate::meta::{MetaIx, Metas};
use crate::responses::Responses;
use crate::table::Table;
use crate::{Change, Clock, Op, Respond};
use model::{DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What a change touched, so that only what shows it is drawn again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Kinds of records.
    pub kinds: BTreeSet<KindNo>,
    /// Forms that got or lost responses.
    pub forms: BTreeSet<RecordId>,
    /// The records themselves.
    pub records: BTreeSet<RecordId>,
}

/// A value that stood in a field, or lost.
#[derive(Debug, Clone)]
struct Past {
    value: Value,
    meta: MetaIx,
    removed: bool,
}

/// Everything this device knows.
#[derive(Debug, Clone, Default)]
pub struct Replica {
    clock: Clock,
    heads: Heads,
    metas: Metas,
    tables: BTreeMap<KindNo, Table>,
    responses: BTreeMap<RecordId, Responses>,
    answered: IdMap<RecordId, (RecordId, u32)>,
    by_subject: IdMap<RecordId, Vec<(RecordId, u32)>>,
    referrers: IdMap<RecordId, Vec<(KindNo, FieldNo, u32)>>,
    history: IdMap<(RecordId, FieldNo), Vec<Past>>,
    switches: IdMap<RecordId, Vec<(MetaIx, bool)>>,
    superseded: IdMap<RecordId, BTreeSet<RecordId>>,
    erased: BTreeSet<RecordId>,
    cursor: u64,
}

impl Replica {
    /// The clock, for stamping a new change.
    pub fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    /// The next sequence number of a device.
    pub fn next_seq(&self, device: DeviceId) -> u64 {
        self.heads.highest(device) + 1
    }

    /// Up to which server position everything is known.
    pub fn cursor(&self) -> u64 {
        self.cursor
    }

    /// Notes that everything up to this server position is known.
    pub fn advance(&mut self, cursor: u64) {
        self.cursor = self.cursor.max(cursor);
    }

    /// Begins the positions anew: another server counts its own.
    pub fn begin_positions(&mut self) {
        self.cursor = 0;
    }

    /// How many changes were applied.
    pub fn changes(&self) -> usize {
        self.metas.len()
    }

    /// Applies a change once; a second time does nothing and says so by returning false.
    ///
    /// `position` is the server's, 0 while it has none.
    pub fn apply(&mut self, change: &Change, position: u64, touched: &mut Touched) -> bool {
        if !self.heads.note(change.device, change.seq) {
            if position != 0
                && let Some(ix) = self.metas.find(change.device, change.seq)
            {
                self.metas.set_position(ix, position);
            }
            return false;
        }
        self.clock.witness(change.stamp);
        let meta = self.metas.add(change, position);
        for op in &change.ops {
            let record = op.record();
            if self.erased.contains(&record) {
                continue;
            }
            touched.records.insert(record);
            self.apply_op(op, meta, touched);
        }
        true
    }

    fn apply_op(&mut self, op: &Op, meta: MetaIx, touched: &mut Touched) {
        match op {
            Op::Create { kind, record } => {
                touched.kinds.insert(*kind);
                let row = self.row_of(*kind, *record);
                let metas = &self.metas;
                if let Some(table) = self.tables.get_mut(kind)
                    && let Some(made) = table.made.get_mut(row as usize)
                    && (*made == 0 || metas.rank(meta) < metas.rank(*made))
                {
                    *made = meta;
                }
            }
            Op::Set {
                kind,
                record,
                field,
                value,
            } => {
                touched.kinds.insert(*kind);
                self.set(*kind, *record, *field, value, meta);
            }
            Op::Add {
                kind,
                record,
                field,
                element,
            } => {
                touched.kinds.insert(*kind);
                self.element(*kind, *record, *field, element, true, meta);
            }
            Op::Remove {
                kind,
                record,
                field,
                element,
            } => {
                touched.kinds.insert(*kind);
                self.element(*kind, *record, *field, element, false, meta);
            }
            Op::Delete { record } => self.switch(*record, true, meta, touched),
            Op::Restore { record } => self.switch(*record, false, meta, touched),
            Op::Erase { record } => self.erase(*record, touched),
            Op::Respond(respond) => self.respond(respond, meta, touched),
        }
    }

    fn row_of(&mut self, kind: KindNo, record: RecordId) -> u32 {
        let hidden = self.is_deleted(record);
        let table = self.tables.entry(kind).or_default();
        let (row, new) = table.row_or_new(record);
        if new
            && hidden
            && let Some(slot) = table.hidden.get_mut(row as usize)
        {
            *slot = true;
        }
        row
    }

    fn set(&mut self, kind: KindNo, record: RecordId, field: FieldNo, value: &Value, meta: MetaIx) {
        let row = self.row_of(kind, record);
        let Some(table) = self.tables.get_mut(&kind) else {
            return;
        };
        let column = table.columns.entry(field).or_default();
        let old = column.meta(row);
        if self.metas.rank(meta) > self.metas.rank(old) {
            if old != 0 {
                let past = Past {
                    value: column.get(row),
                    meta: old,
                    removed: false,
                };
                self.history.entry((record, field)).or_default().push(past);
            }
            if let Value::Ref(target) = value {
                let list = self.referrers.entry(*target).or_default();
                if !list.contains(&(kind, field, row)) {
                    list.push((kind, field, row));
                }
            }
            column.set(row, value.clone(), meta);
        } else {
            let past = Past {
                value: value.clone(),
                meta,
                removed: false,
            };
            self.history.entry((record, field)).or_default().push(past);
        }
    }

    fn element(
        &mut self,
        kind: KindNo,
        record: RecordId,
        field: FieldNo,
        word: &str,
        present: bool,
        meta: MetaIx,
    ) {
        let row = self.row_of(kind, record);
        let Some(table) = self.tables.get_mut(&kind) else {
            return;
        };
        let Some(set) = table.columns.entry(field).or_default().elements_mut(row) else {
            return;
        };
        let past = |present: bool, meta| Past {
            value: Value::Text(word.to_owned()),
            meta,
            removed: !present,
        };
        match set.iter_mut().find(|e| &*e.word == word) {
            None => set.push(crate::column::Element {
                word: word.into(),
                present,
                meta,
            }),
            Some(element) => {
                let loser = if self.metas.rank(meta) > self.metas.rank(element.meta) {
                    let loser = past(element.present, element.meta);
                    (element.present, element.meta) = (present, meta);
                    loser
                } else {
                    past(present, meta)
                };
                self.history.entry((record, field)).or_default().push(loser);
            }
        }
    }

    fn is_deleted(&self, record: RecordId) -> bool {
        self.switches.get(&record).is_some_and(|all| {
            all.iter()
                .max_by_key(|(meta, _)| self.metas.rank(*meta))
                .is_some_and(|(_, gone)| *gone)
        })
    }

    fn switch(&mut self, record: RecordId, gone: bool, meta: MetaIx, touched: &mut Touched) {
        self.switches.entry(record).or_default().push((meta, gone));
        self.show_or_hide(record, touched);
    }

    fn show_or_hide(&mut self, record: RecordId, touched: &mut Touched) {
        let gone = self.is_deleted(record);
        for (kind, table) in &mut self.tables {
            if let Some(row) = table.find(record)
                && let Some(hidden) = table.hidden.get_mut(row as usize)
            {
                *hidden = gone;
                touched.kinds.insert(*kind);
            }
        }
        if let Some((form, row)) = self.answered.get(&record) {
            let gone = gone || self.superseded.contains_key(&record);
            if let Some(head) = self
                .responses
                .get_mut(form)
                .and_then(|r| r.rows.get_mut(*row as usize))
            {
                head.hidden = gone;
                touched.forms.insert(*form);
            }
        }
    }

    fn respond(&mut self, respond: &Respond, meta: MetaIx, touched: &mut Touched) {
        if let Some((form, row)) = self.answered.get(&respond.id).copied() {
            // Written once: of two claims to one id the earlier stands, everywhere alike.
            let Some(all) = self.responses.get_mut(&form) else {
                return;
            };
            let made = all.rows.get(row as usize).map_or(0, |head| head.made);
            if self.metas.rank(meta) >= self.metas.rank(made) {
                return;
            }
            let claimed = all.rows.get(row as usize).and_then(|head| head.supersedes);
            all.wipe(row);
            if let Some(older) = claimed {
                self.no_longer_superseded(older, respond.id, touched);
            }
        }
        touched.forms.insert(respond.form);
        let hidden = self.is_deleted(respond.id) || self.superseded.contains_key(&respond.id);
        let row = self
            .responses
            .entry(respond.form)
            .or_default()
            .push(respond, meta, hidden);
        self.answered.insert(respond.id, (respond.form, row));
        if let Some(subject) = respond.subject {
            self.by_subject
                .entry(subject)
                .or_default()
                .push((respond.form, row));
        }
        if let Some(older) = respond.supersedes {
            self.superseded.entry(older).or_default().insert(respond.id);
            self.show_or_hide(older, touched);
        }
    }

    fn no_longer_superseded(&mut self, older: RecordId, by: RecordId, touched: &mut Touched) {
        if let Some(all) = self.superseded.get_mut(&older) {
            all.remove(&by);
            if all.is_empty() {
                self.superseded.remove(&older);
            }
        }
        self.show_or_hide(older, touched);
    }

    fn erase(&mut self, record: RecordId, touched: &mut Touched) {
        self.erased.insert(record);
        for (kind, table) in &mut self.tables {
            if let Some(row) = table.find(record) {
                table.wipe(row);
                touched.kinds.insert(*kind);
            }
        }
        if let Some((form, row)) = self.answered.remove(&record) {
            touched.forms.insert(form);
            if let Some(all) = self.responses.get_mut(&form) {
                let claimed = all.rows.get(row as usize).and_then(|head| head.supersedes);
                all.wipe(row);
                if let Some(older) = claimed {
                    self.no_longer_superseded(older, record, touched);
                }
            }
        }
        self.history.retain(|(owner, _), _| *owner != record);
        self.switches.remove(&record);
    }

    /// The server took a change: notes its position and, if the server moved its stamp,
    /// settles again who wrote last.
    pub fn acknowledge(&mut self, device: DeviceId, seq: u64, position: u64, stamp: Stamp) {
        let Some(ix) = self.metas.find(device, seq) else {
            return;
        };
        self.metas.set_position(ix, position);
        if self.metas.get(ix).is_some_and(|m| m.stamp != stamp) {
            self.metas.set_stamp(ix, stamp);
            self.resettle(ix);
        }
    }

    /// Gives back the cells of a change to a value that now outranks it.
    fn resettle(&mut self, ix: MetaIx) {
        let Self {
            tables,
            history,
            metas,
            ..
        } = self;
        for table in tables.values_mut() {
            for (field, column) in &mut table.columns {
                for (row, record) in (0u32..).zip(&table.ids) {
                    let Some(pasts) = history.get_mut(&(*record, *field)) else {
                        continue;
                    };
                    if column.meta(row) == ix
                        && let Some(best) = pasts.iter_mut().max_by_key(|p| metas.rank(p.meta))
                        && metas.rank(best.meta) > metas.rank(ix)
                    {
                        let value = core::mem::replace(&mut best.value, column.get(row));
                        let meta = core::mem::replace(&mut best.meta, ix);
                        column.set(row, value, meta);
                    }
                    let Some(set) = column.elements_mut(row) else {
                        continue;
                    };
                    for element in set.iter_mut().filter(|e| e.meta == ix) {
                        let word = Value::Text(element.word.as_ref().to_owned());
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
            }
        }
        let switched: Vec<RecordId> = self.switches.keys().copied().collect();
        for record in switched {
            self.show_or_hide(record, &mut Touched::default());
        }
    }
}
