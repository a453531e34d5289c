//! vCards in (2.1, 3.0, 4.0) and out (3.0, 4.0): RFC 2426, RFC 6350, and what phones make of them.
//!
//! Code of our own: the kept crate for this (`calcard`) takes a file as one text, keeps every
//! photograph in memory, puts no bound on a line or a card, and brings a calendar, time zones
//! and JSON conversion along, several times the size of what stands here. See [`CardReader`]
//! for reading and [`write_card`] for writing.
//!
//! Must stay true: a bad card is refused alone; how the text is cut into chunks changes nothing;
//! memory is bounded by [`CardLimits`], whatever pictures the file holds; what is written here
//! and read here is equal; no error carries what a card said.
//!
//! Must not know: files, encodings beyond UTF-8 and Latin-1 (the caller decodes others), the
//! customer register.

mod birthday;
mod card;
mod decode;
mod escape;
mod fill;
#[cfg(test)]
mod laws;
mod lines;
mod property;
mod read;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use birthday::PartialDate;
pub use card::{
    Address, Card, CardKind, Entry, Gender, Messenger, PersonName, SkippedMedia, Unmapped,
};
pub use read::{CardError, CardLimits, CardProblem, CardReader, Decoder};
pub use table::{HEADER, is_vcard, push_header, push_row};
pub use write::{CardVersion, write_card};
