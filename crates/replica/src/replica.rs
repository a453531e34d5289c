//! The replica: applies changes, merges, and answers queries.
//!
//! Must stay true: whatever the order, duplicates and interleaving of changes, the outcome is
//! the same. Fields: last writer wins by (stamp, device). Sets: the same by element. Delete and
//! restore: the latest wins. Erase beats everything, whenever it arrives. Values that lost stay
//! in the log; a replica that remembers keeps them at hand too.

mod index;
mod query;
mod settle;
mod undo;

use crate::chunk::Chunks;
use crate::hash::{IdMap, IdSet};
use crate::meta::{MetaIx, Metas};
use crate::responses::Responses;
use crate::table::Table;
use crate::{Change, Clock, Entry, Hash, Op, Respond};
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

    fn is_deleted(&self, record: RecordId) -> bool {
        self.switches.get(&record).is_some_and(|all| {
            all.iter()
                .max_by_key(|(meta, _)| self.metas.rank(*meta))
                .is_some_and(|(_, gone)| *gone)
        })
    }

    fn switch(&mut self, record: RecordId, gone: bool, meta: MetaIx, touched: &mut Touched) {
        self.switched.push((record, meta, gone));
        self.switches.entry(record).or_default().push((meta, gone));
        self.show_or_hide(record, touched);
    }

    fn show_or_hide(&mut self, record: RecordId, touched: &mut Touched) {
        let gone = self.is_deleted(record);
        for (kind, table) in &mut self.tables {
            if let Some(row) = table.find(record) {
                touched.kinds.insert(*kind);
                let same = |(segment, at): (&crate::table::Segment, usize)| {
                    segment.hidden.get(at) == Some(&gone)
                };
                if !table.segment(row).is_some_and(same)
                    && let Some((segment, at)) = table.edit(row)
                    && let Some(hidden) = segment.hidden.get_mut(at)
                {
                    *hidden = gone;
                }
            }
        }
        if let Some(placed) = self.answered.get(&record).copied() {
            let gone = gone || self.superseded.contains_key(&record);
            if let Some(form) = self.forms.get(placed.form as usize)
                && let Some(all) = self.responses.get_mut(form)
            {
                all.hide(placed.row, gone);
                touched.forms.insert(*form);
            }
        }
    }

    fn respond(&mut self, respond: &Respond, meta: MetaIx, touched: &mut Touched) {
        if let Some(placed) = self.answered.get(&respond.id).copied() {
            // Written once: of two claims to one id the earlier stands, everywhere alike.
            let form = self.forms.get(placed.form as usize).copied();
            let Some(all) = form.and_then(|form| self.responses.get_mut(&form)) else {
                return;
            };
            let head = all.head(placed.row);
            let (made, claimed) = head.map_or((0, None), |head| (head.made, head.supersedes));
            if self.metas.rank(meta) >= self.metas.rank(made) {
                return;
            }
            all.wipe(placed.row);
            touched.forms.extend(form);
            if let Some(older) = claimed {
                self.no_longer_superseded(older, respond.id, touched);
            }
        }
        touched.forms.insert(respond.form);
        let hidden = self.is_deleted(respond.id) || self.superseded.contains_key(&respond.id);
        let form = self.form_no(respond.form);
        let all = self.responses.entry(respond.form).or_default();
        let row = all.push(respond, meta, hidden);
        let placed = Placed { form, row };
        self.answered.insert(respond.id, placed);
        if let Some(subject) = respond.subject
            && let Some(index) = self.by_subject.get_mut()
        {
            index.add(subject, placed);
        }
        if let Some(older) = respond.supersedes {
            self.superseded.entry(older).or_default().insert(respond.id);
            self.show_or_hide(older, touched);
        }
    }

    pub(crate) fn form_no(&mut self, form: RecordId) -> u32 {
        let at = self.forms.iter().position(|known| *known == form);
        let at = at.unwrap_or_else(|| {
            self.forms.push(form);
            self.forms.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
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
        if self.erased.insert(record) {
            self.erasures.push(record);
        }
        for (kind, table) in &mut self.tables {
            if let Some((segment, at)) = table.find(record).and_then(|row| table.edit(row)) {
                segment.wipe(at);
                touched.kinds.insert(*kind);
            }
        }
        if let Some(placed) = self.answered.remove(&record)
            && let Some(form) = self.forms.get(placed.form as usize).copied()
        {
            touched.forms.insert(form);
            if let Some(all) = self.responses.get_mut(&form) {
                let claimed = all.head(placed.row).and_then(|head| head.supersedes);
                all.wipe(placed.row);
                if let Some(older) = claimed {
                    self.no_longer_superseded(older, record, touched);
                }
            }
        }
        if let Some(history) = &mut self.history {
            history.retain(|(owner, _), _| *owner != record);
        }
        self.switches.remove(&record);
    }

    /// Rebuilds what follows from the lists of deletions and erasures.
    pub(crate) fn settle_switches(&mut self) {
        self.erased = self.erasures.iter().copied().collect();
        for (record, meta, gone) in self.switched.iter() {
            if !self.erased.contains(record) {
                let all = self.switches.entry(*record).or_default();
                all.push((*meta, *gone));
            }
        }
    }

    /// Rebuilds what follows from the responses of a form from this row on; about so many
    /// segments of any form are still to come.
    pub(crate) fn settle_responses(&mut self, form: RecordId, first: u32, segments: usize) {
        let form_no = self.form_no(form);
        if self.answered.capacity() == 0 {
            self.answered.reserve(segments * crate::chunk::ROWS);
        }
        let Some(all) = self.responses.get(&form) else {
            return;
        };
        for row in first..all.end() {
            if let Some(head) = all.head(row).filter(|head| head.made != 0) {
                self.answered.insert(head.id, Placed { form: form_no, row });
                if let Some(older) = head.supersedes {
                    self.superseded.entry(older).or_default().insert(head.id);
                }
            }
        }
    }
}
