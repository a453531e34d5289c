//! Days as people and programs write them.
//!
//! `3/5/2024` is a day of March to some and of May to others. No single cell can tell, but a
//! column often can, because a 13 cannot be a month: [`DayEvidence`] gathers what a column says,
//! and where it says nothing a person is asked.
//!
//! Must stay true: no day is guessed; a day that does not exist is refused and not moved; years
//! of two digits are refused.

use crate::literal;
use model::Date;

/// Which part comes first in `3/5/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayOrder {
    /// The fifth of March is `5/3/2024`.
    DayFirst,
    /// The fifth of March is `3/5/2024`.
    MonthFirst,
}

/// Where a spreadsheet begins to count days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Epoch {
    /// 1 is 1900-01-01, and 60 a day that never was.
    Year1900,
    /// 0 is 1904-01-01.
    Year1904,
}

impl Epoch {
    /// The day with this number, within the years 1900 to 9999.
    pub fn day(self, serial: u32) -> Option<Date> {
        const LAST: u32 = 2_958_465; // 9999-12-31 counted from 1900
        let (first, serial) = match self {
            Self::Year1904 if serial + 1462 <= LAST => (Date::from_ymd(1904, 1, 1)?, serial),
            Self::Year1900 if (1..60).contains(&serial) => (Date::from_ymd(1899, 12, 31)?, serial),
            Self::Year1900 if (61..=LAST).contains(&serial) => {
                (Date::from_ymd(1899, 12, 30)?, serial)
            }
            _ => return None,
        };
        Some(Date(first.0 + i32::try_from(serial).ok()?))
    }
}

/// How the days of a column are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateFormat {
    /// What a person or the column decided; without it, days that need it are refused.
    pub order: Option<DayOrder>,
    /// Whether bare numbers are days, and counted from when.
    pub serials: Option<Epoch>,
}

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// Not written like a day.
    #[error("not a date")]
    NotADate,
    /// Written like a day, but there is none such.
    #[error("no such day")]
    NoSuchDay,
    /// Day or month first: somebody has to say.
    #[error("day or month first")]
    Ambiguous,
    /// A year of two digits.
    #[error("year of two digits")]
    ShortYear,
}

impl DateProblem {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotADate => "date.not_a_date",
            Self::NoSuchDay => "date.no_such_day",
            Self::Ambiguous => "date.ambiguous",
            Self::ShortYear => "date.short_year",
        }
    }
}

/// Reads a day: year first in every habit of [`literal::date`] and as `20240305`, `05.03.2024`,
/// `5 Mar 2024`, `March 5, 2024`, `3/5/2024` and a spreadsheet's number; a time behind it is
/// dropped.
///
/// # Errors
/// Why the text is no day, or none that is certain.
pub fn read_date(text: &str, format: DateFormat) -> Result<Date, DateProblem> {
    let text = text.trim();
    if let Some(date) = literal::date(text) {
        return Ok(date);
    }
    if let Some(number) = serial(text) {
        return by_number(text, number, format);
    }
    let (numbers, month, sign) = pieces(text).ok_or(DateProblem::NotADate)?;
    let [a, b, c] = match (numbers.as_slice(), month) {
        ([a, b, c], None) => [*a, *b, *c],
        ([day, year], Some(month)) => return day_of(*day, month, *year),
        _ => return Err(DateProblem::NotADate),
    };
    if a.digits == 4 {
        return make(a.value, b.value, c.value);
    }
    match (sign, format.order) {
        ('.', _) | (_, Some(DayOrder::DayFirst)) => day_of(a, b.value, c),
        (_, Some(DayOrder::MonthFirst)) => day_of(b, a.value, c),
        _ if c.digits == 4 && a.value > 12 && b.value <= 12 => day_of(a, b.value, c),
        _ if c.digits == 4 && b.value > 12 && a.value <= 12 => day_of(b, a.value, c),
        _ if c.digits == 4 && a.value == b.value => day_of(a, b.value, c),
        _ if c.digits != 4 => Err(DateProblem::ShortYear),
        _ if a.value > 12 => Err(DateProblem::NoSuchDay),
        _ => Err(DateProblem::Ambiguous),
    }
}

/// A whole number of days, a fraction of a day cut off.
fn serial(text: &str) -> Option<u32> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && digits(rest))
        .then(|| whole.parse().ok())
        .flatten()
}

fn by_number(text: &str, number: u32, format: DateFormat) -> Result<Date, DateProblem> {
    if text.len() == 8 && (19_000_000..21_000_000).contains(&number) {
        return make(number / 10_000, number / 100 % 100, number % 100);
    }
    match format.serials {
        Some(epoch) => epoch.day(number).ok_or(DateProblem::NoSuchDay),
        None => Err(DateProblem::NotADate),
    }
}

#[derive(Debug, Clone, Copy)]
struct Number {
    value: u32,
    digits: usize,
}

