//! What is damaged is noticed and named, by whoever reads it and by `health`; the rest stays
//! readable.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "kit/kit.rs"]
mod kit;

use kit::{
    Counting, Shared, all, append, damage_of, keys, log_of, noise, pages, same, small, state_of,
    store,
};
use pollster::block_on;
use std::rc::Rc;
use store::{Area, Backend, BlobId, Damage, Durability, Memory, Step, Store, StoreError};

/// A full database: blocks 3 (from 1), 4, 5 and 6, two pages, two slots, two blobs.
struct Full {
    disk: Shared<Memory>,
    blobs: [BlobId; 2],
}

impl Full {
    fn new(database: &str) -> Self {
        block_on(async {
            let mut random = Counting::new(1);
            let disk = Shared(Rc::new(Memory::default()));
            let one = Store::new(disk.clone(), keys(), database);
            append(&one, &small(1..=3), &mut random).await;
            one.fold(3, pages(0..2, 1, 900).into_iter(), &mut random, async || ())
                .await
                .unwrap();
            append(&one, &small(4..=6), &mut random).await;
            for (name, bytes) in [("a", b"words".as_slice()), ("b", b"more")] {
                one.put_slot(name, bytes, &mut random).await.unwrap();
            }
            let a = one.put_blob(b"photo", &mut random).await.unwrap();
            let b = one.put_blob(b"signature", &mut random).await.unwrap();
            Self {
                disk,
                blobs: [a, b],
            }
        })
    }

    fn store(&self) -> Store<Shared<Memory>> {
        store(self.disk.clone())
    }

    /// What a reader of everything comes upon.
    fn met(&self) -> (Vec<Vec<u8>>, Vec<Damage>) {
        block_on(async {
            let one = self.store();
            let state = state_of(&one).await;
            one.forget_state(&mut Counting::new(9));
            let (blocks, mut damage) = log_of(&one, 0).await;
            damage.extend(state.err());
            for name in ["a", "b"] {
                if one.slot(name).await == Err(StoreError::Damaged) {
                    damage.push(Damage::Slot(name.to_owned()));
                }
            }
            for blob in self.blobs {
                if one.blob(&blob).await == Err(StoreError::Damaged) {
                    damage.push(Damage::Blob(name_of(&blob)));
                }
            }
            let payloads = blocks.into_iter().flat_map(|block| block.payloads);
            (payloads.collect(), damage)
        })
    }
}

fn name_of(blob: &BlobId) -> String {
    blake3::Hash::from_bytes(blob.0).to_string()
}

/// Does `harm`, and expects this damage by every way and only these payloads.
#[track_caller]
fn check(harm: impl Fn(&Full), named: &[Damage], left: &[std::ops::RangeInclusive<u32>]) {
    let full = Full::new(kit::DATABASE);
    assert_eq!(full.met(), (small(1..=6), vec![]), "whole before");
    harm(&full);
    let (payloads, damage) = full.met();
    assert_eq!(damage, named, "met");
    let want: Vec<_> = left.iter().cloned().flat_map(small).collect();
    same(&payloads, &want);
    assert_eq!(block_on(damage_of(&full.store())), named, "health");
    // The state is made anew from what is left, and writing goes on.
    block_on(async {
        let one = full.store();
        one.forget_state(&mut Counting::new(8));
        let (_, damage) = log_of(&one, 0).await;
        append(&one, &small(7..=7), &mut Counting::new(7)).await;
        let fresh = pages(0..3, 2, 9);
        one.fold(
            one.end(),
            fresh.clone().into_iter(),
            &mut Counting::new(6),
            async || (),
        )
        .await
        .unwrap();
        let two = full.store();
        assert_eq!(state_of(&two).await.unwrap().0, fresh);
        let (blocks, still) = log_of(&two, 0).await;
        assert_eq!(still, damage_in_log(&still), "the state is whole again");
        assert_eq!(still, damage_in_log(&damage), "what is lost stays named");
        let payloads: Vec<_> = blocks
            .into_iter()
            .flat_map(|block| block.payloads)
            .collect();
        assert_eq!(payloads, [want, small(7..=7)].concat());
    });
}

fn damage_in_log(all: &[Damage]) -> Vec<Damage> {
    let of_log = |damage: &&Damage| matches!(damage, Damage::Block(_) | Damage::Missing(..));
    all.iter().filter(of_log).cloned().collect()
}

fn flip(full: &Full, area: Area, number: u32, at: usize) {
    full.disk.0.tamper(area, number, |bytes| {
        let at = at % bytes.len();
        bytes[at] ^= 1;
    });
}

fn named(full: &Full, area: Area, name: &str, alter: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = block_on(full.disk.get(area, name)).unwrap().unwrap();
    alter(&mut bytes);
    full.disk
        .0
        .force(Step::PutNamed(area, name.to_owned(), bytes));
}

fn number_of(full: &Full, area: Area, at: usize) -> u32 {
    block_on(full.disk.numbers(area)).unwrap()[at]
}

