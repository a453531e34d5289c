//! Unfolded lines from chunks of text.
//!
//! Must stay true: how the text is cut changes nothing; no more than the limit is buffered; the
//! values of pictures, sounds and keys are counted and dropped as they come.

use super::property::cut;

/// Properties whose values are dropped.
const MEDIA: [&str; 4] = ["PHOTO", "LOGO", "SOUND", "KEY"];
/// Longest beginning of a line in which the colon is looked for.
const HEAD: usize = 4096;

/// An unfolded line.
#[derive(Debug)]
pub struct Line<'a> {
    /// Where it begins, from 1.
    pub number: u32,
    /// The text; of media only up to the colon.
    pub text: &'a str,
    /// Bytes of a medium's value that were dropped.
    pub dropped: u64,
    /// Longer than the limit, so that the text is missing.
    pub too_long: bool,
    /// The value is a medium's.
    pub media: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// The colon has not come yet.
    Open,
    Media,
    Other,
}

/// Puts lines together.
#[derive(Debug)]
pub struct Lines {
    limit: usize,
    pending: String,
    number: u32,
    head: Head,
    dropped: u64,
    too_long: bool,
    /// Nothing of the current line of the file was seen yet.
    at_start: bool,
    line: u32,
    after_cr: bool,
    begun: bool,
    /// In a card of version 2.1, where folding keeps the space.
    old: bool,
}

impl Lines {
    /// At the start of a file; of lines longer than `limit` bytes only that is told.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            pending: String::new(),
            number: 1,
            head: Head::Open,
            dropped: 0,
            too_long: false,
            at_start: true,
            line: 1,
            after_cr: false,
            begun: false,
            old: false,
        }
    }

    /// Takes the next chunk.
    pub fn push(&mut self, text: &str, on_line: &mut dyn FnMut(Line<'_>)) {
        let mut rest = text;
        if !self.begun && !rest.is_empty() {
            self.begun = true;
            rest = rest.strip_prefix('\u{feff}').unwrap_or(rest);
        }
        while let Some(first) = rest.chars().next() {
            if first == '\n' || first == '\r' {
                let half = first == '\n' && self.after_cr;
                self.after_cr = first == '\r';
                if !half {
                    self.end_of_line(on_line);
                }
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            self.after_cr = false;
            let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let (piece, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            self.piece(piece, on_line);
            rest = behind;
        }
    }

    /// Gives the last line.
    pub fn finish(&mut self, on_line: &mut dyn FnMut(Line<'_>)) {
        self.soft_break();
        self.flush(on_line);
    }

    fn end_of_line(&mut self, on_line: &mut dyn FnMut(Line<'_>)) {
        if self.at_start && self.soft_break() {
            self.flush(on_line);
        }
        self.at_start = true;
        self.line = self.line.saturating_add(1);
    }

    fn piece(&mut self, piece: &str, on_line: &mut dyn FnMut(Line<'_>)) {
        let mut piece = piece;
        if core::mem::take(&mut self.at_start) {
            if self.soft_break() {
                // The line goes on.
            } else if piece.starts_with([' ', '\t']) && (self.too_long || !self.pending.is_empty())
            {
                if !self.old || self.head == Head::Media {
                    piece = piece.get(1..).unwrap_or_default();
                }
            } else {
                self.flush(on_line);
                self.number = self.line;
            }
        }
        while self.head == Head::Open && !piece.is_empty() {
            let end = piece.find(':').map_or(piece.len(), |at| at + 1);
            let (head, rest) = piece.split_at_checked(end).unwrap_or((piece, ""));
            self.take(head);
            piece = rest;
            if self.pending.len() > HEAD || self.too_long {
                self.head = Head::Other;
            } else if head.ends_with(':')
                && let Some((head, _)) = cut(&self.pending)
            {
                let name = head.split(';').next().unwrap_or_default();
                let name = name.rsplit('.').next().unwrap_or_default().trim();
                let media = MEDIA.iter().any(|word| word.eq_ignore_ascii_case(name));
                self.head = if media { Head::Media } else { Head::Other };
            }
        }
        match self.head {
            Head::Media => self.dropped = self.dropped.saturating_add(piece.len() as u64),
            Head::Open | Head::Other => self.take(piece),
        }
    }

    fn take(&mut self, text: &str) {
        if self.too_long || self.pending.len().saturating_add(text.len()) > self.limit {
            // Where the cut falls would depend on the chunks.
            self.too_long = true;
            self.pending.clear();
        } else {
            self.pending.push_str(text);
        }
    }

    /// Takes away the `=` that continues a quoted-printable value on the next line.
    fn soft_break(&mut self) -> bool {
        if self.too_long || self.head != Head::Other || !self.pending.ends_with('=') {
            return false;
        }
        let quoted = cut(&self.pending).is_some_and(|(head, _)| {
            head.split([';', '='])
                .any(|word| word.trim().eq_ignore_ascii_case("quoted-printable"))
        });
        if quoted {
            self.pending.pop();
        }
        quoted
    }

    fn flush(&mut self, on_line: &mut dyn FnMut(Line<'_>)) {
        if !self.pending.is_empty() || self.too_long {
            let text = self.pending.as_str();
            if let Some((name, value)) = text.split_once(':') {
                let (name, value) = (name.trim(), value.trim());
                if name.eq_ignore_ascii_case("VERSION") {
                    self.old = value == "2.1";
                } else if name.eq_ignore_ascii_case("BEGIN") {
                    self.old = false;
                }
            }
            on_line(Line {
                number: self.number,
                text,
                dropped: self.dropped,
                too_long: self.too_long,
                media: self.head == Head::Media,
            });
        }
        self.pending.clear();
        self.head = Head::Open;
        self.dropped = 0;
        self.too_long = false;
    }
}
