//! The sealed log and pages: one store, in memory and in IndexedDB.
//!
//! Must stay true: nothing reaches a backend unsealed but the envelope and the count of failed
//! unlocks; an append has resolved only when it is durable; a kill at any moment loses nothing
//! and doubles nothing; what is damaged is named, and everything else stays readable.
//!
//! Must not know: what an entry or a page says, who the customer is, what is on screen.

mod backend;
mod error;
#[cfg(target_arch = "wasm32")]
mod indexeddb;
mod memory;
mod pack;
mod sealed;
#[cfg(not(target_arch = "wasm32"))]
mod stand_in;

pub use backend::{Area, Backend, Durability, Mark, Notice, Numbered, Step, Write};
pub use error::StoreError;
#[cfg(target_arch = "wasm32")]
pub use indexeddb::IndexedDb;
pub use memory::Memory;
pub use sealed::{BlobId, Block, Damage, Folded, Health, Store, mark_of};
#[cfg(not(target_arch = "wasm32"))]
pub use stand_in::IndexedDb;
