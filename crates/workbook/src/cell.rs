//! What a cell says, as a text file would have it.
//!
//! Must stay true: a number shows the digits it has and no others; a text is that text; an
//! error is no value.

use crate::Workbook;
use crate::sheet::Notice;
use crate::strings::plain;
use crate::styles::NumberKind;
use exchange::Epoch;
use model::minor_digits;
use std::borrow::Cow;

/// How a cell holds its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellType {
    #[default]
    Number,
    Shared,
    /// In the cell itself, or what a formula gave.
    Text,
    Flag,
    Error,
    /// A day written out.
    Day,
}

impl CellType {
    /// By the attribute `t`.
    pub fn named(name: &str) -> Self {
        match name {
            "s" => Self::Shared,
            "str" | "inlineStr" => Self::Text,
            "b" => Self::Flag,
            "e" => Self::Error,
            "d" => Self::Day,
            _ => Self::Number,
        }
    }
}

/// A cell as the sheet has it.
#[derive(Debug, Default)]
pub struct RawCell {
    /// How the value is held.
    pub holds: CellType,
    /// The number of the format.
    pub style: usize,
    /// The value as written.
    pub value: String,
    /// Whether there is a formula.
    pub formula: bool,
}

/// The largest number whose digits are all known.
const EXACT: f64 = 1e15;

impl Workbook<'_> {
    /// The text of a cell, and what is to be said about it.
    pub(crate) fn text<'c>(&'c self, cell: &'c RawCell) -> (Cow<'c, str>, Option<Notice>) {
        let value = cell.value.as_str();
        if value.is_empty() && cell.holds != CellType::Text {
            return (
                Cow::Borrowed(""),
                cell.formula.then_some(Notice::FormulaWithoutValue),
            );
        }
        let (text, notice) = match cell.holds {
            CellType::Shared => {
                let index = value.trim().parse().ok();
                match index.and_then(|index| self.strings.get(index)) {
                    Some(text) => (text, None),
                    None => (Cow::Borrowed(""), Some(Notice::Error)),
                }
            }
            CellType::Text => (plain(value), None),
            CellType::Flag => {
                let yes = matches!(value.trim(), "1" | "true");
                (Cow::Borrowed(if yes { "TRUE" } else { "FALSE" }), None)
            }
            CellType::Error => (Cow::Borrowed(""), Some(Notice::Error)),
            CellType::Day => (
                Cow::Borrowed(value.strip_suffix("T00:00:00").unwrap_or(value)),
                None,
            ),
            CellType::Number => {
                let kind = self.formats.get(cell.style).copied().unwrap_or_default();
                match value.trim().parse::<f64>() {
                    Ok(x) if x.is_finite() => number(x, kind, self.epoch),
                    _ => (Cow::Borrowed(value), None),
                }
            }
        };
        let notice = notice.or_else(|| cell.formula.then_some(Notice::Formula));
        (text, notice)
    }
}

fn number(x: f64, kind: NumberKind, epoch: Epoch) -> (Cow<'static, str>, Option<Notice>) {
    let text = match kind {
        NumberKind::Moment => moment(x, epoch == Epoch::Year1900, epoch),
        NumberKind::Time => moment(x, true, epoch),
        NumberKind::Elapsed if x >= 0.0 => {
            seconds(x).map(|all| clock(all / 3600, all / 60 % 60, all % 60))
        }
        NumberKind::Padded(width) if x >= 0.0 && x.fract() == 0.0 && x < EXACT => {
            Some(format!("{:0>1$}", decimal(x), usize::from(width)))
        }
        NumberKind::Money(currency) if x.abs() < EXACT => Some(money(x, currency)),
        _ => None,
    };
    let lost = text.is_none() && x.abs() >= EXACT;
    let text = text.unwrap_or_else(|| decimal(x));
    (Cow::Owned(text), lost.then_some(Notice::DigitsLost))
}

/// `12.50 CNY`: all digits that the currency has, and more only where the number has more.
fn money(x: f64, currency: [u8; 3]) -> String {
    let mut out = decimal(x);
    let have = out.split_once('.').map_or(0, |(_, part)| part.len());
    let places = usize::from(minor_digits(currency));
    if have == 0 && places > 0 {
        out.push('.');
    }
    out.extend(core::iter::repeat_n('0', places.saturating_sub(have)));
    out.push(' ');
    out.extend(currency.iter().copied().map(char::from));
    out
}

/// A number in plain digits: up to fifteen that count, as spreadsheets have them.
pub fn decimal(x: f64) -> String {
    if x.fract() == 0.0 {
        return format!("{}", x + 0.0);
    }
    let short = format!("{x:.14e}").parse::<f64>().unwrap_or(x);
    format!("{short}")
}

/// A day and time by the number of days, or the time alone on a day 0 that is none; `None` where
/// no such day exists.
fn moment(x: f64, day_zero_is_none: bool, epoch: Epoch) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&x) {
        return None;
    }
    let all = seconds(x)?;
    let (days, rest) = (u32::try_from(all / 86_400).ok()?, all % 86_400);
    let time = clock(rest / 3600, rest / 60 % 60, rest % 60);
    if days == 0 && day_zero_is_none {
        return Some(time);
    }
    // Day 60 of 1900 never was; written out, it is refused where days are read.
    let day = match (epoch.day(days), epoch, days) {
        (Some(day), ..) => day.iso(),
        (None, Epoch::Year1900, 60) => "1900-02-29".to_owned(),
        _ => return None,
    };
    Some(if rest == 0 {
        day
    } else {
        [&day, " ", &time].concat()
    })
}

/// Whole seconds, the nearest.
fn seconds(days: f64) -> Option<u64> {
    let all = (days * 86_400.0).round();
    (0.0..=9e15).contains(&all).then_some(all as u64)
}

fn clock(hours: u64, minutes: u64, seconds: u64) -> String {
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}
