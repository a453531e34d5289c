use super::*;
use crate::wire::samples::{change, proof};
use crate::wire::{MESSAGE_BYTES, Outcome, PUSH_CHANGES, PullWriter, PushRequest, Reason};
use model::{FieldNo, KindNo, RecordId, Value};
use proptest::prelude::*;
use replica::Op;
use std::collections::BTreeMap;

/// A server in memory that keeps the rules of the exchange.
#[derive(Default)]
struct Server {
    log: Vec<Change>,
    outcomes: BTreeMap<(u8, u64), Outcome>,
    next: BTreeMap<u8, u64>,
}

impl Server {
    fn push(&mut self, device: u8, body: &[u8]) -> (u16, Vec<u8>) {
        let request = PushRequest::decode(body).unwrap();
        let next = self.next.entry(device).or_insert(1);
        let mut answer = PushResponse {
            results: Vec::new(),
            next: *next,
            now: 0,
        };
        if request.changes.first().is_some_and(|c| c.seq > *next) {
            return (409, answer.encode());
        }
        for change in request.changes {
            let seq = change.seq;
            if seq == *next {
                let outcome = if change.ops.is_empty() {
                    Outcome::Refused(Reason::Empty)
                } else {
                    let stamp = change.stamp;
                    self.log.push(change);
                    let position = self.log.len() as u64;
                    Outcome::Applied { position, stamp }
                };
                assert_eq!(self.outcomes.insert((device, seq), outcome), None);
                *next += 1;
            }
            let outcome = self.outcomes[&(device, seq)];
            answer.results.push(PushResult { seq, outcome });
        }
        answer.next = *next;
        (200, answer.encode())
    }

    fn pull(&self, device: u8, cursor: u64, at_most: usize) -> (u16, Vec<u8>) {
        if cursor > self.log.len() as u64 {
            return (409, b"cursor.ahead".to_vec());
        }
        let mut writer = PullWriter::new(cursor);
        let (mut seen, mut taken) = (cursor, 0);
        for (i, change) in self.log.iter().enumerate().skip(cursor as usize) {
            if change.device.0[0] != device {
                if taken == at_most {
                    return (200, writer.finish(seen, true));
                }
                writer.push(i as u64 + 1, &postcard::to_allocvec(change).unwrap());
                taken += 1;
            }
            seen = i as u64 + 1;
        }
        (200, writer.finish(seen, false))
    }
}

/// A device: its own changes, what it heard about them, and what it got from others.
struct Device {
    no: u8,
    own: Vec<Change>,
    courier: Courier,
    outcomes: BTreeMap<u64, Outcome>,
    got: BTreeMap<u64, Change>,
    on_the_way: Vec<(bool, u16, Vec<u8>)>,
}

impl Device {
    fn new(no: u8, changes: u64) -> Self {
        let mut own: Vec<Change> = (1..=changes).map(|seq| change(no, seq)).collect();
        for change in own.iter_mut().skip(2).step_by(5) {
            change.ops.clear();
        }
        for change in own.iter_mut().skip(3) {
            change.proof = Some(proof());
        }
        Self {
            no,
            own,
            courier: Courier::new(),
            outcomes: BTreeMap::new(),
            got: BTreeMap::new(),
            on_the_way: Vec::new(),
        }
    }

    fn ask(&mut self, server: &mut Server, push: bool, limit: usize, lost: Lost) {
        let (status, bytes) = if lost == Lost::Request {
            (0, Vec::new())
        } else if push {
            let Some(body) = self.courier.next_push(
                self.own
                    .iter()
                    .take(usize::try_from(self.courier.acked()).unwrap() + limit),
            ) else {
                return;
            };
            server.push(self.no, &body)
        } else {
            server.pull(self.no, self.courier.cursor(), limit)
        };
        match lost {
            Lost::Nothing | Lost::Request => self.on_the_way.push((push, status, bytes)),
            Lost::Reply => self.on_the_way.push((push, 0, Vec::new())),
            Lost::Doubled => {
                self.on_the_way.push((push, status, bytes.clone()));
                self.on_the_way.push((push, status, bytes));
            }
        }
    }

