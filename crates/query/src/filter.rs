//! Conditions put together: all of them, any of them, not this one.
//!
//! Must stay true: no filter is deeper than [`MAX_DEPTH`] or has more conditions than
//! [`MAX_LEAVES`] once it was checked; "not" is everything that is shown and does not match.

use crate::{QueryError, Test};
use model::{Field, FieldNo, Kind};

/// How deep conditions may be nested.
pub const MAX_DEPTH: usize = 8;
/// How many conditions there may be, empty groups included.
pub const MAX_LEAVES: usize = 100;

/// Which records are wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Those that match every one of these; all when there is none.
    All(Vec<Filter>),
    /// Those that match one of these at least; none when there is none.
    Any(Vec<Filter>),
    /// Those that do not match.
    Not(Box<Filter>),
    /// Those whose field answers so.
    Field {
        /// Which field.
        field: FieldNo,
        /// What it is asked.
        test: Test,
    },
}

impl Default for Filter {
    /// Every record.
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Filter {
    /// A condition on one field.
    pub fn field(field: FieldNo, test: Test) -> Self {
        Self::Field { field, test }
    }

    /// Whether it lets everything through, having no condition.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::All(all) if all.is_empty())
    }

    /// The conditions on fields, in the order they are read.
    pub fn leaves(&self) -> Leaves<'_> {
        Leaves(vec![self])
    }

    /// Whether it can be asked of a kind by somebody who may read these fields.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, kind: &Kind, readable: &dyn Fn(&Field) -> bool) -> Result<(), QueryError> {
        self.measure()?;
        for (no, test) in self.leaves() {
            let field = kind.field(no).ok_or(QueryError::NoField(no))?;
            if !readable(field) {
                return Err(QueryError::Unreadable(no));
            }
            if !test.fits(field.holds) {
                return Err(QueryError::Misfit(no));
            }
            if !test.is_sound(field.holds) {
                return Err(QueryError::Operand(no));
            }
        }
        Ok(())
    }

    /// Whether it is small enough.
    pub(crate) fn measure(&self) -> Result<(), QueryError> {
        let mut left = vec![(self, 1)];
        let mut leaves = 0;
        while let Some((filter, depth)) = left.pop() {
            if depth > MAX_DEPTH {
                return Err(QueryError::TooDeep);
            }
            match filter {
                Self::All(all) | Self::Any(all) if !all.is_empty() => {
                    if all.len() > MAX_LEAVES {
                        return Err(QueryError::TooLarge);
                    }
                    left.extend(all.iter().map(|one| (one, depth + 1)));
                }
                Self::Not(one) => left.push((one, depth + 1)),
                _ => leaves += 1,
            }
            if leaves > MAX_LEAVES {
                return Err(QueryError::TooLarge);
            }
        }
        Ok(())
    }

    /// Leaves out the conditions that are not wanted, and the groups that only they were in.
    /// What is left of a filter of which nothing is left lets everything through.
    pub fn retain(self, wanted: &mut dyn FnMut(FieldNo, &Test) -> bool) -> Self {
        self.kept(wanted).unwrap_or_default()
    }

    fn kept(self, wanted: &mut dyn FnMut(FieldNo, &Test) -> bool) -> Option<Self> {
        let mut group = |all: Vec<Self>| {
            let before = all.len();
            let all: Vec<Self> = all.into_iter().filter_map(|one| one.kept(wanted)).collect();
            (before == 0 || !all.is_empty()).then_some(all)
        };
        match self {
            Self::All(all) => group(all).map(Self::All),
            Self::Any(all) => group(all).map(Self::Any),
            Self::Not(one) => one.kept(wanted).map(|one| Self::Not(Box::new(one))),
            Self::Field { field, test } => {
                wanted(field, &test).then_some(Self::Field { field, test })
            }
        }
    }
}

/// The conditions of a filter.
#[derive(Debug)]
pub struct Leaves<'a>(Vec<&'a Filter>);

impl<'a> Iterator for Leaves<'a> {
    type Item = (FieldNo, &'a Test);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.pop()? {
                Filter::All(all) | Filter::Any(all) => self.0.extend(all.iter().rev()),
                Filter::Not(one) => self.0.push(one),
                Filter::Field { field, test } => return Some((*field, test)),
            }
        }
    }
}
