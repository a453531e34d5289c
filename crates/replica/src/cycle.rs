//! Whether a reference from a kind to itself would go round in a circle: an organisation inside
//! itself.
//!
//! Must stay true: it ends, even where two devices have closed a circle between them; records that
//! are not shown count, because they can be shown again.

use crate::Replica;
use model::{FieldNo, KindNo, RecordId, Value};
use std::collections::BTreeSet;

/// Whether a record that refers to `target` by a field would, by way of that field, come back to
/// itself.
pub fn would_cycle(
    replica: &Replica,
    kind: KindNo,
    field: FieldNo,
    record: RecordId,
    target: RecordId,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = target;
    loop {
        if at == record {
            return true;
        }
        // A circle that is there already, and that the record is no part of.
        if !seen.insert(at) {
            return false;
        }
        match refers(replica, kind, field, at) {
            Some(next) => at = next,
            None => return false,
        }
    }
}

fn refers(replica: &Replica, kind: KindNo, field: FieldNo, record: RecordId) -> Option<RecordId> {
    let table = replica.table(kind)?;
    let (segment, at) = table.segment(table.find(record)?)?;
    match segment.columns.get(&field)?.get(at) {
        Value::Ref(next) => Some(next),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, Op, Touched};
    use model::{CUSTOMER, Channel, DeviceId, Stamp, customer};

    const WHERE: FieldNo = customer::ORGANISATION;

    fn id(no: u8) -> RecordId {
        RecordId([no; 16])
    }

    fn with(refs: &[(u8, u8)], deleted: &[u8]) -> Replica {
        let mut replica = Replica::default();
        let set = |(from, to): &(u8, u8)| Op::Set {
            kind: CUSTOMER.no,
            record: id(*from),
            field: WHERE,
            value: Value::Ref(id(*to)),
        };
        let create = (1..9).map(|no| Op::Create {
            kind: CUSTOMER.no,
            record: id(no),
        });
        let delete = deleted.iter().map(|no| Op::Delete { record: id(*no) });
        let ops = create.chain(refs.iter().map(set)).chain(delete).collect();
        let change = Change {
            device: DeviceId([1; 16]),
            seq: 1,
            stamp: Stamp::new(1, 0),
            author: id(100),
            channel: Channel::Desk,
            seen: 0,
            batch: None,
            ops,
            proof: None,
        };
        replica.apply(&change, 0, &mut Touched::default());
        replica
    }

    #[test]
    fn a_circle_is_seen_before_it_is_closed() {
        for (refs, deleted, record, target, expected) in [
            (&[][..], &[][..], 1, 1, true),
            (&[], &[], 1, 2, false),
            (&[(2, 1)], &[], 1, 2, true),
            (&[(2, 1)], &[], 2, 1, false),
            (&[(2, 3), (3, 4), (4, 1)], &[], 1, 2, true),
            (&[(2, 3), (3, 4)], &[], 1, 2, false),
            // What is deleted can come back.
            (&[(2, 3), (3, 1)], &[3], 1, 2, true),
            // A circle that two devices closed between them does not hold up anybody else.
            (&[(2, 3), (3, 2)], &[], 1, 2, false),
            (&[(2, 3), (3, 2)], &[], 2, 3, true),
            (&[(2, 99)], &[], 1, 2, false),
        ] {
            let replica = with(refs, deleted);
            let found = would_cycle(&replica, CUSTOMER.no, WHERE, id(record), id(target));
            assert_eq!(found, expected, "{refs:?} {record} in {target}");
        }
    }
}
