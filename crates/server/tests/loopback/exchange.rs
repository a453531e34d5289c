//! Joining, pushing, pulling, and what goes wrong on the way.

use crate::client::{Device, ask, get, receive, send};
use crate::process::Folder;
use model::{DeviceId, Stamp, Value};
use replica::Op;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use sync::{Courier, Hello, JoinRequest, Outcome, PushRequest, PushResult, Reason, SyncError};

fn positions(results: &[PushResult]) -> Vec<(u64, u64)> {
    let position = |outcome| match outcome {
        Outcome::Applied { position, .. } => position,
        Outcome::Refused(_) => 0,
    };
    results
        .iter()
        .map(|r| (r.seq, position(r.outcome)))
        .collect()
}

#[test]
fn two_devices_agree_and_a_repeated_push_changes_nothing() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let at = server.at;
    let hello = Hello::decode(&get(at, "/api/hello").body).unwrap();
    let [a, b] = [1, 2].map(|no| Device::join(at, server.code(), no));
    assert!(a.server == hello.server && b.server == hello.server);

    let (status, first) = a.push(at, a.changes(1..=3));
    assert_eq!((status, first.next), (200, 4));
    assert_eq!(positions(&first.results), [(1, 1), (2, 2), (3, 3)]);
    let (_, again) = a.push(at, a.changes(1..=3));
    assert_eq!(again.results, first.results);
    let (_, overlapping) = a.push(at, a.changes(3..=4));
    assert_eq!(positions(&overlapping.results), [(3, 3), (4, 4)]);
    let (_, other) = b.push(at, b.changes(1..=1));
    assert_eq!(positions(&other.results), [(1, 5)]);

    let pulled = b.pull(at, 0, 0);
    let expected: Vec<_> = (1..=4).map(|seq| (seq, a.change(seq))).collect();
    assert_eq!(
        (pulled.changes, pulled.cursor, pulled.more),
        (expected, 5, false)
    );
    let own_left_out = a.pull(at, 0, 0);
    assert_eq!(own_left_out.changes, [(5, b.change(1))]);
    let nothing = a.pull(at, 5, 0);
    assert_eq!((nothing.changes.len(), nothing.cursor), (0, 5));
    assert_eq!(a.push(at, Vec::new()).1.next, 5);
}

#[test]
fn an_answer_with_nothing_in_it_costs_under_a_kilobyte() {
    use std::io::Read;
    let folder = Folder::new();
    let server = folder.start(&[]);
    let device = Device::join(server.at, server.code(), 1);
    let mut all = Vec::new();
    let mut stream = device.pull_start(server.at, 0, 0);
    stream.read_to_end(&mut all).unwrap();
    assert!(all.len() < 1_000, "{}", all.len());
}

#[test]
fn a_gap_is_answered_with_what_is_expected() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let device = Device::join(server.at, server.code(), 1);
    let (status, answer) = device.push(server.at, device.changes(2..=3));
    assert_eq!((status, answer.results.len(), answer.next), (409, 0, 1));
    let inner = PushRequest {
        changes: device.changes([1, 3]),
    };
    let answer = device.push_raw(server.at, &inner.encode());
    assert_eq!(
        (answer.status, answer.text()),
        (400, "push.not_consecutive")
    );
    assert_eq!(device.push(server.at, device.changes(1..=1)).0, 200);
}

