//! Which rows of a list are selected, and what can be done with all of them.

use leptos::prelude::*;
use model::{Kind, RecordId};
use replica::Replica;
use std::collections::BTreeSet;

/// The rows that are selected. Copied into every closure.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Whether rows are being selected.
    pub on: RwSignal<bool>,
    /// The numbers of the rows.
    pub rows: RwSignal<BTreeSet<u32>>,
    /// The row that was selected last, from where a span is selected.
    last: RwSignal<Option<u32>>,
}

impl Chosen {
    /// None.
    pub fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            rows: RwSignal::new(BTreeSet::new()),
            last: RwSignal::new(None),
        }
    }

    /// Whether a row is selected; follows.
    pub fn has(self, row: u32) -> bool {
        self.rows.with(|rows| rows.contains(&row))
    }

    /// How many are.
    pub fn count(self) -> usize {
        self.rows.with(BTreeSet::len)
    }

    /// Selects a row or not; with `span` all from the last one to this one.
    pub fn toggle(self, shown: &[u32], at: usize, span: bool) {
        let Some(row) = shown.get(at).copied() else {
            return;
        };
        self.rows.update(|rows| {
            let last = self.last.get_untracked().filter(|_| span);
            // Sorted or filtered otherwise, it stands elsewhere, or not there at all.
            let last = last.and_then(|last| shown.iter().position(|row| *row == last));
            match last {
                Some(last) => {
                    let (from, to) = (last.min(at), last.max(at));
                    rows.extend(shown.get(from..=to).unwrap_or_default());
                }
                None if rows.contains(&row) => {
                    rows.remove(&row);
                }
                None => {
                    rows.insert(row);
                }
            }
        });
        self.last.set(Some(row));
    }

    /// Selects all of these.
    pub fn all(self, shown: &[u32]) {
        self.rows.set(shown.iter().copied().collect());
    }

    /// Gives up what is not shown: nothing is done to what nobody sees.
    pub fn keep(self, shown: &[u32]) {
        if self.rows.with_untracked(BTreeSet::is_empty) {
            return;
        }
        let shown: BTreeSet<u32> = shown.iter().copied().collect();
        if self.rows.with_untracked(|rows| !rows.is_subset(&shown)) {
            self.rows
                .update(|rows| rows.retain(|row| shown.contains(row)));
        }
    }

    /// Selects none.
    pub fn none(self) {
        self.rows.set(BTreeSet::new());
        self.last.set(None);
    }

    /// The selected records that are still shown, in the order of the table.
    pub fn records(self, replica: &Replica, kind: &Kind) -> Vec<RecordId> {
        let Some(table) = replica.table(kind.no) else {
            return Vec::new();
        };
        self.rows.with_untracked(|rows| {
            let rows = rows.iter().filter_map(|row| table.at(*row));
            rows.map(|row| row.id()).collect()
        })
    }
}
