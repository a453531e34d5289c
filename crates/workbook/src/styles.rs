//! Number formats: which numbers are days, and which are amounts of a currency.
//!
//! Must stay true: a number is a day only by its format, never by its size.

use crate::xml::{Node, Xml, attribute, name};
use crate::{Excess, WorkbookError};
use std::collections::BTreeMap;

const MAX_FORMATS: usize = 100_000;

/// What a format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberKind {
    /// A number.
    #[default]
    Plain,
    /// A whole number with zeros in front up to this width, such as a postal code.
    Padded(u8),
    /// A day, or a day and a time.
    Moment,
    /// A time of day.
    Time,
    /// Hours beyond a day.
    Elapsed,
    /// An amount in the currency that the format names by its three letters.
    Money([u8; 3]),
}

/// The kinds in the order of the cells' formats.
pub fn read(xml: &mut Xml<'_>) -> Result<Vec<NumberKind>, WorkbookError> {
    let mut codes = BTreeMap::new();
    let (mut kinds, mut cells) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Node::Start(element, empty) => match name(&element) {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let code = attribute(&element, "formatCode").unwrap_or_default();
                    if let Some(id) = id {
                        codes.insert(id, kind_of_code(&code));
                    }
                    if codes.len() > MAX_FORMATS {
                        return Err(WorkbookError::TooMuch(Excess::Formats));
                    }
                }
                "cellXfs" => cells = !empty,
                "xf" if cells => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let id = id.unwrap_or(0);
                    let kind = codes.get(&id).copied().unwrap_or_else(|| built_in(id));
                    kinds.push(kind);
                    if kinds.len() > MAX_FORMATS {
                        return Err(WorkbookError::TooMuch(Excess::Formats));
                    }
                }
                _ => {}
            },
            Node::End(element) if element.local_name().into_inner() == "cellXfs" => cells = false,
            Node::Eof => return Ok(kinds),
            _ => {}
        }
    }
}

/// Formats that need no code (ECMA-376, part 1, 18.8.30, with those of East Asian languages).
fn built_in(id: u32) -> NumberKind {
    match id {
        18..=21 | 32 | 33 | 45 | 47 | 55 | 56 => NumberKind::Time,
        14..=22 | 27..=36 | 50..=58 => NumberKind::Moment,
        46 => NumberKind::Elapsed,
        _ => NumberKind::Plain,
    }
}

/// The kind by the code's first section, without what stands in quotes or brackets.
pub fn kind_of_code(code: &str) -> NumberKind {
    let (mut bare, mut bracket) = (String::new(), None::<String>);
    let mut currency = None;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match (c, &mut bracket) {
            (']', Some(inside)) => {
                let unit = inside.to_ascii_lowercase();
                if !unit.is_empty() && unit.bytes().all(|b| b"hms".contains(&b)) {
                    return NumberKind::Elapsed;
                }
                currency = currency.or(currency_of(inside));
                bracket = None;
            }
            (c, Some(inside)) => inside.push(c),
            ('[', None) => bracket = Some(String::new()),
            ('"', None) => {
                let _inside = chars.by_ref().find(|c| *c == '"');
            }
            ('\\' | '_' | '*', None) => {
                chars.next();
            }
            (';', None) => break,
            (c, None) => bare.push(c.to_ascii_lowercase()),
        }
    }
    if bare.contains("general") {
        return NumberKind::Plain;
    }
    if bare.len() > 1 && bare.bytes().all(|b| b == b'0') {
        return NumberKind::Padded(u8::try_from(bare.len()).unwrap_or(u8::MAX));
    }
    if bare.contains(['y', 'd']) {
        NumberKind::Moment
    } else if bare.contains(['h', 's']) {
        NumberKind::Time
    } else if bare.contains('m') {
        NumberKind::Moment
    } else {
        currency.map_or(NumberKind::Plain, NumberKind::Money)
    }
}

/// The letters of `$CNY` and `$CNY-804`, as they stand in brackets.
fn currency_of(inside: &str) -> Option<[u8; 3]> {
    let name = inside.strip_prefix('$')?.split('-').next()?;
    let letters = <[u8; 3]>::try_from(name.as_bytes()).ok()?;
    letters
        .iter()
        .all(u8::is_ascii_uppercase)
        .then_some(letters)
}
