//! Views of two at once, of before, and of tomorrow.

use super::*;
use model::{CUSTOMER, Channel, DeviceId, Stamp, customer};
use replica::{Change, Touched};

const ME: RecordId = RecordId([2; 16]);

fn id(n: u8) -> RecordId {
    RecordId([n; 16])
}

fn change(device: u8, seq: u64, ops: Vec<Op>) -> Change {
    Change {
        device: DeviceId([device; 16]),
        seq,
        stamp: Stamp::new(seq * 10 + u64::from(device), 0),
        author: ME,
        channel: Channel::App,
        seen: 0,
        batch: None,
        ops,
        proof: None,
    }
}

fn apply(replica: &mut Replica, change: &Change) {
    replica.apply(change, 0, &mut Touched::default());
}

fn view(name: &str) -> View {
    View {
        name: name.into(),
        columns: vec![customer::NAME],
        ..View::default()
    }
}

fn names(replica: &Replica) -> Vec<String> {
    let shelf = Shelf::read(replica, &CUSTOMER, ME);
    let mut names: Vec<String> = shelf.all.into_iter().map(|kept| kept.view.name).collect();
    names.sort();
    names
}

/// A record of the time when one held all.
fn before(bytes: Vec<u8>) -> Vec<Op> {
    let (kind, record) = (VIEWS.no, id(7));
    let set = |field, value| Op::Set {
        kind,
        record,
        field,
        value,
    };
    vec![
        Op::Create { kind, record },
        set(views::REGISTER, Value::Text("customer".into())),
        set(views::OWNER, Value::Ref(ME)),
        set(views::DEFINITION, Value::Bytes(bytes)),
    ]
}

fn two_of_before() -> Vec<u8> {
    let kept = Views {
        all: vec![view("one"), view("two")],
        used: Some(1),
        columns: vec![customer::PHONE],
    };
    kept.to_bytes().unwrap()
}

#[test]
fn two_who_keep_views_at_once_lose_none() {
    for old in [false, true] {
        let mut first = Replica::default();
        if old {
            apply(&mut first, &change(9, 1, before(two_of_before())));
        }
        let mut second = Replica::default();
        if old {
            apply(&mut second, &change(9, 1, before(two_of_before())));
        }
        // Neither knows of the other.
        let mut here = Shelf::read(&first, &CUSTOMER, ME);
        let mut there = Shelf::read(&second, &CUSTOMER, ME);
        let here = change(1, 1, here.save(view("here"), id(11)).unwrap());
        let there = change(3, 1, there.save(view("there"), id(13)).unwrap());
        for (replica, order) in [
            (&mut first, [&here, &there]),
            (&mut second, [&there, &here]),
        ] {
            order.into_iter().for_each(|change| apply(replica, change));
        }
        let mut wanted = vec!["here", "there"];
        if old {
            wanted.extend(["one", "two"]);
            wanted.sort_unstable();
        }
        for replica in [&first, &second] {
            assert_eq!(names(replica), wanted, "{old}");
            // What is in use is one record for both.
            assert!(Shelf::read(replica, &CUSTOMER, ME).used.is_some());
            let rows = replica.table(VIEWS.no).unwrap().len();
            assert_eq!(rows, wanted.len() + 1);
        }
    }
}

#[test]
fn views_of_before_are_read_as_they_were_and_divided_once() {
    let mut replica = Replica::default();
    apply(&mut replica, &change(1, 1, before(two_of_before())));
    let mut shelf = Shelf::read(&replica, &CUSTOMER, ME);
    assert_eq!(shelf.current(), Some(&view("two")));
    assert_eq!(shelf.columns, [customer::PHONE]);
    let gone = shelf.remove();
    apply(&mut replica, &change(1, 2, gone));
    let shelf = Shelf::read(&replica, &CUSTOMER, ME);
    assert_eq!(names(&replica), ["one"]);
    assert_eq!((shelf.used, shelf.columns), (None, vec![customer::PHONE]));
    assert!(shelf.old.is_empty() && shelf.divided.is_empty());
}

#[test]
fn what_an_app_of_tomorrow_wrote_is_left_as_it_is() {
    let tomorrow = vec![200, 1, 2, 3];
    let mut replica = Replica::default();
    apply(&mut replica, &change(1, 1, before(tomorrow.clone())));
    let mut shelf = Shelf::read(&replica, &CUSTOMER, ME);
    assert_eq!((shelf.unread, shelf.all.len()), (1, 0));
    let mut ops = shelf.save(view("mine"), id(11)).unwrap();
    ops.extend(shelf.show_columns(&[customer::PHONE]));
    ops.extend(shelf.remove());
    apply(&mut replica, &change(1, 2, ops));
    let row = replica.get(VIEWS.no, id(7)).unwrap();
    assert_eq!(definition(row), Some(tomorrow.clone()));
    // So are the settings, but which view is in use.
    let settings = derived(ME, "customer");
    let newer = Op::Set {
        kind: VIEWS.no,
        record: settings,
        field: views::DEFINITION,
        value: Value::Bytes(tomorrow.clone()),
    };
    apply(&mut replica, &change(1, 3, vec![newer]));
    let mut shelf = Shelf::read(&replica, &CUSTOMER, ME);
    let ops = shelf.show_columns(&[customer::NAME]);
    apply(&mut replica, &change(1, 4, ops));
    let row = replica.get(VIEWS.no, settings).unwrap();
    assert_eq!(definition(row), Some(tomorrow));
}
