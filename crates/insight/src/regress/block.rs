//! Rows as the passes see them: a block of complete ones, free of large offsets.
//!
//! Stays true: the outcome is the last column of a block; unused cells are zero.

use crate::error::InsightError;
use crate::lanes::{BLOCK, Column};

/// The caller's columns and what is subtracted from each.
pub(super) struct Rows<'a> {
    y: &'a [f64],
    x: &'a [&'a [f64]],
    /// The first complete row: near the mean compared with zero, and exact for a constant.
    shifts: Vec<f64>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(y: &'a [f64], x: &'a [&'a [f64]]) -> Result<Self, InsightError> {
        if x.is_empty() {
            return Err(InsightError::TooFewColumns { needed: 1 });
        }
        for (column, values) in x.iter().enumerate() {
            if values.len() != y.len() {
                let (expected, found) = (y.len(), values.len());
                return Err(InsightError::LengthMismatch {
                    column,
                    expected,
                    found,
                });
            }
        }
        let mut rows = Self {
            y,
            x,
            shifts: Vec::new(),
        };
        let first = (0..y.len()).find(|row| rows.is_complete(*row)).unwrap_or(0);
        rows.shifts = rows
            .columns()
            .map(|c| c.get(first).copied().unwrap_or(0.0))
            .collect();
        Ok(rows)
    }

    pub(super) fn len(&self) -> usize {
        self.y.len()
    }

    pub(super) fn predictors(&self) -> usize {
        self.x.len()
    }

    pub(super) fn shifts(&self) -> &[f64] {
        &self.shifts
    }

    /// The error for the row at a place among the complete rows of the block from `start`.
    pub(super) fn full_leverage(&self, start: usize, place: usize) -> InsightError {
        let mut complete = (start..self.len()).filter(|row| self.is_complete(*row));
        InsightError::FullLeverage {
            row: complete.nth(place).unwrap_or(start),
        }
    }

    fn columns(&self) -> impl Iterator<Item = &'a [f64]> {
        self.x.iter().copied().chain([self.y])
    }

    fn is_complete(&self, row: usize) -> bool {
        self.columns()
            .all(|column| column.get(row).is_some_and(|value| value.is_finite()))
    }
}

/// The complete rows among up to 256 successive ones.
pub(super) struct Block {
    pub(super) columns: Vec<Column>,
    /// How many there are.
    pub(super) rows: usize,
}

impl Block {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            columns: vec![[0.0; BLOCK]; columns],
            rows: 0,
        }
    }

    /// Reads the block that begins at a row.
    pub(super) fn load(&mut self, rows: &Rows<'_>, start: usize) {
        let end = rows.len().min(start + BLOCK);
        // 0 where all values of the row are finite, else NaN.
        let mut marks = [0.0; BLOCK];
        for column in rows.columns() {
            let values = column.get(start..end).unwrap_or_default();
            for (mark, value) in marks.iter_mut().zip(values) {
                *mark += value * 0.0;
            }
        }
        let present = marks.iter().take(end - start);
        self.rows = present.filter(|mark| **mark == 0.0).count();
        for ((cells, column), shift) in self
            .columns
            .iter_mut()
            .zip(rows.columns())
            .zip(&rows.shifts)
        {
            let values = column.get(start..end).unwrap_or_default();
            if self.rows == BLOCK {
                for (cell, value) in cells.iter_mut().zip(values) {
                    *cell = value - shift;
                }
            } else {
                let mut next = 0;
                for (value, mark) in values.iter().zip(&marks) {
                    if let Some(cell) = cells.get_mut(next) {
                        *cell = value - shift;
                    }
                    next += usize::from(*mark == 0.0);
                }
                cells.iter_mut().skip(next).for_each(|cell| *cell = 0.0);
            }
        }
    }

    /// Subtracts a mean from each column.
    pub(super) fn centre(&mut self, means: &[f64]) {
        for (cells, mean) in self.columns.iter_mut().zip(means) {
            if let Some(cells) = cells.get_mut(..self.rows) {
                cells.iter_mut().for_each(|cell| *cell -= mean);
            }
        }
    }
}
