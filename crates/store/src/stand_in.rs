//! What stands for IndexedDB where there is no browser: memory behind the same name, so that the
//! app's own unit tests run natively. The app that people use never meets it.

use crate::{Backend, Durability, Memory, Numbered, StoreError};

/// A database that is gone with the process.
#[derive(Debug, Default)]
pub struct IndexedDb {
    sealed: Memory,
    plain: Memory,
}

impl IndexedDb {
    /// An empty database, whatever the name.
    ///
    /// # Errors
    /// Never.
    pub async fn open(_: &str) -> Result<Self, StoreError> {
        Ok(Self::default())
    }

    /// Nothing to remove.
    ///
    /// # Errors
    /// Never.
    pub async fn remove(_: &str) -> Result<(), StoreError> {
        Ok(())
    }

    /// Nothing to close.
    pub fn close(&self) {}

    /// Unsealed bytes by name.
    ///
    /// # Errors
    /// Never.
    pub async fn plain(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.plain.slot(name).await
    }

    /// Replaces unsealed bytes.
    ///
    /// # Errors
    /// Never.
    pub async fn put_plain(&self, name: &str, bytes: Option<&[u8]>) -> Result<(), StoreError> {
        self.plain.put_slot(name, bytes).await
    }
}

impl Backend for IndexedDb {
    async fn append(&self, entries: &[Numbered], durability: Durability) -> Result<(), StoreError> {
        self.sealed.append(entries, durability).await
    }

    async fn journal(&self) -> Result<Vec<Numbered>, StoreError> {
        self.sealed.journal().await
    }

    async fn pages(&self) -> Result<Vec<Numbered>, StoreError> {
        self.sealed.pages().await
    }

    async fn fold(&self, pages: &[Numbered], through: u32) -> Result<(), StoreError> {
        self.sealed.fold(pages, through).await
    }

    async fn slot(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.sealed.slot(name).await
    }

    async fn slots(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.sealed.slots(prefix).await
    }

    async fn put_slot(&self, name: &str, bytes: Option<&[u8]>) -> Result<(), StoreError> {
        self.sealed.put_slot(name, bytes).await
    }
}
