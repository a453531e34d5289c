//! Which records are likely the same customer, and why.
//!
//! [`Keys::of`] brings what is known of a customer to comparable forms, [`compare`] weighs two
//! of them, and [`Index`] finds the pairs worth weighing: those that share a number, an address,
//! a name or its reading, and never all with all. [`Live`] does the same for records that change,
//! a few at a time.
//!
//! Must stay true: comparing is symmetric; a score always has its reasons; the work is bounded
//! by the size of blocks, and blocks left out are told; nothing is merged here.
//!
//! Must not know: the register, the change log, how a name is read (the caller says).

mod book;
mod email;
mod index;
mod keys;
#[cfg(test)]
mod laws;
mod live;
mod name;
mod score;
#[cfg(test)]
mod tests;

pub use book::Book;
pub use email::email_key;
pub use index::{Block, Crowded, Index, Pair, Pairs};
pub use keys::{Keys, Subject};
pub use live::Live;
pub use name::name_key;
pub use score::{Match, Reason, Reasons, compare};