    fn hear(&mut self, which: usize) {
        if self.on_the_way.is_empty() {
            return;
        }
        let (push, status, bytes) = self.on_the_way.remove(which % self.on_the_way.len());
        if push {
            let before = self.courier;
            match self.courier.on_push(status, &bytes) {
                Ok(pushed) => {
                    for result in pushed.results {
                        let known = self.outcomes.insert(result.seq, result.outcome);
                        assert!(known.is_none_or(|known| known == result.outcome));
                    }
                }
                Err(error) => assert!(error.is_retryable() && self.courier == before),
            }
        } else if let Ok(pulled) = self.courier.on_pull(status, &bytes) {
            for (position, change) in pulled.changes {
                let known = self.got.insert(position, change.clone());
                assert!(known.is_none_or(|known| known == change));
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Lost {
    Nothing,
    Request,
    Reply,
    Doubled,
}

fn lost() -> impl Strategy<Value = Lost> {
    prop_oneof![
        4 => Just(Lost::Nothing),
        1 => Just(Lost::Request),
        2 => Just(Lost::Reply),
        2 => Just(Lost::Doubled),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_on_the_way_each_change_arrives_once_and_all_positions_are_known(
        sizes in [0u64..30, 0..30, 0..30],
        steps in prop::collection::vec(
            (0usize..3, any::<bool>(), 1usize..9, lost(), any::<bool>(), 0usize..9, any::<bool>()),
            0..120,
        ),
    ) {
        let mut server = Server::default();
        let mut devices: Vec<Device> =
            (1u8..).zip(sizes).map(|(no, size)| Device::new(no, size)).collect();
        for (who, push, limit, lost, hear, which, restart) in steps {
            let device = &mut devices[who];
            device.ask(&mut server, push, limit, lost);
            if hear {
                device.hear(which);
            }
            if restart {
                device.courier = Courier::resume(device.courier.acked() / 2, device.courier.cursor() / 2);
            }
        }
        for _ in 0..40 {
            for device in &mut devices {
                device.ask(&mut server, true, 9, Lost::Nothing);
                device.ask(&mut server, false, 9, Lost::Nothing);
                while !device.on_the_way.is_empty() {
                    device.hear(1);
                }
            }
        }
        for device in &devices {
            prop_assert_eq!(device.courier.acked(), device.own.len() as u64);
            prop_assert_eq!(device.courier.cursor(), server.log.len() as u64);
            for change in &device.own {
                let copies = server.log.iter().filter(|c| *c == change).count();
                prop_assert_eq!(copies, usize::from(!change.ops.is_empty()));
                match device.outcomes[&change.seq] {
                    Outcome::Applied { position, .. } => {
                        prop_assert_eq!(&server.log[position as usize - 1], change);
                    }
                    Outcome::Refused(_) => prop_assert!(change.ops.is_empty()),
                }
            }
            let others: BTreeMap<u64, Change> = (1..).zip(server.log.iter().cloned())
                .filter(|(_, change)| change.device.0[0] != device.no).collect();
            prop_assert_eq!(&device.got, &others);
        }
    }

    #[test]
    fn fuzz_any_answer_leaves_the_marks_sane(
        status in prop_oneof![Just(200u16), Just(409), any::<u16>()],
        mut bytes in prop::collection::vec(any::<u8>(), 0..200),
        acked in 0u64..1_000,
    ) {
        if let Some(first) = bytes.first_mut() {
            *first %= 4;
        }
        let mut courier = Courier::resume(acked, acked);
        let _ = courier.on_push(status, &bytes);
        let _ = courier.on_pull(status, &bytes);
    }
}

#[test]
fn a_push_stays_within_count_and_size() {
    let text = |len: usize| Op::Set {
        kind: KindNo(1),
        record: RecordId([1; 16]),
        field: FieldNo(11),
        value: Value::Text("x".repeat(len)),
    };
    let mut many: Vec<Change> = (1..=1_200).map(|seq| change(1, seq)).collect();
    let first = |courier: &Courier, own: &[Change]| {
        let body = courier.next_push(own.iter()).unwrap();
        assert!(body.len() <= MESSAGE_BYTES + 10);
        PushRequest::decode(&body).unwrap().changes
    };
    assert_eq!(first(&Courier::new(), &many).len(), PUSH_CHANGES);
    assert_eq!(first(&Courier::resume(1_190, 0), &many).len(), 10);
    assert!(Courier::resume(1_200, 0).next_push(many.iter()).is_none());
    for change in &mut many {
        change.ops = vec![text(400_000)];
    }
    assert_eq!(first(&Courier::new(), &many).len(), 2);
    many[0].ops = vec![text(950_000)];
    many[0].proof = Some(proof());
    many[1].proof = Some(proof());
    let sent = first(&Courier::new(), &many);
    assert_eq!(sent.len(), 3);
    assert!(sent[0].ops.is_empty() && sent[0].proof.is_none());
    assert_eq!(sent[1], many[1]);
    many.remove(1);
    assert_eq!(first(&Courier::new(), &many).len(), 1);
}

#[test]
fn each_answer_means_one_thing() {
    let gap = PushResponse {
        results: Vec::new(),
        next: 4,
        now: 0,
    }
    .encode();
    for (status, body, error, retry) in [
        (0, &b""[..], SyncError::Unreachable, true),
        (401, b"auth.unknown_token", SyncError::SignedOut, false),
        (401, b"", SyncError::SignedOut, false),
        (403, b"join.wrong_code", SyncError::WrongCode, false),
        (409, &gap, SyncError::Gap { next: 4 }, true),
        (413, b"body.too_large", SyncError::TooLarge, false),
        (
            429,
            b"rate.limited 7",
            SyncError::RateLimited { wait: 7 },
            true,
        ),
        (429, b"slow down", SyncError::RateLimited { wait: 60 }, true),
        (400, b"protocol.version", SyncError::Version, false),
        (
            400,
            b"body.malformed",
            SyncError::Rejected { status: 400 },
            false,
        ),
        (404, b"<html>", SyncError::Garbled, true),
        (503, b"", SyncError::Server { status: 503 }, true),
        (200, b"<html>", SyncError::Garbled, true),
        (200, b"\x01", SyncError::Version, false),
        (200, b"\x03", SyncError::Version, false),
        (200, b"\x02", SyncError::Garbled, true),
    ] {
        let mut courier = Courier::resume(9, 9);
        let got = courier.on_push(status, body).unwrap_err();
        assert_eq!((got, got.is_retryable()), (error, retry), "{status}");
        let acked = if status == 409 { 3 } else { 9 };
        assert_eq!((courier.acked(), courier.cursor()), (acked, 9));
    }
}

#[test]
fn a_shorter_log_makes_reading_start_over_and_late_answers_skip_nothing() {
    let mut courier = Courier::resume(0, 50);
    let got = courier.on_pull(409, b"cursor.ahead");
    assert_eq!(got, Err(SyncError::LogReset));
    assert_eq!(courier.pull_path(99), "/api/pull?cursor=0&wait=30");
    let late = PullWriter::new(50).finish(60, false);
    assert!(courier.on_pull(200, &late).is_ok());
    assert_eq!(courier.cursor(), 0);
    let stuck = PullWriter::new(0).finish(0, true);
    assert_eq!(courier.on_pull(200, &stuck), Err(SyncError::Garbled));
}
