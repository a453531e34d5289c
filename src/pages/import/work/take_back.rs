//! Taking an import back.

use super::super::words::Trouble;
use super::{Step, Undoable, Work};
use crate::session::Imported;
use crate::text::{self, fill, import as labels};
use crate::ui::toast;
use leptos::prelude::*;
use model::IMPORT;
use wasm_bindgen_futures::spawn_local;

impl Work {
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
                record: Some(record),
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
    pub(super) fn watch_done(self) {
        Effect::new(move || {
            self.desk.track_others();
            let gone = |record| {
                self.desk
                    .read(|replica| replica.get(IMPORT.no, record).is_none())
            };
            let done = self.done.with(|done| done.as_ref().map(|done| done.record));
            if done.is_some_and(gone) {
                if self.step.get_untracked() == Step::Done {
                    self.step.set(Step::Mapping);
                }
                self.done.set(None);
            }
        });
    }
}
