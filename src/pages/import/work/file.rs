//! A file that was picked: turned into text, looked through, its columns guessed or recalled.
//!
//! Must stay true: what an earlier file was said to be is never applied to other columns.

use super::super::convert;
use super::super::draft::{self, Chosen, Draft};
use super::super::remembered::{Remembered, forget, is_reason, recall};
use super::super::scan::{Seen, scan};
use super::super::stream::Reading;
use super::super::words::Trouble;
use super::{Step, Work};
use crate::register::lens_now;
use exchange::{ColumnProfile, Encoding, Use, suggest_for};
use intake::{Key, OnMatch};
use leptos::prelude::*;
use model::KindNo;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

impl Work {
    /// Takes a file that was picked or dropped.
    pub fn take(self, file: File) {
        let cancelled = self.begin();
        self.trouble.set(None);
        self.scanning.set(Some(0.0));
        self.picked.set(Some(file.clone()));
        self.file.set(None);
        self.came.set(None);
        self.seen.set(None);
        self.looked.set(None);
        self.done.set(None);
        self.reading.set(None);
        spawn_local(async move {
            let name = file.name();
            match convert::ready(self, file, &cancelled).await {
                Ok((file, reading)) if !cancelled.get() => {
                    let _ = self.title.try_set(stem(&name));
                    let _ = self.file.try_set(Some(file.clone()));
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
        self.looked.set(None);
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
            Ok(seen) => {
                let columns = &seen.profile.columns;
                let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
                let Some(chosen) = self.kind_chosen.try_get_untracked() else {
                    return;
                };
                let kind = chosen.then(|| self.kind.get_untracked());
                let reason = Draft::new(&Use::Ignore, &ColumnProfile::default());
                let open = self.desk.open();
                let found = recall(&open, &names, kind, &reason).await;
                if cancelled.get() {
                    return;
                }
                match found.filter(|found| open.kind(found.kind).is_some()) {
                    Some(found) => self.apply(seen, found),
                    None => self.guess(seen),
                }
            }
        }
    }

    /// What the columns look like.
    fn guess(self, seen: Seen) {
        let Some(kind) = self.kind.try_get_untracked() else {
            return;
        };
        let columns = &seen.profile.columns;
        let kind = self.desk.open().kind(kind);
        let mut uses = kind.map_or(Vec::new(), |kind| suggest_for(kind, columns));
        let lens = lens_now(self.desk);
        for (used, column) in uses.iter_mut().zip(columns) {
            // What the person may not change is not filled by a file of theirs.
            let chosen = Draft::new(used, column).used();
            let open = kind.is_some_and(|kind| chosen.is_open(kind, |field| lens.writes(field)));
            if is_reason(&column.name) || !open {
                *used = Use::Ignore;
            }
        }
        let drafts = uses.iter().zip(columns);
        let drafts = drafts.map(|(used, column)| Draft::new(used, column));
        let _ = self.drafts.try_set(drafts.collect());
        let _ = self.outcome.try_set(draft::outcome(&uses));
        let _ = self.recalled.try_set(None);
        let keys = untrack(|| self.keys());
        // A number or code is what most lists go by; by anything else a person decides.
        let key = keys.first().filter(|key| matches!(key, Key::Text(_)));
        let answers = uses.iter().any(Use::is_question);
        let key = key.copied().filter(|_| !answers).unwrap_or_default();
        let _ = self.key.try_set(key);
        let _ = self.on_match.try_set(OnMatch::Update);
        let _ = self.on_like.try_set("keep".to_owned());
        self.shown(seen);
    }

    /// What was said of the same columns the last time.
    fn apply(self, seen: Seen, found: Remembered) {
        let _ = self.kind.try_set(found.kind);
        let (lens, kind) = (lens_now(self.desk), self.desk.open().kind(found.kind));
        let mut drafts = found.drafts;
        for draft in &mut drafts {
            // A field that is gone, or that another role may not change.
            let used = draft.used();
            if !kind.is_some_and(|kind| used.is_open(kind, |field| lens.writes(field))) {
                draft.choose(Chosen::Ignore);
            }
        }
        let _ = self.drafts.try_set(drafts);
        let _ = self.outcome.try_set(found.outcome.map(|at| at as usize));
        let _ = self.key.try_set(Key::parse(&found.key));
        let _ = self.on_match.try_set(matching(&found.on_match));
        let _ = self.on_like.try_set(found.on_like);
        let _ = self.recalled.try_set(Some(found.at));
        self.shown(seen);
    }

    fn shown(self, seen: Seen) {
        let _ = self.seen.try_set(Some(Rc::new(seen)));
        let _ = self.scan_no.try_update(|no| *no += 1);
        let _ = self.scanning.try_set(None);
        let _ = self.step.try_set(Step::Mapping);
    }

    /// Brings the file into another register.
    pub fn into_register(self, kind: KindNo) {
        self.kind.set(kind);
        self.kind_chosen.set(true);
        if let Some(seen) = self.seen.get_untracked() {
            self.guess(Seen::clone(&seen));
        }
    }

    /// Forgets what was said of these columns and guesses anew.
    pub fn forget(self) {
        let Some(seen) = self.seen.get_untracked() else {
            return;
        };
        let columns = seen.profile.columns.iter();
        let names: Vec<String> = columns.map(|column| column.name.clone()).collect();
        let open = self.desk.open();
        self.guess(Seen::clone(&seen));
        spawn_local(async move { forget(&open, &names).await });
    }
}

/// What is done with known records, by its name.
pub fn matching(code: &str) -> OnMatch {
    match code {
        "skip" => OnMatch::Skip,
        "insert" => OnMatch::Insert,
        _ => OnMatch::Update,
    }
}

/// The name of what is done with known records.
pub fn matching_code(on_match: OnMatch) -> &'static str {
    match on_match {
        OnMatch::Update => "update",
        OnMatch::Skip => "skip",
        OnMatch::Insert => "insert",
    }
}

/// The name of a file without what comes after its last dot.
fn stem(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => name.to_owned(),
    }
}
