//! What a person decided before the first row.

use crate::Key;
use exchange::{DateFormat, Plan, Use, Zone};
use model::{CUSTOMER, FieldNo, Kind, RecordId, Value, customer};

/// What is done with a row whose record is known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum OnMatch {
    /// Filled cells replace what is there; blank ones leave it.
    #[default]
    Update,
    /// The row is passed over.
    Skip,
    /// A new record all the same.
    Insert,
}

/// What is done with a row that looks like somebody who is there already.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum OnLike {
    /// It comes in as it is.
    #[default]
    Keep,
    /// It comes in with this tag.
    Tag(String),
    /// It is passed over.
    Skip,
}

/// How a file comes in.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Into which register.
    pub kind: &'static Kind,
    /// What each column is; it has passed [`Plan::check_for`].
    pub plan: Plan,
    /// How the days of each column are read.
    pub formats: Vec<DateFormat>,
    /// What each column says its numbers and addresses are for.
    pub labels: Vec<String>,
    /// Which local time moments are told in.
    pub zone: Zone,
    /// By what a known record is found.
    pub key: Key,
    /// What is done with one.
    pub on_match: OnMatch,
    /// What is done with one that looks like another.
    pub on_like: OnLike,
    /// What a new record begins with where the row does not say.
    pub begin: Vec<(FieldNo, Value)>,
    /// The survey that the questions belong to.
    pub form: Option<RecordId>,
    /// Now, in milliseconds since 1970: when answers were given whose day is not known.
    pub now: i64,
}

impl Setup {
    /// Whether a column fills this field.
    pub fn maps(&self, no: FieldNo) -> bool {
        self.plan.columns.contains(&Use::Field(no))
    }

    /// Whether rows are records, and not answers of nobody in particular.
    pub fn makes_records(&self) -> bool {
        self.kind.no != CUSTOMER.no
            || self.maps(customer::NAME)
            || self.maps(customer::NUMBER)
            || self.plan.names()
    }

    /// The first column that fills this field.
    pub(crate) fn column_of(&self, no: FieldNo) -> Option<usize> {
        let fills = |used: &Use| {
            *used == Use::Field(no) || no == self.kind.title && matches!(used, Use::Name(_))
        };
        self.plan.columns.iter().position(fills)
    }
}
