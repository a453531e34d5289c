//! In which documents a term stands.
//!
//! Most terms stand in one document: that one is kept in place. Must stay true: a slot stands at
//! most once under a term.

/// Where in its part a term stands: bit 0 says first, bit 1 says alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u32);

impl Place {
    /// Of so many terms in the part, the term at this place.
    pub(crate) fn new(place: usize, terms: usize) -> Self {
        Self(u32::from(place == 0) | u32::from(terms == 1) << 1)
    }

    /// The first term of its part.
    pub(crate) fn first(self) -> bool {
        self.0 & 1 != 0
    }

    /// The only term of its part.
    pub(crate) fn alone(self) -> bool {
        self.0 & 2 != 0
    }

    /// Here or there, whichever is better: the same term twice in one document.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// No document.
const NONE: u32 = u32::MAX;
/// The rest is a place in `many`.
const MANY: u32 = 1 << 31;
/// One more than the largest slot.
pub(crate) const SLOTS: u32 = 1 << 29;

/// The documents of every term.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    one: Vec<u32>,
    many: Vec<Vec<u32>>,
}

impl Postings {
    /// Room for one more term, in no document yet.
    pub(crate) fn grow(&mut self) {
        self.one.push(NONE);
    }

    /// Room for so many more terms.
    pub(crate) fn reserve(&mut self, terms: usize) {
        self.one.reserve(terms);
    }

    /// The term stands in the slot, where it did not yet.
    pub(crate) fn add(&mut self, term: u32, slot: u32, place: Place) {
        let entry = slot << 2 | place.0;
        let Some(one) = self.one.get_mut(term as usize) else {
            return;
        };
        if *one == NONE {
            *one = entry;
        } else if *one & MANY == 0 {
            let list = vec![*one, entry];
            *one = MANY | self.many.len() as u32;
            self.many.push(list);
        } else if let Some(list) = self.many.get_mut((*one & !MANY) as usize) {
            list.push(entry);
        }
    }

    /// The term no longer stands in the slot.
    pub(crate) fn remove(&mut self, term: u32, slot: u32) {
        let Some(one) = self.one.get_mut(term as usize) else {
            return;
        };
        if *one == NONE {
        } else if *one & MANY == 0 {
            if *one >> 2 == slot {
                *one = NONE;
            }
        } else if let Some(list) = self.many.get_mut((*one & !MANY) as usize) {
            // What goes is often what came last.
            if let Some(at) = list.iter().rposition(|entry| *entry >> 2 == slot) {
                list.swap_remove(at);
            }
        }
    }

    /// Every slot of a term, and where in its part the term stands there.
    #[inline]
    pub(crate) fn each(&self, term: u32, mut each: impl FnMut(u32, Place)) {
        let mut entry = |entry: u32| each(entry >> 2, Place(entry & 3));
        match self.one.get(term as usize).copied().unwrap_or(NONE) {
            NONE => {}
            one if one & MANY == 0 => entry(one),
            many => {
                let list = self.many.get((many & !MANY) as usize);
                list.into_iter().flatten().copied().for_each(entry);
            }
        }
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        let lists: usize = self.many.iter().map(|list| list.capacity() * 4 + 16).sum();
        self.one.capacity() * 4 + self.many.capacity() * size_of::<Vec<u32>>() + lists
    }
}
