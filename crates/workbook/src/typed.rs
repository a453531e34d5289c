//! Cells of types that a text file has not, and the formats that show them.
//!
//! Must stay true: an amount keeps its currency and every digit, here and when it is read again;
//! a workbook has no more formats than currencies it names, and those are few.

use core::fmt::Write as _;
use exchange::Cell;
use model::{Date, minor_digits};

/// Most currencies of a workbook; amounts in others are written as text.
const MAX_CURRENCIES: usize = 64;
/// Formats before those of currencies.
const FORMATS: usize = 5;
/// Where the numbers of our own formats begin, after those of days and moments.
const FIRST_FORMAT: usize = 166;

/// A cell of a type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Typed<'a> {
    /// As a text file has it.
    Plain(Cell<'a>),
    /// Yes or no.
    Flag(bool),
    /// A day and the seconds since it began.
    Moment {
        /// The day.
        day: Date,
        /// 0 to 86399.
        seconds: u32,
    },
    /// An amount in minor units of a currency, of three capital letters.
    Money {
        /// Minor units.
        minor: i64,
        /// As ISO 4217 names it.
        currency: [u8; 3],
    },
}

/// The currencies a workbook names, in the order met.
#[derive(Debug, Default)]
pub struct Currencies(Vec<[u8; 3]>);

impl Currencies {
    /// The format of amounts in a currency; `None` where there are too many.
    pub fn format(&mut self, currency: [u8; 3]) -> Option<String> {
        if !currency.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let known = self.0.iter().position(|have| *have == currency);
        let place = match known {
            Some(place) => place,
            None if self.0.len() >= MAX_CURRENCIES => return None,
            None => {
                self.0.push(currency);
                self.0.len() - 1
            }
        };
        Some((FORMATS + place).to_string())
    }

    /// The part with all formats: plain, bold, a day, text, a moment, and the currencies.
    pub fn styles(&self) -> String {
        let mut out = String::from(HEAD.0);
        // Writing to a string cannot fail.
        let _always = write!(out, "{}", self.0.len() + 2);
        out.push_str(HEAD.1);
        for (number, currency) in (FIRST_FORMAT..).zip(&self.0) {
            let places = match minor_digits(*currency) {
                0 => "",
                3 => ".000",
                _ => ".00",
            };
            let code = core::str::from_utf8(currency).unwrap_or_default();
            let _always = write!(
                out,
                "<numFmt numFmtId=\"{number}\" formatCode=\"#,##0{places}\\ [${code}]\"/>"
            );
        }
        out.push_str(MIDDLE.0);
        let _always = write!(out, "{}", self.0.len() + FORMATS);
        out.push_str(MIDDLE.1);
        for (number, _) in (FIRST_FORMAT..).zip(&self.0) {
            let _always = write!(
                out,
                "<xf numFmtId=\"{number}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
            );
        }
        out.push_str(TAIL);
        out
    }
}

/// Minor units as a number with a point.
pub fn amount(minor: i64, currency: [u8; 3]) -> String {
    let places = usize::from(minor_digits(currency));
    let mut digits = minor.unsigned_abs().to_string();
    while digits.len() <= places {
        digits.insert(0, '0');
    }
    if places > 0 {
        digits.insert(digits.len() - places, '.');
    }
    if minor < 0 {
        digits.insert(0, '-');
    }
    digits
}

const HEAD: (&str, &str) = (
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
<numFmts count=\"",
    "\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>\
<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>",
);

const MIDDLE: (&str, &str) = (
    "</numFmts>\
<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"",
    "\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>\
<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>",
);

const TAIL: &str = "</cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>\
</styleSheet>";
