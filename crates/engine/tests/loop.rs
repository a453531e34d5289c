//! The loop: what is saved comes back, whatever happened in between.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod stage;

use engine::EngineError;
use model::{BatchId, Channel, FieldNo, KindNo};
use replica::{Answer, Entry};
use stage::{Shared, create, fresh, id, made, open, run, set, text};
use store::{Area, Durability};

const KIND: KindNo = KindNo(1);
const NAME: FieldNo = FieldNo(1);

#[test]
fn what_was_saved_is_there_after_opening_again_folded_or_not() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        for n in 0..50 {
            one.save(Channel::Desk, create(id(n), &format!("客户 {n}")))
                .await
                .unwrap();
        }
        one.save(Channel::Desk, vec![set(id(3), "changed")])
            .await
            .unwrap();
        let want = one.replica().borrow().canonical();
        assert_eq!(open(&shared).await.replica().borrow().canonical(), want);
        one.fold().await.unwrap();
        let two = open(&shared).await;
        assert_eq!(two.replica().borrow().canonical(), want);
        two.save(Channel::Desk, vec![set(id(4), "later")])
            .await
            .unwrap();
        let want = two.replica().borrow().canonical();
        let three = open(&shared).await;
        assert_eq!(three.replica().borrow().canonical(), want);
        three.fold().await.unwrap();
        assert_eq!(open(&shared).await.replica().borrow().canonical(), want);
        let (verdict, damage) = three.verify(|_| ()).await.unwrap();
        assert!(verdict.holds() && damage.is_empty());
        assert_eq!(verdict.linked, 52);
    });
}

#[test]
fn a_change_is_by_who_works_here_and_of_the_devices_one_chain() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        let own = one.identity();
        let author = |tab: &stage::Tab| {
            let replica = tab.replica().borrow();
            let origin = replica.history(KIND, id(1), NAME)[0].origin;
            (origin.device, origin.author)
        };
        one.save(Channel::Desk, create(id(1), "first"))
            .await
            .unwrap();
        assert_eq!(author(&one), (own.device, own.author));
        let two = open(&shared).await;
        two.work_as(id(77));
        assert!(!two.can_undo());
        two.save(Channel::Desk, vec![set(id(1), "second")])
            .await
            .unwrap();
        assert_eq!(author(&two), (own.device, id(77)));
        let mut bulk = two.bulk(Channel::Import, BatchId([7; 16]));
        bulk.add(vec![set(id(1), "third")]).await.unwrap();
        bulk.finish().await.unwrap();
        assert_eq!(author(&two), (own.device, id(77)));
        // It holds until it is closed; whose vault it is stays.
        let three = open(&shared).await;
        assert_eq!(three.identity(), own);
        let (verdict, _) = three.verify(|_| ()).await.unwrap();
        assert_eq!((verdict.linked, verdict.holds()), (3, true));
    });
}

#[test]
fn a_bulk_action_is_kept_in_order_and_can_be_opened_and_folded() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        let mut bulk = one.bulk(Channel::Import, BatchId([7; 16]));
        for n in 0..10_000u32 {
            bulk.add(create(made(n), &format!("name {n}")))
                .await
                .unwrap();
        }
        let (kept, _) = bulk.finish().await.unwrap();
        assert_eq!(kept, 10_000);
        assert_eq!(one.replica().borrow().table(KIND).unwrap().len(), 10_000);
        let hash = one.content_hash().await;
        let two = open(&shared).await;
        assert_eq!(two.content_hash().await, hash);
        let folded = two.fold().await.unwrap();
        assert!(folded.pages >= 6, "{folded:?}");
        let three = open(&shared).await;
        assert!(three.damage().is_empty());
        assert_eq!(three.content_hash().await, hash);
        assert_eq!(three.store().unfolded(), 0);
        assert_eq!(
            three.replica().borrow().made_in(BatchId([7; 16])).len(),
            10_000
        );
        let (verdict, _) = three.verify(|_| ()).await.unwrap();
        assert_eq!((verdict.linked, verdict.holds()), (10_000, true));
    });
}

