//! A number with its uncertainty: what every figure on a screen is made of.
//!
//! Stays true: `low <= value <= high`, none of them is `NaN`, and `n` is at least 1.

use crate::distribution::normal_quantile;

/// A point estimate with its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate itself, in the unit of its figure.
    pub value: f64,
    /// The lower end of the interval; minus infinity where nothing bounds it.
    pub low: f64,
    /// The upper end of the interval; infinity where nothing bounds it.
    pub high: f64,
    /// How many observations it rests on.
    pub n: usize,
    /// How the interval was made.
    pub method: Method,
}

/// How an interval was made, for showing beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Wilson's score interval for a share (E. B. Wilson, JASA 22, 1927).
    Wilson,
    /// The score interval for the difference of two shares of one multinomial (T. Tango,
    /// Statistics in Medicine 17, 1998), which is the score interval for the Net Promoter Score
    /// that B. Rocks found to perform best (The American Statistician 70, 2016).
    Score,
    /// Student's t interval for a mean (Biometrika 6, 1908).
    StudentT,
    /// One observation only: the interval is everything that was possible.
    Unbounded,
}

impl Method {
    /// The method's name as the literature has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wilson => "Wilson",
            Self::Score => "score",
            Self::StudentT => "t",
            Self::Unbounded => "n = 1",
        }
    }
}

/// How often an interval made this way holds the true value, between 0 and 1 exclusive.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// 90 %.
    pub const P90: Self = Self(0.90);
    /// 95 %, the default everywhere.
    pub const P95: Self = Self(0.95);
    /// 99 %.
    pub const P99: Self = Self(0.99);

    /// A level of confidence, or `None` unless it lies between 0 and 1 exclusive.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The level, between 0 and 1.
    pub fn level(self) -> f64 {
        self.0
    }

    /// The probability left out at one side of the interval.
    pub(crate) fn tail(self) -> f64 {
        0.5 * (1.0 - self.0)
    }

    /// The normal deviate the interval reaches to: 1.96 at 95 %.
    pub(crate) fn deviate(self) -> f64 {
        -normal_quantile(self.tail())
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self::P95
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_outside_zero_to_one_is_refused() {
        for level in [0.0, 1.0, -0.1, 1.5, f64::NAN] {
            assert_eq!(Confidence::new(level), None, "{level}");
        }
        assert_eq!(Confidence::new(0.95), Some(Confidence::default()));
    }
}
