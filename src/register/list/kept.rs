//! What is kept of a person's views: a record for each, and one for what is in use.
//!
//! Must stay true: two who keep views at once lose none; what cannot be read is left as it is;
//! views of the time when one record held them all are read, and divided at the next change.

use model::{FieldNo, Kind, RecordId, VIEWS, Value, views};
use query::{MAX_VIEWS, View, Views};
use replica::{Op, Replica, Row};

/// A view, and where it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptView {
    /// Its record.
    pub record: RecordId,
    /// The view, as it was kept.
    pub view: View,
}

/// All that a person keeps of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    register: &'static str,
    me: RecordId,
    /// The views, in the order they came to be known.
    pub all: Vec<KeptView>,
    /// The one in use.
    pub used: Option<RecordId>,
    /// The columns when none is in use; those of the register when there is none.
    pub columns: Vec<FieldNo>,
    /// How many records an app of tomorrow wrote, or are damaged.
    pub unread: usize,
    /// Records that hold several views.
    old: Vec<RecordId>,
    /// Views that are to be kept each in a record of its own.
    divided: Vec<RecordId>,
    /// Whether there is a record of what is in use, and whether it can be read.
    settings: Option<bool>,
}

/// The same record wherever it is made.
fn derived(of: RecordId, what: &str) -> RecordId {
    let mut hash = blake3::Hasher::new();
    hash.update(b"list settings").update(&of.0);
    hash.update(what.as_bytes());
    let mut id = [0; 16];
    hash.finalize_xof().fill(&mut id);
    RecordId(id)
}

fn definition(row: Row<'_>) -> Option<Vec<u8>> {
    match row.value(views::DEFINITION) {
        Value::Bytes(bytes) => Some(bytes),
        _ => None,
    }
}

