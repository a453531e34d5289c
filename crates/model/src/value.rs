//! What a field can hold.
//!
//! Must stay true: variants are stored by position, so new ones go at the end and none is
//! removed.

use crate::RecordId;
use serde::{Deserialize, Serialize};

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date(pub i32);

impl Date {
    /// A date from year, month (1 to 12) and day, if that day exists.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        if day == 0 || day > days_in_month(year, month) {
            return None;
        }
        // Howard Hinnant's days_from_civil.
        let y = i64::from(if month <= 2 { year - 1 } else { year });
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let mp = i64::from((month + 9) % 12);
        let doy = (153 * mp + 2) / 5 + i64::from(day) - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        i32::try_from(era * 146_097 + doe - 719_468).ok().map(Self)
    }

    /// Year, month (1 to 12) and day.
    pub fn ymd(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        (
            i32::try_from(year).unwrap_or(0),
            u32::try_from(month).unwrap_or(1),
            u32::try_from(day).unwrap_or(1),
        )
    }

    /// Parses `YYYY-MM-DD`; the separators may be `-`, `/` or `.`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(['-', '/', '.']);
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || y.len() != 4 {
            return None;
        }
        Self::from_ymd(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
    }

    /// Parses a moment in Coordinated Universal Time, `YYYY-MM-DDThh:mm` or with seconds, ending in
    /// `Z` or not, as milliseconds since 1970.
    pub fn parse_moment(text: &str) -> Option<i64> {
        let text = text.trim().trim_end_matches(['Z', 'z']);
        let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, "0:0"));
        let mut parts = time.trim().split(':');
        let mut next = |limit: i64| -> Option<i64> {
            let part = parts.next().unwrap_or("0").split('.').next()?;
            part.parse().ok().filter(|n| (0..limit).contains(n))
        };
        let (hour, minute, second) = (next(24)?, next(60)?, next(60)?);
        let day = i64::from(Self::parse(day)?.0);
        Some((((day * 24 + hour) * 60 + minute) * 60 + second) * 1000)
    }

    /// `YYYY-MM-DD`.
    pub fn iso(self) -> String {
        let (y, m, d) = self.ymd();
        format!("{y:04}-{m:02}-{d:02}")
    }

    /// Months since January of year 0: consecutive months differ by one.
    pub fn month_index(self) -> i32 {
        let (y, m, _) = self.ymd();
        y * 12 + i32::try_from(m).unwrap_or(1) - 1
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The value of a field or of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Cleared on purpose.
    Nothing,
    /// Text of any length.
    Text(String),
    /// A whole number: counts, years, ratings.
    Int(i64),
    /// A decimal number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A calendar day.
    Date(Date),
    /// A moment, in milliseconds since 1970.
    Instant(i64),
    /// The code of a choice.
    Choice(String),
    /// Codes of several choices, in order.
    Choices(Vec<String>),
    /// Another record.
    Ref(RecordId),
    /// An amount in minor units of an ISO 4217 currency.
    Money {
        /// Minor units (fen, cents).
        minor: i64,
        /// Currency code, such as `CNY`.
        currency: [u8; 3],
    },
    /// A structure of another crate, encoded (a form's definition).
    Bytes(Vec<u8>),
}

impl Value {
    /// Whether this clears the field.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// The text of a text or a choice.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text),
            _ => None,
        }
    }

    /// The number of an integer, number or flag.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss)]
            Self::Int(i) => Some(*i as f64),
            Self::Number(x) => Some(*x),
            Self::Flag(flag) => Some(f64::from(u8::from(*flag))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_round_trip_and_impossible_ones_are_refused() {
        for (y, m, d, days) in [
            (1970, 1, 1, 0),
            (2000, 2, 29, 11_016),
            (2018, 12, 31, 17_896),
        ] {
            let date = Date::from_ymd(y, m, d);
            assert_eq!(date, Some(Date(days)));
            assert_eq!(Date(days).ymd(), (y, m, d));
        }
        for bad in [
            "2019-02-29",
            "2020-13-01",
            "2020-00-10",
            "20-1-1",
            "",
            "2020-1",
            "2020-1-1-1",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert_eq!(
            Date::parse("2020/2/9").map(Date::iso).as_deref(),
            Some("2020-02-09")
        );
        for days in (-700_000..800_000).step_by(97) {
            let (y, m, d) = Date(days).ymd();
            assert_eq!(Date::from_ymd(y, m, d), Some(Date(days)));
        }
    }
}
