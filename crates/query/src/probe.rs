//! A test made ready, put to a whole stretch of a column at once.
//!
//! Must stay true: it agrees with a look at each value; a value of another type than the field's
//! fits nothing but "filled".

use crate::fold::{How, Needle};
use crate::mask::Mask;
use crate::{Days, Range, Test, Today};
use model::{Date, FieldNo, FieldType, Labelled, RecordId, Value};
use replica::{Cells, Members, Stretch};

/// How a set is to hold others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Any,
    All,
    None,
}

#[derive(Debug)]
enum Ask {
    Filled,
    Text(Needle),
    OneOf(Vec<String>),
    Set(Holds, Vec<String>),
    Whole(i64, i64),
    Decimal(Range<f64>),
    Money(Range<i64>, [u8; 3]),
    Days(i64, i64, i32),
    Birthday(Box<Calendar>),
    Flag(bool),
    Refers(Vec<RecordId>),
}

/// A test on a field, ready.
#[derive(Debug)]
pub(crate) struct Probe {
    field: FieldNo,
    /// The field is a set.
    set: bool,
    ask: Ask,
}

impl Probe {
    /// Prepares a test; "blank" is prepared as "filled", for the caller to turn round.
    pub(crate) fn new(field: FieldNo, holds: FieldType, test: &Test, today: Today) -> Self {
        let phone = matches!(holds, FieldType::Phone | FieldType::Phones);
        let distinct = |words: &[String]| {
            let mut words = words.to_vec();
            words.sort_unstable();
            words.dedup();
            words
        };
        let ask = match test {
            Test::Filled | Test::Blank => Ask::Filled,
            Test::Is(said) => Ask::Text(Needle::new(How::Is, said, phone)),
            Test::Contains(said) => Ask::Text(Needle::new(How::Contains, said, phone)),
            Test::Begins(said) => Ask::Text(Needle::new(How::Begins, said, phone)),
            Test::OneOf(codes) => Ask::OneOf(distinct(codes)),
            Test::HasAny(words) => Ask::Set(Holds::Any, distinct(words)),
            Test::HasAll(words) => Ask::Set(Holds::All, distinct(words)),
            Test::HasNone(words) => Ask::Set(Holds::None, distinct(words)),
            Test::Number(range) if holds == FieldType::Decimal => Ask::Decimal(*range),
            Test::Number(range) => {
                let (low, high) = range.whole();
                Ask::Whole(low, high)
            }
            Test::Money { range, currency } => Ask::Money(*range, *currency),
            Test::Day(days) => match (days.span(today.day), days) {
                (None, Days::Birthday(within)) => {
                    Ask::Birthday(Box::new(Calendar::new(today.day, *within)))
                }
                (span, _) => {
                    let (from, to) = span.unwrap_or((1, 0));
                    Ask::Days(from, to, today.ahead)
                }
            },
            Test::Flag(flag) => Ask::Flag(*flag),
            Test::Refers(records) => {
                let mut records = records.clone();
                records.sort_unstable();
                Ask::Refers(records)
            }
        };
        Self {
            field,
            set: holds.is_set(),
            ask,
        }
    }

    /// How dear a row is: cheap tests go first.
    pub(crate) fn cost(&self) -> u8 {
        match &self.ask {
            Ask::Text(_) => 2,
            Ask::Money(..) | Ask::Decimal(_) | Ask::Birthday(_) | Ask::Refers(_) => 1,
            _ => 0,
        }
    }

    /// Those of the rows whose field answers so.
    pub(crate) fn over(&self, stretch: &Stretch<'_>, within: &Mask) -> Mask {
        if self.set {
            return self.over_set(stretch.members(self.field), within);
        }
        let cells = stretch.cells(self.field);
        match (&self.ask, cells) {
            (_, Cells::Empty) | (Ask::Set(..), _) => Mask::NONE,
            (Ask::Filled, _) => filled(cells, within),
            (Ask::Text(needle), _) => {
                let mut buffer = String::new();
                texts(cells, within, |text| needle.stands_in(text, &mut buffer))
            }
            (Ask::OneOf(codes), _) => texts(cells, within, |text| among(codes, text)),
            (Ask::Whole(low, high), Cells::Ints(ints)) => {
                within.keep(|at| ints.get(at).is_some_and(|i| *low <= i && i <= *high))
            }
            (Ask::Decimal(range), Cells::Ints(ints)) => {
                within.keep(|at| ints.get(at).is_some_and(|i| range.holds(i as f64)))
            }
            (Ask::Days(from, to, _), Cells::Days(days)) => {
                within.keep(|at| days.get(at).is_some_and(|day| *from <= day && day <= *to))
            }
            (Ask::Birthday(calendar), Cells::Days(days)) => within.keep(|at| {
                let day = days.get(at).and_then(|day| i32::try_from(day).ok());
                day.is_some_and(|day| calendar.marks(Date(day)))
            }),
            (Ask::Refers(records), Cells::Refs(refs)) => within.keep(|at| {
                refs.get(at)
                    .is_some_and(|id| records.binary_search(&id).is_ok())
            }),
            (_, Cells::Mixed(values)) => {
                within.keep(|at| values.get(at).is_some_and(|value| self.meets(value)))
            }
            _ => Mask::NONE,
        }
    }

