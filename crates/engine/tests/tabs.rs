//! Several tabs on one database, one of them in a bulk action with several blocks under way:
//! whatever another one writes, and whenever, nothing is lost or twice, and no chain has a gap.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod stage;

use engine::{Engine, EngineError};
use model::{BatchId, Channel};
use replica::Replica;
use stage::{KIND, Shared, Tab, World, create, fresh, id, keyring, made, open, run, set, text};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use store::{Area, Backend, Numbered, Store, StoreError, Write};

/// What happens in between: another tab writes.
type Between = Box<dyn FnMut()>;

/// A backend whose writes wait for their turn, as a browser's do: each is done in the order it was
/// asked for, a while later. Right before some of them something else happens.
struct Slow {
    memory: Shared,
    line: RefCell<VecDeque<u64>>,
    asked: Cell<u64>,
    done: Cell<u64>,
    /// Before which writes something happens.
    at: Box<dyn Fn(u64) -> bool>,
    between: RefCell<Between>,
    /// The answer to these writes is lost: they are done, and it looks as if another tab had been
    /// faster.
    lost: Box<dyn Fn(u64) -> bool>,
    most: Cell<usize>,
}

impl Slow {
    fn new(
        memory: &Shared,
        at: impl Fn(u64) -> bool + 'static,
        between: impl FnMut() + 'static,
        lost: impl Fn(u64) -> bool + 'static,
    ) -> Rc<Self> {
        Rc::new(Self {
            memory: memory.clone(),
            line: RefCell::default(),
            asked: Cell::new(0),
            done: Cell::new(0),
            at: Box::new(at),
            between: RefCell::new(Box::new(between)),
            lost: Box::new(lost),
            most: Cell::new(0),
        })
    }
}

#[derive(Clone)]
struct Handle(Rc<Slow>);

impl Backend for Handle {
    async fn write(&self, write: Write) -> Result<(), StoreError> {
        let slow = &self.0;
        let ticket = slow.asked.get();
        slow.asked.set(ticket + 1);
        slow.line.borrow_mut().push_back(ticket);
        let most = slow.most.get().max(slow.line.borrow().len());
        slow.most.set(most);
        let mut patience = 8;
        poll_fn(|cx| {
            let first = slow.line.borrow().front() == Some(&ticket);
            if first && patience == 0 {
                return Poll::Ready(());
            }
            patience -= i32::from(patience > 0);
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        let count = slow.done.get();
        slow.done.set(count + 1);
        if (slow.at)(count) {
            (slow.between.borrow_mut())();
        }
        let done = slow.memory.write(write).await;
        slow.line.borrow_mut().pop_front();
        if (slow.lost)(count) {
            return done.and(Err(StoreError::Behind));
        }
        done
    }

    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError> {
        self.0.memory.read(area, from, to).await
    }

    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        self.0.memory.numbers(area).await
    }

    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.memory.get(area, name).await
    }

    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError> {
        self.0.memory.names(area).await
    }

    fn close(&self) {}
}

async fn tab_on(slow: &Rc<Slow>) -> Engine<Handle, World> {
    let store = Store::new(Handle(slow.clone()), Rc::new(keyring()), stage::DATABASE);
    Engine::open(store, World::default(), |_| ()).await.unwrap()
}

/// Another tab, and the names it has saved so far.
struct Other {
    tab: Tab,
    saved: Cell<u8>,
}

impl Other {
    async fn on(shared: &Shared) -> Rc<Self> {
        Rc::new(Self {
            tab: open(shared).await,
            saved: Cell::new(0),
        })
    }

    fn save(&self) {
        let n = self.saved.get();
        self.saved.set(n + 1);
        run(self
            .tab
            .save(Channel::Desk, create(id(n), &format!("saved {n}"))))
        .unwrap();
    }
}

/// Rows enough for this many blocks, with many operations each so that few fill a block.
const ROWS: u32 = 48;

fn row(n: u32) -> Vec<replica::Op> {
    let mut ops = create(made(n), &format!("row {n}"));
    ops.extend((0..6_000).map(|i| replica::Op::Set {
        kind: KIND,
        record: made(n),
        field: model::FieldNo(2),
        value: model::Value::Int(i),
    }));
    ops
}

