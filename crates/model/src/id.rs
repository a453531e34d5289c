//! Identities: records, devices and batches, 128 bits each.
//!
//! Must stay true: the text form is the hyphenated UUID, and parsing it gives the same id back.

use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Serialize};

/// A text that is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct IdError;

fn v7(ms: u64, random: [u8; 10]) -> [u8; 16] {
    let [_, _, a, b, c, d, e, f] = ms.to_be_bytes();
    let [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9] = random;
    let version = 0x70 | (r0 & 0x0f);
    let variant = 0x80 | (r2 & 0x3f);
    [
        a, b, c, d, e, f, version, r1, variant, r3, r4, r5, r6, r7, r8, r9,
    ]
}

fn write(bytes: &[u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            f.write_str("-")?;
        }
        write!(f, "{byte:02x}")?;
    }
    Ok(())
}

fn parse(text: &str) -> Result<[u8; 16], IdError> {
    let mut out = [0u8; 16];
    let mut digits = text.chars().filter(|c| *c != '-').map(|c| c.to_digit(16));
    for slot in &mut out {
        let (Some(Some(hi)), Some(Some(lo))) = (digits.next(), digits.next()) else {
            return Err(IdError);
        };
        *slot = u8::try_from(hi * 16 + lo).map_err(|_| IdError)?;
    }
    if digits.next().is_some() {
        Err(IdError)
    } else {
        Ok(out)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// A UUIDv7 from milliseconds since 1970 and ten random bytes.
            pub fn v7(ms: u64, random: [u8; 10]) -> Self {
                Self(v7(ms, random))
            }

            /// The raw bytes.
            pub fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text).map(Self)
            }
        }
    };
}

id!(
    /// A record of any kind.
    RecordId
);
id!(
    /// A device: one vault in one browser.
    DeviceId
);
id!(
    /// A bulk action: the changes of one import or one bulk edit share it.
    BatchId
);

impl RecordId {
    /// The id of something that ships with the app: the name itself, padded, marked as UUIDv8.
    ///
    /// Only the first 14 bytes of the name count, so keep names short and distinct.
    pub const fn built_in(name: &str) -> Self {
        let bytes = name.as_bytes();
        let mut out = [0u8; 16];
        let mut from = 0;
        let mut to = 0;
        while to < 16 {
            if to == 6 || to == 8 {
                out = put(out, to, 0x80);
            } else if from < bytes.len() {
                out = put(out, to, at(bytes, from));
                from += 1;
            }
            to += 1;
        }
        Self(out)
    }

    /// An id derived from content: the same content has the same id on every device.
    pub fn from_hash(mut hash: [u8; 16]) -> Self {
        if let Some(byte) = hash.get_mut(6) {
            *byte = 0x80 | (*byte & 0x0f);
        }
        if let Some(byte) = hash.get_mut(8) {
            *byte = 0x80 | (*byte & 0x3f);
        }
        Self(hash)
    }
}

const fn at(bytes: &[u8], index: usize) -> u8 {
    let (_, tail) = bytes.split_at(index);
    match tail.first() {
        Some(byte) => *byte,
        None => 0,
    }
}

const fn put(mut out: [u8; 16], index: usize, byte: u8) -> [u8; 16] {
    let (_, tail) = out.split_at_mut(index);
    if let Some(slot) = tail.first_mut() {
        *slot = byte;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_an_id_parses_back() {
        let id = RecordId::v7(1_700_000_000_000, [7; 10]);
        assert_eq!(id.to_string().parse::<RecordId>(), Ok(id));
        assert_eq!(id.to_string().chars().nth(14), Some('7'));
        for bad in ["", "zz", "0123", &"0".repeat(33), "客户"] {
            assert_eq!(bad.parse::<RecordId>(), Err(IdError), "{bad}");
        }
    }

    #[test]
    fn ids_sort_by_time() {
        assert!(RecordId::v7(1, [255; 10]) < RecordId::v7(2, [0; 10]));
    }

    #[test]
    fn built_in_ids_differ() {
        assert_ne!(
            RecordId::built_in("form-nps"),
            RecordId::built_in("form-ces")
        );
    }
}
