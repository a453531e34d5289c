//! The laws, each over a place of its own.

use crate::Place;
use crate::kit::{
    Counting, DATABASE, Pages, all, append, damage_of, format_1, keys, log_of, noise, pages,
    rotation, same, small, state_of, store,
};
use futures::future::{Either, pending, select};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use store::{Area, Backend, BlobId, Damage, Durability, Step, Store, StoreError, Write, mark_of};

pub async fn what_is_appended_reads_back_in_order(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    assert_eq!(all(&one).await, Vec::<Vec<u8>>::new());
    let mut want = Vec::new();
    let many = [
        vec![vec![1], vec![], vec![2; 70_000]],
        vec![noise(3, 70_000)],
        vec![noise(4, 3 << 20), vec![]],
        vec![vec![5; 3 << 20]],
        vec![vec![]],
        vec![],
    ];
    let some = small(1..=40).into_iter().map(|payload| vec![payload]);
    for (at, payloads) in some.chain(many).enumerate() {
        let durability = [Durability::Strict, Durability::Relaxed][at % 2];
        let number = one
            .append(&payloads, durability, &mut random)
            .await
            .unwrap();
        assert_eq!(number as usize, at + 1);
        want.extend(payloads);
    }
    same(&all(&one).await, &want);
    let two = store(place.open().await);
    let (blocks, damage) = log_of(&two, 0).await;
    assert_eq!(damage, []);
    assert!(blocks.iter().all(|block| block.first == block.number));
    assert_eq!((two.end(), blocks.len()), (46, 46));
    let got: Vec<_> = blocks
        .into_iter()
        .flat_map(|block| block.payloads)
        .collect();
    same(&got, &want);
    assert_eq!(damage_of(&two).await, []);
}

pub async fn an_append_behind_another_keeps_nothing(place: &impl Place) {
    let mut random = Counting::new(0);
    let mut other = Counting::new(1);
    let one = store(place.open().await);
    let two = store(place.open().await);
    append(&one, &small(1..=2), &mut random).await;
    let late = small(3..=3);
    for _ in 0..2 {
        let refused = two.append(&late, Durability::Strict, &mut other).await;
        assert_eq!(refused, Err(StoreError::Behind));
    }
    same(&all(&one).await, &small(1..=2));
    assert_eq!(log_of(&two, two.end()).await.0.len(), 2);
    assert_eq!(
        two.append(&late, Durability::Strict, &mut other).await,
        Ok(3)
    );
    let refused = one.append(&late, Durability::Relaxed, &mut random).await;
    assert_eq!(refused, Err(StoreError::Behind));
    assert_eq!(log_of(&one, one.end()).await.0[0].payloads, small(3..=3));
    append(&one, &small(4..=4), &mut random).await;
    same(&all(&two).await, &small(1..=4));
}

/// Several under way: where one was refused because somebody else took its number, the next must
/// not pass for its follower.
pub async fn a_block_behind_one_that_was_refused_is_refused(place: &impl Place) {
    let mut random = Counting::new(0);
    let mut other = Counting::new(1);
    let one = store(place.open().await);
    let two = store(place.open().await);
    append(&one, &small(1..=1), &mut random).await;
    log_of(&two, 0).await;
    let mut under_way = Vec::new();
    let mut upon = None;
    for number in 2..=4 {
        let payloads = small(number..=number);
        let write = one.block(number, &payloads, Durability::Relaxed, upon, &mut random);
        upon = mark_of(&write);
        under_way.push(write);
    }
    // The first of them is kept, the second is overtaken, the third would fit by its number.
    let mut under_way = under_way.into_iter();
    let mut next = async || one.backend().write(under_way.next().unwrap()).await;
    assert_eq!(next().await, Ok(()));
    log_of(&two, two.end()).await;
    append(&two, &small(9..=9), &mut other).await;
    assert_eq!(next().await, Err(StoreError::Behind));
    assert_eq!(next().await, Err(StoreError::Behind));
    // Done again behind what was in the way, each upon the one before.
    log_of(&one, one.end()).await;
    let first = one.block(4, &small(3..=3), Durability::Relaxed, None, &mut random);
    let upon = mark_of(&first);
    let second = one.block(5, &small(4..=4), Durability::Strict, upon, &mut random);
    let too_soon = one.backend().write(second.clone()).await;
    assert_eq!(too_soon, Err(StoreError::Behind));
    assert_eq!(one.backend().write(first).await, Ok(()));
    assert_eq!(one.backend().write(second).await, Ok(()));
    let payloads = [1..=2, 9..=9, 3..=4].map(small).concat();
    same(&all(&two).await, &payloads);
}

