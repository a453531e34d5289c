//! Changes of one device that are proved in one go: a bulk action, block by block.
//!
//! Their salts follow from one seed (the output of BLAKE3 keyed with it, sixteen bytes after the
//! other), and of each link but the last only the first four bytes are kept: the rest follows from
//! the changes. That is 4 bytes a change instead of 48.
//!
//! Must stay true: what comes back has the very proofs it would have had one by one, so erasing,
//! verifying and sending know nothing of runs; a change that was altered has a link that does not
//! hold. A block from which something is erased is written anew with the salts of what stays and
//! without the seed.

use crate::bytes::Reader;
use crate::chain::{Hash, Tip};
use crate::{Change, CodecError};
use model::DeviceId;

/// How much of each link is kept.
const CHECK: usize = 4;

/// Sixteen bytes at a time from a seed.
#[derive(Debug)]
struct Salts {
    output: blake3::OutputReader,
    pool: [u8; 1024],
    used: usize,
}

impl Salts {
    fn of(seed: &[u8; 32]) -> Self {
        Self {
            output: blake3::Hasher::new_keyed(seed).finalize_xof(),
            pool: [0; 1024],
            used: 1024,
        }
    }

    fn next(&mut self) -> [u8; 16] {
        if self.used >= self.pool.len() {
            self.output.fill(&mut self.pool);
            self.used = 0;
        }
        let rest = self.pool.get(self.used..).unwrap_or_default();
        let salt = rest.first_chunk::<16>().copied().unwrap_or_default();
        self.used += 16;
        salt
    }
}

/// A run being made.
#[derive(Debug)]
pub struct Run {
    seed: [u8; 32],
    before: Hash,
    tip: Tip,
    salts: Salts,
    checks: Vec<u8>,
}

impl Run {
    /// Behind a tip. The seed is random and used for nothing else.
    pub fn after(tip: Tip, seed: [u8; 32]) -> Self {
        Self {
            seed,
            before: tip.link(),
            salts: Salts::of(&seed),
            tip,
            checks: Vec::new(),
        }
    }

    /// Links the next change.
    pub fn add(&mut self, change: &Change) {
        let salts = &mut self.salts;
        self.tip.follow(change, || salts.next(), |_| ());
        self.checks.extend(self.tip.link().iter().take(CHECK));
    }

    /// The end of the chain so far.
    pub fn tip(&self) -> &Tip {
        &self.tip
    }

    /// The end of the chain, to go on with.
    pub fn into_tip(self) -> Tip {
        self.tip
    }

    /// Appends what is not said by the changes themselves.
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.seed);
        out.extend_from_slice(&self.before);
        out.extend_from_slice(&self.checks);
        out.extend_from_slice(&self.tip.link());
    }
}

/// Proves changes that were read back.
pub(crate) fn prove(reader: &mut Reader<'_>, changes: &mut [Change]) -> Result<(), CodecError> {
    let seed = reader.array()?;
    let before = reader.array()?;
    let checks = reader.take(changes.len().saturating_mul(CHECK))?;
    let last: Hash = reader.array()?;
    let device = changes.first().map_or(DeviceId([0; 16]), |c| c.device);
    let mut pairs = changes.iter().zip(changes.iter().skip(1));
    let whole = pairs.all(|(a, b)| b.seq.checked_sub(1) == Some(a.seq) && b.device == a.device);
    if !whole || changes.first().is_some_and(|c| c.seq == 0) {
        // A run is of one device and without a gap: numbers that repeat would pass for changes
        // that came twice.
        return Err(CodecError::Damaged);
    }
    let mut salts = Salts::of(&seed);
    let mut tip = Tip::after(device, Some(before));
    let end = changes.len().saturating_sub(1);
    let kept = checks.as_chunks::<CHECK>().0;
    for (at, (change, check)) in changes.iter_mut().zip(kept).enumerate() {
        tip.prove(change, || salts.next());
        let Some(proof) = &mut change.proof else {
            continue;
        };
        if !proof.link.starts_with(check) || at == end && proof.link != last {
            // Not what was made: the link that was kept shows it.
            proof.link = [0; 32];
            for (byte, kept) in proof.link.iter_mut().zip(check) {
                *byte = !kept;
            }
        }
    }
    Ok(())
}
