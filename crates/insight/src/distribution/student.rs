//! Student's t distribution.

use super::beta::beta_regularised;
use super::gamma::ln_beta;
use super::normal::normal_quantile;

/// P(T ≤ t) with `df` degrees of freedom; `NaN` for a `NaN` or degrees that are not positive.
pub fn student_cdf(t: f64, df: f64) -> f64 {
    let tail = 0.5 * student_p(t, df);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// P(|T| > |t|): the two-sided p-value of a t test.
pub fn student_p(t: f64, df: f64) -> f64 {
    let (outer, inner) = split(t, df);
    beta_regularised(0.5 * df, 0.5, outer, inner)
}

/// The t with P(T ≤ t) = p; infinite at 0 and 1, `NaN` outside them and for degrees that are
/// not positive.
///
/// Newton's method on the logarithm of the probability against the logarithm of t, where the
/// centre and the tails are nearly straight lines.
pub fn student_quantile(p: f64, df: f64) -> f64 {
    let valid = (0.0..=1.0).contains(&p) && df > 0.0 && df.is_finite();
    if !valid {
        return f64::NAN;
    }
    let (tail, sign) = if p < 0.5 { (p, -1.0) } else { (1.0 - p, 1.0) };
    if tail == 0.0 {
        return sign * f64::INFINITY;
    }
    if tail == 0.5 {
        return 0.0;
    }
    let central = tail > 0.25;
    let goal = if central {
        1.0 - 2.0 * tail
    } else {
        2.0 * tail
    };
    let start = -normal_quantile(tail);
    let mut ln_t = start.ln();
    for _ in 0..200 {
        let t = ln_t.exp();
        let (outer, inner) = split(t, df);
        let mass = if central {
            beta_regularised(0.5, 0.5 * df, inner, outer)
        } else {
            beta_regularised(0.5 * df, 0.5, outer, inner)
        };
        // How the logarithm of the mass moves with the logarithm of t.
        let slope = 2.0 * t * density(t, df) / mass * if central { 1.0 } else { -1.0 };
        let step = ((goal / mass).ln() / slope).clamp(-2.0, 2.0);
        if !step.is_finite() {
            break;
        }
        ln_t += step;
        if step.abs() < 1e-15 {
            break;
        }
    }
    sign * ln_t.exp()
}

fn density(t: f64, df: f64) -> f64 {
    let ln = -0.5 * (df + 1.0) * (t / df * t).ln_1p() - ln_beta(0.5, 0.5 * df) - 0.5 * df.ln();
    ln.exp()
}

/// df / (df + t²) and t² / (df + t²).
fn split(t: f64, df: f64) -> (f64, f64) {
    let ratio = t / df * t;
    if ratio == f64::INFINITY {
        (0.0, 1.0)
    } else {
        (1.0 / (1.0 + ratio), ratio / (1.0 + ratio))
    }
}