#[test]
fn two_tabs_take_in_the_same_in_the_same_order() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        let two = open(&shared).await;
        for n in 0..30u8 {
            let tab = if n % 3 == 0 { &two } else { &one };
            tab.save(Channel::Desk, create(id(n), &format!("{n}")))
                .await
                .unwrap();
            if n == 10 {
                one.fold().await.unwrap();
            }
            if n == 20 {
                two.fold().await.unwrap();
            }
        }
        one.catch_up().await.unwrap();
        two.catch_up().await.unwrap();
        assert_eq!(
            one.replica().borrow().canonical(),
            two.replica().borrow().canonical()
        );
        assert_eq!(one.replica().borrow().table(KIND).unwrap().len(), 30);
        two.fold().await.unwrap();
        one.save(Channel::Desk, create(id(77), "last"))
            .await
            .unwrap();
        one.fold().await.unwrap();
        let three = open(&shared).await;
        assert_eq!(
            one.replica().borrow().canonical(),
            three.replica().borrow().canonical()
        );
        let (verdict, damage) = three.verify(|_| ()).await.unwrap();
        assert!(
            verdict.holds() && damage.is_empty(),
            "{verdict:?} {damage:?}"
        );
        assert_eq!(verdict.linked, 31);
    });
}

#[test]
fn the_last_action_can_be_taken_back_where_it_still_stands() {
    run(async {
        let one = fresh(&Shared::default()).await;
        one.save(Channel::Desk, create(id(1), "first"))
            .await
            .unwrap();
        one.save(Channel::Desk, vec![set(id(1), "second")])
            .await
            .unwrap();
        one.undo(Channel::Desk).await.unwrap();
        assert_eq!(text(&one, id(1)).as_deref(), Some("first"));
        one.undo(Channel::Desk).await.unwrap();
        assert_eq!(text(&one, id(1)), None);
        assert_eq!(
            one.undo(Channel::Desk).await.unwrap_err(),
            EngineError::NothingToUndo
        );
        one.save(Channel::Desk, create(id(2), "mine"))
            .await
            .unwrap();
        one.save(Channel::Desk, vec![set(id(2), "changed")])
            .await
            .unwrap();
        let theirs = stage::foreign(1, vec![set(id(2), "theirs")], u64::MAX >> 20);
        let entry = Entry::Received {
            changes: vec![(1, theirs)],
            cursor: 1,
        };
        one.keep(&entry, Durability::Strict).await.unwrap();
        // The change no longer stands; what is undone is the one before it.
        one.undo(Channel::Desk).await.unwrap();
        assert_eq!(text(&one, id(2)), None);
    });
}

#[test]
fn actions_on_one_field_are_taken_back_one_after_the_other() {
    run(async {
        let one = fresh(&Shared::default()).await;
        one.save(Channel::Desk, create(id(1), "first"))
            .await
            .unwrap();
        for name in ["second", "third", "fourth"] {
            one.save(Channel::Desk, vec![set(id(1), name)])
                .await
                .unwrap();
        }
        for name in ["third", "second"] {
            one.undo(Channel::Desk).await.unwrap();
            assert_eq!(text(&one, id(1)).as_deref(), Some(name));
        }
        // Goes on from there, and back again past where it was taken back before.
        one.save(Channel::Desk, vec![set(id(1), "other")])
            .await
            .unwrap();
        for name in ["second", "first"] {
            one.undo(Channel::Desk).await.unwrap();
            assert_eq!(text(&one, id(1)).as_deref(), Some(name));
        }
    });
}

