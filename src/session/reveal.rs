//! Notes of what was shown and given out, kept before it happens.
//!
//! Must stay true: resolved means that the note is on the disk; it is not taken back with the last
//! action.

use super::open::{Failure, Open};
use crate::platform::{clock, random};
use model::{
    CUSTOMER, Channel, EXPORT, FieldNo, FieldType, Kind, KindNo, REVEAL, RecordId, Value, export,
    reveal,
};
use replica::{Op, Replica};
use std::rc::Rc;

/// How many owners are asked for theirs, at most.
const FAR: usize = 4;

/// The customer that a record is about: itself, or the one it belongs to.
fn customer_of(replica: &Replica, kind: &Kind, record: RecordId) -> Option<RecordId> {
    let (mut kind, mut record) = (model::kind(kind.no)?, record);
    for _ in 0..FAR {
        if kind.no == CUSTOMER.no {
            return Some(record);
        }
        let of = kind.of?;
        let Value::Ref(owner) = replica.get(kind.no, record)?.value(of) else {
            return None;
        };
        let FieldType::Ref(no) = kind.field(of)?.holds else {
            return None;
        };
        (kind, record) = (model::kind(no)?, owner);
    }
    None
}

/// A new record with these values.
fn noted(kind: KindNo, values: Vec<(FieldNo, Value)>) -> Vec<Op> {
    let record = random::record_id();
    let set = |(field, value)| Op::Set {
        kind,
        record,
        field,
        value,
    };
    let filled = values.into_iter().filter(|(_, value)| !value.is_nothing());
    let mut ops = vec![Op::Create { kind, record }];
    ops.extend(filled.map(set));
    ops
}

fn text(text: &str) -> Value {
    match text.trim() {
        "" => Value::Nothing,
        text => Value::Text(text.to_owned()),
    }
}

/// Fields of a record that are shown though a role hides them.
pub struct Shown {
    /// Of which register.
    pub kind: &'static Kind,
    /// Which record.
    pub record: RecordId,
    /// What its fields are called.
    pub fields: Vec<String>,
}

/// What goes out of the app about one customer.
pub struct GivenOut<'a> {
    /// About whom.
    pub customer: RecordId,
    /// Why, in words.
    pub purpose: &'a str,
    /// To whom, in words.
    pub recipient: &'a str,
    /// The code of the format.
    pub format: &'static str,
    /// The codes of the fields.
    pub fields: &'a str,
    /// Whether something in it is masked.
    pub masked: bool,
}

impl Open {
    /// Notes that who is at work has fields of records shown that their role hides: each under the
    /// customer whom what is shown is about. Only then may they be shown.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn note_reveal(
        self: &Rc<Self>,
        shown: &[Shown],
        reason: &str,
    ) -> Result<(), Failure> {
        let (by, at) = (self.identity().author, clock::now());
        let mut ops = Vec::new();
        for Shown {
            kind,
            record,
            fields,
        } in shown
        {
            let customer = customer_of(&self.replica().borrow(), kind, *record);
            let customer = customer.map_or(Value::Nothing, Value::Ref);
            for field in fields {
                let values = vec![
                    (reveal::FIELD, text(field)),
                    (reveal::CUSTOMER, customer.clone()),
                    (reveal::BY, Value::Ref(by)),
                    (reveal::AT, Value::Instant(at)),
                    (reveal::REASON, text(reason)),
                ];
                ops.extend(noted(REVEAL.no, values));
            }
        }
        self.save_beside(Channel::App, ops).await
    }

    /// Notes that what is held about a customer is given out. Only then may it be.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn note_given_out(self: &Rc<Self>, what: GivenOut<'_>) -> Result<(), Failure> {
        let values = vec![
            (export::PURPOSE, text(what.purpose)),
            (export::RECIPIENT, text(what.recipient)),
            (export::REGISTER, Value::Choice(CUSTOMER.code.to_owned())),
            (export::FORMAT, Value::Choice(what.format.to_owned())),
            (export::COUNT, Value::Int(1)),
            (export::FIELDS, text(what.fields)),
            (export::MASKED, Value::Flag(what.masked)),
            (export::AT, Value::Instant(clock::now())),
            (export::BY, Value::Ref(self.identity().author)),
            (export::RECORDS, Value::Bytes(what.customer.0.to_vec())),
        ];
        let ops = noted(EXPORT.no, values);
        self.save_beside(Channel::App, ops).await
    }

    /// Notes that a backup of this many records is given out, unmasked. Only then may it be.
    ///
    /// # Errors
    /// When it could not be kept.
    pub(super) async fn note_backup(
        self: &Rc<Self>,
        purpose: &str,
        records: u64,
    ) -> Result<(), Failure> {
        let records = i64::try_from(records).unwrap_or(i64::MAX);
        let values = vec![
            (export::PURPOSE, text(purpose)),
            (export::FORMAT, Value::Choice("backup".to_owned())),
            (export::COUNT, Value::Int(records)),
            (export::MASKED, Value::Flag(false)),
            (export::AT, Value::Instant(clock::now())),
            (export::BY, Value::Ref(self.identity().author)),
        ];
        let ops = noted(EXPORT.no, values);
        self.save_beside(Channel::App, ops).await
    }
}
