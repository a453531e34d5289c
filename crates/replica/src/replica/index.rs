//! Who answered what, and who refers to whom: made when first asked for, then kept up.

use super::{Placed, Replica};
use crate::column::{Data, NO_REF};
use crate::hash::IdMap;
use model::{FieldNo, KindNo, RecordId, Value};

const NONE: u32 = u32::MAX;

/// The responses of each subject, as lists threaded through one vector.
#[derive(Debug, Clone, Default)]
pub struct BySubject {
    latest: IdMap<RecordId, u32>,
    links: Vec<(Placed, u32)>,
}

impl BySubject {
    pub fn add(&mut self, subject: RecordId, placed: Placed) {
        let at = u32::try_from(self.links.len()).unwrap_or(NONE);
        let before = self.latest.insert(subject, at).unwrap_or(NONE);
        self.links.push((placed, before));
    }

    /// The responses of a subject, in the order they became known.
    pub fn of(&self, subject: RecordId) -> Vec<Placed> {
        let mut all = Vec::new();
        let mut at = self.latest.get(&subject).copied().unwrap_or(NONE);
        while let Some((placed, before)) = self.links.get(at as usize) {
            all.push(*placed);
            at = *before;
        }
        all.reverse();
        all
    }
}

/// The cells that refer to each record; some may refer elsewhere by now.
#[derive(Debug, Clone, Default)]
pub struct Referrers(IdMap<RecordId, Vec<(KindNo, FieldNo, u32)>>);

impl Referrers {
    pub fn add(&mut self, target: RecordId, kind: KindNo, field: FieldNo, row: u32) {
        let list = self.0.entry(target).or_default();
        if !list.contains(&(kind, field, row)) {
            list.push((kind, field, row));
        }
    }

    pub fn to(&self, target: RecordId) -> &[(KindNo, FieldNo, u32)] {
        self.0.get(&target).map_or(&[], Vec::as_slice)
    }
}

impl Replica {
    pub(super) fn by_subject(&self) -> &BySubject {
        self.by_subject.get_or_init(|| {
            let mut index = BySubject::default();
            for (form, id) in (0u32..).zip(&self.forms) {
                let heads = self.responses.get(id).into_iter().flat_map(|r| r.heads());
                for (row, head) in heads {
                    if let Some(subject) = head.subject {
                        index.add(subject, Placed { form, row });
                    }
                }
            }
            index
        })
    }

    pub(crate) fn referrers(&self) -> &Referrers {
        self.referrers.get_or_init(|| {
            let mut index = Referrers::default();
            for (kind, table) in &self.tables {
                let mut first = 0u32;
                for chunk in &table.segments {
                    for (field, column) in &chunk.data.columns {
                        match &column.data {
                            Some(Data::Ref(cells)) => {
                                for (row, id) in (first..).zip(cells) {
                                    if *id != NO_REF {
                                        index.add(*id, *kind, *field, row);
                                    }
                                }
                            }
                            Some(Data::Mixed(cells)) => {
                                for (row, cell) in (first..).zip(cells) {
                                    if let Some(Value::Ref(id)) = cell.as_deref() {
                                        index.add(*id, *kind, *field, row);
                                    }
                                }
                            }
                            _ => {}
                        }
                    }
                    first += u32::try_from(chunk.data.ids.len()).unwrap_or(0);
                }
            }
            index
        })
    }
}
