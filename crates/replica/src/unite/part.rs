//! Taking a union back, at any time: what would have to be done so that it had not been.
//!
//! Must stay true: only what still stands as the union left it is put back; what came since
//! stays where it is; nothing is read but what the log remembers.

use super::Replica;
use crate::meta::MetaIx;
use crate::{Op, Version};
use model::{FieldNo, KindNo, RecordId, Value};
use std::collections::BTreeSet;

/// A union as it is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parting {
    /// The register of the note of the union.
    pub note_kind: KindNo,
    /// The note, made by the change that made the union.
    pub note: RecordId,
    /// The register of both records.
    pub kind: KindNo,
    /// The one that stayed.
    pub kept: RecordId,
    /// The one that went.
    pub merged: RecordId,
}

impl Replica {
    /// The operations that take a union back. `past` remembers what both records, the note and
    /// everything that refers to the kept one have ever held. None when it cannot be taken back:
    /// the note is gone, or the merged record was erased.
    pub fn part(&self, past: &Self, parting: &Parting) -> Option<Vec<Op>> {
        let Parting {
            note_kind,
            note,
            kind,
            kept,
            merged,
        } = *parting;
        self.get(note_kind, note)?;
        if self.is_erased(merged) {
            return None;
        }
        let table = self.tables.get(&note_kind)?;
        let (segment, at) = table.segment(table.find(note)?)?;
        let made = segment.made(at);
        let (stamp, device, _) = self.metas.rank(made);
        let own = |version: &Version| version.stamp == stamp && version.origin.device == device;
        let mut ops: Vec<Op> = self
            .deleted_by(made)
            .into_iter()
            .map(|record| Op::Restore { record })
            .collect();
        for field in past.tables.get(&kind).map_or(Vec::new(), |t| t.fields()) {
            let history = past.history(kind, kept, field);
            if past.is_set(kind, kept, field) {
                self.part_set((kind, kept, field), &history, &own, &mut ops);
            } else if let Some(at) = history.iter().position(own)
                && let Some(ours) = history.get(at)
                && self.raw(kind, kept, field) == ours.value
            {
                let before = history.get(at + 1).map_or(Value::Nothing, before);
                push_set(&mut ops, (kind, kept, field), before, &ours.value);
            }
        }
        for reference in self.references_to(kept) {
            let place = (reference.kind, reference.record, reference.field);
            if reference.kind == note_kind || (reference.kind == kind && reference.record == kept) {
                continue;
            }
            let history = past.history(place.0, place.1, place.2);
            // Moved by the union, or, written before anybody knew of it, later.
            let later = || {
                history.windows(2).position(|pair| {
                    let [new, old] = pair else { return false };
                    new.value == Value::Ref(kept)
                        && new.stamp >= stamp
                        && old.value == Value::Ref(merged)
                })
            };
            if let Some(at) = history.iter().position(own).or_else(later) {
                let prior = history.get(at + 1).map_or(Value::Nothing, before);
                push_set(&mut ops, place, prior, &Value::Ref(kept));
            }
        }
        ops.push(Op::Delete { record: note });
        Some(ops)
    }

    /// What a change deleted and is still not shown, in the order it was deleted; what a bulk
    /// action deleted since, such as the import it came in with, stays away.
    fn deleted_by(&self, change: MetaIx) -> Vec<RecordId> {
        let mut seen = BTreeSet::new();
        self.switched
            .iter()
            .filter(|(_, meta, gone)| *meta == change && *gone)
            .map(|(record, ..)| *record)
            .filter(|record| self.is_deleted(*record) && !self.is_erased(*record))
            .filter(|record| {
                let by = self.switched_by(*record);
                by.is_none_or(|by| by == change || self.metas.get(by).is_none_or(|m| m.batch == 0))
            })
            .filter(|record| seen.insert(*record))
            .collect()
    }

    fn is_set(&self, kind: KindNo, record: RecordId, field: FieldNo) -> bool {
        let table = self.tables.get(&kind);
        let place = table.and_then(|table| table.segment(table.find(record)?));
        let column = place.and_then(|(s, at)| Some((s.columns.get(&field)?, at)));
        column.is_some_and(|(column, at)| !column.elements(at).is_empty())
    }

    fn part_set(
        &self,
        (kind, record, field): (KindNo, RecordId, FieldNo),
        history: &[Version],
        own: &impl Fn(&Version) -> bool,
        ops: &mut Vec<Op>,
    ) {
        let table = self.tables.get(&kind);
        let place = table.and_then(|table| table.segment(table.find(record)?));
        let column = place.and_then(|(s, at)| Some((s.columns.get(&field)?, at)));
        let Some((column, at)) = column else {
            return;
        };
        for ours in history.iter().filter(|version| own(version)) {
            let Some(word) = ours.value.as_text() else {
                continue;
            };
            let element = column.element(at, word);
            let element = element.and_then(|place| column.elements.get(place));
            let present = element.is_some_and(|element| element.present);
            let same = |version: &&Version| version.value.as_text() == Some(word);
            let mut older = history.iter().filter(same).skip_while(|v| !own(v)).skip(1);
            let was = older.next().is_some_and(|version| !version.removed);
            if present == ours.removed || present == was {
                continue;
            }
            let element = word.to_owned();
            ops.push(if was {
                Op::Add {
                    kind,
                    record,
                    field,
                    element,
                }
            } else {
                Op::Remove {
                    kind,
                    record,
                    field,
                    element,
                }
            });
        }
    }
}

fn before(version: &Version) -> Value {
    version.value.clone()
}

fn push_set(
    ops: &mut Vec<Op>,
    (kind, record, field): (KindNo, RecordId, FieldNo),
    value: Value,
    now: &Value,
) {
    if value != *now {
        ops.push(Op::Set {
            kind,
            record,
            field,
            value,
        });
    }
}
