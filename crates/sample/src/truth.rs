//! The true model behind the ethics survey; the crate's page explains it.
//!
//! Must stay true: the expectation of the overall rating given the practice scores is linear,
//! exactly.

use crate::Activity;
use crate::rng::{Rng, Stream, rating};

/// What is added to the weighted practice scores.
pub const TRUE_INTERCEPT: f64 = 0.3;

/// Points of overall satisfaction (1 to 7) for a point of practice score (1 to 7), in the order
/// of [`survey::Practice::ALL`]: privacy, fairness, honesty, attention.
pub const TRUE_COEFFICIENTS: [f64; 4] = [0.18, 0.27, 0.34, 0.12];

/// The coefficients in standard deviations: `βₖ · sd(Pₖ) / sd(overall)` in the population of
/// [`Activity::Natural`], responses with all four scores, from a simulation of 20 million
/// responses (error below 0.0003).
pub const TRUE_STANDARDISED: [f64; 4] = [0.1752, 0.2706, 0.3380, 0.1226];

const MEANS: [f64; 4] = [5.2, 4.9, 5.0, 4.6];
const TREND: f64 = 0.35;
const FELT: f64 = 0.95;
const ITEM_NOISE: f64 = 0.65;
const NOISE: f64 = 0.62;
const HALF_ROOT: f64 = core::f64::consts::FRAC_1_SQRT_2;
const MISSING_PER_MILLE: u32 = 30;

/// The ratings of one response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratings {
    /// Three items for each practice, 1 to 7, none if not answered.
    pub(crate) items: [[Option<i64>; 3]; 4],
    /// Overall satisfaction, 1 to 7.
    pub(crate) overall: i64,
}

/// The customer's general leaning, standard normal: it shows in every survey they answer.
pub(crate) fn leaning(seed: u64, customer: u32) -> f64 {
    Rng::new(seed, customer, Stream::Leaning, 0).normal()
}

/// How a customer rates at `share` (0 to 1) of the three years.
pub(crate) fn ratings(seed: u64, customer: u32, share: f64, activity: Activity) -> Ratings {
    let mut rng = Rng::new(seed, customer, Stream::Ethics, 0);
    let leaning = leaning(seed, customer);
    let mut items = [[None; 3]; 4];
    let mut expected = TRUE_INTERCEPT;
    let practices = items.iter_mut().zip(MEANS).zip(TRUE_COEFFICIENTS);
    for (practice, ((slots, mean), coefficient)) in (0u32..).zip(practices) {
        let felt = HALF_ROOT * leaning + HALF_ROOT * rng.normal();
        let (mut all, mut answered, mut sum) = (0.0, 0.0, 0.0);
        for (item, slot) in (0u32..).zip(slots) {
            let value = mean + TREND * share + FELT * felt + ITEM_NOISE * rng.normal();
            let value = rating(value, 1, 7);
            all += value as f64;
            let missing = rng.per_mille(MISSING_PER_MILLE);
            let left_out = match activity {
                Activity::Natural => missing,
                Activity::TenAnswers => {
                    practice != customer % 4 && (customer / 4 + practice) % 3 == item
                }
            };
            if !left_out {
                *slot = Some(value);
                answered += 1.0;
                sum += value as f64;
            }
        }
        expected += coefficient
            * if answered >= 2.0 {
                sum / answered
            } else {
                all / 3.0
            };
    }
    let felt = expected + noise(&mut rng, (expected - 1.0).min(7.0 - expected));
    Ratings {
        items,
        overall: (felt + rng.uniform()).floor() as i64,
    }
}

/// Symmetric noise within `±room`, so that its mean is 0 wherever it is added.
fn noise(rng: &mut Rng, room: f64) -> f64 {
    // A quarter of the draws fit even at the edges, so giving up never happens in practice.
    for _ in 0..1000 {
        let noise = NOISE * rng.normal();
        if noise.abs() <= room {
            return noise;
        }
    }
    0.0
}
