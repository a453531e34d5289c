//! What is true now: changes, the clock, merging, columns and queries.
//!
//! Must stay true: applying changes is commutative, associative and idempotent; an erased
//! record never comes back; nothing here reads a clock or makes randomness.
//!
//! Must not know: the browser, sealing, the network, how a form is written.

mod change;

pub use change::{Change, Consent, Op, Respond};