#[test]
fn a_refused_change_does_not_block_the_next_and_stays_refused() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let [a, b] = [1, 2].map(|no| Device::join(server.at, server.code(), no));
    let mut changes = a.changes(1..=5);
    changes[1].device = DeviceId([2; 16]);
    changes[2].ops.clear();
    changes[3].ops = vec![Op::Set {
        kind: model::KindNo(1),
        record: model::RecordId([7; 16]),
        field: model::FieldNo(11),
        value: Value::Text("长".repeat(20_001)),
    }];
    let (status, first) = a.push(server.at, changes.clone());
    let refused = first.results.iter().filter_map(|r| match r.outcome {
        Outcome::Refused(reason) => Some((r.seq, reason)),
        Outcome::Applied { .. } => None,
    });
    let refused = refused.collect::<Vec<_>>();
    assert_eq!(status, 200);
    assert_eq!(
        refused,
        [
            (2, Reason::ForeignDevice),
            (3, Reason::Empty),
            (4, Reason::ValueOutOfBounds)
        ]
    );
    // Asked again, even with something acceptable, the answer stays.
    let (_, again) = a.push(server.at, a.changes(1..=5));
    assert_eq!(again.results, first.results);
    assert_eq!(
        b.pull(server.at, 0, 0).changes,
        [(1, a.change(1)), (2, a.change(5))]
    );
    let (_, at_the_end) = a.push(
        server.at,
        vec![{
            let mut change = a.change(6);
            change.ops.clear();
            change
        }],
    );
    assert_eq!(at_the_end.next, 7);
}

#[test]
fn stamps_from_the_future_are_set_back_for_everybody() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let [a, b] = [1, 2].map(|no| Device::join(server.at, server.code(), no));
    let mut changes = a.changes(1..=2);
    let before = Stamp::new(4_000_000_000_000, 0);
    changes[0].stamp = before;
    changes[1].stamp = Stamp(before.0 + 1);
    let (_, answer) = a.push(server.at, changes);
    let stamps: Vec<Stamp> = answer
        .results
        .iter()
        .filter_map(|r| match r.outcome {
            Outcome::Applied { stamp, .. } => Some(stamp),
            Outcome::Refused(_) => None,
        })
        .collect();
    assert!(stamps[0] < stamps[1] && stamps[1] < before);
    assert!(stamps[0].ms().abs_diff(answer.now) < 5_000);
    #[expect(
        clippy::disallowed_methods,
        reason = "to compare with the server's clock"
    )]
    let ours = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_millis() as u64;
    assert!(answer.now.abs_diff(ours) < 5_000);
    let pulled: Vec<Stamp> = b
        .pull(server.at, 0, 0)
        .changes
        .iter()
        .map(|(_, c)| c.stamp)
        .collect();
    assert_eq!(pulled, stamps);
}

#[test]
fn a_waiting_pull_returns_when_another_device_pushes_and_not_before() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let at = server.at;
    let [a, b] = [1, 2].map(|no| Device::join(at, server.code(), no));
    let started = Instant::now();
    let waiting = a.pull_start(at, 0, 30);
    std::thread::sleep(Duration::from_millis(200));
    a.push(at, a.changes(1..=1));
    std::thread::sleep(Duration::from_millis(200));
    b.push(at, b.changes(1..=1));
    let answer = receive(waiting);
    let took = started.elapsed();
    let answer = sync::PullResponse::decode(&answer.body).unwrap();
    assert_eq!((answer.from, answer.cursor), (0, 2));
    assert_eq!(answer.changes, [(2, b.change(1))]);
    assert!(took > Duration::from_millis(390) && took < Duration::from_secs(5));

    let started = Instant::now();
    let nothing = a.pull(at, 2, 1);
    assert_eq!((nothing.changes.len(), nothing.cursor), (0, 2));
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[test]
fn stopping_ends_waiting_pulls_at_once() {
    for signal in ["TERM", "INT"] {
        let folder = Folder::new();
        let server = folder.start(&[]);
        let device = Device::join(server.at, server.code(), 1);
        let waiting = device.pull_start(server.at, 0, 30);
        std::thread::sleep(Duration::from_millis(200));
        let started = Instant::now();
        assert!(server.stop(signal));
        assert_eq!(receive(waiting).status, 200);
        assert!(started.elapsed() < Duration::from_secs(3), "{signal}");
    }
}

