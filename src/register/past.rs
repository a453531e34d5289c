//! What a record held before, read from the log once for all on a page that shows it, and again
//! when it changed.

use crate::session::Desk;
use leptos::prelude::*;
use model::RecordId;
use replica::Replica;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The past of one record; blank until it was read.
#[derive(Clone, Copy)]
pub struct Past(RwSignal<Option<Rc<Replica>>, LocalStorage>);

impl Past {
    /// Reads it in the background, for as long as the page stands.
    pub fn of(desk: Desk, record: RecordId) -> Self {
        let past = RwSignal::new_local(None);
        let turn = StoredValue::new(0u32);
        Effect::new(move |_| {
            desk.track_record(record);
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            let (mine, open) = (turn.get_value(), desk.open());
            spawn_local(async move {
                let Ok(all) = open.remember(&[record]).await else {
                    return;
                };
                // What was read for an older state comes too late.
                if turn.try_get_value() == Some(mine) {
                    let _ = past.try_set(Some(Rc::new(all)));
                }
            });
        });
        Self(past)
    }

    /// Looks at it; none as long as it was not read. Runs again when it changed.
    pub fn read<T>(self, look: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.0.with(|past| past.as_deref().map(look))
    }
}
