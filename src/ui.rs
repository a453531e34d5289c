//! Atoms: what screens are made of. They know no customer and no survey.

pub mod chart;
mod confirm;
mod empty;
mod field;
mod icon;
mod toast;
mod wait;
mod window;

pub use confirm::Confirm;
pub use empty::Empty;
pub use field::{AreaField, SelectField, TextField};
pub use icon::{Icon, icon};
pub use toast::{Toasts, toast, toast_with};
pub use wait::Wait;
pub use window::Window;
