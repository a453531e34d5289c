//! Customers who turned out to be one: merging, taking it back, and who somebody is by now.
//!
//! Must stay true: a merge is one change, and so is taking it back; what was answered stays with
//! whom it was answered by and is counted with the one who was kept; what other devices wrote
//! before they knew follows.
//!
//! Must not know: what is shown of it.

use super::open::{Failure, Open};
use crate::platform::{clock, random};
use model::{
    BatchId, CUSTOMER, Channel, FieldNo, FieldType, KINDS, KindNo, MERGE, RecordId, Value,
    merge as fields,
};
use replica::{Op, Parting, Plan, Replica, Row, Touched, Union};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::slice::from_ref;
use wasm_bindgen_futures::spawn_local;

/// A merge, as its note tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The note.
    pub note: RecordId,
    /// Who was kept.
    pub kept: RecordId,
    /// Who was merged into them.
    pub merged: RecordId,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// By whom.
    pub by: Option<RecordId>,
    /// Codes of the reasons, with spaces between.
    pub why: String,
}

/// What somebody decided about a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// Who is kept.
    pub kept: RecordId,
    /// Who is merged into them.
    pub merged: RecordId,
    /// What fields are to hold.
    pub values: Vec<(FieldNo, Value)>,
    /// What sets are to hold.
    pub sets: Vec<(FieldNo, Vec<String>)>,
    /// Codes of the reasons, with spaces between.
    pub why: String,
}

fn read(row: Row<'_>) -> Option<Merge> {
    let id = |field| match row.value(field) {
        Value::Ref(id) => Some(id),
        _ => None,
    };
    Some(Merge {
        note: row.id(),
        kept: id(fields::KEPT)?,
        merged: id(fields::MERGED)?,
        at: match row.value(fields::AT) {
            Value::Instant(ms) => ms,
            _ => 0,
        },
        by: id(fields::BY),
        why: row.text(fields::WHY).unwrap_or_default().to_owned(),
    })
}

/// The order of two notes of one merge: the earlier is made first, everywhere alike.
fn rank(replica: &Replica, note: RecordId) -> (u64, [u8; 16], RecordId) {
    let made = replica.created(MERGE.no, note);
    made.map_or((0, [0; 16], note), |(stamp, origin)| {
        (stamp.0, origin.device.0, note)
    })
}

/// The merge that a customer went by; none when they are shown, or nobody merged them.
pub fn gone_by(replica: &Replica, customer: RecordId) -> Option<Merge> {
    if replica.get(CUSTOMER.no, customer).is_some() {
        return None;
    }
    let notes = replica.referring(MERGE.no, fields::MERGED, customer);
    let latest = notes
        .into_iter()
        .max_by_key(|row| rank(replica, row.id()))?;
    read(latest)
}

/// Who a customer is by now: themselves, or who they were merged into.
pub fn now_of(replica: &Replica, customer: RecordId) -> RecordId {
    let mut seen = BTreeSet::new();
    let mut at = customer;
    while seen.insert(at) {
        match gone_by(replica, at) {
            Some(merge) => at = merge.kept,
            None => return at,
        }
    }
    customer
}

/// A customer and everybody who was merged into them, directly or by way of others.
pub fn everybody_in(replica: &Replica, customer: RecordId) -> Vec<RecordId> {
    let mut all = vec![customer];
    let mut at = 0;
    while let Some(kept) = all.get(at).copied() {
        at += 1;
        for row in replica.referring(MERGE.no, fields::KEPT, kept) {
            if let Some(found) = read(row)
                && !all.contains(&found.merged)
                && gone_by(replica, found.merged).is_some_and(|by| by.kept == kept)
            {
                all.push(found.merged);
            }
        }
    }
    all
}

/// The form and row of every shown response of a customer, and of those merged into them.
pub fn responses_of(replica: &Replica, customer: RecordId) -> Vec<(RecordId, u32)> {
    let all = everybody_in(replica, customer).into_iter();
    all.flat_map(|one| replica.responses_of(one)).collect()
}

/// The merges that stand, the latest first.
pub fn merges(replica: &Replica) -> Vec<Merge> {
    let rows = replica.table(MERGE.no).into_iter().flat_map(|t| t.rows());
    let standing =
        |merge: &Merge| gone_by(replica, merge.merged).is_some_and(|by| by.note == merge.note);
    let all: Vec<Merge> = rows.filter_map(read).filter(standing).collect();
    crate::order::highest_first(all, |merge| merge.at)
}

