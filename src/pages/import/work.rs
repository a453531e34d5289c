//! The import in hand: which step, which file, what was said about it.
//!
//! Must stay true: going back loses nothing; an answer that comes after another file was chosen
//! changes nothing; leaving the page stops a look-through but never an import.

mod file;
mod go;
mod take_back;

pub use file::{matching, matching_code};

use super::convert::Asking;
use super::draft::{self, Draft};
use super::feed::Order;
use super::look::Looked;
use super::run::Outcome;
use super::scan::Seen;
use super::stream::Reading;
use super::words::Trouble;
use crate::platform::clock;
use crate::platform::office::Table;
use crate::register::{lens_now, may_write};
use crate::session::{Desk, Failure};
use crate::text::{import as labels, now};
use exchange::record::label_of;
use exchange::{Plan, PlanError, Use, Zone};
use intake::{Key, OnLike, OnMatch, Setup, Tally};
use leptos::prelude::*;
use model::{BatchId, CUSTOMER, FieldNo, Kind, KindNo, RecordId, Value, customer};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::File;

thread_local! {
    /// The record of the import that is coming in: it goes on when the page is left.
    static CURRENT: ArcRwSignal<Option<RecordId>> = ArcRwSignal::new(None);
    /// What stops it.
    static STOP: RefCell<Rc<Cell<bool>>> = RefCell::default();
}

/// Stops the import that is coming in, whichever page began it.
pub fn stop_current() {
    STOP.with_borrow(|stop| stop.set(true));
}

/// Where the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Choosing a file.
    Choose,
    /// Saying what its columns are.
    Mapping,
    /// Seeing what would come of it.
    DryRun,
    /// It is being brought in.
    Run,
    /// It is in.
    Done,
}

/// An import that may be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// Its record.
    pub record: RecordId,
    /// Its batch.
    pub batch: Option<BatchId>,
    /// The name of the file.
    pub file: String,
}

/// The import in hand. Copied into every closure; the page owns it.
#[derive(Clone, Copy)]
pub struct Work {
    desk: Desk,
    /// The step.
    pub step: RwSignal<Step>,
    /// Into which register.
    pub kind: RwSignal<KindNo>,
    /// Whether a person chose it.
    pub kind_chosen: RwSignal<bool>,
    /// The file, as the person picked it.
    pub picked: RwSignal<Option<File>, LocalStorage>,
    /// The file as text.
    pub file: RwSignal<Option<File>, LocalStorage>,
    /// How it is read.
    pub reading: RwSignal<Option<Reading>>,
    /// How much of it was looked through, while that goes on.
    pub scanning: RwSignal<Option<f64>>,
    /// What was seen.
    pub seen: RwSignal<Option<Rc<Seen>>, LocalStorage>,
    /// Counts up with each look-through, so that cards are drawn anew.
    pub scan_no: RwSignal<u32>,
    /// Whether the encoding had to be changed on the way.
    pub retried: RwSignal<bool>,
    /// When the columns were last said to be what they are here; none when they were guessed.
    pub recalled: RwSignal<Option<i64>>,
    /// What was said of each column.
    pub drafts: RwSignal<Vec<Draft>>,
    /// Which column the others are to explain.
    pub outcome: RwSignal<Option<usize>>,
    /// By what known records are found.
    pub key: RwSignal<Key>,
    /// What is done with them.
    pub on_match: RwSignal<OnMatch>,
    /// What is done with those that look alike: `keep`, `tag` or `skip`.
    pub on_like: RwSignal<String>,
    /// The name of the survey.
    pub title: RwSignal<String>,
    /// What went wrong.
    pub trouble: RwSignal<Option<Trouble>>,
    /// How far the dry run is, while it goes on.
    pub looking: RwSignal<Option<f64>>,
    /// What would come of it.
    pub looked: RwSignal<Option<Rc<Looked>>, LocalStorage>,
    /// How much has come in, and how much of the file is read.
    pub running: RwSignal<(Tally, f64)>,
    /// The record of the import that is coming in.
    pub current: RwSignal<Option<RecordId>>,
    /// What came of it.
    pub done: RwSignal<Option<Rc<Outcome>>, LocalStorage>,
    /// Which import is asked about.
    pub asked: RwSignal<Option<Undoable>>,
    /// Whether it is asked.
    pub asking: RwSignal<bool>,
    /// Which import is being undone, and how far.
    pub undoing: RwSignal<Option<(RecordId, f64)>>,
    /// Which sheet of a workbook is asked for.
    pub sheets: RwSignal<Option<Rc<Asking>>, LocalStorage>,
    /// What a workbook or cards became, and what did not come along.
    pub came: RwSignal<Option<Rc<Table>>, LocalStorage>,
    cancelled: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

impl Work {
    /// Nothing chosen yet.
    pub fn new(desk: Desk) -> Self {
        let work = Self {
            desk,
            step: RwSignal::new(Step::Choose),
            kind: RwSignal::new(CUSTOMER.no),
            kind_chosen: RwSignal::new(false),
            picked: RwSignal::new_local(None),
            file: RwSignal::new_local(None),
            reading: RwSignal::new(None),
            scanning: RwSignal::new(None),
            seen: RwSignal::new_local(None),
            scan_no: RwSignal::new(0),
            retried: RwSignal::new(false),
            recalled: RwSignal::new(None),
            drafts: RwSignal::new(Vec::new()),
            outcome: RwSignal::new(None),
            key: RwSignal::new(Key::New),
            on_match: RwSignal::new(OnMatch::Update),
            on_like: RwSignal::new("keep".to_owned()),
            title: RwSignal::new(String::new()),
            trouble: RwSignal::new(None),
            looking: RwSignal::new(None),
            looked: RwSignal::new_local(None),
            running: RwSignal::new((Tally::default(), 0.0)),
            current: RwSignal::from(CURRENT.with(Clone::clone)),
            done: RwSignal::new_local(None),
            asked: RwSignal::new(None),
            asking: RwSignal::new(false),
            undoing: RwSignal::new(None),
            sheets: RwSignal::new_local(None),
            came: RwSignal::new_local(None),
            cancelled: StoredValue::new_local(Rc::new(Cell::new(false))),
        };
        work.watch_done();
        work.watch_key();
        on_cleanup(move || {
            let idle =
                work.scanning.get_untracked().is_none() && work.looking.get_untracked().is_none();
            if !idle {
                work.cancel();
            }
        });
        work
    }

