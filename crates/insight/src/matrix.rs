//! Small square matrices: as many rows as a regression has predictors.
//!
//! Stays true: a cell outside the matrix is no panic; it reads as nothing and keeps nothing.

/// A square matrix, row after row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Square {
    size: usize,
    cells: Vec<f64>,
}

/// The inverse of a Cholesky factor and the smallest pivot met on the way.
pub(crate) struct Whitening {
    /// W, lower triangular, with `W A Wᵗ = I` and `A⁻¹ = Wᵗ W`.
    pub(crate) inverse: Square,
    /// The least share of a variable that those before it leave unexplained.
    pub(crate) least_pivot: f64,
}

impl Square {
    pub(crate) fn zero(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn get(&self, row: usize, column: usize) -> Option<f64> {
        if column >= self.size {
            return None;
        }
        self.cells.get(row * self.size + column).copied()
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        self.get(row, column).unwrap_or(0.0)
    }

    pub(crate) fn set(&mut self, row: usize, column: usize, value: f64) {
        if column >= self.size {
            return;
        }
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell = value;
        }
    }

    pub(crate) fn add(&mut self, row: usize, column: usize, value: f64) {
        self.set(row, column, self.at(row, column) + value);
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks(self.size.max(1))
    }

    /// `A v`.
    pub(crate) fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows()
            .map(|row| row.iter().zip(vector).map(|(a, v)| a * v).sum())
            .collect()
    }

    /// `Aᵗ v`.
    pub(crate) fn transposed_times(&self, vector: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.size];
        for (row, v) in self.rows().zip(vector) {
            for (out, a) in out.iter_mut().zip(row) {
                *out += a * v;
            }
        }
        out
    }

    /// `A B`.
    pub(crate) fn product(&self, other: &Self) -> Self {
        let cells = self
            .rows()
            .flat_map(|row| other.transposed_times(row))
            .collect();
        Self {
            size: self.size,
            cells,
        }
    }

    /// Factors a symmetric matrix of unit diagonal (only its lower half is read) by Cholesky and
    /// inverts the factor. Gives the index of the first pivot that is not above `floor` instead.
    pub(crate) fn whitening(&self, floor: f64) -> Result<Whitening, usize> {
        let mut factor = Self::zero(self.size);
        let mut least_pivot = f64::INFINITY;
        for i in 0..self.size {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| factor.at(i, k) * factor.at(j, k)).sum();
                let left = self.at(i, j) - known;
                if i > j {
                    factor.set(i, j, left / factor.at(j, j));
                } else if left > floor {
                    least_pivot = least_pivot.min(left);
                    factor.set(i, i, left.sqrt());
                } else {
                    return Err(i);
                }
            }
        }
        let mut inverse = Self::zero(self.size);
        for j in 0..self.size {
            for i in j..self.size {
                let unit = if i == j { 1.0 } else { 0.0 };
                let known: f64 = (j..i).map(|k| factor.at(i, k) * inverse.at(k, j)).sum();
                inverse.set(i, j, (unit - known) / factor.at(i, i));
            }
        }
        Ok(Whitening {
            inverse,
            least_pivot,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whitening_turns_the_matrix_into_the_identity() {
        let cells = vec![1.0, 0.5, 0.2, 0.5, 1.0, -0.3, 0.2, -0.3, 1.0];
        let matrix = Square { size: 3, cells };
        let white = matrix.whitening(1e-11).unwrap().inverse;
        for i in 0..3 {
            let row: Vec<f64> = (0..3).map(|j| white.at(i, j)).collect();
            let image = white.times(&matrix.times(&row));
            for (j, value) in image.iter().enumerate() {
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((value - expected).abs() < 1e-15, "{i} {j} {value}");
            }
        }
    }

    #[test]
    fn a_dependent_row_is_named() {
        let matrix = Square {
            size: 2,
            cells: vec![1.0, 1.0, 1.0, 1.0],
        };
        assert_eq!(matrix.whitening(1e-11).err(), Some(1));
    }
}
