//! Taking rows: finding the record each is about, and the operations that bring it in.
//!
//! Must stay true: nothing is remembered of a row that is refused; a record that was touched by a
//! row before is not compared with what the replica still holds.

mod resolve;
mod write;

use crate::cycle::Owners;
use crate::field::Fields;
use crate::likeness::Likeness;
use crate::lookup::{Known, Lookup, Names, referred};
use crate::{Key, OnMatch, Refused, Setup, Tally, Why};
use exchange::record::{Said, Sheet, read_row};
use find::Readings;
use model::{Invalid, KindNo, RecordId};
use replica::{Op, Replica, Respond};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Gives a fresh identity each time it is asked.
pub type NewId<'a> = &'a mut dyn FnMut() -> RecordId;

/// Stands for several records, whichever they are.
const SEVERAL: RecordId = RecordId([0; 16]);

/// A file on its way in.
#[derive(Debug)]
pub struct Intake {
    setup: Setup,
    fields: Fields,
    keys: Names,
    likeness: Option<Likeness>,
    lookups: BTreeMap<KindNo, Lookup>,
    /// Registers still to be gone over, each from which row.
    jobs: Vec<(KindNo, u32)>,
    /// Owners that were made by name and that no row has described yet.
    stubs: HashMap<String, RecordId>,
    touched: BTreeSet<RecordId>,
    /// Records that rows before made: the replica may not have them yet.
    made: BTreeSet<RecordId>,
    owners: Owners,
    tally: Tally,
}

impl Intake {
    /// For a file of about so many rows. Without `readings`, names are compared by their
    /// characters alone.
    pub fn new(
        setup: Setup,
        readings: Option<Rc<Readings>>,
        replica: &Replica,
        rows: usize,
    ) -> Self {
        let kind = setup.kind;
        let fields = Fields::of(kind);
        let known = replica
            .table(kind.no)
            .map_or(0, |table| table.end() as usize);
        let people = fields.is_people() && setup.makes_records();
        let named = setup.maps(kind.title) || setup.plan.names();
        let reached = Key::choices(kind, &setup.plan)
            .iter()
            .any(|key| matches!(key, Key::Phone | Key::Email));
        let likeness =
            (people && (named || reached)).then(|| Likeness::new(readings, known + rows));
        let mut lookups = BTreeMap::new();
        for no in referred(kind, |no| setup.maps(no)) {
            if let Some(other) = model::kind(no) {
                let there = replica.table(no).map_or(0, |table| table.end() as usize);
                let coming = if no == kind.no { rows } else { 0 };
                lookups.insert(no, Lookup::new(other, there + coming));
            }
        }
        let mut keys = Names::default();
        let matches = setup.key != Key::New && setup.on_match != OnMatch::Insert;
        if matches {
            keys.reserve(known + rows);
        }
        let mut jobs: Vec<(KindNo, u32)> = lookups.keys().map(|no| (*no, 0)).collect();
        if (matches || likeness.is_some()) && !lookups.contains_key(&kind.no) {
            jobs.push((kind.no, 0));
        }
        Self {
            setup,
            fields,
            keys,
            likeness,
            lookups,
            jobs,
            stubs: HashMap::new(),
            touched: BTreeSet::new(),
            made: BTreeSet::new(),
            owners: Owners::default(),
            tally: Tally::default(),
        }
    }

    /// Goes over at most so many of the records that are known; true once there are no more. To
    /// be called until then, before the first row.
    pub fn prepare(&mut self, replica: &Replica, most: u32) -> bool {
        let Some((no, from)) = self.jobs.pop() else {
            return true;
        };
        let Some(table) = replica.table(no) else {
            return self.jobs.is_empty();
        };
        let to = table.end().min(from.saturating_add(most));
        let own = no == self.setup.kind.no;
        for row in (from..to).filter_map(|row| table.at(row)) {
            if let Some(lookup) = self.lookups.get_mut(&no) {
                lookup.add(row.id(), &row);
            }
            if !own {
                continue;
            }
            if self.setup.on_match != OnMatch::Insert {
                for key in self.setup.key.of(&self.fields, &row) {
                    self.keys.add(&key, row.id());
                }
            }
            if let Some(likeness) = &mut self.likeness {
                let keys = likeness.keys(&self.fields, &row);
                likeness.add(keys);
            }
        }
        if to < table.end() {
            self.jobs.push((no, to));
        }
        self.jobs.is_empty()
    }

