//! Atoms: what screens are made of. They know no customer and no survey.

mod backup;
pub mod chart;
mod confirm;
mod empty;
mod field;
mod icon;
mod job;
mod passphrase;
mod recovery;
mod sheet;
mod toast;
mod wait;
mod window;

pub use backup::{LookThrough, Said, taken_in};
pub use confirm::Confirm;
pub use empty::Empty;
pub use field::{AreaField, SelectField, TextField};
pub use icon::{Icon, icon};
pub use job::{Job, Working};
pub use passphrase::{ChoosePassphrase, Choosing};
pub use recovery::RecoveryCode;
pub use sheet::Sheet;
pub use toast::{Toasts, forget_toasts, toast, toast_with};
pub use wait::Wait;
pub use window::{DrawRow, Window, redrawn};
