//! Which rows of a stretch: a bit each.

use replica::Stretch;

const WORDS: usize = Stretch::ROWS / 64;

/// Some of the rows of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mask([u64; WORDS]);

impl Mask {
    pub(crate) const NONE: Self = Self([0; WORDS]);

    /// The rows that are shown.
    pub(crate) fn shown(stretch: &Stretch<'_>) -> Self {
        let mut mask = Self::NONE;
        for (at, shown) in stretch.shown().enumerate() {
            if shown {
                mask.put(at);
            }
        }
        mask
    }

    pub(crate) fn put(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn with(mut self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word = join(*word, *other);
        }
        self
    }

    pub(crate) fn and(self, other: &Self) -> Self {
        self.with(other, |a, b| a & b)
    }

    pub(crate) fn or(self, other: &Self) -> Self {
        self.with(other, |a, b| a | b)
    }

    pub(crate) fn minus(self, other: &Self) -> Self {
        self.with(other, |a, b| a & !b)
    }

    /// Those of the rows that pass.
    #[inline]
    pub(crate) fn keep(&self, mut passes: impl FnMut(usize) -> bool) -> Self {
        let mut kept = Self::NONE;
        for ((first, word), slot) in (0..).step_by(64).zip(self.0).zip(&mut kept.0) {
            let mut left = word;
            let mut hits = 0;
            while left != 0 {
                let bit = left.trailing_zeros();
                hits |= u64::from(passes(first + bit as usize)) << bit;
                left &= left - 1;
            }
            *slot = hits;
        }
        kept
    }

    /// The places of the rows, ascending.
    pub(crate) fn each(&self, mut visit: impl FnMut(usize)) {
        self.keep(|at| {
            visit(at);
            false
        });
    }
}
