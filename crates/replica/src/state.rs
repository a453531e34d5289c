//! The state as pieces, each of which becomes a page: taken as a snapshot, written as bytes, and
//! read back without replaying the log.
//!
//! Must stay true: a snapshot is of one moment, however much is changed while its pieces are
//! being written; a piece holds nothing of an erased record but its id; decoding never panics and
//! never allocates more than the bytes justify; the first byte is the format's version.

mod records;
mod responses;
mod root;

use crate::bytes::{Reader, put_bytes};
use crate::chunk::{Chunk, Chunks, ROWS};
use crate::meta::{Meta, Metas};
use crate::replica::Switch;
use crate::{CodecError, Origin, Replica};
use model::{BatchId, FieldNo, KindNo, RecordId, Value};
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The version written today.
const VERSION: u8 = 2;

/// Which piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Root,
    Metas(u32),
    Switches(u32),
    Erasures(u32),
    Records(KindNo, u32),
    Responses(RecordId, u32),
}

impl Key {
    fn bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(21);
        match self {
            Self::Root => out.push(0),
            Self::Metas(chunk) => {
                out.push(1);
                out.extend(chunk.to_be_bytes());
            }
            Self::Switches(chunk) => {
                out.push(2);
                out.extend(chunk.to_be_bytes());
            }
            Self::Erasures(chunk) => {
                out.push(3);
                out.extend(chunk.to_be_bytes());
            }
            Self::Records(kind, chunk) => {
                out.push(4);
                out.extend(kind.0.to_be_bytes());
                out.extend(chunk.to_be_bytes());
            }
            Self::Responses(form, chunk) => {
                out.push(5);
                out.extend(form.0);
                out.extend(chunk.to_be_bytes());
            }
        }
        out
    }

    fn parse(bytes: &[u8]) -> Result<Self, CodecError> {
        let mut reader = Reader::new(bytes);
        let tag = reader.byte()?;
        let chunk = |reader: &mut Reader<'_>| reader.array().map(u32::from_be_bytes);
        let key = match tag {
            0 => Self::Root,
            1 => Self::Metas(chunk(&mut reader)?),
            2 => Self::Switches(chunk(&mut reader)?),
            3 => Self::Erasures(chunk(&mut reader)?),
            4 => {
                let kind = KindNo(u16::from_be_bytes(reader.array()?));
                Self::Records(kind, chunk(&mut reader)?)
            }
            5 => {
                let form = RecordId(reader.array()?);
                Self::Responses(form, chunk(&mut reader)?)
            }
            _ => return Err(CodecError::Newer(tag)),
        };
        if reader.is_empty() {
            Ok(key)
        } else {
            Err(CodecError::Damaged)
        }
    }
}

#[derive(Debug)]
enum What {
    Root(Vec<u8>),
    Metas(Rc<Vec<Meta>>),
    Switches(Rc<Vec<Switch>>),
    Erasures(Rc<Vec<RecordId>>),
    Records(Rc<crate::table::Segment>),
    Responses(Rc<crate::responses::Segment>, Rc<Ends>),
}

/// How many rows each kind had at the moment of the snapshot.
type Ends = BTreeMap<KindNo, u32>;

/// A part of the state at the moment of a snapshot.
#[derive(Debug)]
pub struct Piece {
    key: Key,
    what: What,
}

impl Piece {
    /// The name of the page; the same part of the state always has the same.
    pub fn key(&self) -> Vec<u8> {
        self.key.bytes()
    }

    /// Its bytes. Takes about a millisecond. The replica is the one the snapshot is of, as it is
    /// now: it says in which row a record is, which never changes.
    pub fn encode(&self, replica: &Replica) -> Vec<u8> {
        let mut out = vec![VERSION];
        // Bytes of one piece never pass for those of another.
        put_bytes(&mut out, &self.key());
        match &self.what {
            What::Root(bytes) => out.extend_from_slice(bytes),
            What::Metas(metas) => root::put_metas(&mut out, metas),
            What::Switches(all) => root::put_switches(&mut out, all),
            What::Erasures(all) => root::put_ids(&mut out, all),
            What::Records(segment) => records::put(&mut out, segment),
            What::Responses(segment, ends) => {
                let place = |id| replica.place(id, ends);
                responses::put(&mut out, segment, place);
            }
        }
        out
    }
}