#[test]
fn what_others_wrote_in_between_is_not_taken_back() {
    run(async {
        let one = fresh(&Shared::default()).await;
        one.save(Channel::Desk, create(id(1), "first"))
            .await
            .unwrap();
        one.save(Channel::Desk, vec![set(id(1), "second")])
            .await
            .unwrap();
        let theirs = stage::foreign(1, vec![set(id(1), "theirs")], u64::MAX >> 20);
        let entry = Entry::Received {
            changes: vec![(1, theirs)],
            cursor: 1,
        };
        one.keep(&entry, Durability::Strict).await.unwrap();
        assert_eq!(text(&one, id(1)).as_deref(), Some("theirs"));
        one.save(Channel::Desk, vec![set(id(1), "third")])
            .await
            .unwrap();
        one.undo(Channel::Desk).await.unwrap();
        assert_eq!(text(&one, id(1)).as_deref(), Some("theirs"));
        // «second» no longer stood before «third», so what made it is passed over.
        one.undo(Channel::Desk).await.unwrap();
        assert_eq!(text(&one, id(1)), None);
    });
}

#[test]
fn a_history_is_read_from_the_log_when_asked_for() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        one.save(Channel::Desk, create(id(1), "a")).await.unwrap();
        one.save(Channel::Desk, create(id(2), "x")).await.unwrap();
        for name in ["b", "c", "d"] {
            one.save(Channel::Phone, vec![set(id(1), name)])
                .await
                .unwrap();
        }
        one.fold().await.unwrap();
        let two = open(&shared).await;
        two.save(Channel::Visit, vec![set(id(1), "e")])
            .await
            .unwrap();
        let all = two.remember(&[id(1)]).await.unwrap();
        let history = all.history(KIND, id(1), NAME);
        let names: Vec<_> = history.iter().map(|v| v.value.as_text().unwrap()).collect();
        assert_eq!(names, ["e", "d", "c", "b", "a"]);
        assert!(all.get(KIND, id(2)).is_none());
    });
}

#[test]
fn what_was_erased_is_in_no_block_no_page_and_no_draft_and_the_chain_holds() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        for n in 0..20 {
            one.save(Channel::Desk, create(id(n), &format!("Secretname{n}x")))
                .await
                .unwrap();
        }
        one.save(Channel::Desk, vec![set(id(5), "Secretname5xnew")])
            .await
            .unwrap();
        one.fold().await.unwrap();
        let draft = format!("draft/customer/{}", id(5));
        one.store()
            .put_slot(&draft, b"Secretname5x", &mut stage::Counter::new())
            .await
            .unwrap();
        one.erase(Channel::Desk, &[id(5)]).await.unwrap();
        let plain = stage::plain_of(&one).await;
        let found = |what: &str| plain.windows(what.len()).any(|w| w == what.as_bytes());
        assert!(!found("Secretname5x"), "the erased name is still at rest");
        assert!(found("Secretname6x"));
        let two = open(&shared).await;
        assert_eq!(text(&two, id(5)), None);
        assert!(two.replica().borrow().is_erased(id(5)));
        let (verdict, damage) = two.verify(|_| ()).await.unwrap();
        assert!(verdict.holds() && damage.is_empty());
        assert_eq!(verdict.linked, 22);
        let back = stage::foreign(9, create(id(5), "Secretname5x"), 7);
        let entry = Entry::Received {
            changes: vec![(3, back)],
            cursor: 3,
        };
        two.keep(&entry, Durability::Strict).await.unwrap();
        assert_eq!(text(&two, id(5)), None);
    });
}

