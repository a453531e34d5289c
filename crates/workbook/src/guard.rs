//! The bytes of an unpacked part, counted.
//!
//! Must stay true: no more is unpacked than the limits allow; a reader behind it never buffers
//! more than one element of the longest length.

use crate::{Excess, Limits};
use std::io::{self, BufRead, Read};

/// Below this no ratio counts: small parts pack well.
const FREE: u64 = 1 << 20;
const BUFFER: usize = 32 << 10;

/// Counts what is read and stops when it is too much.
pub struct Guard<'a> {
    inner: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    total: u64,
    /// Most bytes of the part.
    most: u64,
    /// Most bytes by the ratio.
    fair: u64,
    text_bytes: usize,
    /// Bytes since the last element began.
    since: usize,
    tripped: Option<Excess>,
}

impl<'a> Guard<'a> {
    /// Guards a part of this packed size.
    pub fn new(inner: Box<dyn Read + 'a>, packed: u64, limits: &Limits) -> Self {
        Self {
            inner,
            buffer: vec![0; BUFFER],
            start: 0,
            end: 0,
            total: 0,
            most: limits.part_bytes,
            fair: packed.saturating_mul(limits.ratio).max(FREE),
            text_bytes: limits.text_bytes,
            since: 0,
            tripped: None,
        }
    }

    /// An element begins.
    pub fn begin(&mut self) {
        self.since = 0;
    }

    /// What there was too much of, if that is why reading failed.
    pub fn tripped(&self) -> Option<Excess> {
        self.tripped
    }

    fn trip(&mut self, excess: Excess) -> io::Error {
        self.tripped = Some(excess);
        io::Error::other("limit")
    }
}

impl Read for Guard<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let have = self.fill_buf()?;
        let n = have.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), have.get(..n)) {
            to.copy_from_slice(from);
        }
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Guard<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > self.text_bytes {
            return Err(self.trip(Excess::Text));
        }
        if self.start >= self.end {
            self.start = 0;
            self.end = self.inner.read(&mut self.buffer)?;
            self.total = self.total.saturating_add(self.end as u64);
            if self.total > self.most {
                return Err(self.trip(Excess::Unpacked));
            }
            if self.total > self.fair {
                return Err(self.trip(Excess::Ratio));
            }
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.start = self.start.saturating_add(n);
        self.since = self.since.saturating_add(n);
    }
}
