//! What the rows of a file become: new records, changes to known ones, nothing, or a reason why
//! not.
//!
//! An [`Intake`] is made from a [`Setup`], goes once over what is known ([`Intake::prepare`]), and
//! then takes row after row ([`Intake::take`]). It gives the operations of each row; whoever only
//! wants to know what would happen drops them and reads the [`Tally`].
//!
//! Must stay true: a row is taken as a whole or refused as a whole; a blank cell never erases;
//! looking through and bringing in decide the same; of two rows with one key the second changes
//! what the first made; memory grows with the records and not with the cells.
//!
//! Must not know: the browser, the screen, the disk, randomness and the clock (both come in), any
//! register by name.

mod cycle;
mod field;
mod intake;
mod key;
mod likeness;
mod lookup;
mod refused;
mod setup;
mod tally;
#[cfg(test)]
mod tests;

pub use intake::Intake;
pub use key::Key;
pub use refused::{Refused, Why};
pub use setup::{OnLike, OnMatch, Setup};
pub use tally::Tally;
