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
        let all = self.by_subject.get(&subject).map_or(&[][..], Vec::as_slice);
        all.iter()
            .filter(|(form, row)| {
                self.responses
                    .get(form)
                    .and_then(|r| r.at(*row))
                    .is_some_and(|r| r.subject() == Some(subject))
            })
            .copied()
            .collect()
    }

    /// The shown records of a kind whose field refers to a record.
    pub fn referring(&self, kind: KindNo, field: FieldNo, target: RecordId) -> Vec<Row<'_>> {
        let all = self.referrers.get(&target).map_or(&[][..], Vec::as_slice);
        let Some(table) = self.tables.get(&kind) else {
            return Vec::new();
        };
        all.iter()
            .filter(|(k, f, _)| (*k, *f) == (kind, field))
            .filter_map(|(_, _, row)| table.at(*row))
            .filter(|row| row.value(field) == Value::Ref(target))
            .collect()
    }

    /// Everything a field has held, latest first.
    pub fn history(&self, kind: KindNo, record: RecordId, field: FieldNo) -> FieldHistory {
        let Some(column) = self.tables.get(&kind).and_then(|t| t.columns.get(&field)) else {
            return Vec::new();
        };
        let Some(row) = self.tables.get(&kind).and_then(|t| t.find(record)) else {
            return Vec::new();
        };
        let now = column.meta(row);
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
            winners.insert(&element.word, element.meta);
            let value = Value::Text(element.word.as_ref().to_owned());
            all.extend(version(
                value,
                element.meta,
                element.present,
                0,
                !element.present,
            ));
        }
        for past in self
            .history
            .get(&(record, field))
            .map_or(&[][..], Vec::as_slice)
        {
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
        let made = *table.made.get(table.find(record)? as usize)?;
        Some((self.metas.get(made)?.stamp, *self.metas.origin(made)?))
    }

    /// The latest stamp on any field of a record.
    pub fn changed(&self, kind: KindNo, record: RecordId) -> Option<Stamp> {
        let table = self.tables.get(&kind)?;
        let row = table.find(record)?;
        table
            .columns
            .values()
            .map(|c| c.meta(row))
            .chain(table.made.get(row as usize).copied())
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
            let heads = responses
                .rows
                .iter()
                .filter(|h| !h.hidden && in_batch(h.made));
            all.extend(heads.map(|h| h.id));
        }
        for table in self.tables.values() {
            for ((id, made), hidden) in table.ids.iter().zip(&table.made).zip(&table.hidden) {
                if !hidden && in_batch(*made) {
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
            for (row, id) in (0u32..).zip(&table.ids) {
                if self.erased.contains(id) {
                    continue;
                }
                let shown = table.shown(row);
                lines.push(format!("{kind:?} {id} {shown}"));
                for field in table.columns.keys() {
                    for v in self.history(*kind, *id, *field) {
                        lines.push(format!(
                            "{kind:?} {id} {field:?} {:?} {:?} {:?} {} {}",
                            v.value, v.stamp, v.origin, v.current, v.removed
                        ));
                    }
                }
            }
        }
        for (form, responses) in &self.responses {
            for head in responses.rows.iter().filter(|h| h.made != 0) {
                let answers: Vec<_> = responses
                    .rows
                    .iter()
                    .position(|h| core::ptr::eq(h, head))
                    .and_then(|row| u32::try_from(row).ok())
                    .map(|row| {
                        responses
                            .columns
                            .iter()
                            .map(|(no, c)| (*no, c.get(row)))
                            .collect()
                    })
                    .unwrap_or_default();
                let answers: Vec<&(u16, Value)> = answers
                    .iter()
                    .filter(|(_, v): &&(u16, Value)| !v.is_nothing())
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
