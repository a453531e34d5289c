//! What a form keeps of what is typed, as it rests: of today and of any time before.
//!
//! Must stay true: a draft of an older app is read; what stood is kept of those fields alone that
//! have an input, so that nothing is kept of what the person may not change.

use super::super::{lines, value};
use crate::platform::clock;
use model::{Field, FieldNo, FieldType, Kind, RecordId};
use replica::Replica;
use serde::{Deserialize, Serialize};

/// What is in the inputs, by number of the field: single values and sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub(super) texts: Vec<(u32, String)>,
    pub(super) sets: Vec<(u32, Vec<String>)>,
    /// The records that are parts of this one.
    pub parts: Vec<KeptRow>,
}

/// A record that is a part, in the making.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRow {
    /// The number of its register.
    pub kind: u16,
    /// Its id.
    pub record: RecordId,
    /// What is in its inputs, by number of the field.
    pub texts: Vec<(u32, String)>,
}

impl KeptRow {
    /// What is in the input of a field.
    pub fn text(&self, field: FieldNo) -> &str {
        let found = self.texts.iter().find(|(no, _)| *no == field.0);
        found.map_or("", |(_, text)| text)
    }

    /// Replaces what is in the input of a field.
    pub fn put_text(&mut self, field: FieldNo, text: String) {
        match self.texts.iter_mut().find(|(no, _)| *no == field.0) {
            Some(place) => place.1 = text,
            None => self.texts.push((field.0, text)),
        }
    }

    /// Whether nobody knows what stood in a field.
    pub fn is_unknown(&self, field: FieldNo) -> bool {
        self.text(field) == UNKNOWN
    }
}

/// What is typed into a form, and what stood there when the person began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What is in the inputs.
    pub typed: Kept,
    /// What stood; none in drafts of the time when it was not kept.
    pub base: Option<Kept>,
}

/// What drafts with a base begin with: as a count of fields it is none that any draft has.
const MARK: [u8; 6] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1];

/// Stands for what nobody kept: nothing that anybody types.
const UNKNOWN: &str = "\u{0}";

impl Draft {
    pub fn to_bytes(&self) -> Vec<u8> {
        let base = self.base.as_ref().map(|base| base.only(&self.typed));
        let body = postcard::to_allocvec(&(&self.typed, base)).unwrap_or_default();
        [MARK.as_slice(), &body].concat()
    }

    /// A draft of today or of any time before.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if let Some(body) = bytes.strip_prefix(&MARK) {
            let (typed, base) = postcard::from_bytes(body).ok()?;
            return Some(Self { typed, base });
        }
        let typed = Kept::from_bytes(bytes)?;
        Some(Self { typed, base: None })
    }
}

/// Texts, sets: a draft of the time when there were no parts.
type WithoutParts = (Vec<(u32, String)>, Vec<(u32, Vec<String>)>);

/// The number of the tags of a customer, the only set that drafts had at first.
const FIRST_SET: u32 = 10;

impl Kept {
    /// A draft of the time before there was a base, before there were parts, or when there was
    /// one set.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if let Ok((kept, [])) = postcard::take_from_bytes::<Self>(bytes) {
            return Some(kept);
        }
        let parts = Vec::new();
        if let Ok(((texts, sets), [])) = postcard::take_from_bytes::<WithoutParts>(bytes) {
            return Some(Self { texts, sets, parts });
        }
        let (texts, tags) = postcard::from_bytes(bytes).ok()?;
        let sets = vec![(FIRST_SET, tags)];
        Some(Self { texts, sets, parts })
    }

    pub fn text_of(&self, field: &Field) -> Option<&str> {
        let found = self.texts.iter().find(|(no, _)| *no == field.no.0);
        found.map(|(_, text)| text.as_str())
    }

    pub fn set_of(&self, field: &Field) -> Option<&[String]> {
        let found = self.sets.iter().find(|(no, _)| *no == field.no.0);
        found.map(|(_, all)| all.as_slice())
    }

    pub fn text(&self, field: &Field) -> &str {
        self.text_of(field).unwrap_or_default()
    }

    pub fn set(&self, field: &Field) -> &[String] {
        self.set_of(field).unwrap_or_default()
    }

    /// Replaces what is in the input of a field.
    pub fn put_text(&mut self, field: FieldNo, text: String) {
        match self.texts.iter_mut().find(|(no, _)| *no == field.0) {
            Some(place) => place.1 = text,
            None => self.texts.push((field.0, text)),
        }
    }

    /// Replaces the elements of a set.
    pub fn put_set(&mut self, field: FieldNo, all: Vec<String>) {
        match self.sets.iter_mut().find(|(no, _)| *no == field.0) {
            Some(place) => place.1 = all,
            None => self.sets.push((field.0, all)),
        }
    }

    /// What stood when nobody kept it: it is equal to nothing, so that a person is asked wherever
    /// a draft and what stands now differ.
    pub fn unknown(&self) -> Self {
        let nothing = |texts: &[(u32, String)]| {
            let texts = texts.iter();
            texts.map(|(no, _)| (*no, UNKNOWN.to_owned())).collect()
        };
        Self {
            texts: nothing(&self.texts),
            sets: Vec::new(),
            parts: self
                .parts
                .iter()
                .map(|row| KeptRow {
                    texts: nothing(&row.texts),
                    ..row.clone()
                })
                .collect(),
        }
    }

    /// Whether nobody knows what stood in a field.
    pub fn is_unknown(&self, field: FieldNo) -> bool {
        self.texts.contains(&(field.0, UNKNOWN.to_owned()))
    }

    /// Of what stood, what an input was made of.
    fn only(&self, typed: &Self) -> Self {
        let has_text = |no: u32| typed.texts.iter().any(|(have, _)| *have == no);
        let has_set = |no: u32| typed.sets.iter().any(|(have, _)| *have == no);
        let texts = self.texts.iter().filter(|(no, _)| has_text(*no));
        let sets = self.sets.iter().filter(|(no, _)| has_set(*no));
        Self {
            texts: texts.cloned().collect(),
            sets: sets.cloned().collect(),
            parts: self.parts.clone(),
        }
    }

    /// What is stored; for a new record what it begins with. None when there is no such record.
    pub fn stored(
        replica: &Replica,
        kind: &Kind,
        record: Option<RecordId>,
        begin: &[(FieldNo, String)],
    ) -> Option<Self> {
        let row = match record {
            Some(id) => Some(replica.get(kind.no, id)?),
            None => None,
        };
        let mut kept = Self::default();
        for field in kind.fields {
            let no = field.no;
            if field.holds.is_set() {
                let all = row.map_or(Vec::new(), |row| row.elements(no));
                let all = all.into_iter().map(str::to_owned).collect();
                kept.sets.push((no.0, all));
                continue;
            }
            let text = match row {
                Some(row) => value::typed(&row.value(no)),
                None => match begin.iter().find(|(field, _)| *field == no) {
                    Some((_, text)) => text.clone(),
                    None => beginning(field),
                },
            };
            kept.texts.push((no.0, text));
        }
        if let Some(id) = record {
            for (part, of, _) in model::parts_of(kind.no) {
                let rows = lines::parts(replica, part, of, id).into_iter();
                kept.parts.extend(rows.map(|row| kept_row(part, of, row)));
            }
        }
        Some(kept)
    }
}

