//! What a person decides about two customers who become one: who stays, which value of each field
//! that differs, which elements of each set.
//!
//! Must stay true: until somebody says otherwise the kept one's value stands where there is one,
//! sets hold what both held, and a number or an address that is not taken is kept among the others.

use crate::session::{Decided, Pair, duplicates::codes};
use dedupe::email_key;
use exchange::phone_key;
use model::{CUSTOMER, Field, FieldNo, FieldType, Kind, Labelled, RecordId, Value};
use replica::{Replica, Row};
use std::collections::{BTreeMap, BTreeSet};

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    A,
    B,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// Of two things the one on this side.
    pub fn of<T>(self, a: T, b: T) -> T {
        match self {
            Self::A => a,
            Self::B => b,
        }
    }
}

/// A field of both that holds one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Single {
    pub field: &'static Field,
    pub a: Value,
    pub b: Value,
}

/// A set of both: every element of either.
#[derive(Debug, Clone, PartialEq)]
pub struct Several {
    pub field: &'static Field,
    pub elements: Vec<String>,
    /// The field with one value whose value, where it is not taken, belongs here.
    pub spare_of: Option<FieldNo>,
}

/// Both as they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Two {
    pub a: RecordId,
    pub b: RecordId,
    pub singles: Vec<Single>,
    pub sets: Vec<Several>,
    /// Whether either holds something that who is at work may not change.
    pub hidden: bool,
    /// Who is kept unless somebody says otherwise: who holds more, or was here first.
    pub fuller: Side,
}

fn held(kind: &Kind, replica: &Replica, row: Row<'_>) -> usize {
    let fields = kind.fields.iter();
    let filled = fields
        .filter(|field| !row.value(field.no).is_nothing() || !row.elements(field.no).is_empty());
    filled.count() + replica.references_to(row.id()).len()
}

impl Two {
    /// Both as they stand; none when one of them is gone.
    pub fn read(
        replica: &Replica,
        kind: &'static Kind,
        pair: Pair,
        writes: impl Fn(&Field) -> bool,
    ) -> Option<Self> {
        let a = replica.get(CUSTOMER.no, pair.a)?;
        let b = replica.get(CUSTOMER.no, pair.b)?;
        let mut two = Self {
            a: pair.a,
            b: pair.b,
            singles: Vec::new(),
            sets: Vec::new(),
            hidden: false,
            fuller: Side::A,
        };
        let first = |holds: FieldType| kind.fields.iter().find(|f| f.holds == holds).map(|f| f.no);
        for field in kind.fields {
            let singles = (a.value(field.no), b.value(field.no));
            let sets = (a.elements(field.no), b.elements(field.no));
            if !writes(field) || field.holds == FieldType::Structure {
                two.hidden |= !singles.0.is_nothing() || !singles.1.is_nothing();
                two.hidden |= !sets.0.is_empty() || !sets.1.is_empty();
            } else if field.holds.is_set() {
                let all: BTreeSet<&str> = sets.0.into_iter().chain(sets.1).collect();
                two.sets.push(Several {
                    field,
                    elements: all.into_iter().map(str::to_owned).collect(),
                    spare_of: match field.holds {
                        _ if first(field.holds) != Some(field.no) => None,
                        FieldType::Phones => first(FieldType::Phone),
                        FieldType::Emails => first(FieldType::Email),
                        _ => None,
                    },
                });
            } else {
                let (a, b) = singles;
                two.singles.push(Single { field, a, b });
            }
        }
        let made = |id| replica.created(CUSTOMER.no, id).map(|(stamp, _)| stamp);
        let (more_a, more_b) = (held(kind, replica, a), held(kind, replica, b));
        let older = made(pair.a) <= made(pair.b);
        two.fuller = if more_a > more_b || (more_a == more_b && older) {
            Side::A
        } else {
            Side::B
        };
        Some(two)
    }
}

/// What somebody has chosen so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chosen {
    /// Who is kept, if somebody said so.
    pub kept: Option<Side>,
    /// Values that somebody chose.
    pub values: BTreeMap<FieldNo, Side>,
    /// Elements that are left out.
    pub without: BTreeSet<(FieldNo, String)>,
}

fn same_text(holds: FieldType, a: &str, b: &str) -> bool {
    let (a, b) = (Labelled::of(a).text, Labelled::of(b).text);
    let keys = match holds {
        FieldType::Phones => phone_key(a) == phone_key(b) && phone_key(a).is_some(),
        FieldType::Emails => email_key(a) == email_key(b) && email_key(a).is_some(),
        _ => false,
    };
    keys || a == b
}

impl Chosen {
    /// Who is kept.
    pub fn kept(&self, two: &Two) -> Side {
        self.kept.unwrap_or(two.fuller)
    }

    /// Whose value a field takes.
    pub fn side(&self, two: &Two, single: &Single) -> Side {
        let kept = self.kept(two);
        let chosen = self.values.get(&single.field.no).copied();
        chosen.unwrap_or(if kept.of(&single.a, &single.b).is_nothing() {
            kept.other()
        } else {
            kept
        })
    }

    /// What can be in a set: what both hold, and the value that another field does not take.
    pub fn offered(&self, two: &Two, several: &Several) -> Vec<String> {
        let mut all = several.elements.clone();
        let spare = two
            .singles
            .iter()
            .find(|single| Some(single.field.no) == several.spare_of);
        if let Some(single) = spare {
            let side = self.side(two, single);
            let taken = side.of(&single.a, &single.b).as_text();
            let other = side.other().of(&single.a, &single.b).as_text();
            let holds = several.field.holds;
            if let (Some(taken), Some(other)) = (taken, other)
                && !same_text(holds, taken, other)
                && !all.iter().any(|one| same_text(holds, one, other))
            {
                all.push(other.to_owned());
            }
        }
        all
    }

    /// What a set is to hold.
    pub fn elements(&self, two: &Two, several: &Several) -> Vec<String> {
        let no = several.field.no;
        let mut all = self.offered(two, several);
        all.retain(|element| !self.without.contains(&(no, element.clone())));
        all
    }

    /// Everything, as it is carried out.
    pub fn decided(&self, two: &Two, pair: Pair) -> Decided {
        let kept = self.kept(two);
        let values = two.singles.iter().map(|single| {
            let value = self.side(two, single).of(&single.a, &single.b);
            (single.field.no, value.clone())
        });
        let sets = two.sets.iter();
        Decided {
            kept: kept.of(two.a, two.b),
            merged: kept.other().of(two.a, two.b),
            values: values.collect(),
            sets: sets
                .map(|several| (several.field.no, self.elements(two, several)))
                .collect(),
            why: codes(pair.reasons),
        }
    }
}
