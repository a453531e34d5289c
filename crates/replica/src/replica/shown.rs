//! What is shown: deletions and restorations, responses and those that supersede them, erasures.
//!
//! Must stay true: a delete loses to a later restore only; an erase is final.

use super::{Placed, Replica, Touched};
use crate::Respond;
use crate::meta::MetaIx;
use model::{DeviceId, RecordId};

impl Replica {
    pub(crate) fn is_deleted(&self, record: RecordId) -> bool {
        self.switches.get(&record).is_some_and(|all| {
            all.iter()
                .max_by_key(|(meta, _)| self.metas.rank(*meta))
                .is_some_and(|(_, gone)| *gone)
        })
    }

    /// The change that a record is shown or not shown by; none when it was never deleted.
    pub(crate) fn switched_by(&self, record: RecordId) -> Option<MetaIx> {
        let all = self.switches.get(&record)?.iter().map(|(meta, _)| *meta);
        all.max_by_key(|meta| self.metas.rank(*meta))
    }

    /// The change that deleted a record, or brought it back, last, and whether it deleted it;
    /// none when nobody ever did.
    pub fn switched(&self, record: RecordId) -> Option<((DeviceId, u64), bool)> {
        let (_, device, seq) = self.metas.rank(self.switched_by(record)?);
        Some(((device, seq), self.is_deleted(record)))
    }

    pub(super) fn switch(
        &mut self,
        record: RecordId,
        gone: bool,
        meta: MetaIx,
        touched: &mut Touched,
    ) {
        self.switched.push((record, meta, gone));
        self.switches.entry(record).or_default().push((meta, gone));
        self.show_or_hide(record, touched);
    }

    pub(super) fn show_or_hide(&mut self, record: RecordId, touched: &mut Touched) {
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

    pub(super) fn respond(&mut self, respond: &Respond, meta: MetaIx, touched: &mut Touched) {
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

    pub(super) fn no_longer_superseded(
        &mut self,
        older: RecordId,
        by: RecordId,
        touched: &mut Touched,
    ) {
        if let Some(all) = self.superseded.get_mut(&older) {
            all.remove(&by);
            if all.is_empty() {
                self.superseded.remove(&older);
            }
        }
        self.show_or_hide(older, touched);
    }

    pub(super) fn erase(&mut self, record: RecordId, touched: &mut Touched) {
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
