//! First pass: means and centred products of all columns.
//!
//! Stays true: products are taken around each block's own means and joined exactly (Chan, Golub
//! and LeVeque, The American Statistician 37, 1983), so no digits go to the columns' offsets.

use super::block::Block;
use crate::lanes::{dot, total};
use crate::matrix::Square;

/// Means and centred products so far; the outcome is the last column.
pub(super) struct Moments {
    pub(super) n: usize,
    /// Of the values less their shifts.
    pub(super) means: Vec<f64>,
    /// The lower half of Σ (a − ā)(b − b̄).
    pub(super) products: Square,
}

impl Moments {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            n: 0,
            means: vec![0.0; columns],
            products: Square::zero(columns),
        }
    }

    pub(super) fn absorb(&mut self, block: &mut Block) {
        if block.rows == 0 {
            return;
        }
        let (before, here) = (self.n as f64, block.rows as f64);
        let means: Vec<f64> = block
            .columns
            .iter()
            .map(|column| total(column) / here)
            .collect();
        block.centre(&means);
        let steps: Vec<f64> = means
            .iter()
            .zip(&self.means)
            .map(|(here, all)| here - all)
            .collect();
        let weight = before * here / (before + here);
        for (i, (a, step_a)) in block.columns.iter().zip(&steps).enumerate() {
            for (j, (b, step_b)) in block.columns.iter().zip(&steps).enumerate().take(i + 1) {
                self.products
                    .add(i, j, dot(a, b) + step_a * step_b * weight);
            }
        }
        for (mean, step) in self.means.iter_mut().zip(&steps) {
            *mean += step * here / (before + here);
        }
        self.n += block.rows;
    }
}
