//! Which documents match, and how well: one number a document, and a list of those that have one.
//!
//! Must stay true: work is in proportion to what matches, never to what is kept.

/// Not matched.
const NONE: u16 = u16::MAX;

/// The ranks of documents, by slot.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    rank: Vec<u16>,
    touched: Vec<u32>,
}

impl Marks {
    /// Makes room for so many slots and forgets every mark.
    pub(crate) fn clear(&mut self, slots: usize) {
        for slot in &self.touched {
            if let Some(rank) = self.rank.get_mut(*slot as usize) {
                *rank = NONE;
            }
        }
        self.touched.clear();
        if self.rank.len() < slots {
            self.rank.resize(slots, NONE);
        }
    }

    /// The document matches with this rank; the best of several counts.
    pub(crate) fn mark(&mut self, slot: u32, rank: u16) {
        if let Some(here) = self.rank.get_mut(slot as usize) {
            if *here == NONE {
                self.touched.push(slot);
            }
            if rank < *here {
                *here = rank;
            }
        }
    }

    /// Keeps what both have, with the sum of their ranks.
    pub(crate) fn and(&mut self, other: &mut Self) {
        if other.touched.len() < self.touched.len() {
            std::mem::swap(self, other);
        }
        let rank = &mut self.rank;
        self.touched.retain(|slot| {
            let there = other.rank.get(*slot as usize).copied().unwrap_or(NONE);
            let Some(here) = rank.get_mut(*slot as usize) else {
                return false;
            };
            *here = if there == NONE {
                NONE
            } else {
                here.saturating_add(there).min(NONE - 1)
            };
            there != NONE
        });
    }

    /// Keeps what either has, with the better of their ranks.
    pub(crate) fn or(&mut self, other: &mut Self) {
        if other.touched.len() > self.touched.len() {
            std::mem::swap(self, other);
        }
        for (slot, rank) in other.iter() {
            self.mark(slot, rank);
        }
    }

    /// How many documents match.
    pub(crate) fn len(&self) -> usize {
        self.touched.len()
    }

    /// The documents that match and their ranks, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u16)> + '_ {
        self.touched.iter().filter_map(|slot| {
            let rank = self.rank.get(*slot as usize)?;
            Some((*slot, *rank))
        })
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        self.rank.capacity() * 2 + self.touched.capacity() * 4
    }
}
