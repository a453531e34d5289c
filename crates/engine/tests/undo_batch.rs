//! A bulk action is taken back as a whole.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod stage;

use engine::EngineError;
use model::Channel;
use model::{BatchId, RecordId};
use replica::Op;
use stage::{KIND, Shared, TAGS, Tab, create, fresh, id, open, run, set, text};

#[test]
fn a_bulk_action_is_taken_back_where_it_still_stands_and_what_was_before_comes_back() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        let tag = |record, element: &str, add: bool| {
            let (kind, field, element) = (KIND, TAGS, element.to_owned());
            if add {
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
            }
        };
        for (n, name) in [(1, "first"), (2, "second"), (3, "third")] {
            let mut ops = create(id(n), name);
            ops.push(tag(id(n), "old", true));
            one.save(Channel::Desk, ops).await.unwrap();
        }
        one.save(
            Channel::Desk,
            vec![set(id(2), "second again"), tag(id(2), "was", true)],
        )
        .await
        .unwrap();
        one.save(Channel::Desk, vec![tag(id(2), "was", false)])
            .await
            .unwrap();
        let batch = model::BatchId([9; 16]);
        let mut work = one.bulk(Channel::Import, batch);
        for (n, name) in [(1, "A"), (2, "B"), (3, "C"), (2, "B2")] {
            let ops = vec![
                set(id(n), name),
                tag(id(n), "new", true),
                tag(id(n), "was", true),
                tag(id(n), "old", true),
            ];
            work.add(ops).await.unwrap();
        }
        work.add(create(id(4), "made")).await.unwrap();
        work.add(vec![set(id(4), "made better")]).await.unwrap();
        work.finish().await.unwrap();
        // Somebody changed the third since.
        one.save(Channel::Desk, vec![set(id(3), "mine")])
            .await
            .unwrap();
        one.fold().await.unwrap();
        let two = open(&shared).await;
        for round in 0..2 {
            let actions = two.undo_batch(batch).await.unwrap().actions;
            assert_eq!(actions.is_empty(), round == 1, "{actions:?}");
            let mut work = two.bulk(Channel::App, model::BatchId([10; 16]));
            for ops in actions {
                work.add(ops).await.unwrap();
            }
            work.finish().await.unwrap();
        }
        let names: Vec<_> = (1..5).map(|n| text(&two, id(n))).collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            names,
            [some("first"), some("second again"), some("mine"), None]
        );
        let replica = two.replica().borrow();
        for n in 1..4 {
            let row = replica.get(KIND, id(n)).unwrap();
            assert_eq!(row.elements(TAGS), ["old"], "{n}");
        }
    });
}

fn batch(n: u8) -> BatchId {
    BatchId([n; 16])
}

async fn bring(tab: &Tab, n: u8, actions: Vec<Vec<Op>>) {
    let mut bulk = tab.bulk(Channel::Import, batch(n));
    for ops in actions {
        bulk.add(ops).await.unwrap();
    }
    bulk.finish().await.unwrap();
}

/// Takes a bulk action back, as the bulk action of another batch.
async fn take_back(tab: &Tab, n: u8) -> usize {
    let taking = tab.undo_batch(batch(n)).await.unwrap();
    let mut bulk = tab.bulk(Channel::App, batch(n + 100));
    bulk.puts_back(taking.stood);
    let count = taking.actions.len();
    for ops in taking.actions {
        bulk.add(ops).await.unwrap();
    }
    bulk.finish().await.unwrap();
    count
}

fn tag(element: &str, add: bool) -> Op {
    let (kind, record, field) = (KIND, id(1), TAGS);
    let element = element.to_owned();
    if add {
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
    }
}

/// What stands in the one record these tests are about: its name, and its tags in order.
fn stands(tab: &Tab) -> String {
    let replica = tab.replica().borrow();
    let Some(row) = replica.get(KIND, id(1)) else {
        return "nothing".to_owned();
    };
    let mut tags = row.elements(TAGS);
    tags.sort_unstable();
    format!(
        "{} {}",
        row.text(stage::NAME).unwrap_or("-"),
        tags.join(",")
    )
}

