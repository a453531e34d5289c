//! What must hold: tables of cases, a naive search and sort to agree with, and any bytes at all.

mod fuzz;
mod laws;
mod rules;
mod sorting;
mod timing;

use crate::{Filter, Order, Test, Today};
use model::{
    BatchId, Channel, Choice, Class, Date, DeviceId, Field, FieldNo, FieldType, Kind, KindNo,
    Label, Purpose, RecordId, Stamp, Value,
};
use replica::{Change, Op, Replica, Touched};

const fn label() -> Label {
    Label { zh: "字", en: "F" }
}

const fn choice(code: &'static str) -> Choice {
    Choice {
        code,
        label: label(),
    }
}

/// Described in another order than that of the letters.
pub(crate) const CHOICES: &[Choice] = &[choice("b"), choice("c"), choice("a")];

const fn field(no: u32, holds: FieldType) -> Field {
    Field {
        no: FieldNo(no),
        code: "f",
        label: label(),
        holds,
        class: Class::Internal,
        purpose: Purpose::Service,
        required: false,
    }
}

/// A field of every type; the number is that of its place, from 1.
const FIELDS: &[Field] = &[
    field(1, FieldType::Text),
    field(2, FieldType::LongText),
    field(3, FieldType::Phone),
    field(4, FieldType::Email),
    field(5, FieldType::Year),
    field(6, FieldType::Date),
    field(7, FieldType::Choice(CHOICES)),
    field(8, FieldType::Tags),
    field(9, FieldType::Integer),
    field(10, FieldType::Decimal),
    field(11, FieldType::Flag),
    field(12, FieldType::Moment),
    field(13, FieldType::Choices(CHOICES)),
    field(14, FieldType::Phones),
    field(15, FieldType::Emails),
    field(16, FieldType::Addresses),
    field(17, FieldType::Ref(KindNo(1))),
    field(18, FieldType::Money),
    field(19, FieldType::Structure),
];

/// A register of everything.
pub(crate) static KIND: Kind = Kind {
    no: KindNo(900),
    code: "all",
    label: label(),
    plural: label(),
    fields: FIELDS,
    title: FieldNo(1),
    columns: &[FieldNo(1)],
    when: None,
    of: None,
    parts: None,
};

pub(crate) const TODAY: Today = Today {
    day: Date(20_000), // 2024-10-04
    ahead: 480,
};

pub(crate) fn anyone(_: &Field) -> bool {
    true
}

pub(crate) fn id(n: u32) -> RecordId {
    let mut bytes = [1; 16];
    bytes[12..].copy_from_slice(&n.to_be_bytes());
    RecordId(bytes)
}

/// A replica that is written to one operation at a time.
#[derive(Default)]
pub(crate) struct Desk {
    pub replica: Replica,
    seq: u64,
}

impl Desk {
    pub fn apply(&mut self, ops: Vec<Op>) {
        self.seq += 1;
        let change = Change {
            device: DeviceId([7; 16]),
            seq: self.seq,
            stamp: Stamp::new(1_000 + self.seq, 0),
            author: id(u32::MAX),
            channel: Channel::Desk,
            seen: 0,
            batch: Some(BatchId([0; 16])),
            ops,
            proof: None,
        };
        self.replica.apply(&change, 0, &mut Touched::default());
    }

    /// A record of a kind with values and elements.
    pub fn add(
        &mut self,
        kind: KindNo,
        record: RecordId,
        values: &[(u32, Value)],
        elements: &[(u32, &str)],
    ) {
        let mut ops = vec![Op::Create { kind, record }];
        ops.extend(values.iter().map(|(no, value)| Op::Set {
            kind,
            record,
            field: FieldNo(*no),
            value: value.clone(),
        }));
        ops.extend(elements.iter().map(|(no, element)| Op::Add {
            kind,
            record,
            field: FieldNo(*no),
            element: (*element).to_owned(),
        }));
        self.apply(ops);
    }
}

/// The rows that a test of one field finds.
pub(crate) fn found(replica: &Replica, no: u32, test: Test) -> Vec<u32> {
    rows(replica, &Filter::field(FieldNo(no), test))
}

pub(crate) fn rows(replica: &Replica, filter: &Filter) -> Vec<u32> {
    let Some(table) = replica.table(KIND.no) else {
        return Vec::new();
    };
    crate::select(filter, table, &KIND, TODAY, &anyone).unwrap()
}

pub(crate) fn ordered(replica: &Replica, orders: &[Order]) -> Vec<u32> {
    let mut all = rows(replica, &Filter::default());
    crate::sort(&mut all, replica, &KIND, orders, &crate::Folded, &anyone).unwrap();
    all
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.into())
}
