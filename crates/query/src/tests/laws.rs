//! The columns answer as a look at each record does, over random tables and filters.

use super::*;
use crate::{Days, Range};
use model::Labelled;
use proptest::collection::vec;
use proptest::prelude::*;
use replica::Row;

const TEXTS: &[&str] = &[
    "", " ", "a", "A b", "ｂ", "Ä", "张", "张伟", "138 00", "１38", "a@b", "b", "zz",
];

fn some_text() -> impl Strategy<Value = String> {
    prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned)
}

fn said() -> impl Strategy<Value = String> {
    let all: Vec<&str> = vec!["a", "B", "ａ ", "张", "1", "38", "3８0", "@", "ä"];
    prop::sample::select(all).prop_map(str::to_owned)
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c", "d"]).prop_map(str::to_owned)
}

fn date() -> impl Strategy<Value = Date> {
    prop_oneof![(19_970i32..20_030), (19_600i32..20_400), (-9_000i32..9_000)].prop_map(Date)
}

fn currency() -> impl Strategy<Value = [u8; 3]> {
    prop_oneof![Just(*b"CNY"), Just(*b"EUR")]
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Nothing),
        some_text().prop_map(Value::Text),
        word().prop_map(Value::Choice),
        (-3i64..4).prop_map(Value::Int),
        (-6i32..8).prop_map(|n| Value::Number(f64::from(n) / 2.0)),
        any::<bool>().prop_map(Value::Flag),
        date().prop_map(Value::Date),
        (-3i64..4).prop_map(|d| Value::Instant((20_000 + d) * 86_400_000 + d * 9_000_000)),
        (0u32..4).prop_map(|n| Value::Ref(id(n))),
        (-3i64..4, currency()).prop_map(|(minor, currency)| Value::Money { minor, currency }),
    ]
}

/// A value that suits a field, mostly.
fn value(no: u32) -> BoxedStrategy<Value> {
    let fit = match FIELDS[no as usize - 1].holds {
        FieldType::Choice(_) => word().prop_map(Value::Choice).boxed(),
        FieldType::Year | FieldType::Integer => (-3i64..4).prop_map(Value::Int).boxed(),
        FieldType::Decimal => (-6i32..8)
            .prop_map(|n| Value::Number(f64::from(n) / 2.0))
            .boxed(),
        FieldType::Date => date().prop_map(Value::Date).boxed(),
        FieldType::Moment => (-3i64..4)
            .prop_map(|d| Value::Instant((20_000 + d) * 86_400_000 + d * 9_000_000))
            .boxed(),
        FieldType::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        FieldType::Ref(_) => (0u32..4).prop_map(|n| Value::Ref(id(n))).boxed(),
        FieldType::Money => (-3i64..4, currency())
            .prop_map(|(minor, currency)| Value::Money { minor, currency })
            .boxed(),
        FieldType::Structure => Just(Value::Bytes(vec![1])).boxed(),
        _ => some_text().prop_map(Value::Text).boxed(),
    };
    prop_oneof![20 => fit, 1 => any_value(), 4 => Just(Value::Nothing)].boxed()
}

type Cell = (u32, Value);

fn cell() -> impl Strategy<Value = Cell> {
    (1u32..20).prop_flat_map(|no| value(no).prop_map(move |value| (no, value)))
}

fn element() -> impl Strategy<Value = (u32, String)> {
    let set = prop::sample::select(vec![8u32, 13, 14, 15, 16]);
    let what = prop_oneof![
        word(),
        some_text(),
        some_text().prop_map(|text| text + "\u{1f}home")
    ];
    (set, what)
}

/// Cells, elements and whether it is deleted.
type Record = (Vec<Cell>, Vec<(u32, String)>, bool);

pub(super) fn records() -> impl Strategy<Value = Vec<Record>> {
    let deleted = prop::bool::weighted(0.1);
    vec((vec(cell(), 0..30), vec(element(), 0..6), deleted), 0..25)
}

/// The records of the register of everything, and customers they refer to.
pub(super) fn desk(records: &[Record]) -> Desk {
    let mut desk = Desk::default();
    for (n, name) in (0..3).zip(["b", "A", "张"]) {
        desk.add(KindNo(1), id(n), &[(1, text(name))], &[]);
    }
    desk.apply(vec![Op::Delete { record: id(2) }]);
    for (n, (cells, elements, deleted)) in (100..).zip(records) {
        let elements: Vec<(u32, &str)> = elements.iter().map(|(no, e)| (*no, &**e)).collect();
        desk.add(KIND.no, id(n), cells, &elements);
        if *deleted {
            desk.apply(vec![Op::Delete { record: id(n) }]);
        }
    }
    desk
}

