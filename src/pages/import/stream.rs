//! A picked file as rows, piece by piece.
//!
//! Must stay true: at most one slice of the file and its text are held, however large the file;
//! one step is short enough for the page to stay awake.
//!
//! Must not know: what the columns mean.

use super::words::Trouble;
use crate::platform::files::{self, Decoder};
use exchange::{Delimiter, Encoding, HEAD_BYTES, Limits, Parser, Row, guess_delimiter, sniff};
use web_sys::File;

/// How much of a file is read at once, in bytes.
const SLICE: f64 = 512.0 * 1024.0;
/// How much of its text is parsed in one step, in bytes.
const PIECE: usize = 32 * 1024;
/// How much of its beginning the guess of the delimiter looks at, in bytes.
const SAMPLE: usize = 64 * 1024;

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What separates its cells.
    pub delimiter: Delimiter,
}

/// Looks at the beginning of a file and says how it is to be read.
pub async fn look(file: &File) -> Result<Reading, Trouble> {
    #[allow(clippy::cast_precision_loss)]
    let end = (HEAD_BYTES as f64).min(file.size());
    let head = files::read(file, 0.0, end).await.ok_or(Trouble::Gone)?;
    let encoding = sniff(&head).map_err(Trouble::File)?;
    let sample = head.get(..SAMPLE).unwrap_or(&head);
    Ok(Reading {
        encoding,
        delimiter: guess(sample, encoding),
    })
}

fn guess(sample: &[u8], encoding: Encoding) -> Delimiter {
    let text = Decoder::new(encoding.label()).and_then(|decoder| decoder.push(sample, false));
    guess_delimiter(&text.unwrap_or_default())
}

/// A cell of a megabyte is one row's fault, and refused with its row; what is longer is most often
/// a quotation mark that is never closed.
const LIMITS: Limits = Limits {
    cell_bytes: 2 << 20,
    row_bytes: 8 << 20,
    cells: 512,
};

/// A file being read.
pub struct Stream {
    file: File,
    decoder: Decoder,
    parser: Option<Parser>,
    at: f64,
    text: String,
    read: usize,
}

impl Stream {
    /// At the beginning of a file.
    pub fn new(file: &File, reading: Reading) -> Result<Self, Trouble> {
        Ok(Self {
            file: file.clone(),
            decoder: Decoder::new(reading.encoding.label()).ok_or(Trouble::Misread)?,
            parser: Some(Parser::new(reading.delimiter, LIMITS)),
            at: 0.0,
            text: String::new(),
            read: 0,
        })
    }

    /// How much is read, 0 to 1.
    pub fn share(&self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let left = self.text.len().saturating_sub(self.read) as f64;
        ((self.at - left) / self.file.size().max(1.0)).clamp(0.0, 1.0)
    }

    /// Reads a little and gives the rows that it completes; false at the end of the file.
    pub async fn step(&mut self, on_row: &mut dyn FnMut(Row<'_>)) -> Result<bool, Trouble> {
        if self.read >= self.text.len() {
            let size = self.file.size();
            if self.at >= size {
                let Some(parser) = self.parser.take() else {
                    return Ok(false);
                };
                parser.finish(on_row).map_err(Trouble::File)?;
                return Ok(false);
            }
            let end = (self.at + SLICE).min(size);
            let bytes = files::read(&self.file, self.at, end)
                .await
                .filter(|bytes| !bytes.is_empty())
                .ok_or(Trouble::Gone)?;
            self.text = self
                .decoder
                .push(&bytes, end >= size)
                .ok_or(Trouble::Misread)?;
            (self.at, self.read) = (end, 0);
        }
        let mut end = self.text.len().min(self.read + PIECE);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let piece = self.text.get(self.read..end).unwrap_or_default();
        if let Some(parser) = &mut self.parser {
            parser.push(piece, on_row).map_err(Trouble::File)?;
        }
        self.read = end;
        Ok(true)
    }
}
