//! A segment of records as bytes, column by column.

use super::root::{ids, put_ids, put_steps, steps};
use super::{by_field, put_sparse, put_value, sparse, value};
use crate::CodecError;
use crate::bytes::{Reader, put_bytes, put_runs, put_signed, put_varint};
use crate::column::{Column, Data, Element, NO_INT, NO_REF, NO_SPAN};
use crate::meta::MetaIx;
use crate::table::Segment;
use crate::words::Words;
use model::{FieldNo, RecordId};
use std::collections::BTreeMap;

const NONE: u8 = 0;
const TEXT: u8 = 1;
const CODED: u8 = 2;
const INT: u8 = 3;
const DATE: u8 = 4;
const REF: u8 = 5;
const MIXED: u8 = 6;

pub fn put(out: &mut Vec<u8>, segment: &Segment) {
    put_ids(out, &segment.ids);
    put_steps(out, 1, segment.made.iter().map(|m| u64::from(*m)));
    put_runs(out, segment.hidden.iter().map(|hidden| u64::from(*hidden)));
    put_varint(out, segment.columns.len() as u64);
    for (field, column) in &segment.columns {
        put_varint(out, u64::from(field.0));
        put_column(out, column);
    }
}

pub fn read(reader: &mut Reader<'_>) -> Result<Segment, CodecError> {
    let ids = ids(reader)?;
    let count = ids.len();
    let made = steps(reader, 1, count)?
        .into_iter()
        .map(|meta| MetaIx::try_from(meta).map_err(|_| CodecError::Damaged))
        .collect::<Result<_, _>>()?;
    let hidden = reader
        .runs(count)?
        .into_iter()
        .map(|flag| flag == 1)
        .collect();
    let mut columns = Vec::new();
    for _ in 0..reader.count(5)? {
        columns.push((FieldNo(reader.small()?), column(reader, count)?));
    }
    Ok(Segment {
        ids,
        made,
        hidden,
        columns: by_field(columns),
    })
}

fn put_column(out: &mut Vec<u8>, column: &Column) {
    match &column.data {
        None => out.push(NONE),
        Some(Data::Text { all, spans, .. }) => {
            out.push(TEXT);
            put_varint(out, spans.len() as u64);
            for span in spans {
                let length = u64::from(span.1) + 1;
                put_varint(out, if *span == NO_SPAN { 0 } else { length });
            }
            let used = spans.iter().filter(|span| **span != NO_SPAN);
            put_varint(out, used.clone().map(|span| u64::from(span.1)).sum());
            for (start, length) in used {
                let start = *start as usize;
                let text = all.get(start..start + *length as usize).unwrap_or_default();
                out.extend_from_slice(text.as_bytes());
            }
        }
        Some(Data::Coded { codes, words }) => {
            out.push(CODED);
            put_varint(out, codes.len() as u64);
            let used = put_used(out, words, codes.iter().copied());
            for code in codes {
                put_varint(out, u64::from(used.get(code).copied().unwrap_or(0)));
            }
        }
        Some(Data::Int(cells)) => {
            out.push(INT);
            put_numbers(out, cells);
        }
        Some(Data::Date(cells)) => {
            out.push(DATE);
            put_numbers(out, cells);
        }
        Some(Data::Ref(cells)) => {
            out.push(REF);
            put_varint(out, cells.len() as u64);
            let cells = cells.iter().map(|id| (*id != NO_REF).then_some(id));
            put_sparse(out, cells, |out, id| out.extend_from_slice(&id.0));
        }
        Some(Data::Mixed(cells)) => {
            out.push(MIXED);
            put_varint(out, cells.len() as u64);
            put_sparse(out, cells.iter().map(Option::as_deref), put_value);
        }
    }
    put_varint(out, column.metas.len() as u64);
    for (row, meta) in &column.metas {
        put_varint(out, u64::from(*row));
        put_varint(out, u64::from(*meta));
    }
    let used = put_used(out, &column.words, column.elements.iter().map(|e| e.word));
    put_varint(out, column.elements.len() as u64);
    for element in &column.elements {
        put_varint(out, u64::from(element.row));
        put_varint(
            out,
            u64::from(used.get(&element.word).copied().unwrap_or(0)),
        );
        out.push(u8::from(element.present));
        put_varint(out, u64::from(element.meta));
    }
}

