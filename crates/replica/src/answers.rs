//! A column of answers to one question over the responses of a segment.
//!
//! Must stay true: small whole numbers take two bytes a cell; an answer of another type turns
//! the column into a mixed one without losing anything.

use crate::column::put;
use model::Value;

pub const BLANK: i16 = i16::MIN;

/// The answers to one question, by row.
#[derive(Debug, Clone)]
pub enum AnswerColumn {
    /// Whole numbers from −32,767 to 32,767, such as ratings.
    Small(Vec<i16>),
    /// Anything else.
    Mixed(Vec<Option<Box<Value>>>),
}

impl Default for AnswerColumn {
    fn default() -> Self {
        Self::Small(Vec::new())
    }
}

impl AnswerColumn {
    pub(crate) fn set(&mut self, at: usize, value: &Value) {
        let small = match value {
            Value::Int(i) => i16::try_from(*i).ok().filter(|i| *i != BLANK),
            Value::Nothing => Some(BLANK),
            _ => None,
        };
        match (&mut *self, small) {
            (Self::Small(cells), Some(i)) => put(cells, at, i, BLANK),
            (Self::Mixed(cells), _) => {
                put(
                    cells,
                    at,
                    (!value.is_nothing()).then(|| Box::new(value.clone())),
                    None,
                );
            }
            (Self::Small(old), None) => {
                let mut cells: Vec<Option<Box<Value>>> = old
                    .iter()
                    .map(|i| (*i != BLANK).then(|| Box::new(Value::Int(i64::from(*i)))))
                    .collect();
                put(&mut cells, at, Some(Box::new(value.clone())), None);
                *self = Self::Mixed(cells);
            }
        }
    }

    /// The answer of one response.
    pub fn get(&self, row: usize) -> Value {
        match self {
            Self::Small(cells) => cells
                .get(row)
                .filter(|i| **i != BLANK)
                .map_or(Value::Nothing, |i| Value::Int(i64::from(*i))),
            Self::Mixed(cells) => cells
                .get(row)
                .and_then(|c| c.as_deref())
                .cloned()
                .unwrap_or(Value::Nothing),
        }
    }

    /// Every answer as a number, NaN where there is none, up to the last; how many those were.
    pub fn each_number(&self, mut each: impl FnMut(f64)) -> usize {
        match self {
            Self::Small(cells) => {
                for cell in cells {
                    each(if *cell == BLANK {
                        f64::NAN
                    } else {
                        f64::from(*cell)
                    });
                }
                cells.len()
            }
            Self::Mixed(cells) => {
                (0..cells.len()).for_each(|at| each(self.number(at)));
                cells.len()
            }
        }
    }

    /// The answer as a number, NaN when there is none.
    pub fn number(&self, row: usize) -> f64 {
        match self {
            Self::Small(cells) => cells
                .get(row)
                .filter(|i| **i != BLANK)
                .map_or(f64::NAN, |i| f64::from(*i)),
            Self::Mixed(cells) => cells
                .get(row)
                .and_then(|c| c.as_deref())
                .and_then(Value::as_number)
                .unwrap_or(f64::NAN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_survive_a_change_of_type() {
        let mut column = AnswerColumn::default();
        column.set(0, &Value::Int(0));
        column.set(2, &Value::Int(7));
        assert_eq!((column.number(0), column.get(1)), (0.0, Value::Nothing));
        column.set(3, &Value::Text("why".into()));
        column.set(2, &Value::Nothing);
        assert_eq!(column.get(0), Value::Int(0));
        assert!(column.number(2).is_nan());
        assert_eq!(column.get(3), Value::Text("why".into()));
    }
}
