//! Sorting agrees with comparing whole rows one by one.

use super::laws::{desk, records};
use super::*;
use crate::{Direction, Folded, QueryError, SortKeys};
use model::Labelled;
use proptest::collection::vec;
use proptest::prelude::*;
use replica::Row;
use std::cmp::Ordering;

fn order() -> impl Strategy<Value = Order> {
    (1u32..19, any::<bool>()).prop_map(|(no, down)| Order {
        field: FieldNo(no),
        direction: if down {
            Direction::Descending
        } else {
            Direction::Ascending
        },
    })
}

/// What a row is sorted by: bytes, or a number.
#[derive(PartialEq, PartialOrd)]
enum By {
    Bytes(Vec<u8>),
    Number(f64),
    Amount([u8; 3], i64),
}

fn bytes(field: &Field, text: &str) -> Option<By> {
    let mut out = Vec::new();
    Folded.key(field, text, &mut out);
    (!text.trim().is_empty()).then_some(By::Bytes(out))
}

fn by(replica: &Replica, row: Row<'_>, field: &Field) -> Option<By> {
    let place = |code: &str| {
        let place = CHOICES.iter().position(|choice| choice.code == code);
        place.unwrap_or(CHOICES.len())
    };
    let value = row.value(field.no);
    match (field.holds, &value) {
        (FieldType::Choices(_), _) => {
            let first = row.elements(field.no).into_iter().map(place).min()?;
            Some(By::Number(first as f64))
        }
        (holds, _) if holds.is_set() => {
            bytes(field, Labelled::of(row.elements(field.no).first()?).text)
        }
        (FieldType::Choice(_), value) => {
            let code = value.as_text().filter(|code| !code.trim().is_empty())?;
            Some(By::Number(place(code) as f64))
        }
        (FieldType::Text | FieldType::LongText | FieldType::Phone | FieldType::Email, value) => {
            bytes(field, value.as_text()?)
        }
        (FieldType::Year | FieldType::Integer | FieldType::Decimal, Value::Int(i)) => {
            Some(By::Number(*i as f64))
        }
        (FieldType::Decimal, Value::Number(x)) => Some(By::Number(*x)),
        (FieldType::Date, Value::Date(day)) => Some(By::Number(f64::from(day.0))),
        (FieldType::Moment, Value::Instant(ms)) => Some(By::Number(*ms as f64)),
        (FieldType::Flag, Value::Flag(flag)) => Some(By::Number(f64::from(u8::from(*flag)))),
        (FieldType::Money, Value::Money { minor, currency }) => Some(By::Amount(*currency, *minor)),
        (FieldType::Ref(to), Value::Ref(id)) => {
            let kind = model::kind(to).unwrap();
            let title = replica.get(to, *id)?;
            bytes(kind.field(kind.title).unwrap(), title.text(kind.title)?)
        }
        _ => None,
    }
}

