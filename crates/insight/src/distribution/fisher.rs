//! The F distribution.

use super::beta::beta_regularised;

/// P(F ≤ f) with the degrees of freedom of numerator and denominator; `NaN` for a `NaN` or
/// for degrees that are not positive.
pub fn fisher_cdf(f: f64, numerator: f64, denominator: f64) -> f64 {
    let (x, rest) = split(f, numerator, denominator);
    beta_regularised(0.5 * numerator, 0.5 * denominator, x, rest)
}

/// P(F > f): the p-value of an F test.
pub fn fisher_tail(f: f64, numerator: f64, denominator: f64) -> f64 {
    let (x, rest) = split(f, numerator, denominator);
    beta_regularised(0.5 * denominator, 0.5 * numerator, rest, x)
}

/// The argument of the beta function and 1 less it.
fn split(f: f64, numerator: f64, denominator: f64) -> (f64, f64) {
    if f <= 0.0 {
        (0.0, 1.0)
    } else if f == f64::INFINITY {
        (1.0, 0.0)
    } else {
        let odds = f * (numerator / denominator);
        (odds / (1.0 + odds), 1.0 / (1.0 + odds))
    }
}
