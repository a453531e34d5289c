use crate::{Activity, Size, TRIAL_SEED, generate};
use model::{
    BatchId, CUSTOMER, Channel, Date, DeviceId, FieldType, NOTICE, PURCHASE, RecordId, Value,
    customer, kind,
};
use replica::{Change, Op};
use std::collections::{BTreeMap, BTreeSet};
use survey::Answers;

const SMALL: Size = Size {
    customers: 1_500,
    activity: Activity::Natural,
};

fn make(seed: u64, size: Size, batch: u8) -> Vec<Change> {
    generate(
        seed,
        size,
        DeviceId([1; 16]),
        RecordId([2; 16]),
        BatchId([batch; 16]),
        7,
    )
    .collect()
}

/// What was made, without what is added when it is kept: the place in a chain.
fn bytes(changes: &[Change]) -> Vec<u8> {
    let made = |c: &Change| {
        let ops = c.ops.clone();
        (
            c.device, c.seq, c.stamp, c.author, c.channel, c.seen, c.batch, ops,
        )
    };
    postcard::to_allocvec(&changes.iter().map(made).collect::<Vec<_>>()).unwrap()
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    let first = bytes(&make(1, SMALL, 3));
    assert_eq!(first, bytes(&make(1, SMALL, 3)));
    assert_ne!(first, bytes(&make(2, SMALL, 3)));
}

#[test]
fn the_trial_data_are_the_same_on_every_platform_and_in_every_version() {
    let mut changes = make(TRIAL_SEED, Size::TRIAL, 3);
    // The words of notices may be polished; their ids follow from them.
    changes.retain(
        |change| !matches!(change.ops.first(), Some(Op::Create { kind, .. }) if *kind == NOTICE.no),
    );
    for op in changes.iter_mut().flat_map(|change| &mut change.ops) {
        if let Op::Respond(respond) = op {
            respond.consent = None;
        }
    }
    let hash = blake3::hash(&bytes(&changes));
    assert_eq!(
        hash.to_hex().as_str(),
        "1dbd241d56bf53eb2ef211375568d992cce11eeb72b1ffd05beaf105bd1ef189"
    );
}

#[test]
fn another_batch_makes_other_records_of_the_same_people() {
    let (first, second) = (make(1, SMALL, 3), make(1, SMALL, 4));
    let ids = |changes: &[Change]| -> BTreeSet<RecordId> {
        let ops = changes.iter().flat_map(|c| &c.ops);
        ops.map(Op::record).collect()
    };
    let shared: Vec<_> = ids(&first).intersection(&ids(&second)).copied().collect();
    assert_eq!(shared.len(), 8, "only the notices");
    let names = |changes: &[Change]| -> Vec<Value> {
        let ops = changes.iter().flat_map(|c| &c.ops);
        ops.filter_map(|op| match op {
            Op::Set {
                kind, field, value, ..
            } if (*kind, *field) == (CUSTOMER.no, customer::NAME) => Some(value.clone()),
            _ => None,
        })
        .collect()
    };
    assert_eq!(names(&first), names(&second));
}

#[test]
fn changes_follow_each_other_and_the_count_is_known() {
    let ids = (DeviceId([1; 16]), RecordId([2; 16]), BatchId([3; 16]));
    let mut changes = generate(5, SMALL, ids.0, ids.1, ids.2, 7);
    let total = changes.len();
    let mut last = None;
    for (index, change) in changes.by_ref().enumerate() {
        assert_eq!(change.seq, 7 + index as u64);
        assert!(last < Some(change.stamp));
        last = Some(change.stamp);
        let responds = matches!(change.ops.as_slice(), [Op::Respond(_)]);
        let channel = if responds {
            Channel::Visit
        } else {
            Channel::App
        };
        assert_eq!(change.channel, channel);
        assert_eq!(
            (change.device, change.author, change.batch),
            (ids.0, ids.1, Some(ids.2))
        );
        if index + 1 == total {
            break;
        }
    }
    assert_eq!((changes.len(), changes.next()), (0, None));
}

