//! Whether several items measure one thing.

use crate::correlation::same_length;
use crate::describe::describe;
use crate::error::InsightError;

/// Cronbach's alpha and the rows it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Alpha, at most 1; negative where items oppose each other.
    pub alpha: f64,
    /// Rows in which every item is present.
    pub n: usize,
    /// Rows left out because an item is missing.
    pub dropped: usize,
}

/// Cronbach's alpha of k items, over complete rows: `k/(k−1) · (1 − Σ varᵢ / var(total))`
/// (L. Cronbach, Psychometrika 16, 1951).
///
/// # Errors
///
/// [`InsightError::TooFewColumns`] below two items, [`InsightError::LengthMismatch`],
/// [`InsightError::TooFewRows`] below two complete rows, and [`InsightError::ConstantOutcome`]
/// where the total does not vary.
pub fn cronbach_alpha(items: &[&[f64]]) -> Result<Reliability, InsightError> {
    if items.len() < 2 {
        return Err(InsightError::TooFewColumns { needed: 2 });
    }
    let rows = same_length(items)?;
    // A missing item makes the total missing, and the total marks which rows count.
    let mut totals = vec![0.0; rows];
    for item in items {
        for (total, value) in totals.iter_mut().zip(*item) {
            *total += if value.is_finite() { *value } else { f64::NAN };
        }
    }
    let total = describe(&totals);
    let n = total.map_or(0, |found| found.n);
    let Some(total) = total.filter(|found| found.n >= 2) else {
        return Err(InsightError::TooFewRows {
            complete: n,
            needed: 2,
        });
    };
    let mut within = 0.0;
    let mut kept = Vec::with_capacity(n);
    for item in items {
        kept.clear();
        let complete = item
            .iter()
            .zip(&totals)
            .filter(|(_, total)| total.is_finite());
        kept.extend(complete.map(|(value, _)| *value));
        within += describe(&kept).map_or(0.0, |found| found.sd.powi(2));
    }
    if total.sd <= 1e-12 * within.sqrt() || total.sd == 0.0 {
        return Err(InsightError::ConstantOutcome);
    }
    let k = items.len() as f64;
    let alpha = k / (k - 1.0) * (1.0 - within / total.sd.powi(2));
    Ok(Reliability {
        alpha,
        n,
        dropped: rows - n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_are_wholly_reliable_and_incomplete_rows_are_dropped() {
        let a = [1.0, 2.0, 3.0, 4.0, f64::NAN];
        let found = cronbach_alpha(&[&a, &a, &a]).unwrap();
        assert!((found.alpha - 1.0).abs() < 1e-15);
        assert_eq!((found.n, found.dropped), (4, 1));
    }

    #[test]
    fn what_cannot_be_computed_is_refused_by_name() {
        let (up, down) = ([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]);
        let cases: [(&[&[f64]], &str); 4] = [
            (&[&up], "too_few_columns"),
            (&[&up, &up[..2]], "length_mismatch"),
            (&[&[1.0, f64::NAN], &[1.0, 2.0]], "too_few_rows"),
            (&[&up, &down], "constant_outcome"),
        ];
        for (items, code) in cases {
            assert_eq!(cronbach_alpha(items).unwrap_err().code(), code);
        }
    }
}