#[test]
fn a_backup_restores_elsewhere_to_equal_counts_and_hash_and_brings_nothing_erased_back() {
    run(async {
        let one = fresh(&Shared::default()).await;
        for n in 0..200 {
            one.save(Channel::Desk, create(id(n), &format!("name {n}x")))
                .await
                .unwrap();
        }
        let blob = one
            .store()
            .put_blob(b"photo", &mut stage::Counter::new())
            .await
            .unwrap();
        one.store()
            .put_slot("draft/x", b"typed", &mut stage::Counter::new())
            .await
            .unwrap();
        let (file, summary) = stage::backup(&one).await;
        assert_eq!(
            (
                summary.changes,
                summary.shown,
                summary.blobs,
                summary.drafts
            ),
            (200, 200, 1, 1)
        );

        // Another browser, empty.
        let other = Shared::default();
        let two = fresh(&other).await;
        let restored = stage::restore(&two, &file).await.unwrap();
        assert_eq!(
            (
                restored.changes,
                restored.known,
                restored.blobs,
                restored.drafts
            ),
            (200, 0, 1, 1)
        );
        assert_eq!(two.content_hash().await, (summary.shown, summary.content));
        assert_eq!(
            two.store().blob(&blob).await.unwrap().as_deref(),
            Some(b"photo".as_slice())
        );
        let (verdict, _) = two.verify(|_| ()).await.unwrap();
        assert!(verdict.holds());
        assert_eq!(verdict.linked, 200);
        let again = stage::restore(&two, &file).await.unwrap();
        assert_eq!((again.changes, again.known, again.drafts), (0, 200, 0));

        // The same device, later: nothing newer is lost, nothing erased comes back.
        one.save(Channel::Desk, vec![set(id(1), "newer")])
            .await
            .unwrap();
        one.erase(Channel::Desk, &[id(2)]).await.unwrap();
        let restored = stage::restore(&one, &file).await.unwrap();
        assert_eq!(restored.changes, 0);
        assert_eq!(text(&one, id(1)).as_deref(), Some("newer"));
        assert_eq!(text(&one, id(2)), None);
        // And where the erasure is known but the record is not.
        two.erase(Channel::Desk, &[id(3)]).await.unwrap();
        let third = fresh(&Shared::default()).await;
        third.erase(Channel::Desk, &[id(3)]).await.unwrap();
        stage::restore(&third, &file).await.unwrap();
        assert_eq!(text(&third, id(3)), None);
        let plain = stage::plain_of(&third).await;
        let found = |what: &[u8]| plain.windows(what.len()).any(|w| w == what);
        assert!(found(b"name 5x"), "what was restored is there");
        assert!(
            !found(b"name 3x"),
            "what is erased here came in with the backup"
        );
    });
}

#[test]
fn a_file_that_is_cut_altered_or_something_else_is_refused_with_its_reason() {
    run(async {
        let one = fresh(&Shared::default()).await;
        for n in 0..20 {
            one.save(Channel::Desk, create(id(n), &format!("name {n}")))
                .await
                .unwrap();
        }
        let (file, _) = stage::backup(&one).await;
        assert!(stage::check(&file).await.is_ok());
        for cut in (0..file.len()).step_by(97).chain([file.len() - 1]) {
            let error = stage::check(&file[..cut]).await.unwrap_err();
            assert!(
                matches!(error, EngineError::BackupCut | EngineError::NotABackup),
                "{cut}: {error}"
            );
        }
        for at in (0..file.len()).step_by(53) {
            let mut altered = file.clone();
            altered[at] ^= 1;
            assert!(stage::check(&altered).await.is_err(), "byte {at}");
        }
        let mut longer = file.clone();
        longer.push(0);
        assert_eq!(
            stage::check(&longer).await.unwrap_err(),
            EngineError::BackupDamaged
        );
        assert_eq!(
            stage::check(b"PK\x03\x04 a zip file").await.unwrap_err(),
            EngineError::NotABackup
        );
        assert_eq!(
            stage::check(b"").await.unwrap_err(),
            EngineError::NotABackup
        );
    });
}

#[test]
fn damage_to_the_state_costs_nothing_and_damage_to_the_log_only_what_was_in_it() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        for n in 0..30 {
            one.save(Channel::Desk, create(id(n), &format!("name {n}")))
                .await
                .unwrap();
        }
        let want = one.replica().borrow().canonical();
        one.fold().await.unwrap();
        shared.0.tamper(Area::State, 2, |bytes| bytes[60] ^= 1);
        let two = open(&shared).await;
        assert_eq!(two.damage().len(), 1);
        assert_eq!(two.replica().borrow().canonical(), want);
        two.fold().await.unwrap();
        let three = open(&shared).await;
        assert!(three.damage().is_empty());
        assert_eq!(three.replica().borrow().canonical(), want);
        for n in 100..110 {
            three
                .save(Channel::Desk, create(id(n), &format!("name {n}")))
                .await
                .unwrap();
        }
        shared.0.tamper(Area::Log, 35, |bytes| bytes[60] ^= 1);
        let four = open(&shared).await;
        assert_eq!(four.damage().len(), 1);
        assert_eq!(four.replica().borrow().table(KIND).unwrap().len(), 39);
    });
}

