//! The rows that are drawn. A jump to a part of the list that shares nothing with what was in view
//! shows other records in the rows that are there, which costs a fraction of making new ones.
//!
//! Must stay true: what stays in view keeps its row; rows are given from the first to the last.

use leptos::prelude::*;

/// A row that is drawn.
#[derive(Clone)]
pub(super) struct Slot {
    /// What tells it from others; a row that was given up never comes back.
    pub(super) no: u64,
    /// Which row of the list it shows.
    pub(super) at: ArcRwSignal<usize>,
}

/// The rows that are drawn, from the first to the last.
#[derive(Default)]
pub(super) struct Slots {
    all: Vec<Slot>,
    next: u64,
}

impl Slots {
    /// The first row in view, and the first after it.
    fn range(&self) -> (usize, usize) {
        let first = self.all.first().map(|slot| slot.at.get_untracked());
        first.map_or((0, 0), |first| (first, first + self.all.len()))
    }

    /// Whether nothing of what is in view stays when these are shown.
    pub(super) fn leaves(&self, first: usize, last: usize) -> bool {
        let (from, to) = self.range();
        from < to && (last <= from || to <= first)
    }

    /// The rows from `first` up to `last`.
    pub(super) fn show(&mut self, first: usize, last: usize) -> Vec<Slot> {
        if self.leaves(first, last) {
            self.all.truncate(last.saturating_sub(first));
            for (slot, at) in self.all.iter().zip(first..) {
                slot.at.set(at);
            }
        }
        let (from, to) = self.range();
        let mut kept = std::mem::take(&mut self.all).into_iter();
        for at in first..last {
            let known = (from..to).contains(&at);
            // Those before the first are given up; the others follow one another.
            let slot = known
                .then(|| kept.find(|slot| slot.at.get_untracked() == at))
                .flatten();
            let slot = slot.unwrap_or_else(|| self.fresh(at));
            self.all.push(slot);
        }
        self.all.clone()
    }

    fn fresh(&mut self, at: usize) -> Slot {
        self.next += 1;
        Slot {
            no: self.next,
            at: ArcRwSignal::new(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(slots: &mut Slots, first: usize, last: usize) -> Vec<u64> {
        let all = slots.show(first, last);
        let at: Vec<usize> = all.iter().map(|slot| slot.at.get_untracked()).collect();
        assert_eq!(at, (first..last).collect::<Vec<_>>());
        all.iter().map(|slot| slot.no).collect()
    }

    #[test]
    fn what_stays_in_view_keeps_its_row_and_a_jump_takes_the_rows_along() {
        let mut slots = Slots::default();
        assert_eq!(shown(&mut slots, 0, 4), [1, 2, 3, 4]);
        // A little further, and back: what left is made anew.
        assert_eq!(shown(&mut slots, 2, 6), [3, 4, 5, 6]);
        assert_eq!(shown(&mut slots, 1, 5), [7, 3, 4, 5]);
        // Far away: the same rows show others.
        assert!(slots.leaves(90, 94) && !slots.leaves(4, 8));
        assert_eq!(shown(&mut slots, 90, 94), [7, 3, 4, 5]);
        // Fewer, none, more.
        assert_eq!(shown(&mut slots, 7, 9), [7, 3]);
        assert_eq!(shown(&mut slots, 7, 8), [7]);
        assert_eq!(shown(&mut slots, 0, 0), [0u64; 0]);
        assert_eq!(shown(&mut slots, 0, 2), [8, 9]);
        assert_eq!(shown(&mut slots, 1, 1), [0u64; 0]);
    }
}
