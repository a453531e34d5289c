//! What is figured out of orders and promises.

use model::Date;
use std::collections::BTreeMap;

/// An order, as figures see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// When; none when nobody said.
    pub day: Option<Date>,
    /// How much, in minor units by currency.
    pub amounts: BTreeMap<[u8; 3], i64>,
    /// Whether all of it was returned.
    pub returned: bool,
}

/// What somebody bought.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Buying {
    /// The day of the latest order.
    pub last: Option<Date>,
    /// What they paid, in minor units by currency.
    pub totals: BTreeMap<[u8; 3], i64>,
    /// How many orders stand.
    pub orders: usize,
    /// How many more were returned.
    pub returned: usize,
    /// The median of the days between days on which they bought, and of how many gaps.
    pub between: Option<(f64, usize)>,
}

/// The figures of orders; of those returned only their number counts.
pub fn buying(orders: &[Order]) -> Buying {
    let mut all = Buying::default();
    let mut days = Vec::new();
    for order in orders {
        if order.returned {
            all.returned += 1;
            continue;
        }
        all.orders += 1;
        days.extend(order.day.map(|day| i64::from(day.0)));
        for (currency, minor) in &order.amounts {
            let total = all.totals.entry(*currency).or_default();
            *total = total.saturating_add(*minor);
        }
    }
    days.sort_unstable();
    days.dedup();
    all.last = days
        .last()
        .and_then(|day| i32::try_from(*day).ok())
        .map(Date);
    let mut gaps: Vec<i64> = days
        .iter()
        .zip(days.iter().skip(1))
        .map(|(before, after)| after - before)
        .collect();
    gaps.sort_unstable();
    all.between = median(&gaps).map(|median| (median, gaps.len()));
    all
}

/// The middle of sorted numbers, or the mean of the two in the middle.
#[allow(clippy::cast_precision_loss)]
fn median(sorted: &[i64]) -> Option<f64> {
    let n = sorted.len();
    let (low, high) = (n.checked_sub(1)? / 2, n / 2);
    Some((*sorted.get(low)? as f64 + *sorted.get(high)? as f64) / 2.0)
}

/// Promises by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Promises {
    /// Not settled.
    pub open: usize,
    /// Of these, due before today.
    pub late: usize,
    /// Kept.
    pub kept: usize,
    /// Broken.
    pub broken: usize,
}

/// Counts promises, given by the code of their state and their day; released ones do not count.
pub fn promises(all: impl Iterator<Item = (String, Option<Date>)>, today: Date) -> Promises {
    let mut sum = Promises::default();
    for (state, by) in all {
        match state.as_str() {
            "open" => {
                sum.open += 1;
                sum.late += usize::from(by.is_some_and(|by| by < today));
            }
            "kept" => sum.kept += 1,
            "broken" => sum.broken += 1,
            _ => {}
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(day: i32, minor: i64, currency: &str, returned: bool) -> Order {
        let mut code = [0; 3];
        code.copy_from_slice(currency.as_bytes());
        Order {
            day: Some(Date(day)),
            amounts: BTreeMap::from([(code, minor)]),
            returned,
        }
    }

    #[test]
    fn nobody_bought_once_or_often() {
        assert_eq!(buying(&[]), Buying::default());
        let once = buying(&[order(10, 500, "CNY", false)]);
        assert_eq!((once.last, once.orders), (Some(Date(10)), 1));
        assert_eq!(once.between, None);
        assert_eq!(once.totals, BTreeMap::from([(*b"CNY", 500)]));
        let often = buying(&[
            order(40, 200, "CNY", false),
            order(10, 500, "CNY", false),
            order(10, 100, "USD", false),
            order(20, 300, "CNY", false),
            order(25, 50, "CNY", false),
        ]);
        assert_eq!((often.last, often.orders), (Some(Date(40)), 5));
        // 10, 5 and 15 days; two orders of one day make no gap.
        assert_eq!(often.between, Some((10.0, 3)));
        let totals = BTreeMap::from([(*b"CNY", 1050), (*b"USD", 100)]);
        assert_eq!(often.totals, totals);
    }

    #[test]
    fn what_was_returned_was_not_bought() {
        let all = buying(&[
            order(10, 500, "CNY", false),
            order(15, 100, "CNY", false),
            order(99, 900, "EUR", true),
        ]);
        assert_eq!((all.last, all.orders, all.returned), (Some(Date(15)), 2, 1));
        assert_eq!(all.totals, BTreeMap::from([(*b"CNY", 600)]));
        assert_eq!(all.between, Some((5.0, 1)));
        assert_eq!(buying(&[order(1, 1, "CNY", true)]).last, None);
    }

    #[test]
    fn orders_without_a_day_count_and_make_no_gap() {
        let undated = Order {
            day: None,
            ..order(0, 7, "CNY", false)
        };
        let all = buying(&[undated, order(3, 3, "CNY", false)]);
        assert_eq!(
            (all.orders, all.last, all.between),
            (2, Some(Date(3)), None)
        );
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4]), Some(4.0));
        assert_eq!(median(&[4, 7]), Some(5.5));
        assert_eq!(median(&[1, 4, 9]), Some(4.0));
    }

    #[test]
    fn promises_are_late_the_day_after() {
        let of = |state: &str, day: Option<i32>| (state.to_owned(), day.map(Date));
        let all = [
            of("open", Some(9)),
            of("open", Some(10)),
            of("open", None),
            of("kept", Some(1)),
            of("broken", Some(1)),
            of("released", Some(1)),
        ];
        let expected = Promises {
            open: 3,
            late: 1,
            kept: 1,
            broken: 1,
        };
        assert_eq!(promises(all.into_iter(), Date(10)), expected);
        assert_eq!(promises([].into_iter(), Date(10)), Promises::default());
    }
}