#[test]
fn a_moved_stamp_is_settled_from_the_log() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        one.save(Channel::Desk, create(id(1), "mine at first"))
            .await
            .unwrap();
        let theirs = stage::foreign(1, vec![set(id(1), "theirs")], 1);
        let entry = Entry::Received {
            changes: vec![(1, theirs)],
            cursor: 1,
        };
        one.keep(&entry, Durability::Strict).await.unwrap();
        assert_eq!(text(&one, id(1)).as_deref(), Some("mine at first"));
        let answer = Answer {
            seq: 1,
            outcome: Ok((2, model::Stamp(1))),
        };
        one.keep(&Entry::Answered(vec![answer]), Durability::Strict)
            .await
            .unwrap();
        one.fold().await.unwrap();
        assert_eq!(text(&one, id(1)).as_deref(), Some("theirs"));
        let two = open(&shared).await;
        assert_eq!(text(&two, id(1)).as_deref(), Some("theirs"));
        assert_eq!(two.replica().borrow().standing().acked, 1);
    });
}

#[test]
fn what_waits_for_the_server_is_found_again_in_the_log() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        let mut bulk = one.bulk(Channel::Import, BatchId([7; 16]));
        for n in 0..5_000u32 {
            bulk.add(create(made(n), "x")).await.unwrap();
        }
        bulk.finish().await.unwrap();
        one.keep(&Entry::Joined([1; 16]), Durability::Strict)
            .await
            .unwrap();
        one.fold().await.unwrap();
        let one = open(&shared).await;
        let mut next = 1;
        while one.unanswered() > 0 {
            let unsent = one.unsent().await.unwrap();
            assert!(!unsent.is_empty() && unsent.len() <= 2_000);
            let mut answers = Vec::new();
            for change in unsent.iter().take(700) {
                assert_eq!(change.seq, next);
                next += 1;
                answers.push(Answer {
                    seq: change.seq,
                    outcome: Ok((change.seq, change.stamp)),
                });
            }
            one.keep(&Entry::Answered(answers), Durability::Strict)
                .await
                .unwrap();
        }
        assert_eq!(next, 5_001);
        one.save(Channel::Desk, vec![set(made(1), "y")])
            .await
            .unwrap();
        assert_eq!(one.unsent().await.unwrap().len(), 1);
        // Another server has to be told everything again.
        one.keep(&Entry::Joined([2; 16]), Durability::Strict)
            .await
            .unwrap();
        assert_eq!(one.unanswered(), 5_001);
        assert_eq!(one.unsent().await.unwrap()[0].seq, 1);
    });
}

#[test]
fn changed_keys_seal_everything_anew_even_after_a_kill() {
    run(async {
        let shared = Shared::default();
        let (envelope, keys) = stage::envelope();
        let one = stage::with_keys(&shared, keys).await;
        for n in 0..30 {
            one.save(Channel::Desk, create(id(n), &format!("name {n}")))
                .await
                .unwrap();
        }
        one.fold().await.unwrap();
        let want = one.replica().borrow().canonical();
        let (envelope, keys, kek) = stage::rotated(&envelope, &one.store().keys());
        let keys = std::rc::Rc::new(keys);
        one.set_keys(keys.clone());
        one.save(Channel::Desk, vec![]).await.unwrap();
        shared.0.fail_after(3);
        assert!(one.reseal(|_| ()).await.is_err());
        shared.0.fail_after(usize::MAX);
        let two = stage::with_keys(&shared, envelope.unlock(&kek).unwrap()).await;
        assert_eq!(two.replica().borrow().canonical(), want);
        assert!(two.reseal(|_| ()).await.unwrap() > 0);
        let (_, finished) = envelope.finish_rotation(&two.store().keys()).unwrap();
        let three = stage::with_keys(&shared, finished).await;
        assert!(three.damage().is_empty());
        assert_eq!(three.replica().borrow().canonical(), want);
    });
}