fn kept_row(kind: &Kind, of: FieldNo, row: replica::Row<'_>) -> KeptRow {
    let fields = kind.fields.iter().filter(|field| field.no != of);
    let text = |field: &Field| (field.no.0, value::typed(&row.value(field.no)));
    KeptRow {
        kind: kind.no.0,
        record: row.id(),
        texts: fields.map(text).collect(),
    }
}

/// What a new record begins with: now for what happened, the first of the required choices.
fn beginning(field: &Field) -> String {
    match field.holds {
        FieldType::Moment if field.required => clock::to_local(clock::now()),
        FieldType::Choice(choices) if field.required => {
            choices.first().map_or(String::new(), |c| c.code.to_owned())
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(kept: &Kept) -> Option<Kept> {
        Kept::from_bytes(&postcard::to_allocvec(kept).unwrap())
    }

    #[test]
    fn a_draft_keeps_what_stood_of_what_is_typed_alone() {
        let kept = |name: &str, phone: &str| Kept {
            texts: vec![(1, name.into()), (3, phone.into())],
            sets: vec![(10, vec!["vip".into()])],
            parts: Vec::new(),
        };
        let typed = Kept {
            texts: vec![(1, "王芳".into())],
            ..kept("", "")
        };
        let base = Some(kept("王", "1"));
        let bytes = Draft { typed, base }.to_bytes();
        let draft = Draft::from_bytes(&bytes).unwrap();
        let base = draft.base.unwrap();
        assert_eq!(base.texts, [(1, "王".to_owned())]);
        assert_eq!(base.sets, kept("", "").sets);
        assert_eq!(Draft::from_bytes(&MARK), None);
    }

    #[test]
    fn drafts_of_before_are_read() {
        let old: (Vec<(u16, String)>, Vec<String>) = (
            vec![(1, "王芳".into()), (3, String::new())],
            vec!["vip".into()],
        );
        let bytes = postcard::to_allocvec(&old).unwrap();
        let kept = Kept::from_bytes(&bytes).unwrap();
        assert_eq!(kept.texts, [(1, "王芳".into()), (3, String::new())]);
        assert_eq!(kept.sets, [(10, vec!["vip".to_owned()])]);
        assert_eq!(again(&kept), Some(kept));
        let later = (
            vec![(1u32, "茶".to_owned())],
            vec![(10u32, vec!["vip".to_owned()])],
        );
        let bytes = postcard::to_allocvec(&later).unwrap();
        let mut kept = Kept::from_bytes(&bytes).unwrap();
        assert_eq!((kept.texts.clone(), kept.sets.clone()), later);
        assert_eq!(kept.parts, []);
        kept.parts.push(KeptRow {
            kind: 16,
            record: RecordId([7; 16]),
            texts: vec![(4, "2".into())],
        });
        let bytes = postcard::to_allocvec(&kept).unwrap();
        let base = None;
        assert_eq!(Draft::from_bytes(&bytes), Some(Draft { typed: kept, base }));
    }
}
