//! A column of one field over the records of one segment: values of one type side by side.
//!
//! Must stay true: reading a cell gives back exactly the value written; a value of another
//! type turns the column into a mixed one without losing anything; a cell written by another
//! change than the one that made its record is named in `metas`, one never written holds nothing
//! and is not named.

use crate::meta::MetaIx;
use crate::words::Words;
use model::{Date, RecordId, Value};
use std::collections::BTreeMap;

/// No whole number, no day.
pub const NO_INT: i64 = i64::MIN;
/// No record: never given out.
pub const NO_REF: RecordId = RecordId([0xff; 16]);
/// The span of a cell without text.
pub const NO_SPAN: (u32, u32) = (u32::MAX, 0);
/// Text nobody points at any more is dropped when it is more than this and than what is used.
const GARBAGE: usize = 64 << 10;

/// The values of one field.
#[derive(Debug, Clone)]
pub enum Data {
    /// Texts end to end; where each begins and how long it is.
    Text {
        all: String,
        spans: Vec<(u32, u32)>,
        garbage: usize,
    },
    /// Codes of choices; 0 is none.
    Coded {
        codes: Vec<u32>,
        words: Words,
    },
    Int(Vec<i64>),
    Date(Vec<i64>),
    Ref(Vec<RecordId>),
    Mixed(Vec<Option<Box<Value>>>),
}

/// An element of a set: which word, whether it is in, and which change said so.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    pub row: u16,
    pub word: u32,
    pub present: bool,
    pub meta: MetaIx,
}

/// The cells of one field.
#[derive(Debug, Clone, Default)]
pub struct Column {
    pub data: Option<Data>,
    /// Cells not written by the change that made their record.
    pub metas: BTreeMap<u16, MetaIx>,
    /// By row, then in the order they came.
    pub elements: Vec<Element>,
    pub words: Words,
}

impl Column {
    /// Which change wrote a cell, given the one that made the record; 0 for none.
    pub fn meta(&self, row: usize, made: MetaIx) -> MetaIx {
        let named = if self.metas.is_empty() {
            None
        } else {
            u16::try_from(row).ok().and_then(|row| self.metas.get(&row))
        };
        match named {
            Some(meta) => *meta,
            None if self.holds(row) => made,
            None => 0,
        }
    }

    /// Whether a cell holds a value.
    pub fn holds(&self, row: usize) -> bool {
        match &self.data {
            None => false,
            Some(Data::Text { spans, .. }) => spans.get(row).is_some_and(|s| *s != NO_SPAN),
            Some(Data::Coded { codes, .. }) => codes.get(row).is_some_and(|c| *c != 0),
            Some(Data::Int(cells) | Data::Date(cells)) => {
                cells.get(row).is_some_and(|i| *i != NO_INT)
            }
            Some(Data::Ref(cells)) => cells.get(row).is_some_and(|id| *id != NO_REF),
            Some(Data::Mixed(cells)) => cells.get(row).is_some_and(Option::is_some),
        }
    }

    pub fn set(&mut self, row: usize, value: &Value, meta: MetaIx, made: MetaIx) {
        self.write(row, value);
        let Ok(at) = u16::try_from(row) else { return };
        if meta == made && !value.is_nothing() {
            if !self.metas.is_empty() {
                self.metas.remove(&at);
            }
        } else {
            self.metas.insert(at, meta);
        }
    }

