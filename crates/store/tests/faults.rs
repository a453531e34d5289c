//! A disk that fails at every single request, and a tab that is killed or gives up after each:
//! what was acknowledged is there in order, nothing is half there or doubled.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "faults/disk.rs"]
mod disk;
#[path = "kit/kit.rs"]
mod kit;

use disk::{Fault, Faulty, Given, give_up_after};
use kit::{
    Counting, Pages, all, append, damage_of, format_1, keys, log_of, noise, pages, rotation, small,
    state_of, store,
};
use pollster::block_on;
use std::rc::Rc;
use store::{Area, Backend, Durability, Memory, Store, StoreError};
use vault::Keyring;

/// What is done while the disk fails.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Deed {
    Append,
    Fold,
    Reseal,
    Upgrade,
    PutBlob,
}

const DEEDS: [Deed; 5] = [
    Deed::Append,
    Deed::Fold,
    Deed::Reseal,
    Deed::Upgrade,
    Deed::PutBlob,
];

/// Everything that can be read.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    payloads: Vec<Vec<u8>>,
    pages: Pages,
    through: u32,
    draft: Option<Vec<u8>>,
    blobs: Vec<Vec<u8>>,
}

struct Scene {
    deed: Deed,
    /// The keys the deed is done with.
    keys: Rc<Keyring>,
    /// The keys that are left when a rotation is over.
    last: Rc<Keyring>,
    /// What a fold writes: more than goes into one transaction.
    fresh: Pages,
    before: Memory,
    was: Seen,
    becomes: Seen,
}

impl Scene {
    fn new(deed: Deed) -> Self {
        let turn = rotation();
        let (old, both, last) = if deed == Deed::Reseal {
            (turn.old, turn.both, turn.new)
        } else {
            (keys(), keys(), keys())
        };
        let mut fresh = pages(2..5, 2, 100);
        fresh.extend(pages(2..3, 2, if deed == Deed::Fold { 2 << 20 } else { 0 }));
        let before = Memory::default();
        if deed == Deed::Upgrade {
            format_1(&old)
                .0
                .into_iter()
                .for_each(|step| before.force(step));
        } else {
            block_on(fill(&Store::new(before.copy(), old, kit::DATABASE), deed))
                .into_iter()
                .for_each(|step| before.force(step));
        }
        let was = see(&before, &both);
        let after = before.copy();
        let one = Store::new(after, both.clone(), kit::DATABASE);
        block_on(async {
            ready(&one).await.unwrap();
            act(deed, &fresh, &one, &mut Counting::new(20))
                .await
                .unwrap();
        });
        let becomes = see(&one.into_backend(), &both);
        assert_ne!(
            was == becomes,
            deed != Deed::Reseal,
            "{deed:?} does something"
        );
        Self {
            deed,
            keys: both,
            last,
            fresh,
            before,
            was,
            becomes,
        }
    }

    /// Does the deed on a disk; true when it was acknowledged.
    async fn attempt(&self, disk: &Faulty) -> Result<(), StoreError> {
        let one = Store::new(disk.clone(), self.keys.clone(), kit::DATABASE);
        disk.rest();
        ready(&one).await.unwrap();
        disk.wake();
        act(self.deed, &self.fresh, &one, &mut Counting::new(30)).await
    }

    /// What a fresh tab finds: all as before, or all as after.
    fn check(&self, left: &Memory, done: bool, about: &str) {
        let seen = see(left, &self.keys);
        let fine = seen == self.becomes || (!done && seen == self.was);
        assert!(fine, "{:?}, {about}: {}", self.deed, told(&seen));
        // Done again by a fresh tab, it is done once.
        let one = Store::new(left.copy(), self.keys.clone(), kit::DATABASE);
        block_on(async {
            ready(&one).await.unwrap();
            if self.deed != Deed::Append || seen != self.becomes {
                act(self.deed, &self.fresh, &one, &mut Counting::new(40))
                    .await
                    .unwrap();
            }
        });
        let disk = one.into_backend();
        assert_eq!(
            see(&disk, &self.keys),
            self.becomes,
            "{:?}, {about}",
            self.deed
        );
        if self.deed == Deed::Fold {
            let orphans = block_on(disk.numbers(Area::State)).unwrap().len();
            assert_eq!(orphans, self.becomes.pages.len(), "{about}");
        }
        if self.deed == Deed::Reseal {
            see(&disk, &self.last);
        }
    }
}

