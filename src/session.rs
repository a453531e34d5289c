//! The open vault and replica as signals: the one doorway between screens and data.
//!
//! Must stay true: "saved" is said only after the store has committed; nothing is applied that
//! is not kept; locking drops the key and everything derived from it.
//!
//! Must not know: what a screen looks like.

mod bulk;
mod drafts;
pub mod forms;
mod gate;
mod link;
mod open;

pub use bulk::Progress;
pub use forms::{form, forms};
pub use gate::{Begun, Gate, Phase};
pub use link::LinkState;
pub use open::{Desk, Failure, Open};
