//! A text as words and runs, each letter knowing the bytes it came from.
//!
//! Must stay true: what is indexed and what is typed go through here alike. Buffers are kept
//! between texts.

use crate::fold::{Class, class, fold};
use crate::kind::Kind;
use std::ops::Range;

/// Whether a piece is a word (bytes) or a run of characters without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Word,
    Run,
}

/// A word or a run: a range of `bytes` or of `chars`.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) script: Script,
    pub(crate) range: Range<usize>,
}

/// The pieces of one text.
#[derive(Debug, Default)]
pub(crate) struct Analysis {
    pub(crate) pieces: Vec<Piece>,
    bytes: Vec<u8>,
    bytes_from: Vec<(u32, u32)>,
    chars: Vec<char>,
    chars_from: Vec<(u32, u32)>,
    open: Option<(Script, usize)>,
}

impl Analysis {
    /// Takes a text apart. Texts of four gibibytes and more are taken for their first part.
    pub(crate) fn read(&mut self, text: &str, kind: Kind) {
        self.pieces.clear();
        self.bytes.clear();
        self.bytes_from.clear();
        self.chars.clear();
        self.chars_from.clear();
        self.open = None;
        for (at, c) in text.char_indices() {
            let Ok(start) = u32::try_from(at) else { break };
            let from = (start, start.saturating_add(c.len_utf8() as u32));
            match (kind, class(c)) {
                (_, Class::Dropped) => {}
                (Kind::Phone, what) => self.phone(c, what, from),
                (_, Class::Word) => {
                    self.enter(Script::Word);
                    self.letter(c, from);
                }
                (_, Class::Run) => {
                    self.enter(Script::Run);
                    self.chars.push(c);
                    self.chars_from.push(from);
                }
                // The strokes and points of a code are as its writer pleased.
                (Kind::Code, Class::Break) if !c.is_whitespace() => {}
                (_, Class::Break) => self.close(),
            }
        }
        self.close();
    }

    /// Of a telephone number the digits count; some signs part one from the next.
    fn phone(&mut self, c: char, what: Class, from: (u32, u32)) {
        if what == Class::Break {
            if matches!(c, ',' | ';' | '/' | '|' | '\n' | '，' | '；' | '、') {
                self.close();
            }
            return;
        }
        let mut digit = false;
        fold(c, |letter| digit = letter.is_ascii_digit());
        if digit {
            self.enter(Script::Word);
            self.letter(c, from);
        }
    }

    fn letter(&mut self, c: char, from: (u32, u32)) {
        let (bytes, bytes_from) = (&mut self.bytes, &mut self.bytes_from);
        fold(c, |letter| {
            let mut buffer = [0; 4];
            for byte in letter.encode_utf8(&mut buffer).as_bytes() {
                bytes.push(*byte);
                bytes_from.push(from);
            }
        });
    }

    fn enter(&mut self, script: Script) {
        if self.open.is_none_or(|(open, _)| open != script) {
            self.close();
            self.open = Some((script, self.len(script)));
        }
    }

    fn close(&mut self) {
        if let Some((script, start)) = self.open.take() {
            let range = start..self.len(script);
            if !range.is_empty() {
                self.pieces.push(Piece { script, range });
            }
        }
    }

    fn len(&self, script: Script) -> usize {
        match script {
            Script::Word => self.bytes.len(),
            Script::Run => self.chars.len(),
        }
    }

    /// The letters of a word.
    pub(crate) fn word(&self, piece: &Piece) -> &[u8] {
        self.bytes.get(piece.range.clone()).unwrap_or_default()
    }

    /// The characters of a run.
    pub(crate) fn run(&self, piece: &Piece) -> &[char] {
        self.chars.get(piece.range.clone()).unwrap_or_default()
    }

    /// The bytes of the text from which letters `letters` of a piece came.
    pub(crate) fn origin(&self, piece: &Piece, letters: Range<usize>) -> Option<Range<usize>> {
        let from = match piece.script {
            Script::Word => &self.bytes_from,
            Script::Run => &self.chars_from,
        };
        let from = from.get(piece.range.clone())?.get(letters)?;
        Some(from.first()?.0 as usize..from.last()?.1 as usize)
    }
}
