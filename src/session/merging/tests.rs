//! Who somebody is by now, and what devices that did not know of each other agree on.

use super::*;
use model::{DeviceId, INTERACTION, PURCHASE, RELATION, Stamp};
use replica::{Change, Respond};

const FORM: RecordId = RecordId([90; 16]);

fn id(n: u8) -> RecordId {
    RecordId([n; 16])
}

fn decided(kept: u8, merged: u8) -> Decided {
    Decided {
        kept: id(kept),
        merged: id(merged),
        values: Vec::new(),
        sets: Vec::new(),
        why: "same.mobile same.reading".into(),
    }
}

/// Devices whose changes reach everybody, each when it is told to.
#[derive(Default)]
struct World {
    replica: Replica,
    seq: std::collections::BTreeMap<u8, u64>,
    now: u64,
}

impl World {
    /// Four customers, an order and an interaction of the second, and a survey of the second.
    fn new() -> Self {
        let mut world = Self {
            replica: Replica::remembering(),
            ..Self::default()
        };
        let mut ops: Vec<Op> = (0..4)
            .map(|n| Op::Create {
                kind: CUSTOMER.no,
                record: id(n),
            })
            .collect();
        for (kind, n) in [(&PURCHASE, 10), (&INTERACTION, 11), (&RELATION, 12)] {
            let record = id(n);
            ops.push(Op::Create {
                kind: kind.no,
                record,
            });
            ops.push(refer(kind.no, n, kind.of.unwrap(), 1));
        }
        ops.push(refer(RELATION.no, 12, model::relation::TO, 0));
        ops.push(Op::Respond(Box::new(Respond {
            id: id(91),
            form: FORM,
            version: 1,
            subject: Some(id(1)),
            taken_at: 5,
            consent: None,
            supersedes: None,
            answers: vec![(1, Value::Int(5))],
        })));
        world.act(1, ops);
        world
    }

    fn change(&mut self, device: u8, ops: Vec<Op>) -> Change {
        self.now += 1_000;
        let seq = self.seq.entry(device).or_default();
        *seq += 1;
        Change {
            device: DeviceId([device; 16]),
            seq: *seq,
            stamp: Stamp::new(self.now, 0),
            author: id(200),
            channel: Channel::Desk,
            seen: 0,
            batch: None,
            ops,
            proof: None,
        }
    }

    fn act(&mut self, device: u8, ops: Vec<Op>) {
        let change = self.change(device, ops);
        self.take(&change);
    }

    fn take(&mut self, change: &Change) {
        self.replica.apply(change, 0, &mut Touched::default());
    }

    fn merge_ops(&self, note_id: u8, kept: u8, merged: u8) -> Vec<Op> {
        let decided = decided(kept, merged);
        let made = Merge {
            note: id(note_id),
            kept: decided.kept,
            merged: decided.merged,
            at: i64::from(note_id),
            by: None,
            why: decided.why.clone(),
        };
        let mut ops = note(&made, id(200));
        ops.extend(plan(&self.replica, &decided).ops);
        ops
    }

    fn part(&mut self, note_id: u8) {
        let merge = merges(&self.replica)
            .into_iter()
            .find(|merge| merge.note == id(note_id))
            .unwrap();
        let ops = self.replica.part(&self.replica, &parting(&merge)).unwrap();
        self.act(1, ops);
    }

    fn shown(&self) -> Vec<u8> {
        let all = (0..4).filter(|n| self.replica.get(CUSTOMER.no, id(*n)).is_some());
        all.collect()
    }

    fn customer_of(&self, kind: &model::Kind, n: u8) -> Value {
        self.replica.raw(kind.no, id(n), kind.of.unwrap())
    }
}

fn refer(kind: KindNo, record: u8, field: FieldNo, to: u8) -> Op {
    Op::Set {
        kind,
        record: id(record),
        field,
        value: Value::Ref(id(to)),
    }
}

