//! The columns of a table as they lie, a stretch of rows at a time: for whoever looks at every
//! record at once and cannot afford a value for each cell.
//!
//! Must stay true: reading here gives what [`crate::Row`] gives; nothing is changed or copied.

use crate::chunk::ROWS;
use crate::column::{Column, Data, Element, NO_INT, NO_REF};
use crate::table::{Segment, Table};
use crate::words::Words;
use model::{FieldNo, RecordId, Value};

/// Consecutive rows of a table, [`Stretch::ROWS`] of them at most.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    segment: &'a Segment,
    first: u32,
}

impl Table {
    /// How many stretches there are.
    pub fn stretches(&self) -> usize {
        self.segments.len()
    }

    /// A stretch by number, from 0.
    pub fn stretch(&self, no: usize) -> Option<Stretch<'_>> {
        Some(Stretch {
            segment: self.segments.get(no)?.data.as_ref(),
            first: u32::try_from(no.checked_mul(ROWS)?).ok()?,
        })
    }
}

impl<'a> Stretch<'a> {
    /// How many rows a stretch has, but for the last: row `r` stands in stretch `r / ROWS`.
    pub const ROWS: usize = ROWS;

    /// The number in the table of its first row.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// How many rows it has, shown or not.
    pub fn len(&self) -> usize {
        self.segment.ids.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.segment.ids.is_empty()
    }

    /// The ids of its rows.
    pub fn ids(&self) -> &'a [RecordId] {
        &self.segment.ids
    }

    /// Of each row in turn, whether it is shown.
    pub fn shown(&self) -> impl Iterator<Item = bool> + use<'a> {
        let rows = self.segment.made.iter().zip(&self.segment.hidden);
        rows.map(|(made, hidden)| *made != 0 && !*hidden)
    }

    /// The values of a field.
    pub fn cells(&self, field: FieldNo) -> Cells<'a> {
        let column = self.segment.columns.get(&field);
        column.map_or(Cells::Empty, Cells::of)
    }

    /// The elements of a field that is a set.
    pub fn members(&self, field: FieldNo) -> Members<'a> {
        let column = self.segment.columns.get(&field);
        Members(column.map(|column| (column.elements.as_slice(), &column.words)))
    }
}

/// The values of one field over a stretch, by place in it.
#[derive(Debug, Clone, Copy)]
pub enum Cells<'a> {
    /// No row has a value.
    Empty,
    /// Texts.
    Texts(Texts<'a>),
    /// Codes of choices.
    Choices(Choices<'a>),
    /// Whole numbers.
    Ints(Ints<'a>),
    /// Days since 1970.
    Days(Ints<'a>),
    /// Records.
    Refs(Refs<'a>),
    /// Anything.
    Mixed(Mixed<'a>),
}

impl<'a> Cells<'a> {
    fn of(column: &'a Column) -> Self {
        match &column.data {
            None => Self::Empty,
            Some(Data::Text { .. }) => Self::Texts(Texts(column)),
            Some(Data::Coded { codes, words }) => Self::Choices(Choices { codes, words }),
            Some(Data::Int(cells)) => Self::Ints(Ints(cells)),
            Some(Data::Date(cells)) => Self::Days(Ints(cells)),
            Some(Data::Ref(cells)) => Self::Refs(Refs(cells)),
            Some(Data::Mixed(cells)) => Self::Mixed(Mixed(cells)),
        }
    }
}

/// Texts, by place.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a>(&'a Column);

impl<'a> Texts<'a> {
    /// A text.
    pub fn get(self, at: usize) -> Option<&'a str> {
        self.0.text(at)
    }
}

/// Choices, by place: numbers that stand for words.
#[derive(Debug, Clone, Copy)]
pub struct Choices<'a> {
    codes: &'a [u32],
    words: &'a Words,
}

impl<'a> Choices<'a> {
    /// The number of a choice, from 1; 0 for none.
    pub fn number(self, at: usize) -> usize {
        self.codes.get(at).map_or(0, |code| *code as usize)
    }

    /// What the numbers stand for, from 1 on.
    pub fn words(self) -> impl Iterator<Item = &'a str> {
        self.words.all()
    }
}

/// Whole numbers or days, by place.
#[derive(Debug, Clone, Copy)]
pub struct Ints<'a>(&'a [i64]);

impl Ints<'_> {
    /// A number.
    pub fn get(self, at: usize) -> Option<i64> {
        self.0.get(at).copied().filter(|int| *int != NO_INT)
    }
}

/// Records, by place.
#[derive(Debug, Clone, Copy)]
pub struct Refs<'a>(&'a [RecordId]);

impl Refs<'_> {
    /// A record.
    pub fn get(self, at: usize) -> Option<RecordId> {
        self.0.get(at).copied().filter(|id| *id != NO_REF)
    }
}

/// Values of any type, by place.
#[derive(Debug, Clone, Copy)]
pub struct Mixed<'a>(&'a [Option<Box<Value>>]);

impl<'a> Mixed<'a> {
    /// A value.
    pub fn get(self, at: usize) -> Option<&'a Value> {
        self.0.get(at)?.as_deref()
    }
}

/// The elements of a set over a stretch.
#[derive(Debug, Clone, Copy)]
pub struct Members<'a>(Option<(&'a [Element], &'a Words)>);

impl<'a> Members<'a> {
    /// Every element that is in, as the place of its row and the number of its word from 1; by
    /// row, each word of a row once.
    pub fn all(self) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let elements = self.0.map(|(elements, _)| elements).unwrap_or_default();
        let present = elements.iter().filter(|element| element.present);
        present.map(|element| (usize::from(element.row), element.word as usize))
    }

    /// What the numbers stand for, from 1 on.
    pub fn words(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.into_iter().flat_map(|(_, words)| words.all())
    }
}
