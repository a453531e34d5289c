//! Which record is meant by what a cell calls it.
//!
//! Must stay true: what fits several is told, never guessed; a number beats a telephone, that an
//! address, that a name.

use crate::field::{Fields, Words, fold, phone};
use model::{FieldType, Kind, KindNo, RecordId};
use std::collections::HashMap;

/// What is known under a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// One record.
    One(RecordId),
    /// More than one.
    Several,
}

/// Words and the record that each stands for. Of a word only a hash of 128 bits is kept: nothing
/// has to be set aside for it, or given back one by one.
#[derive(Debug, Default)]
pub struct Names(HashMap<u128, Known>);

/// Two words with one hash are not met among fewer than 2⁶⁰ of them.
fn hash(word: &str) -> u128 {
    let hash = blake3::hash(word.as_bytes());
    let half = hash.as_bytes().first_chunk::<16>();
    half.map_or(0, |half| u128::from_le_bytes(*half))
}

impl Names {
    /// Makes room, so that no single word takes long.
    pub fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    pub fn add(&mut self, word: &str, record: RecordId) {
        let known = self.0.entry(hash(word)).or_insert(Known::One(record));
        if *known != Known::One(record) {
            *known = Known::Several;
        }
    }

    pub fn get(&self, word: &str) -> Option<Known> {
        self.0.get(&hash(word)).copied()
    }
}

/// What the records of one register are called.
#[derive(Debug)]
pub struct Lookup {
    fields: Fields,
    names: Names,
}

impl Lookup {
    /// Nothing yet, with room for so many records.
    pub fn new(kind: &'static Kind, records: usize) -> Self {
        let mut names = Names::default();
        names.reserve(records.saturating_mul(2));
        Self {
            fields: Fields::of(kind),
            names,
        }
    }

    /// Takes a record in.
    pub fn add(&mut self, record: RecordId, words: &dyn Words) {
        let fields = &self.fields;
        let numbers = fields.numbers.iter().filter_map(|no| words.text(*no));
        let numbers = numbers.map(|text| word('n', &fold(text)));
        let phones = fields.phones(words).into_iter().filter_map(phone);
        let emails = fields.emails(words).into_iter();
        let title = fields.title.and_then(|no| words.text(no));
        let all = numbers
            .chain(phones.map(|one| word('p', &one)))
            .chain(emails.map(|one| word('e', &fold(one))))
            .chain(title.map(|text| word('t', &fold(text))));
        for word in all {
            if word.len() > 1 {
                self.names.add(&word, record);
            }
        }
    }

    /// Takes in that a record is called so.
    pub fn call(&mut self, title: &str, record: RecordId) {
        self.names.add(&word('t', &fold(title)), record);
    }

    /// Who is meant.
    pub fn find(&self, text: &str) -> Option<Known> {
        let folded = fold(text);
        let by_phone = || self.names.get(&word('p', &phone(text)?));
        let by_email = || self.names.get(&word('e', &folded));
        let mut found = self.names.get(&word('n', &folded));
        if found.is_none() && text.bytes().any(|b| b.is_ascii_digit()) {
            found = by_phone();
        }
        if found.is_none() && text.contains('@') {
            found = by_email();
        }
        found.or_else(|| self.names.get(&word('t', &folded)))
    }
}

/// Which registers the mapped fields of a register refer to.
pub fn referred(kind: &Kind, maps: impl Fn(model::FieldNo) -> bool) -> Vec<KindNo> {
    let mut all = Vec::new();
    for field in kind.fields {
        if let FieldType::Ref(no) = field.holds
            && maps(field.no)
            && !all.contains(&no)
        {
            all.push(no);
        }
    }
    all
}

fn word(of: char, text: &str) -> String {
    let mut all = String::with_capacity(text.len() + 1);
    all.push(of);
    all.push_str(text);
    all
}