impl Replica {
    /// What changed since the last snapshot, as of now.
    pub fn snapshot(&mut self) -> Vec<Piece> {
        let mut all = vec![Piece {
            key: Key::Root,
            what: What::Root(root::root(self)),
        }];
        take(&mut all, &mut self.metas.all.all, Key::Metas, What::Metas);
        take(
            &mut all,
            &mut self.switched.all,
            Key::Switches,
            What::Switches,
        );
        take(
            &mut all,
            &mut self.erasures.all,
            Key::Erasures,
            What::Erasures,
        );
        for (kind, table) in &mut self.tables {
            let key = |chunk| Key::Records(*kind, chunk);
            take(&mut all, &mut table.segments, key, What::Records);
        }
        let ends: Ends = self.tables.iter().map(|(k, t)| (*k, t.end())).collect();
        let ends = Rc::new(ends);
        for (form, responses) in &mut self.responses {
            let key = |chunk| Key::Responses(*form, chunk);
            let what = |data| What::Responses(data, ends.clone());
            take(&mut all, &mut responses.segments, key, what);
        }
        all
    }

    /// The kind and row of a record that was there at the moment of a snapshot.
    fn place(&self, record: RecordId, ends: &Ends) -> Option<(KindNo, u32)> {
        let mut tables = self.tables.iter();
        tables.find_map(|(kind, table)| {
            let row = table.find(record)?;
            (row < *ends.get(kind)?).then_some((*kind, row))
        })
    }

    /// Pieces of these keys could not be kept: they count as changed again.
    pub fn not_kept(&mut self, keys: &[Vec<u8>]) {
        for key in keys.iter().filter_map(|key| Key::parse(key).ok()) {
            match key {
                Key::Root => {}
                Key::Metas(at) => mark(&mut self.metas.all.all, at),
                Key::Switches(at) => mark(&mut self.switched.all, at),
                Key::Erasures(at) => mark(&mut self.erasures.all, at),
                Key::Records(kind, at) => {
                    if let Some(table) = self.tables.get_mut(&kind) {
                        mark(&mut table.segments, at);
                    }
                }
                Key::Responses(form, at) => {
                    if let Some(responses) = self.responses.get_mut(&form) {
                        mark(&mut responses.segments, at);
                    }
                }
            }
        }
    }
}

fn take<T>(
    all: &mut Vec<Piece>,
    chunks: &mut [Chunk<T>],
    key: impl Fn(u32) -> Key,
    what: impl Fn(Rc<T>) -> What,
) {
    for (at, chunk) in (0u32..).zip(chunks) {
        if core::mem::take(&mut chunk.dirty) {
            all.push(Piece {
                key: key(at),
                what: what(chunk.data.clone()),
            });
        }
    }
}

fn mark<T>(chunks: &mut [Chunk<T>], at: u32) {
    if let Some(chunk) = chunks.get_mut(at as usize) {
        chunk.dirty = true;
    }
}

/// A replica being read back, piece by piece, in any order.
#[derive(Debug, Default)]
pub struct Loading {
    replica: Replica,
    metas: BTreeMap<u32, Vec<Meta>>,
    switches: BTreeMap<u32, Vec<Switch>>,
    erasures: BTreeMap<u32, Vec<RecordId>>,
    records: BTreeMap<(KindNo, u32), crate::table::Segment>,
    responses: BTreeMap<(RecordId, u32), responses::Read>,
    origins: Vec<Origin>,
    batches: Vec<BatchId>,
    rooted: bool,
    based: bool,
}

impl Loading {
    /// Takes a piece.
    ///
    /// # Errors
    /// [`CodecError`] when these are not the bytes of that piece; then nothing that was loaded
    /// is of use.
    pub fn add(&mut self, key: &[u8], bytes: &[u8]) -> Result<(), CodecError> {
        let key = Key::parse(key)?;
        let mut reader = Reader::new(bytes);
        match reader.byte()? {
            VERSION => {}
            newer if newer > VERSION => return Err(CodecError::Newer(newer)),
            _ => return Err(CodecError::Damaged),
        }
        if reader.bytes()? != key.bytes() {
            return Err(CodecError::Damaged);
        }
        match key {
            Key::Root => {
                root::read(&mut reader, self)?;
                self.rooted = true;
            }
            Key::Metas(at) => {
                self.metas.insert(at, root::metas(&mut reader)?);
            }
            Key::Switches(at) => {
                self.switches.insert(at, root::switches(&mut reader)?);
            }
            Key::Erasures(at) => {
                self.erasures.insert(at, root::ids(&mut reader)?);
            }
            Key::Records(kind, at) => {
                let segment = records::read(&mut reader)?;
                self.records.insert((kind, at), segment);
            }
            Key::Responses(form, at) => {
                let segment = responses::read(&mut reader)?;
                self.responses.insert((form, at), segment);
            }
        }
        if reader.is_empty() {
            Ok(())
        } else {
            Err(CodecError::Damaged)
        }
    }

