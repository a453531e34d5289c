//! Two records that turned out to be one: what has to be done so that one of them stays, holding
//! what was chosen, with everything that referred to the other.
//!
//! Must stay true: nothing is asked of the world but the replica, so that a plan can be shown
//! before it is carried out; a record never refers to itself, nor to one that leads back to it,
//! because of a union; what is planned is one change.
//!
//! Must not know: which registers there are; the caller says what ties two records and what is
//! only a note of a union.

mod part;

pub use part::Parting;

use crate::{Op, Replica, Row, would_cycle};
use model::{FieldNo, KindNo, RecordId, Value};
use std::collections::BTreeSet;

/// A field of a record that refers to another record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The register of the record that refers.
    pub kind: KindNo,
    /// The record that refers.
    pub record: RecordId,
    /// Its field.
    pub field: FieldNo,
    /// Whether the record is shown; one that was deleted may come back.
    pub shown: bool,
}

/// Two records of a register that become one.
#[derive(Debug, Clone, PartialEq)]
pub struct Union<'a> {
    /// The register of both.
    pub kind: KindNo,
    /// The one that stays.
    pub kept: RecordId,
    /// The one that is no longer shown.
    pub merged: RecordId,
    /// What fields of the kept one are to hold; those not named stay as they are.
    pub values: &'a [(FieldNo, Value)],
    /// What sets of the kept one are to hold; those not named stay as they are.
    pub sets: &'a [(FieldNo, Vec<String>)],
    /// Registers that tie one record to another, by the two fields that do: a tie of a record
    /// to itself is deleted.
    pub ties: &'a [(KindNo, FieldNo, FieldNo)],
    /// Registers whose references stay, because they tell what was.
    pub notes: &'a [KindNo],
}

/// What a union would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The operations, the note of the union not among them.
    pub ops: Vec<Op>,
    /// What will refer to the kept one from now on.
    pub moved: Vec<Reference>,
    /// Fields of the kept one that would have led back to it and are cleared.
    pub dropped: Vec<FieldNo>,
    /// Ties between the two, which are deleted.
    pub untied: Vec<(KindNo, RecordId)>,
}

impl Replica {
    /// Every field that refers to a record, of deleted records too, by register, record, field.
    pub fn references_to(&self, target: RecordId) -> Vec<Reference> {
        let all = self.referrers().to(target).iter();
        let all = all.filter_map(|(kind, field, row)| {
            let table = self.tables.get(kind)?;
            let record = table.id(*row)?;
            let stands = self.raw(*kind, record, *field) == Value::Ref(target);
            stands.then_some(Reference {
                kind: *kind,
                record,
                field: *field,
                shown: table.shown(*row),
            })
        });
        let mut all: Vec<Reference> = all.collect();
        all.sort_unstable_by_key(|r| (r.kind, r.record, r.field));
        all
    }

    /// The value of a field, of a deleted record too.
    pub fn raw(&self, kind: KindNo, record: RecordId, field: FieldNo) -> Value {
        let table = self.tables.get(&kind);
        let place = table.and_then(|table| table.segment(table.find(record)?));
        let value = place.and_then(|(s, at)| s.columns.get(&field).map(|c| c.get(at)));
        value.unwrap_or(Value::Nothing)
    }

    /// What would make two records one; nothing to do when one of them is not shown.
    pub fn unite(&self, union: &Union<'_>) -> Plan {
        let (kind, kept, merged) = (union.kind, union.kept, union.merged);
        let mut plan = Plan::default();
        let (Some(row), Some(_)) = (self.get(kind, kept), self.get(kind, merged)) else {
            return plan;
        };
        if kept == merged {
            return plan;
        }
        self.unite_values(union, row, &mut plan);
        for (field, wanted) in union.sets {
            unite_set(kind, row, *field, wanted, &mut plan.ops);
        }
        self.follow(union, &mut plan);
        plan.ops.push(Op::Delete { record: merged });
        plan
    }

