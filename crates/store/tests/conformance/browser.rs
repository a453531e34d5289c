//! What only IndexedDB does: other connections, other versions.

use crate::Place;
use crate::kit::{Counting, all, append, same, small, store};
use futures::channel::oneshot;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::Uint8Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use store::{Area, Backend, Durability, IndexedDb, Notice, Step, StoreError, Write};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A database by name.
pub struct InBrowser(pub &'static str);

impl Place for InBrowser {
    type Disk = IndexedDb;

    async fn open(&self) -> IndexedDb {
        IndexedDb::open(self.0).await.unwrap()
    }

    async fn open_old(&self, steps: Vec<Step>) -> IndexedDb {
        old(self.0, &steps).await.close();
        self.open().await
    }
}

/// A database as format 1 laid it out.
async fn old(name: &str, steps: &[Step]) -> Database {
    let database = Database::open(name)
        .with_version(1u8)
        .with_on_upgrade_needed(|_, database| {
            for store in ["journal", "pages", "slots", "envelope"] {
                database.create_object_store(store).build()?;
            }
            Ok(())
        })
        .build()
        .unwrap()
        .await
        .unwrap();
    for step in steps {
        let store = step.area().name();
        let tx = database
            .transaction(store)
            .with_mode(TransactionMode::Readwrite)
            .build()
            .unwrap();
        let objects = tx.object_store(store).unwrap();
        let value = |bytes: &Vec<u8>| JsValue::from(Uint8Array::from(bytes.as_slice()));
        match step {
            Step::Put(_, n, bytes) => {
                let put = objects.put(value(bytes)).with_key(f64::from(*n));
                put.primitive().unwrap().await.unwrap();
            }
            Step::PutNamed(_, name, bytes) => {
                let put = objects.put(value(bytes)).with_key(name.as_str());
                put.primitive().unwrap().await.unwrap();
            }
            _ => unreachable!(),
        }
        tx.commit().await.unwrap();
    }
    database
}

/// The same database opened by a newer app.
async fn newer(name: &str) -> Database {
    let opening = Database::open(name).with_version(99u8).build();
    opening.unwrap().await.unwrap()
}

/// Every store of a database and how much is in it.
async fn census(database: &Database) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    for name in database.object_store_names() {
        let tx = database.transaction(name.as_str()).build().unwrap();
        let objects = tx.object_store(&name).unwrap();
        let keys = objects.get_all_keys::<JsValue>().primitive().unwrap();
        let count = keys.await.unwrap().count();
        drop(tx);
        all.push((name, count));
    }
    all
}

#[wasm_bindgen_test]
async fn a_closed_connection_is_opened_again() {
    let mut random = Counting::new(0);
    let store = store(IndexedDb::open("closing").await.unwrap());
    append(&store, &small(1..=1), &mut random).await;
    for n in 2..5 {
        store.backend().lose();
        append(&store, &small(n..=n), &mut random).await;
        store.backend().lose();
        same(&all(&store).await, &small(1..=n));
    }
}

/// The next transaction ends as if the connection were lost: after its commit, which is then told
/// as an abort, or before it.
const LOSES: [(&str, &str); 2] = [
    (
        "after",
        "if (name === 'complete') return;
         if (name === 'abort') listen.call(this, 'complete', hear);
         listen.call(this, name, hear);",
    ),
    (
        "before",
        "listen.call(this, name, hear);
         if (name === 'abort') Promise.resolve().then(() => this.abort());",
    ),
];

#[wasm_bindgen_test]
async fn a_connection_lost_around_a_commit_makes_a_block_once() {
    let mut random = Counting::new(0);
    for (when, does) in LOSES {
        let disk = IndexedDb::open(&format!("lost-{when}")).await.unwrap();
        let store = store(disk);
        append(&store, &small(1..=1), &mut random).await;
        let patch = js_sys::Function::new_no_args(&format!(
            "const listen = EventTarget.prototype.addEventListener;
            let lost;
            window.unheard = 0;
            IDBTransaction.prototype.addEventListener = function (name, hear) {{
                lost ??= this;
                if (this !== lost) return listen.call(this, name, hear);
                window.unheard += 1;
                {does}
            }};"
        ));
        patch.call0(&JsValue::NULL).unwrap();
        let payload = small(2..=2);
        let kept = store
            .append(&payload, Durability::Strict, &mut random)
            .await;
        assert_eq!(kept, Ok(2), "{when}");
        let undo = "delete IDBTransaction.prototype.addEventListener; return window.unheard";
        let undo = js_sys::Function::new_no_args(undo);
        let patched = undo.call0(&JsValue::NULL).unwrap().as_f64();
        assert!(patched > Some(1.0), "nothing was lost {when} the commit");
        append(&store, &small(3..=3), &mut random).await;
        same(&all(&store).await, &small(1..=3));
    }
}

