//! How fast blocks are sealed and opened here; reports, and fails nothing.
//!
//! `cargo test -p vault --profile server timing -- --ignored --nocapture`

use super::Foreseen;
use crate::{DataKey, Keyring, Place};
use std::hint::black_box;
use std::time::Instant;

const PLACE: Place<'static> = Place {
    database: "main",
    store: "pages",
    key: b"7",
};
/// Bytes worked through for each figure.
const TOTAL: usize = 64 << 20;

/// Milliseconds for one call, the least of five rounds over [`TOTAL`] bytes.
fn least_ms(rounds: usize, mut round: impl FnMut()) -> f64 {
    (0..5)
        .map(|_| {
            let begun = Instant::now();
            (0..rounds).for_each(|_| round());
            begun.elapsed().as_secs_f64() * 1000.0 / rounds as f64
        })
        .fold(f64::INFINITY, f64::min)
}

#[test]
#[ignore = "a measurement"]
fn timing_of_seal_and_open() {
    let keyring = Keyring::single(DataKey::from_bytes([9; 32]));
    let mut entropy = Foreseen::new(1);
    for kib in [64, 256, 1024] {
        let plain = vec![0xA5; kib << 10];
        let rounds = TOTAL / plain.len();
        let sealed = keyring.seal(&PLACE, &plain, &mut entropy);
        let seal = least_ms(rounds, || {
            black_box(keyring.seal(&PLACE, black_box(&plain), &mut entropy));
        });
        let open = least_ms(rounds, || {
            black_box(keyring.open(&PLACE, black_box(&sealed)).unwrap());
        });
        // The copy it is given is not part of the work, so it is timed apart and taken off.
        let copy = least_ms(rounds, || {
            black_box(black_box(&sealed).clone());
        });
        let owned = least_ms(rounds, || {
            let own = black_box(&sealed).clone();
            black_box(keyring.open_owned(&PLACE, own).unwrap());
        }) - copy;
        for (case, ms) in [("seal", seal), ("open", open), ("open_owned", owned)] {
            let rate = kib as f64 / 1024.0 / ms * 1000.0;
            eprintln!("{kib:5} KiB {case:10} {ms:7.3} ms {rate:6.0} MiB/s");
        }
    }
}
