//! What filtering and sorting 100,000 records costs:
//! `cargo test --profile server -p query -- --ignored --nocapture cost`.

use super::{TODAY, anyone, id};
use crate::{Days, Direction, Filter, Folded, Order, Range, Test, select, sort};
use model::{BatchId, CUSTOMER, Date, DeviceId, FieldNo, Kind, PURCHASE, customer, purchase};
use replica::{Replica, Touched};
use sample::{Activity, Size, generate};
use std::time::Instant;

fn best(case: &str, mut run: impl FnMut() -> usize) {
    // One case alone, for a profiler to watch.
    if std::env::var("CASE").is_ok_and(|only| !case.contains(&only)) {
        return;
    }
    let mut times = Vec::new();
    let mut count = 0;
    for _ in 0..15 {
        let begun = Instant::now();
        count = run();
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{case:45} best {:7.2} ms  median {:7.2} ms  ({count})",
        times[0], times[7]
    );
}

fn filter(replica: &Replica, kind: &Kind, case: &str, filter: &Filter) -> Vec<u32> {
    let table = replica.table(kind.no).unwrap();
    let run = || select(filter, table, kind, TODAY, &anyone).unwrap();
    best(case, || run().len());
    run()
}

fn order(replica: &Replica, kind: &Kind, case: &str, fields: &[(FieldNo, Direction)]) {
    let table = replica.table(kind.no).unwrap();
    let rows = select(&Filter::default(), table, kind, TODAY, &anyone).unwrap();
    let orders: Vec<Order> = fields
        .iter()
        .map(|(field, direction)| Order {
            field: *field,
            direction: *direction,
        })
        .collect();
    let readings = include_bytes!("../../../find/data/readings.bin");
    let readings = find::Readings::from_bytes(readings).unwrap();
    let pinyin = Pinyin(find::Collation::new(Some(&readings)));
    for (name, keys) in [
        ("folded", &Folded as &dyn crate::SortKeys),
        ("pinyin", &pinyin),
    ] {
        let case = [case, ", ", name].concat();
        best(&case, || {
            let mut rows = rows.clone();
            sort(&mut rows, replica, kind, &orders, keys, &anyone).unwrap();
            rows.len()
        });
    }
}

struct Pinyin(find::Collation);

impl crate::SortKeys for Pinyin {
    fn key(&self, field: &model::Field, text: &str, out: &mut Vec<u8>) {
        let begins = if field.code == "name" {
            find::Begins::Name
        } else {
            find::Begins::Words
        };
        self.0.key(begins, text, out);
    }
}

#[test]
#[ignore = "prints what it measures"]
fn cost() {
    let size = Size {
        customers: 100_000,
        activity: Activity::Natural,
    };
    let mut replica = Replica::default();
    let device = DeviceId([3; 16]);
    for mut change in generate(1, size, device, id(1), BatchId([9; 16]), 1) {
        change
            .ops
            .retain(|op| !matches!(op, replica::Op::Respond(_)));
        replica.apply(&change, 0, &mut Touched::default());
    }
    let field = Filter::field;
    let sale = field(customer::SINCE, Test::Day(Days::After(Date(17_500))));
    let name = field(customer::NAME, Test::Contains("伟".into()));
    let tags = field(
        customer::TAGS,
        Test::HasAny(vec!["VIP".into(), "重点客户".into()]),
    );
    let region = field(customer::REGION, Test::Contains("京".into()));
    let phone = field(customer::PHONE, Test::Contains("888".into()));
    let email = field(customer::EMAIL, Test::Contains("an".into()));
    let kind = field(customer::KIND, Test::OneOf(vec!["person".into()]));
    let year = field(
        customer::BIRTH_YEAR,
        Test::Number(Range::Between(1970.0, 1990.0)),
    );
    let birth = field(customer::SINCE, Test::Day(Days::Birthday(7)));
    let c = &CUSTOMER;
    let all = |filters: &[&Filter]| Filter::All(filters.iter().map(|f| (*f).clone()).collect());
    let any = |filters: &[&Filter]| Filter::Any(filters.iter().map(|f| (*f).clone()).collect());
    for (case, one) in [
        ("name contains", &name),
        ("phone contains", &phone),
        ("email contains", &email),
        ("tags has any", &tags),
        ("since after", &sale),
        ("birthday within 7", &birth),
        ("choice, date, number", &all(&[&kind, &sale, &year])),
        (
            "choice, region contains, tags",
            &all(&[&kind, &region, &tags]),
        ),
        (
            "any of name, phone, email contains",
            &any(&[&name, &phone, &email]),
        ),
    ] {
        filter(&replica, c, case, one);
    }
    use Direction::{Ascending, Descending};
    order(&replica, c, "sort name", &[(customer::NAME, Ascending)]);
    order(&replica, c, "sort region", &[(customer::REGION, Ascending)]);
    order(&replica, c, "sort email", &[(customer::EMAIL, Ascending)]);
    order(&replica, c, "sort since", &[(customer::SINCE, Descending)]);
    order(&replica, c, "sort tags", &[(customer::TAGS, Ascending)]);
    let three = [
        (customer::REGION, Ascending),
        (customer::ACQUIRED, Descending),
        (customer::NAME, Ascending),
    ];
    order(&replica, c, "sort region, choice, name", &three);
    let p = &PURCHASE;
    let amount = Test::Money {
        range: Range::AtLeast(50_000),
        currency: *b"CNY",
    };
    filter(
        &replica,
        p,
        "purchases by amount",
        &field(purchase::AMOUNT, amount),
    );
    order(
        &replica,
        p,
        "purchases by customer",
        &[(purchase::CUSTOMER, Ascending)],
    );
    order(
        &replica,
        p,
        "purchases by amount",
        &[(purchase::AMOUNT, Ascending)],
    );
}
