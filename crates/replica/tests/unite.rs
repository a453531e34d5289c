//! Laws of unions: what was united and parted again is as it was; nothing leads back to itself.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use model::{Channel, DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};
use proptest::prelude::*;
use replica::{Change, Op, Parting, Plan, Replica, Touched, Union};
use std::collections::BTreeMap;

const PERSON: KindNo = KindNo(1);
const ORDER: KindNo = KindNo(5);
const TIE: KindNo = KindNo(12);
const NOTE: KindNo = KindNo(17);
const NAME: FieldNo = FieldNo(1);
const BOSS: FieldNo = FieldNo(2);
const TAGS: FieldNo = FieldNo(9);
const TIES: &[(KindNo, FieldNo, FieldNo)] = &[(TIE, FieldNo(1), FieldNo(2))];

fn id(n: u8) -> RecordId {
    RecordId([n; 16])
}

fn set(kind: KindNo, record: RecordId, field: FieldNo, value: Value) -> Op {
    Op::Set {
        kind,
        record,
        field,
        value,
    }
}

/// A replica that remembers, and who writes into it.
#[derive(Debug, Clone)]
struct World {
    replica: Replica,
    seqs: BTreeMap<u8, u64>,
    now: u64,
}

impl World {
    fn new() -> Self {
        Self {
            replica: Replica::remembering(),
            seqs: BTreeMap::new(),
            now: 1_000,
        }
    }

    fn change(&mut self, device: u8, ms: u64, ops: Vec<Op>) -> Change {
        let seq = self.seqs.entry(device).or_default();
        *seq += 1;
        Change {
            device: DeviceId([device; 16]),
            seq: *seq,
            stamp: Stamp::new(ms, 0),
            author: id(200),
            channel: Channel::Desk,
            seen: 0,
            batch: None,
            ops,
            proof: None,
        }
    }

    fn act(&mut self, ops: Vec<Op>) {
        self.now += 10;
        let change = self.change(1, self.now, ops);
        self.replica.apply(&change, 0, &mut Touched::default());
    }

    fn union(&self, kept: u8, merged: u8, values: &[(FieldNo, Value)], tags: &[&str]) -> Plan {
        let tags: Vec<String> = tags.iter().map(|t| (*t).to_owned()).collect();
        self.replica.unite(&Union {
            kind: PERSON,
            kept: id(kept),
            merged: id(merged),
            values,
            sets: &[(TAGS, tags)],
            ties: TIES,
            notes: &[NOTE],
        })
    }

    fn note(&mut self, note: u8, kept: u8, merged: u8, plan: Plan) {
        let record = id(note);
        let mut ops = vec![
            Op::Create { kind: NOTE, record },
            set(NOTE, record, FieldNo(1), Value::Ref(id(kept))),
            set(NOTE, record, FieldNo(2), Value::Ref(id(merged))),
        ];
        ops.extend(plan.ops);
        self.act(ops);
    }

    fn part(&mut self, note: u8, kept: u8, merged: u8) -> Option<Vec<Op>> {
        self.replica.part(
            &self.replica,
            &Parting {
                note_kind: NOTE,
                note: id(note),
                kind: PERSON,
                kept: id(kept),
                merged: id(merged),
            },
        )
    }

    /// Everything that is shown.
    fn shown(&self) -> Vec<String> {
        let mut all = Vec::new();
        for kind in [PERSON, ORDER, TIE, NOTE] {
            for row in self.replica.table(kind).into_iter().flat_map(|t| t.rows()) {
                let fields = (1..12).map(FieldNo);
                let held: Vec<_> = fields
                    .map(|f| (f, row.value(f), row.elements(f)))
                    .filter(|(_, value, set)| !value.is_nothing() || !set.is_empty())
                    .collect();
                all.push(format!("{kind:?} {} {held:?}", row.id()));
            }
        }
        all.sort();
        all
    }
}