fn range<T: Clone + std::fmt::Debug + 'static>(
    one: impl Strategy<Value = T> + Clone + 'static,
) -> BoxedStrategy<Range<T>> {
    prop_oneof![
        one.clone().prop_map(Range::Less),
        one.clone().prop_map(Range::AtMost),
        one.clone().prop_map(Range::Equal),
        one.clone().prop_map(Range::AtLeast),
        one.clone().prop_map(Range::More),
        (one.clone(), one).prop_map(|(from, to)| Range::Between(from, to)),
    ]
    .boxed()
}

fn days() -> impl Strategy<Value = Days> {
    prop_oneof![
        date().prop_map(Days::Before),
        date().prop_map(Days::On),
        date().prop_map(Days::After),
        (date(), date()).prop_map(|(from, to)| Days::Between(from, to)),
        (0u16..60).prop_map(Days::Last),
        (0u16..60).prop_map(Days::Next),
        Just(Days::ThisMonth),
        Just(Days::ThisYear),
        (0u16..200).prop_map(Days::Birthday),
    ]
}

fn test() -> impl Strategy<Value = Test> {
    let words = || vec(word(), 1..4);
    prop_oneof![
        Just(Test::Filled),
        Just(Test::Blank),
        said().prop_map(Test::Is),
        said().prop_map(Test::Contains),
        said().prop_map(Test::Begins),
        words().prop_map(Test::OneOf),
        words().prop_map(Test::HasAny),
        words().prop_map(Test::HasAll),
        words().prop_map(Test::HasNone),
        range((-7i32..8).prop_map(|n| f64::from(n) / 2.0)).prop_map(Test::Number),
        (range(-3i64..4), currency()).prop_map(|(range, currency)| Test::Money { range, currency }),
        days().prop_map(Test::Day),
        any::<bool>().prop_map(Test::Flag),
        vec((0u32..4).prop_map(id), 1..3).prop_map(Test::Refers),
    ]
}

/// A test with a field that it suits.
fn leaf() -> impl Strategy<Value = Filter> {
    let suited = |(test, at): (Test, prop::sample::Index)| {
        let suits = |field: &&Field| test.fits(field.holds) && test.is_sound(field.holds);
        let fields: Vec<&Field> = FIELDS.iter().filter(suits).collect();
        let no = (!fields.is_empty()).then(|| at.get(&fields).no)?;
        Some(Filter::field(no, test))
    };
    (test(), any::<prop::sample::Index>()).prop_filter_map("suits no field", suited)
}

pub(super) fn filter() -> impl Strategy<Value = Filter> {
    leaf().prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Filter::All),
            vec(inner.clone(), 0..4).prop_map(Filter::Any),
            inner.prop_map(|one| Filter::Not(Box::new(one))),
        ]
    })
}

/// A text as it is compared, written down again and otherwise.
fn plain(text: &str, phone: bool) -> String {
    let narrow: String = text
        .chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap(),
            c => c,
        })
        .collect();
    if phone {
        narrow.chars().filter(char::is_ascii_digit).collect()
    } else {
        narrow.to_lowercase().trim().to_owned()
    }
}

fn text_meets(test: &Test, text: &str, phone: bool) -> bool {
    let text = plain(text, phone);
    match test {
        Test::Is(said) => text == plain(said, phone),
        Test::Contains(said) => text.contains(&plain(said, phone)),
        Test::Begins(said) => text.starts_with(&plain(said, phone)),
        _ => false,
    }
}

fn day_meets(days: Days, day: Date) -> bool {
    let today = TODAY.day;
    let ahead = day.0 - today.0;
    let (year, month, _) = today.ymd();
    match days {
        Days::Before(other) => day < other,
        Days::On(other) => day == other,
        Days::After(other) => day > other,
        Days::Between(from, to) => from <= day && day <= to,
        Days::Last(n) => (-i32::from(n)..=0).contains(&ahead),
        Days::Next(n) => (0..=i32::from(n)).contains(&ahead),
        Days::ThisMonth => (day.ymd().0, day.ymd().1) == (year, month),
        Days::ThisYear => day.ymd().0 == year,
        Days::Birthday(n) => (0..=i32::from(n)).any(|ahead| {
            let (y, m, d) = Date(today.0 + ahead).ymd();
            let (_, month, born) = day.ymd();
            (m, d) == (month, born)
                || (month, born, m, d) == (2, 29, 2, 28) && Date::from_ymd(y, 2, 29).is_none()
        }),
    }
}

