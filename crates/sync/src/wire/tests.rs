use super::samples::{change, changes, proof};
use super::*;
use model::{DeviceId, Stamp};
use proptest::prelude::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// These bytes are spoken by released apps and servers: they change only with `PROTOCOL`.
#[test]
fn the_bytes_of_each_message_stay() {
    let join = JoinRequest {
        code: "AB".into(),
        device: DeviceId([1; 16]),
        device_name: "平板".into(),
    };
    let joined = JoinResponse {
        token: "t".into(),
        server: [2; 16],
    };
    let pushed = PushResponse {
        results: vec![
            PushResult {
                seq: 1,
                outcome: Outcome::Applied {
                    position: 300,
                    stamp: Stamp(5),
                },
            },
            PushResult {
                seq: 2,
                outcome: Outcome::Refused(Reason::ForeignDevice),
            },
        ],
        next: 3,
        now: 4,
    };
    let push = PushRequest {
        changes: vec![change(3, 1)],
    };
    let mut proved = change(3, 1);
    proved.proof = Some(proof());
    let proved = PushRequest {
        changes: vec![proved],
    };
    let sent = format!(
        "0201{}01808084c0d6fcf3c501{}01000001010{}010108e5aea2e688b72031",
        "03".repeat(16),
        "09".repeat(16),
        format_args!("1{}", "03".repeat(16)),
    );
    let pulled = PullResponse {
        from: 0,
        changes: Vec::new(),
        cursor: 7,
        more: false,
    };
    for (bytes, expected) in [
        (
            join.encode(),
            format!("02024142{}06e5b9b3e69dbf", "01".repeat(16)),
        ),
        (joined.encode(), format!("020174{}", "02".repeat(16))),
        (pushed.encode(), "02020100ac0205020102".to_owned() + "0304"),
        (push.encode(), format!("{sent}00")),
        (
            proved.encode(),
            format!(
                "{sent}01050200{}01{}{}",
                "04".repeat(16),
                "05".repeat(32),
                "06".repeat(32),
            ),
        ),
        (pulled.encode(), "0200000700".to_owned()),
        (
            Hello::new([2; 16], "0.1").encode(),
            format!("0263616e646f7202{}03302e31", "02".repeat(16)),
        ),
    ] {
        assert_eq!(hex(&bytes), expected);
    }
    assert_eq!(JoinRequest::decode(&join.encode()), Ok(join));
    assert_eq!(JoinResponse::decode(&joined.encode()), Ok(joined));
    assert_eq!(PushResponse::decode(&pushed.encode()), Ok(pushed));
    assert_eq!(PushRequest::decode(&push.encode()), Ok(push));
    assert_eq!(PushRequest::decode(&proved.encode()), Ok(proved));
}

#[test]
fn other_versions_trailing_bytes_and_long_messages_are_told_apart() {
    let good = Hello::new([0; 16], "b").encode();
    let of_version = |version| {
        let mut bytes = good.clone();
        bytes[0] = version;
        bytes
    };
    let mut longer = good.clone();
    longer.push(0);
    let mut other_mark = good.clone();
    other_mark[1] = b'x';
    for (bytes, expected) in [
        (of_version(1), CodecError::Version { theirs: 1 }),
        (of_version(3), CodecError::Version { theirs: 3 }),
        (longer, CodecError::Malformed),
        (other_mark, CodecError::Malformed),
        (Vec::new(), CodecError::Malformed),
        (b"<html>".to_vec(), CodecError::Malformed),
        (vec![PROTOCOL; 5_000], CodecError::TooLong),
    ] {
        assert_eq!(Hello::decode(&bytes), Err(expected));
    }
    assert!(Hello::decode(&good).is_ok());
}

#[test]
fn positions_out_of_order_are_malformed() {
    for (from, positions, cursor, fine) in [
        (0, vec![1, 2], 2, true),
        (0, vec![2, 2], 2, false),
        (2, vec![2], 3, false),
        (0, vec![5], 4, false),
        (4, vec![], 3, false),
        (4, vec![], 9, true),
    ] {
        let changes = positions.into_iter().map(|p| (p, change(1, p))).collect();
        let bytes = PullResponse {
            from,
            changes,
            cursor,
            more: false,
        };
        assert_eq!(PullResponse::decode(&bytes.encode()).is_ok(), fine);
    }
}

