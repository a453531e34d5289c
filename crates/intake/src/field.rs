//! What fields are about, told from their descriptions alone.

use dedupe::Subject;
use exchange::record::Said;
use exchange::{is_number, phone_key};
use model::{Field, FieldNo, FieldType, Kind, Labelled, Value};
use replica::Row;

/// Letters in lower case and narrow, without spaces: how words are compared.
pub fn fold(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    });
    let kept = narrow.filter(|c| !c.is_whitespace());
    kept.flat_map(char::to_lowercase).collect()
}

/// Where words about a record come from: a row of a file, or what is known.
pub trait Words {
    /// The text of a field.
    fn text(&self, no: FieldNo) -> Option<&str>;
    /// The elements of a set.
    fn set(&self, no: FieldNo) -> Vec<&str>;
    /// A whole number.
    fn whole(&self, no: FieldNo) -> Option<i64>;
    /// The year of a day.
    fn year(&self, no: FieldNo) -> Option<i64>;
}

impl Words for Said {
    fn text(&self, no: FieldNo) -> Option<&str> {
        Said::text(self, no)
    }

    fn set(&self, no: FieldNo) -> Vec<&str> {
        let of = self.elements.iter().filter(|(have, _)| *have == no);
        of.map(|(_, one)| one.as_str()).collect()
    }

    fn whole(&self, no: FieldNo) -> Option<i64> {
        match self.value(no)? {
            Value::Int(whole) => Some(*whole),
            _ => None,
        }
    }

    fn year(&self, no: FieldNo) -> Option<i64> {
        match self.value(no)? {
            Value::Date(date) => Some(i64::from(date.ymd().0)),
            _ => None,
        }
    }
}

impl Words for Row<'_> {
    fn text(&self, no: FieldNo) -> Option<&str> {
        Row::text(self, no)
    }

    fn set(&self, no: FieldNo) -> Vec<&str> {
        self.elements(no)
    }

    fn whole(&self, no: FieldNo) -> Option<i64> {
        self.int(no)
    }

    fn year(&self, no: FieldNo) -> Option<i64> {
        self.date(no).map(|date| i64::from(date.ymd().0))
    }
}

/// The fields of a register by what they are about.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The name, where it is words.
    pub title: Option<FieldNo>,
    /// Numbers and codes.
    pub numbers: Vec<FieldNo>,
    phones: Vec<&'static Field>,
    emails: Vec<&'static Field>,
    year: Option<FieldNo>,
    birthday: Option<FieldNo>,
}

impl Fields {
    pub fn of(kind: &'static Kind) -> Self {
        let of = |wanted: &[FieldType]| {
            let fields = kind.fields.iter();
            fields.filter(|f| wanted.contains(&f.holds)).collect()
        };
        let title = kind.field(kind.title);
        let find = |test: fn(&Field) -> bool| {
            let found = kind.fields.iter().find(|field| test(field));
            found.map(|field| field.no)
        };
        Self {
            title: title
                .filter(|field| field.holds == FieldType::Text)
                .map(|field| field.no),
            numbers: kind
                .fields
                .iter()
                .filter(|f| is_number(f))
                .map(|f| f.no)
                .collect(),
            phones: of(&[FieldType::Phone, FieldType::Phones]),
            emails: of(&[FieldType::Email, FieldType::Emails]),
            year: find(|field| field.holds == FieldType::Year),
            birthday: find(|f| f.holds == FieldType::Date && f.code == "birthday"),
        }
    }

    /// Whether records of it are people one can reach.
    pub fn is_people(&self) -> bool {
        self.title.is_some() && !(self.phones.is_empty() && self.emails.is_empty())
    }

    fn all<'a>(words: &'a dyn Words, fields: &[&'static Field]) -> Vec<&'a str> {
        let mut all = Vec::new();
        for field in fields {
            if field.holds.is_set() {
                all.extend(
                    words
                        .set(field.no)
                        .into_iter()
                        .map(|one| Labelled::of(one).text),
                );
            } else {
                all.extend(words.text(field.no));
            }
        }
        all
    }

    /// Every telephone number.
    pub fn phones<'a>(&self, words: &'a dyn Words) -> Vec<&'a str> {
        Self::all(words, &self.phones)
    }

    /// Every e-mail address.
    pub fn emails<'a>(&self, words: &'a dyn Words) -> Vec<&'a str> {
        Self::all(words, &self.emails)
    }

    /// What is compared with others.
    pub fn keys(&self, words: &dyn Words, spell: &dyn Fn(&str) -> String) -> dedupe::Keys {
        let name = self.title.and_then(|no| words.text(no)).unwrap_or_default();
        let year = self.year.and_then(|no| words.whole(no));
        let year = year.or_else(|| words.year(self.birthday?));
        dedupe::Keys::of(&Subject {
            name,
            reading: &spell(name),
            phones: &self.phones(words),
            emails: &self.emails(words),
            birth_year: year.and_then(|year| u16::try_from(year).ok()),
        })
    }
}

/// A telephone number as it is compared.
pub fn phone(text: &str) -> Option<String> {
    let key = phone_key(text)?;
    Some(if key.extension.is_empty() {
        key.number
    } else {
        [&key.number, "#", &key.extension].concat()
    })
}