    /// The name of the file.
    pub fn name(self) -> String {
        self.picked
            .with(|file| file.as_ref().map(File::name).unwrap_or_default())
    }

    /// The register, with the fields that were added to it.
    pub fn register(self) -> &'static Kind {
        let kind = self.kind.get();
        self.desk.open().kind(kind).unwrap_or(&CUSTOMER)
    }

    /// Stops what is going on.
    pub fn cancel(self) {
        self.cancelled.with_value(|cancelled| cancelled.set(true));
    }

    /// Stops what went on before and gives the sign that stops what comes now.
    fn begin(self) -> Rc<Cell<bool>> {
        self.cancel();
        let cancelled = Rc::new(Cell::new(false));
        self.cancelled.set_value(cancelled.clone());
        cancelled
    }

    /// The plan as it stands.
    pub fn plan(self) -> Plan {
        self.drafts
            .with(|drafts| draft::plan(drafts, self.outcome.get()))
    }

    /// What is wrong with the plan.
    pub fn check(self) -> Result<(), PlanError> {
        self.plan().check_for(self.register())
    }

    /// The keys that known records can be found by.
    pub fn keys(self) -> Vec<Key> {
        Key::choices(self.register(), &self.plan())
    }

    /// A key that is no longer among the columns finds nothing: the surest that is left does.
    fn watch_key(self) {
        Effect::new(move || {
            let keys = self.keys();
            if !keys.contains(&self.key.get()) {
                self.key.set(keys.last().copied().unwrap_or_default());
            }
        });
    }

    /// That who is at work may fill everything the file would fill.
    fn check_rights(self) -> Result<(), Trouble> {
        let (lens, kind) = (lens_now(self.desk), untrack(|| self.register()));
        let open = |draft: &Draft| draft.used().is_open(kind, |field| lens.writes(field));
        let open = self.drafts.with_untracked(|drafts| drafts.iter().all(open));
        let fine = open && untrack(|| may_write(self.desk, kind));
        fine.then_some(()).ok_or(Trouble::Save(Failure {
            code: "session.not_allowed",
        }))
    }

    /// What is to be done, as it stands.
    fn order(self) -> Option<Order> {
        let (file, reading) = (self.file.get_untracked()?, self.reading.get_untracked()?);
        let seen = self.seen.get_untracked()?;
        untrack(|| self.check()).ok()?;
        let (plan, kind) = untrack(|| (self.plan(), self.register()));
        let columns = &seen.profile.columns;
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let formats = self.drafts.with_untracked(|drafts| {
            let both = drafts.iter().zip(columns);
            both.map(|(draft, column)| draft.format(column)).collect()
        });
        let labels = plan.columns.iter().zip(&names);
        let labels = labels
            .map(|(used, name)| label_of(kind, used, name))
            .collect();
        let on_like = match self.on_like.get_untracked().as_str() {
            "tag" => OnLike::Tag(now(labels::LIKE_TAG).to_owned()),
            "skip" => OnLike::Skip,
            _ => OnLike::Keep,
        };
        let setup = Setup {
            begin: beginning(kind, &plan),
            kind,
            plan,
            formats,
            labels,
            zone: Zone::Told(clock::ahead_at),
            key: self.key.get_untracked(),
            on_match: self.on_match.get_untracked(),
            on_like,
            form: None,
            now: clock::now(),
        };
        Some(Order {
            file,
            name: untrack(|| self.name()),
            reading,
            setup,
            names,
            title: self.title.get_untracked(),
            rows: usize::try_from(seen.profile.rows).unwrap_or_default(),
        })
    }
}

/// What new records begin with where no column says: a customer is a person who came by a file.
fn beginning(kind: &Kind, plan: &Plan) -> Vec<(FieldNo, Value)> {
    if kind.no != CUSTOMER.no {
        return Vec::new();
    }
    let begin = [(customer::KIND, "person"), (customer::ACQUIRED, "import")];
    let open = begin
        .iter()
        .filter(|(no, _)| !plan.columns.contains(&Use::Field(*no)));
    open.map(|(no, code)| (*no, Value::Choice((*code).to_owned())))
        .collect()
}
