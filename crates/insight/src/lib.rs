//! Statistics: pure functions over columns.
//!
//! For: every figure the app shows, with its n, its interval and the method that made them.
//! Stays true: the same numbers in give the same numbers out, on every platform to within
//! rounding; a missing value is `NaN` (infinities count as missing too) and never reaches a result.
//! Must not know: records, fields, clocks, files, the browser.

mod correlation;
mod describe;
pub mod distribution;
mod error;
mod estimate;
mod lanes;
mod matrix;
mod mean;
mod nps;
mod period;
mod regress;
mod reliability;
mod share;

pub use correlation::{Correlation, correlation};
pub use describe::{Description, describe};
pub use error::InsightError;
pub use estimate::{Confidence, Estimate, Method};
pub use mean::{ces, mean, mean_on_scale, mean_with};
pub use nps::{Nps, nps, nps_from_counts};
pub use period::by_period;
pub use regress::{Covariance, Fitting, Regression, Standardised, Step, Term, regress};
pub use reliability::{Reliability, cronbach_alpha};
pub use share::{csat, share};
