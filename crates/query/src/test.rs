//! What one field is asked.
//!
//! Must stay true: variants are stored by position, so new ones go at the end; no test but
//! [`Test::Blank`] is met by a record without a value.

use crate::fold::{digits, folded};
use model::{Date, FieldType, RecordId};
use serde::{Deserialize, Serialize};

/// Most words or records one test compares with.
pub const MAX_OPERANDS: usize = 1_000;
/// Longest text that is looked for, in bytes.
const MAX_TEXT: usize = 800;

/// What one field is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// It has a value, and not just spaces.
    Filled,
    /// It has none.
    Blank,
    /// Its text, or one of its texts, is this, whatever the case and width of the letters; a
    /// telephone number is compared by its digits.
    Is(String),
    /// The same, somewhere in it.
    Contains(String),
    /// The same, at its beginning.
    Begins(String),
    /// Its choice is one of these codes.
    OneOf(Vec<String>),
    /// Its set has one of these at least.
    HasAny(Vec<String>),
    /// Its set has all of these.
    HasAll(Vec<String>),
    /// Its set has something, and none of these.
    HasNone(Vec<String>),
    /// Its number lies so.
    Number(Range<f64>),
    /// Its amount lies so, in minor units, and is of this currency.
    Money {
        /// Where, in minor units.
        range: Range<i64>,
        /// ISO 4217 code.
        currency: [u8; 3],
    },
    /// Its day, or the local day of its moment, lies so.
    Day(Days),
    /// It says yes, or no; one that says nothing is neither.
    Flag(bool),
    /// It refers to one of these records.
    Refers(Vec<RecordId>),
}

/// Where a number lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Range<T> {
    /// Below.
    Less(T),
    /// Below or there.
    AtMost(T),
    /// There.
    Equal(T),
    /// Above or there.
    AtLeast(T),
    /// Above.
    More(T),
    /// From the first to the second, both included.
    Between(T, T),
}

impl<T: PartialOrd + Copy> Range<T> {
    /// Whether a number lies so.
    pub fn holds(&self, number: T) -> bool {
        match *self {
            Self::Less(than) => number < than,
            Self::AtMost(most) => number <= most,
            Self::Equal(other) => number == other,
            Self::AtLeast(least) => number >= least,
            Self::More(than) => number > than,
            Self::Between(from, to) => from <= number && number <= to,
        }
    }
}

impl Range<f64> {
    /// The whole numbers that lie so: the least and the greatest, none when they are crossed.
    pub(crate) fn whole(&self) -> (i64, i64) {
        // The casts saturate, which is what is wanted.
        let (up, down) = (|x: f64| x.ceil() as i64, |x: f64| x.floor() as i64);
        match *self {
            Self::Less(than) if than <= i64::MIN as f64 => (1, 0),
            Self::Less(than) if than >= i64::MAX as f64 => (i64::MIN, i64::MAX),
            Self::Less(than) => (i64::MIN, up(than).saturating_sub(1)),
            Self::AtMost(most) if most < i64::MIN as f64 => (1, 0),
            Self::AtMost(most) => (i64::MIN, down(most)),
            Self::Equal(other) => Self::Between(other, other).whole(),
            Self::AtLeast(least) if least >= i64::MAX as f64 => (1, 0),
            Self::AtLeast(least) => (up(least), i64::MAX),
            Self::More(than) if than >= i64::MAX as f64 => (1, 0),
            Self::More(than) if than < i64::MIN as f64 => (i64::MIN, i64::MAX),
            Self::More(than) => (down(than).saturating_add(1), i64::MAX),
            Self::Between(from, to) if from > to => (1, 0),
            Self::Between(from, to) => {
                let (low, high) = (Self::AtLeast(from).whole(), Self::AtMost(to).whole());
                (low.0.max(high.0), low.1.min(high.1))
            }
        }
    }
}

/// Where a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Days {
    /// Before this day.
    Before(Date),
    /// On it.
    On(Date),
    /// After it.
    After(Date),
    /// From the first to the second, both included.
    Between(Date, Date),
    /// Today or up to so many days ago.
    Last(u16),
    /// Today or up to so many days ahead.
    Next(u16),
    /// In the month of today.
    ThisMonth,
    /// In the year of today.
    ThisYear,
    /// Its month and day come round today or within so many days; 29 February comes round on
    /// the 28th in a year that lacks it.
    Birthday(u16),
}

impl Days {
    /// The first and the last day that lie so; none of a birthday.
    pub(crate) fn span(self, today: Date) -> Option<(i64, i64)> {
        let now = i64::from(today.0);
        let (year, month, _) = today.ymd();
        let first = |year, month| Date::from_ymd(year, month, 1).map(|day| i64::from(day.0));
        let from = |year, month, (next_year, next_month)| {
            let first_day = first(year, month).unwrap_or(now);
            let end = first(next_year, next_month).unwrap_or(now.saturating_add(1));
            (first_day, end - 1)
        };
        Some(match self {
            Self::Before(day) => (i64::MIN, i64::from(day.0) - 1),
            Self::On(day) => (i64::from(day.0), i64::from(day.0)),
            Self::After(day) => (i64::from(day.0) + 1, i64::MAX),
            Self::Between(from, to) => (i64::from(from.0), i64::from(to.0)),
            Self::Last(days) => (now - i64::from(days), now),
            Self::Next(days) => (now, now + i64::from(days)),
            Self::ThisMonth if month == 12 => from(year, month, (year + 1, 1)),
            Self::ThisMonth => from(year, month, (year, month + 1)),
            Self::ThisYear => from(year, 1, (year + 1, 1)),
            Self::Birthday(_) => return None,
        })
    }
}

/// The day on which a filter is asked, and how moments become days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The local day.
    pub day: Date,
    /// By how many minutes local time is ahead of Coordinated Universal Time.
    pub ahead: i32,
}

impl Today {
    /// The local day of a moment, in days since 1970.
    pub fn day_of(self, ms: i64) -> i64 {
        let local = ms.saturating_add(i64::from(self.ahead) * 60_000);
        local.div_euclid(86_400_000)
    }
}

impl Test {
    /// Whether what it compares with says something, and not too much.
    pub(crate) fn is_sound(&self, holds: FieldType) -> bool {
        let text = |text: &str| {
            let phone = matches!(holds, FieldType::Phone | FieldType::Phones);
            let said = if phone { digits(text) } else { folded(text) };
            !said.trim().is_empty() && text.len() <= MAX_TEXT
        };
        match self {
            Self::Filled | Self::Blank | Self::Flag(_) | Self::Money { .. } | Self::Day(_) => true,
            Self::Is(said) | Self::Contains(said) | Self::Begins(said) => text(said),
            Self::OneOf(all) | Self::HasAny(all) | Self::HasAll(all) | Self::HasNone(all) => {
                (1..=MAX_OPERANDS).contains(&all.len())
                    && all.iter().all(|word| word.len() <= MAX_TEXT)
            }
            Self::Number(range) => match range {
                Range::Less(x)
                | Range::AtMost(x)
                | Range::Equal(x)
                | Range::AtLeast(x)
                | Range::More(x) => x.is_finite(),
                Range::Between(x, y) => x.is_finite() && y.is_finite(),
            },
            Self::Refers(all) => (1..=MAX_OPERANDS).contains(&all.len()),
        }
    }
}
