//! Cards from chunks of text.
//!
//! Must stay true: a bad card is told once, with its line, and the next one is read; a card
//! inside a card (`AGENT`) is passed over.

use super::fill::Draft;
use super::lines::{Line, Lines};
use super::property::Property;
use super::{Card, SkippedMedia};

/// Decodes bytes in a named encoding that is neither UTF-8 nor Latin-1, such as `gbk`.
pub type Decoder = dyn Fn(&str, &[u8]) -> Option<String>;

/// How much a hostile or damaged file may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardLimits {
    /// Longest unfolded line but for pictures, in bytes of UTF-8.
    pub line_bytes: usize,
    /// Most text of a card without its pictures, in bytes of UTF-8.
    pub card_bytes: usize,
    /// Most lines of a card.
    pub properties: usize,
}

impl Default for CardLimits {
    fn default() -> Self {
        Self {
            line_bytes: 256 << 10,
            card_bytes: 1 << 20,
            properties: 2000,
        }
    }
}

/// What is wrong with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardProblem {
    /// The file has no card at all.
    #[error("no card")]
    NoCard,
    /// The card has no end before the next begins or the file ends.
    #[error("the card does not end")]
    Unfinished,
    /// A version other than 2.1, 3.0 and 4.0.
    #[error("unknown version")]
    UnknownVersion,
    /// A line that is no property.
    #[error("not a property")]
    BadLine,
    /// Bytes that are not in the encoding that is named.
    #[error("bytes that make no text")]
    BadText,
    /// A line is longer than the limit.
    #[error("line too long")]
    LineTooLong,
    /// The card is longer than the limit or has too many lines.
    #[error("card too large")]
    TooLarge,
    /// Neither a name nor an organisation, a number or an address.
    #[error("nobody")]
    Nobody,
}

/// Why a card is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct CardError {
    /// The line that is wrong, from 1.
    pub line: u32,
    /// The line where the card begins, from 1.
    pub card: u32,
    /// What is wrong.
    pub problem: CardProblem,
}

impl CardError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self.problem {
            CardProblem::NoCard => "card.none",
            CardProblem::Unfinished => "card.unfinished",
            CardProblem::UnknownVersion => "card.unknown_version",
            CardProblem::BadLine => "card.bad_line",
            CardProblem::BadText => "card.bad_text",
            CardProblem::LineTooLong => "card.line_too_long",
            CardProblem::TooLarge => "card.too_large",
            CardProblem::Nobody => "card.nobody",
        }
    }
}

/// Reads cards, chunk by chunk.
pub struct CardReader {
    lines: Lines,
    cards: Cards,
}

impl core::fmt::Debug for CardReader {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("CardReader")
    }
}

struct Cards {
    limits: CardLimits,
    decoder: Box<Decoder>,
    open: Option<Open>,
    seen: bool,
}

struct Open {
    line: u32,
    bytes: usize,
    properties: usize,
    draft: Draft,
    failed: Option<CardError>,
    /// How deep inside cards within this one.
    nested: u32,
    /// The line before was an `AGENT` without a value.
    agent: bool,
    /// The line before was a medium, whose value may go on without a space in front.
    media: bool,
}

impl CardReader {
    /// A reader at the start of a file, without encodings beyond UTF-8 and Latin-1.
    pub fn new(limits: CardLimits) -> Self {
        Self::with_decoder(limits, Box::new(|_, _| None))
    }

    /// A reader that asks for help with quoted-printable values in other encodings.
    pub fn with_decoder(limits: CardLimits, decoder: Box<Decoder>) -> Self {
        Self {
            lines: Lines::new(limits.line_bytes),
            cards: Cards {
                limits,
                decoder,
                open: None,
                seen: false,
            },
        }
    }

    /// Reads the next chunk and gives each card that it completes, or why it is refused.
    pub fn push(&mut self, text: &str, on_card: &mut dyn FnMut(Result<Card, CardError>)) {
        let Self { lines, cards } = self;
        lines.push(text, &mut |line| cards.line(&line, on_card));
    }