/// Nonce, ciphertext, tag and the last byte of each; the version and the epoch say something else
/// altogether.
const SPOTS: [usize; 5] = [5, 28, 29, 40, usize::MAX];

#[test]
fn a_flipped_bit_in_a_block() {
    for at in SPOTS {
        let want = [Damage::Block(5)];
        check(|full| flip(full, Area::Log, 5, at), &want, &[1..=4, 6..=6]);
        check(
            |full| flip(full, Area::Log, 3, at),
            &[Damage::Block(3)],
            &[4..=6],
        );
    }
}

#[test]
fn a_block_cut_short_emptied_or_replaced() {
    let want = [Damage::Block(5)];
    let left = [1..=4, 6..=6];
    for length in [0, 1, 5, 28, 44, 45, 50] {
        let cut = |bytes: &mut Vec<u8>| bytes.truncate(length);
        check(|full| full.disk.0.tamper(Area::Log, 5, cut), &want, &left);
    }
    let longer = |bytes: &mut Vec<u8>| bytes.push(0);
    check(
        |full| full.disk.0.tamper(Area::Log, 5, longer),
        &want,
        &left,
    );
    let swap = |full: &Full| {
        let bytes = block_on(full.disk.read(Area::Log, 4, 4))
            .unwrap()
            .remove(0)
            .1;
        full.disk.0.force(Step::Put(Area::Log, 5, bytes));
    };
    check(swap, &want, &left);
}

#[test]
fn a_block_or_a_page_of_another_database() {
    let other = Full::new("another");
    for (area, number, want, left) in [
        (Area::Log, 4, Damage::Block(4), vec![1..=3, 5..=6]),
        (Area::State, 1, Damage::Page(1), vec![1..=6]),
    ] {
        let bytes = block_on(other.disk.read(area, number, number))
            .unwrap()
            .remove(0)
            .1;
        let harm = |full: &Full| full.disk.0.force(Step::Put(area, number, bytes.clone()));
        check(harm, &[want], &left);
    }
}

#[test]
fn a_log_that_was_cut_off_or_has_a_hole() {
    for (from, to, missing, left) in [
        (6, 6, (6, 6), vec![1..=5]),
        (4, 6, (4, 6), vec![1..=3]),
        (5, 5, (5, 5), vec![1..=4, 6..=6]),
        (4, 5, (4, 5), vec![1..=3, 6..=6]),
        (3, 3, (1, 3), vec![4..=6]),
        (1, 6, (1, 6), vec![]),
    ] {
        let harm = |full: &Full| full.disk.0.force(Step::Remove(Area::Log, from, to));
        check(harm, &[Damage::Missing(missing.0, missing.1)], &left);
    }
}

#[test]
fn a_damaged_page() {
    for at in SPOTS {
        let harm = |full: &Full| flip(full, Area::State, 2, at);
        check(harm, &[Damage::Page(2)], &[1..=6]);
    }
    let swap = |full: &Full| {
        let pages = block_on(full.disk.read(Area::State, 1, 2)).unwrap();
        full.disk
            .0
            .force(Step::Put(Area::State, 2, pages[0].1.clone()));
    };
    check(swap, &[Damage::Page(2)], &[1..=6]);
    let remove = |full: &Full| full.disk.0.force(Step::Remove(Area::State, 1, 1));
    check(remove, &[Damage::Page(0)], &[1..=6]);
}

#[test]
fn a_damaged_manifest() {
    for at in SPOTS {
        let harm = |full: &Full| {
            named(full, Area::Slots, "manifest", |bytes| {
                let at = at % bytes.len();
                bytes[at] ^= 1;
            });
        };
        check(harm, &[Damage::Manifest], &[1..=6]);
    }
    check(
        |full| named(full, Area::Slots, "manifest", Vec::clear),
        &[Damage::Manifest],
        &[1..=6],
    );
}

#[test]
fn a_damaged_slot_or_blob() {
    let harm = |full: &Full| named(full, Area::Slots, "b", |bytes| bytes[30] ^= 1);
    check(harm, &[Damage::Slot("b".to_owned())], &[1..=6]);
    let name = name_of(&Full::new(kit::DATABASE).blobs[1]);
    let harm = |full: &Full| named(full, Area::Blobs, &name, |bytes| bytes.truncate(40));
    check(harm, &[Damage::Blob(name.clone())], &[1..=6]);
}

#[test]
fn a_damaged_end_says_nothing_but_is_named() {
    let full = Full::new(kit::DATABASE);
    named(&full, Area::Slots, "end", |bytes| bytes[30] ^= 1);
    assert_eq!(full.met(), (small(1..=6), vec![]));
    let damage = block_on(damage_of(&full.store()));
    assert_eq!(damage, [Damage::Slot("end".to_owned())]);
}

#[test]
fn a_damaged_blob_can_be_put_again() {
    let full = Full::new(kit::DATABASE);
    let name = name_of(&full.blobs[0]);
    named(&full, Area::Blobs, &name, |bytes| bytes[30] ^= 1);
    block_on(async {
        let one = full.store();
        assert_eq!(one.blob(&full.blobs[0]).await, Err(StoreError::Damaged));
        let again = one.put_blob(b"photo", &mut Counting::new(5)).await;
        assert_eq!(again, Ok(full.blobs[0]));
        assert_eq!(one.blob(&again.unwrap()).await.unwrap().unwrap(), b"photo");
        assert_eq!(damage_of(&one).await, []);
    });
}

