//! Long lists in chunks that are shared with a snapshot until they are written to.
//!
//! A chunk is what one page on the disk holds. Must stay true: a snapshot taken by cloning the
//! `Rc`s never changes; a chunk that was written to since it was last kept says so.

use std::rc::Rc;

/// Log₂ of [`ROWS`].
const SHIFT: u32 = 12;
/// How many things a chunk holds.
pub const ROWS: usize = 1 << SHIFT;

/// Which chunk a thing is in, and where in it.
pub fn split(at: u32) -> (usize, usize) {
    ((at >> SHIFT) as usize, at as usize & (ROWS - 1))
}

/// A chunk and whether it has to be kept again.
#[derive(Debug, Clone, Default)]
pub struct Chunk<T> {
    pub data: Rc<T>,
    pub dirty: bool,
}

impl<T: Clone> Chunk<T> {
    pub fn new(data: T, dirty: bool) -> Self {
        Self {
            data: Rc::new(data),
            dirty,
        }
    }

    /// To write to it.
    pub fn edit(&mut self) -> &mut T {
        self.dirty = true;
        Rc::make_mut(&mut self.data)
    }
}

/// A list that mostly grows.
#[derive(Debug, Clone)]
pub struct Chunks<T> {
    pub all: Vec<Chunk<Vec<T>>>,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { all: Vec::new() }
    }
}

impl<T: Clone> Chunks<T> {
    pub fn len(&self) -> usize {
        let last = self.all.last().map_or(0, |chunk| chunk.data.len());
        self.all.len().saturating_sub(1) * ROWS + last
    }

    pub fn get(&self, at: u32) -> Option<&T> {
        let (chunk, row) = split(at);
        self.all.get(chunk)?.data.get(row)
    }

    pub fn edit(&mut self, at: u32) -> Option<&mut T> {
        let (chunk, row) = split(at);
        self.all.get_mut(chunk)?.edit().get_mut(row)
    }

    pub fn push(&mut self, thing: T) {
        let full = self.all.last().is_none_or(|chunk| chunk.data.len() >= ROWS);
        if full {
            self.all.push(Chunk::new(Vec::new(), true));
        }
        if let Some(chunk) = self.all.last_mut() {
            chunk.edit().push(thing);
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.all.iter().flat_map(|chunk| chunk.data.iter())
    }
}
