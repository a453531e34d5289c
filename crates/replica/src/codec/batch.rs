//! Many changes as columns: what repeats from change to change is said once.
//!
//! Changes of a bulk action look alike, so their operations are a *shape* (which operations, on
//! which fields) said once, and the values of each operation of a shape lie side by side, where
//! they compress well. Layout, in this order: count; devices, authors and batches as lists; per
//! change, as runs or differences: indexes into those, channel, seq, stamp, seen, position,
//! shape; the shapes; record ids; proofs; values by shape and operation.

mod read;
mod shapes;
mod write;

pub use read::decode;
pub use write::{encode, encode_unproven};

const CREATE: u8 = 0;
const SET: u8 = 1;
const ADD: u8 = 2;
const REMOVE: u8 = 3;
const DELETE: u8 = 4;
const RESTORE: u8 = 5;
const ERASE: u8 = 6;
const RESPOND: u8 = 7;
