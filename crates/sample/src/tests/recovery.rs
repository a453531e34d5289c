use crate::plan::{Event, Plan, What};
use crate::truth::ratings;
use crate::{
    Activity, Size, TRIAL_SEED, TRUE_COEFFICIENTS, TRUE_INTERCEPT, TRUE_STANDARDISED, generate,
};
use model::{BatchId, DeviceId, RecordId};
use replica::Op;
use survey::{Practice, practice_score};

const K: usize = 5;
/// The 97.5 % point of the normal distribution; the samples are large.
const Z: f64 = 1.959_964;

/// One response: the four practice scores and the overall rating.
type Row = ([f64; 4], f64);

fn scores(items: &[[Option<i64>; 3]; 4]) -> Option<[f64; 4]> {
    let mut out = [0.0; 4];
    for (slot, practice) in out.iter_mut().zip(items) {
        let given: Vec<f64> = practice.iter().flatten().map(|v| *v as f64).collect();
        if given.len() < 2 {
            return None;
        }
        *slot = given.iter().sum::<f64>() / given.len() as f64;
    }
    Some(out)
}

fn row(seed: u64, customer: u32, activity: Activity) -> Option<Row> {
    let mut events: Vec<Event> = Vec::new();
    Plan::of(seed, customer).events(seed, Activity::TenAnswers, &mut events);
    let event = events.into_iter().find(|e| e.what == What::Ethics).unwrap();
    let ratings = ratings(seed, customer, event.share(), activity);
    scores(&ratings.items).map(|p| (p, ratings.overall as f64))
}

struct Fit {
    coefficients: [f64; K],
    classical: [f64; K],
    hc3: [f64; K],
    r_squared: f64,
}

fn invert(mut a: [[f64; K]; K]) -> [[f64; K]; K] {
    let mut out = [[0.0; K]; K];
    for (i, row) in out.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for i in 0..K {
        let pivot = a[i][i];
        for j in 0..K {
            a[i][j] /= pivot;
            out[i][j] /= pivot;
        }
        for r in (0..K).filter(|r| *r != i) {
            let factor = a[r][i];
            for j in 0..K {
                a[r][j] -= factor * a[i][j];
                out[r][j] -= factor * out[i][j];
            }
        }
    }
    out
}

fn quadratic(m: &[[f64; K]; K], x: &[f64; K]) -> f64 {
    (0..K)
        .flat_map(|i| (0..K).map(move |j| (i, j)))
        .map(|(i, j)| x[i] * m[i][j] * x[j])
        .sum()
}

/// Least squares through the normal equations, with classical and HC3 standard errors
/// (MacKinnon & White, 1985).
fn fit(rows: &[Row]) -> Fit {
    let design = |p: &[f64; 4]| [1.0, p[0], p[1], p[2], p[3]];
    let mut xx = [[0.0; K]; K];
    let mut xy = [0.0; K];
    for (p, y) in rows {
        let x = design(p);
        for i in 0..K {
            xy[i] += x[i] * y;
            for j in 0..K {
                xx[i][j] += x[i] * x[j];
            }
        }
    }
    let inverse = invert(xx);
    let coefficients: [f64; K] =
        std::array::from_fn(|i| (0..K).map(|j| inverse[i][j] * xy[j]).sum());
    let n = rows.len() as f64;
    let mean = rows.iter().map(|r| r.1).sum::<f64>() / n;
    let (mut rss, mut tss) = (0.0, 0.0);
    let mut meat = [[0.0; K]; K];
    for (p, y) in rows {
        let x = design(p);
        let error = y - (0..K).map(|i| x[i] * coefficients[i]).sum::<f64>();
        rss += error * error;
        tss += (y - mean) * (y - mean);
        let weight = (error / (1.0 - quadratic(&inverse, &x))).powi(2);
        for i in 0..K {
            for j in 0..K {
                meat[i][j] += weight * x[i] * x[j];
            }
        }
    }
    let sigma2 = rss / (n - K as f64);
    Fit {
        coefficients,
        classical: std::array::from_fn(|i| (sigma2 * inverse[i][i]).sqrt()),
        hc3: std::array::from_fn(|i| {
            let row: [f64; K] = std::array::from_fn(|j| inverse[i][j]);
            quadratic(&meat, &row).sqrt()
        }),
        r_squared: 1.0 - rss / tss,
    }
}

