//! Which records a row refers to; owners of the same register that are not there yet are made.
//!
//! Must stay true: what was made by name is described by the row of that name, when it comes.

use super::{Intake, NewId};
use crate::Why;
use crate::field::fold;
use crate::lookup::Known;
use exchange::record::Said;
use model::{Field, FieldNo, FieldType, KindNo, RecordId, Value};
use replica::{Op, Replica};

/// Where and why a row is refused.
pub type Fault = (Option<usize>, Why);

/// Whom a field refers to.
pub enum Target {
    /// A record that is there, or was made by a row before.
    Known(RecordId),
    /// One of this register that has to be made, by its name.
    Made(String),
}

impl Intake {
    /// Whom the row refers to. `record` is the one it is about, where that is known.
    pub(super) fn resolve(
        &self,
        replica: &Replica,
        said: &Said,
        record: Option<RecordId>,
    ) -> Result<Vec<(FieldNo, Target)>, Fault> {
        let mut all = Vec::with_capacity(said.references.len());
        for (no, name, column) in &said.references {
            let field = self.setup.kind.field(*no);
            let Some(field) = field else { continue };
            let FieldType::Ref(to) = field.holds else {
                continue;
            };
            let target = self
                .whom(replica, said, record, field, to, name)
                .map_err(|why| (Some(*column), why))?;
            all.push((*no, target));
        }
        Ok(all)
    }

    fn whom(
        &self,
        replica: &Replica,
        said: &Said,
        record: Option<RecordId>,
        field: &Field,
        to: KindNo,
        name: &str,
    ) -> Result<Target, Why> {
        let own = to == self.setup.kind.no;
        let mut known = self.lookups.get(&to).and_then(|lookup| lookup.find(name));
        if known.is_none()
            && let Ok(id) = name.parse::<RecordId>()
            && replica.get(to, id).is_some()
        {
            known = Some(Known::One(id));
        }
        match known {
            Some(Known::Several) => Err(Why::SeveralRecords),
            Some(Known::One(target)) if self.is_gone(replica, to, target) => Err(Why::NoSuchRecord),
            Some(Known::One(target)) => {
                let closes = record.is_some_and(|record| {
                    own && self.owners.closes(replica, to, field.no, record, target)
                });
                if closes {
                    Err(Why::Cycle)
                } else {
                    Ok(Target::Known(target))
                }
            }
            None if own && !field.required && self.fields.title.is_some() => {
                let title = self.fields.title.and_then(|no| said.text(no));
                if title.is_some_and(|title| fold(title) == fold(name)) {
                    return Err(Why::Cycle);
                }
                let title = self.setup.kind.field(self.setup.kind.title);
                title
                    .map_or(Ok(Value::Nothing), |title| title.parse(name))
                    .map_err(|why| Why::Cell(why.into()))?;
                Ok(Target::Made(name.to_owned()))
            }
            None => Err(Why::NoSuchRecord),
        }
    }

    /// The operations that make a record refer to whom it should; those of records to be made
    /// come first in `before`.
    pub(super) fn refer(
        &mut self,
        targets: Vec<(FieldNo, Target)>,
        record: RecordId,
        before: &mut Vec<Op>,
        new_id: NewId<'_>,
    ) -> Vec<(FieldNo, Value)> {
        let mut all = Vec::with_capacity(targets.len());
        for (no, target) in targets {
            let target = match target {
                Target::Known(target) => target,
                // Of two fields of a row with one name, the first has made it.
                Target::Made(name) => match self.stubs.get(&fold(&name)) {
                    Some(stub) => *stub,
                    None => self.make_owner(no, &name, before, new_id),
                },
            };
            let field = self.setup.kind.field(no);
            if field.is_some_and(|field| field.holds == FieldType::Ref(self.setup.kind.no)) {
                self.owners.set(no, record, target);
            }
            all.push((no, Value::Ref(target)));
        }
        all
    }

    fn make_owner(
        &mut self,
        no: FieldNo,
        name: &str,
        ops: &mut Vec<Op>,
        new_id: NewId<'_>,
    ) -> RecordId {
        let kind = self.setup.kind;
        let record = new_id();
        ops.push(Op::Create {
            kind: kind.no,
            record,
        });
        let mut set = |field, value| {
            ops.push(Op::Set {
                kind: kind.no,
                record,
                field,
                value,
            });
        };
        set(kind.title, Value::Text(name.trim().to_owned()));
        let code = kind.field(no).map_or("", |field| field.code);
        // What a field called so refers to is of the kind called so.
        let sort = kind.fields.iter().find(|field| match field.holds {
            FieldType::Choice(choices) => choices.iter().any(|choice| choice.code == code),
            _ => false,
        });
        if let Some(sort) = sort {
            set(sort.no, Value::Choice(code.to_owned()));
        }
        for (field, value) in &self.setup.begin {
            if sort.is_none_or(|sort| sort.no != *field) {
                set(*field, value.clone());
            }
        }
        self.made.insert(record);
        self.tally.owners += 1;
        self.stubs.insert(fold(name), record);
        if let Some(lookup) = self.lookups.get_mut(&kind.no) {
            lookup.call(name, record);
        }
        record
    }
}
