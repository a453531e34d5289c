//! A growing list of ascending numbers in a byte or two each.

/// Ascending numbers, each as its distance from the one before.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    bytes: Vec<u8>,
    last: u32,
    len: u32,
}

impl Ids {
    /// Adds a number that is not below the last; the same again is not added twice.
    pub(crate) fn push(&mut self, id: u32) {
        if self.len > 0 && id <= self.last {
            debug_assert!(id == self.last, "ids ascend");
            return;
        }
        let mut rest = id - self.last;
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
        self.last = id;
        self.len += 1;
    }

    /// How many there are.
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        self.bytes.capacity() + size_of::<Self>()
    }

    /// The numbers, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let mut bytes = self.bytes.iter();
        let mut last = 0u32;
        std::iter::from_fn(move || {
            let first = *bytes.next()?;
            let mut step = u32::from(first & 0x7F);
            let mut more = first & 0x80 != 0;
            let mut shift = 7;
            while more {
                let byte = *bytes.next()?;
                step |= u32::from(byte & 0x7F) << (shift & 31);
                shift += 7;
                more = byte & 0x80 != 0;
            }
            last += step;
            Some(last)
        })
    }
}
