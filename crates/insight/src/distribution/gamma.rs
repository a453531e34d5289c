//! Logarithms of the gamma and beta functions.
//!
//! Stays true: where an argument is large, the large parts cancel on paper, not in floats.

use std::f64::consts::PI;

/// From here upwards Stirling's series is exact to the last digit.
const LARGE: f64 = 10.0;

/// Numerator and denominator of B₂ₖ / 2k(2k − 1), k = 1 to 8.
const STIRLING: [(f64, f64); 8] = [
    (1.0, 12.0),
    (-1.0, 360.0),
    (1.0, 1260.0),
    (-1.0, 1680.0),
    (1.0, 1188.0),
    (-691.0, 360_360.0),
    (1.0, 156.0),
    (-3617.0, 122_400.0),
];

/// What Stirling's formula leaves of ln Γ(x), for x ≥ 10.
fn remainder(x: f64) -> f64 {
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    STIRLING
        .iter()
        .rev()
        .fold(0.0, |sum, (up, down)| sum * square + up / down)
        * inverse
}

/// ln Γ(x) for x > 0 (Abramowitz and Stegun 6.1.15 and 6.1.41).
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut product) = (x, 1.0);
    while x < LARGE {
        product *= x;
        x += 1.0;
    }
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * PI).ln() + remainder(x) - product.ln()
}

/// ln B(a, b) for positive a and b.
pub(super) fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    let sum = small + large;
    let ratio = small / large;
    if large < LARGE {
        ln_gamma(small) + ln_gamma(large) - ln_gamma(sum)
    } else if small < LARGE {
        let difference = remainder(large) - remainder(sum);
        ln_gamma(small) + difference + small - (large - 0.5) * ratio.ln_1p() - small * sum.ln()
    } else {
        let rest = remainder(small) + remainder(large) - remainder(sum);
        0.5 * (2.0 * PI / large).ln() + rest + (small - 0.5) * (small / sum).ln()
            - large * ratio.ln_1p()
    }
}
