//! Looking through a backup, and taking it in.

use super::{BLOB, BLOCK, DRAFT, END, ENVELOPE, FRAME, MAGIC, Summary, TRAILER, VERSION, damaged};
use crate::{Engine, EngineError, Host};
use replica::{Change, Entry, Touched, decode_entry};
use std::rc::Rc;
use store::{Area, Backend, Block, Durability, Memory, Store, StoreError};
use vault::Keyring;

/// Most changes of a backup kept as one block.
const CHANGES: usize = 2_048;

/// The front of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The envelope: what opens it, given the passphrase of its time.
    pub envelope: Vec<u8>,
}

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Changes that were not known here.
    pub changes: usize,
    /// Changes that were.
    pub known: usize,
    /// Blobs that were not here.
    pub blobs: usize,
    /// Drafts that were not here.
    pub drafts: usize,
    /// What changed, for the screens.
    pub touched: Touched,
}

/// A part of a backup.
struct Frame {
    kind: u8,
    name: Vec<u8>,
    bytes: Vec<u8>,
}

/// Takes the bytes of a backup as they come, and gives its parts.
pub struct BackupReader<S> {
    source: S,
    held: Vec<u8>,
    at: usize,
    hasher: blake3::Hasher,
    read: u64,
}

impl<S: AsyncFnMut() -> Result<Option<Vec<u8>>, EngineError>> BackupReader<S> {
    /// A reader of what `source` gives; none at its end.
    pub fn new(source: S) -> Self {
        Self {
            source,
            held: Vec::new(),
            at: 0,
            hasher: blake3::Hasher::new(),
            read: 0,
        }
    }

    /// Bytes read so far.
    pub fn read(&self) -> u64 {
        self.read
    }

