//! A column of one field over all records of a kind: values of one type side by side.
//!
//! Must stay true: reading a cell gives back exactly the value written; a value of another
//! type turns the column into a mixed one without losing anything.

use crate::meta::MetaIx;
use model::{Date, Value};
use std::collections::BTreeMap;

const NO_INT: i64 = i64::MIN;

/// The values of one field.
#[derive(Debug, Clone)]
pub enum Data {
    Text(Vec<Option<Box<str>>>),
    Coded {
        codes: Vec<u32>,
        words: Vec<Box<str>>,
        of: BTreeMap<Box<str>, u32>,
    },
    Int(Vec<i64>),
    Date(Vec<i64>),
    Mixed(Vec<Option<Box<Value>>>),
}

/// An element of a set: which word, whether it is in, and which change said so.
#[derive(Debug, Clone)]
pub struct Element {
    pub word: Box<str>,
    pub present: bool,
    pub meta: MetaIx,
}

/// The cells of one field.
#[derive(Debug, Clone, Default)]
pub struct Column {
    data: Option<Data>,
    metas: Vec<MetaIx>,
    sets: Vec<Vec<Element>>,
}

impl Column {
    pub fn meta(&self, row: u32) -> MetaIx {
        self.metas.get(row as usize).copied().unwrap_or(0)
    }

    pub fn set(&mut self, row: u32, value: Value, meta: MetaIx) {
        let at = row as usize;
        if self.metas.len() <= at {
            self.metas.resize(at + 1, 0);
        }
        if let Some(slot) = self.metas.get_mut(at) {
            *slot = meta;
        }
        self.write(at, value);
    }

    fn write(&mut self, at: usize, value: Value) {
        if self.data.is_none() {
            self.data = match &value {
                Value::Nothing => None,
                Value::Text(_) => Some(Data::Text(Vec::new())),
                Value::Choice(_) => Some(Data::Coded {
                    codes: Vec::new(),
                    words: vec!["".into()],
                    of: BTreeMap::new(),
                }),
                Value::Int(i) if *i != NO_INT => Some(Data::Int(Vec::new())),
                Value::Date(_) => Some(Data::Date(Vec::new())),
                _ => Some(Data::Mixed(Vec::new())),
            };
        }
        let Some(data) = &mut self.data else { return };
        let left = match (&mut *data, value) {
            (Data::Text(cells), Value::Text(text)) => {
                put(cells, at, Some(text.into_boxed_str()), None);
                None
            }
            (Data::Text(cells), Value::Nothing) => {
                put(cells, at, None, None);
                None
            }
            (Data::Coded { codes, words, of }, Value::Choice(word)) => {
                let code = match of.get(word.as_str()) {
                    Some(code) => *code,
                    None => {
                        let code = u32::try_from(words.len()).unwrap_or(0);
                        words.push(word.as_str().into());
                        of.insert(word.into_boxed_str(), code);
                        code
                    }
                };
                put(codes, at, code, 0);
                None
            }
            (Data::Coded { codes, .. }, Value::Nothing) => {
                put(codes, at, 0, 0);
                None
            }
            (Data::Int(cells), Value::Int(i)) if i != NO_INT => {
                put(cells, at, i, NO_INT);
                None
            }
            (Data::Date(cells), Value::Date(day)) => {
                put(cells, at, i64::from(day.0), NO_INT);
                None
            }
            (Data::Int(cells) | Data::Date(cells), Value::Nothing) => {
                put(cells, at, NO_INT, NO_INT);
                None
            }
            (Data::Mixed(cells), value) => {
                let cell = (!value.is_nothing()).then(|| Box::new(value));
                put(cells, at, cell, None);
                None
            }
            (_, value) => Some(value),
        };
        if let Some(value) = left {
            let rows = u32::try_from(self.metas.len()).unwrap_or(0);
            let mut cells: Vec<_> = (0..rows)
                .map(|row| {
                    Some(self.get(row))
                        .filter(|v| !v.is_nothing())
                        .map(Box::new)
                })
                .collect();
            put(&mut cells, at, Some(Box::new(value)), None);
            self.data = Some(Data::Mixed(cells));
        }
    }

