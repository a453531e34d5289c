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
mod mask;
mod number;
mod rights;
mod stamp;
mod value;

pub use check::{Invalid, MAX_LINE, MAX_NOTE, MAX_TAG, tag};
pub use field::{Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Parts, Purpose};
pub use id::{BatchId, DeviceId, IdError, RecordId};
pub use kinds::{
    APART, CONTRACT, CUSTOM, CUSTOMER, DEVICE, EXPORT, FORM, IMPORT, INTERACTION, KINDS, LINE,
    MEMBER, MERGE, NOTICE, PRODUCT, PROMISE, PURCHASE, RELATION, REVEAL, TASK, VIEWS,
};
pub use kinds::{
    apart, contract, custom, customer, daily_kinds, device, export, form, import, interaction,
    kind, kind_named, kinds_of, line, member, merge, notice, parts_of, product, promise, purchase,
    relation, reveal, task, views,
};
pub use label::{Label, Language};
pub use labelled::Labelled;
pub use mask::mask;
pub use number::minor_digits;
pub use rights::{Access, Role, access, looks};
pub use stamp::{Channel, Stamp};
pub use value::{Date, Value};
