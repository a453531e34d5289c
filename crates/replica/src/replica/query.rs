//! Questions to the replica: records, responses, who refers to whom, histories, batches.
//!
//! Must stay true: nothing here changes anything.

use super::Replica;
use crate::history::{FieldHistory, Origin, Version};
use crate::meta::MetaIx;
use crate::responses::Responses;
use crate::table::{Row, Table};
use model::{BatchId, FieldNo, KindNo, RecordId, Stamp, Value};
use std::collections::BTreeMap;

impl Replica {
    /// The records of a kind.
    pub fn table(&self, kind: KindNo) -> Option<&Table> {
        self.tables.get(&kind)
    }

    /// One record, if it is shown.
    pub fn get(&self, kind: KindNo, record: RecordId) -> Option<Row<'_>> {
        self.tables.get(&kind)?.get(record)
    }

    /// The responses to a form.
    pub fn responses(&self, form: RecordId) -> Option<&Responses> {
        self.responses.get(&form)
    }

    /// Forms that have responses, shown or not.
    pub fn answered_forms(&self) -> impl Iterator<Item = RecordId> {
        self.responses.keys().copied()
    }

    /// The form and row of every shown response of a customer.
    pub fn responses_of(&self, subject: RecordId) -> Vec<(RecordId, u32)> {
        let all = self.by_subject().of(subject);
        all.into_iter()
            .filter_map(|placed| Some((*self.forms.get(placed.form as usize)?, placed.row)))
            .filter(|(form, row)| {
                self.responses
                    .get(form)
                    .and_then(|r| r.at(*row))
                    .is_some_and(|r| r.subject() == Some(subject))
            })
            .collect()
    }

    /// The shown records of a kind whose field refers to a record.
    pub fn referring(&self, kind: KindNo, field: FieldNo, target: RecordId) -> Vec<Row<'_>> {
        let Some(table) = self.tables.get(&kind) else {
            return Vec::new();
        };
        let all = self.referrers().to(target);
        all.iter()
            .filter(|(k, f, _)| (*k, *f) == (kind, field))
            .filter_map(|(_, _, row)| table.at(*row))
            .filter(|row| row.value(field) == Value::Ref(target))
            .collect()
    }

    /// Everything a field has held, latest first; only the present unless this replica remembers.
    pub fn history(&self, kind: KindNo, record: RecordId, field: FieldNo) -> FieldHistory {
        let Some((segment, row)) = self
            .tables
            .get(&kind)
            .and_then(|table| table.segment(table.find(record)?))
        else {
            return Vec::new();
        };
        let Some(column) = segment.columns.get(&field) else {
            return Vec::new();
        };
        let now = column.meta(row, segment.made(row));
        let mut all: Vec<(MetaIx, Version)> = Vec::new();
        let version = |value: Value, meta: MetaIx, current: bool, winner: MetaIx, removed: bool| {
            Some((
                meta,
                Version {
                    value,
                    stamp: self.metas.get(meta)?.stamp,
                    origin: *self.metas.origin(meta)?,
                    current,
                    concurrent: self.metas.concurrent(meta, winner),
                    removed,
                },
            ))
        };
        if now != 0 {
            all.extend(version(column.get(row), now, true, 0, false));
        }
        let mut winners: BTreeMap<&str, MetaIx> = BTreeMap::new();
        for element in column.elements(row) {
            let word = column.words.word(element.word).unwrap_or_default();
            winners.insert(word, element.meta);
            let value = Value::Text(word.to_owned());
            all.extend(version(
                value,
                element.meta,
                element.present,
                0,
                !element.present,
            ));
        }
        let pasts = self.history.as_ref();
        let pasts = pasts.and_then(|all| all.get(&(record, field)));
        for past in pasts.map_or(&[][..], Vec::as_slice) {
            let winner = past
                .value
                .as_text()
                .and_then(|word| winners.get(word).copied())
                .unwrap_or(now);
            all.extend(version(
                past.value.clone(),
                past.meta,
                false,
                winner,
                past.removed,
            ));
        }
        let mut latest: Vec<(MetaIx, Version)> = Vec::with_capacity(all.len());
        for entry in all {
            let rank = self.metas.rank(entry.0);
            latest.insert(
                latest.partition_point(|(m, _)| self.metas.rank(*m) >= rank),
                entry,
            );
        }
        latest.into_iter().map(|(_, version)| version).collect()
    }

    /// Who created a record, when, where and how.
    pub fn created(&self, kind: KindNo, record: RecordId) -> Option<(Stamp, Origin)> {
        let table = self.tables.get(&kind)?;
        let (segment, at) = table.segment(table.find(record)?)?;
        let made = segment.made(at);
        Some((self.metas.get(made)?.stamp, *self.metas.origin(made)?))
    }

    /// The latest stamp on any field of a record.
    pub fn changed(&self, kind: KindNo, record: RecordId) -> Option<Stamp> {
        let table = self.tables.get(&kind)?;
        let (segment, at) = table.segment(table.find(record)?)?;
        segment
            .columns
            .keys()
            .map(|field| segment.meta(*field, at))
            .chain([segment.made(at)])
            .filter_map(|ix| self.metas.get(ix))
            .map(|meta| meta.stamp)
            .max()
    }

    /// The shown records and responses that a bulk action made, responses first.
    pub fn made_in(&self, batch: BatchId) -> Vec<RecordId> {
        let Some(no) = self.metas.batch_no(batch) else {
            return Vec::new();
        };
        let in_batch = |ix: MetaIx| self.metas.get(ix).is_some_and(|m| m.batch == no);
        let mut all = Vec::new();
        for responses in self.responses.values() {
            let heads = responses.heads();
            let made = heads.filter(|(_, h)| !h.hidden && h.made != 0 && in_batch(h.made));
            all.extend(made.map(|(_, head)| head.id));
        }
        for chunk in self.tables.values().flat_map(|table| &table.segments) {
            let segment = &chunk.data;
            let rows = segment.ids.iter().zip(&segment.made).zip(&segment.hidden);
            for ((id, made), hidden) in rows {
                if !hidden && *made != 0 && in_batch(*made) {
                    all.push(*id);
                }
            }
        }
        all
    }

    /// Everything that is shown or remembered, in an order of its own: equal for equal replicas.
    pub fn canonical(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (kind, table) in &self.tables {
            for (row, id) in table.all() {
                if self.erased.contains(&id) {
                    continue;
                }
                let shown = table.shown(row);
                lines.push(format!("{kind:?} {id} {shown}"));
                for field in table.fields() {
                    for v in self.history(*kind, id, field) {
                        lines.push(format!(
                            "{kind:?} {id} {field:?} {:?} {:?} {:?} {} {}",
                            v.value, v.stamp, v.origin, v.current, v.removed
                        ));
                    }
                }
            }
        }
        for (form, responses) in &self.responses {
            for (row, head) in responses.heads().filter(|(_, h)| h.made != 0) {
                let answers: Vec<(u16, Value)> = responses
                    .questions()
                    .filter_map(|no| {
                        let (chunk, at) = crate::chunk::split(row);
                        let column = responses.segments.get(chunk)?.data.columns.get(&no)?;
                        let value = column.get(at);
                        (!value.is_nothing()).then_some((no, value))
                    })
                    .collect();
                lines.push(format!("{form} {head:?} {answers:?}").replace(
                    &format!("made: {}", head.made),
                    &format!("made: {:?}", self.metas.rank(head.made)),
                ));
            }
        }
        for id in &self.erased {
            lines.push(format!("erased {id}"));
        }
        lines.sort_unstable();
        lines
    }
}
