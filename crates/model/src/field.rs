//! How a register is described: kinds, fields, types, classes and purposes.
//!
//! Must stay true: every field names its class and its purpose, because the struct has no
//! default for them; numbers are never reused.

use crate::Label;
use serde::{Deserialize, Serialize};

/// The stable number of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KindNo(pub u16);

/// The stable number of a field within its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FieldNo(pub u32);

/// How sensitive a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// May be seen by anyone.
    Public,
    /// For members of the team.
    Internal,
    /// Says something about an identifiable person.
    Personal,
    /// Could harm the person when it leaks.
    Sensitive,
}

/// Why a field may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To know whom we speak with and reach them.
    Contact,
    /// To serve them and keep promises.
    Service,
    /// To understand satisfaction across customers.
    Analysis,
    /// To show that we acted lawfully.
    Accountability,
    /// To run the app itself.
    Operation,
}

impl Purpose {
    /// The purpose in words.
    pub const fn label(self) -> Label {
        match self {
            Self::Contact => Label {
                zh: "联系客户",
                en: "To reach the customer",
            },
            Self::Service => Label {
                zh: "提供服务",
                en: "To serve the customer",
            },
            Self::Analysis => Label {
                zh: "分析满意度",
                en: "To understand satisfaction",
            },
            Self::Accountability => Label {
                zh: "证明合规",
                en: "To show lawful handling",
            },
            Self::Operation => Label {
                zh: "运行系统",
                en: "To run the app",
            },
        }
    }
}

/// One of a fixed list of choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub code: &'static str,
    /// What is shown.
    pub label: Label,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A year.
    Year,
    /// A day.
    Date,
    /// One of a list.
    Choice(&'static [Choice]),
    /// A set of short texts.
    Tags,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// Yes or no.
    Flag,
    /// A moment.
    Moment,
    /// Some of a list.
    Choices(&'static [Choice]),
    /// Telephone numbers, each with what it is for.
    Phones,
    /// E-mail addresses, each with what it is for.
    Emails,
    /// Postal addresses, each with what it is for.
    Addresses,
    /// Another record, of the kind with this number.
    Ref(KindNo),
    /// An amount with its currency.
    Money,
    /// A structure of another crate.
    Structure,
}

impl FieldType {
    /// Whether it is a set, which merges element by element.
    pub const fn is_set(self) -> bool {
        matches!(
            self,
            Self::Tags | Self::Choices(_) | Self::Phones | Self::Emails | Self::Addresses
        )
    }

    /// Whether its values have a size, so that "from" and "to" mean something.
    pub const fn is_measure(self) -> bool {
        matches!(
            self,
            Self::Year | Self::Date | Self::Moment | Self::Integer | Self::Decimal | Self::Money
        )
    }
}

/// One field of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Stable number.
    pub no: FieldNo,
    /// Stable name, for files and addresses.
    pub code: &'static str,
    /// What people call it.
    pub label: Label,
    /// What it holds.
    pub holds: FieldType,
    /// How sensitive it is.
    pub class: Class,
    /// Why it may be kept.
    pub purpose: Purpose,
    /// Whether a record cannot be saved without it.
    pub required: bool,
}

/// How the records of a register are parts of the record they belong to: they are edited in its
/// form, and their amounts add up to one of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// What a part is: a reference.
    pub item: FieldNo,
    /// The field of what it refers to that says what one of it costs.
    pub item_price: FieldNo,
    /// How many.
    pub quantity: FieldNo,
    /// What one costs.
    pub price: FieldNo,
    /// What is taken off.
    pub discount: FieldNo,
    /// What it comes to.
    pub amount: FieldNo,
    /// Whether it was given back.
    pub returned: FieldNo,
    /// The field of the record they belong to that holds what they come to together.
    pub total: FieldNo,
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable number.
    pub no: KindNo,
    /// Stable name.
    pub code: &'static str,
    /// What people call one of them.
    pub label: Label,
    /// What people call all of them.
    pub plural: Label,
    /// Its fields, in the order people read them.
    pub fields: &'static [Field],
    /// The field that names a record.
    pub title: FieldNo,
    /// The columns of its list, unless a person chooses others.
    pub columns: &'static [FieldNo],
    /// When it happened or is due, which puts it on a timeline.
    pub when: Option<FieldNo>,
    /// To which record it belongs: it is listed there, and added from there.
    pub of: Option<FieldNo>,
    /// Whether, and how, its records are parts of that record.
    pub parts: Option<Parts>,
}

impl Kind {
    /// Whether its records are notes of the app, which nobody writes or changes by hand.
    pub fn is_noted(&self) -> bool {
        crate::kinds::NOTED.contains(&self.no)
    }

    /// Whether only who arranges things writes in it: people and added fields.
    pub fn is_arranged(&self) -> bool {
        crate::kinds::ARRANGED.contains(&self.no)
    }

    /// Whether people work with its records day by day, and look for them: not what the app runs
    /// on, nor the parts of other records.
    pub fn is_daily(&self) -> bool {
        let title = self.field(self.title).map(|field| field.purpose);
        let theirs = matches!(title, Some(Purpose::Contact | Purpose::Service));
        theirs && !self.is_noted() && self.parts.is_none()
    }

    /// The field with this number.
    pub fn field(&self, no: FieldNo) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.no == no)
    }
}
