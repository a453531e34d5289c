//! What a regression must not depend on, and what it must refuse.

#![cfg(test)]

use insight::{Confidence, Covariance, Fitting, InsightError, Regression, Step, regress};
use proptest::prelude::*;

const BOTH: [Covariance; 2] = [Covariance::Classic, Covariance::Hc3];

fn fit(y: &[f64], x: &[Vec<f64>], covariance: Covariance) -> Result<Regression, InsightError> {
    let slices: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
    regress(y, &slices, covariance)
}

/// Rows of an outcome and three predictors, some with a value missing.
fn rows() -> impl Strategy<Value = Vec<[f64; 4]>> {
    let value = prop_oneof![30 => -50.0..50.0, 1 => Just(f64::NAN)];
    proptest::collection::vec(proptest::array::uniform4(value), 30..400)
}

/// Values on a scale, values far off it, and no values.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0..=10).prop_map(f64::from),
        any::<f64>(),
        Just(f64::NAN),
        Just(f64::INFINITY)
    ]
}

fn split(rows: &[[f64; 4]]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<f64>>();
    (column(0), vec![column(1), column(2), column(3)])
}

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * (scale + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(), seed in any::<u64>()) {
        let mut mixed = rows.clone();
        let mut state = seed;
        for i in (1..mixed.len()).rev() {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            mixed.swap(i, (state >> 33) as usize % (i + 1));
        }
        let ((y, x), (my, mx)) = (split(&rows), split(&mixed));
        for covariance in BOTH {
            let (one, other) = (fit(&y, &x, covariance).unwrap(), fit(&my, &mx, covariance).unwrap());
            prop_assert_eq!((one.n, one.dropped), (other.n, other.dropped));
            prop_assert!(near(one.r2, other.r2, 0.0) && near(one.f, other.f, 0.0));
            for (a, b) in one.terms.iter().zip(&other.terms) {
                prop_assert!(near(a.coefficient, b.coefficient, a.se));
                prop_assert!(near(a.se, b.se, 0.0) && near(a.vif, b.vif, 0.0));
            }
        }
    }

    #[test]
    fn the_unit_of_a_predictor_does_not_matter(
        rows in rows(),
        scale in prop_oneof![-1e3..-1e-3_f64, 1e-3..1e3_f64],
        offset in -1e4..1e4,
    ) {
        let (y, x) = split(&rows);
        let mut other = x.clone();
        other[1].iter_mut().for_each(|value| *value = offset + scale * *value);
        for covariance in BOTH {
            let (one, other) = (fit(&y, &x, covariance).unwrap(), fit(&y, &other, covariance).unwrap());
            for (j, (a, b)) in one.terms.iter().zip(&other.terms).enumerate() {
                let sign = if j == 1 { scale.signum() } else { 1.0 };
                let (beta, its) = (a.standardised.coefficient, b.standardised.coefficient);
                // An offset of 10⁴ beside a spread of 10⁻³ leaves the input nine digits.
                let loose = |a: f64, b: f64, scale: f64| (a - b).abs() <= 1e-6 * (scale + a.abs());
                prop_assert!(loose(beta, sign * its, a.standardised.se), "{} {}", beta, its);
                prop_assert!(loose(a.t, sign * b.t, 1.0), "{} {}", a.t, b.t);
                prop_assert!(loose(a.p, b.p, 1e-6) && loose(a.vif, b.vif, 0.0));
            }
        }
    }

    #[test]
    fn nothing_put_in_makes_it_panic(
        columns in proptest::collection::vec(proptest::collection::vec(anything(), 0..9), 1..4),
    ) {
        for covariance in BOTH {
            let _ = fit(&columns[0], &columns[1..], covariance);
        }
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let _ = (insight::correlation(&slices), insight::cronbach_alpha(&slices));
        for column in slices {
            let nps = insight::nps(column).map(|found| found.estimate);
            let all = [insight::mean(column), insight::ces(column), insight::csat(column, 5), nps];
            for found in all.into_iter().flatten() {
                prop_assert!(found.low <= found.value && found.value <= found.high, "{:?}", found);
            }
        }
    }
}