fn told(seen: &Seen) -> String {
    let payloads: Vec<_> = seen.payloads.iter().map(|p| p.len()).collect();
    let pages: Vec<_> = seen.pages.values().map(|p| (p[0], p.len())).collect();
    let Seen { through, blobs, .. } = seen;
    format!("{payloads:?} {pages:?} {through} {} blobs", blobs.len())
}

/// Blocks to merge, pages, a slot and a blob; gives the steps that make all of it.
async fn fill(one: &Store<Memory>, deed: Deed) -> Vec<store::Step> {
    let mut random = Counting::new(10);
    append(one, &small(1..=4), &mut random).await;
    one.fold(3, pages(0..4, 1, 100).into_iter(), &mut random, async || ())
        .await
        .unwrap();
    // Too large to be merged.
    let large = if deed == Deed::Fold { 135_000 } else { 9 };
    append(one, &[noise(1, large)], &mut random).await;
    append(one, &small(6..=9), &mut random).await;
    one.put_slot("draft", b"words", &mut random).await.unwrap();
    one.put_blob(b"photo", &mut random).await.unwrap();
    disk::steps(one.backend()).await
}

/// Takes in what there is, as a tab does that opens.
async fn ready<B: Backend>(one: &Store<B>) -> Result<(), StoreError> {
    let _ = one.state(|_, _| (), async |_| ()).await?;
    one.log(one.end(), |_| (), async || ()).await.map(|_| ())
}

async fn act<B: Backend>(
    deed: Deed,
    fresh: &Pages,
    one: &Store<B>,
    random: &mut Counting,
) -> Result<(), StoreError> {
    match deed {
        Deed::Append => {
            let payloads = [b"new".to_vec(), vec![], vec![3; 700]];
            let kept = one.append(&payloads, Durability::Strict, random).await;
            kept.map(|_| ())
        }
        Deed::Fold => {
            let fresh = fresh.clone().into_iter();
            let folded = one.fold(8, fresh, random, async || ()).await;
            folded.map(|folded| assert!(folded.pages == 3))
        }
        Deed::Reseal => one.reseal(random, async |_| ()).await.map(|_| ()),
        Deed::Upgrade => one.upgrade(random, async || ()).await.map(|_| ()),
        Deed::PutBlob => one.put_blob(b"signature", random).await.map(|_| ()),
    }
}

/// Everything there is; nothing may be damaged.
fn see(disk: &Memory, keys: &Rc<Keyring>) -> Seen {
    let one = Store::new(disk.copy(), keys.clone(), kit::DATABASE);
    assert_eq!(block_on(damage_of(&one)), []);
    block_on(look(disk, keys))
}

async fn look(disk: &Memory, keys: &Rc<Keyring>) -> Seen {
    let one = Store::new(disk.copy(), keys.clone(), kit::DATABASE);
    let (pages, through) = state_of(&one).await.unwrap();
    let mut blobs = Vec::new();
    for id in one.blobs().await.unwrap() {
        blobs.push(one.blob(&id).await.unwrap().unwrap());
    }
    blobs.sort();
    Seen {
        payloads: all(&one).await,
        pages,
        through,
        draft: one.slot("draft").await.unwrap(),
        blobs,
    }
}

#[test]
fn a_disk_that_fails_at_any_request_loses_and_doubles_nothing() {
    for deed in DEEDS {
        let scene = Scene::new(deed);
        let errors = [
            StoreError::Full,
            StoreError::Closed,
            StoreError::Failed("AbortError".to_owned()),
        ];
        let requests = requests(&scene);
        for at in 1..=requests {
            for fault in [Fault::Undone, Fault::Done] {
                let error = errors[at % 3].clone();
                let disk = Faulty::new(scene.before.copy());
                disk.fail(at, fault, error.clone());
                let answer = block_on(scene.attempt(&disk));
                assert_eq!(answer, Err(error.clone()), "{deed:?} {at}");
                let about = format!("{fault:?} {error:?} at {at} of {requests}");
                scene.check(&disk.left(), false, &about);
                if deed == Deed::Append && fault == Fault::Undone {
                    assert_eq!(see(&disk.left(), &scene.keys), scene.was);
                }
            }
        }
    }
}

