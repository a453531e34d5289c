//! Drafts: what was typed and not yet saved, sealed in slots of their own.
//!
//! Must stay true: what was typed last is kept, too, when the form or the vault is closed within
//! the moment that is waited for more; what one person typed is not shown to another. The owner's
//! have the names they had when there was nobody else.

use super::envelope::hex;
use super::open::{Failure, Open};
use crate::platform::clock;
use crate::platform::random::Random;
use futures::future::{Either, select};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::rc::Rc;
use vault::Who;
use wasm_bindgen_futures::spawn_local;

/// How long more typing is waited for, in milliseconds.
const PAUSE: u32 = 300;
/// How long locking waits for the last drafts, in milliseconds.
const PATIENCE: u32 = 2_000;

/// Drafts that are not on the disk yet, by name, each with its turn.
#[derive(Default)]
pub(super) struct Typed {
    waiting: RefCell<BTreeMap<String, (u32, Vec<u8>)>>,
    turn: Cell<u32>,
}

impl Typed {
    /// Drops what waits.
    pub(super) fn forget(&self) {
        self.waiting.borrow_mut().clear();
    }
}

impl Open {
    /// Keeps a draft a moment after the last of several changes to it.
    pub fn keep_draft_soon(self: &Rc<Self>, name: &str, bytes: Vec<u8>) {
        let turn = self.typed.turn.get().wrapping_add(1);
        self.typed.turn.set(turn);
        let mut waiting = self.typed.waiting.borrow_mut();
        waiting.insert(name.to_owned(), (turn, bytes));
        let (open, name) = (self.clone(), name.to_owned());
        spawn_local(async move {
            clock::sleep(PAUSE).await;
            let due = {
                let waiting = open.typed.waiting.borrow();
                let last = waiting.get(&name).filter(|(at, _)| *at == turn);
                last.map(|(_, bytes)| bytes.clone())
            };
            if let Some(bytes) = due {
                let _ = open.keep_draft(&name, &bytes).await;
                // Until it is on the disk it is found among what waits.
                let mut waiting = open.typed.waiting.borrow_mut();
                if waiting.get(&name).is_some_and(|(at, _)| *at == turn) {
                    waiting.remove(&name);
                }
            }
        });
    }

    /// Keeps what still waits, before the vault is closed. A disk that does not answer must not
    /// keep it open.
    pub(super) async fn keep_last_drafts(&self) {
        let waiting = self.typed.waiting.take();
        if waiting.is_empty() {
            return;
        }
        let keep = pin!(async {
            for (name, (_, bytes)) in waiting {
                let _ = self.keep_draft(&name, &bytes).await;
            }
        });
        let enough = pin!(clock::sleep(PATIENCE));
        match select(keep, enough).await {
            Either::Left(_) | Either::Right(_) => {}
        }
    }

    /// Keeps a draft under a name, replacing the one before.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn keep_draft(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        if self.engine.is_closed() {
            return Err(Failure {
                code: "session.locked",
            });
        }
        Ok(self
            .engine
            .store()
            .put_slot(&self.slot(name), bytes, &mut Random)
            .await?)
    }

    /// A draft, if there is one that can be read.
    pub async fn draft(&self, name: &str) -> Option<Vec<u8>> {
        let waiting = self.typed.waiting.borrow().get(name).cloned();
        if let Some((_, bytes)) = waiting {
            return Some(bytes);
        }
        self.engine
            .store()
            .slot(&self.slot(name))
            .await
            .ok()
            .flatten()
    }

    /// The names of the drafts that begin with a prefix.
    pub async fn drafts(&self, prefix: &str) -> Vec<String> {
        let names = self
            .engine
            .store()
            .slots(&self.slot(prefix))
            .await
            .unwrap_or_default();
        let own = self.slot("");
        let kept = names.iter().filter_map(|name| name.strip_prefix(&own));
        let mut all: BTreeSet<String> = kept.map(str::to_owned).collect();
        let waiting = self.typed.waiting.borrow();
        let waiting = waiting.keys().filter(|name| name.starts_with(prefix));
        all.extend(waiting.cloned());
        all.into_iter().collect()
    }

    fn slot(&self, name: &str) -> String {
        slot(self.who, name)
    }

    /// Drops a draft.
    pub async fn drop_draft(&self, name: &str) {
        self.typed.waiting.borrow_mut().remove(name);
        // A draft that stays is offered again; that is better than an error now.
        let _ = self.engine.store().remove_slot(&self.slot(name)).await;
    }
}

fn slot(who: Who, name: &str) -> String {
    match who {
        Who::Owner => ["draft/", name].concat(),
        Who::Person(member) => ["draft/by/", &hex(&member), "/", name].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybodys_drafts_have_names_of_their_own_and_the_owners_keep_theirs() {
        let [one, two] = [[1; 16], [2; 16]].map(Who::Person);
        assert_eq!(slot(Who::Owner, "survey/7"), "draft/survey/7");
        for (mine, others) in [(one, two), (one, Who::Owner), (Who::Owner, one)] {
            let name = slot(mine, "survey/7");
            // Neither read by name nor found by what the app lists them by.
            assert_ne!(name, slot(others, "survey/7"));
            assert!(!name.starts_with(&slot(others, "survey/")));
        }
    }
}