fn field_meets(row: Row<'_>, no: FieldNo, test: &Test) -> bool {
    let holds = KIND.field(no).unwrap().holds;
    let phone = matches!(holds, FieldType::Phone | FieldType::Phones);
    if holds.is_set() {
        let has = row.elements(no);
        let holds = |word: &String| has.contains(&&**word);
        return match test {
            Test::Filled => !has.is_empty(),
            Test::Blank => has.is_empty(),
            Test::HasAny(words) => words.iter().any(holds),
            Test::HasAll(words) => words.iter().all(holds),
            Test::HasNone(words) => !has.is_empty() && !words.iter().any(holds),
            test => has
                .iter()
                .any(|element| text_meets(test, Labelled::of(element).text, phone)),
        };
    }
    let value = row.value(no);
    let blank = match &value {
        Value::Nothing => true,
        Value::Text(text) | Value::Choice(text) => text.trim().is_empty(),
        _ => false,
    };
    match (test, &value) {
        (Test::Filled, _) => !blank,
        (Test::Blank, _) => blank,
        (Test::OneOf(codes), value) => value
            .as_text()
            .is_some_and(|v| codes.iter().any(|c| c == v)),
        (Test::Number(range), Value::Int(i)) => range.holds(*i as f64),
        (Test::Number(range), Value::Number(x)) => holds == FieldType::Decimal && range.holds(*x),
        (
            Test::Money { range, currency },
            Value::Money {
                minor,
                currency: of,
            },
        ) => currency == of && range.holds(*minor),
        (Test::Day(days), Value::Date(day)) => day_meets(*days, *day),
        (Test::Day(Days::Birthday(_)), Value::Instant(_)) => false,
        (Test::Day(days), Value::Instant(ms)) => {
            let day = (ms + i64::from(TODAY.ahead) * 60_000).div_euclid(86_400_000);
            day_meets(*days, Date(i32::try_from(day).unwrap()))
        }
        (Test::Flag(wanted), Value::Flag(flag)) => wanted == flag,
        (Test::Refers(all), Value::Ref(id)) => all.contains(id),
        (test, Value::Text(text) | Value::Choice(text)) => text_meets(test, text, phone),
        _ => false,
    }
}

fn meets(row: Row<'_>, filter: &Filter) -> bool {
    match filter {
        Filter::All(all) => all.iter().all(|one| meets(row, one)),
        Filter::Any(all) => all.iter().any(|one| meets(row, one)),
        Filter::Not(one) => !meets(row, one),
        Filter::Field { field, test } => field_meets(row, *field, test),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn columns_answer_as_a_look_at_each_record_does(
        records in records(),
        filters in vec(filter(), 1..12),
    ) {
        let desk = desk(&records);
        for filter in filters {
            let table = desk.replica.table(KIND.no);
            let expected: Vec<u32> = table
                .into_iter()
                .flat_map(|table| table.rows())
                .filter(|row| meets(*row, &filter))
                .map(|row| row.index())
                .collect();
            prop_assert_eq!(rows(&desk.replica, &filter), expected, "{:?}", filter);
        }
    }
}

#[test]
fn several_stretches_answer_as_one() {
    let mut desk = Desk::default();
    for n in 0..9_000 {
        let value = Value::Int(i64::from(n % 7));
        desk.add(KIND.no, id(n), &[(9, value), (1, text("a"))], &[]);
    }
    desk.apply(
        (0..9_000)
            .step_by(5)
            .map(|n| Op::Delete { record: id(n) })
            .collect(),
    );
    let filter = Filter::field(FieldNo(9), Test::Number(Range::Equal(3.0)));
    let expected: Vec<u32> = (0..9_000).filter(|n| n % 7 == 3 && n % 5 != 0).collect();
    assert_eq!(rows(&desk.replica, &filter), expected);
    assert_eq!(
        rows(&desk.replica, &Filter::Not(Box::new(filter))).len(),
        7_200 - expected.len()
    );
}
