//! What every backend must do: one suite, run in memory natively and on IndexedDB in a browser.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::rc::Rc;
use store::{Backend, Durability, Store, StoreError};
use vault::{DataKey, Entropy};

/// Random enough for a test: never the same nonce twice.
struct Counting(u64);

impl Entropy for Counting {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            self.0 += 1;
            let length = chunk.len();
            chunk.copy_from_slice(&self.0.to_le_bytes()[..length]);
        }
    }
}

fn store<B: Backend>(backend: B) -> Store<B> {
    Store::new(backend, Rc::new(DataKey::from_bytes([7; 32])), "db")
}

async fn payloads<B: Backend>(store: &Store<B>) -> Vec<Vec<u8>> {
    let mut loaded = store.load().await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) = store.next(&mut loaded) {
        all.extend(piece.unwrap());
    }
    all
}

/// Compares by number and length first, so that a failure prints a line and not a megabyte.
async fn same<B: Backend>(store: &Store<B>, want: &[Vec<u8>]) {
    let got = payloads(store).await;
    let lengths = |all: &[Vec<u8>]| all.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(&got), lengths(want));
    assert!(got == want, "payloads differ");
}

/// Appends, reopens, folds, and expects the same payloads in the same order each time.
/// `reopen` gives the same backend as a fresh app would find it.
async fn suite<B: Backend>(first: B, reopen: impl AsyncFn(B) -> B) {
    let mut random = Counting(0);
    let one = store(first);
    assert!(payloads(&one).await.is_empty());
    let mut want = Vec::new();
    for n in 0u32..300 {
        let payload = vec![u8::try_from(n % 251).unwrap(); 40 + usize::try_from(n).unwrap()];
        want.push(payload.clone());
        let durability = if n % 2 == 0 {
            Durability::Strict
        } else {
            Durability::Relaxed
        };
        one.append(&[payload], durability, &mut random)
            .await
            .unwrap();
    }
    one.append(
        &[vec![1], vec![], vec![2; 70_000]],
        Durability::Strict,
        &mut random,
    )
    .await
    .unwrap();
    want.extend([vec![1], vec![], vec![2; 70_000]]);
    same(&one, &want).await;

    let two = store(reopen(one.into_backend()).await);
    same(&two, &want).await;
    assert!(two.fold_if_long(&mut random, async || ()).await.unwrap());
    assert!(
        two.backend().journal().await.unwrap().is_empty(),
        "folding leaves no entry"
    );
    same(&two, &want).await;
    assert!(!two.fold_if_long(&mut random, async || ()).await.unwrap());

    let three = store(reopen(two.into_backend()).await);
    same(&three, &want).await;
    three
        .append(&[b"after".to_vec()], Durability::Strict, &mut random)
        .await
        .unwrap();
    want.push(b"after".to_vec());
    same(&three, &want).await;

    three
        .put_slot("draft-a", b"words", &mut random)
        .await
        .unwrap();
    three.put_slot("draft-b", b"", &mut random).await.unwrap();
    three
        .put_slot("draft-a", b"more words", &mut random)
        .await
        .unwrap();
    let four = store(reopen(three.into_backend()).await);
    assert_eq!(four.slot("draft-a").await.unwrap().unwrap(), b"more words");
    assert_eq!(four.slot("draft-b").await.unwrap().unwrap(), b"");
    assert_eq!(four.slot("other").await.unwrap(), None);
    let mut names = four.slots("draft-").await.unwrap();
    names.sort();
    assert_eq!(names, ["draft-a", "draft-b"]);
    four.remove_slot("draft-a").await.unwrap();
    assert_eq!(four.slot("draft-a").await.unwrap(), None);

    let raw = four.backend().slot("draft-b").await.unwrap().unwrap();
    four.backend()
        .put_slot("draft-c", Some(&raw))
        .await
        .unwrap();
    assert_eq!(
        four.slot("draft-c").await,
        Err(StoreError::Damaged),
        "moved to another slot"
    );
    same(&four, &want).await;
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::*;
    use store::Memory;

    #[test]
    fn memory_conforms() {
        pollster::block_on(suite(Memory::default(), async |backend| backend));
    }

    #[test]
    fn nothing_rests_in_plain_and_damage_is_named() {
        pollster::block_on(async {
            let mut random = Counting(0);
            let store = store(Memory::default());
            let name = b"Wang Xiaoming".to_vec();
            store
                .append(std::slice::from_ref(&name), Durability::Strict, &mut random)
                .await
                .unwrap();
            store
                .append(&[b"second".to_vec()], Durability::Strict, &mut random)
                .await
                .unwrap();
            store.put_slot("d", &name, &mut random).await.unwrap();
            let dump = store.backend().dump();
            assert!(!dump.windows(4).any(|w| w == b"Wang"));
            store.backend().tamper(1, |bytes| bytes[30] ^= 1);
            let mut loaded = store.load().await.unwrap();
            assert_eq!(store.next(&mut loaded).unwrap(), Err(StoreError::Damaged));
            assert_eq!(
                store.next(&mut loaded).unwrap().unwrap(),
                [b"second".to_vec()]
            );
            assert!(store.next(&mut loaded).is_none());
        });
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::*;
    use store::IndexedDb;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn indexeddb_conforms() {
        let backend = IndexedDb::open("conformance").await.unwrap();
        suite(backend, async |backend: IndexedDb| {
            backend.close();
            IndexedDb::open("conformance").await.unwrap()
        })
        .await;
    }

    #[wasm_bindgen_test]
    async fn a_closed_connection_is_opened_again() {
        let mut random = Counting(0);
        let store = store(IndexedDb::open("closing").await.unwrap());
        store
            .append(&[b"a".to_vec()], Durability::Strict, &mut random)
            .await
            .unwrap();
        store.backend().close();
        store
            .append(&[b"b".to_vec()], Durability::Strict, &mut random)
            .await
            .unwrap();
        assert_eq!(payloads(&store).await, [b"a".to_vec(), b"b".to_vec()]);
    }

    #[wasm_bindgen_test]
    async fn a_newer_database_is_refused_untouched() {
        use indexed_db_futures::database::Database;
        use indexed_db_futures::prelude::*;
        let newer = Database::open("newer")
            .with_version(99u8)
            .build()
            .unwrap()
            .await
            .unwrap();
        newer.close();
        assert_eq!(
            IndexedDb::open("newer").await.err(),
            Some(StoreError::Newer)
        );
    }

    #[wasm_bindgen_test]
    async fn plain_bytes_and_removal() {
        let db = IndexedDb::open("plain").await.unwrap();
        assert_eq!(db.plain("envelope").await.unwrap(), None);
        db.put_plain("envelope", Some(&[1, 2])).await.unwrap();
        assert_eq!(db.plain("envelope").await.unwrap(), Some(vec![1, 2]));
        db.close();
        IndexedDb::remove("plain").await.unwrap();
        let db = IndexedDb::open("plain").await.unwrap();
        assert_eq!(db.plain("envelope").await.unwrap(), None);
    }
}
