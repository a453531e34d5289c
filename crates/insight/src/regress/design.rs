//! What the predictors allow: their scales, and the turn that makes them uncorrelated.
//!
//! Stays true: every column is in units of its own length `√Σ(x − x̄)²`, so nothing depends on
//! the unit a predictor is measured in. A Cholesky factor of nearly dependent predictors is
//! refined by a second one of the columns it whitened (CholeskyQR2: Yamamoto et al., Electronic
//! Transactions on Numerical Analysis 44, 2015).

use super::block::{Block, Rows};
use super::moments::Moments;
use crate::error::InsightError;
use crate::lanes::{BLOCK, Column, add_scaled, dot};
use crate::matrix::Square;

/// A pivot at or below this is rounding: the predictor depends on those before it.
const DEPENDENT: f64 = 1e-11;

/// A pivot below this costs digits that a refinement gives back.
const NEAR: f64 = 1e-4;

/// The predictors' geometry and the fit in it.
pub(super) struct Design {
    pub(super) n: usize,
    /// Means of the values less their shifts, the outcome's last.
    pub(super) means: Vec<f64>,
    /// Lengths of the centred columns, the outcome's last.
    pub(super) lengths: Vec<f64>,
    /// W, with `(ZᵗZ)⁻¹ = WᵗW` for the centred columns Z of length 1. `V = ZWᵗ` is orthonormal.
    pub(super) white: Square,
    /// `Vᵗy`, for the centred outcome of length 1.
    pub(super) fit: Vec<f64>,
}

impl Design {
    /// Also says whether the predictors are nearly dependent.
    pub(super) fn new(moments: &Moments, rows: &Rows<'_>) -> Result<(Self, bool), InsightError> {
        let k = rows.predictors();
        let n = moments.n;
        if n <= k + 1 {
            return Err(InsightError::TooFewRows {
                complete: n,
                needed: k + 2,
            });
        }
        let mut lengths = Vec::with_capacity(k + 1);
        for (column, (mean, shift)) in moments.means.iter().zip(rows.shifts()).enumerate() {
            let square = moments.products.at(column, column);
            if !square.is_finite() {
                return Err(InsightError::TooLarge);
            }
            let noise = 4.0 * f64::EPSILON * (shift + mean).abs();
            if square == 0.0 || (square / n as f64).sqrt() <= noise {
                return Err(if column == k {
                    InsightError::ConstantOutcome
                } else {
                    InsightError::ConstantColumn { column }
                });
            }
            lengths.push(square.sqrt());
        }
        let mut correlations = Square::zero(k);
        let mut with_outcome = vec![0.0; k];
        let outcome = lengths.last().copied().unwrap_or(1.0);
        for ((i, a), with_outcome) in lengths.iter().enumerate().zip(&mut with_outcome) {
            for (j, b) in lengths.iter().enumerate().take(i) {
                correlations.set(i, j, moments.products.at(i, j) / a / b);
            }
            correlations.set(i, i, 1.0);
            *with_outcome = moments.products.at(k, i) / a / outcome;
        }
        let whitening = correlations
            .whitening(DEPENDENT)
            .map_err(|column| InsightError::Collinear { column })?;
        let white = whitening.inverse;
        let fit = white.times(&with_outcome);
        let means = moments.means.clone();
        Ok((
            Self {
                n,
                means,
                lengths,
                white,
                fit,
            },
            whitening.least_pivot < NEAR,
        ))
    }
}

/// Turns a block of rows into orthonormal columns and a scaled outcome.
pub(super) struct Turn {
    /// W with each column divided by the predictor's length.
    weights: Square,
    outcome: f64,
    pub(super) columns: Vec<Column>,
}

impl Turn {
    pub(super) fn new(design: &Design) -> Self {
        let k = design.white.size();
        let mut weights = Square::zero(k);
        for (i, row) in design.white.rows().enumerate() {
            for (j, (weight, length)) in row.iter().zip(&design.lengths).enumerate() {
                weights.set(i, j, weight / length);
            }
        }
        let outcome = design.lengths.last().copied().unwrap_or(1.0);
        Self {
            weights,
            outcome,
            columns: vec![[0.0; BLOCK]; k],
        }
    }

    /// Fills the columns and gives the outcome.
    pub(super) fn apply(&mut self, design: &Design, block: &mut Block) -> Column {
        block.centre(&design.means);
        for (i, (into, weights)) in self.columns.iter_mut().zip(self.weights.rows()).enumerate() {
            into.fill(0.0);
            for (weight, column) in weights.iter().zip(&block.columns).take(i + 1) {
                add_scaled(into, *weight, column);
            }
        }
        let mut outcome = [0.0; BLOCK];
        if let Some(column) = block.columns.last() {
            add_scaled(&mut outcome, 1.0 / self.outcome, column);
        }
        outcome
    }
}

/// The pass that measures how far from orthonormal the whitened columns are.
pub(super) struct Refinement {
    design: Design,
    turn: Turn,
    products: Square,
    fit: Vec<f64>,
}

impl Refinement {
    pub(super) fn new(design: Design) -> Self {
        let (turn, k) = (Turn::new(&design), design.fit.len());
        Self {
            design,
            turn,
            products: Square::zero(k),
            fit: vec![0.0; k],
        }
    }

    pub(super) fn absorb(&mut self, block: &mut Block) {
        let outcome = self.turn.apply(&self.design, block);
        for (i, (a, fit)) in self.turn.columns.iter().zip(&mut self.fit).enumerate() {
            for (j, b) in self.turn.columns.iter().enumerate().take(i + 1) {
                self.products.add(i, j, dot(a, b));
            }
            *fit += dot(a, &outcome);
        }
    }

    pub(super) fn finish(self) -> Result<Design, InsightError> {
        let again = self
            .products
            .whitening(DEPENDENT)
            .map_err(|column| InsightError::Collinear { column })?
            .inverse;
        let white = again.product(&self.design.white);
        let fit = again.times(&self.fit);
        Ok(Design {
            white,
            fit,
            ..self.design
        })
    }
}
