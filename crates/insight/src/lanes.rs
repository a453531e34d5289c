//! Arithmetic over whole columns, shaped so that the compiler vectorises it.
//!
//! Stays true: a sum is kept in eight lanes, which also halves the digits of its rounding error;
//! a block is always full, and what it does not hold is zero, so no loop has a remainder.

/// How many sums run side by side.
const LANES: usize = 8;

/// Rows worked on at once: eleven such columns fit the first-level cache.
pub(crate) const BLOCK: usize = 256;

/// One column of a block of rows, padded with zeros.
pub(crate) type Column = [f64; BLOCK];

/// Σ aᵢbᵢ.
pub(crate) fn dot(a: &Column, b: &Column) -> f64 {
    let mut lanes = [0.0; LANES];
    let (a, _) = a.as_chunks::<LANES>();
    let (b, _) = b.as_chunks::<LANES>();
    for (a, b) in a.iter().zip(b) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
}

/// Σ aᵢ.
pub(crate) fn total(a: &Column) -> f64 {
    let mut lanes = [0.0; LANES];
    for a in a.as_chunks::<LANES>().0 {
        for (lane, a) in lanes.iter_mut().zip(a) {
            *lane += a;
        }
    }
    lanes.iter().sum()
}

/// `into += factor * a`.
pub(crate) fn add_scaled(into: &mut Column, factor: f64, a: &Column) {
    for (into, a) in into.iter_mut().zip(a) {
        *into += factor * a;
    }
}

/// Count, sum and extremes of the finite values of a column of any length.
#[derive(Clone, Copy)]
pub(crate) struct Sweep {
    pub(crate) n: usize,
    pub(crate) sum: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// Passes once over a column, leaving out what is not finite.
pub(crate) fn sweep(values: &[f64]) -> Sweep {
    let mut n = [0_usize; LANES];
    let mut sum = [0.0; LANES];
    let mut min = [f64::INFINITY; LANES];
    let mut max = [f64::NEG_INFINITY; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut tail = [f64::NAN; LANES];
    for (cell, value) in tail.iter_mut().zip(rest) {
        *cell = *value;
    }
    for chunk in chunks.iter().chain([&tail]) {
        let counts = n.iter_mut().zip(&mut sum);
        let extremes = min.iter_mut().zip(&mut max);
        for (((n, sum), (min, max)), value) in counts.zip(extremes).zip(chunk) {
            let value = *value;
            let counts = value.is_finite();
            *n += usize::from(counts);
            *sum += if counts { value } else { 0.0 };
            *min = if counts && value < *min { value } else { *min };
            *max = if counts && value > *max { value } else { *max };
        }
    }
    Sweep {
        n: n.iter().sum(),
        sum: sum.iter().sum(),
        min: min.iter().copied().fold(f64::INFINITY, f64::min),
        max: max.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    }
}

/// Σ(x − c) and Σ(x − c)² over the finite values of a column of any length.
pub(crate) fn deviations(values: &[f64], centre: f64) -> (f64, f64) {
    let mut sum = [0.0; LANES];
    let mut squares = [0.0; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut tail = [f64::NAN; LANES];
    for (cell, value) in tail.iter_mut().zip(rest) {
        *cell = *value;
    }
    for chunk in chunks.iter().chain([&tail]) {
        for ((sum, squares), value) in sum.iter_mut().zip(&mut squares).zip(chunk) {
            let off = if value.is_finite() {
                value - centre
            } else {
                0.0
            };
            *sum += off;
            *squares += off * off;
        }
    }
    (sum.iter().sum(), squares.iter().sum())
}
