//! How strongly each pair of columns goes together.

use crate::describe::describe;
use crate::error::InsightError;
use crate::matrix::Square;

/// Pearson correlations of every pair of columns, each over the rows complete for that pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    r: Square,
    n: Vec<usize>,
}

impl Correlation {
    /// How many columns there are.
    pub fn size(&self) -> usize {
        self.r.size()
    }

    /// The correlation of two columns, from −1 to 1. `None` where it is undefined: fewer than two
    /// complete rows, a constant column, or an index out of range.
    pub fn r(&self, row: usize, column: usize) -> Option<f64> {
        self.r.get(row, column).filter(|r| r.is_finite())
    }

    /// How many rows are complete for a pair of columns.
    pub fn n(&self, row: usize, column: usize) -> usize {
        if row.max(column) >= self.size() {
            return 0;
        }
        self.n.get(row * self.size() + column).copied().unwrap_or(0)
    }
}

/// The correlation matrix of columns, pairwise complete.
///
/// # Errors
///
/// [`InsightError::LengthMismatch`] where a column's length differs from the first one's.
pub fn correlation(columns: &[&[f64]]) -> Result<Correlation, InsightError> {
    same_length(columns)?;
    let size = columns.len();
    // Around a column's own mean the sums below lose no digits to a large offset.
    let centres: Vec<f64> = columns
        .iter()
        .map(|column| describe(column).map_or(0.0, |found| found.mean))
        .collect();
    let mut r = Square::zero(size);
    let mut n = vec![0; size * size];
    for (i, (a, centre_a)) in columns.iter().zip(&centres).enumerate() {
        for (j, (b, centre_b)) in columns.iter().zip(&centres).enumerate().take(i + 1) {
            let sums = pair(a, *centre_a, b, *centre_b);
            let value = if i == j && sums.r().is_finite() {
                1.0
            } else {
                sums.r()
            };
            for (row, column) in [(i, j), (j, i)] {
                r.set(row, column, value);
                if let Some(count) = n.get_mut(row * size + column) {
                    *count = sums.n as usize;
                }
            }
        }
    }
    Ok(Correlation { r, n })
}

/// Refuses columns that differ in length.
pub(crate) fn same_length(columns: &[&[f64]]) -> Result<usize, InsightError> {
    let expected = columns.first().map_or(0, |column| column.len());
    match columns.iter().position(|column| column.len() != expected) {
        Some(column) => {
            let found = columns.get(column).map_or(0, |column| column.len());
            Err(InsightError::LengthMismatch {
                column,
                expected,
                found,
            })
        }
        None => Ok(expected),
    }
}

#[derive(Clone, Copy, Default)]
struct Sums {
    n: f64,
    a: f64,
    b: f64,
    aa: f64,
    bb: f64,
    ab: f64,
}

impl Sums {
    /// `NaN` where undefined. A spread below the rounding of the values is none.
    fn r(&self) -> f64 {
        let spread_a = self.aa - self.a * self.a / self.n;
        let spread_b = self.bb - self.b * self.b / self.n;
        let noise = 16.0 * f64::EPSILON;
        let varies = spread_a > noise * self.aa && spread_b > noise * self.bb;
        if self.n < 2.0 || !varies {
            return f64::NAN;
        }
        let joint = self.ab - self.a * self.b / self.n;
        (joint / spread_a.sqrt() / spread_b.sqrt()).clamp(-1.0, 1.0)
    }
}

fn pair(a: &[f64], centre_a: f64, b: &[f64], centre_b: f64) -> Sums {
    let mut sums = [Sums::default(); 4];
    for (a, b) in a.chunks(4).zip(b.chunks(4)) {
        for ((sums, a), b) in sums.iter_mut().zip(a).zip(b) {
            let complete = a.is_finite() & b.is_finite();
            let a = if complete { a - centre_a } else { 0.0 };
            let b = if complete { b - centre_b } else { 0.0 };
            sums.n += f64::from(u8::from(complete));
            sums.a += a;
            sums.b += b;
            sums.aa += a * a;
            sums.bb += b * b;
            sums.ab += a * b;
        }
    }
    sums.into_iter().fold(Sums::default(), |x, y| Sums {
        n: x.n + y.n,
        a: x.a + y.a,
        b: x.b + y.b,
        aa: x.aa + y.aa,
        bb: x.bb + y.bb,
        ab: x.ab + y.ab,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: f64 = f64::NAN;

    #[test]
    fn each_pair_uses_the_rows_complete_for_it() {
        let a = [1.0, 2.0, 3.0, GAP, 5.0];
        let b = [2.0, 4.0, GAP, 1.0, 10.0];
        let c = [7.0, 7.0, 7.0, 7.0, 7.0];
        let found = correlation(&[&a, &b, &c]).unwrap();
        assert_eq!(
            (found.n(0, 1), found.n(1, 0), found.n(0, 0), found.n(2, 2)),
            (3, 3, 4, 5)
        );
        assert!((found.r(0, 1).unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(found.r(0, 0), Some(1.0));
        assert_eq!(
            (found.r(0, 2), found.r(2, 2), found.r(0, 9)),
            (None, None, None)
        );
    }

    #[test]
    fn a_column_of_another_length_is_refused() {
        let error = correlation(&[&[1.0, 2.0], &[1.0]]).unwrap_err();
        assert_eq!(
            error,
            InsightError::LengthMismatch {
                column: 1,
                expected: 2,
                found: 1
            }
        );
    }
}
