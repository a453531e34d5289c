//! Rows that were looked for, best first.
//!
//! Must stay true: only rows of the selection come; of equals the later one comes first.

use crate::radix::{self, Entry};

/// Selected rows, made ready for being asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selected {
    rows: Vec<u32>,
    among: Vec<u64>,
}

impl Selected {
    /// These rows.
    pub fn new(rows: Vec<u32>) -> Self {
        let end = rows.iter().max().map_or(0, |last| *last as usize + 1);
        let mut among = vec![0u64; end.div_ceil(64)];
        for row in &rows {
            if let Some(word) = among.get_mut(*row as usize / 64) {
                *word |= 1 << (row % 64);
            }
        }
        Self { rows, among }
    }

    /// The rows, as they were given.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    fn has(&self, row: u32) -> bool {
        let word = self.among.get(row as usize / 64).copied().unwrap_or(0);
        word >> (row % 64) & 1 != 0
    }
}

/// Those of the rows found, each with its rank (less is better), that are among the selected
/// ones, best first; of equal ones the later first.
pub fn ranked(found: &[(u32, u16)], selected: &Selected) -> Vec<u32> {
    let last = u64::try_from(selected.among.len() * 64).unwrap_or(0);
    let mut entries: Vec<Entry> = Vec::with_capacity(found.len());
    entries.extend(
        found
            .iter()
            .filter(|(row, _)| selected.has(*row))
            // Counted from the end, so that the later comes first and few digits differ.
            .map(|(row, rank)| (u64::from(*rank) << 32 | (last - u64::from(*row)), *row)),
    );
    radix::sort(&mut entries, &mut Vec::new());
    entries.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::{Selected, ranked};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_found_and_selected_comes_best_and_latest_first(
            found in proptest::collection::btree_map(0u32..6_000, 0u16..5, 0..500),
            selected in proptest::collection::btree_set(0u32..6_000, 0..500),
        ) {
            let found: Vec<(u32, u16)> = found.into_iter().collect();
            let mut expected: Vec<(u16, std::cmp::Reverse<u32>)> = found
                .iter()
                .filter(|(row, _)| selected.contains(row))
                .map(|(row, rank)| (*rank, std::cmp::Reverse(*row)))
                .collect();
            expected.sort_unstable();
            let expected: Vec<u32> = expected.into_iter().map(|(_, row)| row.0).collect();
            let selected: Vec<u32> = selected.into_iter().collect();
            prop_assert_eq!(ranked(&found, &Selected::new(selected)), expected);
        }
    }
}
