//! The open vault and replica as signals: the one doorway between screens and data.
//!
//! Must stay true: "saved" is said only after the store has committed; nothing is applied that
//! is not kept; locking drops the key and everything derived from it.
//!
//! Must not know: what a screen looks like.

mod backup;
mod bulk;
mod drafts;
pub mod duplicates;
mod envelope;
mod eyes;
pub mod forms;
mod gate;
mod idle;
mod link;
mod many;
pub mod merging;
mod open;
mod people;
mod registers;
mod reminder;
mod reveal;
mod rights;
mod search;
mod security;
mod spelling;

pub use backup::{Checked, Reborn, Watch, check_backup, last_backup};
pub use bulk::{Imported, Progress};
pub use duplicates::{Pair, Similar, Somebody};
pub use forms::{form, forms};
pub use gate::{Begun, Gate, Phase};
pub use idle::{lock_after, set_lock_after};
pub use link::LinkState;
pub use many::Done;
pub use merging::{Decided, Merge, now_of, responses_of};
pub use open::{Desk, Failure, Open};
pub use people::Colleague;
pub use registers::name_of_gone;
pub use reminder::{backed_up, backup_due, backup_later};
pub use reveal::{GivenOut, Shown};
pub use security::PasskeyInfo;
pub use spelling::Spelling;