/// Four people, eight orders, three ties, as a random history leaves them.
fn world() -> impl Strategy<Value = World> {
    let person = || (0u8..4).prop_map(id);
    let target =
        || prop_oneof![1 => Just(Value::Nothing), 3 => (0u8..4).prop_map(|n| Value::Ref(id(n)))];
    let op = prop_oneof![
        3 => (person(), "[ab]{0,2}").prop_map(|(r, text)| set(PERSON, r, NAME, Value::Text(text))),
        2 => (person(), target()).prop_map(|(r, value)| set(PERSON, r, BOSS, value)),
        3 => (person(), "[xyz]").prop_map(|(record, element)| Op::Add { kind: PERSON, record, field: TAGS, element }),
        1 => (person(), "[xyz]").prop_map(|(record, element)| Op::Remove { kind: PERSON, record, field: TAGS, element }),
        6 => (10u8..18, target()).prop_map(|(n, value)| set(ORDER, id(n), FieldNo(1), value)),
        3 => (20u8..23, 1u32..3, target()).prop_map(|(n, f, value)| set(TIE, id(n), FieldNo(f), value)),
        1 => (10u8..23).prop_map(|n| Op::Delete { record: id(n) }),
        1 => (10u8..23).prop_map(|n| Op::Restore { record: id(n) }),
    ];
    proptest::collection::vec((0u8..3, op), 0..60).prop_map(|ops| {
        let mut world = World::new();
        let make = |kind, range: std::ops::Range<u8>| {
            range.map(move |n| Op::Create {
                kind,
                record: id(n),
            })
        };
        world.act(
            make(PERSON, 0..4)
                .chain(make(ORDER, 10..18))
                .chain(make(TIE, 20..23))
                .collect(),
        );
        for (device, op) in ops {
            world.now += 1;
            let change = world.change(device + 2, world.now, vec![op]);
            world.replica.apply(&change, 0, &mut Touched::default());
        }
        world
    })
}

proptest! {
    #[test]
    fn what_is_parted_again_is_as_it_was(
        mut world in world(),
        name in proptest::option::of("[abc]{0,2}"),
        tags in proptest::collection::btree_set("[wxyz]", 0..4),
    ) {
        let before = world.shown();
        let values: Vec<_> = name.into_iter().map(|n| (NAME, Value::Text(n))).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let plan = world.union(0, 1, &values, &tags);
        world.note(100, 0, 1, plan);
        prop_assert!(world.replica.get(PERSON, id(1)).is_none());
        for reference in world.replica.references_to(id(1)) {
            let loose = reference.kind != NOTE && reference.shown && reference.record != id(1);
            prop_assert!(!loose, "{reference:?}");
        }
        let ops = world.part(100, 0, 1).unwrap();
        world.act(ops);
        prop_assert_eq!(world.shown(), before);
    }

    #[test]
    fn nothing_leads_back_because_of_a_union(mut world in world()) {
        let circle = |world: &World, from: u8| {
            let mut at = id(from);
            for _ in 0..6 {
                match world.replica.get(PERSON, at).map(|row| row.value(BOSS)) {
                    Some(Value::Ref(next)) if next == id(from) => return true,
                    Some(Value::Ref(next)) => at = next,
                    _ => return false,
                }
            }
            false
        };
        let plan = world.union(0, 1, &[], &[]);
        world.note(100, 0, 1, plan);
        prop_assert!(!circle(&world, 0));
    }

    #[test]
    fn unions_in_a_row_are_parted_in_turn(mut world in world()) {
        let start = world.shown();
        let plan = world.union(0, 1, &[], &["x"]);
        world.note(100, 0, 1, plan);
        let between = world.shown();
        let plan = world.union(2, 0, &[(NAME, Value::Text("c".into()))], &["y"]);
        world.note(101, 2, 0, plan);
        let ops = world.part(101, 2, 0).unwrap();
        world.act(ops);
        prop_assert_eq!(world.shown(), between);
        let ops = world.part(100, 0, 1).unwrap();
        world.act(ops);
        prop_assert_eq!(world.shown(), start);
    }
}

