//! Taking back the last action: what would have to be done so that it had not been.

use super::Replica;
use crate::Op;
use model::{DeviceId, RecordId};

impl Replica {
    /// The operations that would take these back; asked *before* they are applied. None when
    /// they cannot be taken back: an erasure is final.
    pub fn inverse(&self, ops: &[Op]) -> Option<Vec<Op>> {
        let mut all = Vec::with_capacity(ops.len());
        let mut created: Vec<RecordId> = Vec::new();
        for op in ops {
            match op {
                Op::Erase { .. } => return None,
                Op::Create { record, kind } => {
                    if self.get(*kind, *record).is_none() {
                        created.push(*record);
                        all.push(Op::Delete { record: *record });
                    }
                }
                Op::Respond(respond) => {
                    created.push(respond.id);
                    all.push(Op::Delete { record: respond.id });
                }
                Op::Delete { record } => all.push(Op::Restore { record: *record }),
                Op::Restore { record } => all.push(Op::Delete { record: *record }),
                Op::Set { record, .. } | Op::Add { record, .. } | Op::Remove { record, .. }
                    if created.contains(record) => {}
                Op::Set {
                    kind,
                    record,
                    field,
                    ..
                } => {
                    // A deleted record, which may come back, keeps what it held, too.
                    all.push(Op::Set {
                        kind: *kind,
                        record: *record,
                        field: *field,
                        value: self.raw(*kind, *record, *field),
                    });
                }
                Op::Add {
                    kind,
                    record,
                    field,
                    element,
                } => {
                    if !self.has(*kind, *record, *field, element) {
                        all.push(Op::Remove {
                            kind: *kind,
                            record: *record,
                            field: *field,
                            element: element.clone(),
                        });
                    }
                }
                Op::Remove {
                    kind,
                    record,
                    field,
                    element,
                } => {
                    if self.has(*kind, *record, *field, element) {
                        all.push(Op::Add {
                            kind: *kind,
                            record: *record,
                            field: *field,
                            element: element.clone(),
                        });
                    }
                }
            }
        }
        all.reverse();
        Some(all)
    }

    fn has(
        &self,
        kind: model::KindNo,
        record: RecordId,
        field: model::FieldNo,
        word: &str,
    ) -> bool {
        self.get(kind, record)
            .is_some_and(|row| row.elements(field).contains(&word))
    }

    /// The change whose value a field shows, by its device and number; none when it was never set.
    pub fn writer(
        &self,
        kind: model::KindNo,
        record: RecordId,
        field: model::FieldNo,
    ) -> Option<(DeviceId, u64)> {
        let table = self.tables.get(&kind)?;
        let (segment, at) = table.segment(table.find(record)?)?;
        let (_, device, seq) = self.metas.rank(segment.meta(field, at));
        (seq > 0).then_some((device, seq))
    }

    /// The change that wrote what a cell shows, or whether an element is in it: by its device and
    /// number; none when it was never written.
    pub fn wrote(
        &self,
        kind: model::KindNo,
        record: RecordId,
        field: model::FieldNo,
        element: Option<&str>,
    ) -> Option<(DeviceId, u64)> {
        let Some(word) = element else {
            return self.writer(kind, record, field);
        };
        let table = self.tables.get(&kind)?;
        let (segment, at) = table.segment(table.find(record)?)?;
        let column = segment.columns.get(&field)?;
        let meta = column.elements.get(column.element(at, word)?)?.meta;
        let (_, device, seq) = self.metas.rank(meta);
        (seq > 0).then_some((device, seq))
    }

    /// The registers that have heard of a record: one, as a rule.
    pub fn kinds_of(&self, record: RecordId) -> Vec<model::KindNo> {
        let all = self.tables.iter();
        all.filter(|(_, table)| table.find(record).is_some())
            .map(|(kind, _)| *kind)
            .collect()
    }
}
