//! The import in hand: which step, which file, what was said about it.
//!
//! Must stay true: going back loses nothing; an answer that comes after another file was chosen
//! changes nothing; leaving the page stops a look-through but never an import.

use super::convert::{self, Asking};
use super::draft::{self, Draft};
use super::run::{self, Order, Outcome, Tally};
use super::scan::{Seen, scan};
use super::stream::Reading;
use super::words::{self, Trouble};
use crate::platform::office::Table;
use crate::session::{Desk, Imported};
use crate::text::{self, fill, import as labels};
use crate::ui::toast;
use exchange::{Encoding, Plan, PlanError, Use, suggest};
use leptos::prelude::*;
use model::{BatchId, IMPORT, RecordId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
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
    Columns,
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
    /// The file.
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
    /// What was said of each column.
    pub drafts: RwSignal<Vec<Draft>>,
    /// Which column the others are to explain.
    pub outcome: RwSignal<Option<usize>>,
    /// The name of the survey.
    pub title: RwSignal<String>,
    /// What went wrong.
    pub trouble: RwSignal<Option<Trouble>>,
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
            file: RwSignal::new_local(None),
            reading: RwSignal::new(None),
            scanning: RwSignal::new(None),
            seen: RwSignal::new_local(None),
            scan_no: RwSignal::new(0),
            retried: RwSignal::new(false),
            drafts: RwSignal::new(Vec::new()),
            outcome: RwSignal::new(None),
            title: RwSignal::new(String::new()),
            trouble: RwSignal::new(None),
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
        on_cleanup(move || {
            if work.scanning.get_untracked().is_some() {
                work.cancel();
            }
        });
        work
    }

    /// The name of the file.
    pub fn name(self) -> String {
        self.file
            .with(|file| file.as_ref().map(File::name).unwrap_or_default())
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

    /// Takes a file that was picked or dropped.
    pub fn take(self, file: File) {
        let cancelled = self.begin();
        self.trouble.set(None);
        self.scanning.set(Some(0.0));
        self.file.set(Some(file.clone()));
        self.seen.set(None);
        self.done.set(None);
        self.reading.set(None);
        self.came.set(None);
        spawn_local(async move {
            match convert::ready(self, file, &cancelled).await {
                Ok((file, reading)) if !cancelled.get() => {
                    let _ = self.file.try_set(Some(file.clone()));
                    let _ = self.title.try_set(stem(&file.name()));
                    self.scan(file, reading, cancelled, true).await;
                }
                Ok(_) => {}
                Err(why) => self.fail(why, &cancelled),
            }
        });
    }

    /// Reads the file in another way.
    pub fn read_as(self, reading: Reading) {
        let Some(file) = self.file.get_untracked() else {
            return;
        };
        let cancelled = self.begin();
        self.trouble.set(None);
        self.seen.set(None);
        self.scanning.set(Some(0.0));
        spawn_local(self.scan(file, reading, cancelled, false));
    }

    fn fail(self, why: Trouble, cancelled: &Cell<bool>) {
        if cancelled.get() && why != Trouble::Stopped {
            return;
        }
        let shown = (why != Trouble::Stopped).then_some(why);
        let _ = self.trouble.try_set(shown);
        let _ = self.scanning.try_set(None);
    }

    async fn scan(self, file: File, reading: Reading, cancelled: Rc<Cell<bool>>, guessed: bool) {
        let on = move |share| {
            let _ = self.scanning.try_set(Some(share));
        };
        let _ = self.reading.try_set(Some(reading));
        let _ = self.retried.try_set(false);
        let mut seen = scan(&file, reading, on, &cancelled).await;
        let utf8 = matches!(reading.encoding, Encoding::Utf8 | Encoding::Utf8Bom);
        if seen == Err(Trouble::Misread) && guessed && utf8 && !cancelled.get() {
            let reading = Reading {
                encoding: Encoding::Gb18030,
                ..reading
            };
            seen = scan(&file, reading, on, &cancelled).await;
            if seen.is_ok() {
                let _ = self.reading.try_set(Some(reading));
                let _ = self.retried.try_set(true);
            }
        }
        match seen {
            Err(why) => self.fail(why, &cancelled),
            Ok(_) if cancelled.get() => {}
            Ok(seen) => self.show(seen),
        }
    }

    fn show(self, seen: Seen) {
        let columns = &seen.profile.columns;
        let mut uses = suggest(columns);
        for (used, column) in uses.iter_mut().zip(columns) {
            // The reasons of an earlier import are for people, not for this one.
            let reason = labels::REASON;
            if column.name == reason.zh || column.name == reason.en {
                *used = Use::Ignore;
            }
        }
        let drafts = uses.iter().zip(columns);
        let drafts = drafts.map(|(used, column)| Draft::new(used, column));
        let _ = self.drafts.try_set(drafts.collect());
        let _ = self.outcome.try_set(draft::outcome(&uses));
        let _ = self.seen.try_set(Some(Rc::new(seen)));
        let _ = self.scan_no.try_update(|no| *no += 1);
        let _ = self.scanning.try_set(None);
        let _ = self.step.try_set(Step::Columns);
    }

    /// The plan as it stands.
    pub fn plan(self) -> Plan {
        self.drafts
            .with(|drafts| draft::plan(drafts, self.outcome.get()))
    }

    /// What is wrong with the plan.
    pub fn check(self) -> Result<(), PlanError> {
        self.plan().check()
    }

    /// Brings the file in.
    pub fn run(self) {
        let plan = untrack(|| self.plan());
        let (file, reading) = (self.file.get_untracked(), self.reading.get_untracked());
        let (Some(file), Some(reading), Some(seen)) = (file, reading, self.seen.get_untracked())
        else {
            return;
        };
        if plan.check().is_err() || self.current.get_untracked().is_some() {
            return;
        }
        let columns = seen.profile.columns.iter();
        let order = Order {
            file,
            reading,
            plan,
            names: columns.map(|column| column.name.clone()).collect(),
            title: self.title.get_untracked(),
        };
        let came = self.came.get_untracked();
        let cancelled = self.begin();
        STOP.with(|stop| stop.replace(cancelled.clone()));
        let open = self.desk.open();
        self.trouble.set(None);
        self.running.set((Tally::default(), 0.0));
        self.step.set(Step::Run);
        spawn_local(async move {
            let current = CURRENT.with(Clone::clone);
            let started = |record| current.set(Some(record));
            let tell = move |tally, share| {
                let _ = self.running.try_set((tally, share));
            };
            let ended = run::run(&open, &order, started, tell, &cancelled).await;
            current.set(None);
            match ended {
                Ok(mut outcome) => {
                    convert::lines_of_source(came.as_deref(), &mut outcome.refused);
                    let Some(left) = self.done.try_set(Some(Rc::new(outcome))).flatten() else {
                        let _ = self.step.try_set(Step::Done);
                        return;
                    };
                    let people = untrack(|| words::people(left.tally.people));
                    let blanks = [("file", left.file.as_str()), ("people", &people)];
                    toast(fill(text::now(labels::LEFT_DONE), &blanks));
                }
                Err(why) => {
                    let _ = self.trouble.try_set(Some(why));
                    let _ = self.step.try_set(Step::Columns);
                }
            }
        });
    }

    /// Asks whether an import is to be undone.
    pub fn ask(self, undoable: Undoable) {
        self.asked.set(Some(undoable));
        self.asking.set(true);
    }

    /// Undoes the import that was asked about.
    pub fn undo(self) {
        let Some(asked) = self.asked.get_untracked() else {
            return;
        };
        if self.undoing.get_untracked().is_some() {
            return;
        }
        let record = asked.record;
        self.undoing.set(Some((record, 0.0)));
        let open = self.desk.open();
        spawn_local(async move {
            let import = Imported {
                record,
                batch: asked.batch,
            };
            let on = move |share| {
                let _ = self.undoing.try_set(Some((record, share)));
            };
            let undone = open.undo_import(import, on).await;
            let _ = self.undoing.try_set(None);
            match undone {
                Err(why) => {
                    let _ = self.trouble.try_set(Some(Trouble::Save(why)));
                }
                Ok(()) => toast(fill(text::now(labels::UNDONE), &[("file", &asked.file)])),
            }
        });
    }

    /// Once the import on screen was taken back, here or by the button that undoes the last
    /// action, there is nothing to be said of it.
    fn watch_done(self) {
        Effect::new(move || {
            self.desk.track_others();
            let gone = |record| {
                self.desk
                    .read(|replica| replica.get(IMPORT.no, record).is_none())
            };
            let done = self.done.with(|done| done.as_ref().map(|done| done.record));
            if done.is_some_and(gone) {
                if self.step.get_untracked() == Step::Done {
                    self.step.set(Step::Columns);
                }
                self.done.set(None);
            }
        });
    }
}

/// The name of a file without what comes after its last dot.
fn stem(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => name.to_owned(),
    }
}
