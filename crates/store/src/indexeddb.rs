//! The backend in the browser's IndexedDB.
//!
//! Must stay true: everything is sealed before a transaction opens, because awaiting anything
//! else inside commits it; bytes are kept as `Uint8Array`; a database of a newer version is
//! refused untouched; a connection the browser closed is opened again once.

use crate::{Backend, Durability, Numbered, StoreError};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// The version of the layout; it only ever grows.
const VERSION: u8 = 1;
const JOURNAL: &str = "journal";
const PAGES: &str = "pages";
const SLOTS: &str = "slots";
/// The only store with unsealed bytes: the envelope and the count of failed unlocks.
const PLAIN: &str = "envelope";

/// A database in the browser.
#[derive(Debug)]
pub struct IndexedDb {
    name: String,
    connection: RefCell<Rc<Database>>,
}

impl IndexedDb {
    /// Opens the database, making it when it is not there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the browser gives none, [`StoreError::Newer`] when a
    /// newer app wrote it.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let database = connect(name).await?;
        Ok(Self {
            name: name.to_owned(),
            connection: RefCell::new(Rc::new(database)),
        })
    }

    /// Removes a database and everything in it.
    ///
    /// # Errors
    /// When the browser does not let us.
    pub async fn remove(name: &str) -> Result<(), StoreError> {
        let request = Database::delete_by_name(name).map_err(opening)?;
        request.await.map_err(|error| failed(&error, None))
    }

    /// Closes the connection, so that the database can be removed.
    pub fn close(&self) {
        let database = self.connection.borrow().clone();
        database.as_ref().clone().close();
    }

    /// Unsealed bytes by name: the envelope, the count of failed unlocks.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn plain(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read_one(PLAIN, name).await
    }

    /// Replaces unsealed bytes.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub async fn put_plain(&self, name: &str, bytes: Option<&[u8]>) -> Result<(), StoreError> {
        self.write_one(PLAIN, name, bytes).await
    }

    /// Runs work on the connection; when the browser had closed it, opens it again once.
    async fn with<T>(
        &self,
        work: impl AsyncFn(&Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let database = self.connection.borrow().clone();
        match work(&database).await {
            Err(StoreError::Closed) => {
                let fresh = Rc::new(connect(&self.name).await?);
                *self.connection.borrow_mut() = fresh.clone();
                work(&fresh).await
            }
            other => other,
        }
    }

    async fn read_all(&self, store: &str) -> Result<Vec<Numbered>, StoreError> {
        self.with(async |database: &Database| {
            let tx = database
                .transaction(store)
                .build()
                .map_err(|e| failed(&e, None))?;
            let objects = tx.object_store(store).map_err(|e| failed(&e, None))?;
            let keys = objects
                .get_all_keys::<f64>()
                .primitive()
                .map_err(|e| failed(&e, None))?;
            let values = objects
                .get_all::<JsValue>()
                .primitive()
                .map_err(|e| failed(&e, None))?;
            let keys = keys.await.map_err(|e| failed(&e, None))?;
            let values = values.await.map_err(|e| failed(&e, None))?;
            let mut all = Vec::new();
            for (key, value) in keys.zip(values) {
                let key = key.map_err(|e| failed(&e, None))?;
                let value = value.map_err(|e| failed(&e, None))?;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                all.push((key as u32, bytes(value)?));
            }
            Ok(all)
        })
        .await
    }

    async fn read_one(&self, store: &str, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(async |database: &Database| {
            let tx = database
                .transaction(store)
                .build()
                .map_err(|e| failed(&e, None))?;
            let objects = tx.object_store(store).map_err(|e| failed(&e, None))?;
            let value: Option<JsValue> = objects
                .get(name)
                .primitive()
                .map_err(|e| failed(&e, None))?
                .await
                .map_err(|e| failed(&e, None))?;
            value.filter(|v| !v.is_undefined()).map(bytes).transpose()
        })
        .await
    }

    async fn write_one(
        &self,
        store: &str,
        name: &str,
        value: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        self.with(async |database: &Database| {
            let tx = writing(database, &[store], Durability::Strict)?;
            let objects = tx.object_store(store).map_err(|e| failed(&e, None))?;
            match value {
                Some(value) => {
                    objects
                        .put(JsValue::from(Uint8Array::from(value)))
                        .with_key(name)
                        .primitive()
                        .map_err(|e| failed(&e, None))?;
                }
                None => {
                    objects
                        .delete(name)
                        .primitive()
                        .map_err(|e| failed(&e, None))?;
                }
            }
            commit(tx).await
        })
        .await
    }
}