#[test]
fn a_problem_reads_back_and_foreign_bodies_are_none() {
    for (code, wait) in [("rate.limited", Some(30)), ("auth.unknown_token", None)] {
        let problem = Problem { code, wait };
        assert_eq!(Problem::decode(problem.encode().as_bytes()), Some(problem));
    }
    for foreign in ["", "<html>502</html>", "rate.limited soon", "nodot", "A.b"] {
        assert_eq!(Problem::decode(foreign.as_bytes()), None, "{foreign}");
    }
}

#[test]
fn reasons_have_names_of_their_own() {
    for reason in Reason::ALL {
        assert_eq!(Reason::from_code(reason.code()), Some(reason));
    }
    assert_eq!(Reason::from_code("refused.otherwise"), None);
}

#[test]
fn a_claimed_length_reserves_no_more_than_a_megabyte_or_so() {
    // A push that claims 2^60 changes, one whose only change claims 2^60 operations, and one whose
    // proof claims as many parts.
    let claim = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
    let mut many = vec![PROTOCOL];
    many.extend(claim);
    let mut only = change(1, 1);
    only.ops.clear();
    let mut deep = PushRequest {
        changes: vec![only],
    }
    .encode();
    assert_eq!((deep.pop(), deep.pop()), (Some(0), Some(0)));
    let mut parts = deep.clone();
    deep.extend(claim);
    parts.extend([0, 1, 0]);
    parts.extend(claim);
    for bytes in [many, deep, parts] {
        assert_eq!(PushRequest::decode(&bytes), Err(CodecError::Malformed));
    }
}

proptest! {
    #[test]
    fn written_piecewise_or_whole_the_bytes_are_the_same(
        changes in prop::collection::vec(changes(), 0..6),
        from in any::<u32>(),
        more in any::<bool>(),
    ) {
        let mut push = PushWriter::new();
        let mut pull = PullWriter::new(u64::from(from));
        let mut placed = Vec::new();
        for (i, change) in changes.iter().enumerate() {
            let bytes = postcard::to_allocvec(change).unwrap();
            let position = u64::from(from) + 1 + i as u64 * 200;
            prop_assert!(push.push(&bytes) && pull.push(position, &bytes));
            placed.push((position, change.clone()));
        }
        let request = PushRequest { changes };
        prop_assert_eq!(push.finish(), request.encode());
        prop_assert_eq!(PushRequest::decode(&request.encode()), Ok(request));
        let answer = PullResponse {
            from: u64::from(from), changes: placed, cursor: u64::MAX, more,
        };
        prop_assert_eq!(pull.finish(u64::MAX, more), answer.encode());
        prop_assert_eq!(PullResponse::decode(&answer.encode()), Ok(answer));
    }

    #[test]
    fn fuzz_any_bytes_decode_or_fail_quietly(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for version in [false, true] {
            if let (true, Some(first)) = (version, bytes.first_mut()) {
                *first = PROTOCOL;
            }
            let _ = Hello::decode(&bytes);
            let _ = JoinRequest::decode(&bytes);
            let _ = JoinResponse::decode(&bytes);
            let _ = PushRequest::decode(&bytes);
            let _ = PushResponse::decode(&bytes);
            let _ = PullResponse::decode(&bytes);
            let _ = Problem::decode(&bytes);
        }
    }

    #[test]
    fn fuzz_damaged_messages_decode_or_fail_quietly(
        changes in prop::collection::vec(changes(), 1..4),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let whole = PushRequest { changes }.encode();
        // Every cut of an honest message is noticed, because nothing in it is optional.
        prop_assert!(PushRequest::decode(&whole[..cut.index(whole.len())]).is_err());
        // A changed byte may make another message (a shorter list, say); it must not panic, and
        // what it decodes to must be what its own encoding says.
        let mut bytes = whole;
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(other) = PushRequest::decode(&bytes) {
            prop_assert_eq!(PushRequest::decode(&other.encode()).map(|o| o.changes.len()), Ok(other.changes.len()));
        }
    }
}
