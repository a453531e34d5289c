//! The store proper: seals on the way in, opens on the way out.
//!
//! Two things rest. The *log* holds everything that was ever learned, in blocks of entries; the
//! *state* is what follows from it, in pages that are read at opening so that the log need not be.
//! The manifest says which pages make up the state and up to which block they stand for the log.
//!
//! Must stay true: everything is bound to its database, its area and its number or name, so that
//! nothing can be moved, doubled or swapped unseen; a block says where it begins, so that a gap in
//! the log is noticed, and what is past the end marker cannot have been cut off unseen; pages get
//! fresh numbers and count only once the manifest names them, so a kill at any moment loses
//! nothing and doubles nothing; the last block is never removed.

mod blobs;
mod fold;
mod health;
mod legacy;
mod log;
mod manifest;
mod reseal;
mod state;

pub use blobs::BlobId;
pub use fold::Folded;
pub use health::{Damage, Health};
pub use log::Block;

use crate::{Area, Backend, Durability, Mark, Step, StoreError, Write};
use futures::lock::Mutex;
use manifest::Manifest;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use vault::{Entropy, Keyring, Place, VaultError};

const MANIFEST: &str = "manifest";
const END: &str = "end";
/// Slots that are the store's own.
const OWN: [&str; 3] = [MANIFEST, END, blobs::SECRET];
/// About how much is read at once, in bytes.
const GULP: usize = 4 << 20;

/// What a write made by [`Store::block`] leaves: the marker of the end, which is sealed anew each
/// time and so is like no other.
pub fn mark_of(write: &Write) -> Option<Mark> {
    write.steps.iter().find_map(|step| match step {
        Step::PutNamed(area, name, bytes) if name == END => {
            Some((*area, name.clone(), bytes.clone()))
        }
        _ => None,
    })
}

/// A backend whose bytes are sealed.
#[derive(Debug)]
pub struct Store<B> {
    backend: B,
    keys: RefCell<Rc<Keyring>>,
    database: String,
    /// The last block of the log this tab has taken in.
    end: Cell<u32>,
    /// The last block that was there then; less than `end` where the log was cut off.
    tail: Cell<u32>,
    manifest: RefCell<Manifest>,
    /// Who writes under a name: what is sealed anew must not replace what was put meanwhile.
    naming: Mutex<()>,
}

impl<B: Backend> Store<B> {
    /// A store over a backend; `database` is the id the bytes are bound to.
    pub fn new(backend: B, keys: Rc<Keyring>, database: &str) -> Self {
        Self {
            backend,
            keys: RefCell::new(keys),
            database: database.to_owned(),
            end: Cell::new(0),
            tail: Cell::new(0),
            manifest: RefCell::new(Manifest::default()),
            naming: Mutex::new(()),
        }
    }

    /// The backend, for what is kept unsealed.
    pub fn backend(&self) -> &B {
        &self.backend
    }

    /// Gives the backend back.
    pub fn into_backend(self) -> B {
        self.backend
    }

    /// The last block of the log this tab has taken in.
    pub fn end(&self) -> u32 {
        self.end.get()
    }

    /// The keys that open and seal.
    pub fn keys(&self) -> Rc<Keyring> {
        self.keys.borrow().clone()
    }

    /// Other keys from now on: a rotation began or ended.
    pub fn set_keys(&self, keys: Rc<Keyring>) {
        *self.keys.borrow_mut() = keys;
    }

    fn seal(&self, area: Area, key: &[u8], plain: &[u8], entropy: &mut dyn Entropy) -> Vec<u8> {
        let place = Place {
            database: &self.database,
            store: area.name(),
            key,
        };
        self.keys.borrow().seal(&place, plain, entropy)
    }

    fn open(&self, area: Area, key: &[u8], sealed: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        let place = Place {
            database: &self.database,
            store: area.name(),
            key,
        };
        let opened = self.keys.borrow().open_owned(&place, sealed);
        opened.map_err(|error| match error {
            VaultError::NewerFormat => StoreError::Newer,
            VaultError::UnknownKey => StoreError::Rekeyed,
            _ => StoreError::Damaged,
        })
    }

    /// Appends payloads as one block; resolved means kept.
    ///
    /// # Errors
    /// [`StoreError::Behind`] when another tab appended since: what it wrote has to be taken in
    /// by [`Self::log`] first. When the backend cannot keep it, nothing is kept.
    pub async fn append(
        &self,
        payloads: &[Vec<u8>],
        durability: Durability,
        entropy: &mut dyn Entropy,
    ) -> Result<u32, StoreError> {
        let number = self.end.get().saturating_add(1);
        let write = self.block(number, payloads, durability, None, entropy);
        self.backend.write(write).await?;
        self.appended(number);
        Ok(number)
    }

