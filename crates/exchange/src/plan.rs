//! What to do with each column of a file: decided once by a person, then applied to every row.
//!
//! Must stay true: a plan that passes its check can be applied to any row; question numbers
//! depend on the plan alone, never on a row.

use crate::literal;
use crate::record::{AddressPart, NamePart};
use model::{CUSTOMER, FieldNo, FieldType, Kind, customer};

/// A question answered on a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The lowest answer.
    pub low: f64,
    /// The highest answer.
    pub high: f64,
    /// Cells that mean «no answer», besides a blank one; numbers match by value.
    pub missing: Vec<String>,
    /// Whether this is what the other questions are to explain.
    pub outcome: bool,
}

/// A question answered with one of two values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YesNoItem {
    /// The value that counts as yes; every other counts as no.
    pub yes: String,
    /// Cells that mean «no answer», besides a blank one.
    pub missing: Vec<String>,
    /// Whether this is what the other questions are to explain.
    pub outcome: bool,
}

/// What a column is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Use {
    /// Nothing.
    #[default]
    Ignore,
    /// A field of the register. In the field of tags a cell may hold several, separated by
    /// `;` `,` `|` `、` `；` `，`.
    Field(FieldNo),
    /// A part of the name.
    Name(NamePart),
    /// A part of the address.
    Address(AddressPart),
    /// The whole cell is one tag; several columns may be tags.
    Tag {
        /// Written before the cell, such as `Class: `; may be empty.
        prefix: String,
    },
    /// A question answered on a scale.
    Item(Item),
    /// A question answered with one of two values.
    YesNo(YesNoItem),
    /// The day the survey was answered.
    Taken,
}

impl Use {
    /// Whether the column is a question.
    pub fn is_question(&self) -> bool {
        matches!(self, Self::Item(_) | Self::YesNo(_))
    }

    fn is_outcome(&self) -> bool {
        match self {
            Self::Item(item) => item.outcome,
            Self::YesNo(item) => item.outcome,
            _ => false,
        }
    }
}

/// Why a plan cannot be carried out. Columns count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Every column is ignored.
    #[error("no column is used")]
    NothingUsed,
    /// Neither a name, nor a customer number, nor a question.
    #[error("no name, no number and no question")]
    NobodyAndNothing,
    /// A field that the register does not have, or a question where there is none to answer it.
    #[error("no such field")]
    NoSuchField {
        /// The column.
        column: usize,
    },
    /// No column for a field that every record needs.
    #[error("a field is missing")]
    Missing {
        /// The field.
        field: FieldNo,
    },
    /// Two columns for a field that holds one value.
    #[error("two columns for one field")]
    FieldTwice {
        /// The field.
        field: FieldNo,
        /// The second column.
        column: usize,
    },
    /// Two columns for the day the survey was answered.
    #[error("two columns for the day of the survey")]
    TakenTwice {
        /// The second column.
        column: usize,
    },
    /// The lowest answer is not below the highest.
    #[error("the scale is empty")]
    Scale {
        /// The column.
        column: usize,
    },
    /// No value counts as yes, or the same one counts as no answer.
    #[error("no value counts as yes")]
    NoYes {
        /// The column.
        column: usize,
    },
    /// Two questions are what the others are to explain.
    #[error("two outcomes")]
    TwoOutcomes {
        /// The second column.
        column: usize,
    },
}

impl PlanError {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingUsed => "plan.nothing_used",
            Self::NobodyAndNothing => "plan.nobody_and_nothing",
            Self::NoSuchField { .. } => "plan.no_such_field",
            Self::Missing { .. } => "plan.missing",
            Self::FieldTwice { .. } => "plan.field_twice",
            Self::TakenTwice { .. } => "plan.taken_twice",
            Self::Scale { .. } => "plan.scale",
            Self::NoYes { .. } => "plan.no_yes",
            Self::TwoOutcomes { .. } => "plan.two_outcomes",
        }
    }
}

/// What to do with each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// One use a column, in the order of the columns.
    pub columns: Vec<Use>,
}