/// Looking something up must not pass for having taken in what another tab appended.
pub async fn looking_takes_nothing_in(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=2), &mut random).await;
    let two = store(place.open().await);
    log_of(&two, 0).await;
    append(&one, &small(3..=4), &mut random).await;
    assert_eq!(log_of(&two, 0).await.0.len(), 4);
    same(&all(&two).await, &small(1..=4));
    assert_eq!(two.end(), 2);
    let refused = two
        .append(&small(5..=5), Durability::Strict, &mut random)
        .await;
    assert_eq!(refused, Err(StoreError::Behind));
    assert_eq!(log_of(&two, 2).await.0.len(), 2);
    assert_eq!(two.end(), 4);
}

pub async fn a_log_that_was_cut_off_goes_on(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=6), &mut random).await;
    one.fold(4, pages(0..2, 1, 10).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let cut = vec![Step::Remove(Area::Log, 3, 6)];
    let disk = place.open().await;
    disk.write(Write::new(cut, Durability::Strict))
        .await
        .unwrap();
    let two = store(disk);
    assert_eq!(state_of(&two).await.unwrap().1, 4);
    assert_eq!(log_of(&two, 4).await.1, [Damage::Missing(5, 6)]);
    // None of the numbers that are gone is used again: the state stands for some of them.
    for number in 7..10 {
        let payload = small(number..=number);
        let kept = two.append(&payload, Durability::Strict, &mut random).await;
        assert_eq!(kept, Ok(number));
    }
    let three = store(place.open().await);
    let (blocks, damage) = log_of(&three, 0).await;
    let numbers: Vec<u32> = blocks.iter().map(|block| block.number).collect();
    // All of 1 to 4 was merged into 4.
    assert_eq!(numbers, [7, 8, 9]);
    assert_eq!(damage, [Damage::Missing(1, 6)]);
    assert_eq!(damage_of(&three).await, damage);
    append(&three, &small(10..=10), &mut random).await;
    // Nor does folding hide that something is missing.
    three
        .fold(10, pages(0..2, 2, 10).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    assert_eq!(damage_of(&three).await, damage);
}

pub async fn folding_and_merging_change_no_payload(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=10), &mut random).await;
    let middle = store(place.open().await);
    log_of(&middle, 0).await;
    append(&one, &small(11..=30), &mut random).await;
    // One that is too large to be merged.
    append(&one, &[noise(1, 200_000)], &mut random).await;
    append(&one, &small(32..=40), &mut random).await;
    let want = all(&one).await;
    assert_eq!(one.unfolded(), 40);
    let folded = one
        .fold(
            36,
            pages(0..5, 1, 100).into_iter(),
            &mut random,
            async || (),
        )
        .await
        .unwrap();
    assert_eq!((folded.pages, folded.merged), (5, 2));
    assert_eq!(one.unfolded(), 4);
    same(&all(&one).await, &want);
    let fresh = store(place.open().await);
    same(&all(&fresh).await, &want);
    let (blocks, damage) = log_of(&middle, 10).await;
    let reach: Vec<(u32, u32)> = blocks
        .iter()
        .map(|block| (block.first, block.number))
        .collect();
    assert_eq!(reach[..3], [(1, 30), (31, 31), (32, 36)]);
    assert_eq!((damage, middle.end()), (vec![], 40));
    let got: Vec<_> = blocks
        .into_iter()
        .flat_map(|block| block.payloads)
        .collect();
    same(&got, &want);
    append(&middle, &small(41..=41), &mut random).await;
    log_of(&one, 40).await;
    // The block that was left open takes what came since.
    one.fold(41, std::iter::empty(), &mut random, async || ())
        .await
        .unwrap();
    let (blocks, _) = log_of(&fresh, 0).await;
    let numbers: Vec<u32> = blocks.iter().map(|block| block.number).collect();
    assert_eq!(numbers, [30, 31, 41]);
    let want = [want, small(41..=41)].concat();
    same(&all(&fresh).await, &want);
    assert_eq!(damage_of(&fresh).await, []);
}

