//! Rows that were looked for, best first.
//!
//! Must stay true: only rows of the selection come; of equals the later one comes first.

use crate::radix::{self, Entry};

/// Those of the rows found, each with its rank (less is better), that are among the selected
/// ones, best first; of equal ones the later first.
pub fn ranked(found: &[(u32, u16)], selected: &[u32]) -> Vec<u32> {
    let end = selected.iter().max().map_or(0, |last| *last as usize + 1);
    let mut among = vec![0u64; end.div_ceil(64)];
    for row in selected {
        if let Some(word) = among.get_mut(*row as usize / 64) {
            *word |= 1 << (row % 64);
        }
    }
    let has = |row: u32| {
        let word = among.get(row as usize / 64).copied().unwrap_or(0);
        word >> (row % 64) & 1 != 0
    };
    let last = u64::try_from(end).unwrap_or(0);
    let mut entries: Vec<Entry> = found
        .iter()
        .filter(|(row, _)| has(*row))
        // Counted from the end, so that the later comes first and few digits differ.
        .map(|(row, rank)| (u64::from(*rank) << 32 | (last - u64::from(*row)), *row))
        .collect();
    radix::sort(&mut entries, &mut Vec::new());
    entries.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::ranked;
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
            prop_assert_eq!(ranked(&found, &selected), expected);
        }
    }
}
