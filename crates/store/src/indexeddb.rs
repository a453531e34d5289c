//! The backend in the browser's IndexedDB.
//!
//! Must stay true: everything is sealed before a transaction opens, because awaiting anything
//! else inside commits it; bytes are kept as `Uint8Array`; a database of a newer version is
//! refused untouched; a connection the browser closed is opened again once; when a newer version
//! of the app has to change the layout, this one lets go and says so.

mod connect;
mod errors;
mod finish;

use crate::{Area, Backend, Durability, Notice, Numbered, Step, StoreError, Write};
use connect::connect;
use errors::{failed, opening, plain};
use finish::Finish;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// A database in the browser.
pub struct IndexedDb {
    name: String,
    connection: RefCell<Rc<Database>>,
    told: Rc<dyn Fn(Notice)>,
    aside: Rc<Cell<bool>>,
    closed: Cell<bool>,
}

impl std::fmt::Debug for IndexedDb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexedDb")
            .field("name", &self.name)
            .finish()
    }
}

impl IndexedDb {
    /// Opens the database, making it when it is not there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the browser gives none, [`StoreError::Newer`] when a
    /// newer app wrote it.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        Self::open_told(name, |_| ()).await
    }

    /// The same; `told` hears when other tabs stand in the way, now or later.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_told(
        name: &str,
        told: impl Fn(Notice) + 'static,
    ) -> Result<Self, StoreError> {
        let told: Rc<dyn Fn(Notice)> = Rc::new(told);
        let aside = Rc::new(Cell::new(false));
        let database = connect(name, &told, &aside).await?;
        Ok(Self {
            name: name.to_owned(),
            connection: RefCell::new(Rc::new(database)),
            told,
            aside,
            closed: Cell::new(false),
        })
    }

    /// Removes a database and everything in it.
    ///
    /// # Errors
    /// When the browser does not let us.
    pub async fn remove(name: &str) -> Result<(), StoreError> {
        let request = Database::delete_by_name(name).map_err(opening)?;
        request.await.map_err(|error| failed(&error))
    }

    /// Takes the connection away under its own feet, as a browser may; for tests.
    pub fn lose(&self) {
        let database = self.connection.borrow().clone();
        database.as_ref().clone().close();
    }

    /// Runs work on the connection; when the browser had closed it, opens it again once.
    async fn with<T>(
        &self,
        work: impl AsyncFn(&Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.closed.get() {
            return Err(StoreError::Closed);
        }
        let database = self.connection.borrow().clone();
        match work(&database).await {
            Err(StoreError::Closed) if self.aside.get() => Err(StoreError::Newer),
            Err(StoreError::Closed) if self.closed.get() => Err(StoreError::Closed),
            Err(StoreError::Closed) => {
                let fresh = Rc::new(connect(&self.name, &self.told, &self.aside).await?);
                *self.connection.borrow_mut() = fresh.clone();
                work(&fresh).await
            }
            other => other,
        }
    }
}

fn writing<'a>(
    database: &'a Database,
    stores: &[&str],
    durability: Durability,
) -> Result<Transaction<'a>, StoreError> {
    let durability = match durability {
        Durability::Strict => TransactionDurability::Strict,
        Durability::Relaxed => TransactionDurability::Relaxed,
    };
    let options = TransactionOptions::new().with_durability(durability);
    database
        .transaction(stores)
        .with_mode(TransactionMode::Readwrite)
        .with_options(options)
        .build()
        .map_err(plain)
}

fn step(tx: &Transaction<'_>, step: &Step) -> Result<(), StoreError> {
    let objects = tx.object_store(step.area().name()).map_err(plain)?;
    match step {
        Step::Put(_, number, bytes) => {
            objects
                .put(JsValue::from(Uint8Array::from(bytes.as_slice())))
                .with_key(f64::from(*number))
                .primitive()
                .map_err(plain)?;
        }
        Step::PutNamed(_, name, bytes) => {
            objects
                .put(JsValue::from(Uint8Array::from(bytes.as_slice())))
                .with_key(name.as_str())
                .primitive()
                .map_err(plain)?;
        }
        // The browser takes an empty stretch for a mistake.
        Step::Remove(_, from, to) if from > to => {}
        Step::Remove(_, from, to) => {
            objects
                .delete::<f64, _>(between(*from, *to))
                .primitive()
                .map_err(plain)?;
        }
        Step::RemoveNamed(_, name) => {
            objects.delete(name.as_str()).primitive().map_err(plain)?;
        }
    }
    Ok(())
}

/// Both ends included. Not a Rust range: the library makes `..=` an open one.
fn between(from: u32, to: u32) -> KeyRange<f64> {
    KeyRange::Bound(f64::from(from), false, f64::from(to), false)
}

fn bytes(value: JsValue) -> Result<Vec<u8>, StoreError> {
    value
        .dyn_into::<Uint8Array>()
        .map(|a| a.to_vec())
        .map_err(|_| StoreError::Damaged)
}

