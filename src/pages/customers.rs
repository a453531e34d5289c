//! Customers: the list, one customer, and the form to add and change one.
//!
//! Must stay true: fields come from the description of the register; nothing typed is lost.

mod figures;
mod form;
mod list;
mod log;
mod merged;
mod people;
mod profile;
mod similar;

pub use form::Form;
pub use list::List;
pub use profile::Profile;