#[test]
fn everything_follows_and_comes_back() {
    let mut world = World::new();
    let ops = world.merge_ops(100, 0, 1);
    world.act(1, ops);
    assert_eq!(world.shown(), [0, 2, 3]);
    assert_eq!(world.customer_of(&PURCHASE, 10), Value::Ref(id(0)));
    assert_eq!(now_of(&world.replica, id(1)), id(0));
    assert_eq!(responses_of(&world.replica, id(0)).len(), 1);
    assert!(world.replica.responses_of(id(0)).is_empty());
    // The relation between the two is gone.
    assert!(world.replica.get(RELATION.no, id(12)).is_none());
    // Merged once more: who they are by now goes on.
    let ops = world.merge_ops(101, 2, 0);
    world.act(1, ops);
    assert_eq!(now_of(&world.replica, id(1)), id(2));
    assert_eq!(everybody_in(&world.replica, id(2)), [id(2), id(0), id(1)]);
    assert_eq!(responses_of(&world.replica, id(2)).len(), 1);
    assert_eq!(merges(&world.replica).len(), 2);
    world.part(101);
    world.part(100);
    assert_eq!(world.shown(), [0, 1, 2, 3]);
    assert_eq!(world.customer_of(&INTERACTION, 11), Value::Ref(id(1)));
    assert!(world.replica.get(RELATION.no, id(12)).is_some());
    assert!(merges(&world.replica).is_empty());
    assert!(responses_of(&world.replica, id(0)).is_empty());
}

#[test]
fn what_a_device_wrote_before_it_knew_follows() {
    let mut world = World::new();
    let late = vec![
        Op::Create {
            kind: PURCHASE.no,
            record: id(20),
        },
        refer(PURCHASE.no, 20, PURCHASE.of.unwrap(), 1),
    ];
    let late = world.change(2, late);
    let ops = world.merge_ops(100, 0, 1);
    world.act(1, ops);
    world.take(&late);
    assert!(super::late(&world.replica, DeviceId([1; 16])).is_empty());
    let ops = super::late(&world.replica, DeviceId([2; 16]));
    assert_eq!(ops, [refer(PURCHASE.no, 20, PURCHASE.of.unwrap(), 0)]);
    world.act(2, ops);
    assert!(super::late(&world.replica, DeviceId([2; 16])).is_empty());
    world.part(100);
    assert_eq!(world.customer_of(&PURCHASE, 20), Value::Ref(id(1)));
}

#[test]
fn one_merge_made_on_two_devices_is_one() {
    let mut world = World::new();
    let (one, other) = (world.merge_ops(100, 0, 1), world.merge_ops(101, 0, 1));
    world.act(1, one);
    world.act(2, other);
    let extra = twice(&world.replica);
    assert_eq!(extra, [id(101)]);
    world.act(2, vec![Op::Delete { record: id(101) }]);
    assert_eq!(merges(&world.replica).len(), 1);
    world.part(100);
    assert_eq!(world.shown(), [0, 1, 2, 3]);
    assert_eq!(world.customer_of(&PURCHASE, 10), Value::Ref(id(1)));
}

#[test]
fn of_merges_in_a_circle_the_latest_is_taken_back() {
    let mut world = World::new();
    let (one, other) = (world.merge_ops(100, 0, 1), world.merge_ops(101, 1, 0));
    world.act(1, one);
    world.act(2, other);
    assert_eq!(world.shown(), [2, 3]);
    let latest = circle(&world.replica).unwrap();
    assert_eq!(latest.note, id(101));
    world.part(101);
    assert_eq!(world.shown(), [0, 2, 3]);
    assert!(circle(&world.replica).is_none());
    assert_eq!(world.customer_of(&PURCHASE, 10), Value::Ref(id(0)));
}

#[test]
fn ties_are_those_of_two_customers() {
    let kinds: Vec<KindNo> = ties().into_iter().map(|(kind, ..)| kind).collect();
    assert_eq!(kinds, [RELATION.no, model::APART.no]);
}

/// An import that brought in the customers 5 and 6, and an order of each, and what of merges with
/// them is taken back before it is.
struct Brought(World);

impl Brought {
    const BATCH: BatchId = BatchId([8; 16]);

