//! An index that grows record by record, for a file that is read row by row.
//!
//! Must stay true: it finds what [`crate::Index`] would find of the records it has so far, except
//! that a block stops growing when it is crowded; adding costs the same however many there are.

use crate::index::each_block;
use crate::{Index, Keys, Match, compare};
use std::collections::{BTreeSet, HashMap};

const END: u32 = u32::MAX;

/// Records by what they may have in common.
#[derive(Debug, Default)]
pub struct Book {
    keys: Vec<Keys>,
    /// The latest link of each block, and how many there are.
    blocks: HashMap<u64, (u32, u32)>,
    /// A record's place, and the link before.
    links: Vec<(u32, u32)>,
}

impl Book {
    /// Gives back the memory of so many records, the last first, when the book is no longer
    /// needed: of very many at once that takes long. True when nothing is left.
    pub fn give_back(&mut self, records: usize) -> bool {
        self.blocks = HashMap::default();
        let left = self.keys.len().saturating_sub(records);
        self.keys.truncate(left);
        left == 0
    }

    /// Makes room for so many more records, so that none of the next takes long.
    pub fn reserve(&mut self, records: usize) {
        self.keys.reserve(records);
        self.blocks.reserve(records.saturating_mul(3));
        self.links.reserve(records.saturating_mul(3));
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Adds a record and gives its place, from 0.
    pub fn add(&mut self, keys: Keys) -> u32 {
        let place = u32::try_from(self.keys.len()).unwrap_or(END);
        let (blocks, links) = (&mut self.blocks, &mut self.links);
        each_block(&keys, |print, block| {
            let block = blocks.entry(mixed(print, block)).or_insert((END, 0));
            let crowded = block.1 as usize > Index::MOST_IN_BLOCK;
            if let (false, Ok(link)) = (crowded, u32::try_from(links.len())) {
                links.push((place, block.0));
                *block = (link, block.1 + 1);
            }
        });
        self.keys.push(keys);
        place
    }

    /// The records that may be the same as this one, the likeliest first, from `least` up.
    pub fn matches(&self, keys: &Keys, least: f32) -> Vec<(u32, Match)> {
        let mut places = BTreeSet::new();
        each_block(keys, |print, block| {
            let found = self.blocks.get(&mixed(print, block));
            let Some((last, count)) = found else { return };
            if *count as usize > Index::MOST_IN_BLOCK {
                return;
            }
            let mut at = *last;
            while let Some((place, before)) = self.links.get(at as usize) {
                places.insert(*place);
                at = *before;
            }
        });
        let mut found: Vec<_> = places
            .into_iter()
            .filter_map(|place| Some((place, compare(keys, self.keys.get(place as usize)?))))
            .filter(|(_, found)| found.score >= least)
            .collect();
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        found
    }
}

fn mixed(print: u64, block: crate::Block) -> u64 {
    print ^ (block as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Subject;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_book_finds_what_an_index_finds(all in prop::collection::vec((0..5u8, 0..5u8, 0..3u8), 0..30)) {
            let keys = |(name, phone, year): &(u8, u8, u8)| {
                let names = ["张三", "李四", "Ada Lovelace", "Ada K Lovelace", ""];
                let phone = ["13800138001", "13800138002", "02112345678", "", ""][usize::from(*phone)];
                Keys::of(&Subject {
                    name: names[usize::from(*name)],
                    reading: "",
                    phones: &[phone],
                    emails: &[],
                    birth_year: (*year > 0).then_some(1980 + u16::from(*year)),
                })
            };
            let index = Index::new(all.iter().map(keys).collect());
            let mut book = Book::default();
            for one in &all {
                book.add(keys(one));
            }
            for one in &all {
                prop_assert_eq!(book.matches(&keys(one), 0.3), index.matches(&keys(one), 0.3));
            }
        }
    }

    #[test]
    fn a_crowded_block_is_passed_over() {
        let mut book = Book::default();
        let one = Keys::of(&Subject {
            name: "张伟",
            ..Subject::default()
        });
        for _ in 0..1000 {
            book.add(one.clone());
        }
        assert_eq!((book.matches(&one, 0.0).len(), book.len()), (0, 1000));
        assert!(book.links.len() < 100);
    }
}
