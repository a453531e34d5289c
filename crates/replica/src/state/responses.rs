//! A segment of responses as bytes, column by column.

use super::root::{put_steps, rows, steps};
use super::{put_sparse, put_value, sparse, value};
use crate::answers::{AnswerColumn, BLANK};
use crate::bytes::{Reader, put_runs, put_signed, put_varint};
use crate::responses::{Head, Segment};
use crate::{CodecError, Consent, Replica};
use model::{KindNo, Language, RecordId};

const BYTES: u8 = 0;
const SHORTS: u8 = 1;
const MIXED: u8 = 2;
const BLANK_BYTE: i8 = i8::MIN;

/// A segment that was read, and who answered, where that is said by row.
#[derive(Debug)]
pub struct Read {
    segment: Segment,
    subjects: Vec<Subject>,
}

/// Who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Nobody,
    Id(RecordId),
    Row(KindNo, u32),
}

impl Read {
    /// The segment, once all records are there.
    pub fn settle(self, replica: &Replica) -> Result<Segment, CodecError> {
        let Self {
            mut segment,
            subjects,
        } = self;
        for (head, subject) in segment.heads.iter_mut().zip(subjects) {
            head.subject = match subject {
                Subject::Nobody => None,
                Subject::Id(id) => Some(id),
                Subject::Row(kind, row) => {
                    let table = replica.tables.get(&kind).ok_or(CodecError::Damaged)?;
                    Some(table.id(row).ok_or(CodecError::Damaged)?)
                }
            };
        }
        Ok(segment)
    }
}

const NOBODY: u64 = 0;
const BY_ID: u64 = 1;
/// The first kind; from here on the row is said.
const BY_ROW: u64 = 2;

/// Who answered: by row of the table where that is known, which takes a byte instead of sixteen.
fn put_subjects(
    out: &mut Vec<u8>,
    segment: &Segment,
    place: impl Fn(RecordId) -> Option<(KindNo, u32)>,
) {
    let mut kinds: Vec<KindNo> = Vec::new();
    let mut rows = Vec::new();
    let mut said = Vec::with_capacity(segment.heads.len());
    let mut last = 0u32;
    for head in &segment.heads {
        said.push(match head.subject {
            None => NOBODY,
            Some(id) => match place(id) {
                None => {
                    rows.extend_from_slice(&id.0);
                    BY_ID
                }
                Some((kind, row)) => {
                    let expected = i64::from(last) + 1;
                    put_signed(&mut rows, i64::from(row) - expected);
                    last = row;
                    let known = kinds.iter().position(|k| *k == kind);
                    BY_ROW
                        + known.unwrap_or_else(|| {
                            kinds.push(kind);
                            kinds.len() - 1
                        }) as u64
                }
            },
        });
    }
    put_varint(out, kinds.len() as u64);
    kinds
        .iter()
        .for_each(|kind| put_varint(out, u64::from(kind.0)));
    put_runs(out, said.into_iter());
    out.extend_from_slice(&rows);
}

fn subjects(reader: &mut Reader<'_>, count: usize) -> Result<Vec<Subject>, CodecError> {
    let kinds: Vec<KindNo> = (0..reader.count(1)?)
        .map(|_| reader.small().map(KindNo))
        .collect::<Result<_, _>>()?;
    let mut last = 0i64;
    let said = reader.runs(count)?;
    said.into_iter()
        .map(|said| {
            Ok(match said {
                NOBODY => Subject::Nobody,
                BY_ID => Subject::Id(RecordId(reader.array()?)),
                kind => {
                    let at = usize::try_from(kind - BY_ROW).map_err(|_| CodecError::Damaged)?;
                    let kind = *kinds.get(at).ok_or(CodecError::Damaged)?;
                    last = last.wrapping_add(1).wrapping_add(reader.signed()?);
                    let row = u32::try_from(last).map_err(|_| CodecError::Damaged)?;
                    Subject::Row(kind, row)
                }
            })
        })
        .collect()
}

