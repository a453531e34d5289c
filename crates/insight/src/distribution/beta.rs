//! The regularised incomplete beta function, from which the t and F distributions follow.

use super::gamma::ln_beta;

/// More terms than any argument here calls for.
const TERMS: u32 = 100_000;

/// Stands in for a zero denominator in Lentz's method.
const TINY: f64 = 1e-300;

/// Iₓ(a, b) for positive a and b and x from 0 to 1; `NaN` otherwise.
///
/// `rest` is 1 − x, given apart because it may be known to more digits than the subtraction has.
/// The continued fraction is that of A. Didonato and A. Morris (ACM Transactions on Mathematical
/// Software 18, 1992), evaluated by Lentz's method.
pub fn beta_regularised(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    let valid = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite();
    if !valid || !(0.0..=1.0).contains(&x) || !(0.0..=1.0).contains(&rest) {
        return f64::NAN;
    }
    if x == 0.0 || rest == 0.0 {
        return x;
    }
    let ln_x = if x > 0.5 { (-rest).ln_1p() } else { x.ln() };
    let ln_rest = if x > 0.5 { rest.ln() } else { (-x).ln_1p() };
    let front = (a * ln_x + b * ln_rest - ln_beta(a, b)).exp();
    // The fraction converges fast on this side of the mean only.
    let value = if x * (a + b + 2.0) < a + 1.0 {
        front * fraction(a, b, x, rest)
    } else {
        1.0 - front * fraction(b, a, rest, x)
    };
    value.clamp(0.0, 1.0)
}

/// The even part of the fraction, in which 1 − x enters by itself: near x = 1 it carries the digits.
fn fraction(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    let guard = |value: f64| if value.abs() < TINY { TINY } else { value };
    let lead = a * rest - b * x + 1.0;
    let mut value = guard(a * lead / (a + 1.0));
    let mut upper = value;
    let mut lower = 0.0;
    for term in 1..TERMS {
        let m = f64::from(term);
        let odd = a + 2.0 * m - 1.0;
        let shared = m * (b - m) * x / odd;
        let over = (a + m - 1.0) * (a + b + m - 1.0) * x / odd * shared;
        let under = m + shared + (a + m) * (lead + m * (1.0 + rest)) / (odd + 2.0);
        lower = 1.0 / guard(under + over * lower);
        upper = guard(under + over / upper);
        let step = upper * lower;
        value *= step;
        if (step - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    1.0 / value
}
