//! How much a hostile or damaged workbook may ask for.

/// The bounds of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: usize,
    /// Most parts in the file.
    pub parts: usize,
    /// Largest part when unpacked, in bytes; it passes through and is not kept.
    pub part_bytes: u64,
    /// Most bytes that a packed byte may become, once a part has grown beyond a mebibyte.
    pub ratio: u64,
    /// Longest element or run of text, in bytes.
    pub text_bytes: usize,
    /// Most texts that cells share.
    pub shared_texts: usize,
    /// Most bytes of all of them; these are kept.
    pub shared_bytes: usize,
    /// Most filled cells of a sheet.
    pub cells: u64,
    /// Most merged ranges of a sheet.
    pub merges: usize,
    /// As of a row of a text file.
    pub row: exchange::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            parts: 2000,
            part_bytes: 512 << 20,
            ratio: 250,
            text_bytes: 1 << 20,
            shared_texts: 2_000_000,
            shared_bytes: 128 << 20,
            cells: 20_000_000,
            merges: 100_000,
            row: exchange::Limits::default(),
        }
    }
}
