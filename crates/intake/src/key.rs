//! By what a known record is found.
//!
//! Must stay true: a row without the key finds nothing and is new; the same key in two writings
//! is one.

use crate::field::{Fields, Words, fold, phone};
use exchange::{Plan, Use, is_number};
use model::{FieldNo, FieldType, Kind};

/// What tells that a row is about a record that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Key {
    /// Nothing: every row is new.
    #[default]
    New,
    /// A number, a code or another text.
    Text(FieldNo),
    /// Any telephone number.
    Phone,
    /// Any e-mail address.
    Email,
    /// The name and a telephone number together.
    NameAndPhone,
}

impl Key {
    /// The keys that a file can be matched by, the surest first.
    pub fn choices(kind: &Kind, plan: &Plan) -> Vec<Self> {
        let mapped = |no: FieldNo| plan.columns.contains(&Use::Field(no));
        let has = |wanted: &[FieldType]| {
            let mut fields = kind.fields.iter();
            fields.any(|field| wanted.contains(&field.holds) && mapped(field.no))
        };
        let mut all = Vec::new();
        let texts = kind.fields.iter().filter(|field| {
            // Added fields may be numbers by which others know the customer.
            let own = is_number(field) || field.no.0 >= 0x8000_0000;
            field.holds == FieldType::Text && own && mapped(field.no)
        });
        all.extend(texts.map(|field| Self::Text(field.no)));
        let phones = has(&[FieldType::Phone, FieldType::Phones]);
        if phones {
            all.push(Self::Phone);
        }
        if has(&[FieldType::Email, FieldType::Emails]) {
            all.push(Self::Email);
        }
        let title = kind.field(kind.title);
        let named = title.is_some_and(|title| title.holds == FieldType::Text)
            && (mapped(kind.title) || plan.names());
        if phones && named {
            all.push(Self::NameAndPhone);
        }
        let people = kind
            .fields
            .iter()
            .any(|f| matches!(f.holds, FieldType::Phone | FieldType::Email));
        // What people are called is no key, but what things are called is.
        if named && !people && kind.of.is_none() {
            all.push(Self::Text(kind.title));
        }
        all.push(Self::New);
        all
    }

    /// A stable name, for lists and for what is remembered.
    pub fn code(self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::Text(no) => ["field-", &no.0.to_string()].concat(),
            Self::Phone => "phone".to_owned(),
            Self::Email => "email".to_owned(),
            Self::NameAndPhone => "name-phone".to_owned(),
        }
    }

    /// The key of that name; every row is new where there is none.
    pub fn parse(code: &str) -> Self {
        match code {
            "phone" => Self::Phone,
            "email" => Self::Email,
            "name-phone" => Self::NameAndPhone,
            _ => code
                .strip_prefix("field-")
                .and_then(|no| no.parse().ok())
                .map_or(Self::New, |no| Self::Text(FieldNo(no))),
        }
    }

    /// What a record or a row is found by; several numbers are several.
    pub(crate) fn of(self, fields: &Fields, words: &dyn Words) -> Vec<String> {
        let phones = || fields.phones(words).into_iter().filter_map(phone);
        let mut all: Vec<String> = match self {
            Self::New => Vec::new(),
            Self::Text(no) => words.text(no).map(fold).into_iter().collect(),
            Self::Phone => phones().collect(),
            Self::Email => fields.emails(words).into_iter().map(fold).collect(),
            Self::NameAndPhone => {
                let name = fields.title.and_then(|no| words.text(no));
                let name = name.map(dedupe::name_key).unwrap_or_default();
                let both = |phone: String| [name.as_str(), "\u{1f}", &phone].concat();
                if name.is_empty() {
                    Vec::new()
                } else {
                    phones().map(both).collect()
                }
            }
        };
        all.retain(|key| !key.is_empty());
        all
    }
}