pub async fn a_fold_replaces_only_the_keys_it_is_given(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    assert_eq!(state_of(&one).await.unwrap(), (Pages::new(), 0));
    append(&one, &small(1..=3), &mut random).await;
    let first = pages(0..20, 1, 300_000);
    one.fold(3, first.clone().into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let numbers = one.backend().numbers(Area::State).await.unwrap();
    assert_eq!(numbers.len(), 20);
    // A fold that was killed left these behind.
    let orphans = (21..24)
        .map(|n| Step::Put(Area::State, n, vec![9; 10]))
        .collect();
    let disk = place.open().await;
    disk.write(Write::new(orphans, Durability::Strict))
        .await
        .unwrap();
    let two = store(place.open().await);
    assert!(state_of(&two).await.unwrap() == (first.clone(), 3));
    assert_eq!((two.end(), damage_of(&two).await), (3, vec![]));
    append(&two, &small(4..=4), &mut random).await;
    let second = [pages(4..6, 2, 50), pages(30..31, 2, 0)].concat_pages();
    two.fold(4, second.clone().into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let want = [first, second].concat_pages();
    let three = store(place.open().await);
    assert!(state_of(&three).await.unwrap() == (want.clone(), 4));
    let left = three.backend().numbers(Area::State).await.unwrap();
    assert_eq!(left.len(), want.len());
    assert_eq!(left.iter().filter(|n| numbers.contains(n)).count(), 18);
    assert_eq!(damage_of(&three).await, []);
}

/// Later pages stand over earlier ones.
trait ConcatPages {
    fn concat_pages(self) -> Pages;
}

impl ConcatPages for [Pages; 2] {
    fn concat_pages(self) -> Pages {
        self.into_iter().flatten().collect()
    }
}

pub async fn a_fold_of_an_earlier_moment_is_behind(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=2), &mut random).await;
    one.fold(2, pages(0..1, 1, 9).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let two = store(place.open().await);
    state_of(&two).await.unwrap();
    append(&one, &small(3..=3), &mut random).await;
    one.fold(3, pages(0..1, 3, 9).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let mut early = pages(0..1, 2, 9).into_iter();
    let refused = two.fold(2, &mut early, &mut random, async || ()).await;
    assert_eq!(refused, Err(StoreError::Behind));
    let fresh = store(place.open().await);
    assert_eq!(state_of(&fresh).await.unwrap(), (pages(0..1, 3, 9), 3));
    log_of(&two, 2).await;
    two.fold(3, pages(1..2, 4, 9).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    assert_eq!(state_of(&fresh).await.unwrap().0.len(), 2);
}

pub async fn state_made_anew_replaces_all(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=2), &mut random).await;
    one.fold(2, pages(0..3, 1, 9).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let two = store(place.open().await);
    state_of(&two).await.unwrap();
    two.forget_state(&mut random);
    assert_eq!(two.end(), 0);
    let refused = two
        .append(&small(3..=3), Durability::Strict, &mut random)
        .await;
    assert_eq!(refused, Err(StoreError::Behind));
    assert_eq!(log_of(&two, 0).await.0.len(), 1);
    two.fold(2, pages(1..2, 2, 9).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let refused = one
        .fold(2, pages(0..1, 4, 9).into_iter(), &mut random, async || ())
        .await;
    assert_eq!(refused, Err(StoreError::Behind));
    let fresh = store(place.open().await);
    assert_eq!(state_of(&fresh).await.unwrap(), (pages(1..2, 2, 9), 2));
    same(&all(&fresh).await, &small(1..=2));
}

/// Another tab's fold drops the pages that are being read: that is no damage.
pub async fn a_state_that_is_folded_while_it_is_read_is_behind(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=2), &mut random).await;
    let first = pages(0..6, 1, 3 << 20);
    one.fold(1, first.into_iter(), &mut random, async || ())
        .await
        .unwrap();
    let two = store(place.open().await);
    let folded = Cell::new(false);
    let pause = async |_| {
        if !folded.replace(true) {
            let mut random = Counting::new(1);
            let last = pages(3..6, 2, 9).into_iter();
            one.fold(2, last, &mut random, async || ()).await.unwrap();
        }
    };
    let read = two.state(|_, _| (), pause).await;
    assert_eq!(read, Err(StoreError::Behind));
    assert_eq!(state_of(&two).await.unwrap().1, 2);
}

pub async fn rewriting_alters_what_it_is_asked_to(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=5), &mut random).await;
    one.fold(3, std::iter::empty(), &mut random, async || ())
        .await
        .unwrap();
    let erase = |payload: &[u8]| payload.ends_with(b" 2").then(|| b"gone".to_vec());
    assert_eq!(one.rewrite(erase, &mut random, async || ()).await, Ok(1));
    assert_eq!(one.rewrite(erase, &mut random, async || ()).await, Ok(0));
    let mut want = small(1..=5);
    want[1] = b"gone".to_vec();
    same(&all(&one).await, &want);
    assert_eq!(log_of(&one, 5).await.0, []);
    append(&one, &small(6..=6), &mut random).await;
    let stranger = Store::new(place.open().await, rotation().new, DATABASE);
    let done = stranger.rewrite(erase, &mut random, async || ()).await;
    assert_eq!(done, Err(StoreError::Rekeyed), "not read, so not erased");
}