#[wasm_bindgen_test]
async fn closing_lets_a_write_under_way_happen_once() {
    let mut random = Counting::new(0);
    let store = store(IndexedDb::open("closing-under-way").await.unwrap());
    append(&store, &small(1..=1), &mut random).await;
    let payload = small(2..=2);
    let writing = store.append(&payload, Durability::Strict, &mut random);
    let closing = async { store.backend().lose() };
    let (kept, ()) = futures::join!(writing, closing);
    assert_eq!(kept, Ok(2));
    same(&all(&store).await, &small(1..=2));
}

#[wasm_bindgen_test]
async fn a_write_that_is_dropped_half_way_happens_whole_or_not_at_all() {
    let mut random = Counting::new(0);
    let store = store(IndexedDb::open("dropped").await.unwrap());
    for n in 1..=20 {
        let payload = small(n..=n);
        {
            let going = store.append(&payload, Durability::Strict, &mut random);
            let mut going = std::pin::pin!(going);
            // Deeper into it each time.
            for _ in 0..n / 4 {
                if futures::poll!(going.as_mut()).is_ready() {
                    break;
                }
                let turn = js_sys::Promise::resolve(&JsValue::NULL);
                wasm_bindgen_futures::JsFuture::from(turn).await.unwrap();
            }
        }
        let mut found = Vec::new();
        let end = store.end();
        store
            .log(end, |block| found.extend(block.payloads), async || ())
            .await
            .unwrap();
        assert!(found.is_empty() || found == payload);
        if found.is_empty() && store.end() == end {
            append(&store, &payload, &mut random).await;
        }
    }
    same(&all(&store).await, &small(1..=20));
}

#[wasm_bindgen_test]
async fn a_newer_database_is_refused_untouched() {
    let mut random = Counting::new(0);
    let first = store(IndexedDb::open("newer").await.unwrap());
    append(&first, &small(1..=3), &mut random).await;
    let raw = newer("newer").await;
    let before = census(&raw).await;
    raw.close();
    let refused = IndexedDb::open("newer").await.err();
    assert_eq!(refused, Some(StoreError::Newer));
    let raw = newer("newer").await;
    assert!((raw.version() - 99.0).abs() < 0.1);
    assert_eq!(census(&raw).await, before);
}

#[wasm_bindgen_test]
async fn the_first_steps_aside_for_a_newer_app() {
    let mut random = Counting::new(0);
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hears = heard.clone();
    let told = move |notice| hears.borrow_mut().push(notice);
    let first = store(IndexedDb::open_told("aside", told).await.unwrap());
    append(&first, &small(1..=1), &mut random).await;
    let raw = newer("aside").await;
    assert_eq!(*heard.borrow(), [Notice::SteppedAside]);
    let payload = small(2..=2);
    for _ in 0..2 {
        let refused = first
            .append(&payload, Durability::Strict, &mut random)
            .await;
        assert_eq!(refused, Err(StoreError::Newer));
        assert_eq!(first.slot("a").await, Err(StoreError::Newer));
        let read = first.log(0, |_| (), async || ()).await;
        assert_eq!(read, Err(StoreError::Newer));
    }
    raw.close();
    let refused = first
        .append(&payload, Durability::Strict, &mut random)
        .await;
    assert_eq!(
        refused,
        Err(StoreError::Newer),
        "also when that one is closed"
    );
    assert_eq!(heard.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn an_older_connection_that_stands_in_the_way_is_told_of() {
    let older = old("blocked", &[]).await;
    let (tell, heard) = oneshot::channel();
    let tell = Cell::new(Some(tell));
    let opening = IndexedDb::open_told("blocked", move |notice| {
        tell.take().unwrap().send(notice).unwrap();
    });
    let closing = async {
        let notice = heard.await.unwrap();
        older.close();
        notice
    };
    let (opened, notice) = futures::join!(opening, closing);
    assert_eq!(notice, Notice::Blocked);
    let mut random = Counting::new(0);
    let store = store(opened.unwrap());
    append(&store, &small(1..=1), &mut random).await;
    same(&all(&store).await, &small(1..=1));
}

#[wasm_bindgen_test]
async fn a_removed_database_is_gone_and_its_tabs_let_go() {
    let heard = Rc::new(Cell::new(None));
    let hears = heard.clone();
    let told = move |notice| hears.set(Some(notice));
    let first = IndexedDb::open_told("removed", told).await.unwrap();
    let put = Step::PutNamed(Area::Plain, "envelope".to_owned(), vec![1, 2]);
    let write = Write::new(vec![put], Durability::Strict);
    first.write(write.clone()).await.unwrap();
    IndexedDb::remove("removed").await.unwrap();
    assert_eq!(heard.get(), Some(Notice::SteppedAside));
    assert!(first.write(write).await.is_err(), "not made anew unasked");
    let second = IndexedDb::open("removed").await.unwrap();
    assert_eq!(second.get(Area::Plain, "envelope").await, Ok(None));
}
