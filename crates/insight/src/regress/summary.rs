//! From sums to the numbers a person reads.

use super::block::Rows;
use super::residuals::{Fitted, Sandwich};
use super::{Covariance, Regression, Standardised, Term};
use crate::distribution::{fisher_tail, student_p, student_quantile};
use crate::estimate::Confidence;
use crate::matrix::Square;

const UNDEFINED: Standardised = Standardised {
    coefficient: f64::NAN,
    se: f64::NAN,
    low: f64::NAN,
    high: f64::NAN,
};

pub(super) fn summarise(fitted: Fitted, rows: &Rows<'_>, confidence: Confidence) -> Regression {
    let Fitted {
        design,
        offset,
        squares,
        sandwich,
    } = fitted;
    let (n, k) = (design.n, design.fit.len());
    let df = n - k - 1;
    let degrees = df as f64;
    let outcome = design.lengths.last().copied().unwrap_or(1.0);
    let variance = squares / degrees;
    let reach = -student_quantile(confidence.tail(), degrees);
    let scale = Scale { degrees, reach };

    let betas = design.white.transposed_times(&design.fit);
    let mut terms = Vec::with_capacity(k);
    for (j, (beta, length)) in betas.iter().zip(&design.lengths).enumerate() {
        let turned: Vec<f64> = design.white.rows().map(|row| cell(row, j)).collect();
        let vif: f64 = turned.iter().map(|w| w * w).sum();
        let error = match &sandwich {
            None => variance * vif,
            Some(Sandwich { middle, .. }) => inner(&turned, &middle.times(&turned)),
        };
        let se = error.max(0.0).sqrt();
        let margin = reach * se;
        let standardised = Standardised {
            coefficient: *beta,
            se,
            low: beta - margin,
            high: beta + margin,
        };
        let unit = outcome / length;
        terms.push(scale.term(beta * unit, se * unit, standardised, vif));
    }

    // The constant is the mean outcome less what the predictors' means account for.
    let centres: Vec<f64> = rows
        .shifts()
        .iter()
        .zip(&design.means)
        .map(|(s, m)| s + m)
        .collect();
    let explained: f64 = terms
        .iter()
        .zip(&centres)
        .map(|(term, x)| term.coefficient * x)
        .sum();
    let constant = centres.last().copied().unwrap_or(0.0) + offset * outcome - explained;
    let away: Vec<f64> = centres
        .iter()
        .zip(&design.lengths)
        .map(|(x, length)| x / length)
        .collect();
    let turned = design.white.times(&away);
    let count = n as f64;
    let error = match &sandwich {
        None => variance * (1.0 / count + inner(&turned, &turned)),
        Some(Sandwich {
            squares,
            edge,
            middle,
        }) => {
            squares / (count * count) - 2.0 * inner(&turned, edge) / count
                + inner(&turned, &middle.times(&turned))
        }
    };
    let se = error.max(0.0).sqrt() * outcome;
    let intercept = scale.term(constant, se, UNDEFINED, f64::NAN);

    let f = match &sandwich {
        None => inner(&design.fit, &design.fit) / variance,
        Some(Sandwich { middle, .. }) => wald(&design.fit, middle),
    } / k as f64;
    let unexplained = squares.min(1.0);
    Regression {
        n,
        dropped: rows.len() - n,
        r2: 1.0 - unexplained,
        r2_adjusted: 1.0 - unexplained * (count - 1.0) / degrees,
        sigma: variance.sqrt() * outcome,
        df,
        f,
        f_p: fisher_tail(f, k as f64, degrees),
        covariance: if sandwich.is_some() {
            Covariance::Hc3
        } else {
            Covariance::Classic
        },
        intercept,
        terms,
    }
}

struct Scale {
    degrees: f64,
    reach: f64,
}

impl Scale {
    fn term(&self, coefficient: f64, se: f64, standardised: Standardised, vif: f64) -> Term {
        let t = if coefficient == 0.0 {
            0.0
        } else {
            coefficient / se
        };
        let margin = self.reach * se;
        let (low, high) = (coefficient - margin, coefficient + margin);
        Term {
            coefficient,
            se,
            t,
            p: student_p(t, self.degrees),
            low,
            high,
            standardised,
            vif,
        }
    }
}

/// `cᵗ M⁻¹ c`; infinite where some combination of the coefficients has no error at all.
fn wald(c: &[f64], middle: &Square) -> f64 {
    let lengths: Vec<f64> = (0..middle.size()).map(|i| middle.at(i, i).sqrt()).collect();
    let mut scaled = Square::zero(middle.size());
    for (i, a) in lengths.iter().enumerate() {
        for (j, b) in lengths.iter().enumerate() {
            scaled.set(i, j, middle.at(i, j) / a / b);
        }
    }
    let Ok(whitening) = scaled.whitening(1e-13) else {
        return f64::INFINITY;
    };
    let image: Vec<f64> = c
        .iter()
        .zip(&lengths)
        .map(|(c, length)| c / length)
        .collect();
    let image = whitening.inverse.times(&image);
    inner(&image, &image)
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn cell(row: &[f64], column: usize) -> f64 {
    row.get(column).copied().unwrap_or(0.0)
}
