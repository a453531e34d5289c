//! What must hold: tables of cases, a naive search to agree with, and any bytes at all.

mod collation;
mod fuzz;
mod naive;
mod rules;

use crate::{Finder, Kind, Readings};

/// The table that the app loads.
pub(crate) fn readings() -> Readings {
    Readings::from_bytes(include_bytes!("../data/readings.bin")).unwrap()
}

/// An index that knows pinyin, of one-part documents numbered from 0, later ones of larger tie.
pub(crate) fn index(parts: &[(Kind, &str)]) -> Finder {
    let mut finder = Finder::new();
    finder.teach(readings());
    for (doc, part) in parts.iter().enumerate() {
        finder.put(doc as u32, doc as u32, &[*part]).unwrap();
    }
    finder
}
