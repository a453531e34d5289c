//! What is kept: kinds of record, their fields, classes, purposes and values.
//!
//! Must stay true: a field cannot be described without a [`Class`] and a [`Purpose`]; numbers
//! of kinds and fields are never reused; the meaning of a stored value never changes.
//!
//! Must not know: a clock, randomness, any input or output, the browser.

mod check;
mod field;
mod id;
mod kinds;
mod label;
mod stamp;
mod value;

pub use check::{Invalid, MAX_LINE, MAX_NOTE, MAX_TAG, tag};
pub use field::{Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Purpose};
pub use id::{BatchId, DeviceId, IdError, RecordId};
pub use kinds::{CUSTOMER, DEVICE, FORM, IMPORT, KINDS, MEMBER, NOTICE, PURCHASE};
pub use kinds::{customer, device, form, import, kind, member, notice, purchase};
pub use label::{Label, Language};
pub use stamp::{Channel, Stamp};
pub use value::{Date, Value};
