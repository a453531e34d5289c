//! In which order texts stand in lists: Chinese by pinyin, as soon as the readings are here.
//!
//! Must stay true: there is an order without them; nothing waits for them.

use super::open::Open;
use super::search::readings;
use crate::platform::clock;
use find::{Begins, Collation};
use leptos::prelude::*;
use model::{Field, FieldType};
use query::SortKeys;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How long it is put off when nobody waits for it, in milliseconds.
const LATER: u32 = 1_500;

/// The order of texts, once it was asked for.
pub struct Spelt {
    begun: Cell<bool>,
    collation: RefCell<Rc<Collation>>,
    /// Fires when a better order is there.
    pub better: ArcTrigger,
}

impl Default for Spelt {
    fn default() -> Self {
        Self {
            begun: Cell::new(false),
            collation: RefCell::new(Rc::new(Collation::new(None))),
            better: ArcTrigger::new(),
        }
    }
}

/// Makes the keys by which texts are sorted.
pub struct Spelling(Rc<Collation>);

impl Spelling {
    /// The best order there is now; a better one is fetched.
    pub fn of(open: &Rc<Open>) -> Self {
        open.spelling.better.track();
        if !open.spelling.begun.replace(true) {
            spawn_local(fetch(open.clone()));
        }
        Self(open.spelling.collation.borrow().clone())
    }

    /// Fetches the best order, once there is a moment for it, so that it is there when it is asked
    /// for.
    pub fn prepare(open: &Rc<Open>) {
        let open = open.clone();
        spawn_local(async move {
            clock::sleep(LATER).await;
            if !open.engine.is_closed() && !open.spelling.begun.replace(true) {
                fetch(open).await;
            }
        });
    }
}

async fn fetch(open: Rc<Open>) {
    let Some(readings) = readings().await else {
        // Asked again with the next list.
        return open.spelling.begun.set(false);
    };
    // Reading them, putting them in order and sorting by them: a task each.
    clock::breathe().await;
    let collation = Rc::new(Collation::new(Some(&readings)));
    *open.spelling.collation.borrow_mut() = collation;
    clock::breathe().await;
    open.spelling.better.notify();
}

impl SortKeys for Spelling {
    fn key(&self, field: &Field, text: &str, out: &mut Vec<u8>) {
        let name = field.code == "name" || matches!(field.holds, FieldType::Ref(_));
        let begins = if name { Begins::Name } else { Begins::Words };
        self.0.key(begins, text, out);
    }
}
