//! Whether a row looks like somebody who is there, or like a row before it.

use crate::field::{Fields, Words};
use dedupe::{Book, Keys, Match};
use find::Readings;
use std::rc::Rc;

/// From which score two are worth a person's look.
const LEAST: f32 = 0.5;

/// Everybody so far, by what they may have in common.
#[derive(Debug, Default)]
pub struct Likeness {
    book: Book,
    readings: Option<Rc<Readings>>,
}

impl Likeness {
    pub fn new(readings: Option<Rc<Readings>>, records: usize) -> Self {
        let mut book = Book::default();
        book.reserve(records);
        Self { book, readings }
    }

    pub fn keys(&self, fields: &Fields, words: &dyn Words) -> Keys {
        let spell = |name: &str| {
            let readings = self.readings.as_ref();
            readings.map(|r| r.name(name)).unwrap_or_default()
        };
        fields.keys(words, &spell)
    }

    pub fn find(&self, keys: &Keys) -> Option<Match> {
        let found = self.book.matches(keys, LEAST);
        found.first().map(|(_, found)| *found)
    }

    pub fn add(&mut self, keys: Keys) {
        self.book.add(keys);
    }

    /// Gives back a part of what it knows; true when nothing is left.
    pub fn give_back(&mut self, some: usize) -> bool {
        self.book.give_back(some)
    }
}
