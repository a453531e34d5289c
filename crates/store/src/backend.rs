//! What a place to keep bytes must do; it sees sealed bytes only.

use crate::StoreError;

/// An entry or page with its number.
pub type Numbered = (u32, Vec<u8>);

/// How much has to have happened before a write resolves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// On the disk: what a person saved.
    Strict,
    /// Handed to the system: the middle of a bulk action that ends strict.
    Relaxed,
}

/// A place to keep bytes: numbered journal entries, numbered pages and named slots.
#[allow(async_fn_in_trait)]
pub trait Backend {
    /// Adds journal entries, all or none.
    ///
    /// # Errors
    /// When the backend cannot keep them; then none is kept.
    async fn append(&self, entries: &[Numbered], durability: Durability) -> Result<(), StoreError>;

    /// Every journal entry, by number.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn journal(&self) -> Result<Vec<Numbered>, StoreError>;

    /// Every page, by number.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn pages(&self) -> Result<Vec<Numbered>, StoreError>;

    /// Adds pages and removes the journal entries up to a number, all or nothing.
    ///
    /// # Errors
    /// When the backend cannot do it; then nothing has changed.
    async fn fold(&self, pages: &[Numbered], through: u32) -> Result<(), StoreError>;

    /// The bytes of a slot.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn slot(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// The names of the slots that begin with a prefix.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn slots(&self, prefix: &str) -> Result<Vec<String>, StoreError>;

    /// Replaces the bytes of a slot; none removes it.
    ///
    /// # Errors
    /// When the backend cannot keep them; then the old ones stay.
    async fn put_slot(&self, name: &str, bytes: Option<&[u8]>) -> Result<(), StoreError>;
}
