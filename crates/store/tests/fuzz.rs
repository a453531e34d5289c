//! Hostile bytes under an honest seal: whatever they say, reading neither panics nor takes memory
//! without bound, and what is next to them stays readable.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "kit/kit.rs"]
mod kit;

use kit::{Counting, append, damage_of, keys, log_of, seal, small, state_of, store};
use pollster::block_on;
use proptest::prelude::*;
use store::{Area, Damage, Memory, Step, StoreError};

/// Anything at all, and what comes closer to a block: a number, a mark, a size, a body.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let bytes = || proptest::collection::vec(any::<u8>(), 0..200);
    let size = prop_oneof![
        Just(0),
        Just(u32::MAX),
        Just(64 << 20),
        0..4000_u32,
        any::<u32>()
    ];
    let packed = (0..3_u8, size, bytes())
        .prop_map(|(mark, size, body)| [&[mark], &size.to_le_bytes()[..], &body].concat());
    let squeezed =
        bytes().prop_map(|body| [vec![1], lz4_flex::block::compress_prepend_size(&body)].concat());
    prop_oneof![bytes(), packed, squeezed]
}

fn headed() -> impl Strategy<Value = Vec<u8>> {
    let first = prop_oneof![Just(2), 0..4_u32, any::<u32>()];
    let close = (first, hostile()).prop_map(|(n, rest)| [&n.to_be_bytes()[..], &rest].concat());
    prop_oneof![hostile(), close]
}

fn put(disk: &Memory, area: Area, number: u32, plain: &[u8]) {
    let sealed = seal(
        &keys(),
        area,
        &number.to_be_bytes(),
        plain,
        &mut Counting::new(9),
    );
    disk.force(Step::Put(area, number, sealed));
}

fn put_named(disk: &Memory, area: Area, name: &str, plain: &[u8]) {
    let sealed = seal(&keys(), area, name.as_bytes(), plain, &mut Counting::new(9));
    disk.force(Step::PutNamed(area, name.to_owned(), sealed));
}

/// Three blocks and two pages.
fn honest() -> Memory {
    let one = store(Memory::default());
    let mut random = Counting::new(1);
    block_on(async {
        append(&one, &small(1..=3), &mut random).await;
        let pages = kit::pages(0..2, 1, 600).into_iter();
        one.fold(0, pages, &mut random, async || ()).await.unwrap();
    });
    one.into_backend()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn fuzz_block(plain in headed()) {
        let disk = honest();
        put(&disk, Area::Log, 2, &plain);
        let one = store(disk);
        let mut payloads = Vec::new();
        let each = |block: store::Block| {
            if block.number != 2 {
                payloads.extend(block.payloads);
            }
        };
        match block_on(one.log(0, each, async || ())) {
            Ok(damage) => {
                prop_assert!(damage.len() < 2);
                prop_assert_eq!(payloads, [small(1..=1), small(3..=3)].concat());
                prop_assert_eq!(block_on(damage_of(&one)), damage);
            }
            Err(error) => prop_assert_eq!(error, StoreError::Newer),
        }
        let mut random = Counting::new(2);
        let erase = |payload: &[u8]| payload.is_empty().then(Vec::new);
        let _ = block_on(one.rewrite(erase, &mut random, async || ()));
        let _ = block_on(one.fold(3, std::iter::empty(), &mut random, async || ()));
        let _ = block_on(damage_of(&one));
    }

    #[test]
    fn fuzz_page(plain in hostile()) {
        let disk = honest();
        put(&disk, Area::State, 1, &plain);
        let one = store(disk);
        let mut largest = 0;
        let each = |_: &[u8], bytes: &[u8]| largest = largest.max(bytes.len());
        let read = block_on(one.state(each, async |_| ()));
        let fine = matches!(read, Ok(Ok(0) | Err(Damage::Page(1))) | Err(StoreError::Newer));
        prop_assert!(fine, "{:?}", read);
        prop_assert!(largest <= 64 << 20);
        let _ = block_on(damage_of(&one));
    }

    #[test]
    fn fuzz_manifest(
        rest in proptest::collection::vec(any::<u8>(), 0..60),
        version in 0..3_u8,
        length in any::<u64>(),
    ) {
        // Lineage 0, through 3, next page 3, no open block, then a list said to be so long.
        let mut long = vec![1, 0, 3, 3, 0];
        let mut left = length;
        while left >= 0x80 {
            long.push(u8::try_from(left & 0x7F).unwrap() | 0x80);
            left >>= 7;
        }
        long.push(u8::try_from(left).unwrap());
        long.extend(&rest);
        for plain in [[vec![version], rest].concat(), long] {
            let disk = honest();
            put_named(&disk, Area::Slots, "manifest", &plain);
            let one = store(disk);
            let read = block_on(one.state(|_, _| (), async |_| ()));
            let _ = block_on(damage_of(&one));
            let mut random = Counting::new(2);
            if let Ok(Err(_)) = read {
                one.forget_state(&mut random);
                prop_assert_eq!(block_on(log_of(&one, 0)).1, []);
                let pages = kit::pages(0..1, 5, 9);
                let folded = block_on(one.fold(3, pages.clone().into_iter(), &mut random, async || ()));
                prop_assert!(folded.is_ok());
                prop_assert_eq!(block_on(state_of(&one)), Ok((pages, 3)));
            }
        }
    }

    #[test]
    fn fuzz_end_and_secret(plain in proptest::collection::vec(any::<u8>(), 0..40)) {
        let disk = honest();
        put_named(&disk, Area::Slots, "end", &plain);
        put_named(&disk, Area::Slots, "blob-names", &plain);
        let one = store(disk);
        let mut random = Counting::new(2);
        let blob = block_on(one.put_blob(&plain, &mut random)).unwrap();
        prop_assert_eq!(block_on(one.blob(&blob)).unwrap().unwrap(), plain);
        prop_assert_eq!(block_on(log_of(&one, 0)).0.len(), 3);
        let _ = block_on(damage_of(&one));
        let payload = small(4..=4);
        let kept = block_on(one.append(&payload, store::Durability::Strict, &mut random));
        prop_assert!(kept.is_ok() || one.end() == u32::MAX);
    }

    #[test]
    fn fuzz_format_1(page in headed(), entry in hostile()) {
        let disk = honest();
        put(&disk, Area::OldPages, 1, &page);
        put(&disk, Area::OldJournal, 1, &entry);
        let one = store(disk);
        let moved = block_on(one.upgrade(&mut Counting::new(2), async || ()));
        prop_assert!(matches!(moved, Ok(_) | Err(StoreError::Newer)));
        let (blocks, damage) = block_on(log_of(&one, 0));
        prop_assert_eq!(damage, []);
        prop_assert!(blocks.len() >= 3);
    }
}

/// What is packed unpacks, whatever its size: a block that cannot be read is a block lost.
#[test]
fn a_block_too_large_to_squeeze_is_kept_as_it_is() {
    let one = store(Memory::default());
    let payload = vec![vec![0; 65 << 20]];
    block_on(async {
        let mut random = Counting::new(1);
        one.append(&payload, store::Durability::Strict, &mut random)
            .await
            .unwrap();
        let mut lengths = Vec::new();
        let each = |block: store::Block| lengths.extend(block.payloads.iter().map(Vec::len));
        let damage = one.look(0, each, async || ()).await.unwrap();
        assert_eq!((damage, lengths), (vec![], vec![65 << 20]));
    });
}
