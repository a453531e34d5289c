//! Any register from its description: form, facts, history, list, and what belongs to a record.
//!
//! Must stay true: nothing here names a register; what a register needs beyond this its own page
//! adds. Nothing typed is lost.

mod answer;
mod entries;
mod export;
mod facts;
mod form;
mod history;
mod lens;
mod lines;
mod list;
mod past;
mod refer;
mod related;
mod tags;
mod timeline;
mod typing;
mod value;

pub use answer::answer_words;
pub use facts::Facts;
pub use form::{Below, Form, Typed, gone};
pub use history::History;
pub use lens::{Lens, lens, lens_now, may_import, may_write};
pub use lines::{PartsOf, called, parts, totals};
pub use list::{Extra, List};
pub use past::Past;
pub use related::Related;
pub use timeline::Timeline;
pub use value::{cell, element, line, named_by, title, title_of_gone, words};