/// The numbers, the month where it is a word, and the first sign between numbers.
fn pieces(text: &str) -> Option<(Vec<Number>, Option<u32>, char)> {
    let (mut numbers, mut month, mut sign) = (Vec::new(), None, '\0');
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic())
        } else {
            Some(first.len_utf8())
        };
        let (piece, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let full = numbers.len() + usize::from(month.is_some()) == 3;
        if full {
            // What follows can only be a time.
            let time = matches!(first, ' ' | 'T' | ',') && literal::clock(rest);
            return time.then_some((numbers, month, sign));
        }
        rest = behind;
        if first.is_ascii_digit() {
            if piece.len() > 4 {
                return None;
            }
            numbers.push(Number {
                value: piece.parse().ok()?,
                digits: piece.len(),
            });
        } else if first.is_alphabetic() {
            let ordinal = matches!(piece, "st" | "nd" | "rd" | "th") && numbers.len() == 1;
            match month_named(piece) {
                Some(found) if month.is_none() => month = Some(found),
                _ if ordinal || is_weekday(piece) => {}
                _ => return None,
            }
        } else if matches!(first, '/' | '-' | '.' | ' ' | ',') {
            if sign == '\0' && !numbers.is_empty() {
                sign = first;
            }
        } else {
            return None;
        }
    }
    let signed = month.is_some() || matches!(sign, '/' | '-' | '.');
    signed.then_some((numbers, month, sign))
}

fn day_of(day: Number, month: u32, year: Number) -> Result<Date, DateProblem> {
    match year.digits {
        4 => make(year.value, month, day.value),
        _ => Err(DateProblem::ShortYear),
    }
}

fn make(year: u32, month: u32, day: u32) -> Result<Date, DateProblem> {
    let year = i32::try_from(year).map_err(|_| DateProblem::NoSuchDay)?;
    Date::from_ymd(year, month, day).ok_or(DateProblem::NoSuchDay)
}

/// The number of a month by its English name, in full or its first three letters.
fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if !word.is_ascii() || !(3..=9).contains(&word.len()) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let found = (1..).zip(MONTHS).find(|(_, name)| {
        word == *name
            || word.len() == 3 && name.starts_with(&word)
            || word == "sept" && *name == "september"
    });
    found.map(|(number, _)| number)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let likely = word.is_ascii() && (3..=9).contains(&word.len());
    let word = if likely {
        word.to_ascii_lowercase()
    } else {
        return false;
    };
    DAYS.iter().any(|day| day.starts_with(&word))
}

/// What a column says about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayEvidence {
    /// Cells that are days whatever the order.
    pub certain: u64,
    /// Cells such as `13/5/2024`.
    pub day_first: u64,
    /// Cells such as `5/13/2024`.
    pub month_first: u64,
    /// Cells such as `3/5/2024`.
    pub ambiguous: u64,
    /// Bare numbers that a spreadsheet would show as days of the years 1920 to 2099.
    pub serials: u64,
    /// Cells written like a day that does not exist, or with a year of two digits.
    pub impossible: u64,
    /// Cells that are none of these.
    pub others: u64,
}

/// What follows from [`DayEvidence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayVerdict {
    /// Every day is certain as it stands.
    Unneeded,
    /// Some days decide for all.
    Decided(DayOrder),
    /// No day decides: ask.
    Ask,
    /// Some days say one thing and some the other: ask, and expect refusals.
    Contradiction,
}

impl DayEvidence {
    /// Takes a filled cell into account.
    pub fn see(&mut self, cell: &str) {
        if literal::date(cell).is_some() {
            self.certain = self.certain.saturating_add(1);
            return;
        }
        let count = match read_date(cell, DateFormat::default()) {
            Ok(date) => {
                let first = read_date(
                    cell,
                    DateFormat {
                        order: Some(DayOrder::DayFirst),
                        serials: None,
                    },
                );
                let second = read_date(
                    cell,
                    DateFormat {
                        order: Some(DayOrder::MonthFirst),
                        serials: None,
                    },
                );
                match (first == Ok(date), second == Ok(date)) {
                    (true, false) => &mut self.day_first,
                    (false, true) => &mut self.month_first,
                    _ => &mut self.certain,
                }
            }
            Err(DateProblem::Ambiguous) => &mut self.ambiguous,
            Err(DateProblem::NoSuchDay | DateProblem::ShortYear) => &mut self.impossible,
            Err(DateProblem::NotADate) => match serial(cell) {
                Some(7306..=73_050) => &mut self.serials,
                _ => &mut self.others,
            },
        };
        *count = count.saturating_add(1);
    }

    /// Cells that are days, or may be.
    pub fn days(&self) -> u64 {
        self.certain + self.day_first + self.month_first + self.ambiguous
    }