/// Two people, `0` with the tag x, `1` with the tag y, and an order of `1`.
fn two() -> World {
    let mut world = World::new();
    let tag = |record, element: &str| Op::Add {
        kind: PERSON,
        record,
        field: TAGS,
        element: element.into(),
    };
    world.act(vec![
        Op::Create {
            kind: PERSON,
            record: id(0),
        },
        set(PERSON, id(0), NAME, Value::Text("a".into())),
        tag(id(0), "x"),
        Op::Create {
            kind: PERSON,
            record: id(1),
        },
        set(PERSON, id(1), NAME, Value::Text("b".into())),
        tag(id(1), "y"),
        Op::Create {
            kind: ORDER,
            record: id(10),
        },
        set(ORDER, id(10), FieldNo(1), Value::Ref(id(1))),
    ]);
    world
}

#[test]
fn what_came_since_stays() {
    let mut world = two();
    let plan = world.union(0, 1, &[(NAME, Value::Text("b".into()))], &["x", "y"]);
    assert_eq!(plan.moved.len(), 1);
    world.note(100, 0, 1, plan);
    // Another name, another order, and a tag taken away by hand.
    world.act(vec![
        set(PERSON, id(0), NAME, Value::Text("c".into())),
        Op::Create {
            kind: ORDER,
            record: id(11),
        },
        set(ORDER, id(11), FieldNo(1), Value::Ref(id(0))),
        Op::Remove {
            kind: PERSON,
            record: id(0),
            field: TAGS,
            element: "y".into(),
        },
    ]);
    let ops = world.part(100, 0, 1).unwrap();
    world.act(ops);
    let row = |n| world.replica.get(PERSON, id(n)).unwrap();
    assert_eq!(row(0).text(NAME), Some("c"));
    assert_eq!(row(0).elements(TAGS), ["x"]);
    assert_eq!(row(1).elements(TAGS), ["y"]);
    let order = |n| world.replica.get(ORDER, id(n)).unwrap().value(FieldNo(1));
    assert_eq!(order(10), Value::Ref(id(1)));
    assert_eq!(order(11), Value::Ref(id(0)));
}

#[test]
fn what_was_written_elsewhere_meanwhile_is_not_lost() {
    let mut world = two();
    let plan = world.union(0, 1, &[(NAME, Value::Text("b".into()))], &["x"]);
    // Before it knew of the union, another device named the kept one and logged an order.
    let late = world.change(
        9,
        world.now + 5,
        vec![
            set(PERSON, id(0), NAME, Value::Text("elsewhere".into())),
            Op::Create {
                kind: ORDER,
                record: id(11),
            },
            set(ORDER, id(11), FieldNo(1), Value::Ref(id(1))),
        ],
    );
    world.note(100, 0, 1, plan);
    world.replica.apply(&late, 0, &mut Touched::default());
    // The order follows.
    assert_eq!(world.replica.references_to(id(1)).len(), 2);
    world.act(vec![set(ORDER, id(11), FieldNo(1), Value::Ref(id(0)))]);
    let ops = world.part(100, 0, 1).unwrap();
    world.act(ops);
    let row = world.replica.get(PERSON, id(0)).unwrap();
    assert_eq!(row.text(NAME), Some("elsewhere"));
    for n in [10, 11] {
        let order = world.replica.get(ORDER, id(n)).unwrap();
        assert_eq!(order.value(FieldNo(1)), Value::Ref(id(1)), "{n}");
    }
}

#[test]
fn the_same_union_on_two_devices_is_parted_by_parting_each() {
    let mut world = two();
    let before = world.shown();
    let plan = world.union(0, 1, &[], &["x", "y"]);
    let note = |n: u8| Op::Create {
        kind: NOTE,
        record: id(n),
    };
    let both = [100u8, 101].map(|n| {
        let ops = [vec![note(n)], plan.ops.clone()].concat();
        world.change(n, world.now + u64::from(n), ops)
    });
    world.now += 300;
    for change in &both {
        world.replica.apply(change, 0, &mut Touched::default());
    }
    for n in [101, 100] {
        let ops = world.part(n, 0, 1).unwrap();
        world.act(ops);
    }
    assert_eq!(world.shown(), before);
}

