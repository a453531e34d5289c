//! Every distinct term once: its letters, its number, its documents.
//!
//! Numbers ascend and are never taken back: a term whose last document goes stays without any,
//! and is there again when it comes back.

use crate::postings::Postings;
use hashbrown::HashTable;

/// What terms are made of: bytes of words, or the numbers of characters.
pub(crate) trait Symbol: Copy + Eq {
    fn number(self) -> u64;
}

impl Symbol for u8 {
    fn number(self) -> u64 {
        u64::from(self)
    }
}

impl Symbol for u16 {
    fn number(self) -> u64 {
        u64::from(self)
    }
}

/// Terms and where they stand.
#[derive(Debug)]
pub(crate) struct Dictionary<S> {
    letters: Vec<S>,
    ends: Vec<u32>,
    table: HashTable<u32>,
    pub(crate) postings: Postings,
}

impl<S> Default for Dictionary<S> {
    fn default() -> Self {
        Self {
            letters: Vec::new(),
            ends: Vec::new(),
            table: HashTable::new(),
            postings: Postings::default(),
        }
    }
}

/// A hash for tables that no stranger chooses the keys of.
fn hash<S: Symbol>(term: &[S]) -> u64 {
    let mut hash = term.len() as u64;
    for symbol in term {
        hash = (hash.rotate_left(5) ^ symbol.number()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    hash ^ hash >> 29
}

fn term<'a, S>(letters: &'a [S], ends: &[u32], id: u32) -> &'a [S] {
    let id = id as usize;
    let start = match id.checked_sub(1) {
        Some(before) => ends.get(before).copied().unwrap_or(0),
        None => 0,
    };
    let end = ends.get(id).copied().unwrap_or(start);
    letters
        .get(start as usize..end as usize)
        .unwrap_or_default()
}

impl<S: Symbol> Dictionary<S> {
    /// The term's number, and whether it is new. `None` when there is no number left.
    pub(crate) fn intern(&mut self, new: &[S], most: u32) -> Option<(u32, bool)> {
        let hash_of = hash(new);
        let (letters, ends) = (&self.letters, &self.ends);
        if let Some(id) = self
            .table
            .find(hash_of, |id| term(letters, ends, *id) == new)
        {
            return Some((*id, false));
        }
        let id = u32::try_from(self.ends.len())
            .ok()
            .filter(|id| *id < most)?;
        let end = u32::try_from(self.letters.len() + new.len()).ok()?;
        self.letters.extend_from_slice(new);
        self.ends.push(end);
        self.postings.grow();
        let (letters, ends) = (&self.letters, &self.ends);
        self.table
            .insert_unique(hash_of, id, |id| hash(term(letters, ends, *id)));
        Some((id, true))
    }

    /// The number of a term that is known.
    pub(crate) fn find(&self, known: &[S]) -> Option<u32> {
        let (letters, ends) = (&self.letters, &self.ends);
        let found = self
            .table
            .find(hash(known), |id| term(letters, ends, *id) == known);
        found.copied()
    }

    /// The letters of a term.
    pub(crate) fn get(&self, id: u32) -> &[S] {
        term(&self.letters, &self.ends, id)
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Room for so many more terms of so many letters each.
    pub(crate) fn reserve(&mut self, terms: usize, letters: usize) {
        self.letters.reserve(terms * letters);
        self.ends.reserve(terms);
        self.postings.reserve(terms);
        let (letters, ends) = (&self.letters, &self.ends);
        self.table
            .reserve(terms, |id| hash(term(letters, ends, *id)));
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        self.letters.capacity() * size_of::<S>()
            + self.ends.capacity() * 4
            + self.table.allocation_size()
            + self.postings.memory()
    }
}
