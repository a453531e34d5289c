//! Tables: which values answer which test, what is refused, what settles.

use super::*;
use crate::{
    Days, Direction, Dropped, MAX_LEAVES, QueryError, Range, Search, TestKind, View, Views,
    tests_for,
};

/// Each value in a record of its own, and which of them a test finds.
fn check(no: u32, values: &[Value], cases: &[(Test, &[u32])]) {
    let mut desk = Desk::default();
    for (n, value) in (0..).zip(values) {
        desk.add(KIND.no, id(n), &[(no, value.clone())], &[]);
    }
    for (test, expected) in cases {
        assert_eq!(
            &found(&desk.replica, no, test.clone()),
            expected,
            "{test:?}"
        );
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn texts_are_compared_without_case_and_width() {
    let values = [
        text("Ａnna LEE"),
        text("张伟"),
        text("  anna lee "),
        text("   "),
        Value::Nothing,
        text("Ärzte"),
        text("ÉCOLE"),
        text(&"x".repeat(300)),
    ];
    check(
        1,
        &values,
        &[
            (Test::Is("anna ｌｅｅ".into()), &[0, 2]),
            (Test::Contains("NN".into()), &[0, 2]),
            (Test::Contains("伟".into()), &[1]),
            (Test::Begins("张".into()), &[1]),
            (Test::Begins("an".into()), &[0, 2]),
            (Test::Begins("lee".into()), &[]),
            (Test::Contains("école".into()), &[6]),
            (Test::Contains("ä".into()), &[5]),
            (Test::Contains("xxx".into()), &[7]),
            (Test::Filled, &[0, 1, 2, 5, 6, 7]),
            (Test::Blank, &[3, 4]),
        ],
    );
}

#[test]
fn phones_are_compared_by_their_digits() {
    let values = [text("+86 138-0013-8000"), text("１３８ 0013"), text("010")];
    check(
        3,
        &values,
        &[
            (Test::Contains("138 0013".into()), &[0, 1]),
            (Test::Is("138-0013".into()), &[1]),
            (Test::Begins("(86)".into()), &[0]),
        ],
    );
}

#[test]
fn numbers_and_amounts_lie_where_they_lie() {
    let ints = [Value::Int(5), Value::Nothing, Value::Int(-3), Value::Int(6)];
    check(
        9,
        &ints,
        &[
            (Test::Number(Range::Less(5.5)), &[0, 2]),
            (Test::Number(Range::AtMost(5.0)), &[0, 2]),
            (Test::Number(Range::Equal(5.0)), &[0]),
            (Test::Number(Range::Equal(5.5)), &[]),
            (Test::Number(Range::AtLeast(5.5)), &[3]),
            (Test::Number(Range::More(5.0)), &[3]),
            (Test::Number(Range::Between(-3.0, 5.0)), &[0, 2]),
            (Test::Number(Range::Between(5.0, -3.0)), &[]),
            (Test::Number(Range::Less(1e300)), &[0, 2, 3]),
            (Test::Number(Range::More(-1e300)), &[0, 2, 3]),
        ],
    );
    let money = |minor, currency: &[u8; 3]| Value::Money {
        minor,
        currency: *currency,
    };
    let amounts = [money(100, b"CNY"), money(100, b"EUR"), money(50, b"CNY")];
    let of = |range| Test::Money {
        range,
        currency: *b"CNY",
    };
    check(
        18,
        &amounts,
        &[
            (of(Range::AtLeast(60)), &[0]),
            (of(Range::Between(50, 100)), &[0, 2]),
        ],
    );
    check(
        10,
        &[Value::Number(1.5), Value::Int(2), Value::Number(-0.0)],
        &[
            (Test::Number(Range::More(1.25)), &[0, 1]),
            (Test::Number(Range::Equal(0.0)), &[2]),
        ],
    );
}

#[test]
fn days_lie_where_they_lie_around_today() {
    let values = [
        "2024-10-04", // today
        "2024-10-01",
        "2024-09-30",
        "2024-10-31",
        "2024-12-31",
        "2023-10-07",
        "1990-10-06",
        "2025-01-01",
    ]
    .map(|text| Value::Date(day(text)));
    let t = Test::Day;
    check(
        6,
        &values,
        &[
            (t(Days::On(day("2024-10-04"))), &[0]),
            (t(Days::Before(day("2024-10-01"))), &[2, 5, 6]),
            (t(Days::After(day("2024-10-31"))), &[4, 7]),
            (
                t(Days::Between(day("2024-10-01"), day("2024-10-31"))),
                &[0, 1, 3],
            ),
            (t(Days::Last(0)), &[0]),
            (t(Days::Last(3)), &[0, 1]),
            (t(Days::Last(4)), &[0, 1, 2]),
            (t(Days::Next(27)), &[0, 3]),
            (t(Days::ThisMonth), &[0, 1, 3]),
            (t(Days::ThisYear), &[0, 1, 2, 3, 4]),
            (t(Days::Birthday(0)), &[0]),
            (t(Days::Birthday(3)), &[0, 5, 6]),
            (t(Days::Birthday(u16::MAX)), &[0, 1, 2, 3, 4, 5, 6, 7]),
        ],
    );
}

#[test]
fn a_birthday_in_a_leap_year_comes_round_every_year_and_over_new_year() {
    let mut desk = Desk::default();
    for (n, born) in (0..).zip(["2000-02-29", "1980-01-02", "1980-02-28"]) {
        desk.add(KIND.no, id(n), &[(6, Value::Date(day(born)))], &[]);
    }
    for (today, within, expected) in [
        ("2025-02-28", 0, &[0, 2][..]),
        ("2024-02-28", 0, &[2]),
        ("2024-02-29", 0, &[0]),
        ("2024-12-30", 3, &[1]),
        ("2024-12-30", 2, &[]),
    ] {
        let filter = Filter::field(FieldNo(6), Test::Day(Days::Birthday(within)));
        let today = Today {
            day: day(today),
            ahead: 0,
        };
        let search = Search::new(&filter, &KIND, today, &anyone).unwrap();
        let table = desk.replica.table(KIND.no).unwrap();
        assert_eq!(search.all(table), expected, "{today:?} {within}");
    }
}

#[test]
fn a_moment_counts_by_its_local_day() {
    // 2024-10-03 16:30 and 15:30 UTC are half past midnight and half past 23 in Beijing.
    let at = |text: &str| Value::Instant(Date::parse_moment(text).unwrap());
    let values = [
        at("2024-10-03T16:30"),
        at("2024-10-03T15:30"),
        Value::Nothing,
    ];
    check(
        12,
        &values,
        &[
            (Test::Day(Days::On(day("2024-10-04"))), &[0]),
            (Test::Day(Days::On(day("2024-10-03"))), &[1]),
            (Test::Blank, &[2]),
        ],
    );
}

#[test]
fn choices_flags_and_references_are_told_apart_from_none() {
    let c = |code: &str| Value::Choice(code.into());
    check(
        7,
        &[c("a"), c("b"), Value::Nothing, c("gone")],
        &[
            (Test::OneOf(words(&["a", "gone", "never"])), &[0, 3]),
            (Test::Blank, &[2]),
        ],
    );
    check(
        11,
        &[Value::Flag(true), Value::Flag(false), Value::Nothing],
        &[(Test::Flag(true), &[0]), (Test::Flag(false), &[1])],
    );
    check(
        17,
        &[Value::Ref(id(70)), Value::Ref(id(71)), Value::Nothing],
        &[
            (Test::Refers(vec![id(71), id(70)]), &[0, 1]),
            (Test::Refers(vec![id(72)]), &[]),
        ],
    );
}

#[test]
fn sets_have_any_all_or_none() {
    let mut desk = Desk::default();
    let phones = "138 0013 8000\u{1f}Mobile";
    desk.add(KIND.no, id(0), &[], &[(8, "vip"), (8, "Old"), (14, phones)]);
    desk.add(KIND.no, id(1), &[], &[(8, "vip")]);
    desk.add(KIND.no, id(2), &[], &[(8, "new")]);
    desk.add(KIND.no, id(3), &[], &[]);
    desk.add(KIND.no, id(4), &[], &[(8, "vip")]);
    desk.apply(vec![Op::Remove {
        kind: KIND.no,
        record: id(4),
        field: FieldNo(8),
        element: "vip".into(),
    }]);
    for (no, test, expected) in [
        (8, Test::HasAny(words(&["vip", "new"])), &[0, 1, 2][..]),
        (8, Test::HasAll(words(&["vip", "Old", "vip"])), &[0]),
        (8, Test::HasAll(words(&["vip"])), &[0, 1]),
        (8, Test::HasNone(words(&["vip"])), &[2]),
        (8, Test::Contains("OL".into()), &[0]),
        (8, Test::Filled, &[0, 1, 2]),
        (8, Test::Blank, &[3, 4]),
        (14, Test::Contains("1380013".into()), &[0]),
    ] {
        assert_eq!(found(&desk.replica, no, test.clone()), expected, "{test:?}");
    }
}

#[test]
fn not_is_everything_else_that_is_shown() {
    let mut desk = Desk::default();
    for n in 0..4 {
        let name = if n == 3 { Value::Nothing } else { text("a") };
        desk.add(KIND.no, id(n), &[(1, name)], &[]);
    }
    desk.apply(vec![Op::Delete { record: id(1) }]);
    let is = Filter::field(FieldNo(1), Test::Is("a".into()));
    assert_eq!(rows(&desk.replica, &is), [0, 2]);
    assert_eq!(rows(&desk.replica, &Filter::Not(Box::new(is))), [3]);
    assert_eq!(rows(&desk.replica, &Filter::Any(vec![])), [0u32; 0]);
    assert_eq!(rows(&desk.replica, &Filter::default()), [0, 2, 3]);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let is = |no| Filter::field(FieldNo(no), Test::Is("a".into()));
    let wrap = |times: usize| (0..times).fold(is(1), |one, _| Filter::Not(Box::new(one)));
    let cases = [
        (is(1), Ok(())),
        (is(99), Err(QueryError::NoField(FieldNo(99)))),
        (is(4), Err(QueryError::Unreadable(FieldNo(4)))),
        (
            Filter::Not(Box::new(is(4))),
            Err(QueryError::Unreadable(FieldNo(4))),
        ),
        (is(9), Err(QueryError::Misfit(FieldNo(9)))),
        (
            Filter::field(FieldNo(18), Test::Number(Range::Less(1.0))),
            Err(QueryError::Misfit(FieldNo(18))),
        ),
        (
            Filter::field(FieldNo(9), Test::Number(Range::Less(f64::NAN))),
            Err(QueryError::Operand(FieldNo(9))),
        ),
        (
            Filter::field(FieldNo(1), Test::Contains(" \u{3000}".into())),
            Err(QueryError::Operand(FieldNo(1))),
        ),
        (
            Filter::field(FieldNo(3), Test::Contains("abc".into())),
            Err(QueryError::Operand(FieldNo(3))),
        ),
        (
            Filter::field(FieldNo(7), Test::OneOf(vec![])),
            Err(QueryError::Operand(FieldNo(7))),
        ),
        (wrap(7), Ok(())),
        (wrap(8), Err(QueryError::TooDeep)),
        (Filter::All(vec![is(1); MAX_LEAVES]), Ok(())),
        (
            Filter::Any(vec![Filter::All(vec![is(1); 60]); 2]),
            Err(QueryError::TooLarge),
        ),
    ];
    for (filter, expected) in cases {
        let readable = |field: &Field| field.no != FieldNo(4);
        assert_eq!(filter.check(&KIND, &readable), expected, "{filter:?}");
    }
}

#[test]
fn every_type_offers_whether_it_is_filled_and_nothing_twice() {
    for field in KIND.fields {
        let offered = tests_for(field.holds);
        assert!(offered.contains(&TestKind::Filled) && offered.contains(&TestKind::Blank));
        let distinct: std::collections::BTreeSet<_> = offered.iter().collect();
        assert_eq!(distinct.len(), offered.len());
    }
}

fn view() -> View {
    View {
        name: "重点客户".into(),
        filter: Filter::All(vec![
            Filter::field(FieldNo(1), Test::Contains("王".into())),
            Filter::Not(Box::new(Filter::Any(vec![
                Filter::field(FieldNo(77), Test::Blank),
                Filter::field(FieldNo(9), Test::Number(Range::AtLeast(3.5))),
            ]))),
            Filter::Any(vec![Filter::field(FieldNo(78), Test::Filled)]),
            Filter::field(FieldNo(9), Test::Flag(true)),
        ]),
        orders: vec![
            Order {
                field: FieldNo(6),
                direction: Direction::Descending,
            },
            Order {
                field: FieldNo(79),
                direction: Direction::Ascending,
            },
        ],
        columns: vec![FieldNo(1), FieldNo(80), FieldNo(6)],
    }
}

#[test]
fn a_view_settles_and_says_what_it_lost() {
    let mut view = view();
    let fields: Vec<u32> = view.filter.leaves().map(|(no, _)| no.0).collect();
    assert_eq!(fields, [1, 77, 9, 78, 9]);
    assert_eq!(
        view.settle(&KIND),
        [
            Dropped::Condition(FieldNo(77)),
            Dropped::Condition(FieldNo(78)),
            Dropped::Condition(FieldNo(9)),
            Dropped::Order(FieldNo(79)),
            Dropped::Column(FieldNo(80)),
        ]
    );
    let kept = Filter::All(vec![
        Filter::field(FieldNo(1), Test::Contains("王".into())),
        Filter::Not(Box::new(Filter::Any(vec![Filter::field(
            FieldNo(9),
            Test::Number(Range::AtLeast(3.5)),
        )]))),
    ]);
    assert_eq!(view.filter, kept);
    assert_eq!(view.columns, [FieldNo(1), FieldNo(6)]);
    assert_eq!(view.settle(&KIND), []);
    assert_eq!(view.check(&KIND, &anyone), Ok(()));
}

#[test]
fn a_view_that_loses_everything_lets_everything_through() {
    let gone = Filter::field(FieldNo(77), Test::Filled);
    for filter in [
        gone.clone(),
        Filter::Not(Box::new(gone.clone())),
        Filter::Any(vec![gone]),
    ] {
        let mut view = View {
            filter,
            ..View::default()
        };
        assert_eq!(view.settle(&KIND).len(), 1);
        assert!(view.filter.is_empty());
    }
}

#[test]
fn the_bytes_of_views_are_frozen() {
    let views = Views {
        all: vec![view()],
        used: Some(0),
        columns: vec![FieldNo(2)],
    };
    let bytes = views.to_bytes().unwrap();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, FROZEN);
    assert_eq!(Views::from_bytes(&bytes), Ok(views));
}

const FROZEN: &str = "01010ce9878de782b9e5aea2e688b709000403010303e78e8b020102034d01030909030000000000000c400101034e0003090c010206014f000301500601000102";

#[test]
fn newer_and_damaged_views_are_told_apart() {
    let bytes = Views::default().to_bytes().unwrap();
    let mut newer = bytes.clone();
    newer[0] = 2;
    assert_eq!(Views::from_bytes(&newer), Err(QueryError::Newer));
    assert_eq!(Views::from_bytes(&[]), Err(QueryError::Damaged));
    assert_eq!(
        Views::from_bytes(&[bytes, vec![0]].concat()),
        Err(QueryError::Damaged)
    );
    let unnamed = Views {
        all: vec![View::default()],
        ..Views::default()
    };
    assert_eq!(unnamed.to_bytes(), Err(QueryError::Unnamed));
}

#[test]
fn columns_are_those_of_the_view_or_chosen_or_of_the_register() {
    let mut views = Views::default();
    assert_eq!(views.columns(&KIND), KIND.columns);
    views.columns = vec![FieldNo(3)];
    assert_eq!(views.columns(&KIND), [FieldNo(3)]);
    views.all.push(view());
    views.used = Some(0);
    assert_eq!(views.columns(&KIND).len(), 3);
    views.used = Some(9);
    views.settle(&KIND);
    assert_eq!(views.used, None);
}
