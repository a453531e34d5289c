//! The backend for tests and for lives without a disk.

use crate::{Backend, Durability, Numbered, StoreError};
use std::cell::RefCell;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default)]
struct Kept {
    journal: BTreeMap<u32, Vec<u8>>,
    pages: BTreeMap<u32, Vec<u8>>,
    slots: BTreeMap<String, Vec<u8>>,
}

/// Bytes in memory.
#[derive(Debug, Default)]
pub struct Memory(RefCell<Kept>);

impl Memory {
    /// Every byte kept, for tests that look for what must not be there.
    pub fn dump(&self) -> Vec<u8> {
        let kept = self.0.borrow();
        let all = kept
            .journal
            .values()
            .chain(kept.pages.values())
            .chain(kept.slots.values());
        all.flatten().copied().collect()
    }

    /// Changes the bytes of a journal entry, for tests of damage.
    pub fn tamper(&self, number: u32, change: impl FnOnce(&mut Vec<u8>)) {
        if let Some(bytes) = self.0.borrow_mut().journal.get_mut(&number) {
            change(bytes);
        }
    }
}

fn numbered(map: &BTreeMap<u32, Vec<u8>>) -> Vec<Numbered> {
    map.iter().map(|(n, bytes)| (*n, bytes.clone())).collect()
}

impl Backend for Memory {
    async fn append(&self, entries: &[Numbered], _: Durability) -> Result<(), StoreError> {
        self.0.borrow_mut().journal.extend(entries.iter().cloned());
        Ok(())
    }

    async fn journal(&self) -> Result<Vec<Numbered>, StoreError> {
        Ok(numbered(&self.0.borrow().journal))
    }

    async fn pages(&self) -> Result<Vec<Numbered>, StoreError> {
        Ok(numbered(&self.0.borrow().pages))
    }

    async fn fold(&self, pages: &[Numbered], through: u32) -> Result<(), StoreError> {
        let mut kept = self.0.borrow_mut();
        kept.pages.extend(pages.iter().cloned());
        kept.journal.retain(|n, _| *n > through);
        Ok(())
    }

    async fn slot(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.borrow().slots.get(name).cloned())
    }

    async fn slots(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let kept = self.0.borrow();
        Ok(kept
            .slots
            .keys()
            .filter(|name| name.starts_with(prefix))
            .cloned()
            .collect())
    }

    async fn put_slot(&self, name: &str, bytes: Option<&[u8]>) -> Result<(), StoreError> {
        let mut kept = self.0.borrow_mut();
        match bytes {
            Some(bytes) => kept.slots.insert(name.to_owned(), bytes.to_vec()),
            None => kept.slots.remove(name),
        };
        Ok(())
    }
}