async fn connect(name: &str) -> Result<Database, StoreError> {
    let request = Database::open(name)
        .with_version(VERSION)
        .with_on_upgrade_needed(|event, database| {
            if event.old_version() < 1.0 {
                for store in [JOURNAL, PAGES, SLOTS, PLAIN] {
                    database.create_object_store(store).build()?;
                }
            }
            Ok(())
        })
        .build()
        .map_err(opening)?;
    request.await.map_err(opening)
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
        .map_err(|e| failed(&e, None))
}

/// Commits and waits until the transaction is complete; a bare abort is asked for its cause.
async fn commit(tx: Transaction<'_>) -> Result<(), StoreError> {
    let raw: web_sys::IdbTransaction = tx.as_sys().clone().unchecked_into();
    tx.commit()
        .await
        .map_err(|error| failed(&error, raw.error()))
}

fn put_numbered(tx: &Transaction<'_>, store: &str, all: &[Numbered]) -> Result<(), StoreError> {
    let objects = tx.object_store(store).map_err(|e| failed(&e, None))?;
    for (number, value) in all {
        objects
            .put(JsValue::from(Uint8Array::from(value.as_slice())))
            .with_key(f64::from(*number))
            .primitive()
            .map_err(|e| failed(&e, None))?;
    }
    Ok(())
}

fn bytes(value: JsValue) -> Result<Vec<u8>, StoreError> {
    value
        .dyn_into::<Uint8Array>()
        .map(|a| a.to_vec())
        .map_err(|_| StoreError::Damaged)
}

fn opening(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => match failed(&error, None) {
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

fn failed(error: &Error, cause: Option<web_sys::DomException>) -> StoreError {
    let name = cause.map(|c| c.name()).or_else(|| match error {
        Error::DomException(exception) => {
            Some(web_sys::DomException::from(DomException::clone(exception)).name())
        }
        _ => None,
    });
    match name.as_deref() {
        Some("QuotaExceededError") => StoreError::Full,
        Some("VersionError") => StoreError::Newer,
        Some("InvalidStateError" | "TransactionInactiveError") => StoreError::Closed,
        Some(name) => StoreError::Failed(name.to_owned()),
        None => StoreError::Failed("aborted".to_owned()),
    }
}

impl Backend for IndexedDb {
    async fn append(&self, entries: &[Numbered], durability: Durability) -> Result<(), StoreError> {
        self.with(async |database: &Database| {
            let tx = writing(database, &[JOURNAL], durability)?;
            put_numbered(&tx, JOURNAL, entries)?;
            commit(tx).await
        })
        .await
    }

    async fn journal(&self) -> Result<Vec<Numbered>, StoreError> {
        self.read_all(JOURNAL).await
    }

    async fn pages(&self) -> Result<Vec<Numbered>, StoreError> {
        self.read_all(PAGES).await
    }

    async fn fold(&self, pages: &[Numbered], through: u32) -> Result<(), StoreError> {
        self.with(async |database: &Database| {
            let tx = writing(database, &[JOURNAL, PAGES], Durability::Strict)?;
            put_numbered(&tx, PAGES, pages)?;
            // Not `..=through`: the library makes that range open, and the last entry would stay.
            let journal = tx.object_store(JOURNAL).map_err(|e| failed(&e, None))?;
            journal
                .delete::<f64, _>(KeyRange::UpperBound(f64::from(through), false))
                .primitive()
                .map_err(|e| failed(&e, None))?;
            commit(tx).await
        })
        .await
    }

    async fn slot(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read_one(SLOTS, name).await
    }

    async fn slots(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.with(async |database: &Database| {
            let tx = database
                .transaction(SLOTS)
                .build()
                .map_err(|e| failed(&e, None))?;
            let objects = tx.object_store(SLOTS).map_err(|e| failed(&e, None))?;
            let keys = objects
                .get_all_keys::<String>()
                .primitive()
                .map_err(|e| failed(&e, None))?
                .await
                .map_err(|e| failed(&e, None))?;
            let mut names = Vec::new();
            for key in keys {
                names.push(key.map_err(|e| failed(&e, None))?);
            }
            names.retain(|name| name.starts_with(prefix));
            Ok(names)
        })
        .await
    }

    async fn put_slot(&self, name: &str, bytes: Option<&[u8]>) -> Result<(), StoreError> {
        self.write_one(SLOTS, name, bytes).await
    }
}
