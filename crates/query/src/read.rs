//! The keys of rows read off a column.
//!
//! Must stay true: a value of another type than the field's counts as none; the title of a record
//! that is not shown counts as none.

use crate::keyed::{Key, Keyed, decimal, whole};
use crate::radix::{self, Entry};
use model::{Choice, Field, FieldType, Labelled, RecordId, Value};
use replica::{Cells, Members, Replica, Stretch, Table};

/// One column, ready to be read row by row.
pub(crate) struct Reading<'a> {
    holds: FieldType,
    cells: Vec<Side<'a>>,
    /// The table that is referred to, and the field that names its records.
    target: Option<(&'a Table, Box<Reading<'a>>)>,
}

/// The cells of a stretch, with what makes reading them quick.
struct Side<'a> {
    cells: Cells<'a>,
    /// The words of choices by number, and their places in the description.
    words: Vec<(&'a str, u64)>,
    /// The first element of each row of a set.
    firsts: Vec<Option<&'a str>>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(replica: &'a Replica, table: &'a Table, field: &Field) -> Self {
        let mut reading = Self::direct(table, field);
        if let FieldType::Ref(to) = field.holds
            && let Some(title) = model::kind(to).and_then(|kind| kind.field(kind.title))
            && let Some(table) = replica.table(to)
            && !matches!(title.holds, FieldType::Ref(_))
        {
            reading.target = Some((table, Box::new(Self::direct(table, title))));
        }
        reading
    }

    fn direct(table: &'a Table, field: &Field) -> Self {
        let holds = field.holds;
        let side = |stretch: Stretch<'a>| Side::new(stretch, field);
        let stretches = (0..table.stretches()).filter_map(|no| table.stretch(no));
        Self {
            holds,
            cells: stretches.map(side).collect(),
            target: None,
        }
    }

    /// The key of each row.
    pub(crate) fn keys(&self, rows: &[u32], keyed: &mut Keyed<'a>) -> Vec<Key> {
        let Some((table, title)) = &self.target else {
            return rows.iter().map(|row| self.key(*row, keyed)).collect();
        };
        let ids: Vec<Option<RecordId>> = rows.iter().map(|row| self.reference(*row)).collect();
        let targets = targets(table, &ids);
        // What is referred to has its key made once, in the order in which it lies.
        let mut titles: Vec<Option<Key>> = vec![None; table.end() as usize];
        for target in &targets {
            if let Some(slot) = titles.get_mut(*target as usize) {
                *slot = Some(Key::BLANK);
            }
        }
        let stretches = (0..table.stretches()).filter_map(|no| table.stretch(no));
        let shown = stretches.flat_map(|stretch| stretch.shown());
        for ((row, shown), slot) in (0..).zip(shown).zip(&mut titles) {
            if let (Some(slot), true) = (slot, shown) {
                *slot = title.key(row, keyed);
            }
        }
        let key = |target: &u32| titles.get(*target as usize).copied().flatten();
        let keys = targets.iter().map(key);
        keys.map(|key| key.unwrap_or(Key::BLANK)).collect()
    }

    fn side(&self, row: u32) -> Option<(&Side<'a>, usize)> {
        let row = row as usize;
        let side = self.cells.get(row / Stretch::ROWS)?;
        Some((side, row % Stretch::ROWS))
    }

    fn reference(&self, row: u32) -> Option<RecordId> {
        let (side, at) = self.side(row)?;
        match side.cells {
            Cells::Refs(refs) => refs.get(at),
            Cells::Mixed(values) => match values.get(at)? {
                Value::Ref(id) => Some(*id),
                _ => None,
            },
            _ => None,
        }
    }

    fn key(&self, row: u32, keyed: &mut Keyed<'a>) -> Key {
        let found = self
            .side(row)
            .and_then(|(side, at)| side.key(at, self.holds, keyed));
        found.unwrap_or(Key::BLANK)
    }
}

impl<'a> Side<'a> {
    fn new(stretch: Stretch<'a>, field: &Field) -> Self {
        let cells = stretch.cells(field.no);
        let words = match cells {
            Cells::Choices(choices) => {
                let place = |word| match field.holds {
                    FieldType::Choice(described) => place(described, word),
                    _ => 0,
                };
                choices.words().map(|word| (word, place(word))).collect()
            }
            _ => Vec::new(),
        };
        let firsts = if field.holds.is_set() {
            firsts(stretch.members(field.no), field.holds)
        } else {
            Vec::new()
        };
        Self {
            cells,
            words,
            firsts,
        }
    }

    fn key(&self, at: usize, holds: FieldType, keyed: &mut Keyed<'a>) -> Option<Key> {
        match holds {
            FieldType::Text | FieldType::LongText | FieldType::Phone | FieldType::Email => {
                self.text(at).map(|text| keyed.text(text))
            }
            FieldType::Choice(described) => {
                let place = match self.cells {
                    Cells::Choices(choices) => {
                        self.words
                            .get(choices.number(at).checked_sub(1)?)
                            .filter(|(word, _)| !word.trim().is_empty())?
                            .1
                    }
                    _ => {
                        let word = self.text(at).filter(|word| !word.trim().is_empty())?;
                        place(described, word)
                    }
                };
                Some(Key::number(place))
            }
            FieldType::Choices(described) => {
                let first = self.firsts.get(at).copied().flatten()?;
                Some(Key::number(place(described, first)))
            }
            FieldType::Tags | FieldType::Phones | FieldType::Emails | FieldType::Addresses => {
                let first = self.firsts.get(at).copied().flatten()?;
                Some(keyed.text(Labelled::of(first).text))
            }
            FieldType::Ref(_) | FieldType::Structure => None,
            _ => self.number(at, holds, keyed),
        }
    }

