//! Shares of a whole with Wilson's interval, and satisfaction as one of them.

use crate::estimate::{Confidence, Estimate, Method};

/// `hits` of `n` as a share from 0 to 1 with Wilson's score interval (JASA 22, 1927):
/// `(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`.
///
/// `None` where n = 0. More hits than n count as n.
pub fn share(hits: usize, n: usize, confidence: Confidence) -> Option<Estimate> {
    if n == 0 {
        return None;
    }
    let hits = hits.min(n);
    let count = n as f64;
    let value = hits as f64 / count;
    let square = confidence.deviate().powi(2);
    let whole = 1.0 + square / count;
    let centre = (value + square / (2.0 * count)) / whole;
    let spread = (value * (1.0 - value) / count + square / (4.0 * count * count)) * square;
    let margin = spread.sqrt() / whole;
    let low = if hits == 0 {
        0.0
    } else {
        (centre - margin).clamp(0.0, value)
    };
    let high = if hits == n {
        1.0
    } else {
        (centre + margin).clamp(value, 1.0)
    };
    Some(Estimate {
        value,
        low,
        high,
        n,
        method: Method::Wilson,
    })
}

/// Customer satisfaction: the share, from 0 to 1, of scores in the top two of a scale from 1 to
/// `scale_max`, with Wilson's 95 % interval.
///
/// Values off the scale count as missing. `None` where no score is present, or where the scale
/// has fewer than three steps (its top two would be everything).
pub fn csat(scores: &[f64], scale_max: u8) -> Option<Estimate> {
    if scale_max < 3 {
        return None;
    }
    let most = f64::from(scale_max);
    let bar = most - 1.0;
    let (mut n, mut hits) = (0, 0);
    for score in scores {
        let present = (*score >= 1.0) & (*score <= most);
        n += usize::from(present);
        hits += usize::from(present & (*score >= bar));
    }
    share(hits, n, Confidence::P95)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn satisfaction_is_the_top_two_of_those_present() {
        let found = csat(&[5.0, 4.0, 3.0, 1.0, f64::NAN, 0.0, 6.0], 5).unwrap();
        assert_eq!(
            (found.value, found.n, found.method),
            (0.5, 4, Method::Wilson)
        );
        assert_eq!(csat(&[], 5), None);
        assert_eq!(csat(&[1.0, 2.0], 2), None);
    }

    #[test]
    fn an_interval_holds_its_value_and_stays_within_the_whole() {
        for n in 1..60 {
            for hits in 0..=n {
                let found = share(hits, n, Confidence::P99).unwrap();
                assert!(0.0 <= found.low && found.low <= found.value, "{hits}/{n}");
                assert!(found.value <= found.high && found.high <= 1.0, "{hits}/{n}");
            }
        }
    }
}