/// Appends a segment; `place` says in which row a record is that the same snapshot holds.
pub fn put(
    out: &mut Vec<u8>,
    segment: &Segment,
    place: impl Fn(RecordId) -> Option<(KindNo, u32)>,
) {
    let heads = &segment.heads;
    put_varint(out, heads.len() as u64);
    for head in heads {
        out.extend_from_slice(&head.id.0);
    }
    let put_id = |out: &mut Vec<u8>, id: RecordId| out.extend_from_slice(&id.0);
    put_subjects(out, segment, place);
    put_sparse(out, heads.iter().map(|h| h.supersedes), put_id);
    #[allow(clippy::cast_sign_loss)]
    put_steps(out, 0, heads.iter().map(|h| h.taken_at as u64));
    put_runs(out, heads.iter().map(|h| u64::from(h.version)));
    put_steps(out, 1, heads.iter().map(|h| u64::from(h.made)));
    put_runs(out, heads.iter().map(|h| u64::from(h.hidden)));
    let mut notices: Vec<(RecordId, Language)> = Vec::new();
    let notice = |consent: &Consent| (consent.notice, consent.language);
    for consent in heads.iter().filter_map(|h| h.consent.as_ref()) {
        if !notices.contains(&notice(consent)) {
            notices.push(notice(consent));
        }
    }
    put_varint(out, notices.len() as u64);
    for (id, language) in &notices {
        out.extend_from_slice(&id.0);
        super::append(out, language);
    }
    let consents = heads.iter().map(|h| h.consent.as_ref().map(|c| (h, c)));
    put_sparse(out, consents, |out, (head, consent)| {
        let at = notices.iter().position(|n| *n == notice(consent));
        put_varint(out, at.unwrap_or(0) as u64);
        put_signed(out, consent.at.wrapping_sub(head.taken_at));
    });
    put_varint(out, segment.columns.len() as u64);
    for (question, column) in &segment.columns {
        put_varint(out, u64::from(*question));
        put_column(out, column);
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn put_column(out: &mut Vec<u8>, column: &AnswerColumn) {
    match column {
        AnswerColumn::Small(cells) => {
            let fits = |i: &i16| *i == BLANK || i8::try_from(*i).is_ok_and(|i| i != BLANK_BYTE);
            let bytes = cells.iter().all(fits);
            out.push(if bytes { BYTES } else { SHORTS });
            put_varint(out, cells.len() as u64);
            for cell in cells {
                if bytes {
                    out.push(i8::try_from(*cell).unwrap_or(BLANK_BYTE) as u8);
                } else {
                    out.extend_from_slice(&cell.to_le_bytes());
                }
            }
        }
        AnswerColumn::Mixed(cells) => {
            out.push(MIXED);
            put_varint(out, cells.len() as u64);
            put_sparse(out, cells.iter().map(Option::as_deref), put_value);
        }
    }
}

pub fn read(reader: &mut Reader<'_>) -> Result<Read, CodecError> {
    let count = rows(reader)?;
    let bytes = reader.take(count.saturating_mul(16))?;
    let ids = bytes.as_chunks::<16>().0;
    let id = |reader: &mut Reader<'_>| Ok(Some(RecordId(reader.array()?)));
    let subjects = subjects(reader, count)?;
    let supersedes = sparse(reader, count, None, id)?;
    let taken = steps(reader, 0, count)?;
    let versions = reader.runs(count)?;
    let made = steps(reader, 1, count)?;
    let hidden = reader.runs(count)?;
    let mut notices: Vec<(RecordId, Language)> = Vec::new();
    for _ in 0..reader.count(17)? {
        let id = RecordId(reader.array()?);
        let language = postcard::from_bytes(&[reader.byte()?]).map_err(|_| CodecError::Damaged)?;
        notices.push((id, language));
    }
    let consents = sparse(reader, count, None, |reader| {
        let at: usize = reader.small()?;
        let (notice, language) = *notices.get(at).ok_or(CodecError::Damaged)?;
        let at = reader.signed()?;
        Ok(Some(Consent {
            notice,
            language,
            at,
        }))
    })?;
    let mut heads = Vec::with_capacity(count);
    let who = ids.iter().zip(supersedes).zip(consents);
    let when = taken.iter().zip(&versions).zip(made.iter().zip(&hidden));
    for (((id, supersedes), consent), ((taken, version), (made, hidden))) in who.zip(when) {
        #[allow(clippy::cast_possible_wrap)]
        let taken_at = *taken as i64;
        heads.push(Head {
            id: RecordId(*id),
            subject: None,
            taken_at,
            version: u16::try_from(*version).map_err(|_| CodecError::Damaged)?,
            consent: consent.map(|c| Consent {
                at: c.at.wrapping_add(taken_at),
                ..c
            }),
            supersedes,
            made: u32::try_from(*made).map_err(|_| CodecError::Damaged)?,
            hidden: *hidden == 1,
        });
    }
    let mut columns = std::collections::BTreeMap::new();
    for _ in 0..reader.count(3)? {
        let question = reader.small()?;
        columns.insert(question, column(reader, count)?);
    }
    let segment = Segment {
        heads,
        unshown: 0,
        columns,
    };
    Ok(Read { segment, subjects })
}

#[allow(clippy::cast_possible_wrap)]
fn column(reader: &mut Reader<'_>, rows: usize) -> Result<AnswerColumn, CodecError> {
    let tag = reader.byte()?;
    let count: usize = reader.small()?;
    if count > rows {
        return Err(CodecError::Damaged);
    }
    Ok(match tag {
        BYTES => {
            let widen = |byte: &u8| match *byte as i8 {
                BLANK_BYTE => BLANK,
                small => i16::from(small),
            };
            AnswerColumn::Small(reader.take(count)?.iter().map(widen).collect())
        }
        SHORTS => {
            let bytes = reader.take(count.saturating_mul(2))?;
            let cells = bytes.as_chunks::<2>().0.iter();
            AnswerColumn::Small(cells.map(|pair| i16::from_le_bytes(*pair)).collect())
        }
        MIXED => {
            let read = |reader: &mut Reader<'_>| Ok(Some(Box::new(value(reader)?)));
            AnswerColumn::Mixed(sparse(reader, count, None, read)?)
        }
        _ => return Err(CodecError::Damaged),
    })
}