    /// Has what refers to the merged one refer to the kept one, but for the kept one itself.
    fn follow(&self, union: &Union<'_>, plan: &mut Plan) {
        let (kind, kept, merged) = (union.kind, union.kept, union.merged);
        let mut untied = BTreeSet::new();
        for reference in self.references_to(merged) {
            let Reference {
                kind: of,
                record,
                field,
                shown,
            } = reference;
            if union.notes.contains(&of) || record == merged || (of == kind && record == kept) {
                continue;
            }
            let other = union.ties.iter().find_map(|(tie, a, b)| {
                let ends = *tie == of && (*a == field || *b == field);
                ends.then_some(if *a == field { *b } else { *a })
            });
            let other = other.map(|field| self.raw(of, record, field));
            if other == Some(Value::Ref(kept)) || other == Some(Value::Ref(merged)) {
                if shown && untied.insert(record) {
                    plan.untied.push((of, record));
                    plan.ops.push(Op::Delete { record });
                }
                continue;
            }
            plan.moved.push(reference);
            plan.ops.push(Op::Set {
                kind: of,
                record,
                field,
                value: Value::Ref(kept),
            });
        }
    }

    /// What still refers to a merged record, because it was written before anybody knew of the
    /// union, and the operations that have each follow. What would come back to itself by way of
    /// the kept one does not follow: it stays as it is until that is no longer so.
    pub fn stragglers(&self, union: &Union<'_>) -> Vec<(Reference, Op)> {
        let mut plan = Plan::default();
        self.follow(union, &mut plan);
        let set = |op: &Op| matches!(op, Op::Set { .. });
        let moves = plan.ops.into_iter().filter(set);
        let all = plan.moved.into_iter().zip(moves);
        all.filter(|(reference, _)| {
            let Reference {
                kind,
                record,
                field,
                ..
            } = *reference;
            kind != union.kind || !would_cycle(self, kind, field, record, union.kept)
        })
        .collect()
    }

    fn unite_values(&self, union: &Union<'_>, row: Row<'_>, plan: &mut Plan) {
        let (kind, kept) = (union.kind, union.kept);
        let named: BTreeSet<FieldNo> = union.values.iter().map(|(field, _)| *field).collect();
        let fields = self.tables.get(&kind).map(|table| table.fields());
        let others = fields.unwrap_or_default().into_iter();
        let others = others
            .filter(|field| !named.contains(field))
            .map(|field| (field, row.value(field)));
        let all = union.values.iter().cloned().chain(others);
        for (field, mut value) in all.collect::<Vec<_>>() {
            if let Value::Ref(target) = value
                && self.leads_back(union, field, target)
            {
                plan.dropped.push(field);
                value = Value::Nothing;
            }
            if row.value(field) != value {
                plan.ops.push(Op::Set {
                    kind,
                    record: kept,
                    field,
                    value,
                });
            }
        }
    }

    /// Whether, after the union, following a field from this record on comes to the kept one.
    fn leads_back(&self, union: &Union<'_>, field: FieldNo, from: RecordId) -> bool {
        let mut seen = BTreeSet::new();
        let mut at = from;
        while seen.insert(at) {
            if at == union.kept || at == union.merged {
                return true;
            }
            match self.raw(union.kind, at, field) {
                Value::Ref(next) => at = next,
                _ => return false,
            }
        }
        false
    }
}

fn unite_set(kind: KindNo, row: Row<'_>, field: FieldNo, wanted: &[String], ops: &mut Vec<Op>) {
    let record = row.id();
    let has = row.elements(field);
    for element in wanted.iter().filter(|one| !has.contains(&one.as_str())) {
        ops.push(Op::Add {
            kind,
            record,
            field,
            element: element.clone(),
        });
    }
    for element in has.iter().filter(|one| !wanted.iter().any(|w| w == *one)) {
        ops.push(Op::Remove {
            kind,
            record,
            field,
            element: (*element).to_owned(),
        });
    }
}