fn standardised(rows: &[Row]) -> Vec<Row> {
    let n = rows.len() as f64;
    let scale = |value: &dyn Fn(&Row) -> f64| {
        let mean = rows.iter().map(value).sum::<f64>() / n;
        let ss: f64 = rows.iter().map(|r| (value(r) - mean).powi(2)).sum();
        (mean, (ss / (n - 1.0)).sqrt())
    };
    let p: [(f64, f64); 4] = std::array::from_fn(|k| scale(&|r: &Row| r.0[k]));
    let y = scale(&|r: &Row| r.1);
    rows.iter()
        .map(|r| {
            let scores = std::array::from_fn(|k| (r.0[k] - p[k].0) / p[k].1);
            (scores, (r.1 - y.0) / y.1)
        })
        .collect()
}

fn truth() -> [f64; K] {
    let [a, b, c, d] = TRUE_COEFFICIENTS;
    [TRUE_INTERCEPT, a, b, c, d]
}

fn standardised_truth() -> [f64; K] {
    let [a, b, c, d] = TRUE_STANDARDISED;
    [0.0, a, b, c, d]
}

/// The rows as whoever applies the changes would see them.
fn generated(size: Size) -> Vec<Row> {
    let form = survey::ethics();
    let ids = (DeviceId([1; 16]), RecordId([2; 16]), BatchId([3; 16]));
    generate(TRIAL_SEED, size, ids.0, ids.1, ids.2, 1)
        .flat_map(|change| change.ops)
        .filter_map(|op| match op {
            Op::Respond(respond) if respond.form == form.id => Some(respond.answers),
            _ => None,
        })
        .filter_map(|answers| {
            let answer = |no: u16| {
                let found = answers.iter().find(|(given, _)| *given == no);
                found.and_then(|(_, value)| value.as_number())
            };
            let mut p = [0.0; 4];
            for (slot, practice) in p.iter_mut().zip(Practice::ALL) {
                *slot = practice_score(&form, practice, &answer)?;
            }
            Some((p, answer(13)?))
        })
        .collect()
}

#[test]
fn with_the_trial_seed_every_interval_holds_the_truth() {
    let rows = generated(Size::TRIAL);
    assert!(rows.len() > 9_800, "{}", rows.len());
    let z_rows = standardised(&rows);
    for (rows, truth) in [(&rows, truth()), (&z_rows, standardised_truth())] {
        let fit = fit(rows);
        for (i, truth) in truth.into_iter().enumerate() {
            for error in [fit.classical[i], fit.hc3[i]] {
                let z = (fit.coefficients[i] - truth) / error;
                println!(
                    "{i}: {:.4} ± {:.4}, true {truth}, z {z:.2}",
                    fit.coefficients[i],
                    Z * error
                );
                assert!(z.abs() < Z || (i == 0 && truth == 0.0), "{i}: {z}");
            }
        }
        assert!((0.4..0.6).contains(&fit.r_squared), "{}", fit.r_squared);
    }
}

