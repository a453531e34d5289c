//! All records of one kind, by column, in segments of 4,096.
//!
//! Must stay true: a field may be written before its record is created (changes arrive in any
//! order); such a row is not shown until the creation arrives.

use crate::chunk::{Chunk, ROWS, split};
use crate::column::Column;
use crate::hash::IdMap;
use crate::meta::MetaIx;
use model::{Date, FieldNo, RecordId, Value};
use std::collections::BTreeMap;

/// The records of a stretch of rows.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    pub ids: Vec<RecordId>,
    /// The change that created each row, 0 while none has.
    pub made: Vec<MetaIx>,
    pub hidden: Vec<bool>,
    pub columns: BTreeMap<FieldNo, Column>,
}

impl Segment {
    pub fn made(&self, at: usize) -> MetaIx {
        self.made.get(at).copied().unwrap_or(0)
    }

    /// Which change wrote a cell; 0 for none.
    pub fn meta(&self, field: FieldNo, at: usize) -> MetaIx {
        let column = self.columns.get(&field);
        column.map_or(0, |column| column.meta(at, self.made(at)))
    }

    pub fn set(&mut self, field: FieldNo, at: usize, value: &Value, meta: MetaIx) {
        let made = self.made(at);
        let column = self.columns.entry(field).or_default();
        column.set(at, value, meta, made);
    }

    /// Another change turns out to have made the record: the cells keep theirs.
    pub fn set_made(&mut self, at: usize, meta: MetaIx) {
        let before = self.made(at);
        if let Ok(row) = u16::try_from(at) {
            for column in self.columns.values_mut() {
                if column.holds(at) {
                    if column.meta(at, before) == meta {
                        column.metas.remove(&row);
                    } else {
                        column.metas.entry(row).or_insert(before);
                    }
                }
            }
        }
        if let Some(made) = self.made.get_mut(at) {
            *made = meta;
        }
    }

    pub fn wipe(&mut self, at: usize) {
        for column in self.columns.values_mut() {
            column.wipe(at);
        }
        if let Some(made) = self.made.get_mut(at) {
            *made = 0;
        }
    }
}

/// The records of a kind.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(crate) segments: Vec<Chunk<Segment>>,
    rows: IdMap<RecordId, u32>,
}

impl Table {
    /// Makes room for so many more segments.
    pub(crate) fn reserve(&mut self, segments: usize) {
        self.rows.reserve(segments * ROWS);
    }

    /// From what was kept.
    pub(crate) fn push_segment(&mut self, segment: Segment) {
        let first = self.end();
        for (row, id) in (first..).zip(&segment.ids) {
            self.rows.insert(*id, row);
        }
        self.segments.push(Chunk::new(segment, false));
    }

    pub(crate) fn find(&self, record: RecordId) -> Option<u32> {
        self.rows.get(&record).copied()
    }

    pub(crate) fn id(&self, row: u32) -> Option<RecordId> {
        let (segment, at) = self.segment(row)?;
        segment.ids.get(at).copied()
    }

    pub(crate) fn segment(&self, row: u32) -> Option<(&Segment, usize)> {
        let (chunk, at) = split(row);
        Some((self.segments.get(chunk)?.data.as_ref(), at))
    }

    pub(crate) fn edit(&mut self, row: u32) -> Option<(&mut Segment, usize)> {
        let (chunk, at) = split(row);
        Some((self.segments.get_mut(chunk)?.edit(), at))
    }

    /// The row of a record, made if need be; the flag says whether it is new.
    pub(crate) fn row_or_new(&mut self, record: RecordId) -> (u32, bool) {
        if let Some(row) = self.find(record) {
            return (row, false);
        }
        let row = self.end();
        let full = |chunk: &Chunk<Segment>| chunk.data.ids.len() >= ROWS;
        if self.segments.last().is_none_or(full) {
            self.segments.push(Chunk::new(Segment::default(), true));
        }
        if let Some(chunk) = self.segments.last_mut() {
            let segment = chunk.edit();
            segment.ids.push(record);
            segment.made.push(0);
            segment.hidden.push(false);
        }
        self.rows.insert(record, row);
        (row, true)
    }

    pub(crate) fn shown(&self, row: u32) -> bool {
        self.segment(row).is_some_and(|(segment, at)| {
            segment.made(at) != 0 && segment.hidden.get(at) == Some(&false)
        })
    }

    /// Every row with its record, shown or not.
    pub fn all(&self) -> impl Iterator<Item = (u32, RecordId)> {
        let ids = self.segments.iter().flat_map(|s| s.data.ids.iter());
        (0u32..).zip(ids.copied())
    }

    pub(crate) fn fields(&self) -> Vec<FieldNo> {
        let mut all: Vec<FieldNo> = self
            .segments
            .iter()
            .flat_map(|s| s.data.columns.keys().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The records that are shown, in the order they became known here.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> {
        (0..self.end())
            .filter(|row| self.shown(*row))
            .map(|row| Row { table: self, row })
    }

    /// The row of a record, shown or not.
    pub fn row(&self, record: RecordId) -> Option<u32> {
        self.find(record)
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
        let last = self.segments.last().map_or(0, |s| s.data.ids.len());
        let all = self.segments.len().saturating_sub(1) * ROWS + last;
        u32::try_from(all).unwrap_or(u32::MAX)
    }

    /// How many records are shown.
    pub fn len(&self) -> usize {
        let shown = |segment: &Segment| {
            let all = segment.made.iter().zip(&segment.hidden);
            all.filter(|(made, hidden)| **made != 0 && !**hidden)
                .count()
        };
        self.segments.iter().map(|s| shown(&s.data)).sum()
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
    fn column(&self, field: FieldNo) -> Option<(&'a Column, usize)> {
        let (segment, at) = self.table.segment(self.row)?;
        Some((segment.columns.get(&field)?, at))
    }

    /// Its number in the table: stable as long as the replica lives.
    pub fn index(&self) -> u32 {
        self.row
    }

    /// Its id.
    pub fn id(&self) -> RecordId {
        self.table
            .segment(self.row)
            .and_then(|(segment, at)| segment.ids.get(at).copied())
            .unwrap_or(RecordId([0; 16]))
    }

    /// The text of a text or choice field.
    pub fn text(&self, field: FieldNo) -> Option<&'a str> {
        let (column, at) = self.column(field)?;
        column.text(at)
    }

    /// A whole number.
    pub fn int(&self, field: FieldNo) -> Option<i64> {
        let (column, at) = self.column(field)?;
        column.int(at)
    }

    /// A day.
    pub fn date(&self, field: FieldNo) -> Option<Date> {
        self.int(field)
            .and_then(|d| i32::try_from(d).ok())
            .map(Date)
    }

    /// Any field, as a value.
    pub fn value(&self, field: FieldNo) -> Value {
        self.column(field)
            .map_or(Value::Nothing, |(column, at)| column.get(at))
    }

    /// The elements of a set, sorted.
    pub fn elements(&self, field: FieldNo) -> Vec<&'a str> {
        let Some((column, at)) = self.column(field) else {
            return Vec::new();
        };
        let mut words: Vec<&str> = Vec::new();
        for element in column.elements(at).iter().filter(|e| e.present) {
            let word = column.words.word(element.word).unwrap_or_default();
            words.insert(words.partition_point(|w| *w < word), word);
        }
        words
    }
}