fn all_there(replica: &Replica, label: &str, saved: u8) {
    let table = replica.table(KIND).unwrap();
    assert_eq!(table.len(), usize::from(saved) + ROWS as usize, "{label}");
    for n in 0..ROWS {
        let row = replica.get(KIND, made(n));
        let want = format!("row {n}");
        assert_eq!(
            row.unwrap().text(stage::NAME),
            Some(want.as_str()),
            "{label}"
        );
    }
}

async fn agree(shared: &Shared, one: &Engine<Handle, World>, other: &Other, label: &str) {
    one.catch_up().await.unwrap();
    other.tab.catch_up().await.unwrap();
    let again = open(&shared.killed()).await;
    let saved = other.saved.get();
    let want = again.replica().borrow().canonical();
    assert!(again.damage().is_empty(), "{label}: {:?}", again.damage());
    assert_eq!(one.replica().borrow().canonical(), want, "{label}");
    assert_eq!(other.tab.replica().borrow().canonical(), want, "{label}");
    all_there(&again.replica().borrow(), label, saved);
    let count = usize::from(saved) + ROWS as usize;
    assert_eq!(again.replica().borrow().changes(), count, "{label}");
    let (verdict, damage) = again.verify(|_| ()).await.unwrap();
    assert!(
        verdict.holds() && damage.is_empty(),
        "{label}: {verdict:?} {damage:?}"
    );
    assert_eq!(verdict.linked, count, "{label}");
}

/// A bulk action while, before the writes that `at` names, another tab saves, and the answers to
/// those that `lost` names do not come.
async fn bulk_while(
    label: &str,
    at: impl Fn(u64) -> bool + 'static,
    lost: impl Fn(u64) -> bool + 'static,
) -> u64 {
    let shared = Shared::default();
    drop(fresh(&shared).await);
    let other = Other::on(&shared).await;
    other.save();
    let saving = other.clone();
    let slow = Slow::new(&shared, at, move || saving.save(), lost);
    let one = tab_on(&slow).await;
    let mut bulk = one.bulk(Channel::Import, BatchId([7; 16]));
    for n in 0..ROWS {
        bulk.add(row(n)).await.unwrap();
    }
    let (kept, touched) = bulk.finish().await.unwrap();
    assert_eq!(kept, ROWS as usize, "{label}");
    assert!(touched.records.contains(&made(0)), "{label}");
    assert!(slow.most.get() > 1, "several are under way");
    assert_eq!(
        one.replica().borrow().made_in(BatchId([7; 16])).len(),
        ROWS as usize
    );
    agree(&shared, &one, &other, label).await;
    // Both go on.
    other.save();
    one.save(Channel::Desk, vec![set(made(0), "row 0")])
        .await
        .unwrap();
    slow.done.get()
}

#[test]
fn a_bulk_action_goes_on_wherever_another_tab_saves_in_between() {
    run(async {
        let writes = bulk_while("alone", |_| false, |_| false).await;
        assert!(writes > 5, "{writes}");
        for n in 0..writes {
            bulk_while(
                &format!("one save before write {n}"),
                move |k| k == n,
                |_| false,
            )
            .await;
            let pair = move |k| k == n || k == n + 1;
            bulk_while(
                &format!("saves before write {n} and the next"),
                pair,
                |_| false,
            )
            .await;
        }
        bulk_while("a save before every third", |k| k % 3 == 0, |_| false).await;
    });
}

#[test]
fn a_block_that_was_kept_though_the_answer_was_lost_is_not_kept_twice() {
    run(async {
        let writes = bulk_while("alone", |_| false, |_| false).await;
        for n in 0..writes {
            let label = format!("no answer to write {n}");
            bulk_while(&label, |_| false, move |k| k == n).await;
            let label = format!("no answer to write {n}, and another tab saves next");
            bulk_while(&label, move |k| k == n + 1, move |k| k == n).await;
        }
    });
}

