//! Which tests suit which type of field: what a screen offers.
//!
//! Must stay true: every type can be asked whether it is filled.

use crate::{Days, Range, Test};
use model::FieldType;

/// A test without what it compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestKind {
    /// [`Test::Filled`].
    Filled,
    /// [`Test::Blank`].
    Blank,
    /// [`Test::Is`].
    Is,
    /// [`Test::Contains`].
    Contains,
    /// [`Test::Begins`].
    Begins,
    /// [`Test::OneOf`].
    OneOf,
    /// [`Test::HasAny`].
    HasAny,
    /// [`Test::HasAll`].
    HasAll,
    /// [`Test::HasNone`].
    HasNone,
    /// [`Range::Less`] of a number or an amount.
    Less,
    /// [`Range::AtMost`].
    AtMost,
    /// [`Range::Equal`].
    Equal,
    /// [`Range::AtLeast`].
    AtLeast,
    /// [`Range::More`].
    More,
    /// [`Range::Between`].
    Between,
    /// [`Days::Before`].
    Before,
    /// [`Days::On`].
    On,
    /// [`Days::After`].
    After,
    /// [`Days::Between`].
    BetweenDays,
    /// [`Days::Last`].
    Last,
    /// [`Days::Next`].
    Next,
    /// [`Days::ThisMonth`].
    ThisMonth,
    /// [`Days::ThisYear`].
    ThisYear,
    /// [`Days::Birthday`].
    Birthday,
    /// [`Test::Flag`] with yes.
    Yes,
    /// [`Test::Flag`] with no.
    No,
    /// [`Test::Refers`].
    Refers,
}

use TestKind as T;

const LINES: &[T] = &[T::Contains, T::Is, T::Begins, T::Filled, T::Blank];
const CHOICE: &[T] = &[T::OneOf, T::Filled, T::Blank];
const SET: &[T] = &[T::HasAny, T::HasAll, T::HasNone, T::Filled, T::Blank];
const TAGS: &[T] = &[
    T::HasAny,
    T::HasAll,
    T::HasNone,
    T::Contains,
    T::Is,
    T::Begins,
    T::Filled,
    T::Blank,
];
const NUMBER: &[T] = &[
    T::Equal,
    T::Less,
    T::AtMost,
    T::AtLeast,
    T::More,
    T::Between,
    T::Filled,
    T::Blank,
];
const DATE: &[T] = &[
    T::On,
    T::Before,
    T::After,
    T::BetweenDays,
    T::Last,
    T::Next,
    T::ThisMonth,
    T::ThisYear,
    T::Birthday,
    T::Filled,
    T::Blank,
];
const MOMENT: &[T] = &[
    T::On,
    T::Before,
    T::After,
    T::BetweenDays,
    T::Last,
    T::Next,
    T::ThisMonth,
    T::ThisYear,
    T::Filled,
    T::Blank,
];
const FLAG: &[T] = &[T::Yes, T::No, T::Filled, T::Blank];
const REF: &[T] = &[T::Refers, T::Filled, T::Blank];
const STRUCTURE: &[T] = &[T::Filled, T::Blank];

/// The tests that suit a type of field, the most wanted first.
pub fn tests_for(holds: FieldType) -> &'static [TestKind] {
    match holds {
        FieldType::Text
        | FieldType::LongText
        | FieldType::Phone
        | FieldType::Email
        | FieldType::Phones
        | FieldType::Emails
        | FieldType::Addresses => LINES,
        FieldType::Choice(_) => CHOICE,
        FieldType::Tags => TAGS,
        FieldType::Choices(_) => SET,
        FieldType::Year | FieldType::Integer | FieldType::Decimal | FieldType::Money => NUMBER,
        FieldType::Date => DATE,
        FieldType::Moment => MOMENT,
        FieldType::Flag => FLAG,
        FieldType::Ref(_) => REF,
        FieldType::Structure => STRUCTURE,
    }
}

impl<N> Range<N> {
    fn kind(&self) -> TestKind {
        match self {
            Self::Less(_) => T::Less,
            Self::AtMost(_) => T::AtMost,
            Self::Equal(_) => T::Equal,
            Self::AtLeast(_) => T::AtLeast,
            Self::More(_) => T::More,
            Self::Between(..) => T::Between,
        }
    }
}

impl Test {
    /// Which test it is, whatever it compares with.
    pub fn kind(&self) -> TestKind {
        match self {
            Self::Filled => T::Filled,
            Self::Blank => T::Blank,
            Self::Is(_) => T::Is,
            Self::Contains(_) => T::Contains,
            Self::Begins(_) => T::Begins,
            Self::OneOf(_) => T::OneOf,
            Self::HasAny(_) => T::HasAny,
            Self::HasAll(_) => T::HasAll,
            Self::HasNone(_) => T::HasNone,
            Self::Number(range) => range.kind(),
            Self::Money { range, .. } => range.kind(),
            Self::Day(days) => match days {
                Days::Before(_) => T::Before,
                Days::On(_) => T::On,
                Days::After(_) => T::After,
                Days::Between(..) => T::BetweenDays,
                Days::Last(_) => T::Last,
                Days::Next(_) => T::Next,
                Days::ThisMonth => T::ThisMonth,
                Days::ThisYear => T::ThisYear,
                Days::Birthday(_) => T::Birthday,
            },
            Self::Flag(true) => T::Yes,
            Self::Flag(false) => T::No,
            Self::Refers(_) => T::Refers,
        }
    }

    /// Whether a field of this type can be asked it.
    pub fn fits(&self, holds: FieldType) -> bool {
        let money = holds == FieldType::Money;
        let typed = match self {
            Self::Number(_) => !money,
            Self::Money { .. } => money,
            _ => true,
        };
        typed && tests_for(holds).contains(&self.kind())
    }
}
