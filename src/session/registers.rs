//! The registers as they are here: those the app ships with, and the fields that were added.
//!
//! Must stay true: a description that was given out stays readable for as long as the app runs;
//! equal ones are made once.

use super::open::Open;
use model::{
    CUSTOM, Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Label, Language, Purpose,
    RecordId, custom,
};
use replica::{Replica, Row};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Numbers of added fields have this bit, so that they are never those of a description.
const ADDED: u32 = 0x8000_0000;

thread_local! {
    /// Every text, list and field that was ever made, so that none is made twice.
    static TEXTS: RefCell<BTreeMap<String, &'static str>> = const { RefCell::new(BTreeMap::new()) };
    static LISTS: RefCell<BTreeMap<String, &'static [Choice]>> = const { RefCell::new(BTreeMap::new()) };
}

/// Registers with added fields.
pub(super) type Widened = RefCell<BTreeMap<KindNo, &'static Kind>>;

/// The number of the field that a record describes.
pub fn added_field(record: RecordId) -> FieldNo {
    let [.., a, b, c, d] = record.0;
    FieldNo(u32::from_be_bytes([a, b, c, d]) | ADDED)
}

fn text(text: &str) -> &'static str {
    TEXTS.with_borrow_mut(|all| match all.get(text) {
        Some(known) => known,
        None => {
            let made: &'static str = Box::leak(text.to_owned().into_boxed_str());
            all.insert(text.to_owned(), made);
            made
        }
    })
}

/// Choices as they are written: one a line, Chinese, then English behind a bar.
fn choices(lines: &str) -> &'static [Choice] {
    LISTS.with_borrow_mut(|all| {
        if let Some(known) = all.get(lines) {
            return *known;
        }
        let of = |line: &str| {
            let (zh, en) = line.split_once(['|', '｜']).unwrap_or((line, line));
            let (zh, en) = (zh.trim(), en.trim());
            let (zh, en) = (
                if zh.is_empty() { en } else { zh },
                if en.is_empty() { zh } else { en },
            );
            (!zh.is_empty()).then(|| Choice {
                code: text(zh),
                label: Label {
                    zh: text(zh),
                    en: text(en),
                },
            })
        };
        let made: Vec<Choice> = lines.lines().filter_map(of).collect();
        let made: &'static [Choice] = Vec::leak(made);
        all.insert(lines.to_owned(), made);
        made
    })
}

fn holds(row: Row<'_>) -> FieldType {
    let list = || choices(row.text(custom::CHOICES).unwrap_or_default());
    match row.text(custom::TYPE).unwrap_or_default() {
        "long_text" => FieldType::LongText,
        "integer" => FieldType::Integer,
        "decimal" => FieldType::Decimal,
        "money" => FieldType::Money,
        "flag" => FieldType::Flag,
        "date" => FieldType::Date,
        "moment" => FieldType::Moment,
        "year" => FieldType::Year,
        "choice" => FieldType::Choice(list()),
        "choices" => FieldType::Choices(list()),
        "tags" => FieldType::Tags,
        "phone" => FieldType::Phone,
        "phones" => FieldType::Phones,
        "email" => FieldType::Email,
        "emails" => FieldType::Emails,
        "addresses" => FieldType::Addresses,
        other => model::kind_named(other).map_or(FieldType::Text, |kind| FieldType::Ref(kind.no)),
    }
}

/// The field that a record describes.
fn field(row: Row<'_>) -> Field {
    let label = |no| row.text(no).map(str::trim).filter(|text| !text.is_empty());
    let zh = label(custom::ZH).or(label(custom::EN)).unwrap_or("?");
    let en = label(custom::EN).unwrap_or(zh);
    let no = added_field(row.id());
    Field {
        no,
        code: text(&["added_", &no.0.to_string()].concat()),
        label: Label {
            zh: text(zh),
            en: text(en),
        },
        holds: holds(row),
        class: match row.text(custom::CLASS).unwrap_or_default() {
            "public" => Class::Public,
            "internal" => Class::Internal,
            "sensitive" => Class::Sensitive,
            // What nobody classed is treated as saying something about a person.
            _ => Class::Personal,
        },
        purpose: match row.text(custom::PURPOSE).unwrap_or_default() {
            "contact" => Purpose::Contact,
            "analysis" => Purpose::Analysis,
            "accountability" => Purpose::Accountability,
            "operation" => Purpose::Operation,
            _ => Purpose::Service,
        },
        required: row.value(custom::REQUIRED) == model::Value::Flag(true),
    }
}

/// What an added field was called that is there no more; blank when nobody knows.
pub fn name_of_gone(replica: &Replica, no: FieldNo, language: Language) -> String {
    let all = replica.table(CUSTOM.no).into_iter();
    let mut all = all.flat_map(|table| table.all().map(|(_, record)| record));
    let Some(record) = all.find(|record| added_field(*record) == no) else {
        return String::new();
    };
    let label = |field| match replica.raw(CUSTOM.no, record, field) {
        model::Value::Text(text) => Some(text).filter(|text| !text.trim().is_empty()),
        _ => None,
    };
    let (zh, en) = (label(custom::ZH), label(custom::EN));
    let name = match language {
        Language::Zh => zh.or(en),
        Language::En => en.or(zh),
    };
    name.unwrap_or_default()
}

/// The registers that have added fields, with them.
fn widened(replica: &Replica) -> BTreeMap<KindNo, &'static Kind> {
    let mut added: BTreeMap<KindNo, Vec<Field>> = BTreeMap::new();
    let rows = replica.table(CUSTOM.no).into_iter();
    for row in rows.flat_map(|table| table.rows()) {
        let register = row.text(custom::REGISTER).and_then(model::kind_named);
        if let Some(kind) = register {
            added.entry(kind.no).or_default().push(field(row));
        }
    }
    let all = added.into_iter().filter_map(|(no, more)| {
        let kind = model::kind(no)?;
        let fields: Vec<Field> = kind.fields.iter().copied().chain(more).collect();
        let made: &'static Kind = Box::leak(Box::new(Kind {
            fields: Vec::leak(fields),
            ..*kind
        }));
        Some((no, made))
    });
    all.collect()
}

impl Open {
    /// A register with the fields that were added to it.
    pub fn kind(&self, no: KindNo) -> Option<&'static Kind> {
        let widened = self.widened.borrow().get(&no).copied();
        widened.or_else(|| model::kind(no))
    }

    /// Reads again which fields were added.
    pub(super) fn widen(&self) {
        let before = self.widened.borrow();
        let mut now = widened(&self.replica().borrow());
        for (no, kind) in &mut now {
            // An equal description stays the one that is in use.
            if let Some(known) = before.get(no).filter(|known| **known == *kind) {
                *kind = known;
            }
        }
        drop(before);
        *self.widened.borrow_mut() = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_line_by_line_in_one_or_both_languages() {
        let all = choices("大 | Large\n\n小\n | Tiny");
        let said: Vec<_> = all
            .iter()
            .map(|c| (c.code, c.label.zh, c.label.en))
            .collect();
        assert_eq!(
            said,
            [
                ("大", "大", "Large"),
                ("小", "小", "小"),
                ("Tiny", "Tiny", "Tiny")
            ]
        );
        assert!(std::ptr::eq(all, choices("大 | Large\n\n小\n | Tiny")));
    }
}