    /// Puts the next part together; false when all is. A part takes a few milliseconds.
    ///
    /// # Errors
    /// [`CodecError::Damaged`] when pieces are missing in between.
    pub fn assemble(&mut self) -> Result<bool, CodecError> {
        if !self.rooted {
            let none = self.metas.is_empty() && self.records.is_empty();
            return if none && self.responses.is_empty() {
                Ok(false)
            } else {
                Err(CodecError::Damaged)
            };
        }
        if !self.based {
            self.based = true;
            let metas = chunks(core::mem::take(&mut self.metas))?;
            let origins = core::mem::take(&mut self.origins);
            let batches = core::mem::take(&mut self.batches);
            self.replica.metas = Metas::of(metas, origins, batches);
            self.replica.switched = chunks(core::mem::take(&mut self.switches))?;
            self.replica.erasures = chunks(core::mem::take(&mut self.erasures))?;
            self.replica.settle_switches();
            return Ok(true);
        }
        if let Some(((kind, at), segment)) = self.records.pop_first() {
            let table = self.replica.tables.entry(kind).or_default();
            in_turn(at, table.segments.len())?;
            full(table.segments.last().map(|last| last.data.ids.len()))?;
            table.reserve(self.records.range((kind, 0)..=(kind, u32::MAX)).count() + 1);
            table.push_segment(segment);
            return Ok(true);
        }
        if let Some(((form, at), read)) = self.responses.pop_first() {
            let segment = read.settle(&self.replica)?;
            let all = self.replica.responses.entry(form).or_default();
            in_turn(at, all.segments.len())?;
            full(all.segments.last().map(|last| last.data.heads.len()))?;
            let first = all.end();
            all.push_segment(segment);
            self.replica
                .settle_responses(form, first, self.responses.len() + 1);
            return Ok(true);
        }
        Ok(false)
    }

    /// The replica.
    ///
    /// # Errors
    /// As [`Self::assemble`].
    pub fn finish(mut self) -> Result<Replica, CodecError> {
        while self.assemble()? {}
        Ok(self.replica)
    }
}

fn in_turn(at: u32, have: usize) -> Result<(), CodecError> {
    if usize::try_from(at).is_ok_and(|at| at == have) {
        Ok(())
    } else {
        Err(CodecError::Damaged)
    }
}

/// Only the last chunk of a list may have room.
fn full(before: Option<usize>) -> Result<(), CodecError> {
    if before.is_none_or(|rows| rows == ROWS) {
        Ok(())
    } else {
        Err(CodecError::Damaged)
    }
}

fn chunks<T: Clone>(all: BTreeMap<u32, Vec<T>>) -> Result<Chunks<T>, CodecError> {
    let mut chunks = Chunks::default();
    for (at, list) in all {
        in_turn(at, chunks.all.len())?;
        full(
            chunks
                .all
                .last()
                .map(|last: &Chunk<Vec<T>>| last.data.len()),
        )?;
        chunks.all.push(Chunk::new(list, false));
    }
    Ok(chunks)
}

/// Appends which rows have something, as runs, and what `put` says of each that has.
fn put_sparse<T>(
    out: &mut Vec<u8>,
    cells: impl Iterator<Item = Option<T>> + Clone,
    mut put: impl FnMut(&mut Vec<u8>, T),
) {
    crate::bytes::put_runs(out, cells.clone().map(|cell| u64::from(cell.is_some())));
    for cell in cells.flatten() {
        put(out, cell);
    }
}

/// Reads `count` cells written by [`put_sparse`].
fn sparse<T: Clone>(
    reader: &mut Reader<'_>,
    count: usize,
    none: T,
    mut read: impl FnMut(&mut Reader<'_>) -> Result<T, CodecError>,
) -> Result<Vec<T>, CodecError> {
    let has = reader.runs(count)?;
    let mut all = Vec::with_capacity(count);
    for flag in has {
        all.push(if flag == 1 {
            read(reader)?
        } else {
            none.clone()
        });
    }
    Ok(all)
}

fn put_value(out: &mut Vec<u8>, value: &Value) {
    let bytes = postcard::to_allocvec(value).unwrap_or_default();
    put_bytes(out, &bytes);
}

fn value(reader: &mut Reader<'_>) -> Result<Value, CodecError> {
    postcard::from_bytes(reader.bytes()?).map_err(|_| CodecError::Damaged)
}

fn append<T: Serialize>(out: &mut Vec<u8>, value: &T) {
    let taken = core::mem::take(out);
    *out = postcard::to_extend(value, taken).unwrap_or_default();
}

fn by_field<T>(pairs: Vec<(FieldNo, T)>) -> BTreeMap<FieldNo, T> {
    pairs.into_iter().collect()
}
