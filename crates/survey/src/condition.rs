//! When a question is asked: small expressions over the answers given so far.
//!
//! Must stay true: a comparison with a question that was not answered (or is hidden) is false,
//! whatever the comparison; conditions are stored flat, in postfix order, so that hostile bytes
//! cannot nest deeper than [`MAX_DEPTH`] and exhaust the stack.

use crate::{MAX_DEPTH, MAX_STEPS, SurveyError};
use model::Value;
use serde::{Deserialize, Serialize};

/// Something that holds or does not, given the answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Step>", into = "Vec<Step>")]
pub enum Condition {
    /// The question has an answer.
    Answered(u16),
    /// The answer compares so with a constant.
    Is {
        /// The question's number.
        question: u16,
        /// How it compares.
        comparison: Comparison,
        /// With what.
        value: Value,
    },
    /// The other one does not hold.
    Not(Box<Condition>),
    /// All of them hold (none listed: holds).
    All(Vec<Condition>),
    /// At least one of them holds (none listed: does not hold).
    Any(Vec<Condition>),
}

/// How an answer compares with a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// The same; for several choices: the constant is among them.
    Equal,
    /// Answered, but not the same.
    NotEqual,
    /// A smaller number.
    Below,
    /// A number no greater.
    AtMost,
    /// A greater number.
    Above,
    /// A number no smaller.
    AtLeast,
}

/// How an answer is compared and with what; none when only asked whether it is there.
type Compared<'a> = Option<(Comparison, &'a Value)>;

/// One step of a condition as stored: operands come before what joins them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// [`Condition::Answered`].
    Answered(u16),
    /// [`Condition::Is`].
    Is(u16, Comparison, Value),
    /// Negates the one before.
    Not,
    /// Joins so many before it with "and".
    All(u16),
    /// Joins so many before it with "or".
    Any(u16),
}

impl Condition {
    /// The answer to `question` compares so with a whole number.
    pub fn number(question: u16, comparison: Comparison, value: i64) -> Self {
        Self::Is {
            question,
            comparison,
            value: Value::Int(value),
        }
    }

    /// Whether it holds, given the answers that count.
    pub fn holds<'a>(&self, answer: &dyn Fn(u16) -> Option<&'a Value>) -> bool {
        match self {
            Self::Answered(no) => answer(*no).is_some(),
            Self::Is {
                question,
                comparison,
                value,
            } => answer(*question).is_some_and(|given| compare(given, *comparison, value)),
            Self::Not(inner) => !inner.holds(answer),
            Self::All(inner) => inner.iter().all(|c| c.holds(answer)),
            Self::Any(inner) => inner.iter().any(|c| c.holds(answer)),
        }
    }

    /// Calls `visit` with every question it refers to and what its answer is compared with.
    pub(crate) fn each(&self, visit: &mut dyn FnMut(u16, Compared<'_>)) {
        match self {
            Self::Answered(no) => visit(*no, None),
            Self::Is {
                question,
                comparison,
                value,
            } => visit(*question, Some((*comparison, value))),
            Self::Not(inner) => inner.each(visit),
            Self::All(inner) | Self::Any(inner) => inner.iter().for_each(|c| c.each(visit)),
        }
    }

    /// How deep it nests, from 1.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Self::Answered(_) | Self::Is { .. } => 1,
            Self::Not(inner) => 1 + inner.depth(),
            Self::All(inner) | Self::Any(inner) => {
                1 + inner.iter().map(Self::depth).max().unwrap_or(0)
            }
        }
    }

    /// How many steps it takes to store.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Answered(_) | Self::Is { .. } => 1,
            Self::Not(inner) => 1 + inner.size(),
            Self::All(inner) | Self::Any(inner) => 1 + inner.iter().map(Self::size).sum::<usize>(),
        }
    }

    fn flatten(self, out: &mut Vec<Step>) {
        match self {
            Self::Answered(no) => out.push(Step::Answered(no)),
            Self::Is {
                question,
                comparison,
                value,
            } => out.push(Step::Is(question, comparison, value)),
            Self::Not(inner) => {
                inner.flatten(out);
                out.push(Step::Not);
            }
            Self::All(inner) => {
                let count = u16::try_from(inner.len()).unwrap_or(u16::MAX);
                inner.into_iter().for_each(|c| c.flatten(out));
                out.push(Step::All(count));
            }
            Self::Any(inner) => {
                let count = u16::try_from(inner.len()).unwrap_or(u16::MAX);
                inner.into_iter().for_each(|c| c.flatten(out));
                out.push(Step::Any(count));
            }
        }
    }
}

impl From<Condition> for Vec<Step> {
    fn from(condition: Condition) -> Self {
        let mut out = Self::new();
        condition.flatten(&mut out);
        out
    }
}

impl TryFrom<Vec<Step>> for Condition {
    type Error = SurveyError;

    fn try_from(steps: Vec<Step>) -> Result<Self, SurveyError> {
        if steps.len() > MAX_STEPS {
            return Err(SurveyError::TooLarge);
        }
        let mut stack: Vec<(Self, usize)> = Vec::new();
        for step in steps {
            let (condition, depth) = match step {
                Step::Answered(no) => (Self::Answered(no), 1),
                Step::Is(question, comparison, value) => (
                    Self::Is {
                        question,
                        comparison,
                        value,
                    },
                    1,
                ),
                Step::Not => {
                    let (inner, depth) = stack.pop().ok_or(SurveyError::Unreadable)?;
                    (Self::Not(Box::new(inner)), depth + 1)
                }
                Step::All(count) => {
                    let (inner, depth) = take(&mut stack, count)?;
                    (Self::All(inner), depth + 1)
                }
                Step::Any(count) => {
                    let (inner, depth) = take(&mut stack, count)?;
                    (Self::Any(inner), depth + 1)
                }
            };
            if depth > MAX_DEPTH {
                return Err(SurveyError::TooLarge);
            }
            stack.push((condition, depth));
        }
        match (stack.pop(), stack.is_empty()) {
            (Some((condition, _)), true) => Ok(condition),
            _ => Err(SurveyError::Unreadable),
        }
    }
}

fn take(
    stack: &mut Vec<(Condition, usize)>,
    count: u16,
) -> Result<(Vec<Condition>, usize), SurveyError> {
    let from = stack
        .len()
        .checked_sub(usize::from(count))
        .ok_or(SurveyError::Unreadable)?;
    let taken = stack.split_off(from);
    let depth = taken.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
    Ok((taken.into_iter().map(|(c, _)| c).collect(), depth))
}

fn compare(given: &Value, comparison: Comparison, with: &Value) -> bool {
    let numbers = given.as_number().zip(with.as_number());
    let same = || match (given, with) {
        (Value::Choices(chosen), Value::Choice(code)) => chosen.contains(code),
        _ => match numbers {
            Some((a, b)) => a == b,
            None => given == with,
        },
    };
    match comparison {
        Comparison::Equal => same(),
        Comparison::NotEqual => !same(),
        Comparison::Below => numbers.is_some_and(|(a, b)| a < b),
        Comparison::AtMost => numbers.is_some_and(|(a, b)| a <= b),
        Comparison::Above => numbers.is_some_and(|(a, b)| a > b),
        Comparison::AtLeast => numbers.is_some_and(|(a, b)| a >= b),
    }
}