#[test]
fn every_value_is_one_its_field_accepts() {
    for change in make(TRIAL_SEED, SMALL, 3) {
        for op in change.ops {
            let (no, field, value) = match op {
                Op::Set {
                    kind, field, value, ..
                } => (kind, field, value),
                Op::Add {
                    kind,
                    field,
                    element,
                    ..
                } => {
                    assert_eq!(model::tag(&element), Ok(element.clone()));
                    (kind, field, Value::Text(element))
                }
                _ => continue,
            };
            let field = kind(no).unwrap().field(field).unwrap();
            match (field.holds, &value) {
                (FieldType::Money, Value::Money { minor, currency }) => {
                    assert!(*minor > 0 && [b"CNY", b"GBP", b"USD"].contains(&currency));
                }
                (_, Value::Text(text) | Value::Choice(text)) => {
                    assert_eq!(field.parse(text).as_ref(), Ok(&value), "{text}");
                }
                (_, Value::Int(year)) => assert_eq!(field.parse(&year.to_string()), Ok(value)),
                (_, Value::Date(date)) => assert_eq!(field.parse(&date.iso()), Ok(value)),
                (_, Value::Ref(id)) => assert_eq!(field.parse(&id.to_string()), Ok(value)),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn every_response_is_one_its_form_would_complete() {
    let forms: BTreeMap<_, _> = survey::built_in().into_iter().map(|f| (f.id, f)).collect();
    let mut notices = BTreeSet::new();
    let mut customers = BTreeSet::new();
    let mut seen = BTreeMap::new();
    for op in make(TRIAL_SEED, SMALL, 3).into_iter().flat_map(|c| c.ops) {
        match op {
            Op::Create { kind, record } if kind == NOTICE.no => {
                notices.insert(record);
            }
            Op::Create { kind, record } if kind == CUSTOMER.no => {
                customers.insert(record);
            }
            Op::Respond(respond) => {
                let form = &forms[&respond.form];
                *seen.entry(respond.form).or_insert(0) += 1;
                let answers: Answers = respond.answers.iter().cloned().collect();
                assert_eq!(form.complete(&answers), Ok(respond.answers));
                assert_eq!(respond.version, form.version);
                assert!(customers.contains(&respond.subject.unwrap()));
                let consent = respond.consent.unwrap();
                assert!(notices.contains(&consent.notice) && consent.at < respond.taken_at);
            }
            _ => {}
        }
    }
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[&survey::ETHICS_ID], 1_500);
}

#[test]
fn no_id_is_used_twice_and_records_come_before_what_refers_to_them() {
    let mut ids = BTreeSet::new();
    let mut phones = BTreeSet::new();
    for op in make(TRIAL_SEED, Size::TRIAL, 3)
        .into_iter()
        .flat_map(|c| c.ops)
    {
        match op {
            Op::Create { record, .. } => assert!(ids.insert(record)),
            Op::Respond(respond) => {
                assert!(ids.contains(&respond.subject.unwrap()));
                assert!(ids.insert(respond.id));
            }
            Op::Set {
                value: Value::Ref(id),
                ..
            } => assert!(ids.contains(&id)),
            Op::Set {
                kind,
                field,
                value: Value::Text(phone),
                ..
            } if (kind, field) == (CUSTOMER.no, customer::PHONE) => {
                assert!(phones.insert(phone.clone()), "{phone}");
            }
            _ => {}
        }
    }
}

#[test]
fn dates_lie_within_the_three_years() {
    let first = Date::from_ymd(2018, 1, 1).unwrap();
    let last = Date::from_ymd(2020, 12, 31).unwrap();
    let earliest = Date::from_ymd(2008, 1, 1).unwrap();
    let day = |ms: u64| Date(i32::try_from(ms / 86_400_000).unwrap());
    let mut months = BTreeMap::new();
    for change in make(TRIAL_SEED, SMALL, 3) {
        let today = day(change.stamp.ms());
        assert!((first..=last).contains(&today));
        for op in &change.ops {
            match op {
                Op::Set {
                    kind,
                    value: Value::Date(date),
                    ..
                } if *kind == PURCHASE.no => {
                    assert_eq!(*date, today);
                }
                Op::Set {
                    value: Value::Date(since),
                    ..
                } => {
                    assert!((earliest..=today).contains(since));
                }
                Op::Respond(respond) => {
                    assert_eq!(day(u64::try_from(respond.taken_at).unwrap()), today);
                    *months.entry(today.month_index()).or_insert(0) += 1;
                }
                _ => {}
            }
        }
    }
    assert_eq!(months.len(), 36);
}

#[test]
fn shares_are_as_described() {
    let (mut chinese, mut organisations, mut people, mut bought) = (0, 0, 0, 0);
    for op in make(TRIAL_SEED, Size::TRIAL, 3)
        .into_iter()
        .flat_map(|c| c.ops)
    {
        match op {
            Op::Create { kind, .. } if kind == PURCHASE.no => bought += 1,
            Op::Set {
                kind, field, value, ..
            } if kind == CUSTOMER.no => {
                let text = value.as_text().unwrap_or("");
                people += u32::from(field == customer::NAME);
                chinese += u32::from(field == customer::NAME && !text.is_ascii());
                organisations += u32::from(text == "organisation");
            }
            _ => {}
        }
    }
    assert_eq!(people, 10_000);
    assert!((6_850..7_150).contains(&chinese), "{chinese}");
    assert!((1_400..1_600).contains(&organisations), "{organisations}");
    assert!((14_500..15_500).contains(&bought), "{bought}");
}

#[test]
fn the_benchmark_has_exactly_ten_answers_for_each_customer() {
    let size = Size {
        customers: 1_200,
        ..Size::BENCH
    };
    let ops = make(9, size, 3).into_iter().flat_map(|c| c.ops);
    let responses: Vec<_> = ops
        .filter_map(|op| match op {
            Op::Respond(respond) => Some(respond.answers.len()),
            _ => None,
        })
        .collect();
    assert_eq!(responses, vec![10; 1_200]);
    assert_eq!(Size::BENCH.customers * 10, 1_000_000);
}
