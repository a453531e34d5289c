//! One search box over everybody: as one types, offline, pinyin too.
//!
//! What it is for: the caller hands in documents as `(doc, tie, parts)` and asks with what stands
//! in the box; the answer is the best few, why they match, and how many match in all.
//!
//! What must stay true: an answer holds exactly the documents that match (the naive search in the
//! tests agrees); a keystroke costs what matches, not what is kept; one document comes, changes
//! and goes without touching the others; without readings everything but pinyin is found.
//!
//! What it must not know: records, replicas, browsers, clocks. It keeps folded words, not the
//! texts; words to highlight are found again in the text that the caller shows.
#![forbid(unsafe_code)]

mod analyse;
mod collation;
mod dictionary;
mod error;
mod explain;
mod finder;
mod fold;
mod glyphs;
mod highlight;
mod ids;
mod kind;
mod marks;
mod name;
mod near;
mod postings;
mod query;
mod rank;
mod readings;
mod search;
mod shelf;
mod sound;

pub use collation::{Begins, Collation};
pub use error::FindError;
pub use finder::Finder;
pub use kind::{Found, Hit, Kind, Manner, Why};
pub use readings::Readings;

#[cfg(test)]
mod tests;