#[test]
fn a_save_that_was_kept_though_the_answer_was_lost_is_not_kept_twice() {
    run(async {
        let shared = Shared::default();
        drop(fresh(&shared).await);
        let other = Other::on(&shared).await;
        let slow = Slow::new(&shared, |_| false, || (), |k| k == 0);
        let one = tab_on(&slow).await;
        one.save(Channel::Desk, create(id(90), "once"))
            .await
            .unwrap();
        other.save();
        one.catch_up().await.unwrap();
        let again = open(&shared).await;
        assert_eq!(again.replica().borrow().changes(), 2);
        let (verdict, _) = again.verify(|_| ()).await.unwrap();
        assert!(verdict.holds() && verdict.linked == 2);
    });
}

#[test]
fn two_tabs_in_bulk_actions_at_once_keep_both_whole() {
    run(async {
        let shared = Shared::default();
        drop(fresh(&shared).await);
        let slow = Slow::new(&shared, |_| false, || (), |_| false);
        let (one, two) = (tab_on(&slow).await, tab_on(&slow).await);
        let bring = async |tab: &Engine<Handle, World>, from: u32| {
            let mut bulk = tab.bulk(Channel::Import, BatchId([u8::try_from(from).unwrap(); 16]));
            for n in from..from + 36 {
                bulk.add(row(n)).await.unwrap();
            }
            bulk.finish().await.unwrap().0
        };
        let kept = futures::join!(bring(&one, 0), bring(&two, 100));
        assert_eq!(kept, (36, 36));
        one.catch_up().await.unwrap();
        two.catch_up().await.unwrap();
        let again = open(&shared).await;
        let want = again.replica().borrow().canonical();
        assert_eq!(one.replica().borrow().canonical(), want);
        assert_eq!(two.replica().borrow().canonical(), want);
        let (verdict, damage) = again.verify(|_| ()).await.unwrap();
        assert!(
            verdict.holds() && damage.is_empty(),
            "{verdict:?} {damage:?}"
        );
        assert_eq!(verdict.linked, 72);
    });
}

#[test]
fn what_a_failed_bulk_action_kept_is_known_and_told() {
    run(async {
        for n in 0..20 {
            let shared = Shared::default();
            let tab = fresh(&shared).await;
            shared.0.fail_after(n);
            let mut bulk = tab.bulk(Channel::Import, BatchId([7; 16]));
            let mut done: Result<(), EngineError> = Ok(());
            for n in 0..ROWS {
                done = bulk.add(row(n)).await;
                if done.is_err() {
                    break;
                }
            }
            let done = match done {
                Ok(()) => bulk.finish().await.map(drop),
                failed => failed,
            };
            shared.0.fail_after(usize::MAX);
            let Err(error) = done else {
                assert!(n > 3);
                return;
            };
            assert_eq!(error, EngineError::Store(StoreError::Full));
            let (kept, touched) = (bulk.kept(), bulk.take_touched());
            drop(bulk);
            let again = open(&shared).await;
            assert_eq!(again.replica().borrow().changes(), kept, "{n}");
            assert_eq!(tab.replica().borrow().changes(), kept, "{n}");
            assert_eq!(touched.kinds.contains(&KIND), kept > 0, "{n}");
        }
    });
}

#[test]
fn what_takes_an_action_back_is_of_the_moment_it_was_done() {
    run(async {
        let shared = Shared::default();
        let one = fresh(&shared).await;
        one.save(Channel::Desk, create(id(1), "first"))
            .await
            .unwrap();
        let two = open(&shared).await;
        two.save(Channel::Desk, vec![set(id(1), "of the other tab")])
            .await
            .unwrap();
        // Has not heard of it yet.
        one.save(Channel::Desk, vec![set(id(1), "mine")])
            .await
            .unwrap();
        assert_eq!(text(&one, id(1)).as_deref(), Some("mine"));
        one.undo(Channel::Desk).await.unwrap();
        assert_eq!(text(&one, id(1)).as_deref(), Some("of the other tab"));
        // Nor is taken back what the other tab has covered meanwhile, unheard of.
        one.save(Channel::Desk, vec![set(id(1), "mine again")])
            .await
            .unwrap();
        two.save(Channel::Desk, vec![set(id(1), "covered")])
            .await
            .unwrap();
        let undone = one.undo_this(Channel::Desk, one.next_undo().unwrap()).await;
        assert_eq!(undone.unwrap_err(), EngineError::NothingToUndo);
        assert_eq!(text(&one, id(1)).as_deref(), Some("covered"));
    });
}
