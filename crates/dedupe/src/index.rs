//! The pairs that are worth comparing.
//!
//! Records meet in blocks: one for each number, address, name and reading. A block of more
//! records than [`Index::MOST_IN_BLOCK`] (a switchboard's number, a name that thousands bear)
//! is left out and told, because its pairs would say nothing and cost everything.
//!
//! Must stay true: two records are compared once; the order of the records alone decides the
//! order of the pairs; work is at most records × keys × block size.

use crate::{Keys, Match, compare};
use std::collections::BTreeSet;

/// What a block has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A name.
    Name,
    /// A name and a year of birth, which finds again what a common name alone left out.
    NameAndYear,
    /// The reading of a name.
    Reading,
}

/// A block that was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowded {
    /// What the records have in common.
    pub block: Block,
    /// How many there are.
    pub records: usize,
    /// One of them, by its place.
    pub example: u32,
}

/// Two records that may be one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The place of the first.
    pub a: u32,
    /// The place of the second, greater than the first.
    pub b: u32,
    /// How likely, and why.
    pub found: Match,
}

/// All pairs of an index.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pairs {
    /// The likeliest first, then in the order of the records.
    pub pairs: Vec<Pair>,
    /// Blocks that were left out, the largest first.
    pub crowded: Vec<Crowded>,
}

/// Records by what they may have in common.
#[derive(Debug, Default)]
pub struct Index {
    keys: Vec<Keys>,
    /// Fingerprint of what is in common, kind of it, place of the record; sorted. Fingerprints
    /// that agree by chance cost a comparison and nothing else.
    blocks: Vec<(u64, Block, u32)>,
}

impl Index {
    /// Most records of a block that are compared with each other.
    pub const MOST_IN_BLOCK: usize = 50;

    /// An index of these records; a record's place is its position, from 0.
    pub fn new(keys: Vec<Keys>) -> Self {
        let mut blocks = Vec::with_capacity(keys.len() * 4);
        for (place, keys) in (0u32..).zip(&keys) {
            each_block(keys, |print, block| blocks.push((print, block, place)));
        }
        blocks.sort_unstable();
        blocks.dedup();
        Self { keys, blocks }
    }

    /// The records that may be the same as this one, the likeliest first, from `least` up.
    pub fn matches(&self, keys: &Keys, least: f32) -> Vec<(u32, Match)> {
        let mut places = BTreeSet::new();
        each_block(keys, |print, block| {
            let start = self.blocks.partition_point(|b| (b.0, b.1) < (print, block));
            let rest = self.blocks.get(start..).unwrap_or_default();
            let same = || rest.iter().take_while(|b| (b.0, b.1) == (print, block));
            if same().nth(Self::MOST_IN_BLOCK).is_none() {
                places.extend(same().map(|(_, _, place)| *place));
            }
        });
        let mut found: Vec<_> = places
            .into_iter()
            .filter_map(|place| {
                let other = self.keys.get(place as usize)?;
                Some((place, compare(keys, other)))
            })
            .filter(|(_, found)| found.score >= least)
            .collect();
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        found
    }

    /// All pairs of records that may be one customer, from this score up.
    pub fn pairs(&self, least: f32) -> Pairs {
        let mut out = Pairs::default();
        let mut candidates: Vec<(u32, u32)> = Vec::new();
        for block in self.blocks.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)) {
            if let ([first, ..], true) = (block, block.len() > Self::MOST_IN_BLOCK) {
                out.crowded.push(Crowded {
                    block: first.1,
                    records: block.len(),
                    example: first.2,
                });
                continue;
            }
            for (i, (_, _, a)) in block.iter().enumerate() {
                let others = block.iter().skip(i + 1);
                candidates.extend(others.map(|(_, _, b)| (*a, *b)));
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        out.pairs = candidates
            .into_iter()
            .filter_map(|(a, b)| {
                let (x, y) = (self.keys.get(a as usize)?, self.keys.get(b as usize)?);
                let found = compare(x, y);
                (found.score >= least).then_some(Pair { a, b, found })
            })
            .collect();
        // Equals keep their order.
        out.pairs
            .sort_by(|x, y| y.found.score.total_cmp(&x.found.score));
        out.crowded
            .sort_by(|x, y| y.records.cmp(&x.records).then(x.example.cmp(&y.example)));
        out
    }
}

pub(crate) fn each_block(keys: &Keys, mut on: impl FnMut(u64, Block)) {
    for phone in &keys.phones {
        on(print(&[phone.number.as_bytes()]), Block::Phone);
    }
    for email in &keys.emails {
        on(print(&[email.as_bytes()]), Block::Email);
    }
    if !keys.name.is_empty() {
        on(print(&[keys.name.as_bytes()]), Block::Name);
        if let Some(year) = keys.birth_year {
            on(
                print(&[keys.name.as_bytes(), &year.to_le_bytes()]),
                Block::NameAndYear,
            );
        }
    }
    if !keys.reading.is_empty() {
        on(print(&[keys.reading.as_bytes()]), Block::Reading);
    }
}

/// FNV-1a with a last stirring (the finaliser of SplitMix64).
fn print(parts: &[&[u8]]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    for part in parts {
        for byte in *part {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
        hash = (hash ^ 0xFF).wrapping_mul(0x0100_0000_01B3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}