impl Plan {
    /// The questions: number, column (from 0) and use.
    ///
    /// A question's number is its place among the questions in the order of columns, from 1;
    /// rated and yes/no questions count together, and the outcome counts like the others.
    pub fn questions(&self) -> impl Iterator<Item = (u16, usize, &Use)> {
        let questions = self.columns.iter().enumerate();
        let questions = questions.filter(|(_, column)| column.is_question());
        (1u16..)
            .zip(questions)
            .map(|(no, (column, used))| (no, column, used))
    }

    /// The column that fills this field.
    pub(crate) fn column_of(&self, no: FieldNo) -> Option<usize> {
        self.columns.iter().position(|used| *used == Use::Field(no))
    }

    /// Whether the plan can be carried out for customers.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check(&self) -> Result<(), PlanError> {
        self.check_for(&CUSTOMER)
    }

    /// Whether the plan can be carried out for a register.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check_for(&self, kind: &Kind) -> Result<(), PlanError> {
        if self.columns.iter().all(|used| *used == Use::Ignore) {
            return Err(PlanError::NothingUsed);
        }
        let surveyed = kind.no == CUSTOMER.no;
        let (mut taken, mut outcome, mut fields) = (false, false, Vec::new());
        for (column, used) in self.columns.iter().enumerate() {
            let holds = |holds: FieldType| kind.fields.iter().any(|field| field.holds == holds);
            match used {
                Use::Field(no) => {
                    let field = kind.field(*no);
                    let field = field.ok_or(PlanError::NoSuchField { column })?;
                    let several = field.holds.is_set() || field.holds == FieldType::LongText;
                    if fields.contains(no) && !several {
                        return Err(PlanError::FieldTwice { field: *no, column });
                    }
                    fields.push(*no);
                }
                Use::Tag { .. } if !holds(FieldType::Tags) => {
                    return Err(PlanError::NoSuchField { column });
                }
                Use::Address(_) if !holds(FieldType::Addresses) => {
                    return Err(PlanError::NoSuchField { column });
                }
                Use::Item(_) | Use::YesNo(_) | Use::Taken if !surveyed => {
                    return Err(PlanError::NoSuchField { column });
                }
                Use::Taken if taken => return Err(PlanError::TakenTwice { column }),
                Use::Taken => taken = true,
                Use::Item(item) => {
                    let finite = item.low.is_finite() && item.high.is_finite();
                    if !finite || item.low >= item.high {
                        return Err(PlanError::Scale { column });
                    }
                }
                Use::YesNo(item) => {
                    let yes = item.yes.trim();
                    if yes.is_empty() || literal::is_any(yes, &item.missing) {
                        return Err(PlanError::NoYes { column });
                    }
                }
                Use::Ignore | Use::Tag { .. } | Use::Name(_) | Use::Address(_) => {}
            }
            if used.is_outcome() {
                if outcome {
                    return Err(PlanError::TwoOutcomes { column });
                }
                outcome = true;
            }
        }
        if surveyed {
            let somebody = fields.contains(&customer::NAME) || fields.contains(&customer::NUMBER);
            if somebody || self.names() || self.questions().next().is_some() {
                return Ok(());
            }
            return Err(PlanError::NobodyAndNothing);
        }
        self.complete(kind, &fields)
    }

    /// Whether a column holds a part of the name.
    pub fn names(&self) -> bool {
        self.columns.iter().any(|used| matches!(used, Use::Name(_)))
    }

    /// Whether new records can be made, or at least known ones found by a number of theirs.
    fn complete(&self, kind: &Kind, fields: &[FieldNo]) -> Result<(), PlanError> {
        let numbered = |no: &FieldNo| kind.field(*no).is_some_and(is_number);
        if fields.iter().any(numbered) {
            return Ok(());
        }
        let needed = kind.fields.iter().filter(|field| field.required);
        // A choice that is needed begins with its first, as in a form.
        let mut needed = needed.filter(|field| !matches!(field.holds, FieldType::Choice(_)));
        let missing = needed.find(|field| {
            let named = field.no == kind.title && self.names();
            !named && !fields.contains(&field.no)
        });
        missing.map_or(Ok(()), |field| Err(PlanError::Missing { field: field.no }))
    }
}

