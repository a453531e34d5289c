//! Elements and texts of a part, one at a time.
//!
//! Must stay true: entities other than the five of XML and numbered characters stand for
//! nothing; depth is bounded.

use crate::guard::Guard;
use crate::{Excess, WorkbookError};
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

const MAX_DEPTH: usize = 64;

/// A part as it is read.
pub struct Xml<'a> {
    reader: Reader<Guard<'a>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What matters of XML.
pub enum Node<'b> {
    /// An element begins; it is empty where the flag is set, and then no end follows.
    Start(BytesStart<'b>, bool),
    /// An element ends.
    End(BytesEnd<'b>),
    /// A run of text; a text may come in several.
    Text(Cow<'b, str>),
    /// A comment and the like.
    Other,
    /// The part ends.
    Eof,
}

impl<'a> Xml<'a> {
    /// At the start of a part.
    pub fn new(guard: Guard<'a>) -> Self {
        Self {
            reader: Reader::from_reader(guard),
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// The next element or text.
    pub fn next(&mut self) -> Result<Node<'_>, WorkbookError> {
        self.buffer.clear();
        self.reader.get_mut().begin();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(_) => {
                let excess = self.reader.get_ref().tripped();
                return Err(excess.map_or(WorkbookError::Damaged, WorkbookError::TooMuch));
            }
        };
        Ok(match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(WorkbookError::TooMuch(Excess::Depth));
                }
                Node::Start(element, false)
            }
            Event::Empty(element) => Node::Start(element, true),
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                Node::End(element)
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(entity) => resolve(&entity).map_or(Node::Other, Node::Text),
            Event::Eof if self.depth > 0 => return Err(WorkbookError::Damaged),
            Event::Eof => Node::Eof,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Node::Other,
        })
    }
}

/// A character or one of the five entities.
fn resolve(entity: &BytesRef<'_>) -> Option<Cow<'static, str>> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(Cow::Owned(c.to_string()));
    }
    quick_xml::escape::resolve_predefined_entity(entity).map(Cow::Borrowed)
}

/// The value of an attribute by its local name, unescaped.
pub fn attribute<'b>(element: &'b BytesStart<'_>, name: &str) -> Option<Cow<'b, str>> {
    let mut attributes = element.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().into_inner() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
}

/// The name of an element without its prefix.
pub fn name<'b>(element: &'b BytesStart<'_>) -> &'b str {
    element.local_name().into_inner()
}
