//! What one column holds, in six numbers.

use crate::lanes::{deviations, sweep};

/// Counts, centre, spread and extremes of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Description {
    /// Values present.
    pub n: usize,
    /// Values missing.
    pub missing: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation of a sample (divisor n − 1); 0 where n = 1, infinite where the
    /// squares exceed what a float can hold.
    pub sd: f64,
    /// The smallest value.
    pub min: f64,
    /// The largest value.
    pub max: f64,
}

/// Describes a column, or gives `None` where no value is present.
///
/// Two passes: the mean first, then squares around it, corrected for the rounding of the mean
/// (Chan, Golub and LeVeque, The American Statistician 37, 1983).
pub fn describe(column: &[f64]) -> Option<Description> {
    let first = sweep(column);
    if first.n == 0 {
        return None;
    }
    let count = first.n as f64;
    let rough = (first.sum / count).clamp(first.min, first.max);
    let (sum, squares) = deviations(column, rough);
    let fine = rough + sum / count;
    let mean = if fine.is_nan() {
        rough
    } else {
        fine.clamp(first.min, first.max)
    };
    let spread = squares - sum * sum / count;
    let sd = if first.min == first.max {
        0.0
    } else if spread.is_nan() {
        f64::INFINITY
    } else {
        (spread.max(0.0) / (count - 1.0)).sqrt()
    };
    Some(Description {
        n: first.n,
        missing: column.len() - first.n,
        mean,
        sd,
        min: first.min,
        max: first.max,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_values_are_counted_and_left_out() {
        let found = describe(&[f64::NAN, 2.0, 4.0, f64::INFINITY, 9.0]).unwrap();
        assert_eq!((found.n, found.missing), (3, 2));
        assert_eq!((found.mean, found.min, found.max), (5.0, 2.0, 9.0));
        assert!((found.sd - 13.0_f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn nothing_present_describes_nothing() {
        assert_eq!(describe(&[]), None);
        assert_eq!(describe(&[f64::NAN]), None);
    }

    #[test]
    fn a_large_offset_costs_no_digits() {
        let column: Vec<f64> = (0..1001).map(|i| 1e9 + f64::from(i % 3) - 1.0).collect();
        let small: Vec<f64> = column.iter().map(|v| v - 1e9).collect();
        let (far, near) = (describe(&column).unwrap(), describe(&small).unwrap());
        assert!((far.sd / near.sd - 1.0).abs() < 1e-13);
    }

    #[test]
    fn one_value_or_a_constant_has_no_spread() {
        for column in [&[0.1][..], &[0.1; 37][..]] {
            let found = describe(column).unwrap();
            assert_eq!((found.mean, found.sd), (0.1, 0.0));
        }
    }
}
