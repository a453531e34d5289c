//! A figure for each period: values grouped by a number, an estimator applied to each group.
//!
//! Must not know: what a period is. A month index, a week or a year are all numbers to it.

use std::ops::Range;

/// The widest span of periods that is grouped by counting rather than by sorting.
const COUNTED: i64 = 1 << 16;

/// Groups `values` by their `periods` and applies `f` to each group, in the order of periods.
///
/// Values keep their order within a group, missing ones included. A period for which `f` gives
/// `None` is left out. Where one slice is longer, its surplus is not used.
pub fn by_period<T>(
    periods: &[i32],
    values: &[f64],
    mut f: impl FnMut(&[f64]) -> Option<T>,
) -> Vec<(i32, T)> {
    let groups = group(periods, values);
    let apply =
        |(period, range): (i32, Range<usize>)| Some((period, f(groups.values.get(range)?)?));
    groups.spans.into_iter().filter_map(apply).collect()
}

struct Groups {
    /// Each period with where its values are.
    spans: Vec<(i32, Range<usize>)>,
    values: Vec<f64>,
}

/// Not generic, so that it is compiled here and with this crate's optimisation.
fn group(periods: &[i32], values: &[f64]) -> Groups {
    let rows = periods.len().min(values.len());
    let periods = periods.get(..rows).unwrap_or_default();
    let (Some(least), Some(most)) = (periods.iter().min(), periods.iter().max()) else {
        return Groups {
            spans: Vec::new(),
            values: Vec::new(),
        };
    };
    let (least, most) = (i64::from(*least), i64::from(*most));
    if most - least < COUNTED {
        by_counting(periods, values, least, most)
    } else {
        by_sorting(periods, values)
    }
}

fn by_counting(periods: &[i32], values: &[f64], least: i64, most: i64) -> Groups {
    let slot = |period: i32| usize::try_from(i64::from(period) - least).unwrap_or(usize::MAX);
    let mut counts = vec![0_usize; slot_count(least, most)];
    for period in periods {
        if let Some(count) = counts.get_mut(slot(*period)) {
            *count += 1;
        }
    }
    let mut spans = Vec::new();
    let mut next = 0;
    for (offset, count) in counts.iter_mut().enumerate() {
        let start = next;
        next += *count;
        if *count > 0 {
            let period = i32::try_from(least + offset as i64).unwrap_or(i32::MAX);
            spans.push((period, start..next));
        }
        *count = start;
    }
    let mut sorted = vec![0.0; periods.len()];
    for (period, value) in periods.iter().zip(values) {
        let Some(place) = counts.get_mut(slot(*period)) else {
            continue;
        };
        if let Some(cell) = sorted.get_mut(*place) {
            *cell = *value;
        }
        *place += 1;
    }
    Groups {
        spans,
        values: sorted,
    }
}

fn slot_count(least: i64, most: i64) -> usize {
    usize::try_from(most - least + 1).unwrap_or(0)
}

fn by_sorting(periods: &[i32], values: &[f64]) -> Groups {
    let mut pairs: Vec<(i32, f64)> = periods
        .iter()
        .copied()
        .zip(values.iter().copied())
        .collect();
    pairs.sort_by_key(|(period, _)| *period);
    let mut spans = Vec::new();
    let mut start = 0;
    for run in pairs.chunk_by(|a, b| a.0 == b.0) {
        let end = start + run.len();
        if let Some((period, _)) = run.first() {
            spans.push((*period, start..end));
        }
        start = end;
    }
    Groups {
        spans,
        values: pairs.into_iter().map(|(_, value)| value).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(periods: &[i32], values: &[f64], expected: &[(i32, &[f64])]) {
        let found = by_period(periods, values, |group| Some(group.to_vec()));
        let expected: Vec<_> = expected.iter().map(|(p, v)| (*p, v.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn groups_come_in_order_and_keep_the_order_within() {
        check(&[], &[], &[]);
        check(
            &[3, 1, 3],
            &[1.0, 2.0, 0.5],
            &[(1, &[2.0]), (3, &[1.0, 0.5])],
        );
        check(
            &[-2, 5, -2, 0],
            &[1.0, 2.0, 3.0, 4.0],
            &[(-2, &[1.0, 3.0]), (0, &[4.0]), (5, &[2.0])],
        );
        check(
            &[i32::MAX, i32::MIN, 0, i32::MAX],
            &[1.0, 2.0, 3.0, 0.0],
            &[(i32::MIN, &[2.0]), (0, &[3.0]), (i32::MAX, &[1.0, 0.0])],
        );
    }

    #[test]
    fn a_surplus_is_not_used_and_a_group_without_a_figure_is_left_out() {
        check(&[1, 1, 2], &[1.0, 2.0], &[(1, &[1.0, 2.0])]);
        let found = by_period(&[1, 2], &[f64::NAN, 4.0], crate::mean);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 2);
    }
}