    /// Ends the file: tells of a card without an end, and of a file without a card.
    pub fn finish(mut self, on_card: &mut dyn FnMut(Result<Card, CardError>)) {
        let Self { lines, cards } = &mut self;
        lines.finish(&mut |line| cards.line(&line, on_card));
        if let Some(open) = cards.open.take() {
            on_card(Err(open.unfinished()));
        }
        if !cards.seen {
            on_card(Err(CardError {
                line: 1,
                card: 1,
                problem: CardProblem::NoCard,
            }));
        }
    }
}

impl Cards {
    fn line(&mut self, line: &Line<'_>, on_card: &mut dyn FnMut(Result<Card, CardError>)) {
        let begins = is_mark(line.text, "BEGIN");
        let Some(open) = &mut self.open else {
            if begins {
                self.begin(line.number);
            }
            return;
        };
        if begins && (open.agent || open.nested > 0) {
            open.nested = open.nested.saturating_add(1);
            open.agent = false;
        } else if begins {
            on_card(Err(open.unfinished()));
            self.begin(line.number);
        } else if is_mark(line.text, "END") {
            if open.nested > 0 {
                open.nested -= 1;
            } else if let Some(open) = self.open.take() {
                on_card(open.finish());
            }
        } else if open.nested == 0 && open.failed.is_none() {
            open.agent = false;
            if let Err(problem) = open.property(line, self.limits, &*self.decoder) {
                open.failed = Some(open.error(line.number, problem));
            }
        }
    }

    fn begin(&mut self, line: u32) {
        self.seen = true;
        self.open = Some(Open {
            line,
            bytes: 0,
            properties: 0,
            draft: Draft::default(),
            failed: None,
            nested: 0,
            agent: false,
            media: false,
        });
    }
}

impl Open {
    fn error(&self, line: u32, problem: CardProblem) -> CardError {
        CardError {
            line,
            card: self.line,
            problem,
        }
    }

    fn unfinished(&self) -> CardError {
        let unfinished = self.error(self.line, CardProblem::Unfinished);
        self.failed.unwrap_or(unfinished)
    }

    fn property(
        &mut self,
        line: &Line<'_>,
        limits: CardLimits,
        decoder: &Decoder,
    ) -> Result<(), CardProblem> {
        if line.too_long {
            return Err(CardProblem::LineTooLong);
        }
        let after_media = core::mem::replace(&mut self.media, line.media);
        if after_media && !line.text.contains(':') {
            self.media = true;
            if let Some(media) = self.draft.card.skipped.last_mut() {
                media.bytes = media.bytes.saturating_add(line.text.len() as u64);
            }
            return Ok(());
        }
        self.bytes = self.bytes.saturating_add(line.text.len());
        self.properties += 1;
        if self.bytes > limits.card_bytes || self.properties > limits.properties {
            return Err(CardProblem::TooLarge);
        }
        if line.text.trim().is_empty() {
            return Ok(());
        }
        let property = Property::parse(line.text).ok_or(CardProblem::BadLine)?;
        if line.media {
            let bytes = line.dropped;
            let name = property.name;
            self.draft.card.skipped.push(SkippedMedia { name, bytes });
            return Ok(());
        }
        self.agent = property.name == "AGENT" && property.value.trim().is_empty();
        if self.agent {
            return Ok(());
        }
        self.draft.add(&property, decoder)
    }

    fn finish(self) -> Result<Card, CardError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let nobody = self.error(self.line, CardProblem::Nobody);
        self.draft.finish().ok_or(nobody)
    }
}

/// Whether the line is `BEGIN:VCARD` or `END:VCARD`.
fn is_mark(text: &str, word: &str) -> bool {
    text.split_once(':').is_some_and(|(name, value)| {
        name.trim().eq_ignore_ascii_case(word) && value.trim().eq_ignore_ascii_case("VCARD")
    })
}
