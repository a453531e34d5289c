//! Pseudo-random numbers, the same on every platform.
//!
//! `SplitMix64` after Steele, Lea & Flood (2014), "Fast splittable pseudorandom number
//! generators", OOPSLA. Must stay true: only exact or IEEE-defined operations, because the
//! logarithms and cosines of platforms differ in their last bits.

/// Which of a customer's streams of numbers: what is added to one never moves another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Dates and how often.
    Plan = 1,
    /// Name, region and the like.
    Person,
    /// The customer's general leaning.
    Leaning,
    /// Ratings of the ethics survey.
    Ethics,
    /// Remarks in the ethics survey.
    Remarks,
    /// The recommendation.
    Nps,
    /// Satisfaction with visits.
    Csat,
    /// Effort.
    Ces,
    /// What was bought.
    Purchase,
    /// Identities.
    Ids,
}

/// A stream of numbers.
pub(crate) struct Rng(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Rng {
    /// The numbers of one customer for one use; `nth` tells several of a kind apart.
    pub(crate) fn new(seed: u64, customer: u32, stream: Stream, nth: u8) -> Self {
        let place = (u64::from(customer) << 16) | ((stream as u64) << 8) | u64::from(nth);
        Self(mix(
            mix(seed.wrapping_add(GOLDEN)) ^ place.wrapping_mul(GOLDEN)
        ))
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// Uniform in [0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
        (self.bits() >> 11) as f64 * SCALE
    }

    /// Uniform among `0..bound`, and 0 when `bound` is 0 (Lemire's multiplication, whose bias is
    /// far below what could be noticed here).
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let product = (self.bits() >> 32) * u64::from(bound);
        u32::try_from(product >> 32).unwrap_or(0)
    }

    /// Uniform among `low..=high`.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low.saturating_add(self.below(high.saturating_sub(low).saturating_add(1)))
    }

    /// True so many times in a thousand.
    pub(crate) fn per_mille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    /// Nearly normal, mean 0, variance 1, within ±6, exactly symmetric: the sum of twelve uniform
    /// numbers of 16 bits each.
    pub(crate) fn normal(&mut self) -> f64 {
        let mut sum = 0u64;
        for _ in 0..3 {
            let bits = self.bits();
            sum += (bits & 0xffff) + ((bits >> 16) & 0xffff);
            sum += ((bits >> 32) & 0xffff) + (bits >> 48);
        }
        // Twice the sum has its centre at 12 × 65,535, and one standard deviation is 2 × 65,536.
        (2.0 * sum as f64 - 12.0 * 65_535.0) / 131_072.0
    }

    /// One of them, each as likely; the default of an empty list.
    pub(crate) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let index = self.below(u32::try_from(items.len()).unwrap_or(u32::MAX));
        items.get(index as usize).copied().unwrap_or_default()
    }

    /// One of them, as likely as its weight says.
    pub(crate) fn weighted<T: Copy + Default>(&mut self, items: &[(u32, T)]) -> T {
        let mut left = self.below(items.iter().map(|(weight, _)| *weight).sum());
        for (weight, item) in items {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *item,
            }
        }
        T::default()
    }
}

/// `value` rounded to the nearest whole number and kept within `low..=high`.
pub(crate) fn rating(value: f64, low: i64, high: i64) -> i64 {
    ((value + 0.5).floor() as i64).clamp(low, high)
}
