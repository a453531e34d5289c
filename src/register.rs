//! Any register from its description: form, facts, history, list, and what belongs to a record.
//!
//! Must stay true: nothing here names a register; what a register needs beyond this its own page
//! adds. Nothing typed is lost.

mod entries;
mod facts;
mod form;
mod history;
mod lens;
mod list;
mod refer;
mod related;
mod tags;
mod typing;
mod value;

pub use facts::Facts;
pub use form::{Below, Form, Typed, gone};
pub use history::History;
pub use lens::{Lens, lens, lens_now, may_write};
pub use list::List;
pub use related::Related;
pub use value::{cell, element, line, title, title_of_gone, words};