#[test]
fn blobs_outlive_the_secret_of_their_names() {
    let full = Full::new(kit::DATABASE);
    named(&full, Area::Slots, "blob-names", |bytes| bytes[30] ^= 1);
    block_on(async {
        let one = full.store();
        assert_eq!(one.blob(&full.blobs[0]).await.unwrap().unwrap(), b"photo");
        let mut random = Counting::new(5);
        let other = one.put_blob(b"other", &mut random).await.unwrap();
        assert_eq!(one.put_blob(b"other", &mut random).await, Ok(other));
        assert_eq!(one.blob(&other).await.unwrap().unwrap(), b"other");
        assert_eq!(damage_of(&one).await, []);
    });
}

#[test]
fn what_a_newer_app_wrote_is_not_called_damaged() {
    let full = Full::new(kit::DATABASE);
    full.disk.0.tamper(Area::Log, 6, |bytes| bytes[0] = 3);
    block_on(async {
        let read = full.store().log(0, |_| (), async || ()).await;
        assert_eq!(read, Err(StoreError::Newer));
    });
    let full = Full::new(kit::DATABASE);
    full.disk.0.tamper(Area::Log, 6, |bytes| bytes[1] = 9);
    block_on(async {
        let read = full.store().log(0, |_| (), async || ()).await;
        assert_eq!(read, Err(StoreError::Rekeyed));
    });
}

/// Folding merges what can be read around what cannot.
#[test]
fn merging_leaves_what_cannot_be_read_where_it_is() {
    block_on(async {
        let mut random = Counting::new(1);
        let disk = Shared(Rc::new(Memory::default()));
        let one = store(disk.clone());
        append(&one, &small(1..=9), &mut random).await;
        disk.0.tamper(Area::Log, 3, |bytes| bytes[30] ^= 1);
        disk.0.force(Step::Remove(Area::Log, 6, 6));
        let want = [small(1..=2), small(4..=5), small(7..=9)].concat();
        let named = [Damage::Block(3), Damage::Missing(6, 6)];
        for through in [5, 8, 9] {
            one.fold(through, std::iter::empty(), &mut random, async || ())
                .await
                .unwrap();
            let (blocks, damage) = log_of(&store(disk.clone()), 0).await;
            let got: Vec<_> = blocks
                .into_iter()
                .flat_map(|block| block.payloads)
                .collect();
            same(&got, &want);
            assert_eq!(damage, named);
        }
        assert_eq!(disk.numbers(Area::Log).await.unwrap(), [2, 3, 5, 9]);
    });
}

#[test]
fn what_format_1_left_damaged_is_named_and_left() {
    let (steps, _) = kit::format_1(&keys());
    for (area, number, want, left) in [
        // What is left of entry 4 is all there is of its page.
        (Area::OldPages, 2, Damage::Page(2), vec![1..=2, 4..=7]),
        (Area::OldJournal, 5, Damage::Block(5), vec![1..=4, 7..=7]),
    ] {
        let disk = Shared(Rc::new(Memory::default()));
        steps.iter().for_each(|step| disk.0.force(step.clone()));
        disk.0.tamper(area, number, |bytes| bytes[40] ^= 1);
        block_on(async {
            let one = store(disk.clone());
            let mut random = Counting::new(1);
            let want = vec![want];
            for _ in 0..2 {
                assert_eq!(
                    one.upgrade(&mut random, async || ()).await,
                    Ok(want.clone())
                );
                let left: Vec<_> = left.iter().cloned().flat_map(small).collect();
                same(&all(&one).await, &left);
            }
            assert_eq!(disk.numbers(area).await.unwrap(), [number]);
        });
    }
}

#[test]
fn nothing_rests_in_plain() {
    block_on(async {
        let mut random = Counting::new(1);
        let disk = Shared(Rc::new(Memory::default()));
        let one = store(disk.clone());
        let name = "王小明 Wang Xiaoming".as_bytes();
        let payload = [name.to_vec()];
        one.append(&payload, Durability::Strict, &mut random)
            .await
            .unwrap();
        let page = std::iter::once((name.to_vec(), [name, &noise(1, 900)].concat()));
        one.fold(1, page, &mut random, async || ()).await.unwrap();
        one.put_slot("draft", name, &mut random).await.unwrap();
        one.put_blob(name, &mut random).await.unwrap();
        let dump = disk.0.dump();
        for part in [&b"Wang"[..], b"Xiaoming", "王小明".as_bytes()] {
            assert!(!dump.windows(part.len()).any(|window| window == part));
        }
    });
}

#[test]
fn damage_has_the_number_it_rests_under() {
    // Blocks keep the number of the last that was merged into them.
    assert_eq!(number_of(&Full::new(kit::DATABASE), Area::Log, 0), 3);
}