fn compare(replica: &Replica, a: Row<'_>, b: Row<'_>, order: &Order) -> Ordering {
    let field = KIND.field(order.field).unwrap();
    match (by(replica, a, field), by(replica, b, field)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => match order.direction {
            Direction::Ascending => a.partial_cmp(&b).unwrap(),
            Direction::Descending => b.partial_cmp(&a).unwrap(),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn sorting_agrees_with_comparing_whole_rows(
        records in records(),
        all in vec(vec(order(), 0..4), 1..6),
    ) {
        let desk = desk(&records);
        for orders in all {
            let Some(table) = desk.replica.table(KIND.no) else { continue };
            let mut expected: Vec<Row<'_>> = table.rows().collect();
            expected.sort_by(|a, b| {
                let by = orders.iter().map(|order| compare(&desk.replica, *a, *b, order));
                by.fold(Ordering::Equal, Ordering::then)
            });
            let expected: Vec<u32> = expected.iter().map(Row::index).collect();
            prop_assert_eq!(ordered(&desk.replica, &orders), expected, "{:?}", orders);
        }
    }

    #[test]
    fn texts_of_any_length_sort_by_their_whole_keys(
        texts in vec("[ab\u{0}张]{1,20}", 0..150),
        down in any::<bool>(),
    ) {
        let mut desk = Desk::default();
        for (n, name) in (0..).zip(&texts) {
            desk.add(KIND.no, id(n), &[(1, text(name))], &[]);
        }
        let direction = if down { Direction::Descending } else { Direction::Ascending };
        let order = Order { field: FieldNo(1), direction };
        let mut expected: Vec<u32> = (0..texts.len() as u32).collect();
        expected.sort_by(|a, b| {
            let (a, b) = (&texts[*a as usize], &texts[*b as usize]);
            if down { b.cmp(a) } else { a.cmp(b) }
        });
        prop_assert_eq!(ordered(&desk.replica, &[order]), expected);
    }
}

#[test]
fn rows_come_in_the_same_order_however_they_came() {
    let mut desk = Desk::default();
    for n in 0..500 {
        desk.add(KIND.no, id(n), &[(9, Value::Int(i64::from(n % 3)))], &[]);
    }
    let order = Order {
        field: FieldNo(9),
        direction: Direction::Descending,
    };
    let expected = ordered(&desk.replica, &[order]);
    let mut mixed: Vec<u32> = (0..500).map(|n| n * 7 % 500).collect();
    let all = |_: &Field| true;
    crate::sort(&mut mixed, &desk.replica, &KIND, &[order], &Folded, &all).unwrap();
    assert_eq!(mixed, expected);
    assert_eq!(expected[..3], [2, 5, 8]);
}

#[test]
fn an_order_on_what_may_not_be_read_is_refused() {
    let replica = Replica::default();
    let order = |no| {
        [Order {
            field: FieldNo(no),
            direction: Direction::Ascending,
        }]
    };
    for (no, expected) in [
        (9, Ok(())),
        (1, Err(QueryError::Unreadable(FieldNo(1)))),
        // The name of a customer is as little readable as what holds it.
        (17, Err(QueryError::Unreadable(FieldNo(17)))),
        (19, Err(QueryError::Misfit(FieldNo(19)))),
        (99, Err(QueryError::NoField(FieldNo(99)))),
    ] {
        let readable = |field: &Field| field.no != FieldNo(1) && field.class < Class::Personal;
        let mut rows = vec![3, 1];
        let done = crate::sort(&mut rows, &replica, &KIND, &order(no), &Folded, &readable);
        assert_eq!(done, expected, "{no}");
        assert!(done.is_ok() || rows == [3, 1]);
    }
}

#[test]
fn accents_case_and_width_do_not_count() {
    let mut desk = Desk::default();
    for (n, name) in (0..).zip(["zoe", "Ärger", "ａb", "張", "Zoë", "1"]) {
        desk.add(KIND.no, id(n), &[(1, text(name))], &[]);
    }
    let order = Order {
        field: FieldNo(1),
        direction: Direction::Ascending,
    };
    assert_eq!(ordered(&desk.replica, &[order]), [5, 2, 1, 0, 4, 3]);
}

#[test]
fn many_references_sort_as_few_do() {
    let mut desk = Desk::default();
    // Ids that share most of their bytes, some of nobody, some deleted.
    for n in 0..500 {
        let name = format!("{:03}", n * 7 % 500);
        desk.add(KindNo(1), id(n), &[(1, text(&name))], &[]);
    }
    desk.apply(
        (0..500)
            .step_by(9)
            .map(|n| Op::Delete { record: id(n) })
            .collect(),
    );
    for n in 0..10_000 {
        desk.add(
            KIND.no,
            id(1_000 + n),
            &[(17, Value::Ref(id(n * 31 % 520)))],
            &[],
        );
    }
    let order = Order {
        field: FieldNo(17),
        direction: Direction::Ascending,
    };
    let table = desk.replica.table(KIND.no).unwrap();
    let mut expected: Vec<Row<'_>> = table.rows().collect();
    expected.sort_by(|a, b| compare(&desk.replica, *a, *b, &order));
    let expected: Vec<u32> = expected.iter().map(Row::index).collect();
    assert_eq!(ordered(&desk.replica, &[order]), expected);
}
