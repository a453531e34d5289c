//! The store proper: seals on the way in, opens on the way out.
//!
//! Must stay true: everything is bound to its database, its store and its number, so that no
//! entry can be moved, doubled or swapped unseen; a gap in the journal is noticed.

use crate::pack::{pack, unpack};
use crate::{Backend, Durability, Numbered, StoreError};
use std::cell::Cell;
use std::rc::Rc;
use vault::{DataKey, Entropy, Place};

/// Fold when the journal has more entries than this.
const FOLD_ABOVE: usize = 256;
/// How much a page holds before compression, in bytes.
const PAGE: usize = 256 << 10;

/// A backend whose bytes are sealed with one data key.
#[derive(Debug)]
pub struct Store<B> {
    backend: B,
    key: Rc<DataKey>,
    database: String,
    next_entry: Cell<u32>,
    next_page: Cell<u32>,
}

/// Bytes at rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Of the journal.
    pub journal: usize,
    /// Of the pages.
    pub pages: usize,
}

/// What was read at opening, still sealed; taken piece by piece so that the screen stays live.
#[derive(Debug)]
pub struct Loaded {
    pieces: std::vec::IntoIter<(&'static str, Numbered)>,
    total: usize,
    /// Bytes read.
    pub sizes: Sizes,
    /// How many journal entries there were.
    pub entries: usize,
}

impl Loaded {
    /// Share of the pieces taken, 0 to 1.
    #[allow(clippy::cast_precision_loss)]
    pub fn progress(&self) -> f64 {
        if self.total == 0 {
            1.0
        } else {
            1.0 - self.pieces.len() as f64 / self.total as f64
        }
    }
}

impl<B: Backend> Store<B> {
    /// A store over a backend; `database` is the id the bytes are bound to.
    pub fn new(backend: B, key: Rc<DataKey>, database: &str) -> Self {
        Self {
            backend,
            key,
            database: database.to_owned(),
            next_entry: Cell::new(1),
            next_page: Cell::new(1),
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

    fn seal(&self, store: &str, key: &[u8], plain: &[u8], entropy: &mut dyn Entropy) -> Vec<u8> {
        self.key.seal(
            &Place {
                database: &self.database,
                store,
                key,
            },
            plain,
            entropy,
        )
    }

    fn open(&self, store: &str, key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let place = Place {
            database: &self.database,
            store,
            key,
        };
        self.key.open(&place, sealed).map_err(|error| match error {
            vault::VaultError::NewerFormat => StoreError::Newer,
            _ => StoreError::Damaged,
        })
    }

    /// Reads everything, still sealed.
    ///
    /// # Errors
    /// When the backend cannot be read.
    pub async fn load(&self) -> Result<Loaded, StoreError> {
        let pages = self.backend.pages().await?;
        let journal = self.backend.journal().await?;
        let size = |all: &[Numbered]| all.iter().map(|(_, bytes)| bytes.len()).sum();
        let sizes = Sizes {
            journal: size(&journal),
            pages: size(&pages),
        };
        self.next_page
            .set(pages.last().map_or(1, |(n, _)| n.saturating_add(1)));
        let through = self.folded_through(&pages);
        self.next_entry.set(
            journal
                .last()
                .map_or(through, |(n, _)| (*n).max(through))
                .saturating_add(1),
        );
        let mut journal = journal;
        journal.retain(|(number, _)| *number > through);
        let entries = journal.len();
        let pieces: Vec<_> = pages
            .into_iter()
            .map(|piece| ("pages", piece))
            .chain(journal.into_iter().map(|piece| ("journal", piece)))
            .collect();
        let total = pieces.len();
        Ok(Loaded {
            pieces: pieces.into_iter(),
            total,
            sizes,
            entries,
        })
    }

    /// The highest journal number that pages stand for: each page begins with it.
    fn folded_through(&self, pages: &[Numbered]) -> u32 {
        let Some((number, sealed)) = pages.last() else {
            return 0;
        };
        self.open("pages", &number.to_be_bytes(), sealed)
            .ok()
            .and_then(|plain| plain.first_chunk::<4>().copied())
            .map_or(0, u32::from_be_bytes)
    }

    /// Opens the next piece: its payloads in the order they were appended, or why it cannot be
    /// read; none at the end.
    pub fn next(&self, loaded: &mut Loaded) -> Option<Result<Vec<Vec<u8>>, StoreError>> {
        let (store, (number, sealed)) = loaded.pieces.next()?;
        let plain = self.open(store, &number.to_be_bytes(), &sealed);
        Some(plain.and_then(|plain| {
            let body = if store == "pages" {
                plain.get(4..)
            } else {
                Some(plain.as_slice())
            };
            unpack(body.ok_or(StoreError::Damaged)?)
        }))
    }

    /// Appends payloads as one journal entry; resolved means kept.
    ///
    /// # Errors
    /// When the backend cannot keep it; then nothing is kept.
    pub async fn append(
        &self,
        payloads: &[Vec<u8>],
        durability: Durability,
        entropy: &mut dyn Entropy,
    ) -> Result<(), StoreError> {
        let number = self.next_entry.get();
        self.next_entry.set(number.saturating_add(1));
        let plain = pack(payloads.iter().map(Vec::as_slice));
        let sealed = self.seal("journal", &number.to_be_bytes(), &plain, entropy);
        self.backend.append(&[(number, sealed)], durability).await
    }

    /// Folds the journal into pages if it has grown long; safe to kill at any moment. `pause` is
    /// called between pieces of work, so that the caller can let others run.
    ///
    /// # Errors
    /// When the backend cannot do it; then nothing has changed.
    pub async fn fold_if_long(
        &self,
        entropy: &mut dyn Entropy,
        mut pause: impl AsyncFnMut(),
    ) -> Result<bool, StoreError> {
        let journal = self.backend.journal().await?;
        let Some((through, _)) = journal.last().filter(|_| journal.len() > FOLD_ABOVE) else {
            return Ok(false);
        };
        let through = *through;
        let mut pages = Vec::new();
        let mut held: Vec<Vec<u8>> = Vec::new();
        let mut size = 0;
        for (number, sealed) in &journal {
            // An entry that cannot be read keeps the whole journal as it is: it may be read by
            // a later version, or be worth a look.
            let plain = self.open("journal", &number.to_be_bytes(), sealed)?;
            pause().await;
            for payload in unpack(&plain)? {
                size += payload.len();
                held.push(payload);
                if size >= PAGE {
                    pages.push(std::mem::take(&mut held));
                    size = 0;
                }
            }
        }
        if !held.is_empty() {
            pages.push(held);
        }
        let mut number = self.next_page.get();
        let mut sealed = Vec::with_capacity(pages.len());
        for payloads in pages {
            let mut plain = through.to_be_bytes().to_vec();
            plain.extend(pack(payloads.iter().map(Vec::as_slice)));
            sealed.push((
                number,
                self.seal("pages", &number.to_be_bytes(), &plain, entropy),
            ));
            pause().await;
            number = number.saturating_add(1);
        }
        self.backend.fold(&sealed, through).await?;
        self.next_page.set(number);
        Ok(true)
    }

    /// The bytes of a slot, such as a draft.
    ///
    /// # Errors
    /// When it cannot be read or was altered.
    pub async fn slot(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.backend.slot(name).await? {
            Some(sealed) => self.open("slots", name.as_bytes(), &sealed).map(Some),
            None => Ok(None),
        }
    }

    /// The names of the slots that begin with a prefix.
    ///
    /// # Errors
    /// When the backend cannot be read.
    pub async fn slots(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.backend.slots(prefix).await
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
        let sealed = self.seal("slots", name.as_bytes(), plain, entropy);
        self.backend.put_slot(name, Some(&sealed)).await
    }

    /// Removes a slot.
    ///
    /// # Errors
    /// When the backend cannot do it.
    pub async fn remove_slot(&self, name: &str) -> Result<(), StoreError> {
        self.backend.put_slot(name, None).await
    }
}
