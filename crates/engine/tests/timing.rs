//! Where the time of an import and an opening goes; run by hand with `--ignored --nocapture`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs
)]

mod stage;

use model::{BatchId, Channel, DeviceId, RecordId};
use replica::{Replica, Tip, Touched};
use stage::{Counter, Shared, open, run};
use std::time::Instant;
use vault::Entropy;

#[test]
#[ignore = "a measurement"]
fn where_the_time_goes() {
    let size = sample::Size::BENCH;
    let all: Vec<_> = sample::generate(
        1,
        size,
        DeviceId([7; 16]),
        RecordId([8; 16]),
        BatchId([9; 16]),
        1,
    )
    .collect();
    let all: Vec<_> = if std::env::var("CUSTOMERS").is_ok() {
        all.into_iter()
            .filter(|c| !matches!(c.ops[0], replica::Op::Respond(_)))
            .collect()
    } else {
        all
    };
    println!(
        "{} changes, {} ops",
        all.len(),
        all.iter().map(|c| c.ops.len()).sum::<usize>()
    );
    let mut changes = all.clone();
    let t = Instant::now();
    let mut tip = Tip::after(DeviceId([7; 16]), None);
    let mut n = 0u128;
    for change in &mut changes {
        tip.prove(change, || {
            n += 1;
            n.to_le_bytes()
        });
    }
    println!("prove {:?}", t.elapsed());
    let t = Instant::now();
    let blocks: Vec<Vec<u8>> = changes.chunks(2048).map(replica::encode_made).collect();
    println!(
        "encode {:?} {} bytes",
        t.elapsed(),
        blocks.iter().map(Vec::len).sum::<usize>()
    );
    let t = Instant::now();
    let packed: Vec<Vec<u8>> = blocks
        .iter()
        .map(|b| lz4_flex::compress_prepend_size(b))
        .collect();
    println!(
        "lz4 {:?} {} bytes",
        t.elapsed(),
        packed.iter().map(Vec::len).sum::<usize>()
    );
    let keys = stage::keyring();
    let place = vault::Place {
        database: "x",
        store: "log",
        key: &[1],
    };
    let t = Instant::now();
    let sealed: usize = packed
        .iter()
        .map(|b| keys.seal(&place, b, &mut Counter).len())
        .sum();
    println!("seal {:?} {sealed} bytes", t.elapsed());
    let mut replica = Replica::default();
    let mut touched = Touched::default();
    let t = Instant::now();
    for change in &changes {
        replica.apply(change, 0, &mut touched);
    }
    println!("apply {:?}", t.elapsed());
    let t = Instant::now();
    let decoded: usize = blocks
        .iter()
        .map(|b| replica::decode_entry(b).unwrap().changes().count())
        .sum();
    println!("decode {:?} {decoded}", t.elapsed());
    let t = Instant::now();
    let snapshot = replica.snapshot();
    let pieces: Vec<(Vec<u8>, Vec<u8>)> = snapshot
        .iter()
        .map(|p| (p.key(), p.encode(&replica)))
        .collect();
    println!(
        "snapshot {:?} {} pages {} bytes",
        t.elapsed(),
        pieces.len(),
        pieces.iter().map(|p| p.1.len()).sum::<usize>()
    );
    let t = Instant::now();
    let packed: Vec<Vec<u8>> = pieces
        .iter()
        .map(|b| lz4_flex::compress_prepend_size(&b.1))
        .collect();
    println!(
        "lz4 {:?} {} bytes",
        t.elapsed(),
        packed.iter().map(Vec::len).sum::<usize>()
    );
    let t = Instant::now();
    let sealed: Vec<Vec<u8>> = packed
        .iter()
        .map(|b| keys.seal(&place, b, &mut Counter))
        .collect();
    println!("seal {:?}", t.elapsed());
    let t = Instant::now();
    let opened: Vec<Vec<u8>> = sealed
        .into_iter()
        .map(|b| keys.open_owned(&place, b).unwrap())
        .collect();
    println!("unseal {:?}", t.elapsed());
    let t = Instant::now();
    let unpacked: Vec<Vec<u8>> = opened
        .iter()
        .map(|b| lz4_flex::decompress_size_prepended(b).unwrap())
        .collect();
    println!("unlz4 {:?}", t.elapsed());
    let t = Instant::now();
    let mut loading = replica::Loading::default();
    for ((key, _), bytes) in pieces.iter().zip(&unpacked) {
        loading.add(key, bytes).unwrap();
    }
    println!("load {:?}", t.elapsed());
    let t = Instant::now();
    let loaded = loading.finish().unwrap();
    println!("finish {:?} {}", t.elapsed(), loaded.changes());
    let mut random = [0; 16];
    Counter.fill(&mut random);
    run(async {
        let shared = Shared::default();
        let tab = open(&shared).await;
        let t = Instant::now();
        let mut bulk = tab.bulk(Channel::Import, BatchId([1; 16]));
        for change in all {
            bulk.add_made(change).await.unwrap();
        }
        bulk.finish().await.unwrap();
        println!("whole import {:?}", t.elapsed());
        let t = Instant::now();
        tab.fold().await.unwrap();
        println!("whole fold {:?}", t.elapsed());
        let t = Instant::now();
        let again = open(&shared).await;
        println!(
            "whole open {:?} {}",
            t.elapsed(),
            again.replica().borrow().changes()
        );
    });
}
