//! A bulk action is taken back as a whole.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod stage;

use model::Channel;
use replica::Op;
use stage::{KIND, Shared, TAGS, create, fresh, id, open, run, set, text};

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
            let actions = two.undo_batch(batch).await.unwrap();
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
