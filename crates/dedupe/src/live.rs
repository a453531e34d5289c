//! Records that change, and who among them may be the same: put in one by one, looked through in
//! steps, so that whoever waits for the answer can do something else in between.
//!
//! Must stay true: it finds what an [`Index`] of the same records finds; a step costs what was
//! asked for and no more than one block beyond.

use crate::index::each_block;
use crate::{Block, Index, Keys, Match, compare};
use std::collections::BTreeSet;

/// Records by place, and by what they may have in common.
#[derive(Debug, Default)]
pub struct Live {
    keys: Vec<Option<Box<Keys>>>,
    /// Fingerprint of what is in common and the kind of it; place of the record.
    blocks: BTreeSet<(u64, u32)>,
    count: usize,
}

/// Fingerprints of all kinds of blocks in one order.
fn tagged(print: u64, block: Block) -> u64 {
    (print & !7) | block as u64
}

impl Live {
    /// How many records are in.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// One more than the highest place.
    pub fn end(&self) -> u32 {
        u32::try_from(self.keys.len()).unwrap_or(u32::MAX)
    }

    /// What is known of the record in a place.
    pub fn keys(&self, place: u32) -> Option<&Keys> {
        self.keys.get(place as usize)?.as_deref()
    }

    /// Puts a record in its place, instead of what was there.
    pub fn put(&mut self, place: u32, keys: Keys) {
        self.remove(place);
        each_block(&keys, |print, block| {
            self.blocks.insert((tagged(print, block), place));
        });
        let at = place as usize;
        if self.keys.len() <= at {
            self.keys.resize_with(at + 1, || None);
        }
        if let Some(slot) = self.keys.get_mut(at) {
            *slot = Some(Box::new(keys));
            self.count += 1;
        }
    }

    /// Takes a record out; says whether there was one.
    pub fn remove(&mut self, place: u32) -> bool {
        let slot = self.keys.get_mut(place as usize);
        let Some(keys) = slot.and_then(Option::take) else {
            return false;
        };
        each_block(&keys, |print, block| {
            self.blocks.remove(&(tagged(print, block), place));
        });
        self.count -= 1;
        true
    }

    /// The records of a block; none when it is too large to say anything.
    fn block(&self, print: u64) -> impl Iterator<Item = u32> {
        let range = || self.blocks.range((print, 0)..=(print, u32::MAX));
        let crowded = range().nth(Index::MOST_IN_BLOCK).is_some();
        let most = if crowded { 0 } else { usize::MAX };
        range().take(most).map(|(_, place)| *place)
    }

    /// The records but `own` that may be the same as this one, the likeliest first, from `least`
    /// up.
    pub fn matches(&self, keys: &Keys, own: Option<u32>, least: f32) -> Vec<(u32, Match)> {
        let mut places = BTreeSet::new();
        each_block(keys, |print, block| {
            places.extend(self.block(tagged(print, block)));
        });
        let mut found: Vec<_> = places
            .into_iter()
            .filter(|place| Some(*place) != own)
            .filter_map(|place| Some((place, compare(keys, self.keys(place)?))))
            .filter(|(_, found)| found.score >= least)
            .collect();
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        found
    }

    /// Looks through the blocks from `from` on until about so many pairs were weighed; `on` gets
    /// the places, the smaller first, of every pair from `least` up, perhaps more than once.
    /// Gives from where to go on; none when all were looked through.
    pub fn step(
        &self,
        from: u64,
        weigh: usize,
        least: f32,
        mut on: impl FnMut(u32, u32, Match),
    ) -> Option<u64> {
        let mut left = weigh;
        let mut rest = self.blocks.range((from, 0)..).peekable();
        let mut block: Vec<u32> = Vec::new();
        while let Some((print, first)) = rest.next() {
            block.clear();
            block.push(*first);
            while let Some((_, place)) = rest.next_if(|(next, _)| next == print) {
                block.push(*place);
            }
            let crowded = block.len() > Index::MOST_IN_BLOCK;
            for (at, a) in block.iter().enumerate().take_while(|_| !crowded) {
                for b in block.iter().skip(at + 1) {
                    if let (Some(x), Some(y)) = (self.keys(*a), self.keys(*b)) {
                        let found = compare(x, y);
                        if found.score >= least {
                            on(*a, *b, found);
                        }
                    }
                }
            }
            let pairs = if crowded {
                0
            } else {
                block.len() * (block.len() - 1) / 2
            };
            // Reading a block costs something, too.
            left = left.saturating_sub(pairs + block.len().div_ceil(8));
            if left == 0 {
                return print.checked_add(1);
            }
        }
        None
    }

    /// How far a step that goes on from here is, 0 to 1: fingerprints are spread evenly.
    #[allow(clippy::cast_precision_loss)]
    pub fn share(from: u64) -> f64 {
        from as f64 / u64::MAX as f64
    }
}