    fn new() -> Self {
        let mut world = World::new();
        let mut ops = Vec::new();
        for (customer, order) in [(5, 15), (6, 16)] {
            ops.push(Op::Create {
                kind: CUSTOMER.no,
                record: id(customer),
            });
            ops.push(Op::Create {
                kind: PURCHASE.no,
                record: id(order),
            });
            ops.push(refer(PURCHASE.no, order, PURCHASE.of.unwrap(), customer));
        }
        let mut change = world.change(1, ops);
        change.batch = Some(Self::BATCH);
        world.take(&change);
        Self(world)
    }

    fn merge(&mut self, note: u8, kept: u8, merged: u8) {
        let ops = self.0.merge_ops(note, kept, merged);
        assert!(ops.len() > 6, "{kept} {merged}");
        self.0.act(1, ops);
    }

    /// As [`Open::undo_import`] does it.
    fn take_back(&mut self) {
        let left = loop {
            let (now, left) = with_batch(&self.0.replica, Self::BATCH);
            if now.is_empty() {
                break left;
            }
            for merge in now {
                let replica = &self.0.replica;
                let ops = replica.part(replica, &parting(&merge)).unwrap();
                self.0.act(1, ops);
            }
        };
        let made = self.0.replica.made_in(Self::BATCH).into_iter().chain(left);
        let ops = made.map(|record| Op::Delete { record }).collect();
        let mut change = self.0.change(1, ops);
        change.batch = Some(BatchId([9; 16]));
        self.0.take(&change);
    }

    fn shown(&self) -> Vec<u8> {
        let there = |n: &u8| self.0.replica.get(CUSTOMER.no, id(*n)).is_some();
        (0..8).filter(there).collect()
    }

    /// Orders that are shown, each with whose it is.
    fn orders(&self) -> Vec<(u8, RecordId)> {
        let replica = &self.0.replica;
        let there = |n: &u8| replica.get(PURCHASE.no, id(*n)).is_some();
        let of = |n| match self.0.customer_of(&PURCHASE, n) {
            Value::Ref(customer) => (n, customer),
            other => panic!("{other:?}"),
        };
        (10..20).filter(there).map(of).collect()
    }
}

#[test]
fn an_import_that_is_taken_back_leaves_nobody_in_somebody_it_made() {
    // What is merged in turn, kept and merged; who is shown at the end; whose the own order is.
    for (merges, shown, owner) in [
        (vec![], vec![0, 1, 2, 3], 1),
        // Somebody's own customer into one that came in.
        (vec![(5, 1)], vec![0, 1, 2, 3], 1),
        // One that came in into somebody's own.
        (vec![(1, 5)], vec![0, 1, 2, 3], 1),
        // By way of others, in each order.
        (vec![(5, 1), (6, 5)], vec![0, 1, 2, 3], 1),
        (vec![(5, 1), (0, 5)], vec![0, 1, 2, 3], 1),
        (vec![(5, 1), (5, 0)], vec![0, 1, 2, 3], 1),
        (vec![(1, 5), (1, 6)], vec![0, 1, 2, 3], 1),
        // A merge of one's own two stays.
        (vec![(1, 5), (0, 1)], vec![0, 2, 3], 0),
        (vec![(0, 1), (5, 0)], vec![0, 2, 3], 0),
        // Nor is one taken apart that one's own have gone on from.
        (vec![(5, 1), (0, 5), (2, 0)], vec![2, 3], 2),
    ] {
        let label = format!("{merges:?}");
        let mut world = Brought::new();
        for (note, (kept, merged)) in (100..).zip(&merges) {
            world.merge(note, *kept, *merged);
        }
        world.take_back();
        assert_eq!(world.shown(), shown, "{label}");
        assert_eq!(world.orders(), [(10, id(owner))], "{label}");
        // What still stands of merges, taken back in turn, brings nobody back who came in.
        while let Some(merge) = super::merges(&world.0.replica).into_iter().next() {
            let replica = &world.0.replica;
            let ops = replica.part(replica, &parting(&merge)).unwrap();
            world.0.act(1, ops);
        }
        assert_eq!(world.shown(), [0, 1, 2, 3], "{label}");
        assert_eq!(world.orders(), [(10, id(1))], "{label}");
    }
}