    fn write(&mut self, at: usize, value: &Value) {
        if self.data.is_none() {
            self.data = match value {
                Value::Nothing => None,
                Value::Text(_) => Some(Data::Text {
                    all: String::new(),
                    spans: Vec::new(),
                    garbage: 0,
                }),
                Value::Choice(_) => Some(Data::Coded {
                    codes: Vec::new(),
                    words: Words::default(),
                }),
                Value::Int(i) if *i != NO_INT => Some(Data::Int(Vec::new())),
                Value::Date(_) => Some(Data::Date(Vec::new())),
                Value::Ref(id) if *id != NO_REF => Some(Data::Ref(Vec::new())),
                _ => Some(Data::Mixed(Vec::new())),
            };
        }
        let Some(data) = &mut self.data else { return };
        let fits = match (&mut *data, value) {
            (
                Data::Text {
                    all,
                    spans,
                    garbage,
                },
                Value::Text(text),
            ) => {
                *garbage += spans.get(at).map_or(0, |span| span.1 as usize);
                let span = (
                    u32::try_from(all.len()).unwrap_or(u32::MAX),
                    u32::try_from(text.len()).unwrap_or(0),
                );
                all.push_str(text);
                put(spans, at, span, NO_SPAN);
                tidy(all, spans, garbage);
                true
            }
            (Data::Text { spans, garbage, .. }, Value::Nothing) => {
                *garbage += spans.get(at).map_or(0, |span| span.1 as usize);
                put(spans, at, NO_SPAN, NO_SPAN);
                true
            }
            (Data::Coded { codes, words }, Value::Choice(word)) => {
                let code = words.code(word);
                put(codes, at, code, 0);
                true
            }
            (Data::Coded { codes, .. }, Value::Nothing) => {
                put(codes, at, 0, 0);
                true
            }
            (Data::Int(cells), Value::Int(i)) if *i != NO_INT => {
                put(cells, at, *i, NO_INT);
                true
            }
            (Data::Date(cells), Value::Date(day)) => {
                put(cells, at, i64::from(day.0), NO_INT);
                true
            }
            (Data::Int(cells) | Data::Date(cells), Value::Nothing) => {
                put(cells, at, NO_INT, NO_INT);
                true
            }
            (Data::Ref(cells), Value::Ref(id)) if *id != NO_REF => {
                put(cells, at, *id, NO_REF);
                true
            }
            (Data::Ref(cells), Value::Nothing) => {
                put(cells, at, NO_REF, NO_REF);
                true
            }
            (Data::Mixed(cells), value) => {
                let cell = (!value.is_nothing()).then(|| Box::new(value.clone()));
                put(cells, at, cell, None);
                true
            }
            _ => false,
        };
        if !fits {
            let mut cells: Vec<_> = (0..self.rows())
                .map(|row| {
                    Some(self.get(row))
                        .filter(|v| !v.is_nothing())
                        .map(Box::new)
                })
                .collect();
            put(&mut cells, at, Some(Box::new(value.clone())), None);
            self.data = Some(Data::Mixed(cells));
        }
    }

    /// One more than the highest row written.
    fn rows(&self) -> usize {
        match &self.data {
            None => 0,
            Some(Data::Text { spans, .. }) => spans.len(),
            Some(Data::Coded { codes, .. }) => codes.len(),
            Some(Data::Int(cells) | Data::Date(cells)) => cells.len(),
            Some(Data::Ref(cells)) => cells.len(),
            Some(Data::Mixed(cells)) => cells.len(),
        }
    }

    pub fn get(&self, at: usize) -> Value {
        let value = match &self.data {
            None => None,
            Some(Data::Text { .. }) => self.text(at).map(|t| Value::Text(t.into())),
            Some(Data::Coded { .. }) => self.text(at).map(|t| Value::Choice(t.into())),
            Some(Data::Int(cells)) => cells
                .get(at)
                .filter(|i| **i != NO_INT)
                .map(|i| Value::Int(*i)),
            Some(Data::Date(cells)) => cells
                .get(at)
                .and_then(|d| i32::try_from(*d).ok())
                .map(|d| Value::Date(Date(d))),
            Some(Data::Ref(cells)) => cells
                .get(at)
                .filter(|id| **id != NO_REF)
                .map(|id| Value::Ref(*id)),
            Some(Data::Mixed(cells)) => cells.get(at).and_then(|c| c.as_deref()).cloned(),
        };
        value.unwrap_or(Value::Nothing)
    }

    /// The text of a text or choice cell, without copying.
    pub fn text(&self, at: usize) -> Option<&str> {
        match self.data.as_ref()? {
            Data::Text { all, spans, .. } => {
                let (start, length) = *spans.get(at)?;
                let start = start as usize;
                all.get(start..start.checked_add(length as usize)?)
            }
            Data::Coded { codes, words } => words.word(*codes.get(at)?),
            Data::Mixed(cells) => cells.get(at)?.as_deref()?.as_text(),
            _ => None,
        }
    }