pub async fn slots_hold_what_was_put(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    let puts: [(&str, &[u8]); 4] = [
        ("draft-a", b"words"),
        ("draft-b", b""),
        ("draft-a", b"more words"),
        ("其他", b"x"),
    ];
    for (name, bytes) in puts {
        one.put_slot(name, bytes, &mut random).await.unwrap();
    }
    // The store's own are nobody else's business.
    append(&one, &small(1..=1), &mut random).await;
    one.put_blob(b"photo", &mut random).await.unwrap();
    one.fold(1, std::iter::empty(), &mut random, async || ())
        .await
        .unwrap();
    let two = store(place.open().await);
    let slot = async |name| two.slot(name).await.unwrap();
    assert_eq!(slot("draft-a").await.unwrap(), b"more words");
    assert_eq!(slot("draft-b").await.unwrap(), b"");
    assert_eq!(slot("其他").await.unwrap(), b"x");
    assert_eq!(slot("none").await, None);
    assert_eq!(two.slots("draft-").await.unwrap(), ["draft-a", "draft-b"]);
    assert_eq!(two.slots("").await.unwrap(), ["draft-a", "draft-b", "其他"]);
    two.remove_slot("draft-a").await.unwrap();
    two.remove_slot("draft-a").await.unwrap();
    assert_eq!(one.slot("draft-a").await.unwrap(), None);
}

pub async fn blobs_are_kept_once_and_collected(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    let photo = noise(1, 1 << 20);
    let a = one.put_blob(&photo, &mut random).await.unwrap();
    let b = one.put_blob(b"", &mut random).await.unwrap();
    let two = store(place.open().await);
    assert_eq!(two.put_blob(&photo, &mut random).await, Ok(a));
    let c = two.put_blob(b"signature", &mut random).await.unwrap();
    assert!(two.blob(&a).await.unwrap().unwrap() == photo);
    assert_eq!(two.blob(&b).await.unwrap().unwrap(), b"");
    assert_eq!(one.blob(&c).await.unwrap().unwrap(), b"signature");
    assert_eq!(one.blob(&BlobId([0; 32])).await, Ok(None));
    let kept: BTreeSet<BlobId> = one.blobs().await.unwrap().into_iter().collect();
    assert_eq!(kept, BTreeSet::from([a, b, c]));
    let referred = BTreeSet::from([a, BlobId([9; 32])]);
    assert_eq!(one.collect(&referred).await, Ok(2));
    assert_eq!(one.collect(&referred).await, Ok(0));
    assert_eq!(two.blobs().await.unwrap(), [a]);
    assert_eq!(two.blob(&b).await, Ok(None));
}

pub async fn names_of_blobs_do_not_reveal_their_hash(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    let id = one.put_blob(b"known picture", &mut random).await.unwrap();
    let plain = *blake3::hash(b"known picture").as_bytes();
    let zero = *blake3::keyed_hash(&[0; 32], b"known picture").as_bytes();
    assert!(id.0 != plain && id.0 != zero);
    let names = one.backend().names(Area::Blobs).await.unwrap();
    assert!(!names.contains(&blake3::hash(b"known picture").to_string()));
}