    /// The write that appends a block under a number, for a caller that has several under way:
    /// `upon` is what [`mark_of`] says of the write before, unless that is kept already.
    /// One is kept only if all before it were.
    pub fn block(
        &self,
        number: u32,
        payloads: &[Vec<u8>],
        durability: Durability,
        upon: Option<Mark>,
        entropy: &mut dyn Entropy,
    ) -> Write {
        let plain = log::pack(number, payloads);
        let sealed = self.seal(Area::Log, &number.to_be_bytes(), &plain, entropy);
        // Behind a log that was cut off the numbers go on, so that none is used twice.
        let next = match self.end.get() {
            end if number == end.saturating_add(1) => self.tail.get().saturating_add(1),
            _ => number,
        };
        let steps = vec![
            Step::Put(Area::Log, number, sealed),
            self.end_step(number, entropy),
        ];
        Write {
            next: Some(next),
            upon,
            steps,
            durability,
        }
    }

    /// The step that says how far the log goes.
    fn end_step(&self, number: u32, entropy: &mut dyn Entropy) -> Step {
        let number = number.to_be_bytes();
        let sealed = self.seal(Area::Slots, END.as_bytes(), &number, entropy);
        Step::PutNamed(Area::Slots, END.to_owned(), sealed)
    }

    /// Notes that a block made by [`Self::block`] is kept.
    pub fn appended(&self, number: u32) {
        if number > self.end.get() {
            self.stand(number, number);
        }
    }

    /// Where this tab stands, and where the log really ends.
    fn stand(&self, end: u32, tail: u32) {
        self.end.set(end);
        self.tail.set(tail.min(end));
    }

    /// Opens a block that was copied from a log, such as one in a backup.
    ///
    /// # Errors
    /// When it is not a block of this database and number, or these keys do not open it.
    pub fn unseal_block(&self, number: u32, sealed: Vec<u8>) -> Result<Block, StoreError> {
        self.open_block(number, sealed)
    }

    /// Opens what was copied from under a name.
    ///
    /// # Errors
    /// As [`Self::unseal_block`].
    pub fn unseal_named(
        &self,
        area: Area,
        name: &str,
        sealed: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        self.open(area, name.as_bytes(), sealed)
    }

    /// Seals as it would rest under a name.
    pub fn seal_named(
        &self,
        area: Area,
        name: &str,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Vec<u8> {
        self.seal(area, name.as_bytes(), plain, entropy)
    }

    /// Puts bytes under a name of an area.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub async fn put_named(
        &self,
        area: Area,
        name: &str,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<(), StoreError> {
        let _turn = self.naming.lock().await;
        let sealed = self.seal(area, name.as_bytes(), plain, entropy);
        let step = Step::PutNamed(area, name.to_owned(), sealed);
        let write = Write::new(vec![step], Durability::Strict);
        self.backend.write(write).await
    }

    /// The bytes of a slot, such as a draft.
    ///
    /// # Errors
    /// When it cannot be read or was altered.
    pub async fn slot(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.backend.get(Area::Slots, name).await? {
            Some(sealed) => self.open(Area::Slots, name.as_bytes(), sealed).map(Some),
            None => Ok(None),
        }
    }

    /// The names of the slots that begin with a prefix.
    ///
    /// # Errors
    /// When the backend cannot be read.
    pub async fn slots(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let mut names = self.backend.names(Area::Slots).await?;
        names.retain(|name| name.starts_with(prefix) && !OWN.contains(&name.as_str()));
        Ok(names)
    }

    /// Replaces the bytes of a slot; resolved means kept.
    ///
    /// # Errors
    /// When they cannot be kept; then the old ones stay.
    pub async fn put_slot(
        &self,
        name: &str,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<(), StoreError> {
        self.put_named(Area::Slots, name, plain, entropy).await
    }

    /// Removes a slot.
    ///
    /// # Errors
    /// When the backend cannot do it.
    pub async fn remove_slot(&self, name: &str) -> Result<(), StoreError> {
        let _turn = self.naming.lock().await;
        let step = Step::RemoveNamed(Area::Slots, name.to_owned());
        let write = Write::new(vec![step], Durability::Strict);
        self.backend.write(write).await
    }
}