    /// The whole number or day of a cell.
    pub fn int(&self, at: usize) -> Option<i64> {
        match self.data.as_ref()? {
            Data::Int(cells) | Data::Date(cells) => cells.get(at).copied().filter(|i| *i != NO_INT),
            _ => None,
        }
    }

    /// The elements of a row, in or out.
    pub fn elements(&self, row: usize) -> &[Element] {
        let from = self.elements.partition_point(|e| usize::from(e.row) < row);
        let to = self.elements.partition_point(|e| usize::from(e.row) <= row);
        self.elements.get(from..to).unwrap_or_default()
    }

    /// The place of one element of a row.
    pub fn element(&self, row: usize, word: &str) -> Option<usize> {
        if self
            .elements
            .last()
            .is_none_or(|last| usize::from(last.row) < row)
        {
            return None;
        }
        let from = self.elements.partition_point(|e| usize::from(e.row) < row);
        let found = self
            .elements(row)
            .iter()
            .position(|e| self.words.word(e.word) == Some(word))?;
        Some(from + found)
    }

    /// Adds an element that the row does not have yet.
    pub fn add_element(&mut self, row: usize, word: &str, present: bool, meta: MetaIx) {
        let Ok(at) = u16::try_from(row) else { return };
        let element = Element {
            row: at,
            word: self.words.code(word),
            present,
            meta,
        };
        if self.elements.last().is_none_or(|last| last.row <= at) {
            self.elements.push(element);
        } else {
            let to = self.elements.partition_point(|e| e.row <= at);
            self.elements.insert(to, element);
        }
    }

    /// Empties a row for good.
    pub fn wipe(&mut self, row: usize) {
        if self.holds(row) {
            self.write(row, &Value::Nothing);
        }
        if let Some(Data::Text {
            all,
            spans,
            garbage,
        }) = &mut self.data
        {
            // What was erased does not stay behind in memory, nor in the page made of it.
            *garbage = usize::MAX;
            tidy(all, spans, garbage);
        }
        if let Ok(at) = u16::try_from(row) {
            self.metas.remove(&at);
            self.elements.retain(|e| e.row != at);
        }
    }
}

/// Drops text nobody points at.
fn tidy(all: &mut String, spans: &mut [(u32, u32)], garbage: &mut usize) {
    if *garbage < GARBAGE || *garbage < all.len() / 2 {
        return;
    }
    let mut fresh = String::with_capacity(all.len());
    for span in spans.iter_mut().filter(|span| **span != NO_SPAN) {
        let (start, length) = (span.0 as usize, span.1 as usize);
        let text = all.get(start..start + length).unwrap_or_default();
        span.0 = u32::try_from(fresh.len()).unwrap_or(u32::MAX);
        fresh.push_str(text);
    }
    *all = fresh;
    *garbage = 0;
}

/// Writes a cell, filling the rows before it.
pub fn put<T: Clone>(cells: &mut Vec<T>, at: usize, value: T, blank: T) {
    if cells.len() == at {
        cells.push(value);
        return;
    }
    if cells.len() < at {
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
            column.set(row, value, 1, 1);
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
            column.set(4, &value, 9, 9);
            assert_eq!((column.get(4), column.meta(4, 9)), (value, 9));
            assert_eq!((column.get(3), column.meta(3, 9)), (Value::Nothing, 0));
            column.set(4, &Value::Nothing, 10, 9);
            assert_eq!((column.get(4), column.meta(4, 9)), (Value::Nothing, 10));
        }
    }

    #[test]
    fn text_that_was_replaced_or_wiped_does_not_stay() {
        let mut column = Column::default();
        let long = "secret".repeat(100);
        for n in 0..3_000 {
            column.set(n % 3, &Value::Text(format!("{long}{n}")), 1, 1);
        }
        let held = |column: &Column| match &column.data {
            Some(Data::Text { all, .. }) => all.clone(),
            _ => String::new(),
        };
        assert!(held(&column).len() < 300_000);
        column.wipe(0);
        column.wipe(1);
        assert_eq!(held(&column).matches("secret").count(), 100);
        assert!(column.text(2).is_some_and(|t| t.ends_with("2999")));
    }
}