    fn number(&self, at: usize, holds: FieldType, keyed: &mut Keyed<'a>) -> Option<Key> {
        let number = match self.cells {
            Cells::Ints(ints) => match holds {
                FieldType::Decimal => decimal(ints.get(at)? as f64)?,
                FieldType::Year | FieldType::Integer => whole(ints.get(at)?),
                _ => return None,
            },
            Cells::Days(days) if holds == FieldType::Date => whole(days.get(at)?),
            Cells::Mixed(values) => match (holds, values.get(at)?) {
                (FieldType::Year | FieldType::Integer, Value::Int(i)) => whole(*i),
                (FieldType::Decimal, Value::Number(x)) => decimal(*x)?,
                (FieldType::Decimal, Value::Int(i)) => decimal(*i as f64)?,
                (FieldType::Date, Value::Date(day)) => whole(i64::from(day.0)),
                (FieldType::Moment, Value::Instant(ms)) => whole(*ms),
                (FieldType::Flag, Value::Flag(flag)) => u64::from(*flag),
                (FieldType::Money, Value::Money { minor, currency }) => {
                    return Some(keyed.money(*minor, *currency));
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(Key::number(number))
    }

    fn text(&self, at: usize) -> Option<&'a str> {
        match self.cells {
            Cells::Texts(texts) => texts.get(at),
            Cells::Choices(choices) => {
                let place = choices.number(at).checked_sub(1)?;
                self.words.get(place).map(|(word, _)| *word)
            }
            Cells::Mixed(values) => values.get(at)?.as_text(),
            _ => None,
        }
    }
}

/// No row.
const NOWHERE: u32 = u32::MAX;
/// Up to so many are looked up one by one.
const FEW: usize = 4096;

/// The rows of records; [`NOWHERE`] of what is not there. Many are looked up together: both sides
/// are sorted by a mix of their ids and then passed through side by side, which takes a third of
/// the time of going to and fro in memory.
fn targets(table: &Table, ids: &[Option<RecordId>]) -> Vec<u32> {
    if ids.len() <= FEW {
        let row = |id: &Option<RecordId>| id.and_then(|id| table.row(id)).unwrap_or(NOWHERE);
        return ids.iter().map(row).collect();
    }
    let stretches = (0..table.stretches()).filter_map(|no| table.stretch(no));
    let stretches: Vec<Stretch<'_>> = stretches.collect();
    let known = stretches.iter().flat_map(|stretch| stretch.ids());
    let mut known: Vec<Entry> = known.map(mixed).zip(0..).collect();
    let wanted = ids.iter().zip(0..);
    let wanted = wanted.filter_map(|(id, at)| Some((mixed(id.as_ref()?), at)));
    let mut wanted: Vec<Entry> = wanted.collect();
    let mut spare = Vec::new();
    radix::sort(&mut known, &mut spare);
    radix::sort(&mut wanted, &mut spare);
    let id_of = |row: u32| {
        let stretch = stretches.get(row as usize / Stretch::ROWS)?;
        stretch.ids().get(row as usize % Stretch::ROWS).copied()
    };
    let mut rows = vec![NOWHERE; ids.len()];
    let mut known = known.as_slice();
    for (mix, at) in wanted {
        while let Some((_, rest)) = known.split_first().filter(|(first, _)| first.0 < mix) {
            known = rest;
        }
        let same = known.iter().take_while(|entry| entry.0 == mix);
        let wanted = ids.get(at as usize).copied().flatten();
        let found = same.map(|(_, row)| *row).find(|row| id_of(*row) == wanted);
        if let (Some(slot), Some(row)) = (rows.get_mut(at as usize), found) {
            *slot = row;
        }
    }
    rows
}

/// Some bits of an id, all of which count: enough that few ids share them.
fn mixed(id: &RecordId) -> u64 {
    let bits = u128::from_be_bytes(id.0);
    let bits = (bits >> 64) as u64 ^ (bits as u64).rotate_left(29);
    bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 31
}

/// Where a choice stands in its description; what is not described comes after.
fn place(described: &[Choice], code: &str) -> u64 {
    let place = described.iter().position(|choice| choice.code == code);
    place.unwrap_or(described.len()) as u64
}

/// The first element of each row: by the description of choices, else by its letters.
fn firsts<'a>(members: Members<'a>, holds: FieldType) -> Vec<Option<&'a str>> {
    let described = match holds {
        FieldType::Choices(described) => described,
        _ => &[],
    };
    let words: Vec<(u64, &'a str)> = members
        .words()
        .map(|word| (place(described, word), word))
        .collect();
    let mut best: Vec<Option<(u64, &'a str)>> = Vec::new();
    for (at, number) in members.all() {
        let word = number.checked_sub(1).and_then(|place| words.get(place));
        if best.len() <= at {
            best.resize(at + 1, None);
        }
        if let (Some(slot), Some(word)) = (best.get_mut(at), word)
            && slot.is_none_or(|before| *word < before)
        {
            *slot = Some(*word);
        }
    }
    best.into_iter()
        .map(|first| first.map(|(_, word)| word))
        .collect()
}
