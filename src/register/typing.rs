//! What is typed into a form and not saved yet.
//!
//! Must stay true: only what a person typed is written; what others changed meanwhile is taken in
//! where nothing was typed, and where something was a person chooses.

mod kept;
mod meet;

pub use kept::{Draft, Kept, KeptRow};
pub use meet::{Met, meet, merged};

use super::lines::Rows;
use super::{Lens, value};
use leptos::prelude::*;
use model::{Field, FieldNo, FieldType, Kind, RecordId, Value};
use replica::Op;

/// One input.
#[derive(Clone, Copy)]
pub struct Input {
    pub field: &'static Field,
    pub text: RwSignal<String>,
    pub set: RwSignal<Vec<String>>,
    pub error: RwSignal<Option<String>>,
    /// What somebody else made of it meanwhile, as it would be typed, until a person chooses.
    pub other: RwSignal<Option<String>>,
}

impl Input {
    pub fn new(field: &'static Field, text: String) -> Self {
        Self {
            field,
            text: RwSignal::new(text),
            set: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            other: RwSignal::new(None),
        }
    }

    /// Whether two texts say the same in it.
    pub fn same(self, one: &str, other: &str) -> bool {
        let read = |text| value::parse(self.field, text);
        one.trim() == other.trim() || matches!((read(one), read(other)), (Ok(a), Ok(b)) if a == b)
    }

    /// Takes the person's choice; gives what is to be compared with from now on.
    pub fn decide(self, theirs: bool) -> Option<String> {
        let other = self.other.try_update(Option::take).flatten()?;
        if theirs {
            self.text.set(other.clone());
            self.error.set(None);
        }
        Some(other)
    }

    /// Takes in what stands now where `base` stood; gives what is to be compared with from now on.
    pub fn meet(self, base: &str, now: &str) -> String {
        let typed = self.text.get_untracked();
        let met = meet(base, &typed, now, |a, b| self.same(a, b));
        if met == Met::Theirs {
            self.text.set(now.to_owned());
            self.error.set(None);
        }
        let other = (met == Met::Both).then(|| now.to_owned());
        if self.other.with_untracked(|before| *before != other) {
            self.other.set(other);
        }
        if met == Met::Both { base } else { now }.to_owned()
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
    /// What stood when the person began.
    pub base: StoredValue<Kept>,
    /// Counts the changes.
    pub touched: RwSignal<u32>,
}

impl Typing {
    /// Inputs for what who is at work may change.
    pub fn new(kind: &'static Kind, lens: Lens, base: Kept) -> Self {
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
            base: StoredValue::new(base),
            touched: RwSignal::new(0),
        }
    }

    /// Takes in what others changed since the base; what they and the person changed to different
    /// things is marked, for the person to choose.
    pub fn meet(self, now: &Kept) {
        let Some(mut base) = self.base.try_get_value() else {
            return;
        };
        // A sum of lines that both added to is that of all lines.
        let follows: Vec<(Rows, bool)> = self
            .rows
            .get_value()
            .into_iter()
            .map(|rows| {
                let follows = rows.follows(self, now);
                rows.meet(&mut base.parts, &now.parts);
                (rows, follows)
            })
            .collect();
        for input in self.inputs.get_value() {
            let field = input.field;
            if field.holds.is_set() {
                let typed = input.set.get_untracked();
                let all = merged(base.set(field), &typed, now.set(field));
                if all != typed {
                    input.set.set(all);
                }
                base.put_set(field.no, now.set(field).to_vec());
            } else {
                let stands = input.meet(base.text(field), now.text(field));
                base.put_text(field.no, stands);
            }
        }
        for (rows, follows) in follows {
            rows.settle(self, follows, &mut base, now);
        }
        self.base.set_value(base);
    }

    /// Takes the person's choice between what they typed and what somebody else did.
    pub fn decide(self, input: Input, theirs: bool) {
        let Some(other) = input.decide(theirs) else {
            return;
        };
        self.base
            .update_value(|base| base.put_text(input.field.no, other));
        self.touched.update(|n| *n += 1);
    }

    /// Whether something is still to be chosen.
    pub fn is_undecided(self) -> bool {
        let open = |input: &Input| input.other.with_untracked(Option::is_some);
        let here = self.inputs.with_value(|inputs| inputs.iter().any(open));
        here || self.rows.get_value().into_iter().any(Rows::is_undecided)
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
                input.other.set(None);
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
        record: RecordId,
        new: bool,
        said: impl Fn(model::Invalid) -> String,
    ) -> Option<Vec<Op>> {
        let kind = self.kind.no;
        let before = &self.base.try_get_value()?;
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
                        let same = input.same(before.text(input.field), &typed);
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
