//! The operations of a row: a new record, or changes to one that is known.

use super::resolve::Fault;
use super::{Intake, NewId, required};
use crate::field::{fold, phone};
use crate::{Key, OnLike};
use exchange::record::Said;
use model::{FieldNo, FieldType, Labelled, RecordId, Value};
use replica::{Op, Replica, Row};

impl Intake {
    /// A new record.
    pub(super) fn make(
        &mut self,
        replica: &Replica,
        mut said: Said,
        new_id: NewId<'_>,
    ) -> Result<Vec<Op>, Fault> {
        self.complete(&mut said)?;
        let title = self.fields.title.and_then(|no| said.text(no)).map(fold);
        let stub = title.as_ref().and_then(|t| self.stubs.get(t)).copied();
        // One that was deleted since is made anew.
        let stub = stub.filter(|stub| !self.is_gone(replica, self.setup.kind.no, *stub));
        let targets = self.resolve(replica, &said, stub)?;
        let keys = self.likeness.as_ref().map(|likeness| {
            let keys = likeness.keys(&self.fields, &said);
            (likeness.find(&keys), keys)
        });
        let mut tag = None;
        if let Some((Some(found), _)) = &keys {
            self.tally.alike += 1;
            for reason in found.reasons.iter() {
                *self.tally.reasons.entry(reason).or_default() += 1;
            }
            match &self.setup.on_like {
                OnLike::Keep => {}
                OnLike::Tag(words) => tag = Some(words.clone()),
                OnLike::Skip => {
                    self.tally.passed += 1;
                    return Ok(Vec::new());
                }
            }
        }
        let kind = self.setup.kind.no;
        let record = stub.unwrap_or_else(&mut *new_id);
        let mut ops = Vec::with_capacity(said.values.len() + said.elements.len() + 6);
        let refs = self.refer(targets, record, &mut ops, new_id);
        if stub.is_none() {
            ops.push(Op::Create { kind, record });
        } else if let Some(title) = title {
            self.stubs.remove(&title);
            self.tally.owners = self.tally.owners.saturating_sub(1);
        }
        self.note(record, &said);
        if let (Some(likeness), Some((_, keys))) = (&mut self.likeness, keys) {
            likeness.add(keys);
        }
        let begin: Vec<(FieldNo, Value)> = match stub {
            // It began when it was made.
            Some(_) => Vec::new(),
            None => {
                let begin = self.setup.begin.iter();
                let begin = begin.filter(|(no, _)| said.value(*no).is_none());
                begin.cloned().collect()
            }
        };
        let values = std::mem::take(&mut said.values);
        let set = |(field, value)| Op::Set {
            kind,
            record,
            field,
            value,
        };
        ops.extend(values.into_iter().chain(begin).map(set));
        let mut elements = std::mem::take(&mut said.elements);
        if let (Some(words), Some(tags)) = (tag, self.tags()) {
            elements.push((tags, words));
        }
        ops.extend(elements.into_iter().map(|(field, element)| Op::Add {
            kind,
            record,
            field,
            element,
        }));
        ops.extend(refs.into_iter().map(set));
        if stub.is_some() {
            self.touched.insert(record);
        }
        self.made.insert(record);
        self.tally.made += 1;
        self.respond(said, Some(record), &mut ops, new_id);
        Ok(ops)
    }

    fn tags(&self) -> Option<FieldNo> {
        let mut fields = self.setup.kind.fields.iter();
        fields.find(|f| f.holds == FieldType::Tags).map(|f| f.no)
    }