fn put_numbers(out: &mut Vec<u8>, cells: &[i64]) {
    put_varint(out, cells.len() as u64);
    let cells = cells.iter().map(|i| (*i != NO_INT).then_some(*i));
    put_sparse(out, cells, put_signed);
}

/// Appends the words that are in use, and says which code each has there.
fn put_used(
    out: &mut Vec<u8>,
    words: &Words,
    codes: impl Iterator<Item = u32>,
) -> BTreeMap<u32, u32> {
    let mut used = BTreeMap::new();
    let mut last = 0;
    for code in codes {
        if code != 0 && code != last {
            used.insert(code, 0);
            last = code;
        }
    }
    put_varint(out, used.len() as u64);
    for ((code, fresh), no) in used.iter_mut().zip(1..) {
        *fresh = no;
        put_bytes(out, words.word(*code).unwrap_or_default().as_bytes());
    }
    used
}

fn words(reader: &mut Reader<'_>) -> Result<Words, CodecError> {
    let mut words = Words::default();
    for _ in 0..reader.count(1)? {
        words.code(reader.text()?);
    }
    Ok(words)
}

fn cells(reader: &mut Reader<'_>, rows: usize) -> Result<usize, CodecError> {
    let count: usize = reader.small()?;
    if count > rows {
        return Err(CodecError::Damaged);
    }
    Ok(count)
}

fn column(reader: &mut Reader<'_>, rows: usize) -> Result<Column, CodecError> {
    let data = match reader.byte()? {
        NONE => None,
        TEXT => Some(text(reader, rows)?),
        CODED => {
            let count = cells(reader, rows)?;
            let words = words(reader)?;
            let codes = (0..count)
                .map(|_| reader.small())
                .collect::<Result<_, _>>()?;
            Some(Data::Coded { codes, words })
        }
        INT => Some(Data::Int(numbers(reader, rows)?)),
        DATE => Some(Data::Date(numbers(reader, rows)?)),
        REF => {
            let count = cells(reader, rows)?;
            let read = |reader: &mut Reader<'_>| reader.array().map(RecordId);
            Some(Data::Ref(sparse(reader, count, NO_REF, read)?))
        }
        MIXED => {
            let count = cells(reader, rows)?;
            let read = |reader: &mut Reader<'_>| Ok(Some(Box::new(value(reader)?)));
            Some(Data::Mixed(sparse(reader, count, None, read)?))
        }
        _ => return Err(CodecError::Damaged),
    };
    let mut metas = BTreeMap::new();
    for _ in 0..reader.count(2)? {
        metas.insert(reader.small()?, reader.small()?);
    }
    let words = words(reader)?;
    let mut elements: Vec<Element> = Vec::new();
    for _ in 0..reader.count(4)? {
        let element = Element {
            row: reader.small()?,
            word: reader.small()?,
            present: reader.byte()? == 1,
            meta: reader.small()?,
        };
        if elements.last().is_some_and(|last| last.row > element.row) {
            return Err(CodecError::Damaged);
        }
        elements.push(element);
    }
    Ok(Column {
        data,
        metas,
        elements,
        words,
    })
}

fn numbers(reader: &mut Reader<'_>, rows: usize) -> Result<Vec<i64>, CodecError> {
    let count = cells(reader, rows)?;
    sparse(reader, count, NO_INT, |reader| reader.signed())
}

fn text(reader: &mut Reader<'_>, rows: usize) -> Result<Data, CodecError> {
    let count = cells(reader, rows)?;
    let mut spans = Vec::with_capacity(count);
    let mut start = 0u32;
    for _ in 0..count {
        let length: u32 = reader.small()?;
        spans.push(match length.checked_sub(1) {
            None => NO_SPAN,
            Some(length) => {
                let span = (start, length);
                start = start.checked_add(length).ok_or(CodecError::Damaged)?;
                span
            }
        });
    }
    let all = reader.text()?;
    if all.len() != start as usize {
        return Err(CodecError::Damaged);
    }
    Ok(Data::Text {
        all: all.to_owned(),
        spans,
        garbage: 0,
    })
}
