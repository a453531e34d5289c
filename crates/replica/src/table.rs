//! All records of one kind, by column.
//!
//! Must stay true: a field may be written before its record is created (changes arrive in any
//! order); such a row is not shown until the creation arrives.

use crate::column::Column;
use crate::hash::IdMap;
use crate::meta::MetaIx;
use model::{Date, FieldNo, RecordId, Value};
use std::collections::BTreeMap;

/// The records of a kind.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(crate) ids: Vec<RecordId>,
    /// The change that created each row, 0 while none has.
    pub(crate) made: Vec<MetaIx>,
    pub(crate) hidden: Vec<bool>,
    pub(crate) columns: BTreeMap<FieldNo, Column>,
    rows: IdMap<RecordId, u32>,
}

impl Table {
    pub(crate) fn find(&self, record: RecordId) -> Option<u32> {
        self.rows.get(&record).copied()
    }

    /// The row of a record, made if need be; the flag says whether it is new.
    pub(crate) fn row_or_new(&mut self, record: RecordId) -> (u32, bool) {
        if let Some(row) = self.find(record) {
            return (row, false);
        }
        let row = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(record);
        self.made.push(0);
        self.hidden.push(false);
        self.rows.insert(record, row);
        (row, true)
    }

    pub(crate) fn shown(&self, row: u32) -> bool {
        self.made.get(row as usize).is_some_and(|m| *m != 0)
            && self.hidden.get(row as usize) == Some(&false)
    }

    pub(crate) fn wipe(&mut self, row: u32) {
        for column in self.columns.values_mut() {
            column.wipe(row);
        }
        if let Some(made) = self.made.get_mut(row as usize) {
            *made = 0;
        }
    }

    /// The records that are shown, in the order they became known here.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> {
        let end = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        (0..end)
            .filter(|row| self.shown(*row))
            .map(|row| Row { table: self, row })
    }

    /// One record, if it is shown.
    pub fn get(&self, record: RecordId) -> Option<Row<'_>> {
        let row = self.find(record)?;
        self.shown(row).then_some(Row { table: self, row })
    }

    /// The record in a row, if it is shown.
    pub fn at(&self, row: u32) -> Option<Row<'_>> {
        self.shown(row).then_some(Row { table: self, row })
    }

    /// One more than the highest row number.
    pub fn end(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    /// How many records are shown.
    pub fn len(&self) -> usize {
        self.rows().count()
    }

    /// Whether none is shown.
    pub fn is_empty(&self) -> bool {
        self.rows().next().is_none()
    }
}

/// A record, read in place.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    row: u32,
}

impl<'a> Row<'a> {
    /// Its number in the table: stable as long as the replica lives.
    pub fn index(&self) -> u32 {
        self.row
    }

    /// Its id.
    pub fn id(&self) -> RecordId {
        self.table
            .ids
            .get(self.row as usize)
            .copied()
            .unwrap_or(RecordId([0; 16]))
    }

    /// The text of a text or choice field.
    pub fn text(&self, field: FieldNo) -> Option<&'a str> {
        self.table.columns.get(&field)?.text(self.row)
    }

    /// A whole number.
    pub fn int(&self, field: FieldNo) -> Option<i64> {
        self.table.columns.get(&field)?.int(self.row)
    }

    /// A day.
    pub fn date(&self, field: FieldNo) -> Option<Date> {
        self.int(field)
            .and_then(|d| i32::try_from(d).ok())
            .map(Date)
    }

    /// Any field, as a value.
    pub fn value(&self, field: FieldNo) -> Value {
        self.table
            .columns
            .get(&field)
            .map_or(Value::Nothing, |c| c.get(self.row))
    }

    /// The elements of a set, sorted.
    pub fn elements(&self, field: FieldNo) -> Vec<&'a str> {
        let Some(column) = self.table.columns.get(&field) else {
            return Vec::new();
        };
        let mut words: Vec<&str> = Vec::new();
        for element in column.elements(self.row).iter().filter(|e| e.present) {
            words.insert(
                words.partition_point(|w| *w < &*element.word),
                &element.word,
            );
        }
        words
    }
}
