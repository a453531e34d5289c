//! Reading the log, block by block.

use super::{END, GULP, Store};
use crate::pack;
use crate::{Area, Backend, Damage, Numbered, StoreError};

/// Most blocks read at once.
const BLOCKS: usize = 256;

/// A block of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its number.
    pub number: u32,
    /// The number of the first block that was merged into it.
    pub first: u32,
    /// Its bytes at rest.
    pub size: usize,
    /// Its payloads, in the order they were appended.
    pub payloads: Vec<Vec<u8>>,
}

/// What a walk along the log came to.
#[derive(Default)]
struct Walked {
    damage: Vec<Damage>,
    /// The last block that is there or was cut off.
    reached: u32,
    /// The last block that is there.
    tail: u32,
}

/// How many blocks to read at once, by how large those before were.
pub(super) struct Stride(usize);

impl Default for Stride {
    fn default() -> Self {
        Self(4)
    }
}

impl Stride {
    /// The first and last number of the next stretch, taken off what is left.
    pub(super) fn next(&self, left: &mut &[u32]) -> Option<(u32, u32)> {
        let (now, later) = left.split_at_checked(self.0).unwrap_or((left, &[]));
        *left = later;
        Some((*now.first()?, *now.last()?))
    }

    /// Takes the measure of what was read.
    pub(super) fn learn(&mut self, blocks: &[Numbered]) {
        let size: usize = blocks.iter().map(|(_, bytes)| bytes.len()).sum();
        if size > GULP {
            self.0 = (self.0 / 2).max(1);
        } else if size < GULP / 4 {
            self.0 = (self.0 * 2).min(BLOCKS);
        }
    }
}

/// The plain bytes of a block that begins where it ends.
pub(super) fn pack(number: u32, payloads: &[Vec<u8>]) -> Vec<u8> {
    pack_merged(number, payloads)
}

/// The plain bytes of a block that stands for all from `first` on.
pub(super) fn pack_merged(first: u32, payloads: &[Vec<u8>]) -> Vec<u8> {
    pack::pack(&first.to_be_bytes(), payloads.iter().map(Vec::as_slice))
}

impl<B: Backend> Store<B> {
    pub(super) fn open_block(&self, number: u32, sealed: Vec<u8>) -> Result<Block, StoreError> {
        let size = sealed.len();
        let plain = self.open(Area::Log, &number.to_be_bytes(), sealed)?;
        let (first, body) = plain.split_first_chunk::<4>().ok_or(StoreError::Damaged)?;
        let first = u32::from_be_bytes(*first);
        if !(1..=number).contains(&first) {
            return Err(StoreError::Damaged);
        }
        Ok(Block {
            number,
            first,
            size,
            payloads: pack::unpack(body)?,
        })
    }

    /// Every block after a number, in order. `each` takes a block; `pause` is called in between,
    /// so that the caller can let others run. What cannot be read is named and passed over. A
    /// block that another tab merged begins before what was asked for: its [`Block::first`] says
    /// so, and some payloads may come twice.
    ///
    /// Reading on from [`Self::end`] takes in what is there: the end moves along. Reading from
    /// anywhere else only looks, as [`Self::look`] always does.
    ///
    /// # Errors
    /// When the backend cannot be read, a newer app wrote a block, or the keys were changed.
    pub async fn log(
        &self,
        after: u32,
        each: impl FnMut(Block),
        pause: impl AsyncFnMut(),
    ) -> Result<Vec<Damage>, StoreError> {
        let stood = self.end.get();
        let walked = self.walk(after, each, pause).await?;
        // Not if something was appended meanwhile: the next reading takes in the rest.
        if after == stood && stood == self.end.get() {
            self.stand(walked.reached, walked.tail);
        }
        Ok(walked.damage)
    }

    /// As [`Self::log`], for one who is looking something up: the end stays where it is.
    ///
    /// # Errors
    /// As [`Self::log`].
    pub async fn look(
        &self,
        after: u32,
        each: impl FnMut(Block),
        pause: impl AsyncFnMut(),
    ) -> Result<Vec<Damage>, StoreError> {
        Ok(self.walk(after, each, pause).await?.damage)
    }

    async fn walk(
        &self,
        after: u32,
        mut each: impl FnMut(Block),
        mut pause: impl AsyncFnMut(),
    ) -> Result<Walked, StoreError> {
        // Before the numbers: what is appended meanwhile must not look cut off.
        let marked = self.end_marker().await?.unwrap_or(0);
        let mut walked = Walked {
            reached: after,
            ..Walked::default()
        };
        let mut listed = 0;
        loop {
            let numbers = self.backend.numbers(Area::Log).await?;
            walked.tail = numbers.last().copied().unwrap_or(0);
            // Again only if the last block was merged into a later one while we were reading.
            if walked.tail <= walked.reached || walked.tail == listed {
                break;
            }
            listed = walked.tail;
            let left: Vec<u32> = numbers
                .into_iter()
                .filter(|n| *n > walked.reached)
                .collect();
            let mut left = left.as_slice();
            let mut stride = Stride::default();
            while let Some((from, to)) = stride.next(&mut left) {
                let blocks = self.backend.read(Area::Log, from, to).await?;
                stride.learn(&blocks);
                for (number, sealed) in blocks {
                    match self.open_block(number, sealed) {
                        Ok(block) => {
                            note_gap(&mut walked.damage, walked.reached, &block);
                            each(block);
                        }
                        Err(error @ (StoreError::Newer | StoreError::Rekeyed)) => {
                            return Err(error);
                        }
                        Err(_) => walked.damage.push(Damage::Block(number)),
                    }
                    walked.reached = number;
                    pause().await;
                }
            }
            if walked.reached >= listed {
                break;
            }
        }
        if marked > walked.reached {
            let from = walked.reached.saturating_add(1);
            walked.damage.push(Damage::Missing(from, marked));
            walked.reached = marked;
        }
        Ok(walked)
    }

    /// The block the log must have reached; none before the first.
    pub(super) async fn end_marker(&self) -> Result<Option<u32>, StoreError> {
        match self.slot(END).await {
            Ok(plain) => Ok(plain
                .and_then(|plain| plain.try_into().ok())
                .map(u32::from_be_bytes)),
            // A marker that cannot be read says nothing; the blocks speak for themselves.
            Err(StoreError::Damaged) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Names the blocks between what was reached and where a block begins.
pub(super) fn note_gap(damage: &mut Vec<Damage>, reached: u32, block: &Block) {
    let next = reached.saturating_add(1);
    if block.first > next {
        damage.push(Damage::Missing(next, block.first.saturating_sub(1)));
    }
}