    /// Fills in what a new record cannot be without, or says that it cannot.
    fn complete(&self, said: &mut Said) -> Result<(), Fault> {
        let kind = self.setup.kind;
        for field in kind.fields.iter().filter(|field| field.required) {
            let referred = said.references.iter().any(|(no, ..)| *no == field.no);
            let begun = self.setup.begin.iter().any(|(no, _)| *no == field.no);
            if referred || begun || said.value(field.no).is_some() {
                continue;
            }
            if field.no == kind.title {
                // A number stands in for a missing name.
                let mut numbers = self.fields.numbers.iter();
                let number = numbers.find_map(|no| said.value(*no));
                if let Some(number) = number.cloned() {
                    said.values.push((field.no, number));
                    continue;
                }
            }
            match field.holds {
                FieldType::Choice([first, ..]) if self.setup.column_of(field.no).is_none() => {
                    let first = Value::Choice(first.code.to_owned());
                    said.values.push((field.no, first));
                }
                _ => {
                    let numbers = self.fields.numbers.iter();
                    let mut columns = std::iter::once(&field.no).chain(numbers);
                    let column = columns.find_map(|no| self.setup.column_of(*no));
                    return Err((column, required()));
                }
            }
        }
        Ok(())
    }

    /// Changes to a record that is known: filled cells alone, where they say something else.
    pub(super) fn change(
        &mut self,
        replica: &Replica,
        mut said: Said,
        record: RecordId,
        new_id: NewId<'_>,
    ) -> Result<Vec<Op>, Fault> {
        let targets = self.resolve(replica, &said, Some(record))?;
        let kind = self.setup.kind.no;
        let mut ops = Vec::new();
        let refs = self.refer(targets, record, &mut ops, new_id);
        self.note(record, &said);
        if let Some(likeness) = &mut self.likeness {
            // Rows behind this one may look like what the record has become.
            let keys = likeness.keys(&self.fields, &said);
            likeness.add(keys);
        }
        let now = replica.get(kind, record);
        let now = now.filter(|_| !self.touched.contains(&record));
        let values = std::mem::take(&mut said.values);
        for (field, value) in values.into_iter().chain(refs) {
            // By its key the record was found: it says the same, be it in another writing.
            let found_by = self.setup.key == Key::Text(field);
            if found_by || now.is_some_and(|row| self.says(row, field, &value)) {
                continue;
            }
            *self.tally.fields.entry(field).or_default() += 1;
            ops.push(Op::Set {
                kind,
                record,
                field,
                value,
            });
        }
        let mut counted = None;
        for (field, element) in std::mem::take(&mut said.elements) {
            if now.is_some_and(|row| self.has(row, field, &element)) {
                continue;
            }
            if counted.replace(field) != Some(field) {
                *self.tally.fields.entry(field).or_default() += 1;
            }
            ops.push(Op::Add {
                kind,
                record,
                field,
                element,
            });
        }
        self.respond(said, Some(record), &mut ops, new_id);
        if ops.is_empty() {
            self.tally.same += 1;
        } else {
            self.touched.insert(record);
            self.tally.changed += 1;
        }
        Ok(ops)
    }

    /// Whether a record says the same already; a telephone number in another writing is the same.
    fn says(&self, row: Row<'_>, no: FieldNo, value: &Value) -> bool {
        let held = row.value(no);
        if held == *value {
            return true;
        }
        let holds = self.setup.kind.field(no).map(|field| field.holds);
        match (holds, held.as_text(), value.as_text()) {
            (Some(FieldType::Phone), Some(a), Some(b)) => {
                phone(a).is_some_and(|a| Some(a) == phone(b))
            }
            (Some(FieldType::Email), Some(a), Some(b)) => fold(a) == fold(b),
            _ => false,
        }
    }

    /// Whether a set has the element, or the same number with another label.
    fn has(&self, row: Row<'_>, no: FieldNo, element: &str) -> bool {
        let held = row.elements(no);
        if held.contains(&element) {
            return true;
        }
        let new = Labelled::of(element).text;
        let holds = self.setup.kind.field(no).map(|field| field.holds);
        match holds {
            Some(FieldType::Phones) => {
                let wanted = phone(new);
                let mut held = held.iter().map(|one| phone(Labelled::of(one).text));
                wanted.is_some() && held.any(|one| one == wanted)
            }
            Some(FieldType::Emails) => {
                let mut held = held.iter().map(|one| fold(Labelled::of(one).text));
                held.any(|one| one == fold(new))
            }
            _ => false,
        }
    }
}