#[test]
fn long_logs_come_in_messages_of_a_megabyte() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let at = server.at;
    let [a, b] = [1, 2].map(|no| Device::join(at, server.code(), no));
    for from in [1, 11, 21] {
        let mut changes = a.changes(from..from + 10);
        for change in &mut changes {
            let op = Op::Set {
                kind: model::KindNo(4),
                record: model::RecordId([7; 16]),
                field: model::FieldNo(2),
                value: Value::Bytes(vec![1; 90_000]),
            };
            change.ops = vec![op];
        }
        assert_eq!(a.push(at, changes).0, 200);
    }
    let mut courier = Courier::new();
    let mut seen = Vec::new();
    let mut messages = 0;
    loop {
        let answer = ask(at, "GET", &courier.pull_path(0), &b.bearer(), b"");
        assert!(answer.body.len() <= sync::MESSAGE_BYTES + 1_000);
        let pulled = courier.on_pull(answer.status, &answer.body).unwrap();
        seen.extend(pulled.changes.iter().map(|(position, _)| *position));
        messages += 1;
        if !pulled.more {
            break;
        }
    }
    assert_eq!((seen, messages), ((1..=30).collect(), 3));
}

#[test]
fn killed_between_commit_and_answer_a_repeated_push_changes_nothing() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let [a, b] = [1, 2].map(|no| Device::join(server.at, server.code(), no));
    let own = a.changes(1..=500);
    let body = Courier::new().next_push(own.iter()).unwrap();
    let unread = send(server.at, "POST", "/api/push", &a.bearer(), &body);
    let database = rusqlite::Connection::open(folder.data().join("candor.db")).unwrap();
    let count = || -> i64 {
        let count = "SELECT count(*) FROM changes";
        database.query_row(count, [], |row| row.get(0)).unwrap()
    };
    while count() == 0 {}
    server.kill();
    drop(unread);
    assert_eq!(count(), 500);
    drop(database);

    let server = folder.start(&[]);
    assert!(server.code.is_none());
    let mut courier = Courier::new();
    let body = courier.next_push(own.iter()).unwrap();
    let answer = a.push_raw(server.at, &body);
    let pushed = courier.on_push(answer.status, &answer.body).unwrap();
    let expected: Vec<_> = (1..=500).map(|seq| (seq, seq)).collect();
    assert_eq!(positions(&pushed.results), expected);
    assert_eq!(courier.acked(), 500);
    assert!(courier.next_push(own.iter()).is_none());
    let pulled = b.pull(server.at, 0, 0);
    assert!(pulled.changes.iter().map(|(_, change)| change).eq(&own));
}

#[test]
fn many_devices_at_once_lose_nothing() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let at = server.at;
    let devices: Vec<_> = (1..=8)
        .map(|no| Device::join(at, server.code(), no))
        .collect();
    std::thread::scope(|scope| {
        for device in &devices {
            scope.spawn(move || {
                for from in (1..=100).step_by(10) {
                    let (status, answer) = device.push(at, device.changes(from..from + 10));
                    assert_eq!((status, answer.next), (200, from + 10));
                }
            });
        }
    });
    let reader = Device::join(at, server.code(), 99);
    let pulled = reader.pull(at, 0, 0);
    let all: Vec<u64> = pulled
        .changes
        .iter()
        .map(|(position, _)| *position)
        .collect();
    assert_eq!(all, (1..=800).collect::<Vec<_>>());
    for device in &devices {
        let of_one = pulled
            .changes
            .iter()
            .map(|(_, c)| c)
            .filter(|c| c.device == device.id);
        assert!(of_one.eq(&device.changes(1..=100)));
    }
}

