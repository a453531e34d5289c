//! Certified values of the Statistical Reference Datasets (NIST, Statistical Engineering Division,
//! <https://www.itl.nist.gov/div898/strd/lls/lls.shtml>).

#![cfg(test)]

use insight::{Covariance, regress};

fn close(what: &str, found: f64, certified: f64, digits: i32) {
    let off = ((found - certified) / certified).abs();
    assert!(
        off < 10_f64.powi(-digits),
        "{what}: {found} instead of {certified}, off by {off:e}"
    );
}

/// Longley: J. Longley, Journal of the American Statistical Association 62 (1967).
#[test]
fn longley_is_right_to_ten_digits() {
    let y = [
        60323.0, 61122.0, 60171.0, 61187.0, 63221.0, 63639.0, 64989.0, 63761.0, 66019.0, 67857.0,
        68169.0, 66513.0, 68655.0, 69564.0, 69331.0, 70551.0,
    ];
    let x: [[f64; 16]; 6] = [
        [
            83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6,
            114.2, 115.7, 116.9,
        ],
        [
            234289.0, 259426.0, 258054.0, 284599.0, 328975.0, 346999.0, 365385.0, 363112.0,
            397469.0, 419180.0, 442769.0, 444546.0, 482704.0, 502601.0, 518173.0, 554894.0,
        ],
        [
            2356.0, 2325.0, 3682.0, 3351.0, 2099.0, 1932.0, 1870.0, 3578.0, 2904.0, 2822.0, 2936.0,
            4681.0, 3813.0, 3931.0, 4806.0, 4007.0,
        ],
        [
            1590.0, 1456.0, 1616.0, 1650.0, 3099.0, 3594.0, 3547.0, 3350.0, 3048.0, 2857.0, 2798.0,
            2637.0, 2552.0, 2514.0, 2572.0, 2827.0,
        ],
        [
            107608.0, 108632.0, 109773.0, 110929.0, 112075.0, 113270.0, 115094.0, 116219.0,
            117388.0, 118734.0, 120445.0, 121950.0, 123366.0, 125368.0, 127852.0, 130081.0,
        ],
        std::array::from_fn(|i| 1947.0 + i as f64),
    ];
    let certified = [
        (-3482258.63459582, 890420.383607373),
        (15.0618722713733, 84.9149257747669),
        (-0.358191792925910E-01, 0.334910077722432E-01),
        (-2.02022980381683, 0.488399681651699),
        (-1.03322686717359, 0.214274163161675),
        (-0.511041056535807E-01, 0.226073200069370),
        (1829.15146461355, 455.478499142212),
    ];
    let columns: Vec<&[f64]> = x.iter().map(<[f64; 16]>::as_slice).collect();
    let found = regress(&y, &columns, Covariance::Classic).unwrap();
    let terms = std::iter::once(&found.intercept).chain(&found.terms);
    for (j, (term, (coefficient, se))) in terms.zip(certified).enumerate() {
        close(
            &format!("coefficient {j}"),
            term.coefficient,
            coefficient,
            10,
        );
        close(&format!("standard error {j}"), term.se, se, 10);
    }
    close(
        "residual standard deviation",
        found.sigma,
        304.854073561965,
        10,
    );
    close("R squared", found.r2, 0.995479004577296, 10);
    close("F", found.f, 330.285339234588, 10);
    assert_eq!((found.n, found.df), (16, 9));
}

/// Wampler1 and Wampler2: polynomials of degree 5 without noise (R. Wampler, Journal of the
/// American Statistical Association 65, 1970). All standard errors are certified as 0.
#[test]
fn wampler_polynomials_are_found_again() {
    let powers: Vec<Vec<f64>> = (1..=5)
        .map(|p| (0..21).map(|i| f64::from(i).powi(p)).collect())
        .collect();
    let columns: Vec<&[f64]> = powers.iter().map(Vec::as_slice).collect();
    for base in [1.0_f64, 0.1] {
        let y: Vec<f64> = (0..21)
            .map(|i| (0..=5).map(|p| (base * f64::from(i)).powi(p)).sum())
            .collect();
        for covariance in [Covariance::Classic, Covariance::Hc3] {
            let found = regress(&y, &columns, covariance).unwrap();
            for (j, term) in found.terms.iter().enumerate() {
                let certified = base.powi(j as i32 + 1);
                close(&format!("coefficient {j}"), term.coefficient, certified, 8);
                assert!(
                    term.se < 1e-6 * certified,
                    "standard error {j}: {:e}",
                    term.se
                );
                assert!(term.p < 1e-12);
            }
            close("constant", found.intercept.coefficient, 1.0, 7);
            assert!(found.r2 > 1.0 - 1e-14 && found.r2 <= 1.0);
        }
    }
}
