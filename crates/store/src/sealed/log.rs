//! Reading the log, block by block.

use super::{END, GULP, Store};
use crate::pack;
use crate::{Area, Backend, Damage, StoreError};

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
        Ok(Block {
            number,
            first: u32::from_be_bytes(*first),
            size,
            payloads: pack::unpack(body)?,
        })
    }

    /// Every block after a number, in order. `each` takes a block; `pause` is called in between,
    /// so that the caller can let others run. What cannot be read is named and passed over.
    ///
    /// # Errors
    /// When the backend cannot be read, a newer app wrote a block, or the keys were changed.
    pub async fn log(
        &self,
        after: u32,
        mut each: impl FnMut(Block),
        mut pause: impl AsyncFnMut(),
    ) -> Result<Vec<Damage>, StoreError> {
        let numbers = self.backend.numbers(Area::Log).await?;
        let numbers: Vec<u32> = numbers.into_iter().filter(|n| *n > after).collect();
        let mut damage = Vec::new();
        let mut reached = after;
        let mut rest = numbers.as_slice();
        let mut at_once = 4;
        while !rest.is_empty() {
            let (now, later) = rest.split_at_checked(at_once).unwrap_or((rest, &[]));
            rest = later;
            let (Some(from), Some(to)) = (now.first(), now.last()) else {
                break;
            };
            let blocks = self.backend.read(Area::Log, *from, *to).await?;
            let size: usize = blocks.iter().map(|(_, bytes)| bytes.len()).sum();
            if size > GULP {
                at_once = (at_once / 2).max(1);
            } else if size < GULP / 4 {
                at_once = (at_once * 2).min(BLOCKS);
            }
            for (number, sealed) in blocks {
                match self.open_block(number, sealed) {
                    Ok(block) => {
                        if after != 0 || reached != 0 || block.first != 1 {
                            note_gap(&mut damage, reached, &block);
                        }
                        each(block);
                    }
                    Err(error @ (StoreError::Newer | StoreError::Rekeyed)) => return Err(error),
                    Err(_) => damage.push(Damage::Block(number)),
                }
                reached = number;
                pause().await;
            }
        }
        if let Some(marked) = self.end_marker().await?
            && marked > reached.max(after)
        {
            damage.push(Damage::Missing(reached.saturating_add(1), marked));
        }
        self.end.set(self.end.get().max(reached));
        Ok(damage)
    }

    /// The block the log must have reached; none before the first.
    async fn end_marker(&self) -> Result<Option<u32>, StoreError> {
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
fn note_gap(damage: &mut Vec<Damage>, reached: u32, block: &Block) {
    let next = reached.saturating_add(1);
    if block.first > next {
        damage.push(Damage::Missing(next, block.first.saturating_sub(1)));
    }
}
