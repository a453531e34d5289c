//! Ordinary least squares with an intercept: what drives an outcome, and how sure that is.
//!
//! Stays true: rows are worked on in blocks and the work can pause after any of them; columns are
//! never copied whole; columns that are nearly dependent cost accuracy only where they must, and
//! those that are dependent are refused by name. After Belsley, Kuh and Welsch, *Regression
//! Diagnostics* (1980), for leverage and variance inflation, and MacKinnon and White (Journal of
//! Econometrics 29, 1985) for HC3.

mod block;
mod design;
mod moments;
mod residuals;
mod summary;

use crate::error::InsightError;
use crate::estimate::Confidence;
use crate::lanes::BLOCK;
use block::{Block, Rows};
use design::{Design, Refinement};
use moments::Moments;
use residuals::Residuals;

/// How the uncertainty of the coefficients is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariance {
    /// `s² (XᵗX)⁻¹`: right where the noise is equally large everywhere.
    Classic,
    /// `(XᵗX)⁻¹ Xᵗ diag(eᵢ² / (1 − hᵢ)²) X (XᵗX)⁻¹`: right also where the noise differs from row
    /// to row.
    Hc3,
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    /// Complete rows, which it rests on.
    pub n: usize,
    /// Rows left out because a value is missing.
    pub dropped: usize,
    /// Share of the outcome's variance explained, from 0 to 1.
    pub r2: f64,
    /// The same, corrected for the number of predictors: `1 − (1 − R²)(n − 1)/df`.
    pub r2_adjusted: f64,
    /// Standard deviation of the residuals, `√(Σe²/df)`, in the outcome's unit.
    pub sigma: f64,
    /// Residual degrees of freedom, n − k − 1.
    pub df: usize,
    /// F statistic of all predictors together, with k and `df` degrees of freedom. Under
    /// [`Covariance::Hc3`] it is Wald's, `bᵗ V⁻¹ b / k`. Infinite where the fit is perfect.
    pub f: f64,
    /// Its p-value.
    pub f_p: f64,
    /// How the uncertainty was computed.
    pub covariance: Covariance,
    /// The constant. Its `standardised` and `vif` are not defined and hold `NaN`.
    pub intercept: Term,
    /// One term for each predictor, in their order.
    pub terms: Vec<Term>,
}

/// One coefficient with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Change of the outcome for a change of 1 in the predictor, the others held.
    pub coefficient: f64,
    /// Its standard error.
    pub se: f64,
    /// `coefficient / se`.
    pub t: f64,
    /// Two-sided p-value of t with the residual degrees of freedom.
    pub p: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
    /// The same in standard deviations.
    pub standardised: Standardised,
    /// Variance inflation factor, `1 / (1 − R²)` of this predictor on the others, 1 upwards.
    pub vif: f64,
}

/// A coefficient in standard deviations of the outcome for one standard deviation of the
/// predictor: `beta = b · sx / sy`, and its error and interval in the same unit (sx and sy are
/// taken as known).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardised {
    /// beta.
    pub coefficient: f64,
    /// Its standard error, `se · sx / sy`.
    pub se: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}

/// Fits `y` on the columns `x` and a constant, over the rows in which nothing is missing, with
/// 95 % intervals.
///
/// # Errors
///
/// [`InsightError::TooFewColumns`] without predictors, [`InsightError::LengthMismatch`],
/// [`InsightError::TooFewRows`] where n ≤ k + 1, [`InsightError::ConstantColumn`],
/// [`InsightError::ConstantOutcome`], [`InsightError::Collinear`] where a predictor shares all
/// but 10⁻¹¹ of its variance with those before it, [`InsightError::FullLeverage`] (HC3 only) and
/// [`InsightError::TooLarge`].
pub fn regress(
    y: &[f64],
    x: &[&[f64]],
    covariance: Covariance,
) -> Result<Regression, InsightError> {
    let mut step = Step::More(Fitting::new(y, x, covariance, Confidence::P95)?);
    loop {
        match step {
            Step::More(fitting) => step = fitting.step(usize::MAX)?,
            Step::Done(regression) => return Ok(regression),
        }
    }
}

/// A regression under way, for a caller that must not be busy for long.
pub struct Fitting<'a> {
    rows: Rows<'a>,
    block: Block,
    /// The first row of the next block in this pass.
    next: usize,
    stage: Box<Stage>,
    covariance: Covariance,
    confidence: Confidence,
}

/// Where a [`Fitting`] stands after some work.
pub enum Step<'a> {
    /// There is more to do.
    More(Fitting<'a>),
    /// The result.
    Done(Regression),
}

/// A pass over all rows.
enum Stage {
    Moments(Moments),
    /// Only where the predictors are nearly dependent.
    Refinement(Refinement),
    Residuals(Residuals),
}

impl<'a> Fitting<'a> {
    /// Checks the columns and begins; see [`regress`] for the errors.
    pub fn new(
        y: &'a [f64],
        x: &'a [&'a [f64]],
        covariance: Covariance,
        confidence: Confidence,
    ) -> Result<Self, InsightError> {
        let rows = Rows::new(y, x)?;
        let stage = Box::new(Stage::Moments(Moments::new(x.len() + 1)));
        let block = Block::new(x.len() + 1);
        Ok(Self {
            rows,
            block,
            next: 0,
            stage,
            covariance,
            confidence,
        })
    }

    /// Works on up to so many blocks of 256 rows, or to the end of a pass over the rows; there
    /// are two passes, three where predictors are nearly dependent.
    ///
    /// # Errors
    ///
    /// See [`regress`].
    pub fn step(mut self, blocks: usize) -> Result<Step<'a>, InsightError> {
        for _ in 0..blocks.max(1) {
            if self.next >= self.rows.len() {
                return self.turn();
            }
            self.block.load(&self.rows, self.next);
            match &mut *self.stage {
                Stage::Moments(moments) => moments.absorb(&mut self.block),
                Stage::Refinement(refinement) => refinement.absorb(&mut self.block),
                Stage::Residuals(residuals) => residuals
                    .absorb(&mut self.block)
                    .map_err(|place| self.rows.full_leverage(self.next, place))?,
            }
            self.next += BLOCK;
        }
        Ok(Step::More(self))
    }

    /// Ends a pass and begins the next.
    fn turn(mut self) -> Result<Step<'a>, InsightError> {
        *self.stage = match *self.stage {
            Stage::Moments(moments) => {
                let (design, near) = Design::new(&moments, &self.rows)?;
                if near {
                    Stage::Refinement(Refinement::new(design))
                } else {
                    Stage::Residuals(Residuals::new(design, self.covariance))
                }
            }
            Stage::Refinement(refinement) => {
                Stage::Residuals(Residuals::new(refinement.finish()?, self.covariance))
            }
            Stage::Residuals(residuals) => {
                let regression =
                    summary::summarise(residuals.finish(), &self.rows, self.confidence);
                return Ok(Step::Done(regression));
            }
        };
        self.next = 0;
        Ok(Step::More(self))
    }
}
