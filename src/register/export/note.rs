//! The note of what was given out.

use super::write::Order;
use crate::platform::{clock, random};
use crate::session::{Failure, Open};
use crate::text::{count, export as words, fill, now};
use leptos::prelude::untrack;
use model::{Access, Channel, EXPORT, RecordId, Value, export};
use replica::Op;
use std::rc::Rc;

/// How many records one note names: changes stay small enough to be sent.
const NAMED: usize = 20_000;

/// What the person said.
pub struct Asked {
    /// What for.
    pub purpose: String,
    /// For whom.
    pub recipient: String,
}

/// Notes an export of the records that are in the file; resolved means the note is on the disk. A
/// large one is noted in parts.
///
/// # Errors
/// When it could not be kept: then nothing may be given out.
pub async fn keep(
    open: &Rc<Open>,
    order: &Order,
    records: &[RecordId],
    asked: &Asked,
) -> Result<(), Failure> {
    let mut ids = records.to_vec();
    ids.sort_unstable();
    let parts: Vec<&[RecordId]> = ids.chunks(NAMED).collect();
    let all = parts.len();
    let masked = order
        .fields
        .iter()
        .any(|f| order.lens.access(f.class) < Access::Read);
    let fields: Vec<&str> = order
        .fields
        .iter()
        .map(|f| f.label.of(order.lens.language))
        .collect();
    let fields = fields.join(", ");
    for (no, part) in parts.iter().enumerate() {
        let purpose = if all > 1 {
            let blanks = untrack(|| [count(no + 1), count(all)]);
            let [n, of] = &blanks;
            fill(
                now(words::PART),
                &[("purpose", &asked.purpose), ("n", n), ("all", of)],
            )
        } else {
            asked.purpose.clone()
        };
        let record = random::record_id();
        let bytes: Vec<u8> = part.iter().flat_map(|id| id.0).collect();
        let values = [
            (export::PURPOSE, Value::Text(purpose)),
            (export::RECIPIENT, Value::Text(asked.recipient.clone())),
            (export::REGISTER, Value::Choice(order.kind.code.to_owned())),
            (
                export::FORMAT,
                Value::Choice(order.format.code().to_owned()),
            ),
            (
                export::COUNT,
                Value::Int(i64::try_from(part.len()).unwrap_or(i64::MAX)),
            ),
            (export::FIELDS, Value::Text(fields.clone())),
            (export::MASKED, Value::Flag(masked)),
            (export::AT, Value::Instant(clock::now())),
            (export::BY, Value::Ref(open.identity().author)),
            (export::RECORDS, Value::Bytes(bytes)),
        ];
        let kind = EXPORT.no;
        let mut ops = vec![Op::Create { kind, record }];
        let filled = values
            .into_iter()
            .filter(|(_, value)| *value != Value::Text(String::new()));
        ops.extend(filled.map(|(field, value)| Op::Set {
            kind,
            record,
            field,
            value,
        }));
        open.save_beside(Channel::App, ops).await?;
    }
    Ok(())
}
