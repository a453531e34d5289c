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
mod labelled;
mod number;
mod stamp;
mod value;

pub use check::{Invalid, MAX_LINE, MAX_NOTE, MAX_TAG, tag};
pub use field::{Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Purpose};
pub use id::{BatchId, DeviceId, IdError, RecordId};
pub use kinds::{
    CUSTOMER, DEVICE, FORM, IMPORT, INTERACTION, KINDS, MEMBER, NOTICE, PRODUCT, PROMISE, PURCHASE,
    RELATION, TASK,
};
pub use kinds::{
    customer, device, form, import, interaction, kind, kind_named, kinds_of, member, notice,
    product, promise, purchase, relation, task,
};
pub use label::{Label, Language};
pub use labelled::Labelled;
pub use number::minor_digits;
pub use stamp::{Channel, Stamp};
pub use value::{Date, Value};
