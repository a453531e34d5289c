//! What a bulk action left on records that it did not make: cells it wrote, elements it put in and
//! records it took away, as far as that still stands.
//!
//! Must stay true: a cell somebody wrote since is not named; nothing here changes anything.

use super::Replica;
use crate::meta::MetaIx;
use model::{BatchId, FieldNo, KindNo, RecordId};
use std::collections::BTreeSet;

/// A cell, or an element of a set, that a bulk action wrote and that still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The register.
    pub kind: KindNo,
    /// The record.
    pub record: RecordId,
    /// The field.
    pub field: FieldNo,
    /// The element and whether it is in; none for a single value.
    pub element: Option<(String, bool)>,
}

impl Replica {
    /// What a bulk action wrote on records made by others, as far as it still stands: of one part
    /// of the records, counted from 0; none when there is no such part. A part is small enough to
    /// be gone over in one go.
    pub fn marks_of(&self, batch: BatchId, part: usize) -> Option<Vec<Mark>> {
        let mut parts = self
            .tables
            .iter()
            .flat_map(|(kind, table)| table.segments.iter().map(move |chunk| (*kind, chunk)));
        let (kind, chunk) = parts.nth(part)?;
        let no = self.metas.batch_no(batch)?;
        let within = |ix: MetaIx| ix != 0 && self.metas.get(ix).is_some_and(|m| m.batch == no);
        let mut all = Vec::new();
        let segment = &chunk.data;
        let other = |at: usize| !within(segment.made(at));
        for (field, column) in &segment.columns {
            let mut mark = |at: usize, element: Option<(String, bool)>| {
                let record = segment.ids.get(at).copied();
                all.extend(record.filter(|_| other(at)).map(|record| Mark {
                    kind,
                    record,
                    field: *field,
                    element,
                }));
            };
            // Cells that the maker of their record wrote are not named there, and not wanted.
            for (row, meta) in &column.metas {
                if within(*meta) {
                    mark(usize::from(*row), None);
                }
            }
            for element in &column.elements {
                if within(element.meta) {
                    let word = column.words.word(element.word).unwrap_or_default();
                    let said = (word.to_owned(), element.present);
                    mark(usize::from(element.row), Some(said));
                }
            }
        }
        Some(all)
    }

    /// The bulk action that made a record, which may be deleted; none when it was not one.
    pub fn batch_of(&self, kind: KindNo, record: RecordId) -> Option<BatchId> {
        let table = self.tables.get(&kind)?;
        let (segment, at) = table.segment(table.find(record)?)?;
        let batch = self.metas.get(segment.made(at))?.batch.checked_sub(1)?;
        self.metas
            .batches
            .get(usize::try_from(batch).ok()?)
            .copied()
    }

    /// Records and responses that a bulk action took away and that are not shown because of it:
    /// were deleted by nobody before, and brought back or deleted again by nobody since.
    pub fn deleted_in(&self, batch: BatchId) -> Vec<RecordId> {
        let Some(no) = self.metas.batch_no(batch) else {
            return Vec::new();
        };
        let within = |ix: MetaIx| self.metas.get(ix).is_some_and(|m| m.batch == no);
        let mut seen = BTreeSet::new();
        let all = self.switched.iter();
        all.filter(|(_, meta, gone)| *gone && within(*meta))
            .map(|(record, ..)| *record)
            .filter(|record| seen.insert(*record))
            .filter(|record| {
                let Some(all) = self.switches.get(record) else {
                    return false;
                };
                let rank = |(meta, _): &&(MetaIx, bool)| self.metas.rank(*meta);
                let last = all.iter().max_by_key(rank);
                let others = all.iter().filter(|(meta, _)| !within(*meta));
                last.is_some_and(|(meta, gone)| *gone && within(*meta))
                    && others.max_by_key(rank).is_none_or(|(_, gone)| !gone)
            })
            .collect()
    }
}