#[test]
fn what_cannot_be_fitted_is_refused_by_name() {
    let y = vec![1.0, 3.0, 2.0, 5.0, 4.0, 7.0];
    let up = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let zigzag = vec![0.1, 0.7, 0.2, 0.9, 0.4, 0.3];
    let sum: Vec<f64> = up
        .iter()
        .zip(&zigzag)
        .map(|(a, b)| 3.0 * a - 0.1 * b + 7.0)
        .collect();
    let only = vec![0.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let holes = vec![f64::NAN, f64::NAN, f64::NAN, 1.0, 2.0, f64::INFINITY];
    let huge: Vec<f64> = up.iter().map(|v| v * 1e200).collect();
    let cases = [
        (vec![], InsightError::TooFewColumns { needed: 1 }),
        (
            vec![up.clone(), vec![1.0]],
            InsightError::LengthMismatch {
                column: 1,
                expected: 6,
                found: 1,
            },
        ),
        (
            vec![holes],
            InsightError::TooFewRows {
                complete: 2,
                needed: 3,
            },
        ),
        (
            vec![up.clone(), vec![0.1; 6]],
            InsightError::ConstantColumn { column: 1 },
        ),
        (
            vec![up.clone(), zigzag, sum],
            InsightError::Collinear { column: 2 },
        ),
        (
            vec![up.clone(), up.clone()],
            InsightError::Collinear { column: 1 },
        ),
        (
            vec![up.clone(), only],
            InsightError::FullLeverage { row: 3 },
        ),
        (vec![huge], InsightError::TooLarge),
    ];
    for (x, expected) in cases {
        let found = fit(&y, &x, Covariance::Hc3).unwrap_err();
        assert_eq!(found, expected, "{}", found.code());
    }
    let found = fit(&[0.1; 6], std::slice::from_ref(&up), Covariance::Hc3).unwrap_err();
    assert_eq!(found, InsightError::ConstantOutcome);
}

#[test]
fn a_row_of_full_leverage_is_named_by_its_own_number_and_classic_still_fits() {
    let mut y: Vec<f64> = (0..600).map(|i| f64::from(i % 17)).collect();
    let mut only = vec![0.0; 600];
    only[431] = 1.0;
    y[3] = f64::NAN;
    y[300] = f64::NAN;
    let found = fit(&y, std::slice::from_ref(&only), Covariance::Hc3).unwrap_err();
    assert_eq!(found, InsightError::FullLeverage { row: 431 });
    assert!(fit(&y, &[only], Covariance::Classic).is_ok());
}

#[test]
fn a_perfect_fit_has_no_doubt_and_no_nan() {
    let x: Vec<f64> = (0..40).map(f64::from).collect();
    let y: Vec<f64> = x.iter().map(|v| 2.0 * v + 1.0).collect();
    for covariance in BOTH {
        let found = fit(&y, std::slice::from_ref(&x), covariance).unwrap();
        let term = found.terms[0];
        assert!(
            (term.coefficient - 2.0).abs() < 1e-14 && term.p < 1e-100,
            "{term:?}"
        );
        assert!(
            found.f > 1e20 && found.f_p == 0.0 && found.r2 > 1.0 - 1e-15,
            "{found:?}"
        );
    }
}

#[test]
fn a_fit_in_small_steps_is_the_same_fit() {
    let x: Vec<f64> = (0..2000).map(|i| f64::from(i * 7919 % 1009)).collect();
    let y: Vec<f64> = (0..2000).map(|i| f64::from(i * 104729 % 997)).collect();
    let whole = regress(&y, &[&x], Covariance::Hc3).unwrap();
    let columns = [x.as_slice()];
    let mut steps = 0;
    let mut step =
        Step::More(Fitting::new(&y, &columns, Covariance::Hc3, Confidence::P95).unwrap());
    let found = loop {
        match step {
            Step::More(fitting) => step = fitting.step(1).unwrap(),
            Step::Done(found) => break found,
        }
        steps += 1;
    };
    assert_eq!(found.terms, whole.terms);
    assert_eq!(steps, 2 * 9);
}
