//! Who set a field, when, where and how; and what stood there before.

use model::{Channel, DeviceId, RecordId, Stamp, Value};

/// Where a change came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The device.
    pub device: DeviceId,
    /// The member.
    pub author: RecordId,
    /// The channel.
    pub channel: Channel,
}

/// One value a field has had.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The value; for a set, the element that was added or removed.
    pub value: Value,
    /// When it was set.
    pub stamp: Stamp,
    /// By whom, where, how.
    pub origin: Origin,
    /// Whether it stands now.
    pub current: bool,
    /// Whether it was written without knowing of the value that stands now, nor the other way
    /// round: two people changed the field.
    pub concurrent: bool,
    /// For sets: whether the element was taken away.
    pub removed: bool,
}

/// Everything a field has held, latest first.
pub type FieldHistory = Vec<Version>;
