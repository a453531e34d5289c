//! The hash chain of each device: what shows that its history was altered.
//!
//! Every change carries a [`Proof`]: one salt for each part, and a link. A part is what a change
//! does to one record (that it is erased is a part of its own); its commitment is
//! `BLAKE3("part" · salt · record · operations)`; the link is
//! `BLAKE3("link" · link before · seq · stamp · author · channel · batch · commitments)`,
//! all numbers little-endian. Before the first link of a device stands
//! `BLAKE3("first" · device)`, so that every link is of one device only.
//!
//! Must stay true: erasing a record puts the commitment in the place of its part, salt and all, so
//! that every link still holds while what was erased cannot be guessed back; the bytes that are
//! hashed never change (frozen below).

use crate::bytes::{append, put_bytes, put_value, put_varint};
use crate::{Change, Op};
use model::{DeviceId, RecordId, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// What ties a change to the ones before it on its device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The stamp as the device made it; the server may have moved the change's own.
    pub stamp: Stamp,
    /// One for each part of the change, in the order it first names them.
    pub parts: Vec<Part>,
    /// The link of this change.
    pub link: Hash,
}

/// What stands for the part of a change that is about one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The operations are there; this salts their commitment.
    Salt([u8; 16]),
    /// The operations were erased; this is their commitment.
    Erased(Hash),
}

/// The link before the first of a device.
pub fn first_link(device: DeviceId) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"first").update(&device.0);
    *hasher.finalize().as_bytes()
}

/// Which operations belong together: those on one record, and the word that it is erased.
type Key = (RecordId, bool);

fn key(op: &Op) -> Key {
    (op.record(), matches!(op, Op::Erase { .. }))
}

/// The parts of a change, in the order it first names them.
fn parts(ops: &[Op]) -> Vec<Key> {
    let mut all: Vec<Key> = Vec::with_capacity(1);
    for op in ops {
        let key = key(op);
        if all.last() != Some(&key) && !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

fn put_op(out: &mut Vec<u8>, op: &Op) {
    let mut head = |tag: u8, kind: u16, field: u32| {
        out.push(tag);
        put_varint(out, u64::from(kind));
        put_varint(out, u64::from(field));
    };
    match op {
        Op::Create { kind, .. } => head(0, kind.0, 0),
        Op::Set { kind, field, .. } => head(1, kind.0, field.0),
        Op::Add { kind, field, .. } => head(2, kind.0, field.0),
        Op::Remove { kind, field, .. } => head(3, kind.0, field.0),
        Op::Delete { .. } => head(4, 0, 0),
        Op::Restore { .. } => head(5, 0, 0),
        Op::Erase { .. } => head(6, 0, 0),
        Op::Respond(_) => head(7, 0, 0),
    }
    match op {
        // In postcard, the encoding these hashes are frozen with.
        Op::Set { value, .. } => put_value(out, value),
        Op::Add { element, .. } | Op::Remove { element, .. } => put_bytes(out, element.as_bytes()),
        Op::Respond(respond) => append(out, respond),
        _ => {}
    }
}

fn commitment(change: &Change, part: Key, salt: &[u8; 16], space: &mut Vec<u8>) -> Hash {
    space.clear();
    space.extend_from_slice(b"part");
    space.extend_from_slice(salt);
    space.extend_from_slice(&part.0.0);
    for op in change.ops.iter().filter(|op| key(op) == part) {
        put_op(space, op);
    }
    *blake3::hash(space).as_bytes()
}

/// The link of a change whose commitments these are.
fn link_of(
    change: &Change,
    stamp: Stamp,
    before: &Hash,
    commitments: &[Hash],
    space: &mut Vec<u8>,
) -> Hash {
    space.clear();
    space.extend_from_slice(b"link");
    space.extend_from_slice(before);
    space.extend_from_slice(&change.seq.to_le_bytes());
    space.extend_from_slice(&stamp.0.to_le_bytes());
    space.extend_from_slice(&change.author.0);
    space.push(change.channel as u8);
    space.push(u8::from(change.batch.is_some()));
    if let Some(batch) = change.batch {
        space.extend_from_slice(&batch.0);
    }
    for commitment in commitments {
        space.extend_from_slice(commitment);
    }
    *blake3::hash(space).as_bytes()
}

/// The link of a change by its proof; none if parts and operations do not fit together.
fn link(change: &Change, proof: &Proof, before: &Hash, space: &mut Vec<u8>) -> Option<Hash> {
    let parts = parts(&change.ops);
    let mut left = parts.iter();
    let mut commitments: Vec<Hash> = Vec::with_capacity(proof.parts.len());
    for part in &proof.parts {
        commitments.push(match part {
            Part::Salt(salt) => commitment(change, *left.next()?, salt, space),
            Part::Erased(hash) => *hash,
        });
    }
    if left.next().is_some() {
        return None;
    }
    Some(link_of(change, proof.stamp, before, &commitments, space))
}

/// The end of one device's chain, to hang the next change on.
#[derive(Debug, Clone)]
pub struct Tip {
    link: Hash,
    space: Vec<u8>,
}

impl Tip {
    /// After a link, or at the beginning of the device's chain.
    pub fn after(device: DeviceId, last: Option<Hash>) -> Self {
        Self {
            link: last.unwrap_or_else(|| first_link(device)),
            space: Vec::with_capacity(512),
        }
    }

    /// The link at the end.
    pub fn link(&self) -> Hash {
        self.link
    }

    /// Proves a change: the next of this device. `salt` gives sixteen random bytes at a time.
    pub fn prove(&mut self, change: &mut Change, salt: impl FnMut() -> [u8; 16]) {
        let mut parts = Vec::with_capacity(1);
        self.follow(change, salt, |salt| parts.push(Part::Salt(salt)));
        change.proof = Some(Proof {
            stamp: change.stamp,
            parts,
            link: self.link,
        });
    }

    /// Moves on to the link of a change; `used` hears of every salt.
    pub(crate) fn follow(
        &mut self,
        change: &Change,
        mut salt: impl FnMut() -> [u8; 16],
        mut used: impl FnMut([u8; 16]),
    ) {
        let first = change.ops.first().map(key);
        let mut commitments = Vec::new();
        let mut only = [[0; 32]];
        if let Some(part) = first
            && change.ops.iter().all(|op| key(op) == part)
        {
            // One record, as nearly always.
            let salt = salt();
            only = [commitment(change, part, &salt, &mut self.space)];
            used(salt);
        } else {
            for part in parts(&change.ops) {
                let salt = salt();
                commitments.push(commitment(change, part, &salt, &mut self.space));
                used(salt);
            }
        }
        let commitments = if commitments.is_empty() && first.is_some() {
            only.as_slice()
        } else {
            commitments.as_slice()
        };
        let stamp = change.stamp;
        self.link = link_of(change, stamp, &self.link, commitments, &mut self.space);
    }
}

/// Takes what a change says about records out of it and leaves the commitments; true if there was
/// anything. That a record is erased stays: it holds nothing of the record.
pub fn redact(change: &mut Change, gone: impl Fn(RecordId) -> bool) -> bool {
    let going = |part: Key| !part.1 && gone(part.0);
    let all = parts(&change.ops);
    if !all.iter().any(|part| going(*part)) {
        return false;
    }
    if let Some(mut proof) = change.proof.take() {
        let mut left = all.iter();
        let mut space = Vec::new();
        for part in &mut proof.parts {
            if let Part::Salt(salt) = part
                && let Some(named) = left.next()
                && going(*named)
            {
                *part = Part::Erased(commitment(change, *named, salt, &mut space));
            }
        }
        change.proof = Some(proof);
    }
    change.ops.retain(|op| !going(key(op)));
    true
}

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The link does not follow from the change and the link before.
    Link,
    /// A change without a link stands behind one that has a link.
    Unlinked,
    /// Changes this device made itself are missing in between.
    Missing,
}

/// What a check of all chains found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Changes whose link holds.
    pub linked: usize,
    /// Changes made before there were links.
    pub unlinked: usize,
    /// Changes of other devices whose predecessor never came here, so that it cannot be said.
    pub unknown: usize,
    /// The first broken link of each device that has one: the sequence number and what is wrong.
    pub broken: BTreeMap<DeviceId, (u64, Broken)>,
}