#[test]
fn strangers_and_wrong_messages_are_told_apart() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let at = server.at;
    let device = Device::join(at, server.code(), 1);
    let bearer = device.bearer();
    let unknown = format!("Authorization: Bearer {}\r\n", "0".repeat(64));
    let push = PushRequest {
        changes: device.changes(1..=1),
    }
    .encode();
    let [older, newer] = [1, 3].map(|version| {
        let mut bytes = push.clone();
        bytes[0] = version;
        bytes
    });
    let large = vec![1; sync::BODY_BYTES + 1];
    for (method, path, headers, body, status, code) in [
        ("GET", "/api/pull", "", &b""[..], 401, "auth.unknown_token"),
        (
            "GET",
            "/api/pull",
            &*unknown,
            b"",
            401,
            "auth.unknown_token",
        ),
        (
            "POST",
            "/api/push",
            &*unknown,
            &push,
            401,
            "auth.unknown_token",
        ),
        ("POST", "/api/push", &*bearer, b"", 400, "body.malformed"),
        (
            "POST",
            "/api/push",
            &*bearer,
            &newer,
            400,
            "protocol.version",
        ),
        (
            "POST",
            "/api/push",
            &*bearer,
            &older,
            400,
            "protocol.version",
        ),
        ("POST", "/api/join", "", &older, 400, "protocol.version"),
        ("POST", "/api/push", &*bearer, &large, 413, "body.too_large"),
        (
            "POST",
            "/api/join",
            "",
            &large[..3_000],
            413,
            "body.too_large",
        ),
        ("POST", "/api/join", "", b"x", 400, "body.malformed"),
        (
            "GET",
            "/api/pull?cursor=x",
            &*bearer,
            b"",
            400,
            "query.malformed",
        ),
        (
            "GET",
            "/api/pull?cursor=9",
            &*bearer,
            b"",
            409,
            "cursor.ahead",
        ),
        ("GET", "/api/push", &*bearer, b"", 405, "method.not_allowed"),
        ("GET", "/api/nothing", "", b"", 404, "path.not_found"),
        ("GET", "/api", "", b"", 404, "path.not_found"),
    ] {
        let answer = ask(at, method, path, headers, body);
        assert_eq!((answer.status, answer.text()), (status, code), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    let mut courier = Courier::new();
    let answer = ask(at, "GET", &courier.pull_path(0), &unknown, b"");
    let got = courier.on_pull(answer.status, &answer.body);
    assert_eq!(got, Err(SyncError::SignedOut));
}

#[test]
fn joining_again_ends_the_old_token_and_keeps_the_place() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let at = server.at;
    let before = Device::join(at, server.code(), 1);
    before.push(at, before.changes(1..=2));
    let typed = server.code().to_lowercase().replace('-', " ");
    let after = Device::join(at, &typed, 1);
    assert_eq!(before.push_raw(at, b"").status, 401);
    assert_eq!(after.push(at, after.changes(2..=3)).1.next, 4);

    let database = rusqlite::Connection::open(folder.data().join("candor.db")).unwrap();
    let kept: Vec<u8> = database
        .query_row("SELECT token_hash FROM devices", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, blake3::hash(after.token.as_bytes()).as_bytes());
    database
        .execute("UPDATE devices SET revoked = 1", [])
        .unwrap();
    let answer = after.push_raw(at, b"");
    assert_eq!((answer.status, answer.text()), (401, "auth.revoked"));
    let Err(answer) = Device::try_join(at, server.code(), 1) else {
        panic!("joined");
    };
    assert_eq!((answer.status, answer.text()), (403, "join.revoked"));
}

#[test]
fn guessing_the_code_is_stopped_after_ten_attempts() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    for no in 0..15 {
        Device::join(server.at, server.code(), no);
    }
    let guess = JoinRequest {
        code: "0000-0000-0000".into(),
        device: DeviceId([1; 16]),
        device_name: "x".into(),
    }
    .encode();
    for _ in 0..10 {
        let answer = ask(server.at, "POST", "/api/join", "", &guess);
        assert_eq!((answer.status, answer.text()), (403, "join.wrong_code"));
    }
    let answer = ask(server.at, "POST", "/api/join", "", &guess);
    assert_eq!(answer.status, 429);
    let wait: u32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(answer.text(), format!("rate.limited {wait}"));
    assert!(Device::try_join(server.at, server.code(), 3).is_err());
}
