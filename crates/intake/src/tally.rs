//! What became of the rows so far.

use dedupe::Reason;
use model::FieldNo;
use std::collections::BTreeMap;

/// Counts of rows, unless it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// New records.
    pub made: usize,
    /// Known records that change.
    pub changed: usize,
    /// Known records that are as the row says already.
    pub same: usize,
    /// Passed over because the record is known.
    pub known: usize,
    /// Passed over because it looks like somebody.
    pub passed: usize,
    /// Rows that look like somebody who is there, whatever becomes of them.
    pub alike: usize,
    /// Why they look so: how often each reason.
    pub reasons: BTreeMap<Reason, usize>,
    /// Records made because a row belongs to them.
    pub owners: usize,
    /// How many records get another value in each field.
    pub fields: BTreeMap<FieldNo, usize>,
    /// Responses.
    pub responses: usize,
    /// Answers in them.
    pub answers: usize,
}

impl Tally {
    /// Rows that bring something in.
    pub fn taken(&self) -> usize {
        self.made + self.changed
    }

    /// Rows that were passed over.
    pub fn skipped(&self) -> usize {
        self.known + self.passed
    }
}
