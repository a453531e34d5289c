//! Changes for tests: one by hand, and any.

use model::{BatchId, Channel, Date, DeviceId, FieldNo, KindNo, Language, RecordId, Stamp, Value};
use proptest::prelude::*;
use replica::{Change, Consent, Op, Part, Proof, Respond};

/// A small change of a device.
pub(crate) fn change(device: u8, seq: u64) -> Change {
    Change {
        device: DeviceId([device; 16]),
        seq,
        stamp: Stamp::new(1_700_000_000_000 + seq, 0),
        author: RecordId([9; 16]),
        channel: Channel::Visit,
        seen: 0,
        batch: None,
        ops: vec![Op::Set {
            kind: KindNo(1),
            record: RecordId([device; 16]),
            field: FieldNo(1),
            value: Value::Text(format!("客户 {seq}")),
        }],
        proof: None,
    }
}

/// A proof of which nothing is checked here.
pub(crate) fn proof() -> Proof {
    Proof {
        stamp: Stamp(5),
        parts: vec![Part::Salt([4; 16]), Part::Erased([5; 32])],
        link: [6; 32],
    }
}

fn record() -> impl Strategy<Value = RecordId> {
    any::<[u8; 16]>().prop_map(RecordId)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Nothing),
        ".{0,20}".prop_map(Value::Text),
        any::<i64>().prop_map(Value::Int),
        (-1e9..1e9f64).prop_map(Value::Number),
        any::<bool>().prop_map(Value::Flag),
        any::<i32>().prop_map(|days| Value::Date(Date(days))),
        any::<i64>().prop_map(Value::Instant),
        "[a-z]{0,9}".prop_map(Value::Choice),
        prop::collection::vec("[a-z]{0,9}", 0..4).prop_map(Value::Choices),
        record().prop_map(Value::Ref),
        any::<(i64, [u8; 3])>().prop_map(|(minor, currency)| Value::Money { minor, currency }),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ]
}

fn respond() -> impl Strategy<Value = Respond> {
    let consent = (record(), any::<i64>()).prop_map(|(notice, at)| Consent {
        notice,
        language: Language::Zh,
        at,
    });
    (
        (record(), record(), any::<u16>(), prop::option::of(record())),
        (any::<i64>(), prop::option::of(consent)),
        prop::collection::vec((any::<u16>(), value()), 0..5),
    )
        .prop_map(
            |((id, form, version, subject), (taken_at, consent), answers)| Respond {
                id,
                form,
                version,
                subject,
                taken_at,
                consent,
                supersedes: None,
                answers,
            },
        )
}

fn op() -> impl Strategy<Value = Op> {
    let place = || (any::<u16>(), record(), any::<u32>());
    prop_oneof![
        (any::<u16>(), record()).prop_map(|(kind, record)| Op::Create {
            kind: KindNo(kind),
            record
        }),
        (place(), value()).prop_map(|((kind, record, field), value)| Op::Set {
            kind: KindNo(kind),
            record,
            field: FieldNo(field),
            value
        }),
        (place(), ".{0,9}").prop_map(|((kind, record, field), element)| Op::Add {
            kind: KindNo(kind),
            record,
            field: FieldNo(field),
            element
        }),
        record().prop_map(|record| Op::Delete { record }),
        record().prop_map(|record| Op::Erase { record }),
        respond().prop_map(|respond| Op::Respond(Box::new(respond))),
    ]
}

fn proofs() -> impl Strategy<Value = Proof> {
    let part = prop_oneof![
        any::<[u8; 16]>().prop_map(Part::Salt),
        any::<[u8; 32]>().prop_map(Part::Erased),
    ];
    (any::<(u64, [u8; 32])>(), prop::collection::vec(part, 0..5)).prop_map(
        |((stamp, link), parts)| Proof {
            stamp: Stamp(stamp),
            parts,
            link,
        },
    )
}

/// Any change.
pub(crate) fn changes() -> impl Strategy<Value = Change> {
    (
        any::<([u8; 16], u64, u64, u64)>(),
        (record(), prop::option::of(any::<[u8; 16]>())),
        prop::collection::vec(op(), 0..5),
        prop::option::of(proofs()),
    )
        .prop_map(
            |((device, seq, stamp, seen), (author, batch), ops, proof)| Change {
                device: DeviceId(device),
                seq,
                stamp: Stamp(stamp),
                author,
                channel: Channel::Desk,
                seen,
                batch: batch.map(BatchId),
                ops,
                proof,
            },
        )
}
