//! Means with Student's t interval, plain or on a scale.
//!
//! Stays true: one observation gives an interval, the widest there is, never `NaN`.

use crate::describe::describe;
use crate::distribution::student_quantile;
use crate::estimate::{Confidence, Estimate, Method};

/// The mean of a column with its 95 % interval, `mean ± t₀.₉₇₅,ₙ₋₁ · sd/√n` (Student 1908).
///
/// `None` where no value is present. One value alone bounds nothing: its interval reaches from
/// minus infinity to infinity and says [`Method::Unbounded`].
pub fn mean(values: &[f64]) -> Option<Estimate> {
    mean_with(values, Confidence::P95)
}

/// [`mean`] at another confidence.
pub fn mean_with(values: &[f64], confidence: Confidence) -> Option<Estimate> {
    let found = describe(values)?;
    let value = found.mean;
    if found.n < 2 {
        return Some(Estimate {
            value,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            n: found.n,
            method: Method::Unbounded,
        });
    }
    let reach = -student_quantile(confidence.tail(), (found.n - 1) as f64);
    let margin = reach * found.sd / (found.n as f64).sqrt();
    let (low, high) = (value - margin, value + margin);
    Some(Estimate {
        value,
        low,
        high,
        n: found.n,
        method: Method::StudentT,
    })
}

/// The mean of scores on a scale from `least` to `most`; its interval never leaves the scale.
///
/// Values off the scale count as missing. One value alone has the whole scale as its interval.
/// `None` where no value is on the scale.
pub fn mean_on_scale(
    scores: &[f64],
    least: f64,
    most: f64,
    confidence: Confidence,
) -> Option<Estimate> {
    let on_scale = |score: &f64| (least..=most).contains(score);
    let found = if scores.iter().all(on_scale) {
        mean_with(scores, confidence)?
    } else {
        let kept: Vec<f64> = scores.iter().copied().filter(on_scale).collect();
        mean_with(&kept, confidence)?
    };
    Some(Estimate {
        low: found.low.max(least),
        high: found.high.min(most),
        ..found
    })
}

/// The Customer Effort Score: the mean of agreement, from 1 to 7, with "it was easy" (version 2.0
/// of the measure, CEB 2013), with its 95 % t interval inside the scale.
///
/// `None` where no score is present; see [`mean_on_scale`] for what counts.
pub fn ces(scores: &[f64]) -> Option<Estimate> {
    mean_on_scale(scores, 1.0, 7.0, Confidence::P95)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_alone_bounds_nothing() {
        let found = mean(&[4.0, f64::NAN]).unwrap();
        assert_eq!(
            (found.value, found.n, found.method),
            (4.0, 1, Method::Unbounded)
        );
        assert_eq!((found.low, found.high), (f64::NEG_INFINITY, f64::INFINITY));
        let found = ces(&[4.0]).unwrap();
        assert_eq!((found.low, found.high), (1.0, 7.0));
    }

    #[test]
    fn nothing_present_has_no_mean() {
        assert_eq!(mean(&[]), None);
        assert_eq!(ces(&[f64::NAN, 0.0, 8.0]), None);
    }

    #[test]
    fn two_values_follow_the_cauchy_quantile() {
        let found = mean(&[1.0, 3.0]).unwrap();
        let reach = (std::f64::consts::PI * 0.475).tan();
        assert!((found.high - 2.0 - reach).abs() < 1e-11 * reach);
        assert!((found.low - 2.0 + reach).abs() < 1e-11 * reach);
    }

    #[test]
    fn scores_off_the_scale_are_missing() {
        assert_eq!(ces(&[5.0, 6.0, 9.0, 7.0]), ces(&[5.0, 6.0, 7.0]));
    }
}