    /// Whether a value of a column of many types answers so.
    fn meets(&self, value: &Value) -> bool {
        match (&self.ask, value) {
            (Ask::Whole(low, high), Value::Int(i)) => low <= i && i <= high,
            (Ask::Decimal(range), Value::Int(i)) => range.holds(*i as f64),
            (Ask::Decimal(range), Value::Number(x)) => range.holds(*x),
            (
                Ask::Money(range, currency),
                Value::Money {
                    minor,
                    currency: of,
                },
            ) => currency == of && range.holds(*minor),
            (Ask::Days(from, to, _), Value::Date(day)) => (*from..=*to).contains(&i64::from(day.0)),
            (Ask::Days(from, to, ahead), Value::Instant(ms)) => {
                let today = Today {
                    day: Date(0),
                    ahead: *ahead,
                };
                (*from..=*to).contains(&today.day_of(*ms))
            }
            (Ask::Birthday(calendar), Value::Date(day)) => calendar.marks(*day),
            (Ask::Flag(wanted), Value::Flag(flag)) => wanted == flag,
            (Ask::Refers(records), Value::Ref(id)) => records.binary_search(id).is_ok(),
            _ => false,
        }
    }

    fn over_set(&self, members: Members<'_>, within: &Mask) -> Mask {
        let mut buffer = String::new();
        let mut hits = Mask::NONE;
        let mut counts = Vec::new();
        let wanted = |word: &str, buffer: &mut String| match &self.ask {
            Ask::Set(_, words) => among(words, word),
            Ask::Text(needle) => needle.stands_in(Labelled::of(word).text, buffer),
            Ask::Filled => true,
            _ => false,
        };
        let needed = match &self.ask {
            Ask::Set(Holds::All, words) => words.len(),
            _ => 1,
        };
        let table: Vec<bool> = members
            .words()
            .map(|word| wanted(word, &mut buffer))
            .collect();
        let mut any = Mask::NONE;
        for (at, word) in members.all() {
            any.put(at);
            if !word
                .checked_sub(1)
                .and_then(|place| table.get(place))
                .is_some_and(|wanted| *wanted)
            {
                continue;
            }
            if needed == 1 {
                hits.put(at);
                continue;
            }
            counts.resize(Stretch::ROWS, 0usize);
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
                if *count == needed {
                    hits.put(at);
                }
            }
        }
        match &self.ask {
            Ask::Set(Holds::None, _) => any.minus(&hits).and(within),
            _ => hits.and(within),
        }
    }
}

/// Whether a word is one of these, which ascend.
fn among(words: &[String], word: &str) -> bool {
    words
        .binary_search_by(|known| known.as_str().cmp(word))
        .is_ok()
}

/// Whether a value says anything.
pub(crate) fn says(value: &Value) -> bool {
    match value {
        Value::Nothing => false,
        Value::Text(text) | Value::Choice(text) => !text.trim().is_empty(),
        Value::Choices(all) => !all.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        _ => true,
    }
}

fn filled(cells: Cells<'_>, within: &Mask) -> Mask {
    match cells {
        Cells::Empty => Mask::NONE,
        Cells::Texts(_) | Cells::Choices(_) => texts(cells, within, |text| !text.trim().is_empty()),
        Cells::Ints(ints) | Cells::Days(ints) => within.keep(|at| ints.get(at).is_some()),
        Cells::Refs(refs) => within.keep(|at| refs.get(at).is_some()),
        Cells::Mixed(values) => within.keep(|at| values.get(at).is_some_and(says)),
    }
}

/// The rows whose text passes; of a column of words each word is asked once.
fn texts(cells: Cells<'_>, within: &Mask, mut passes: impl FnMut(&str) -> bool) -> Mask {
    match cells {
        Cells::Texts(texts) => within.keep(|at| texts.get(at).is_some_and(&mut passes)),
        Cells::Choices(choices) => {
            let mut table = vec![false];
            table.extend(choices.words().map(passes));
            within.keep(|at| table.get(choices.number(at)).is_some_and(|passes| *passes))
        }
        Cells::Mixed(values) => within.keep(|at| {
            let text = values.get(at).and_then(Value::as_text);
            text.is_some_and(&mut passes)
        }),
        _ => Mask::NONE,
    }
}

/// The days of a year that come round soon, a bit each.
#[derive(Debug)]
struct Calendar([u32; 13]);

impl Calendar {
    fn new(today: Date, within: u16) -> Self {
        let mut calendar = Self([0; 13]);
        for ahead in 0..=i32::from(within).min(366) {
            let (year, month, day) = Date(today.0.saturating_add(ahead)).ymd();
            calendar.mark(month, day);
            if (month, day) == (2, 28) && Date::from_ymd(year, 2, 29).is_none() {
                calendar.mark(2, 29);
            }
        }
        calendar
    }

    fn mark(&mut self, month: u32, day: u32) {
        if let Some(days) = self.0.get_mut(month as usize) {
            *days |= 1 << day.min(31);
        }
    }

    fn marks(&self, date: Date) -> bool {
        let (_, month, day) = date.ymd();
        let days = self.0.get(month as usize).copied().unwrap_or(0);
        days >> day.min(31) & 1 != 0
    }
}
