//! The texts that cells share.
//!
//! Must stay true: one buffer holds them all, bounded in bytes and in number; the reading aid
//! that may stand beside East Asian text (`rPh`) is no part of it.

use crate::xml::{Node, Xml, name};
use crate::{Excess, Limits, WorkbookError};
use std::borrow::Cow;

/// The table.
#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads the part.
    pub fn read(xml: &mut Xml<'_>, limits: &Limits) -> Result<Self, WorkbookError> {
        let mut out = Self::default();
        let (mut aid, mut text) = (false, false);
        let too_much = || WorkbookError::TooMuch(Excess::SharedTexts);
        loop {
            match xml.next()? {
                Node::Start(element, empty) => match name(&element) {
                    "rPh" => aid = !empty,
                    "t" => text = !empty && !aid,
                    "si" if empty => out.end(limits)?,
                    _ => {}
                },
                Node::Text(run) if text => {
                    let room = limits.shared_bytes.min(u32::MAX as usize);
                    if out.text.len().saturating_add(run.len()) > room {
                        return Err(too_much());
                    }
                    out.text.push_str(&run);
                }
                Node::End(element) => match element.local_name().into_inner() {
                    "rPh" => aid = false,
                    "t" => text = false,
                    "si" => out.end(limits)?,
                    _ => {}
                },
                Node::Eof => return Ok(out),
                Node::Text(_) | Node::Other => {}
            }
        }
    }

    fn end(&mut self, limits: &Limits) -> Result<(), WorkbookError> {
        let end = u32::try_from(self.text.len()).ok();
        match end {
            Some(end) if self.ends.len() < limits.shared_texts => self.ends.push(end),
            _ => return Err(WorkbookError::TooMuch(Excess::SharedTexts)),
        }
        Ok(())
    }

    /// The text with this number, from 0.
    pub fn get(&self, index: usize) -> Option<Cow<'_, str>> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end).map(plain)
    }
}

/// The text without the escapes `_x000D_` for characters that XML cannot hold.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        match from
            .get(2..6)
            .zip(from.get(6..7))
            .filter(|(_, end)| *end == "_")
        {
            Some((digits, _)) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                let code = u32::from_str_radix(digits, 16).ok();
                if let Some(c) = code.and_then(char::from_u32) {
                    out.push(c);
                }
                rest = from.get(7..).unwrap_or_default();
            }
            _ => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
