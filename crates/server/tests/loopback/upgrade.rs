//! A server of before changes had a proof, replaced by this one.

use crate::chains::proved;
use crate::client::Device;
use crate::process::Folder;
use model::{DeviceId, Stamp};
use sync::{Outcome, PushResult, Reason};

const FORMAT_1: &str = include_str!("../fixtures/format-1.sql");

#[test]
fn what_was_stored_comes_down_and_sent_again_has_the_outcome_of_then() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.data()).unwrap();
    let database = rusqlite::Connection::open(folder.data().join("candor.db")).unwrap();
    database.execute_batch(FORMAT_1).unwrap();
    drop(database);
    let server = folder.start(&["--new-join-code"]);
    let at = server.at;
    let [a, b] = [1, 2].map(|no| Device::join(at, server.code(), no));

    let set_back = Stamp(117_657_061_577_981_952);
    let applied = |seq, position, stamp| PushResult {
        seq,
        outcome: Outcome::Applied { position, stamp },
    };
    let refused = PushResult {
        seq: 2,
        outcome: Outcome::Refused(Reason::Empty),
    };
    let expected = [
        applied(1, 1, a.change(1).stamp),
        refused,
        applied(3, 2, set_back),
        applied(4, 3, a.change(4).stamp),
    ];
    let mut stored = a.changes([1, 3, 4]);
    stored[1].stamp = set_back;
    let stored: Vec<_> = (1..).zip(stored).collect();
    for again in [a.changes(1..=4), proved(&a, 1..=4)] {
        let (status, answer) = a.push(at, again);
        assert_eq!((status, answer.next), (200, 5));
        assert_eq!(answer.results, expected);
        let pulled = b.pull(at, 0, 0);
        assert_eq!((pulled.changes, pulled.cursor), (stored.clone(), 5));
    }

    // What comes now has a proof, behind what has none.
    let next = proved(&b, 3..=3);
    assert_eq!(b.push(at, next.clone()).1.next, 4);
    let pulled = a.pull(at, 0, 0).changes;
    assert_eq!(pulled[0].1.ops.len(), 5);
    assert_eq!(pulled[1], (5, b.change(2)));
    assert_eq!(pulled[2], (6, next[0].clone()));
    assert!(pulled.iter().all(|(_, c)| c.device == DeviceId([2; 16])));
}
