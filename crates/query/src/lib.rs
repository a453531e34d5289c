//! Any field filtered, any column sorted, and the views a person keeps of a register.
//!
//! Must stay true: the columns answer exactly as a look at each record would; what may not be
//! read is neither filtered nor sorted by; a filter is small, whoever wrote it.
//!
//! Must not know: a clock, the words of a screen, the browser, how a register is stored.
#![forbid(unsafe_code)]

mod error;
mod filter;
mod fold;
mod keyed;
mod keys;
mod mask;
mod offer;
mod order;
mod probe;
mod radix;
mod ranked;
mod read;
mod search;
mod test;
mod view;
mod wire;

pub use error::QueryError;
pub use filter::{Filter, Leaves, MAX_DEPTH, MAX_LEAVES};
pub use keys::{Folded, SortKeys};
pub use offer::{TestKind, tests_for};
pub use order::{Direction, MAX_ORDERS, Order, sort};
pub use ranked::{Selected, ranked};
pub use search::{Search, select};
pub use test::{Days, MAX_OPERANDS, Range, Test, Today};
pub use view::{Dropped, MAX_COLUMNS, MAX_NAME, MAX_VIEWS, View, Views};

#[cfg(test)]
mod tests;
