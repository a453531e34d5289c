//! Where sealed bytes rest: what is bound to them besides the key.
//!
//! The encoding is part of every format of sealed bytes and never changes.

/// Where sealed bytes rest. They open only in the place they were sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The database.
    pub database: &'a str,
    /// The store in the database.
    pub store: &'a str,
    /// The key in the store.
    pub key: &'a [u8],
}

impl Place<'_> {
    /// The associated data: `head`, then each part behind its length, so that no two places
    /// share an encoding. `head` opens with the version, which decides its length.
    pub(crate) fn bound(&self, head: &[u8]) -> Vec<u8> {
        let parts = [self.database.as_bytes(), self.store.as_bytes(), self.key];
        let len = parts.iter().map(|part| 8 + part.len()).sum::<usize>();
        let mut out = Vec::with_capacity(head.len() + len);
        out.extend_from_slice(head);
        for part in parts {
            out.extend_from_slice(&(part.len() as u64).to_le_bytes());
            out.extend_from_slice(part);
        }
        out
    }
}
