//! The scale of an axis: round ends and round steps.
//!
//! Must stay true: every value it was made for lies between its ends.

/// From where to where an axis reaches, and where it is marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The value at its beginning.
    pub from: f64,
    /// The value at its end, above `from`.
    pub to: f64,
    /// The marked values, ascending.
    pub ticks: Vec<f64>,
    /// How many decimals a mark needs.
    pub digits: u8,
}

impl Scale {
    /// A scale with round ends that holds `low` to `high`, in about so many steps.
    pub fn round(low: f64, high: f64, steps: f64) -> Self {
        let (low, high) = sane(low, high);
        let step = step(low, high, steps);
        let from = (low / step + 1e-9).floor();
        let to = (high / step - 1e-9).ceil().max(from + 1.0);
        Self::marked(from * step, to * step, step)
    }

    /// A scale no wider than `low` to `high` needs, marked in about so many round steps.
    pub fn tight(low: f64, high: f64, steps: f64) -> Self {
        let (low, high) = sane(low, high);
        let step = step(low, high, steps);
        if high - low < step / 100.0 {
            return Self::round(low, high, steps);
        }
        Self::marked(low, high, step)
    }

    fn marked(from: f64, to: f64, step: f64) -> Self {
        let mut ticks = Vec::new();
        let mut mark = (from / step - 1e-9).ceil();
        while mark * step <= to + step * 1e-9 && ticks.len() < 50 {
            ticks.push(mark * step);
            mark += 1.0;
        }
        let digits = (0u8..9)
            .find(|digits| step * 10f64.powi(i32::from(*digits)) >= 0.999_999)
            .unwrap_or(9);
        Self {
            from,
            to,
            ticks,
            digits,
        }
    }

    /// Where a value lies, 0 at the beginning to 1 at the end.
    pub fn place(&self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

fn sane(low: f64, high: f64) -> (f64, f64) {
    if low.is_finite() && high.is_finite() && low <= high {
        (low, high)
    } else {
        (0.0, 1.0)
    }
}

/// The step of 1, 2 or 5 times a power of ten nearest above a share of the span.
fn step(low: f64, high: f64, steps: f64) -> f64 {
    let span = if high - low > 1e-9 * high.abs().max(1e-300) {
        high - low
    } else {
        low.abs().max(1.0)
    };
    let rough = span / steps.max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|round| round * power)
        .find(|step| *step >= rough * 0.999_999)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_steps_are_round_and_hold_every_value() {
        for (low, high, ends, digits) in [
            (0.0, 0.36, (0.0, 0.4), 1),
            (-0.04, 0.36, (-0.1, 0.4), 1),
            (18.2, 41.0, (10.0, 50.0), 0),
            (-100.0, 100.0, (-100.0, 100.0), 0),
            (5.0, 5.0, (4.0, 6.0), 0),
            (0.0, 0.0, (0.0, 1.0), 1),
            (5.61, 5.93, (5.6, 6.0), 1),
        ] {
            let scale = Scale::round(low, high, 4.0);
            assert!(scale.from <= low && scale.to >= high, "{scale:?}");
            assert!(
                scale.ticks.len() >= 2 && scale.ticks.len() <= 7,
                "{scale:?}"
            );
            assert_eq!(scale.digits, digits, "{low} {high} {scale:?}");
            if low < high {
                assert!((scale.from - ends.0).abs() < 1e-9, "{scale:?}");
                assert!((scale.to - ends.1).abs() < 1e-9, "{scale:?}");
            }
        }
    }

    #[test]
    fn what_is_no_number_still_gives_a_scale() {
        let scale = Scale::round(f64::NAN, f64::INFINITY, 4.0);
        assert_eq!((scale.from, scale.to), (0.0, 1.0));
    }

    #[test]
    fn a_tight_scale_ends_at_its_values_and_has_marks_between() {
        for (low, high) in [(-22.0, 44.0), (63.7, 87.1), (4.51, 5.83), (0.0, 100.0)] {
            let scale = Scale::tight(low, high, 5.0);
            assert_eq!((scale.from, scale.to), (low, high));
            assert!((2..=6).contains(&scale.ticks.len()), "{scale:?}");
            assert!(scale.ticks.iter().all(|t| *t >= low && *t <= high));
        }
        assert!(Scale::tight(3.0, 3.0, 5.0).to > 3.0);
    }
}