/// Whether a field holds the number or code by which a record is known elsewhere.
pub fn is_number(field: &model::Field) -> bool {
    field.holds == FieldType::Text && matches!(field.code, "number" | "code")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(low: f64, high: f64, outcome: bool) -> Use {
        Use::Item(Item {
            low,
            high,
            missing: Vec::new(),
            outcome,
        })
    }

    fn yes_no(yes: &str, missing: &[&str]) -> Use {
        Use::YesNo(YesNoItem {
            yes: yes.into(),
            missing: missing.iter().map(|m| (*m).to_owned()).collect(),
            outcome: true,
        })
    }

    #[test]
    fn a_plan_is_refused_for_each_reason_and_accepted_without() {
        let name = Use::Field(customer::NAME);
        let tag = Use::Tag {
            prefix: String::new(),
        };
        let parts = Use::Name(NamePart::Given);
        for (columns, want) in [
            (vec![parts], Ok(())),
            (vec![], Err(PlanError::NothingUsed)),
            (vec![Use::Ignore; 3], Err(PlanError::NothingUsed)),
            (
                vec![tag.clone(), Use::Field(customer::PHONE), Use::Taken],
                Err(PlanError::NobodyAndNothing),
            ),
            (
                vec![name.clone(), Use::Field(FieldNo(99))],
                Err(PlanError::NoSuchField { column: 1 }),
            ),
            (
                vec![name.clone(), Use::Ignore, name.clone()],
                Err(PlanError::FieldTwice {
                    field: customer::NAME,
                    column: 2,
                }),
            ),
            (
                vec![name.clone(), Use::Taken, Use::Taken],
                Err(PlanError::TakenTwice { column: 2 }),
            ),
            (
                vec![item(5.0, 5.0, false)],
                Err(PlanError::Scale { column: 0 }),
            ),
            (
                vec![item(f64::NAN, 5.0, false)],
                Err(PlanError::Scale { column: 0 }),
            ),
            (vec![yes_no(" ", &[])], Err(PlanError::NoYes { column: 0 })),
            (
                vec![yes_no("Yes", &["yes"])],
                Err(PlanError::NoYes { column: 0 }),
            ),
            (
                vec![item(1.0, 5.0, true), yes_no("yes", &[])],
                Err(PlanError::TwoOutcomes { column: 1 }),
            ),
            (vec![Use::Field(customer::NUMBER)], Ok(())),
            (vec![item(1.0, 5.0, false)], Ok(())),
            (
                vec![
                    name,
                    tag.clone(),
                    tag,
                    Use::Field(customer::TAGS),
                    Use::Field(customer::TAGS),
                    item(0.0, 10.0, false),
                    Use::Taken,
                ],
                Ok(()),
            ),
        ] {
            let plan = Plan { columns };
            assert_eq!(plan.check(), want, "{plan:?}");
        }
    }

    #[test]
    fn another_register_needs_what_its_records_need() {
        use model::{PURCHASE, RELATION, TASK, purchase, relation, task};
        let field = Use::Field;
        for (kind, columns, want) in [
            (&TASK, vec![field(task::WHAT)], Ok(())),
            (
                &TASK,
                vec![field(task::DUE)],
                Err(PlanError::Missing { field: task::WHAT }),
            ),
            (
                &RELATION,
                vec![field(relation::FROM)],
                Err(PlanError::Missing {
                    field: relation::TO,
                }),
            ),
            (
                &RELATION,
                vec![field(relation::FROM), field(relation::TO)],
                Ok(()),
            ),
            (
                &PURCHASE,
                vec![field(purchase::NUMBER), field(purchase::AMOUNT)],
                Ok(()),
            ),
            (
                &PURCHASE,
                vec![field(purchase::AMOUNT)],
                Err(PlanError::Missing {
                    field: purchase::CUSTOMER,
                }),
            ),
            (
                &TASK,
                vec![field(task::WHAT), item(1.0, 5.0, false)],
                Err(PlanError::NoSuchField { column: 1 }),
            ),
        ] {
            let plan = Plan { columns };
            assert_eq!(plan.check_for(kind), want, "{plan:?}");
        }
    }

    #[test]
    fn questions_count_from_one_in_the_order_of_columns() {
        let plan = Plan {
            columns: vec![
                Use::Ignore,
                item(1.0, 5.0, false),
                Use::Taken,
                yes_no("y", &[]),
            ],
        };
        let numbers: Vec<_> = plan
            .questions()
            .map(|(no, column, _)| (no, column))
            .collect();
        assert_eq!(numbers, [(1, 1), (2, 3)]);
    }
}
