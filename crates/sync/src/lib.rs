//! How devices agree: the messages, and the client's side of the exchange.
//!
//! Must stay true: every message starts with [`PROTOCOL`]; decoding outside bytes never panics
//! and never reserves much more memory than the bytes themselves take; sending anything twice
//! changes nothing.
//!
//! Must not know: HTTP beyond a status and a body, the browser, a clock, where changes rest.

mod backoff;
mod courier;
mod error;
mod wire;

pub use backoff::{BACKOFF_LONGEST_MS, backoff};
pub use courier::{Courier, Pulled, Pushed};
pub use error::SyncError;
pub use wire::{
    BODY_BYTES, CHANGE_BYTES, CodecError, Hello, JoinRequest, JoinResponse, MESSAGE_BYTES, Outcome,
    PROTOCOL, PUSH_CHANGES, Problem, PullResponse, PullWriter, PushRequest, PushResponse,
    PushResult, Reason, WAIT_SECONDS,
};
