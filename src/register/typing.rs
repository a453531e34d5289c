//! What is typed into a form and not saved yet.

use super::lines::{self, Rows};
use super::{Lens, value};
use crate::platform::clock;
use leptos::prelude::*;
use model::{Field, FieldNo, FieldType, Kind, RecordId, Value};
use replica::{Op, Replica};
use serde::{Deserialize, Serialize};

/// What is in the inputs, by number of the field: single values and sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    texts: Vec<(u32, String)>,
    sets: Vec<(u32, Vec<String>)>,
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
}

/// Texts, sets: a draft of the time when there were no parts.
type WithoutParts = (Vec<(u32, String)>, Vec<(u32, Vec<String>)>);

/// The number of the tags of a customer, the only set that drafts had at first.
const FIRST_SET: u32 = 10;

impl Kept {
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// A draft of today, of the time before there were parts, or when there was one set.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
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

    fn text_of(&self, field: &Field) -> Option<&str> {
        let found = self.texts.iter().find(|(no, _)| *no == field.no.0);
        found.map(|(_, text)| text.as_str())
    }

    fn set_of(&self, field: &Field) -> Option<&[String]> {
        let found = self.sets.iter().find(|(no, _)| *no == field.no.0);
        found.map(|(_, all)| all.as_slice())
    }

    pub fn text(&self, field: &Field) -> &str {
        self.text_of(field).unwrap_or_default()
    }

    pub fn set(&self, field: &Field) -> &[String] {
        self.set_of(field).unwrap_or_default()
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

/// One input.
#[derive(Clone, Copy)]
pub struct Input {
    pub field: &'static Field,
    pub text: RwSignal<String>,
    pub set: RwSignal<Vec<String>>,
    pub error: RwSignal<Option<String>>,
}

impl Input {
    pub fn new(field: &'static Field, text: String) -> Self {
        Self {
            field,
            text: RwSignal::new(text),
            set: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
        }
    }
}

/// Makes signals that live as long as their owner, whoever asks for them.
pub fn owned<T>(owner: StoredValue<Option<Owner>>, make: impl FnOnce() -> T) -> T {
    match owner.try_get_value().flatten() {
        Some(owner) => owner.with(make),
        None => make(),
    }
}

/// Everything typed into the form.
#[derive(Clone, Copy)]
pub struct Typing {
    pub kind: &'static Kind,
    pub inputs: StoredValue<Vec<Input>>,
    /// The records that are parts of this one, by register.
    pub rows: StoredValue<Vec<Rows>>,
    /// Counts the changes.
    pub touched: RwSignal<u32>,
}

impl Typing {
    /// Inputs for what who is at work may change.
    pub fn new(kind: &'static Kind, lens: Lens) -> Self {
        let inputs = kind.fields.iter();
        let inputs =
            inputs.filter(|field| field.holds != FieldType::Structure && lens.writes(field));
        let inputs: Vec<Input> = inputs
            .map(|field| Input::new(field, String::new()))
            .collect();
        let rows = model::parts_of(kind.no);
        let rows: Vec<Rows> = rows
            .map(|(part, of, how)| Rows::new(part, of, how, lens))
            .collect();
        Self {
            kind,
            inputs: StoredValue::new(inputs),
            rows: StoredValue::new(rows),
            touched: RwSignal::new(0),
        }
    }

    /// The input of a field.
    pub fn input(self, field: FieldNo) -> Option<Input> {
        let found = |inputs: &Vec<Input>| inputs.iter().find(|i| i.field.no == field).copied();
        self.inputs.try_with_value(found).flatten()
    }

    pub fn kept(self) -> Kept {
        let rows = self.rows.get_value().into_iter();
        let parts = rows.flat_map(Rows::kept).collect();
        self.inputs.with_value(|inputs| {
            let (sets, singles): (Vec<&Input>, Vec<&Input>) =
                inputs.iter().partition(|input| input.field.holds.is_set());
            Kept {
                texts: singles
                    .iter()
                    .map(|i| (i.field.no.0, i.text.get_untracked()))
                    .collect(),
                sets: sets
                    .iter()
                    .map(|i| (i.field.no.0, i.set.get_untracked()))
                    .collect(),
                parts,
            }
        })
    }

    pub fn fill(self, kept: &Kept) {
        self.inputs.with_value(|inputs| {
            for input in inputs {
                if input.field.holds.is_set() {
                    // What a draft does not say stays as it is.
                    if let Some(set) = kept.set_of(input.field) {
                        input.set.set(set.to_vec());
                    }
                } else if let Some(text) = kept.text_of(input.field) {
                    input.text.set(text.to_owned());
                }
            }
        });
        for rows in self.rows.get_value() {
            rows.fill(&kept.parts);
        }
    }

    /// The operations that bring what is stored to what is typed; none when something is wrong,
    /// which is then said at its input. `said` puts a reason into words.
    pub fn operations(
        self,
        before: &Kept,
        record: RecordId,
        new: bool,
        said: impl Fn(model::Invalid) -> String,
    ) -> Option<Vec<Op>> {
        let kind = self.kind.no;
        let mut ops = Vec::new();
        let mut wrong = false;
        if new {
            ops.push(Op::Create { kind, record });
        }
        self.inputs.with_value(|inputs| {
            for input in inputs {
                let field = input.field.no;
                if input.field.holds.is_set() {
                    // What was typed and not added is meant, too.
                    let pending = input.text.get_untracked();
                    input.error.set(None);
                    if !pending.trim().is_empty() {
                        match input.field.parse_element(&pending) {
                            Ok(element) => {
                                input.set.update(|all| {
                                    if !all.contains(&element) {
                                        all.push(element);
                                    }
                                });
                                input.text.set(String::new());
                            }
                            Err(why) => {
                                input.error.set(Some(said(why)));
                                wrong = true;
                            }
                        }
                    }
                    changes_of_set(&mut ops, before.set(input.field), input, |element, add| {
                        if add {
                            Op::Add {
                                kind,
                                record,
                                field,
                                element,
                            }
                        } else {
                            Op::Remove {
                                kind,
                                record,
                                field,
                                element,
                            }
                        }
                    });
                    continue;
                }
                let typed = input.text.get_untracked();
                match value::parse(input.field, &typed) {
                    Err(why) => {
                        input.error.set(Some(said(why)));
                        wrong = true;
                    }
                    Ok(value) => {
                        input.error.set(None);
                        let same = before.text(input.field).trim() == typed.trim();
                        if (new && value != Value::Nothing) || (!new && !same) {
                            ops.push(Op::Set {
                                kind,
                                record,
                                field,
                                value,
                            });
                        }
                    }
                }
            }
        });
        for rows in self.rows.get_value() {
            let sound = rows.is_sound(self);
            match rows.operations(&before.parts, record, &said) {
                Some(more) if sound => ops.extend(more),
                _ => wrong = true,
            }
        }
        (!wrong).then_some(ops)
    }
}

fn changes_of_set(
    ops: &mut Vec<Op>,
    before: &[String],
    input: &Input,
    op: impl Fn(String, bool) -> Op,
) {
    let now = input.set.get_untracked();
    let added = now.iter().filter(|one| !before.contains(one));
    ops.extend(added.map(|one| op(one.clone(), true)));
    let gone = before.iter().filter(|one| !now.contains(one));
    ops.extend(gone.map(|one| op(one.clone(), false)));
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(Kept::from_bytes(&kept.to_bytes()), Some(kept));
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
        assert_eq!(Kept::from_bytes(&kept.to_bytes()), Some(kept));
    }
}
