//! What stands for IndexedDB where there is no browser: memory behind the same name, so that the
//! app's own unit tests run natively. The app that people use never meets it.

use crate::{Area, Backend, Memory, Notice, Numbered, StoreError, Write};

/// A database that is gone with the process.
#[derive(Debug, Default)]
pub struct IndexedDb(Memory);

impl IndexedDb {
    /// An empty database, whatever the name.
    ///
    /// # Errors
    /// Never.
    pub async fn open(_: &str) -> Result<Self, StoreError> {
        Ok(Self::default())
    }

    /// As [`Self::open`].
    ///
    /// # Errors
    /// Never.
    pub async fn open_told(_: &str, _: impl Fn(Notice) + 'static) -> Result<Self, StoreError> {
        Ok(Self::default())
    }

    /// Nothing to remove.
    ///
    /// # Errors
    /// Never.
    pub async fn remove(_: &str) -> Result<(), StoreError> {
        Ok(())
    }
}

impl Backend for IndexedDb {
    async fn write(&self, write: Write) -> Result<(), StoreError> {
        self.0.write(write).await
    }

    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError> {
        self.0.read(area, from, to).await
    }

    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        self.0.numbers(area).await
    }

    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.get(area, name).await
    }

    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError> {
        self.0.names(area).await
    }

    fn close(&self) {
        self.0.close();
    }
}
