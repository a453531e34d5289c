//! The distributions the figures need: normal, Student's t and F.
//!
//! Stays true: tails are computed as tails, never as 1 less the rest, so a small p-value keeps
//! its digits; results agree with reference implementations to about 12 digits.

mod beta;
mod fisher;
mod gamma;
mod normal;
mod student;

pub use beta::beta_regularised;
pub use fisher::{fisher_cdf, fisher_tail};
pub use normal::normal_quantile;
pub use student::{student_cdf, student_p, student_quantile};
