//! The chain of a device passes through the server whole, whatever was set back or erased.

use crate::client::Device;
use crate::process::Folder;
use model::{DeviceId, RecordId, Stamp};
use replica::{Change, Part, Tip, Verdict, Verifier, redact};
use sync::{Outcome, Reason};

/// Changes of the device, each proved after the one before.
pub fn proved(device: &Device, seqs: std::ops::RangeInclusive<u64>) -> Vec<Change> {
    let mut tip = Tip::after(device.id, None);
    let mut changes = device.changes(seqs);
    for change in &mut changes {
        if change.seq == 2 {
            change.stamp = Stamp::new(4_000_000_000_000, 0);
        }
        tip.prove(change, || [5; 16]);
    }
    changes
}

fn verdict(changes: &[(u64, Change)]) -> Verdict {
    let mut verifier = Verifier::new(DeviceId([99; 16]));
    for (_, change) in changes {
        verifier.add(change);
    }
    verifier.verdict()
}

#[test]
fn links_hold_though_a_stamp_was_set_back_and_a_record_erased() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let [a, b] = [1, 2].map(|no| Device::join(server.at, server.code(), no));
    let mut own = proved(&a, 1..=4);
    assert!(redact(&mut own[2], |record| record == RecordId([7; 16])));
    assert!(own[2].ops.is_empty());
    let (status, first) = a.push(server.at, own.clone());
    assert_eq!((status, first.next), (200, 5));

    let pulled = b.pull(server.at, 0, 0).changes;
    let found = verdict(&pulled);
    assert!(found.holds());
    assert_eq!((found.linked, found.unlinked, found.unknown), (4, 0, 0));
    for ((_, came), made) in pulled.iter().zip(&own) {
        assert_eq!((&came.proof, &came.ops), (&made.proof, &made.ops));
    }
    assert!(pulled[1].1.stamp < own[1].stamp);

    // Asked again, though erased meanwhile or without a proof, the answer and the log stay.
    for change in &mut own {
        redact(change, |_| true);
    }
    for again in [own, a.changes(1..=4)] {
        assert_eq!(a.push(server.at, again).1.results, first.results);
    }
    assert_eq!(b.pull(server.at, 0, 0).changes, pulled);
}

#[test]
fn a_proof_too_long_is_refused_and_an_altered_change_is_left_to_the_devices() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let [a, b] = [1, 2].map(|no| Device::join(server.at, server.code(), no));
    let mut own = proved(&a, 1..=3);
    own[0].author = RecordId([8; 16]);
    let long = vec![Part::Erased([0; 32]); 2_001];
    own[2].proof.as_mut().unwrap().parts = long;
    let (_, answer) = a.push(server.at, own);
    let last = answer.results[2].outcome;
    assert_eq!(last, Outcome::Refused(Reason::Malformed));
    let found = verdict(&b.pull(server.at, 0, 0).changes);
    assert_eq!(found.broken[&a.id].0, 1);
}
