//! The backend in the browser's IndexedDB.
//!
//! Must stay true: everything is sealed before a transaction opens, because awaiting anything
//! else inside commits it; bytes are kept as `Uint8Array`; a database of a newer version is
//! refused untouched; a connection the browser closed is opened again once; when a newer version
//! of the app has to change the layout, this one lets go and says so.

use crate::{Area, Backend, Durability, Notice, Numbered, Step, StoreError, Write};
use futures::channel::oneshot;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// The version of the layout; it only ever grows.
const VERSION: u8 = 2;
/// What each version added.
const LAYOUTS: [(f64, &[&str]); 2] = [
    (1.0, &["slots", "envelope"]),
    (2.0, &["log", "state", "blobs"]),
];

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

async fn connect(
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

/// Hears of an event.
type OnEvent = Closure<dyn FnMut(web_sys::Event)>;

/// Waits for the end of a transaction that commits by itself once its requests are done.
///
/// Not by the library's `commit`: the caller may be busy when the requests are done, and by the
/// time it is asked again the transaction has committed already. So what has to be decided in
/// between is decided in the events themselves.
struct Finish {
    raw: web_sys::IdbTransaction,
    ended: oneshot::Receiver<bool>,
    _on_end: [Closure<dyn FnMut()>; 2],
    on_keys: RefCell<Option<OnEvent>>,
    behind: Rc<Cell<bool>>,
}

impl Finish {
    fn of(tx: &Transaction<'_>) -> Self {
        let raw: web_sys::IdbTransaction = tx.as_sys().clone().unchecked_into();
        let (tell, ended) = oneshot::channel();
        let tell = Rc::new(Cell::new(Some(tell)));
        let ending = |whole: bool| {
            let tell = tell.clone();
            Closure::<dyn FnMut()>::new(move || {
                if let Some(tell) = tell.take() {
                    let _ = tell.send(whole);
                }
            })
        };
        let on_end = [ending(true), ending(false)];
        for (name, closure) in ["complete", "abort"].iter().zip(&on_end) {
            let closure = closure.as_ref().unchecked_ref();
            let _ = raw.add_event_listener_with_callback(name, closure);
        }
        Self {
            raw,
            ended,
            _on_end: on_end,
            on_keys: RefCell::new(None),
            behind: Rc::new(Cell::new(false)),
        }
    }

    /// Aborts unless the log ends right before this number.
    fn expect_end(&self, tx: &Transaction<'_>, next: u32) -> Result<(), StoreError> {
        let refused = |_| StoreError::Failed("range".to_owned());
        let objects = tx.object_store(Area::Log.name()).map_err(plain)?;
        let objects: web_sys::IdbObjectStore = objects.as_sys().clone().unchecked_into();
        let last = JsValue::from_f64(f64::from(next) - 1.0);
        let range = web_sys::IdbKeyRange::lower_bound(&last).map_err(refused)?;
        let request = objects.get_all_keys_with_key(&range).map_err(refused)?;
        let (raw, behind) = (self.raw.clone(), self.behind.clone());
        let on_keys = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let request = event
                .target()
                .and_then(|t| t.dyn_into::<web_sys::IdbRequest>().ok());
            let keys = request
                .and_then(|r| r.result().ok())
                .and_then(|keys| keys.dyn_into::<js_sys::Array>().ok())
                .unwrap_or_default();
            let end = keys.iter().last().and_then(|key| key.as_f64());
            let follows = match end {
                None => next == 1,
                Some(end) => number(end).saturating_add(1) == next,
            };
            if !follows {
                behind.set(true);
                let _ = raw.abort();
            }
        });
        request.set_onsuccess(Some(on_keys.as_ref().unchecked_ref()));
        *self.on_keys.borrow_mut() = Some(on_keys);
        Ok(())
    }

    async fn done(self) -> Result<(), StoreError> {
        let whole = self.ended.await.unwrap_or(false);
        if whole {
            return Ok(());
        }
        if self.behind.get() {
            return Err(StoreError::Behind);
        }
        Err(match self.raw.error() {
            Some(cause) => by_name(&cause.name()),
            None => StoreError::Closed,
        })
    }
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

fn plain(error: Error) -> StoreError {
    failed(&error)
}

fn bytes(value: JsValue) -> Result<Vec<u8>, StoreError> {
    value
        .dyn_into::<Uint8Array>()
        .map(|a| a.to_vec())
        .map_err(|_| StoreError::Damaged)
}

fn opening(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => match failed(&error) {
            StoreError::Failed(name)
                if matches!(
                    name.as_str(),
                    "SecurityError" | "UnknownError" | "InvalidStateError"
                ) =>
            {
                StoreError::Unavailable
            }
            StoreError::Closed => StoreError::Unavailable,
            other => other,
        },
        _ => StoreError::Unavailable,
    }
}

fn failed(error: &Error) -> StoreError {
    let name = match error {
        Error::DomException(exception) => {
            Some(web_sys::DomException::from(DomException::clone(exception)).name())
        }
        _ => None,
    };
    name.map_or_else(
        || StoreError::Failed("aborted".to_owned()),
        |name| by_name(&name),
    )
}

fn by_name(name: &str) -> StoreError {
    match name {
        "QuotaExceededError" => StoreError::Full,
        "VersionError" => StoreError::Newer,
        "InvalidStateError" | "TransactionInactiveError" => StoreError::Closed,
        name => StoreError::Failed(name.to_owned()),
    }
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
