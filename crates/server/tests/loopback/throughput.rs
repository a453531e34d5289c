//! How many durable changes a second; run by hand:
//! `cargo test -p server --profile server --test loopback -- --ignored --nocapture`

use crate::client::{Device, receive};
use crate::process::Folder;
use std::time::Instant;
use sync::{Courier, PullResponse};

#[test]
#[ignore = "a measurement"]
fn durable_changes_a_second_in_batches_of_500() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let at = server.at;
    for devices in [1u8, 4] {
        let each = 100_000 / u64::from(devices);
        let devices: Vec<_> = (0..devices)
            .map(|no| Device::join(at, server.code(), 10 * devices + no))
            .map(|device| (device.changes(1..=each), device))
            .collect();
        let started = Instant::now();
        std::thread::scope(|scope| {
            for (own, device) in &devices {
                scope.spawn(move || {
                    let mut courier = Courier::new();
                    let rest = |courier: &Courier| {
                        let skip = usize::try_from(courier.acked()).unwrap();
                        courier.next_push(own.iter().skip(skip))
                    };
                    while let Some(body) = rest(&courier) {
                        let answer = device.push_raw(at, &body);
                        courier.on_push(answer.status, &answer.body).unwrap();
                    }
                });
            }
        });
        let rate = 100_000.0 / started.elapsed().as_secs_f64();
        let n = devices.len();
        println!(
            "{{\"bench\":\"server\",\"case\":\"push_500_devices_{n}\",\"ours\":{rate:.0},\
             \"peer\":null,\"peers\":null,\"ratio\":null,\"unit\":\"changes/s\"}}"
        );
    }
    let reader = Device::join(at, server.code(), 200);
    let started = Instant::now();
    let (mut cursor, mut count, mut more) = (0, 0, true);
    while more {
        let answer = receive(reader.pull_start(at, cursor, 0));
        let pulled = PullResponse::decode(&answer.body).unwrap();
        count += pulled.changes.len();
        (cursor, more) = (pulled.cursor, pulled.more);
    }
    let ms = started.elapsed().as_millis();
    println!(
        "{{\"bench\":\"server\",\"case\":\"pull_{count}\",\"ours\":{ms},\
         \"peer\":null,\"peers\":null,\"ratio\":null,\"unit\":\"ms\"}}"
    );
}