/// The same handle goes on after the failure, as a tab does that stays open.
#[test]
fn after_a_failure_the_same_tab_goes_on() {
    for deed in DEEDS {
        let scene = Scene::new(deed);
        for fault in [Fault::Undone, Fault::Done] {
            for at in 1..=requests(&scene) {
                let disk = Faulty::new(scene.before.copy());
                let one = Store::new(disk.clone(), scene.keys.clone(), kit::DATABASE);
                let about = format!("{deed:?} {fault:?} at {at}");
                block_on(async {
                    disk.rest();
                    ready(&one).await.unwrap();
                    disk.wake();
                    disk.fail(at, fault, StoreError::Closed);
                    let mut random = Counting::new(30);
                    act(deed, &scene.fresh, &one, &mut random)
                        .await
                        .unwrap_err();
                    let mut again = act(deed, &scene.fresh, &one, &mut random).await;
                    if again == Err(StoreError::Behind) {
                        // It was kept, though the answer was lost on the way.
                        assert_eq!((deed, fault), (Deed::Append, Fault::Done), "{about}");
                        assert_eq!(log_of(&one, one.end()).await.0.len(), 1);
                        again = Ok(());
                    }
                    assert_eq!(again, Ok(()), "{about}");
                    let seen = look(&disk.left(), &scene.keys).await;
                    assert!(seen == scene.becomes, "{about}: {}", told(&seen));
                    log_of(&one, one.end()).await;
                    append(&one, &small(50..=50), &mut random).await;
                });
                let more = block_on(look(&disk.left(), &scene.keys)).payloads;
                assert_eq!(more.last(), Some(&small(50..=50)[0]), "{about}");
                assert_eq!(more.len(), scene.becomes.payloads.len() + 1, "{about}");
            }
        }
    }
}

#[test]
fn a_tab_killed_after_any_request_leaves_all_or_nothing() {
    for deed in DEEDS {
        let scene = Scene::new(deed);
        let disk = Faulty::new(scene.before.copy());
        assert_eq!(block_on(scene.attempt(&disk)), Ok(()));
        scene.check(&disk.left(), true, "not killed");
        let mut last = None;
        for (at, left) in disk.snapshots().into_iter().enumerate() {
            let looks = Some(left.dump());
            if std::mem::replace(&mut last, looks) == Some(left.dump()) {
                continue;
            }
            let left = &left;
            scene.check(left, false, &format!("killed after {}", at + 1));
        }
    }
}

#[test]
fn a_future_dropped_at_any_moment_leaves_all_or_nothing() {
    for deed in DEEDS {
        let scene = Scene::new(deed);
        for polls in 1.. {
            let disk = Faulty::slow(scene.before.copy());
            let one = Store::new(disk.clone(), scene.keys.clone(), kit::DATABASE);
            disk.rest();
            block_on(ready(&one)).unwrap();
            disk.wake();
            let mut random = Counting::new(30);
            let given = give_up_after(polls, act(deed, &scene.fresh, &one, &mut random));
            if let Given::Done(answer) = given {
                assert_eq!(answer, Ok(()));
                scene.check(&disk.left(), true, "not dropped");
                assert!(polls > 2, "{deed:?} was dropped at least twice");
                break;
            }
            scene.check(&disk.left(), false, &format!("dropped after {polls} polls"));
        }
    }
}

/// Several appends in a row on a disk that fails now and then: what was acknowledged is there.
#[test]
fn what_was_acknowledged_is_there_in_order() {
    for seed in 0..60_usize {
        let disk = Faulty::new(Memory::default());
        let one = store(disk.clone());
        let mut random = Counting::new(60);
        let mut kept: Vec<Vec<u8>> = Vec::new();
        block_on(async {
            for n in 1..=25 {
                let payload = small(n..=n);
                let fault = [Fault::Undone, Fault::Done][(seed + n as usize) % 2];
                disk.fail(
                    1 + (seed * 7 + n as usize * 3) % 5,
                    fault,
                    StoreError::Closed,
                );
                loop {
                    match one.append(&payload, Durability::Strict, &mut random).await {
                        Ok(_) => break kept.extend(payload.clone()),
                        Err(StoreError::Behind) => {
                            let mut found = Vec::new();
                            let read = one
                                .log(one.end(), |b| found.extend(b.payloads), async || ())
                                .await;
                            if found == payload {
                                assert_eq!(read.is_ok(), one.end() as usize == kept.len() + 1);
                                break kept.extend(payload.clone());
                            }
                        }
                        Err(error) => assert_eq!(error, StoreError::Closed),
                    }
                }
                if n % 10 == 0 {
                    let some = pages(0..3, 1, 9).into_iter();
                    let _ = one.fold(one.end(), some, &mut random, async || ()).await;
                }
                disk.rest();
                log_of(&one, one.end()).await;
                disk.wake();
            }
        });
        assert_eq!(block_on(all(&store(disk.left()))), kept, "{seed}");
    }
}

/// How many requests the deed makes.
fn requests(scene: &Scene) -> usize {
    let disk = Faulty::new(scene.before.copy());
    block_on(scene.attempt(&disk)).unwrap();
    disk.snapshots().len()
}
