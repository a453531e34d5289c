//! The Net Promoter Score with its score interval.
//!
//! Stays true: the interval holds the score and stays within −100 to 100, whatever n is.

use crate::estimate::{Confidence, Estimate, Method};

/// Halvings of the search for an end of the interval; they exhaust a 64-bit float.
const HALVINGS: usize = 60;

/// A Net Promoter Score and the three groups it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nps {
    /// Promoters' share less detractors' share, in points from −100 to 100.
    pub estimate: Estimate,
    /// Scores of 9 and 10.
    pub promoters: usize,
    /// Scores of 7 and 8.
    pub passives: usize,
    /// Scores of 0 to 6.
    pub detractors: usize,
}

/// The Net Promoter Score of scores from 0 to 10 (F. Reichheld, Harvard Business Review, 2003)
/// with its 95 % interval; see [`nps_from_counts`] for the interval.
///
/// Values off the scale count as missing; between whole scores, from 9 upwards promotes and below
/// 7 detracts. `None` where no score is present.
pub fn nps(scores: &[f64]) -> Option<Nps> {
    let (mut promoters, mut detractors, mut n) = (0, 0, 0);
    for score in scores {
        let present = (*score >= 0.0) & (*score <= 10.0);
        n += usize::from(present);
        promoters += usize::from(present & (*score >= 9.0));
        detractors += usize::from(present & (*score < 7.0));
    }
    nps_from_counts(
        promoters,
        n - promoters - detractors,
        detractors,
        Confidence::P95,
    )
}

/// The Net Promoter Score of three counts, with its score interval.
///
/// The interval holds every difference δ of the two shares that the score test does not reject:
/// `(p − d − nδ)² ≤ z² n (2q̃ + δ(1 − δ))`, where p and d count promoters and detractors and q̃ is
/// the detractors' share that is most likely when the difference is δ, the larger root of
/// `2n q² + ((2n − p + d)δ − p − d) q − dδ(1 − δ) = 0` (Tango, Statistics in Medicine 17, 1998;
/// for this score: Rocks, The American Statistician 70, 2016). Without passives it is Wilson's.
///
/// `None` where all three counts are 0.
pub fn nps_from_counts(
    promoters: usize,
    passives: usize,
    detractors: usize,
    confidence: Confidence,
) -> Option<Nps> {
    let n = promoters + passives + detractors;
    if n == 0 {
        return None;
    }
    let test = ScoreTest {
        n: n as f64,
        up: promoters as f64,
        down: detractors as f64,
        square: confidence.deviate().powi(2),
    };
    let middle = (test.up - test.down) / test.n;
    let estimate = Estimate {
        value: 100.0 * middle,
        low: if detractors == n {
            -100.0
        } else {
            100.0 * test.bound(middle, -1.0)
        },
        high: if promoters == n {
            100.0
        } else {
            100.0 * test.bound(middle, 1.0)
        },
        n,
        method: Method::Score,
    };
    Some(Nps {
        estimate,
        promoters,
        passives,
        detractors,
    })
}

struct ScoreTest {
    n: f64,
    up: f64,
    down: f64,
    square: f64,
}

impl ScoreTest {
    /// The farthest difference that is not rejected between `inside`, which is not, and `limit`.
    fn bound(&self, mut inside: f64, limit: f64) -> f64 {
        let mut outside = limit;
        for _ in 0..HALVINGS {
            let middle = 0.5 * (inside + outside);
            if self.rejects(middle) {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        inside
    }

    fn rejects(&self, difference: f64) -> bool {
        let rest = difference * (1.0 - difference);
        let slope = (2.0 * self.n - self.up + self.down) * difference - self.up - self.down;
        let root = (slope * slope + 8.0 * self.n * self.down * rest)
            .max(0.0)
            .sqrt();
        let likely = if slope > 0.0 {
            2.0 * self.down * rest / (slope + root)
        } else {
            (root - slope) / (4.0 * self.n)
        };
        let off = self.up - self.down - self.n * difference;
        off * off > self.square * self.n * (2.0 * likely + rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::share;

    #[test]
    fn scores_fall_into_three_groups() {
        let scores = [10.0, 9.0, 8.0, 7.0, 6.0, 0.0, 9.0, f64::NAN, 11.0, -1.0];
        let found = nps(&scores).unwrap();
        assert_eq!(
            (found.promoters, found.passives, found.detractors),
            (3, 2, 2)
        );
        assert_eq!(found.estimate.n, 7);
        assert!((found.estimate.value - 100.0 / 7.0).abs() < 1e-12);
        assert_eq!(nps(&[]), None);
        assert_eq!(nps(&[f64::NAN]), None);
    }

    #[test]
    fn an_interval_holds_its_score_and_stays_on_the_scale() {
        for up in 0..12 {
            for between in 0..12 {
                for down in 0..12 {
                    let Some(found) = nps_from_counts(up, between, down, Confidence::P95) else {
                        assert_eq!(up + between + down, 0);
                        continue;
                    };
                    let Estimate {
                        value, low, high, ..
                    } = found.estimate;
                    assert!(
                        -100.0 <= low && low <= value,
                        "{up} {between} {down}: {low}"
                    );
                    assert!(
                        value <= high && high <= 100.0,
                        "{up} {between} {down}: {high}"
                    );
                    assert!(high > low, "{up} {between} {down}");
                }
            }
        }
    }

    #[test]
    fn exchanging_promoters_and_detractors_mirrors_the_interval() {
        for (up, between, down) in [(5, 3, 9), (0, 4, 7), (40, 0, 1), (0, 0, 6)] {
            let one = nps_from_counts(up, between, down, Confidence::P95)
                .unwrap()
                .estimate;
            let other = nps_from_counts(down, between, up, Confidence::P95)
                .unwrap()
                .estimate;
            assert!((one.low + other.high).abs() < 1e-9, "{one:?} {other:?}");
            assert!((one.high + other.low).abs() < 1e-9, "{one:?} {other:?}");
        }
    }

    #[test]
    fn without_passives_the_interval_is_wilsons() {
        for (up, down) in [(1, 9), (0, 5), (30, 12), (7, 7)] {
            let score = nps_from_counts(up, 0, down, Confidence::P95)
                .unwrap()
                .estimate;
            let wilson = share(up, up + down, Confidence::P95).unwrap();
            assert!(
                (score.low - 100.0 * (2.0 * wilson.low - 1.0)).abs() < 1e-9,
                "{up} {down}"
            );
            assert!(
                (score.high - 100.0 * (2.0 * wilson.high - 1.0)).abs() < 1e-9,
                "{up} {down}"
            );
        }
    }
}