/// What is done, in turn: single actions, bulk actions and taking them back.
enum Do {
    Save(&'static str, Vec<Op>),
    Bring(u8, &'static str, Vec<Op>),
    Undo,
    TakeBack(u8),
}

async fn expect(steps: Vec<(Do, &str)>) {
    let tab = fresh(&Shared::default()).await;
    for (at, (step, want)) in steps.into_iter().enumerate() {
        let with = |name: &str, mut ops: Vec<Op>| {
            ops.insert(0, set(id(1), name));
            ops
        };
        match step {
            Do::Save(name, ops) if at == 0 => {
                let all = [create(id(1), name), ops].concat();
                tab.save(Channel::Desk, all).await.unwrap();
            }
            Do::Save(name, ops) => {
                tab.save(Channel::Desk, with(name, ops)).await.unwrap();
            }
            Do::Bring(n, name, ops) => bring(&tab, n, vec![with(name, ops)]).await,
            Do::Undo => drop(tab.undo(Channel::Desk).await.unwrap()),
            Do::TakeBack(n) => {
                take_back(&tab, n).await;
            }
        }
        assert_eq!(stands(&tab), want, "after step {at}");
    }
    let (verdict, _) = tab.verify(|_| ()).await.unwrap();
    assert!(verdict.holds());
}

#[test]
fn below_a_bulk_action_that_was_taken_back_single_actions_go_on_being_taken_back() {
    run(expect(vec![
        (Do::Save("first", vec![tag("a", true)]), "first a"),
        (Do::Save("second", vec![tag("b", true)]), "second a,b"),
        (
            Do::Bring(1, "brought", vec![tag("a", false), tag("b", false)]),
            "brought ",
        ),
        (Do::TakeBack(1), "second a,b"),
        (Do::Undo, "first a"),
        (Do::Undo, "nothing"),
    ]));
    // What an undo had put back, and a bulk action covered.
    run(expect(vec![
        (Do::Save("first", vec![]), "first "),
        (Do::Save("second", vec![]), "second "),
        (Do::Save("third", vec![]), "third "),
        (Do::Undo, "second "),
        (Do::Bring(1, "brought", vec![]), "brought "),
        (Do::Bring(2, "again", vec![]), "again "),
        (Do::TakeBack(2), "brought "),
        (Do::TakeBack(1), "second "),
        (Do::Undo, "first "),
        (Do::Undo, "nothing"),
    ]));
}

#[test]
fn a_bulk_action_is_taken_back_below_single_ones_that_were() {
    run(expect(vec![
        (Do::Save("first", vec![tag("a", true)]), "first a"),
        (
            Do::Bring(1, "brought", vec![tag("a", false), tag("b", true)]),
            "brought b",
        ),
        (
            Do::Save("mine", vec![tag("a", true), tag("b", false)]),
            "mine a",
        ),
        (Do::Save("mine too", vec![]), "mine too a"),
        (Do::Undo, "mine a"),
        (Do::Undo, "brought b"),
        (Do::TakeBack(1), "first a"),
        (Do::Undo, "nothing"),
    ]));
    // What was done and stands is nobody's to take back but the person's.
    run(expect(vec![
        (Do::Save("first", vec![]), "first "),
        (Do::Bring(1, "brought", vec![]), "brought "),
        (Do::Save("mine", vec![]), "mine "),
        (Do::Save("mine too", vec![]), "mine too "),
        (Do::Undo, "mine "),
        (Do::TakeBack(1), "mine "),
    ]));
}

#[test]
fn a_bulk_action_is_taken_back_below_another_that_was() {
    run(expect(vec![
        (Do::Save("first", vec![tag("a", true)]), "first a"),
        (Do::Bring(1, "one", vec![tag("b", true)]), "one a,b"),
        (Do::Bring(2, "two", vec![tag("b", false)]), "two a"),
        (Do::Bring(3, "three", vec![tag("c", true)]), "three a,c"),
        (Do::TakeBack(3), "two a"),
        (Do::TakeBack(2), "one a,b"),
        (Do::TakeBack(1), "first a"),
        (Do::TakeBack(1), "first a"),
        (Do::Undo, "nothing"),
    ]));
    run(expect(vec![
        (Do::Save("first", vec![]), "first "),
        (Do::Bring(1, "one", vec![]), "one "),
        (Do::Bring(2, "two", vec![]), "two "),
        (Do::TakeBack(1), "two "),
        (Do::TakeBack(2), "one "),
    ]));
}

#[test]
fn what_a_bulk_action_deleted_comes_back_and_nothing_else() {
    run(async {
        let shared = Shared::default();
        let tab = fresh(&shared).await;
        let delete = |n: u8| vec![Op::Delete { record: id(n) }];
        let restore = |n: u8| vec![Op::Restore { record: id(n) }];
        for n in 1..7 {
            tab.save(Channel::Desk, create(id(n), "there"))
                .await
                .unwrap();
        }
        // Gone before, unheard of by whoever chose what to delete.
        tab.save(Channel::Desk, delete(1)).await.unwrap();
        bring(&tab, 1, (1..6).map(delete).collect()).await;
        // Came back and went again, by a person; came back; went twice.
        tab.save(Channel::Desk, restore(2)).await.unwrap();
        tab.save(Channel::Desk, delete(2)).await.unwrap();
        tab.save(Channel::Desk, restore(3)).await.unwrap();
        tab.save(Channel::Desk, delete(4)).await.unwrap();
        let shown =
            |tab: &Tab| -> Vec<u8> { (1..7).filter(|n| text(tab, id(*n)).is_some()).collect() };
        assert_eq!(shown(&tab), [3, 6]);
        tab.fold().await.unwrap();
        let again = open(&shared).await;
        let gone: Vec<RecordId> = again.replica().borrow().deleted_in(batch(1));
        assert_eq!(gone, [id(5)]);
        take_back(&again, 1).await;
        assert_eq!(shown(&again), [3, 5, 6]);
        assert_eq!(take_back(&again, 1).await, 0);
    });
}

#[test]
fn one_action_is_taken_back_and_no_other() {
    run(async {
        let tab = fresh(&Shared::default()).await;
        let mut seqs = Vec::new();
        for n in 1..4 {
            tab.save(Channel::Desk, create(id(n), "there"))
                .await
                .unwrap();
            seqs.push(tab.next_undo().unwrap());
        }
        tab.undo_this(Channel::Desk, seqs[1]).await.unwrap();
        let there = |n: u8| text(&tab, id(n)).is_some();
        assert_eq!([1, 2, 3].map(there), [true, false, true]);
        let gone = tab.undo_this(Channel::Desk, seqs[1]).await;
        assert_eq!(gone.unwrap_err(), EngineError::NothingToUndo);
        tab.undo(Channel::Desk).await.unwrap();
        tab.undo(Channel::Desk).await.unwrap();
        assert!(!tab.can_undo());
        assert_eq!([1, 2, 3].map(there), [false; 3]);
    });
}

#[test]
fn a_deletion_is_taken_back_only_where_the_record_is_gone_by_it() {
    run(async {
        let tab = fresh(&Shared::default()).await;
        let delete = || vec![Op::Delete { record: id(1) }];
        let restore = || vec![Op::Restore { record: id(1) }];
        let there = |want: bool| assert_eq!(text(&tab, id(1)).is_some(), want);
        tab.save(Channel::Desk, create(id(1), "there"))
            .await
            .unwrap();
        tab.save(Channel::Desk, delete()).await.unwrap();
        tab.save(Channel::Desk, restore()).await.unwrap();
        // One after the other: gone again by the first, there again, never made.
        for want in [false, true, false] {
            tab.undo(Channel::Desk).await.unwrap();
            there(want);
        }
        assert!(!tab.can_undo());
        // Gone by a bulk action since: that is not brought back by what came before it.
        tab.save(Channel::Desk, create(id(1), "there"))
            .await
            .unwrap();
        tab.save(Channel::Desk, restore()).await.unwrap();
        tab.save(Channel::Desk, delete()).await.unwrap();
        let last = tab.next_undo().unwrap();
        bring(&tab, 1, vec![delete()]).await;
        let undone = tab.undo_this(Channel::Desk, last).await;
        assert_eq!(undone.unwrap_err(), EngineError::NothingToUndo);
        there(false);
    });
}
