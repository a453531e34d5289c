//! Opening a connection, making what is not there yet, and letting go for a newer version.

use super::errors::opening;
use crate::{Notice, StoreError};
use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// The version of the layout; it only ever grows.
const VERSION: u8 = 2;
/// What each version added.
const LAYOUTS: [(f64, &[&str]); 2] = [
    (1.0, &["slots", "envelope"]),
    (2.0, &["log", "state", "blobs"]),
];

pub async fn connect(
    name: &str,
    told: &Rc<dyn Fn(Notice)>,
    aside: &Rc<Cell<bool>>,
) -> Result<Database, StoreError> {
    let blocked = told.clone();
    let request = Database::open(name)
        .with_version(VERSION)
        .with_on_blocked(move |_| {
            blocked(Notice::Blocked);
            Ok(())
        })
        .with_on_upgrade_needed(|event, database| {
            for (version, stores) in LAYOUTS {
                if event.old_version() < version {
                    for store in stores {
                        database.create_object_store(store).build()?;
                    }
                }
            }
            Ok(())
        })
        .build()
        .map_err(opening)?;
    let database = request.await.map_err(opening)?;
    let raw: web_sys::IdbDatabase = database.as_sys().clone().unchecked_into();
    let (told, aside, held) = (told.clone(), aside.clone(), raw.clone());
    let step_aside = Closure::<dyn FnMut()>::new(move || {
        aside.set(true);
        held.close();
        told(Notice::SteppedAside);
    });
    raw.set_onversionchange(Some(step_aside.as_ref().unchecked_ref()));
    // Lives as long as the connection, which is as long as the tab or nearly so.
    step_aside.forget();
    Ok(database)
}