    pub fn get(&self, row: u32) -> Value {
        let at = row as usize;
        let value = match &self.data {
            None => None,
            Some(Data::Text(cells)) => cells
                .get(at)
                .and_then(|c| c.as_deref())
                .map(|t| Value::Text(t.into())),
            Some(Data::Coded { .. }) => self.text(row).map(|t| Value::Choice(t.into())),
            Some(Data::Int(cells)) => cells
                .get(at)
                .filter(|i| **i != NO_INT)
                .map(|i| Value::Int(*i)),
            Some(Data::Date(cells)) => cells
                .get(at)
                .and_then(|d| i32::try_from(*d).ok())
                .map(|d| Value::Date(Date(d))),
            Some(Data::Mixed(cells)) => cells.get(at).and_then(|c| c.as_deref()).cloned(),
        };
        value.unwrap_or(Value::Nothing)
    }

    /// The text of a text or choice cell, without copying.
    pub fn text(&self, row: u32) -> Option<&str> {
        let at = row as usize;
        match self.data.as_ref()? {
            Data::Text(cells) => cells.get(at)?.as_deref(),
            Data::Coded { codes, words, .. } => {
                let code = *codes.get(at)?;
                if code == 0 {
                    None
                } else {
                    words.get(code as usize).map(AsRef::as_ref)
                }
            }
            Data::Mixed(cells) => cells.get(at)?.as_deref()?.as_text(),
            _ => None,
        }
    }

    /// The whole number or day of a cell.
    pub fn int(&self, row: u32) -> Option<i64> {
        match self.data.as_ref()? {
            Data::Int(cells) | Data::Date(cells) => {
                cells.get(row as usize).copied().filter(|i| *i != NO_INT)
            }
            _ => None,
        }
    }

    pub fn elements(&self, row: u32) -> &[Element] {
        self.sets.get(row as usize).map_or(&[], Vec::as_slice)
    }

    pub fn elements_mut(&mut self, row: u32) -> Option<&mut Vec<Element>> {
        let at = row as usize;
        if self.sets.len() <= at {
            self.sets.resize_with(at + 1, Vec::new);
        }
        self.sets.get_mut(at)
    }

    /// Empties a row for good.
    pub fn wipe(&mut self, row: u32) {
        let at = row as usize;
        if at < self.metas.len() {
            self.set(row, Value::Nothing, 0);
        }
        if let Some(set) = self.sets.get_mut(at) {
            set.clear();
        }
    }
}

/// Writes a cell, filling the rows before it.
pub fn put<T: Clone>(cells: &mut Vec<T>, at: usize, value: T, blank: T) {
    if cells.len() <= at {
        cells.resize(at + 1, blank);
    }
    if let Some(slot) = cells.get_mut(at) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_gives_back_what_was_written_even_when_types_mix() {
        let mut column = Column::default();
        let values = [
            Value::Text("a".into()),
            Value::Nothing,
            Value::Int(3),
            Value::Choice("x".into()),
            Value::Date(Date(5)),
            Value::Text(String::new()),
        ];
        for (row, value) in (0..).zip(values.iter()) {
            column.set(row, value.clone(), 1);
        }
        for (row, value) in (0..).zip(values.iter()) {
            assert_eq!(&column.get(row), value);
        }
        assert_eq!(column.get(99), Value::Nothing);
    }

    #[test]
    fn each_type_of_column_reads_and_clears() {
        for value in [
            Value::Text("q".into()),
            Value::Choice("c".into()),
            Value::Int(0),
            Value::Date(Date(0)),
        ] {
            let mut column = Column::default();
            column.set(4, value.clone(), 9);
            assert_eq!(column.get(4), value);
            assert_eq!(column.get(3), Value::Nothing);
            column.set(4, Value::Nothing, 10);
            assert_eq!(column.get(4), Value::Nothing);
            assert_eq!(column.meta(4), 10);
        }
    }
}
