//! The dry run, and the import itself.
//!
//! Must stay true: nothing is written before the person says go; an import goes on when the page
//! is left.

use super::super::convert::lines_of_source;
use super::super::look::look;
use super::super::remembered::{Remembered, remember};
use super::super::run;
use super::super::words::{self, Trouble};
use super::file::matching_code;
use super::{CURRENT, STOP, Step, Work};
use crate::platform::clock;
use crate::text::{self, fill, import as labels};
use crate::ui::toast;
use intake::Tally;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

impl Work {
    /// Looks what would come of the file.
    pub fn look(self) {
        if let Err(why) = self.check_rights() {
            return self.trouble.set(Some(why));
        }
        let Some(order) = self.order() else { return };
        let came = self.came.get_untracked();
        let cancelled = self.begin();
        let open = self.desk.open();
        self.trouble.set(None);
        self.looked.set(None);
        self.looking.set(Some(0.0));
        self.step.set(Step::DryRun);
        spawn_local(async move {
            let tell = move |share| {
                let _ = self.looking.try_set(Some(share));
            };
            let ended = look(&open, &order, tell, &cancelled).await;
            // Another look, or another file, has begun meanwhile.
            if cancelled.get() && !matches!(ended, Err(Trouble::Stopped)) {
                return;
            }
            match ended {
                Ok(mut looked) => {
                    lines_of_source(came.as_deref(), &mut looked.refused);
                    let _ = self.looked.try_set(Some(Rc::new(looked)));
                }
                Err(Trouble::Stopped) if self.begun_anew(&cancelled) => return,
                Err(why) => {
                    let shown = (why != Trouble::Stopped).then_some(why);
                    let _ = self.trouble.try_set(shown);
                    let _ = self.step.try_set(Step::Mapping);
                }
            }
            let _ = self.looking.try_set(None);
        });
    }

    /// Whether what this sign stops was followed by something else.
    fn begun_anew(self, cancelled: &Rc<std::cell::Cell<bool>>) -> bool {
        let same = self
            .cancelled
            .try_with_value(|now| Rc::ptr_eq(now, cancelled));
        same != Some(true)
    }

    /// Keeps what was said of the columns for the next file that has them.
    fn keep_mapping(self, names: &[String]) {
        let what = Remembered {
            kind: self.kind.get_untracked(),
            at: clock::now(),
            drafts: self.drafts.get_untracked(),
            outcome: self
                .outcome
                .get_untracked()
                .and_then(|at| u32::try_from(at).ok()),
            key: self.key.get_untracked().code(),
            on_match: matching_code(self.on_match.get_untracked()).to_owned(),
            on_like: self.on_like.get_untracked(),
        };
        remember(&self.desk.open(), names, what);
    }

    /// Brings the file in.
    pub fn run(self) {
        if self.current.get_untracked().is_some() {
            return self.trouble.set(Some(Trouble::Busy));
        }
        if let Err(why) = self.check_rights() {
            return self.trouble.set(Some(why));
        }
        let Some(order) = self.order() else { return };
        self.keep_mapping(&order.names);
        let came = self.came.get_untracked();
        let before = self.step.get_untracked();
        let cancelled = self.begin();
        STOP.with(|stop| stop.replace(cancelled.clone()));
        let open = self.desk.open();
        self.trouble.set(None);
        self.looking.set(None);
        self.running.set((Tally::default(), 0.0));
        self.step.set(Step::Run);
        spawn_local(async move {
            // Held until this one is in.
            let Some(_alone) = open.import_alone().await else {
                let _ = self.trouble.try_set(Some(Trouble::Busy));
                let _ = self.step.try_set(before);
                return;
            };
            let current = CURRENT.with(Clone::clone);
            let started = |record| current.set(Some(record));
            let tell = move |tally: &Tally, share| {
                let _ = self.running.try_set((tally.clone(), share));
            };
            let ended = run::run(&open, &order, started, tell, &cancelled).await;
            current.set(None);
            match ended {
                Ok(mut outcome) => {
                    lines_of_source(came.as_deref(), &mut outcome.refused);
                    let Some(left) = self.done.try_set(Some(Rc::new(outcome))).flatten() else {
                        let _ = self.looked.try_set(None);
                        let _ = self.step.try_set(Step::Done);
                        return;
                    };
                    let came = untrack(|| words::records(left.kind, left.tally.taken()));
                    let blanks = [("file", left.file.as_str()), ("people", &came)];
                    toast(fill(text::now(labels::LEFT_DONE), &blanks));
                }
                Err(why) => {
                    let shown = (why != Trouble::Stopped).then_some(why);
                    let _ = self.trouble.try_set(shown);
                    let _ = self.step.try_set(before);
                }
            }
        });
    }
}