impl Shelf {
    /// What is kept for this person.
    pub fn read(replica: &Replica, kind: &'static Kind, me: RecordId) -> Self {
        let register = kind.code;
        let settings = derived(me, register);
        let mut this = Self {
            register,
            me,
            all: Vec::new(),
            used: None,
            columns: Vec::new(),
            unread: 0,
            old: Vec::new(),
            divided: Vec::new(),
            settings: None,
        };
        let Some(table) = replica.table(VIEWS.no) else {
            return this;
        };
        let mine = |row: &Row<'_>| {
            let of = row.text(views::REGISTER) == Some(register);
            of && row.value(views::OWNER) == Value::Ref(me)
        };
        let (mut columns, mut used) = (None, None);
        for row in table.rows().filter(mine) {
            let is_settings = row.id() == settings;
            if is_settings {
                let id = row.text(views::USED).unwrap_or_default();
                used = Some(id.parse().ok());
                this.settings = Some(true);
            }
            let Some(bytes) = definition(row) else {
                continue;
            };
            let Ok(kept) = Views::from_bytes(&bytes) else {
                this.unread += 1;
                if is_settings {
                    this.settings = Some(false);
                }
                continue;
            };
            if is_settings {
                columns = Some(kept.columns);
                continue;
            }
            let one = kept.all.len() == 1 && kept.used.is_none() && kept.columns.is_empty();
            if one {
                let record = row.id();
                this.all
                    .extend(kept.all.into_iter().map(|view| KeptView { record, view }));
                continue;
            }
            this.old.push(row.id());
            if this.columns.is_empty() {
                this.columns = kept.columns;
            }
            for (at, view) in kept.all.into_iter().enumerate() {
                let record = derived(row.id(), &at.to_string());
                if kept.used == Some(at) && this.used.is_none() {
                    this.used = Some(record);
                }
                // Another device may have divided it already.
                if table.row(record).is_none() {
                    this.divided.push(record);
                    this.all.push(KeptView { record, view });
                }
            }
        }
        this.columns = columns.unwrap_or(this.columns);
        this.used = used.unwrap_or(this.used);
        if this.current().is_none() {
            this.used = None;
        }
        this
    }

    /// The view in use.
    pub fn current(&self) -> Option<&View> {
        let found = self.all.iter().find(|kept| Some(kept.record) == self.used);
        found.map(|kept| &kept.view)
    }

    fn put(&self, record: RecordId, new: bool, views: &Views) -> Vec<Op> {
        let kind = VIEWS.no;
        let mut ops = if new {
            self.new_record(record)
        } else {
            Vec::new()
        };
        if let Ok(bytes) = views.to_bytes() {
            ops.push(Op::Set {
                kind,
                record,
                field: views::DEFINITION,
                value: Value::Bytes(bytes),
            });
        }
        ops
    }

    fn new_record(&self, record: RecordId) -> Vec<Op> {
        let kind = VIEWS.no;
        let set = |field, value| Op::Set {
            kind,
            record,
            field,
            value,
        };
        vec![
            Op::Create { kind, record },
            set(views::REGISTER, Value::Text(self.register.to_owned())),
            set(views::OWNER, Value::Ref(self.me)),
        ]
    }

    /// Divides what one record held; nothing when that was done.
    fn divide(&mut self) -> Vec<Op> {
        let mut ops = Vec::new();
        for record in std::mem::take(&mut self.divided) {
            let found = self.all.iter().find(|kept| kept.record == record);
            if let Some(kept) = found {
                ops.extend(self.put(record, true, &alone(&kept.view)));
            }
        }
        let old = std::mem::take(&mut self.old);
        if !old.is_empty() {
            ops.extend(self.keep_columns());
            ops.extend(self.keep_used());
            ops.extend(old.into_iter().map(|record| Op::Delete { record }));
        }
        ops
    }

    fn settings_record(&mut self) -> (RecordId, Vec<Op>) {
        let record = derived(self.me, self.register);
        let ops = match self.settings {
            Some(_) => Vec::new(),
            None => self.new_record(record),
        };
        self.settings = self.settings.or(Some(true));
        (record, ops)
    }

    fn keep_columns(&mut self) -> Vec<Op> {
        let (record, mut ops) = self.settings_record();
        if self.settings == Some(true) {
            let columns = Views {
                columns: self.columns.clone(),
                ..Views::default()
            };
            ops.extend(self.put(record, false, &columns));
        }
        ops
    }

    fn keep_used(&mut self) -> Vec<Op> {
        let (record, mut ops) = self.settings_record();
        let used = self.used.map(|used| Value::Text(used.to_string()));
        ops.push(Op::Set {
            kind: VIEWS.no,
            record,
            field: views::USED,
            value: used.unwrap_or(Value::Nothing),
        });
        ops
    }

    /// Other columns, where no view is in use.
    pub fn show_columns(&mut self, columns: &[FieldNo]) -> Vec<Op> {
        let mut ops = self.divide();
        self.columns = columns.to_vec();
        ops.extend(self.keep_columns());
        ops
    }

    /// Uses a view, or none.
    pub fn choose(&mut self, which: Option<RecordId>) -> Vec<Op> {
        let mut ops = self.divide();
        self.used = which;
        ops.extend(self.keep_used());
        ops
    }

    /// Keeps a view instead of the one of its name, or as a new one with this id, and uses it;
    /// none when there is no room.
    pub fn save(&mut self, view: View, id: RecordId) -> Option<Vec<Op>> {
        alone(&view).to_bytes().ok()?;
        let known = self.all.iter().position(|kept| kept.view.name == view.name);
        if known.is_none() && self.all.len() >= MAX_VIEWS {
            return None;
        }
        let mut ops = self.divide();
        let record = match known.and_then(|at| self.all.get_mut(at)) {
            Some(kept) => {
                kept.view = view.clone();
                kept.record
            }
            None => {
                let view = view.clone();
                self.all.push(KeptView { record: id, view });
                id
            }
        };
        ops.extend(self.put(record, known.is_none(), &alone(&view)));
        self.used = Some(record);
        ops.extend(self.keep_used());
        Some(ops)
    }

    /// Gives up the view in use.
    pub fn remove(&mut self) -> Vec<Op> {
        let mut ops = self.divide();
        if let Some(record) = self.used.take() {
            self.all.retain(|kept| kept.record != record);
            ops.push(Op::Delete { record });
            ops.extend(self.keep_used());
        }
        ops
    }
}

/// A view as a record of its own holds it.
fn alone(view: &View) -> Views {
    Views {
        all: vec![view.clone()],
        ..Views::default()
    }
}

#[cfg(test)]
mod tests;