    /// What follows.
    pub fn verdict(&self) -> DayVerdict {
        match (self.day_first > 0, self.month_first > 0, self.ambiguous > 0) {
            (true, true, _) => DayVerdict::Contradiction,
            (true, false, _) => DayVerdict::Decided(DayOrder::DayFirst),
            (false, true, _) => DayVerdict::Decided(DayOrder::MonthFirst),
            (false, false, true) => DayVerdict::Ask,
            (false, false, false) => DayVerdict::Unneeded,
        }
    }

    /// The format to begin with: what the column decides, and serials where all are numbers.
    pub fn format(&self) -> DateFormat {
        let order = match self.verdict() {
            DayVerdict::Decided(order) => Some(order),
            _ => None,
        };
        let numbers = self.serials > 0 && self.others == 0;
        DateFormat {
            order,
            serials: numbers.then_some(Epoch::Year1900),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: DateFormat = DateFormat {
        order: None,
        serials: None,
    };
    const DAY: DateFormat = DateFormat {
        order: Some(DayOrder::DayFirst),
        serials: None,
    };
    const MONTH: DateFormat = DateFormat {
        order: Some(DayOrder::MonthFirst),
        serials: None,
    };
    const SERIAL: DateFormat = DateFormat {
        order: None,
        serials: Some(Epoch::Year1900),
    };
    const OLD: DateFormat = DateFormat {
        order: None,
        serials: Some(Epoch::Year1904),
    };

    #[test]
    fn the_fifth_of_march_in_every_writing() {
        let want = Ok(Date::from_ymd(2024, 3, 5).unwrap());
        for (text, format) in [
            ("2024-03-05", NONE),
            ("2024/3/5", NONE),
            ("2024.3.5", NONE),
            ("2024年3月5日", NONE),
            ("20240305", NONE),
            ("05.03.2024", NONE),
            ("5.3.2024 10:20", MONTH),
            ("5 Mar 2024", NONE),
            ("5-Mar-2024", NONE),
            ("Mar 5, 2024", NONE),
            ("March 5th, 2024", NONE),
            ("Tue, 5 March 2024 10:20:30 AM", NONE),
            ("5/3/2024", DAY),
            ("5-3-2024", DAY),
            ("3/5/2024", MONTH),
            ("03/05/2024 17:02", MONTH),
            ("45356", SERIAL),
            ("45356.75", SERIAL),
            ("43894", OLD),
            ("2024-03-05T10:20:30Z", MONTH),
        ] {
            assert_eq!(read_date(text, format), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused_with_its_reason() {
        use DateProblem::{Ambiguous, NoSuchDay, NotADate, ShortYear};
        for (text, format, why) in [
            ("3/5/2024", NONE, Ambiguous),
            ("3/5/24", NONE, ShortYear),
            ("3/5/24", DAY, ShortYear),
            ("5 Mar 24", NONE, ShortYear),
            ("31/2/2024", NONE, NoSuchDay),
            ("13/13/2024", NONE, NoSuchDay),
            ("13/5/2024", MONTH, NoSuchDay),
            ("5/13/2024", DAY, NoSuchDay),
            ("30.02.2024", NONE, NoSuchDay),
            ("2023-02-29", NONE, NoSuchDay),
            ("20240231", NONE, NoSuchDay),
            ("60", SERIAL, NoSuchDay),
            ("0", SERIAL, NoSuchDay),
            ("99999999", SERIAL, NoSuchDay),
            ("45356", NONE, NotADate),
            ("", NONE, NotADate),
            ("soon", NONE, NotADate),
            ("1 2 2024", NONE, NotADate),
            ("5 Foo 2024", NONE, NotADate),
            ("3/5/2024 or later", NONE, NotADate),
            ("13800138000", SERIAL, NotADate),
            ("1-2-3-4", NONE, NotADate),
        ] {
            assert_eq!(read_date(text, format), Err(why), "{text} {format:?}");
        }
    }

    #[test]
    fn a_column_decides_or_asks() {
        for (cells, want) in [
            (
                &["3/5/2024", "13/5/2024"][..],
                DayVerdict::Decided(DayOrder::DayFirst),
            ),
            (
                &["3/5/2024", "5/13/2024", ""],
                DayVerdict::Decided(DayOrder::MonthFirst),
            ),
            (&["3/5/2024", "5/5/2024"], DayVerdict::Ask),
            (&["5/13/2024", "13/5/2024"], DayVerdict::Contradiction),
            (
                &["2024-03-05", "5.3.2024", "5 Mar 2024"],
                DayVerdict::Unneeded,
            ),
        ] {
            let mut evidence = DayEvidence::default();
            cells.iter().for_each(|cell| evidence.see(cell));
            assert_eq!(evidence.verdict(), want, "{cells:?}");
        }
        let mut numbers = DayEvidence::default();
        ["45356", "45357.5"]
            .iter()
            .for_each(|cell| numbers.see(cell));
        assert_eq!(numbers.format(), SERIAL);
    }
}
