//! Our numbers against those of independent implementations (see `fixtures/make.py`).

#![cfg(test)]

use insight::distribution::{
    fisher_cdf, fisher_tail, normal_quantile, student_cdf, student_p, student_quantile,
};
use insight::{
    Confidence, Covariance, Regression, correlation, cronbach_alpha, mean, nps_from_counts,
    regress, share,
};
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("fixtures/reference.json")).expect("the fixture is JSON")
}

fn rows<'a>(whole: &'a Value, key: &str) -> &'a Vec<Value> {
    whole[key]
        .as_array()
        .unwrap_or_else(|| panic!("{key} is a list"))
}

/// A list of numbers in which null is missing.
fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter()
        .map(|v| v.as_f64().unwrap_or(f64::NAN))
        .collect()
}

fn columns(value: &Value) -> Vec<Vec<f64>> {
    value
        .as_array()
        .expect("a list of lists")
        .iter()
        .map(numbers)
        .collect()
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

/// Equal but for a share of the expected value.
fn close(what: &str, found: f64, expected: f64, tolerance: f64) {
    let off = (found - expected).abs();
    assert!(
        off <= tolerance * expected.abs(),
        "{what}: {found} instead of {expected}, off by {:e}",
        off / expected.abs()
    );
}

fn check_fit(name: &str, found: &Regression, fit: &Value) {
    let terms = || std::iter::once(&found.intercept).chain(&found.terms);
    let columns: [(&str, Vec<f64>); 8] = [
        ("coefficient", terms().map(|t| t.coefficient).collect()),
        ("se", terms().map(|t| t.se).collect()),
        ("t", terms().map(|t| t.t).collect()),
        ("p", terms().map(|t| t.p).collect()),
        ("low", terms().map(|t| t.low).collect()),
        ("high", terms().map(|t| t.high).collect()),
        (
            "beta",
            found
                .terms
                .iter()
                .map(|t| t.standardised.coefficient)
                .collect(),
        ),
        (
            "beta_se",
            found.terms.iter().map(|t| t.standardised.se).collect(),
        ),
    ];
    for (key, values) in columns {
        let expected = numbers(&fit[key]);
        assert_eq!(values.len(), expected.len());
        for (j, (value, expected)) in values.iter().zip(expected).enumerate() {
            close(&format!("{name} {key} {j}"), *value, expected, 1e-9);
        }
    }
    let figures = [
        ("r2", found.r2),
        ("r2_adjusted", found.r2_adjusted),
        ("sigma", found.sigma),
        ("df", found.df as f64),
        ("f", found.f),
        ("f_p", found.f_p),
    ];
    for (key, value) in figures {
        close(
            &format!("{name} {key}"),
            value,
            fit[key].as_f64().unwrap(),
            1e-9,
        );
    }
}

#[test]
fn regressions_agree_with_statsmodels() {
    for case in rows(&reference(), "regressions") {
        let name = case["name"].as_str().unwrap();
        let (y, x) = (numbers(&case["y"]), columns(&case["x"]));
        for (key, covariance) in [("classic", Covariance::Classic), ("hc3", Covariance::Hc3)] {
            let found = regress(&y, &slices(&x), covariance).unwrap();
            assert_eq!(found.n as u64, case["n"].as_u64().unwrap());
            assert_eq!(found.n + found.dropped, y.len());
            check_fit(&format!("{name} {key}"), &found, &case[key]);
            for (term, vif) in found.terms.iter().zip(numbers(&case["vif"])) {
                close(name, term.vif, vif, 1e-10);
            }
        }
    }
}

#[test]
fn nearly_dependent_predictors_keep_their_digits() {
    let case = &reference()["nearly_dependent"];
    let (y, x) = (numbers(&case["y"]), columns(&case["x"]));
    let found = regress(&y, &slices(&x), Covariance::Classic).unwrap();
    let terms: Vec<_> = std::iter::once(found.intercept)
        .chain(found.terms.clone())
        .collect();
    for (j, expected) in numbers(&case["coefficient"]).into_iter().enumerate() {
        close(
            &format!("coefficient {j}"),
            terms[j].coefficient,
            expected,
            1e-10,
        );
    }
    for (j, expected) in numbers(&case["se"]).into_iter().enumerate() {
        close(&format!("se {j}"), terms[j].se, expected, 1e-10);
    }
    for (term, expected) in found.terms.iter().zip(numbers(&case["vif"])) {
        close("vif", term.vif, expected, 1e-10);
    }
}

#[test]
fn intervals_agree() {
    let all = reference();
    for case in rows(&all, "wilson") {
        let [hits, n, low, high] = numbers(case)[..] else {
            panic!("four numbers")
        };
        let found = share(hits as usize, n as usize, Confidence::P95).unwrap();
        assert!(
            (found.low - low).abs() < 1e-14,
            "{hits}/{n}: {} {low}",
            found.low
        );
        assert!(
            (found.high - high).abs() < 1e-14,
            "{hits}/{n}: {} {high}",
            found.high
        );
    }
    for case in rows(&all, "score") {
        let counts: Vec<usize> = numbers(&case["counts"])
            .iter()
            .map(|v| *v as usize)
            .collect();
        let found = nps_from_counts(counts[0], counts[1], counts[2], Confidence::P95).unwrap();
        let (low, high) = (
            case["low"].as_f64().unwrap(),
            case["high"].as_f64().unwrap(),
        );
        assert!(
            (found.estimate.low - low).abs() < 1e-8,
            "{counts:?} {:?} {low}",
            found.estimate
        );
        assert!(
            (found.estimate.high - high).abs() < 1e-8,
            "{counts:?} {:?} {high}",
            found.estimate
        );
    }
    let case = &all["mean"];
    let found = mean(&numbers(&case["scores"])).unwrap();
    close("mean low", found.low, case["low"].as_f64().unwrap(), 1e-13);
    close(
        "mean high",
        found.high,
        case["high"].as_f64().unwrap(),
        1e-13,
    );
}

#[test]
fn distributions_agree_with_scipy() {
    let all = reference();
    for case in rows(&all, "normal_quantile") {
        let [p, expected] = numbers(case)[..] else {
            panic!("two numbers")
        };
        close(&format!("normal {p}"), normal_quantile(p), expected, 1e-14);
    }
    for case in rows(&all, "t_cdf") {
        let [t, df, cdf, p] = numbers(case)[..] else {
            panic!("four numbers")
        };
        close(&format!("t {t} {df}"), student_cdf(t, df), cdf, 1e-12);
        close(&format!("p {t} {df}"), student_p(t, df), p, 1e-12);
        close(&format!("-t {t} {df}"), student_cdf(-t, df), 0.5 * p, 1e-12);
    }
    for case in rows(&all, "t_quantile") {
        let [p, df, expected] = numbers(case)[..] else {
            panic!("three numbers")
        };
        close(
            &format!("t quantile {p} {df}"),
            student_quantile(p, df),
            expected,
            1e-12,
        );
    }
    for case in rows(&all, "f") {
        let [f, above, below, cdf, tail] = numbers(case)[..] else {
            panic!("five numbers")
        };
        close(
            &format!("f {f} {above} {below}"),
            fisher_cdf(f, above, below),
            cdf,
            1e-12,
        );
        close(
            &format!("f tail {f} {above} {below}"),
            fisher_tail(f, above, below),
            tail,
            1e-12,
        );
    }
}

#[test]
fn the_ends_of_a_distribution_are_no_surprise() {
    let inf = f64::INFINITY;
    assert_eq!(
        (
            normal_quantile(0.0),
            normal_quantile(1.0),
            normal_quantile(0.5)
        ),
        (-inf, inf, 0.0)
    );
    assert_eq!(
        (student_quantile(0.0, 3.0), student_quantile(0.5, 3.0)),
        (-inf, 0.0)
    );
    assert_eq!(
        (
            student_cdf(-inf, 3.0),
            student_cdf(0.0, 3.0),
            student_cdf(inf, 3.0)
        ),
        (0.0, 0.5, 1.0)
    );
    assert_eq!(
        (fisher_cdf(0.0, 2.0, 3.0), fisher_tail(0.0, 2.0, 3.0)),
        (0.0, 1.0)
    );
    assert_eq!(
        (fisher_cdf(inf, 2.0, 3.0), fisher_tail(inf, 2.0, 3.0)),
        (1.0, 0.0)
    );
    for nonsense in [
        normal_quantile(1.5),
        normal_quantile(f64::NAN),
        student_quantile(0.5, 0.0),
        student_cdf(1.0, -1.0),
        student_cdf(f64::NAN, 2.0),
        fisher_tail(1.0, 0.0, 3.0),
    ] {
        assert!(nonsense.is_nan());
    }
}

#[test]
fn alpha_and_correlations_agree_with_numpy() {
    let all = reference();
    let items = columns(&all["alpha"]["items"]);
    let found = cronbach_alpha(&slices(&items)).unwrap();
    close(
        "alpha",
        found.alpha,
        all["alpha"]["alpha"].as_f64().unwrap(),
        1e-13,
    );
    let found = correlation(&slices(&items)).unwrap();
    for (i, row) in rows(&all, "correlation").iter().enumerate() {
        for (j, expected) in numbers(row).into_iter().enumerate() {
            close("correlation", found.r(i, j).unwrap(), expected, 1e-13);
        }
    }
}