pub async fn resealing_can_be_cut_off_and_continued(place: &impl Place) {
    let keys = rotation();
    let mut random = Counting::new(0);
    let one = Store::new(place.open().await, keys.old.clone(), DATABASE);
    append(&one, &small(1..=5), &mut random).await;
    one.fold(3, pages(0..3, 1, 500).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    one.put_slot("draft", b"words", &mut random).await.unwrap();
    let blob = one.put_blob(b"photo", &mut random).await.unwrap();
    let late = Store::new(place.open().await, keys.old.clone(), DATABASE);
    one.set_keys(keys.both.clone());
    let steps = Cell::new(0);
    {
        let (stop, stopped) = futures::channel::oneshot::channel::<()>();
        let stop = Cell::new(Some(stop));
        let pause = async |_| {
            steps.set(steps.get() + 1);
            if steps.get() == 4 {
                stop.take().unwrap().send(()).unwrap();
                pending::<()>().await;
            }
        };
        let going = std::pin::pin!(one.reseal(&mut random, pause));
        assert!(matches!(select(going, stopped).await, Either::Right(_)));
    }
    let check = async |store: &Store<_>| {
        same(&all(store).await, &small(1..=5));
        assert_eq!(state_of(store).await.unwrap(), (pages(0..3, 1, 500), 3));
        assert_eq!(store.slot("draft").await.unwrap().unwrap(), b"words");
        assert_eq!(store.blob(&blob).await.unwrap().unwrap(), b"photo");
        assert_eq!(damage_of(store).await, []);
    };
    let two = Store::new(place.open().await, keys.both.clone(), DATABASE);
    check(&two).await;
    // Three blocks, three pages, the manifest, the end, the draft, the secret of the blobs' names
    // and a blob.
    let shares = RefCell::new(Vec::new());
    let pause = async |share| shares.borrow_mut().push(share);
    assert_eq!(two.reseal(&mut random, pause).await, Ok(11 - 4));
    let shares = shares.into_inner();
    assert!(shares.is_sorted() && shares.last() == Some(&1.0));
    assert_eq!(two.reseal(&mut random, async |_| ()).await, Ok(0));
    two.set_keys(keys.new.clone());
    check(&two).await;
    let mut blocks = 0;
    let read = late.log(0, |_| blocks += 1, async || ()).await;
    assert_eq!((read, blocks), (Err(StoreError::Rekeyed), 0));
    let read = late.state(|_, _| (), async |_| ()).await;
    assert_eq!(read, Err(StoreError::Rekeyed));
    assert_eq!(late.slot("draft").await, Err(StoreError::Rekeyed));
    assert_eq!(late.blob(&blob).await, Err(StoreError::Rekeyed));
}

pub async fn format_1_moves_into_the_log(place: &impl Place) {
    let (steps, want) = format_1(&keys());
    let mut random = Counting::new(0);
    let one = store(place.open_old(steps).await);
    assert_eq!(all(&one).await, Vec::<Vec<u8>>::new());
    assert_eq!(one.slot("draft").await.unwrap().unwrap(), b"words");
    for _ in 0..2 {
        assert_eq!(one.upgrade(&mut random, async || ()).await, Ok(vec![]));
        same(&all(&one).await, &want);
    }
    for area in [Area::OldJournal, Area::OldPages] {
        assert!(one.backend().numbers(area).await.unwrap().is_empty());
    }
    log_of(&one, 0).await;
    append(&one, &small(8..=8), &mut random).await;
    let two = store(place.open().await);
    same(&all(&two).await, &small(1..=8));
    assert_eq!(damage_of(&two).await, []);
    let cut = vec![Step::Remove(Area::Log, 4, 4)];
    let write = Write::new(cut, Durability::Strict);
    two.backend().write(write).await.unwrap();
    assert_eq!(log_of(&two, 0).await.1, [Damage::Missing(4, 4)]);
}

pub async fn everything_is_bound_to_its_place(place: &impl Place) {
    let mut random = Counting::new(0);
    let one = store(place.open().await);
    append(&one, &small(1..=3), &mut random).await;
    one.fold(0, pages(0..3, 1, 9).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    one.put_slot("a", b"words", &mut random).await.unwrap();
    let blob = one.put_blob(b"photo", &mut random).await.unwrap();
    let other = Store::new(place.open().await, keys(), "another");
    let read = other.log(0, |_| unreachable!(), async || ()).await;
    let blocks = [1, 2, 3].map(Damage::Block);
    assert_eq!(read.unwrap(), blocks);
    assert_eq!(state_of(&other).await, Err(Damage::Manifest));
    assert_eq!(other.slot("a").await, Err(StoreError::Damaged));
    assert_eq!(other.blob(&blob).await, Err(StoreError::Damaged));

    let disk = place.open().await;
    let bytes = disk.read(Area::Log, 1, 3).await.unwrap();
    let page = disk.read(Area::State, 1, 1).await.unwrap().remove(0).1;
    let slot = disk.get(Area::Slots, "a").await.unwrap().unwrap();
    let moved = vec![
        Step::Put(Area::Log, 2, bytes[0].1.clone()),
        Step::Put(Area::State, 2, page.clone()),
        Step::Put(Area::Log, 3, page),
        Step::PutNamed(Area::Slots, "b".to_owned(), slot.clone()),
        Step::PutNamed(Area::Blobs, "a".to_owned(), slot),
    ];
    disk.write(Write::new(moved, Durability::Strict))
        .await
        .unwrap();
    let (good, damage) = log_of(&store(place.open().await), 0).await;
    assert_eq!(good[0].payloads, small(1..=1));
    assert_eq!(damage, [Damage::Block(2), Damage::Block(3)]);
    assert_eq!(state_of(&one).await, Err(Damage::Page(2)));
    assert_eq!(one.slot("b").await, Err(StoreError::Damaged));
    assert_eq!(one.slot("a").await.unwrap().unwrap(), b"words");
    let want = [
        Damage::Block(2),
        Damage::Block(3),
        Damage::Page(2),
        Damage::Slot("b".to_owned()),
        Damage::Blob("a".to_owned()),
    ];
    assert_eq!(damage_of(&one).await, want);
}

pub async fn a_write_happens_whole_or_not_at_all(place: &impl Place) {
    let disk = place.open().await;
    let put = |n: u8| Step::Put(Area::Log, u32::from(n), vec![n]);
    let named = || Step::PutNamed(Area::Slots, "a".to_owned(), vec![1]);
    let write = |next, steps| Write {
        next,
        upon: None,
        steps,
        durability: Durability::Relaxed,
    };
    for (next, steps, done) in [
        (Some(2), vec![named(), put(2)], false),
        (Some(0), vec![named(), put(1)], false),
        (Some(1), vec![put(1)], true),
        (Some(1), vec![named(), put(1)], false),
        (Some(3), vec![Step::Remove(Area::Log, 1, 1), put(3)], false),
        (Some(2), vec![put(2), put(3), put(4)], true),
        (Some(4), vec![named()], false),
        (Some(5), vec![], true),
        (Some(6), vec![], false),
        (None, vec![], true),
    ] {
        let about = format!("{next:?} {steps:?}");
        let expected = if done {
            Ok(())
        } else {
            Err(StoreError::Behind)
        };
        assert_eq!(disk.write(write(next, steps)).await, expected, "{about}");
        assert_eq!(disk.names(Area::Slots).await.unwrap(), [""; 0], "{about}");
    }
    let other = place.open().await;
    let log = other.read(Area::Log, 0, u32::MAX).await.unwrap();
    assert_eq!(log, [1, 2, 3, 4].map(|n| (u32::from(n), vec![n])));
    // In order: what is put and removed in one write is gone.
    let gone = vec![named(), Step::RemoveNamed(Area::Slots, "a".to_owned())];
    disk.write(write(None, gone)).await.unwrap();
    assert_eq!(other.get(Area::Slots, "a").await, Ok(None));
}

pub async fn both_ends_of_a_stretch_belong_to_it(place: &impl Place) {
    let disk = place.open().await;
    let steps = (1..=9).rev().map(|n| Step::Put(Area::State, n, vec![]));
    let names = ["b", "a"].map(|name| Step::PutNamed(Area::Plain, name.to_owned(), vec![0]));
    let steps = steps.chain(names).collect();
    disk.write(Write::new(steps, Durability::Strict))
        .await
        .unwrap();
    let other = place.open().await;
    assert_eq!(other.names(Area::Plain).await.unwrap(), ["a", "b"]);
    assert_eq!(other.get(Area::Plain, "a").await, Ok(Some(vec![0])));
    let read = async |from, to| {
        let all = other.read(Area::State, from, to).await.unwrap();
        all.into_iter().map(|(n, _)| n).collect::<Vec<u32>>()
    };
    assert_eq!(read(3, 5).await, [3, 4, 5]);
    assert_eq!(read(9, 9).await, [9]);
    assert!(read(5, 3).await.is_empty());
    assert!(read(10, u32::MAX).await.is_empty());
    let none = u32::MAX;
    for (from, to, left) in [
        (5, 3, vec![1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (none, none, vec![1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (2, 4, vec![1, 5, 6, 7, 8, 9]),
        (9, none, vec![1, 5, 6, 7, 8]),
        (0, 1, vec![5, 6, 7, 8]),
    ] {
        let step = Step::Remove(Area::State, from, to);
        let write = Write::new(vec![step], Durability::Relaxed);
        disk.write(write).await.unwrap();
        assert_eq!(other.numbers(Area::State).await.unwrap(), left);
    }
}