    async fn have(&mut self, count: usize) -> Result<bool, EngineError> {
        while self.held.len() - self.at < count {
            match (self.source)().await? {
                Some(more) => {
                    self.held.drain(..self.at);
                    self.at = 0;
                    self.held.extend_from_slice(&more);
                }
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    async fn take(&mut self, count: usize) -> Result<Vec<u8>, EngineError> {
        if !self.have(count).await? {
            return Err(EngineError::BackupCut);
        }
        let to = self.at + count;
        let taken = self.held.get(self.at..to).unwrap_or_default().to_vec();
        self.at = to;
        self.read += count as u64;
        Ok(taken)
    }

    /// Reads the front.
    ///
    /// # Errors
    /// [`EngineError::NotABackup`], [`EngineError::BackupNewer`] or [`EngineError::BackupCut`].
    pub async fn header(&mut self) -> Result<Header, EngineError> {
        if !self.have(MAGIC.len()).await? {
            return Err(EngineError::NotABackup);
        }
        let magic = self.take(MAGIC.len()).await?;
        if magic != MAGIC {
            return Err(EngineError::NotABackup);
        }
        let version = self.take(1).await?;
        if version != [VERSION] {
            return Err(EngineError::BackupNewer);
        }
        let length = self.take(4).await?;
        let size = usize::try_from(u32::from_le_bytes(
            length.as_slice().try_into().map_err(damaged)?,
        ))
        .map_err(damaged)?;
        if size > ENVELOPE {
            return Err(EngineError::BackupDamaged);
        }
        let envelope = self.take(size).await?;
        for part in [&magic, &version, &length, &envelope] {
            self.hasher.update(part);
        }
        Ok(Header { envelope })
    }

    async fn frame(&mut self) -> Result<Frame, EngineError> {
        let head = self.take(3).await?;
        let (kind, name_length) = match head.as_slice() {
            [kind, low, high] => (*kind, u16::from_le_bytes([*low, *high])),
            _ => return Err(EngineError::BackupCut),
        };
        let name = self.take(usize::from(name_length)).await?;
        let length = self.take(4).await?;
        let size = u32::from_le_bytes(length.as_slice().try_into().map_err(damaged)?);
        let size = usize::try_from(size).map_err(damaged)?;
        if size > FRAME {
            return Err(EngineError::BackupDamaged);
        }
        let bytes = self.take(size).await?;
        if kind != END {
            for part in [&head, &name, &length, &bytes] {
                self.hasher.update(part);
            }
        }
        Ok(Frame { kind, name, bytes })
    }

    /// Looks through the rest of the file: every block, blob and draft opens, nothing is missing,
    /// and it ends where it says. `pause` gets the bytes read.
    ///
    /// # Errors
    /// [`EngineError::BackupCut`] or [`EngineError::BackupDamaged`].
    pub async fn check(
        mut self,
        keys: &Rc<Keyring>,
        database: &str,
        mut pause: impl AsyncFnMut(u64),
    ) -> Result<Summary, EngineError> {
        let scratch = Store::new(Memory::default(), keys.clone(), database);
        let mut blocks = 0;
        loop {
            let frame = self.frame().await?;
            match frame.kind {
                BLOCK => {
                    blocks += 1;
                    open_block(&scratch, &frame)?;
                }
                BLOB => {
                    named(&scratch, Area::Blobs, &frame)?;
                }
                DRAFT => {
                    named(&scratch, Area::Slots, &frame)?;
                }
                END => {
                    let (_, plain) = named(&scratch, Area::Slots, &frame)?;
                    let summary: Summary = postcard::from_bytes(&plain).map_err(damaged)?;
                    let whole = summary.bytes == *self.hasher.finalize().as_bytes();
                    let rest = self.have(1).await?;
                    if !whole
                        || rest
                        || blocks != summary.blocks
                        || frame.name != TRAILER.as_bytes()
                    {
                        return Err(EngineError::BackupDamaged);
                    }
                    return Ok(summary);
                }
                _ => return Err(EngineError::BackupNewer),
            }
            pause(self.read).await;
        }
    }
}

fn open_block(scratch: &Store<Memory>, frame: &Frame) -> Result<Block, EngineError> {
    let number = u32::from_be_bytes(frame.name.as_slice().try_into().map_err(damaged)?);
    scratch
        .unseal_block(number, frame.bytes.clone())
        .map_err(of_seal)
}

fn named(
    scratch: &Store<Memory>,
    area: Area,
    frame: &Frame,
) -> Result<(String, Vec<u8>), EngineError> {
    let name = String::from_utf8(frame.name.clone()).map_err(damaged)?;
    let plain = scratch
        .unseal_named(area, &name, frame.bytes.clone())
        .map_err(of_seal)?;
    Ok((name, plain))
}

fn of_seal(error: StoreError) -> EngineError {
    match error {
        StoreError::Newer => EngineError::BackupNewer,
        _ => EngineError::BackupDamaged,
    }
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// Takes in a backup that was looked through by [`BackupReader::check`]: what is not known
    /// here is added, what is stays. `progress` gets the bytes read.
    ///
    /// # Errors
    /// When it cannot be kept; what was taken in before stays, and doing it again does the rest.
    pub async fn restore<S: AsyncFnMut() -> Result<Option<Vec<u8>>, EngineError>>(
        &self,
        mut reader: BackupReader<S>,
        keys: &Rc<Keyring>,
        database: &str,
        progress: impl Fn(u64),
    ) -> Result<Restored, EngineError> {
        let scratch = Store::new(Memory::default(), keys.clone(), database);
        let mut restored = Restored::default();
        let mut waiting: Vec<(u64, Change)> = Vec::new();
        loop {
            let frame = reader.frame().await?;
            match frame.kind {
                BLOCK => {
                    let block = open_block(&scratch, &frame)?;
                    for payload in &block.payloads {
                        let entry = decode_entry(payload)?;
                        for (_, change) in entry.changes() {
                            self.sort_in(change, &mut waiting, &mut restored);
                        }
                    }
                    while waiting.len() >= CHANGES {
                        let rest = waiting.split_off(CHANGES);
                        let now = std::mem::replace(&mut waiting, rest);
                        self.take_in(now, Durability::Relaxed, &mut restored)
                            .await?;
                    }
                }
                BLOB => {
                    let (name, plain) = named(&scratch, Area::Blobs, &frame)?;
                    let known = self.store.backend().get(Area::Blobs, &name).await?;
                    if known.is_none() {
                        self.store
                            .put_named(Area::Blobs, &name, &plain, &mut self.random())
                            .await?;
                        restored.blobs += 1;
                    }
                }
                DRAFT => {
                    let (name, plain) = named(&scratch, Area::Slots, &frame)?;
                    if name.starts_with("draft/") && self.store.slot(&name).await?.is_none() {
                        self.store
                            .put_slot(&name, &plain, &mut self.random())
                            .await?;
                        restored.drafts += 1;
                    }
                }
                END => {
                    self.take_in(waiting, Durability::Strict, &mut restored)
                        .await?;
                    self.fold().await?;
                    return Ok(restored);
                }
                _ => return Err(EngineError::BackupNewer),
            }
            progress(reader.read());
            self.breathe().await;
        }
    }

    /// Sets a change aside to be kept, unless it is known.
    fn sort_in(&self, change: &Change, waiting: &mut Vec<(u64, Change)>, restored: &mut Restored) {
        let replica = self.replica.borrow();
        if replica.knows(change.device, change.seq) {
            restored.known += 1;
            return;
        }
        let mut change = change.clone();
        replica::redact(&mut change, |record| replica.is_erased(record));
        waiting.push((0, change));
        restored.changes += 1;
    }

    async fn take_in(
        &self,
        changes: Vec<(u64, Change)>,
        durability: Durability,
        restored: &mut Restored,
    ) -> Result<(), EngineError> {
        let saved = self.keep(&Entry::Restored(changes), durability).await?;
        restored.touched.kinds.extend(saved.touched.kinds);
        restored.touched.forms.extend(saved.touched.forms);
        restored.touched.records.extend(saved.touched.records);
        Ok(())
    }
}
