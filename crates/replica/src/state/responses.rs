//! A segment of responses as bytes, column by column.

use super::root::{put_steps, rows, steps};
use super::{put_sparse, put_value, sparse, value};
use crate::answers::{AnswerColumn, BLANK};
use crate::bytes::{Reader, put_runs, put_signed, put_varint};
use crate::responses::{Head, Segment};
use crate::{CodecError, Consent};
use model::{Language, RecordId};

const BYTES: u8 = 0;
const SHORTS: u8 = 1;
const MIXED: u8 = 2;
const BLANK_BYTE: i8 = i8::MIN;

pub fn put(out: &mut Vec<u8>, segment: &Segment) {
    let heads = &segment.heads;
    put_varint(out, heads.len() as u64);
    for head in heads {
        out.extend_from_slice(&head.id.0);
    }
    let put_id = |out: &mut Vec<u8>, id: RecordId| out.extend_from_slice(&id.0);
    put_sparse(out, heads.iter().map(|h| h.subject), put_id);
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

pub fn read(reader: &mut Reader<'_>) -> Result<Segment, CodecError> {
    let count = rows(reader)?;
    let bytes = reader.take(count.saturating_mul(16))?;
    let ids = bytes.as_chunks::<16>().0;
    let id = |reader: &mut Reader<'_>| Ok(Some(RecordId(reader.array()?)));
    let subjects = sparse(reader, count, None, id)?;
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
    let who = ids.iter().zip(subjects).zip(supersedes).zip(consents);
    let when = taken.iter().zip(&versions).zip(made.iter().zip(&hidden));
    for ((((id, subject), supersedes), consent), ((taken, version), (made, hidden))) in
        who.zip(when)
    {
        #[allow(clippy::cast_possible_wrap)]
        let taken_at = *taken as i64;
        heads.push(Head {
            id: RecordId(*id),
            subject,
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
    Ok(Segment { heads, columns })
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