fn number(key: f64) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    {
        key as u32
    }
}

/// Whether the block of a write is in the log: the very bytes, which nobody else sealed.
async fn is_kept(database: &Database, write: &Write) -> Result<bool, StoreError> {
    let block = write.steps.iter().find_map(|step| match step {
        Step::Put(Area::Log, number, bytes) => Some((*number, bytes)),
        _ => None,
    });
    let Some((number, sealed)) = block else {
        return Ok(false);
    };
    let log = Area::Log.name();
    let tx = database.transaction(log).build().map_err(plain)?;
    let objects = tx.object_store(log).map_err(plain)?;
    let value: Option<JsValue> = objects
        .get(f64::from(number))
        .primitive()
        .map_err(plain)?
        .await
        .map_err(plain)?;
    let kept = value.filter(|v| !v.is_undefined()).map(bytes).transpose()?;
    Ok(kept.as_ref() == Some(sealed))
}

/// Whether an area is there: those of format 1 are only where format 1 was.
fn has(database: &Database, area: Area) -> bool {
    database
        .object_store_names()
        .any(|name| name == area.name())
}

impl Backend for IndexedDb {
    async fn write(&self, write: Write) -> Result<(), StoreError> {
        let mut stores: Vec<&str> = write.steps.iter().map(|s| s.area().name()).collect();
        if write.next.is_some() {
            stores.push(Area::Log.name());
        }
        stores.extend(write.upon.iter().map(|(area, ..)| area.name()));
        stores.sort_unstable();
        stores.dedup();
        let tried = Cell::new(false);
        self.with(async |database: &Database| {
            // The connection may have been lost after the commit; done twice, it would look as if
            // another tab had been faster.
            if tried.replace(true) && write.next.is_some() && is_kept(database, &write).await? {
                return Ok(());
            }
            let stores: Vec<&str> = stores
                .iter()
                .copied()
                .filter(|name| database.object_store_names().any(|known| known == *name))
                .collect();
            if stores.is_empty() {
                return Ok(());
            }
            let tx = writing(database, &stores, write.durability)?;
            let finish = Finish::of(&tx);
            if let Some(next) = write.next {
                finish.expect_end(&tx, next)?;
            }
            if let Some(mark) = &write.upon {
                finish.expect_mark(&tx, mark)?;
            }
            for all in write
                .steps
                .iter()
                .filter(|s| stores.contains(&s.area().name()))
            {
                step(&tx, all)?;
            }
            finish.done().await
        })
        .await
    }

    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError> {
        if from > to {
            return Ok(Vec::new());
        }
        self.with(async |database: &Database| {
            if !has(database, area) {
                return Ok(Vec::new());
            }
            let tx = database.transaction(area.name()).build().map_err(plain)?;
            let objects = tx.object_store(area.name()).map_err(plain)?;
            let keys = objects
                .get_all_keys::<f64>()
                .with_query::<f64, _>(between(from, to))
                .primitive()
                .map_err(plain)?;
            let values = objects
                .get_all::<JsValue>()
                .with_query::<f64, _>(between(from, to))
                .primitive()
                .map_err(plain)?;
            let keys = keys.await.map_err(plain)?;
            let values = values.await.map_err(plain)?;
            let mut all = Vec::new();
            for (key, value) in keys.zip(values) {
                all.push((number(key.map_err(plain)?), bytes(value.map_err(plain)?)?));
            }
            Ok(all)
        })
        .await
    }

    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        self.with(async |database: &Database| {
            if !has(database, area) {
                return Ok(Vec::new());
            }
            let tx = database.transaction(area.name()).build().map_err(plain)?;
            let objects = tx.object_store(area.name()).map_err(plain)?;
            let keys = objects
                .get_all_keys::<f64>()
                .primitive()
                .map_err(plain)?
                .await
                .map_err(plain)?;
            keys.map(|key| key.map(number).map_err(plain)).collect()
        })
        .await
    }

    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(async |database: &Database| {
            let tx = database.transaction(area.name()).build().map_err(plain)?;
            let objects = tx.object_store(area.name()).map_err(plain)?;
            let value: Option<JsValue> = objects
                .get(name)
                .primitive()
                .map_err(plain)?
                .await
                .map_err(plain)?;
            value.filter(|v| !v.is_undefined()).map(bytes).transpose()
        })
        .await
    }

    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError> {
        self.with(async |database: &Database| {
            let tx = database.transaction(area.name()).build().map_err(plain)?;
            let objects = tx.object_store(area.name()).map_err(plain)?;
            let keys = objects
                .get_all_keys::<String>()
                .primitive()
                .map_err(plain)?
                .await
                .map_err(plain)?;
            keys.map(|key| key.map_err(plain)).collect()
        })
        .await
    }

    fn close(&self) {
        self.closed.set(true);
        self.lose();
    }
}
