//! One user action, and what it does.
//!
//! Must stay true: variants and fields are stored and sent by position, so new ones go at the
//! end under a new format version; a change is never altered after it was made.

use crate::Proof;
use model::{BatchId, Channel, DeviceId, FieldNo, KindNo, Language, RecordId, Stamp, Value};
use serde::{Deserialize, Serialize};

/// One user action: the unit of saving, of history and of syncing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Where it was made; with `seq` its identity.
    pub device: DeviceId,
    /// 1, 2, 3 … on that device, without gaps.
    pub seq: u64,
    /// When, by the hybrid logical clock of that device.
    pub stamp: Stamp,
    /// The member who made it.
    pub author: RecordId,
    /// How the facts reached us.
    pub channel: Channel,
    /// The server position the author had seen, 0 for none; so concurrency is known, not guessed.
    pub seen: u64,
    /// Shared by the changes of one bulk action.
    pub batch: Option<BatchId>,
    /// What it does, all or nothing.
    pub ops: Vec<Op>,
    /// What ties it to the changes before it on its device; none in changes of format 1.
    pub proof: Option<Proof>,
}

/// What a change does to one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Op {
    /// The record exists.
    Create {
        /// Its kind.
        kind: KindNo,
        /// Its id.
        record: RecordId,
    },
    /// A field holds a value; the last writer wins.
    Set {
        /// The record's kind.
        kind: KindNo,
        /// The record.
        record: RecordId,
        /// Which field.
        field: FieldNo,
        /// The value; [`Value::Nothing`] clears.
        value: Value,
    },
    /// An element is in a set.
    Add {
        /// The record's kind.
        kind: KindNo,
        /// The record.
        record: RecordId,
        /// Which field.
        field: FieldNo,
        /// The element.
        element: String,
    },
    /// An element is no longer in a set.
    Remove {
        /// The record's kind.
        kind: KindNo,
        /// The record.
        record: RecordId,
        /// Which field.
        field: FieldNo,
        /// The element.
        element: String,
    },
    /// The record (or response) is no longer shown; a later restore brings it back.
    Delete {
        /// The record or response.
        record: RecordId,
    },
    /// A deleted record is shown again.
    Restore {
        /// The record or response.
        record: RecordId,
    },
    /// The record is gone for good, whatever else arrives, whenever.
    Erase {
        /// The record or response.
        record: RecordId,
    },
    /// A survey was answered; written once.
    Respond(Box<Respond>),
}

impl Op {
    /// The record or response it is about.
    pub fn record(&self) -> RecordId {
        match self {
            Self::Create { record, .. }
            | Self::Set { record, .. }
            | Self::Add { record, .. }
            | Self::Remove { record, .. }
            | Self::Delete { record }
            | Self::Restore { record }
            | Self::Erase { record } => *record,
            Self::Respond(respond) => respond.id,
        }
    }
}

/// The answers to one survey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Respond {
    /// Its id.
    pub id: RecordId,
    /// Which form.
    pub form: RecordId,
    /// Which version of that form.
    pub version: u16,
    /// Who answered, if known.
    pub subject: Option<RecordId>,
    /// When it was answered, in milliseconds since 1970.
    pub taken_at: i64,
    /// The consent it rests on; none for answers brought in from a file.
    pub consent: Option<Consent>,
    /// The response this one corrects.
    pub supersedes: Option<RecordId>,
    /// Answers by question number, ascending; a question without an entry was not answered.
    pub answers: Vec<(u16, Value)>,
}

/// That the customer agreed, and to which words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// The notice record holding the purpose and the text that was shown.
    pub notice: RecordId,
    /// The language it was shown in.
    pub language: Language,
    /// When it was given, in milliseconds since 1970.
    pub at: i64,
}
