//! Two customers side by side: what each holds, and where they differ.

use crate::register::{Lens, cell, title};
use exchange::phone_key;
use model::{CUSTOMER, Field, FieldType, Kind, Purpose, RecordId, customer};
use replica::Replica;

/// A field of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub field: &'static Field,
    pub a: String,
    pub b: String,
}

impl Line {
    /// Whether they hold not the same; a number may be written in several ways.
    pub fn differs(&self) -> bool {
        let number = |text: &str| phone_key(text).filter(|_| self.field.holds == FieldType::Phone);
        self.a != self.b && number(&self.a).is_none_or(|a| number(&self.b) != Some(a))
    }
}

/// Both, as who looks may see them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    pub names: [String; 2],
    pub lines: Vec<Line>,
}

/// Two customers; how to reach them first. None when one of them is gone.
pub fn compare(
    replica: &Replica,
    kind: &'static Kind,
    [a, b]: [RecordId; 2],
    lens: Lens,
) -> Option<Compared> {
    let (a, b) = (replica.get(CUSTOMER.no, a)?, replica.get(CUSTOMER.no, b)?);
    let known = kind
        .fields
        .iter()
        .filter(|field| field.no != kind.title && lens.sees(field));
    let lines = known.map(|field| Line {
        field,
        a: cell(replica, field, a, lens),
        b: cell(replica, field, b, lens),
    });
    let mut lines: Vec<Line> = lines
        .filter(|l| !l.a.is_empty() || !l.b.is_empty())
        .collect();
    lines.sort_by_key(|line| {
        let kind = line.field.no == customer::KIND;
        (
            kind || line.field.purpose != Purpose::Contact,
            !line.differs(),
        )
    });
    Some(Compared {
        names: [a, b].map(|row| title(&CUSTOMER, row, lens)),
        lines,
    })
}
