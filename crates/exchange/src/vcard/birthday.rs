//! Days of which a part may be missing (RFC 6350, 4.3.1).
//!
//! Must stay true: a day that does not exist is no day.

use crate::literal;
use model::Date;

/// A day, month and year, of which any may be missing, but not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    /// 1 to 9999.
    pub year: Option<u16>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// A leap year, for days whose year is not known.
const ANY_YEAR: u16 = 2000;

impl PartialDate {
    /// A partial day, if such a day can exist; a year and a day need the month between them.
    pub fn new(year: Option<u16>, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let shape = matches!(
            (year, month, day),
            (Some(_), Some(_), _)
                | (Some(_), None, None)
                | (None, Some(_), _)
                | (None, None, Some(_))
        );
        let known = Date::from_ymd(
            i32::from(year.unwrap_or(ANY_YEAR)),
            u32::from(month.unwrap_or(1)),
            u32::from(day.unwrap_or(1)),
        );
        (shape && known.is_some()).then_some(Self { year, month, day })
    }

    /// The day, where all of it is known.
    pub fn date(self) -> Option<Date> {
        let (year, month, day) = (self.year?, self.month?, self.day?);
        Date::from_ymd(i32::from(year), u32::from(month), u32::from(day))
    }

    /// Reads `1985-04-12`, `19850412`, `1985-04`, `1985`, `--0412`, `--04-12`, `--04`, `---12`
    /// and the days that spreadsheets write; a time behind it is dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(date) = literal::date(text) {
            let (year, month, day) = date.ymd();
            let year = u16::try_from(year).ok()?;
            return Self::new(Some(year), u8::try_from(month).ok(), u8::try_from(day).ok());
        }
        let day = text.split(['T', ' ']).next()?;
        if let Some(day) = day.strip_prefix("---") {
            return Self::new(None, None, Some(two(day)?));
        }
        if let Some(rest) = day.strip_prefix("--") {
            return match rest.len() {
                2 => Self::new(None, Some(two(rest)?), None),
                4 => Self::new(None, two(rest.get(..2)?), Some(two(rest.get(2..)?)?)),
                5 => {
                    let (month, day) = rest.split_once('-')?;
                    Self::new(None, Some(two(month)?), Some(two(day)?))
                }
                _ => None,
            };
        }
        let year = Some(digits(day.get(..4)?)?);
        let rest = day.get(4..)?;
        match rest.len() {
            0 => Self::new(year, None, None),
            3 => Self::new(year, Some(two(rest.strip_prefix('-')?)?), None),
            4 => Self::new(year, Some(two(rest.get(..2)?)?), Some(two(rest.get(2..)?)?)),
            _ => None,
        }
    }

    /// As RFC 6350 writes it: `19850412`, `1985-04`, `1985`, `--0412`, `--04`, `---12`.
    pub fn basic(self) -> String {
        let mut out = String::new();
        match self.year {
            Some(year) => push(&mut out, u32::from(year), 4),
            None => out.push_str("--"),
        }
        match (self.month, self.day) {
            (Some(month), day) => {
                if self.year.is_some() && day.is_none() {
                    out.push('-');
                }
                push(&mut out, u32::from(month), 2);
                if let Some(day) = day {
                    push(&mut out, u32::from(day), 2);
                }
            }
            (None, Some(day)) => {
                out.push('-');
                push(&mut out, u32::from(day), 2);
            }
            (None, None) => {}
        }
        out
    }
}

fn push(out: &mut String, mut n: u32, width: u32) {
    let mut unit = 10u32.pow(width - 1);
    while unit > 0 {
        out.push(char::from_digit(n / unit % 10, 10).unwrap_or('0'));
        n %= unit;
        unit /= 10;
    }
}

fn digits(text: &str) -> Option<u16> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

fn two(text: &str) -> Option<u8> {
    (text.len() == 2)
        .then(|| digits(text))
        .flatten()
        .and_then(|n| u8::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_written() {
        for (text, year, month, day, basic) in [
            ("1985-04-12", Some(1985), Some(4), Some(12), "19850412"),
            ("19850412", Some(1985), Some(4), Some(12), "19850412"),
            (
                "1985-04-12T10:22:00Z",
                Some(1985),
                Some(4),
                Some(12),
                "19850412",
            ),
            ("19850412T102200", Some(1985), Some(4), Some(12), "19850412"),
            ("1985年4月12日", Some(1985), Some(4), Some(12), "19850412"),
            ("1985/4/12", Some(1985), Some(4), Some(12), "19850412"),
            ("1985-04", Some(1985), Some(4), None, "1985-04"),
            ("1985", Some(1985), None, None, "1985"),
            ("--0412", None, Some(4), Some(12), "--0412"),
            ("--04-12", None, Some(4), Some(12), "--0412"),
            ("--0229", None, Some(2), Some(29), "--0229"),
            ("--04", None, Some(4), None, "--04"),
            ("---12", None, None, Some(12), "---12"),
        ] {
            let want = PartialDate { year, month, day };
            assert_eq!(PartialDate::parse(text), Some(want), "{text}");
            assert_eq!(want.basic(), basic);
            assert_eq!(PartialDate::parse(basic), Some(want), "{basic}");
        }
        for text in [
            "",
            "-",
            "--",
            "---",
            "--1340",
            "--0230",
            "19850231",
            "198504",
            "1985-4",
            "circa 1800",
            "----",
            "--04-",
            "---99",
            "0000",
            "１９８５",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}