#[test]
fn intervals_hold_the_truth_about_95_times_in_100() {
    let (seeds, customers) = (300, 1_000);
    for activity in [Activity::Natural, Activity::TenAnswers] {
        let (mut plain, mut z) = ([0; K], [0; K]);
        let mut bias = [0.0; K];
        for seed in 0..seeds {
            let rows: Vec<Row> = (0..customers)
                .filter_map(|c| row(seed, c, activity))
                .collect();
            let fitted = fit(&rows);
            for (i, truth) in truth().into_iter().enumerate() {
                let z = (fitted.coefficients[i] - truth) / fitted.hc3[i];
                plain[i] += u32::from(z.abs() < Z);
                bias[i] += z;
            }
            let fitted = fit(&standardised(&rows));
            for (i, truth) in standardised_truth().into_iter().enumerate() {
                z[i] += u32::from(((fitted.coefficients[i] - truth) / fitted.hc3[i]).abs() < Z);
            }
        }
        println!("{activity:?}: {plain:?} {z:?} of {seeds}, mean z {bias:?}");
        for i in 0..K {
            // 95 % of 300 is 285, with a standard deviation of 3.8.
            assert!(
                (273..=297).contains(&plain[i]),
                "{activity:?} {i}: {}",
                plain[i]
            );
            // The mean of 300 z-values has a standard deviation of 0.058.
            assert!((bias[i] / seeds as f64).abs() < 0.2, "{activity:?} {i}");
        }
        if activity == Activity::Natural {
            assert!(
                z.iter().skip(1).all(|held| (273..=297).contains(held)),
                "{z:?}"
            );
        }
    }
}

#[test]
fn practices_are_correlated_as_people_are() {
    let rows = standardised(&generated(Size {
        customers: 4_000,
        activity: Activity::Natural,
    }));
    for i in 0..4 {
        for j in 0..i {
            let r = rows.iter().map(|r| r.0[i] * r.0[j]).sum::<f64>() / rows.len() as f64;
            assert!((0.3..0.5).contains(&r), "{i} {j}: {r}");
        }
    }
}

#[test]
fn satisfaction_rises_over_the_years() {
    let rows = |from: f64| {
        let mut sum = (0.0, 0.0);
        for customer in 0..4_000 {
            let ratings = ratings(TRIAL_SEED, customer, from, Activity::Natural);
            sum = (sum.0 + ratings.overall as f64, sum.1 + 1.0);
        }
        sum.0 / sum.1
    };
    let rise = rows(1.0) - rows(0.0);
    assert!((0.2..0.45).contains(&rise), "{rise}");
}

/// How [`TRUE_STANDARDISED`] was found: `cargo test -p sample --profile server population --
/// --ignored --nocapture`.
#[test]
#[ignore = "twenty million responses; run it when the design changes"]
fn population_of_the_standardised_coefficients() {
    let (mut n, mut sum, mut squares) = (0.0, [0.0; K], [0.0; K]);
    let mut pooled = [0.0; K];
    for seed in 0..200 {
        let rows: Vec<Row> = (0..100_000)
            .filter_map(|customer| row(1_000_000 + seed, customer, Activity::Natural))
            .collect();
        for (slot, found) in pooled.iter_mut().zip(fit(&rows).coefficients) {
            *slot += found / 200.0;
        }
        for (p, y) in rows {
            n += 1.0;
            for (i, v) in [y, p[0], p[1], p[2], p[3]].into_iter().enumerate() {
                sum[i] += v - 5.0;
                squares[i] += (v - 5.0).powi(2);
            }
        }
    }
    let sd: [f64; K] = std::array::from_fn(|i| (squares[i] / n - (sum[i] / n).powi(2)).sqrt());
    let found: [f64; 4] = std::array::from_fn(|k| TRUE_COEFFICIENTS[k] * sd[k + 1] / sd[0]);
    println!("standardised {found:.5?}, sd {sd:.4?}, pooled least squares {pooled:.5?}");
    for (found, truth) in pooled.into_iter().zip(truth()) {
        assert!((found - truth).abs() < 0.002, "{found} {truth}");
    }
    for (found, stated) in found.into_iter().zip(TRUE_STANDARDISED) {
        assert!((found - stated).abs() < 0.0003, "{found} {stated}");
    }
}