/// Registers that tie one customer to another: those that demand two.
fn ties() -> Vec<(KindNo, FieldNo, FieldNo)> {
    let kinds = KINDS.iter().filter(|kind| kind.no != MERGE.no);
    let tie = kinds.filter_map(|kind| {
        let mut ends = kind
            .fields
            .iter()
            .filter(|field| field.required && field.holds == FieldType::Ref(CUSTOMER.no));
        Some((kind.no, ends.next()?.no, ends.next()?.no))
    });
    tie.collect()
}

fn with_union<T>(decided: &Decided, then: impl FnOnce(&Union<'_>) -> T) -> T {
    then(&Union {
        kind: CUSTOMER.no,
        kept: decided.kept,
        merged: decided.merged,
        values: &decided.values,
        sets: &decided.sets,
        ties: &ties(),
        notes: &[MERGE.no],
    })
}

/// What a merge would do.
pub fn plan(replica: &Replica, decided: &Decided) -> Plan {
    with_union(decided, |union| replica.unite(union))
}

/// The note of a merge.
fn note(merge: &Merge, by: RecordId) -> Vec<Op> {
    let note = merge.note;
    let set = |field, value| Op::Set {
        kind: MERGE.no,
        record: note,
        field,
        value,
    };
    vec![
        Op::Create {
            kind: MERGE.no,
            record: note,
        },
        set(fields::KEPT, Value::Ref(merge.kept)),
        set(fields::MERGED, Value::Ref(merge.merged)),
        set(fields::AT, Value::Instant(merge.at)),
        set(fields::BY, Value::Ref(by)),
        set(fields::WHY, Value::Text(merge.why.clone())),
    ]
}

fn parting(merge: &Merge) -> Parting {
    Parting {
        note_kind: MERGE.no,
        note: merge.note,
        kind: CUSTOMER.no,
        kept: merge.kept,
        merged: merge.merged,
    }
}

const GONE: Failure = Failure { code: "merge.gone" };

impl Open {
    /// Merges one customer into another, as one change.
    ///
    /// # Errors
    /// When one of them is gone, or it could not be kept; then nothing has changed.
    pub async fn merge(self: &Rc<Self>, decided: &Decided) -> Result<Merge, Failure> {
        let plan = plan(&self.replica().borrow(), decided);
        if plan.ops.is_empty() {
            return Err(GONE);
        }
        let me = self.identity().author;
        let made = Merge {
            note: random::record_id(),
            kept: decided.kept,
            merged: decided.merged,
            at: clock::now(),
            by: Some(me),
            why: decided.why.clone(),
        };
        let mut ops = note(&made, me);
        ops.extend(plan.ops);
        self.save(Channel::Desk, ops).await?;
        Ok(made)
    }

    /// Takes a merge back, as one change; what came since stays where it is.
    ///
    /// # Errors
    /// When it no longer stands, the log cannot be read, or it could not be kept.
    pub async fn unmerge(self: &Rc<Self>, merge: &Merge) -> Result<(), Failure> {
        let ops = self.unmerging(merge).await?;
        self.save(Channel::Desk, ops).await
    }

    async fn unmerging(&self, merge: &Merge) -> Result<Vec<Op>, Failure> {
        let stands = {
            let replica = self.replica().borrow();
            let by = gone_by(&replica, merge.merged);
            by.is_some_and(|by| by.note == merge.note)
        };
        if !stands {
            return Err(GONE);
        }
        let past = self.remember(&self.about(from_ref(merge))).await?;
        let now = self.replica().borrow();
        now.part(&past, &parting(merge)).ok_or(GONE)
    }

    /// Takes back merges with customers whom a bulk action made, the later ones of each first, as
    /// long as who was kept is shown. Gives the others whom it made and who went into somebody
    /// who has gone further: they stay away, whatever becomes of that merge.
    ///
    /// # Errors
    /// As [`Self::unmerge`]; then it can be done again.
    pub(super) async fn part_from_batch(
        self: &Rc<Self>,
        batch: BatchId,
    ) -> Result<Vec<RecordId>, Failure> {
        loop {
            let (now, left) = with_batch(&self.replica().borrow(), batch);
            if now.is_empty() {
                return Ok(left);
            }
            let past = self.remember(&self.about(&now)).await?;
            for merge in now {
                let parted = self.replica().borrow().part(&past, &parting(&merge));
                // One that cannot be taken back is as good as none.
                let delete = || vec![Op::Delete { record: merge.note }];
                let ops = parted.unwrap_or_else(delete);
                self.save_beside(Channel::App, ops).await?;
            }
        }
    }

    /// What has to be remembered to take merges back.
    fn about(&self, merges: &[Merge]) -> Vec<RecordId> {
        let replica = self.replica().borrow();
        let mut about = Vec::new();
        for merge in merges {
            about.extend([merge.note, merge.kept, merge.merged]);
            let referring = replica.references_to(merge.kept);
            about.extend(referring.into_iter().map(|reference| reference.record));
        }
        about.sort_unstable();
        about.dedup();
        about
    }

    /// Has what this device wrote agree with merges that were made elsewhere at the same time:
    /// what it wrote for somebody who had been merged follows; of two notes of one merge its own
    /// later one goes; of merges that lead in a circle its own latest one is taken back.
    pub(super) fn settle_merges(self: &Rc<Self>, touched: &Touched) {
        let none = self.replica().borrow().table(MERGE.no).is_none();
        if none || touched.kinds.is_empty() || !self.leads.get() || self.settling.replace(true) {
            return;
        }
        let open = self.clone();
        spawn_local(async move {
            clock::breathe().await;
            open.settling.set(false);
            if !open.is_awake() {
                return;
            }
            let me = open.identity().device;
            let (ops, circle) = {
                let replica = open.replica().borrow();
                let own = |note| {
                    let made = replica.created(MERGE.no, note);
                    made.is_some_and(|(_, origin)| origin.device == me)
                };
                let circle = circle(&replica).filter(|merge| own(merge.note));
                let mut ops: Vec<Op> = twice(&replica)
                    .into_iter()
                    .filter(|note| own(*note))
                    .map(|record| Op::Delete { record })
                    .collect();
                ops.extend(late(&replica, me));
                (ops, circle)
            };
            // Not an action of a person, so none that a person takes back.
            if let Some(merge) = circle
                && let Ok(parted) = open.unmerging(&merge).await
            {
                let _ = open.save_beside(Channel::App, parted).await;
            } else if !ops.is_empty() {
                let _ = open.save_beside(Channel::App, ops).await;
            }
        });
    }
}

/// What a device wrote for customers who had been merged, and follows now.
fn late(replica: &Replica, device: model::DeviceId) -> Vec<Op> {
    let mut ops = Vec::new();
    for merge in merges(replica) {
        let kept = now_of(replica, merge.merged);
        if kept == merge.merged || replica.references_to(merge.merged).len() < 2 {
            // The note itself refers to them.
            continue;
        }
        let decided = Decided {
            kept,
            merged: merge.merged,
            values: Vec::new(),
            sets: Vec::new(),
            why: String::new(),
        };
        let late = with_union(&decided, |union| replica.stragglers(union));
        let own = late.into_iter().filter(|(reference, _)| {
            let writer = replica.writer(reference.kind, reference.record, reference.field);
            writer.is_some_and(|(by, _)| by == device)
        });
        ops.extend(own.map(|(_, op)| op));
    }
    ops
}

/// The merges with customers whom a bulk action made that can be taken back now, of each that was
/// kept the latest; and those it made whose merge cannot, because who was kept is not shown.
fn with_batch(replica: &Replica, batch: BatchId) -> (Vec<Merge>, Vec<RecordId>) {
    let of = |customer| replica.batch_of(CUSTOMER.no, customer) == Some(batch);
    let (mut now, mut left): (Vec<Merge>, _) = (Vec::new(), Vec::new());
    for merge in merges(replica) {
        // One with somebody who was erased is final.
        if (!of(merge.kept) && !of(merge.merged)) || replica.is_erased(merge.merged) {
            continue;
        }
        if replica.get(CUSTOMER.no, merge.kept).is_none() {
            left.extend(Some(merge.merged).filter(|merged| of(*merged)));
        } else if now.iter().all(|later| later.kept != merge.kept) {
            now.push(merge);
        }
    }
    (now, left)
}

/// Notes of a merge that an earlier note tells already.
fn twice(replica: &Replica) -> Vec<RecordId> {
    let rows = replica.table(MERGE.no).into_iter().flat_map(|t| t.rows());
    let mut all: Vec<Merge> = rows.filter_map(read).collect();
    all.retain(|merge| replica.get(CUSTOMER.no, merge.merged).is_none());
    all.sort_by_cached_key(|merge| (merge.kept, merge.merged, rank(replica, merge.note)));
    all.windows(2)
        .filter_map(|pair| match pair {
            [a, b] if (a.kept, a.merged) == (b.kept, b.merged) => Some(b.note),
            _ => None,
        })
        .collect()
}

/// The latest of merges that lead in a circle, so that nobody of them is shown.
fn circle(replica: &Replica) -> Option<Merge> {
    merges(replica).into_iter().find(|merge| {
        let mut at = merge.kept;
        let mut seen = BTreeSet::new();
        let own = rank(replica, merge.note);
        while seen.insert(at) {
            match gone_by(replica, at) {
                Some(next) if next.note == merge.note => return true,
                Some(next) if rank(replica, next.note) < own => at = next.kept,
                _ => return false,
            }
        }
        false
    })
}

#[cfg(test)]
mod tests;