#[test]
fn what_was_erased_cannot_be_parted() {
    let mut world = two();
    let plan = world.union(0, 1, &[], &["x"]);
    world.note(100, 0, 1, plan);
    world.act(vec![Op::Erase { record: id(1) }]);
    assert_eq!(world.part(100, 0, 1), None);
    assert_eq!(world.part(77, 0, 1), None);
}

#[test]
fn what_follows_late_closes_no_circle() {
    // Two who stay, two who are merged, one who is written late: who is above whom.
    for (first, late, follows) in [
        // Nobody above the kept one leads to the late one.
        (vec![], vec![(2, 1)], vec![2]),
        (vec![(0, 3)], vec![(2, 1)], vec![2]),
        // The late one is above the kept one, directly or by way of another.
        (vec![(0, 2)], vec![(2, 1)], vec![]),
        (vec![(0, 3), (3, 2)], vec![(2, 1)], vec![]),
        // Of two, each by itself.
        (vec![(0, 3)], vec![(2, 1), (3, 1)], vec![2]),
    ] {
        let label = format!("{first:?} {late:?}");
        let mut world = World::new();
        world.act(
            (0..4)
                .map(|n| Op::Create {
                    kind: PERSON,
                    record: id(n),
                })
                .collect(),
        );
        let above = |all: &[(u8, u8)]| -> Vec<Op> {
            let above = |(a, b): &(u8, u8)| set(PERSON, id(*a), BOSS, Value::Ref(id(*b)));
            all.iter().map(above).collect()
        };
        let late = world.change(9, world.now + 5, above(&late));
        let plan = world.union(0, 1, &[], &[]);
        world.note(100, 0, 1, plan);
        if !first.is_empty() {
            world.act(above(&first));
        }
        world.replica.apply(&late, 0, &mut Touched::default());
        let stragglers = |world: &World| {
            world.replica.stragglers(&Union {
                kind: PERSON,
                kept: id(0),
                merged: id(1),
                values: &[],
                sets: &[],
                ties: TIES,
                notes: &[NOTE],
            })
        };
        let found = stragglers(&world);
        let who: Vec<RecordId> = found
            .iter()
            .map(|(reference, _)| reference.record)
            .collect();
        let want: Vec<RecordId> = follows.iter().copied().map(id).collect();
        assert_eq!(who, want, "{label}");
        world.act(found.into_iter().map(|(_, op)| op).collect());
        for n in 0..4 {
            let circle = match world.replica.raw(PERSON, id(n), BOSS) {
                Value::Ref(to) => replica::would_cycle(&world.replica, PERSON, BOSS, id(n), to),
                _ => false,
            };
            assert!(!circle, "{label} {n}");
        }
        // As soon as nothing is in the way any more, the rest follows.
        world.act(vec![set(PERSON, id(0), BOSS, Value::Nothing)]);
        let rest = stragglers(&world).into_iter().map(|(_, op)| op).collect();
        world.act(rest);
        assert!(
            world
                .replica
                .references_to(id(1))
                .iter()
                .all(|r| r.kind == NOTE),
            "{label}"
        );
        // And goes back when the union is taken back.
        let ops = world.part(100, 0, 1).unwrap();
        world.act(ops);
        assert_eq!(
            world.replica.raw(PERSON, id(2), BOSS),
            Value::Ref(id(1)),
            "{label}"
        );
    }
}

#[test]
fn who_was_taken_back_with_the_import_they_came_in_with_stays_away() {
    for (batch, back) in [(Some(model::BatchId([8; 16])), false), (None, true)] {
        let mut world = two();
        let plan = world.union(0, 1, &[(NAME, Value::Text("b".into()))], &["x", "y"]);
        world.note(100, 0, 1, plan);
        world.now += 10;
        let mut gone = world.change(1, world.now, vec![Op::Delete { record: id(1) }]);
        gone.batch = batch;
        world.replica.apply(&gone, 0, &mut Touched::default());
        let ops = world.part(100, 0, 1).unwrap();
        world.act(ops);
        assert_eq!(world.replica.get(PERSON, id(1)).is_some(), back);
        let row = world.replica.get(PERSON, id(0)).unwrap();
        assert_eq!(row.text(NAME), Some("a"));
    }
}