    /// Gives back a part of the memory, once it is no longer needed: all at once that takes long.
    /// True when the rest is little.
    pub fn give_back(&mut self, some: usize) -> bool {
        self.likeness
            .as_mut()
            .is_none_or(|likeness| likeness.give_back(some))
    }

    /// What became of the rows so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// What was decided.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What a row comes to; no operations where nothing changes.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn take(
        &mut self,
        replica: &Replica,
        row: exchange::Row<'_>,
        new_id: NewId<'_>,
    ) -> Result<Vec<Op>, Refused> {
        let sheet = Sheet {
            kind: self.setup.kind,
            plan: &self.setup.plan,
            formats: &self.setup.formats,
            labels: &self.setup.labels,
            zone: self.setup.zone,
        };
        let said = read_row(&sheet, row)?;
        let refuse = |(column, why)| Refused {
            line: row.line(),
            column,
            why,
        };
        if !self.setup.makes_records() {
            if said.answers.is_empty() {
                return Err(refuse((None, Why::Nothing)));
            }
            let mut ops = Vec::new();
            self.respond(said, None, &mut ops, new_id);
            return Ok(ops);
        }
        if said.is_empty() {
            return Err(refuse((None, Why::Nothing)));
        }
        let kind = self.setup.kind.no;
        match self
            .known(&said)
            .map_err(|why| refuse((self.key_column(), why)))?
        {
            Some(record) if record != SEVERAL && self.is_gone(replica, kind, record) => {
                Err(refuse((self.key_column(), Why::Gone)))
            }
            Some(_) if self.setup.on_match == OnMatch::Skip => {
                self.tally.known += 1;
                Ok(Vec::new())
            }
            Some(record) => self.change(replica, said, record, new_id).map_err(refuse),
            None => self.make(replica, said, new_id).map_err(refuse),
        }
    }

    /// The record that a row is about.
    fn known(&self, said: &Said) -> Result<Option<RecordId>, Why> {
        if self.setup.on_match == OnMatch::Insert {
            return Ok(None);
        }
        let mut found = None;
        for key in self.setup.key.of(&self.fields, said) {
            match (self.keys.get(&key), found) {
                (None, _) => {}
                (Some(Known::One(record)), None) => found = Some(record),
                (Some(Known::One(record)), Some(known)) if record == known => {}
                // Whichever it is, it is passed over.
                (Some(_), known) if self.setup.on_match == OnMatch::Skip => {
                    found = known.or(Some(SEVERAL));
                }
                (Some(_), _) => return Err(Why::SeveralMatches),
            }
        }
        Ok(found)
    }

    /// Whether a record that was found, here or before the first row, is there no more.
    fn is_gone(&self, replica: &Replica, kind: KindNo, record: RecordId) -> bool {
        let Some(table) = replica.table(kind) else {
            return !self.made.contains(&record);
        };
        let kept = table.row(record).is_some();
        table.get(record).is_none() && (kept || !self.made.contains(&record))
    }

    fn key_column(&self) -> Option<usize> {
        match self.setup.key {
            Key::Text(no) => self.setup.column_of(no),
            _ => None,
        }
    }

    /// Notes that a record is known from now on by what the row says.
    fn note(&mut self, record: RecordId, said: &Said) {
        if self.setup.key != Key::New && self.setup.on_match != OnMatch::Insert {
            for key in self.setup.key.of(&self.fields, said) {
                self.keys.add(&key, record);
            }
        }
        if let Some(lookup) = self.lookups.get_mut(&self.setup.kind.no) {
            lookup.add(record, said);
        }
    }

    fn respond(
        &mut self,
        said: Said,
        subject: Option<RecordId>,
        ops: &mut Vec<Op>,
        new_id: NewId<'_>,
    ) {
        let Some(form) = self.setup.form.filter(|_| !said.answers.is_empty()) else {
            return;
        };
        self.tally.responses += 1;
        self.tally.answers += said.answers.len();
        ops.push(Op::Respond(Box::new(Respond {
            id: new_id(),
            form,
            version: 1,
            subject,
            taken_at: said.taken.map_or(self.setup.now, noon),
            consent: None,
            supersedes: None,
            answers: said.answers,
        })));
    }
}

/// A day as a moment that is on that day in nearly every time zone.
fn noon(day: model::Date) -> i64 {
    i64::from(day.0) * 86_400_000 + 43_200_000
}

/// That a field has to be filled.
fn required() -> Why {
    Why::Cell(Invalid::Required.into())
}
