//! Last pass: residuals, leverage and the middle of the HC3 sandwich.
//!
//! Stays true: residuals come from the rows, not from a difference of sums, and what is left in
//! them of the predictors corrects the fit (one step of iterative refinement).

use super::Covariance;
use super::block::Block;
use super::design::{Design, Turn};
use crate::lanes::{BLOCK, Column, add_scaled, dot, total};
use crate::matrix::Square;

/// A row with less than this between its leverage and 1 determines a coefficient alone.
const FULL: f64 = 1e-10;

pub(super) struct Residuals {
    design: Design,
    turn: Turn,
    found: Sums,
}

/// Sums over the residuals e of the scaled outcome, and w = e / (1 − h).
struct Sums {
    /// Σe.
    sum: f64,
    /// Σe².
    squares: f64,
    /// Vᵗe.
    left: Vec<f64>,
    sandwich: Option<Sandwich>,
}

/// Σw², Σw²v and Σw²vvᵗ.
pub(super) struct Sandwich {
    pub(super) squares: f64,
    pub(super) edge: Vec<f64>,
    pub(super) middle: Square,
}

/// A fit with everything its summary needs, in units of the outcome's length.
pub(super) struct Fitted {
    pub(super) design: Design,
    /// Mean of the residuals before correction: the rounding of the outcome's mean.
    pub(super) offset: f64,
    /// Σe².
    pub(super) squares: f64,
    pub(super) sandwich: Option<Sandwich>,
}

impl Residuals {
    pub(super) fn new(design: Design, covariance: Covariance) -> Self {
        let (turn, k) = (Turn::new(&design), design.fit.len());
        let sandwich = match covariance {
            Covariance::Classic => None,
            Covariance::Hc3 => Some(Sandwich {
                squares: 0.0,
                edge: vec![0.0; k],
                middle: Square::zero(k),
            }),
        };
        let found = Sums {
            sum: 0.0,
            squares: 0.0,
            left: vec![0.0; k],
            sandwich,
        };
        Self {
            design,
            turn,
            found,
        }
    }

    /// Gives the place, within the block, of a row whose leverage is full.
    pub(super) fn absorb(&mut self, block: &mut Block) -> Result<(), usize> {
        let mut residuals = self.turn.apply(&self.design, block);
        let columns = &mut self.turn.columns;
        for (column, fit) in columns.iter().zip(&self.design.fit) {
            add_scaled(&mut residuals, -fit, column);
        }
        self.found.sum += total(&residuals);
        self.found.squares += dot(&residuals, &residuals);
        for (left, column) in self.found.left.iter_mut().zip(columns.iter()) {
            *left += dot(column, &residuals);
        }
        let Some(sandwich) = &mut self.found.sandwich else {
            return Ok(());
        };
        let gaps = gaps(columns, self.design.n);
        if let Some(place) = gaps.iter().position(|gap| *gap < FULL) {
            return Err(place);
        }
        for (residual, gap) in residuals.iter_mut().zip(&gaps) {
            *residual /= gap;
        }
        for column in columns.iter_mut() {
            for (cell, weight) in column.iter_mut().zip(&residuals) {
                *cell *= weight;
            }
        }
        sandwich.squares += dot(&residuals, &residuals);
        for (i, (a, edge)) in columns.iter().zip(&mut sandwich.edge).enumerate() {
            *edge += dot(a, &residuals);
            for (j, b) in columns.iter().enumerate().take(i + 1) {
                sandwich.middle.add(i, j, dot(a, b));
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Fitted {
        let Self {
            mut design, found, ..
        } = self;
        let n = design.n as f64;
        let offset = found.sum / n;
        let mut squares = found.squares - n * offset * offset;
        for (fit, left) in design.fit.iter_mut().zip(&found.left) {
            *fit += left;
            squares -= left * left;
        }
        let mut sandwich = found.sandwich;
        if let Some(Sandwich { middle, .. }) = &mut sandwich {
            for i in 0..middle.size() {
                for j in 0..i {
                    middle.set(j, i, middle.at(i, j));
                }
            }
        }
        Fitted {
            design,
            offset,
            squares: squares.max(0.0),
            sandwich,
        }
    }
}

/// 1 − hᵢ, where hᵢ = 1/n + Σvᵢⱼ².
fn gaps(columns: &[Column], n: usize) -> Column {
    let mut gaps = [1.0 - 1.0 / n as f64; BLOCK];
    for column in columns {
        for (gap, v) in gaps.iter_mut().zip(column) {
            *gap -= v * v;
        }
    }
    gaps
}