impl Verdict {
    /// Whether every chain holds.
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }
}

/// Checks the chains of all devices; changes of a device come in the order of their numbers.
#[derive(Debug)]
pub struct Verifier {
    own: DeviceId,
    tips: BTreeMap<DeviceId, (u64, Option<Hash>)>,
    verdict: Verdict,
    space: Vec<u8>,
}

impl Verifier {
    /// Nothing looked at yet. Of `own`, the device this runs on, no change may be missing.
    pub fn new(own: DeviceId) -> Self {
        Self {
            own,
            tips: BTreeMap::new(),
            verdict: Verdict::default(),
            space: Vec::new(),
        }
    }

    /// Looks at the next change.
    pub fn add(&mut self, change: &Change) {
        let tip = self.tips.get(&change.device).copied();
        let (last, before) = tip.unwrap_or((0, None));
        if change.seq <= last {
            return;
        }
        let gap = change.seq != last + 1;
        let wrong = match (&change.proof, before) {
            _ if gap && change.device == self.own => Some(Broken::Missing),
            (None, None) => {
                self.verdict.unlinked += 1;
                None
            }
            (None, Some(_)) => Some(Broken::Unlinked),
            (Some(_), _) if gap => {
                self.verdict.unknown += 1;
                None
            }
            (Some(proof), before) => {
                let before = before.unwrap_or_else(|| first_link(change.device));
                if link(change, proof, &before, &mut self.space) == Some(proof.link) {
                    self.verdict.linked += 1;
                    None
                } else {
                    Some(Broken::Link)
                }
            }
        };
        if let Some(wrong) = wrong {
            let all = &mut self.verdict.broken;
            all.entry(change.device).or_insert((change.seq, wrong));
        }
        let link = change.proof.as_ref().map(|p| p.link).or(before);
        self.tips.insert(change.device, (change.seq, link));
    }

    /// What was found.
    pub fn verdict(self) -> Verdict {
        self.verdict
    }
}
