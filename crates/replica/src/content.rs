//! A hash of what is shown: the same wherever the same is shown, in whatever order it came.
//!
//! Every record and response is hashed by itself and the hashes are added up, as four numbers of
//! 64 bits, so that the order does not matter. It tells copies that differ by accident; it is not
//! made to resist someone who wants two things to look alike.

use crate::column::Column;
use crate::responses::Head;
use crate::table::Segment;
use crate::{Hash, Replica};
use model::{KindNo, RecordId, Value};
use serde::Serialize;

/// The sum so far.
#[derive(Debug, Clone, Default)]
pub struct ContentSum {
    parts: [u64; 4],
    shown: u64,
    space: Vec<u8>,
}

impl ContentSum {
    fn begin(&mut self) {
        self.space.clear();
    }

    fn put<T: Serialize>(&mut self, value: &T) {
        let taken = core::mem::take(&mut self.space);
        self.space = postcard::to_extend(value, taken).unwrap_or_default();
    }

    fn end(&mut self) {
        let hash = blake3::hash(&self.space);
        let words = hash.as_bytes().as_chunks::<8>().0;
        for (sum, word) in self.parts.iter_mut().zip(words) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
        }
        self.shown += 1;
    }

    /// How many were shown, and the hash.
    pub fn finish(&self) -> (u64, Hash) {
        let mut hash = [0; 32];
        let bytes = self.parts.iter().flat_map(|part| part.to_le_bytes());
        hash.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        (self.shown, hash)
    }
}

impl Replica {
    /// Adds the content of one part of the replica, counted from 0; false when there is no such
    /// part. A part is small enough to be hashed in one go.
    pub fn add_content(&self, part: usize, sum: &mut ContentSum) -> bool {
        let records = self
            .tables
            .iter()
            .flat_map(|(kind, table)| table.segments.iter().map(move |s| (*kind, s)));
        let count = records.clone().count();
        if let Some((kind, segment)) = records.clone().nth(part) {
            add_records(kind, &segment.data, sum);
            return true;
        }
        let responses = self
            .responses
            .iter()
            .flat_map(|(form, all)| all.segments.iter().map(move |s| (*form, s)));
        match responses.clone().nth(part.saturating_sub(count)) {
            Some((form, segment)) => {
                add_responses(form, &segment.data, sum);
                true
            }
            None => false,
        }
    }
}

fn add_records(kind: KindNo, segment: &Segment, sum: &mut ContentSum) {
    for (at, id) in segment.ids.iter().enumerate() {
        if segment.made(at) == 0 || segment.hidden.get(at) != Some(&false) {
            continue;
        }
        sum.begin();
        sum.put(&(kind, id));
        for (field, column) in &segment.columns {
            if column.holds(at) {
                sum.put(&(field, column.get(at)));
            }
            let mut words: Vec<&str> = present(column, at).collect();
            words.sort_unstable();
            if !words.is_empty() {
                sum.put(&(field, words));
            }
        }
        sum.end();
    }
}

fn present(column: &Column, at: usize) -> impl Iterator<Item = &str> {
    column
        .elements(at)
        .iter()
        .filter(|e| e.present)
        .filter_map(|e| column.words.word(e.word))
}

fn add_responses(form: RecordId, segment: &crate::responses::Segment, sum: &mut ContentSum) {
    for (at, head) in segment.heads.iter().enumerate() {
        if head.made == 0 || head.hidden {
            continue;
        }
        let Head {
            id,
            subject,
            taken_at,
            version,
            consent,
            supersedes,
            ..
        } = head;
        sum.begin();
        sum.put(&(form, id, subject, taken_at, version, consent, supersedes));
        for (question, column) in &segment.columns {
            let value = column.get(at);
            if value != Value::Nothing {
                sum.put(&(question, value));
            }
        }
        sum.end();
    }
}
