//! What the tests of the engine stand on: a shared memory that can fail, and a host that counts.
#![allow(dead_code, missing_docs)]

use engine::{BackupReader, Engine, EngineError, Header, Host, Identity, Restored, Summary};
use model::{Channel, DeviceId, FieldNo, KindNo, RecordId, Stamp, Value};
use replica::{Change, Op, Tip};
use std::cell::Cell;
use std::ops::Deref;
use std::rc::Rc;
use store::{Area, Backend, Memory, Numbered, Store, StoreError, Write};
use vault::{DataKey, Entropy, Envelope, KdfParams, KeyEncryptionKey, Keyring, RecoveryCode};

pub const KIND: KindNo = KindNo(1);
pub const NAME: FieldNo = FieldNo(1);
pub const TAGS: FieldNo = FieldNo(9);
pub const DATABASE: &str = "db";

pub fn run<T>(work: impl Future<Output = T>) -> T {
    pollster::block_on(work)
}

thread_local! {
    static RANDOM: Cell<u64> = const { Cell::new(1) };
}

/// Random enough for tests: no two portions are the same.
pub struct Counter;

impl Counter {
    pub fn new() -> Self {
        Self
    }
}

impl Entropy for Counter {
    fn fill(&mut self, out: &mut [u8]) {
        for part in out.chunks_mut(8) {
            let next = RANDOM.get() + 1;
            RANDOM.set(next);
            let bytes = next.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }
}

#[derive(Debug, Default)]
pub struct World(Cell<u64>);

impl World {
    pub fn skewed(ms: u64) -> Self {
        Self(Cell::new(ms))
    }
}

impl Host for World {
    fn now_ms(&self) -> u64 {
        self.0.set(self.0.get() + 1);
        1_000_000 + self.0.get()
    }

    fn fill(&self, out: &mut [u8]) {
        Counter.fill(out);
    }

    fn is_tired(&self) -> bool {
        false
    }

    async fn rest(&self) {}
}

/// One memory behind several tabs; it fails when its requests are used up.
#[derive(Debug, Clone)]
pub struct Shared(pub Rc<Failing>);

impl Default for Shared {
    fn default() -> Self {
        Self(Rc::new(Failing {
            memory: Memory::default(),
            left: Cell::new(usize::MAX),
            error: StoreError::Full,
        }))
    }
}

#[derive(Debug)]
pub struct Failing {
    memory: Memory,
    left: Cell<usize>,
    pub error: StoreError,
}

impl Failing {
    pub fn fail_after(&self, requests: usize) {
        self.left.set(requests);
    }

    pub fn left(&self) -> usize {
        self.left.get()
    }

    fn ask(&self) -> Result<(), StoreError> {
        let left = self.left.get();
        if left == 0 {
            return Err(self.error.clone());
        }
        if left != usize::MAX {
            self.left.set(left - 1);
        }
        Ok(())
    }
}

impl Shared {
    /// What a kill at this moment would leave.
    pub fn killed(&self) -> Self {
        Self(Rc::new(Failing {
            memory: self.0.memory.copy(),
            left: Cell::new(usize::MAX),
            error: StoreError::Full,
        }))
    }
}

impl Deref for Failing {
    type Target = Memory;

    fn deref(&self) -> &Memory {
        &self.memory
    }
}

impl Backend for Shared {
    async fn write(&self, write: Write) -> Result<(), StoreError> {
        self.0.ask()?;
        self.0.memory.write(write).await
    }

    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError> {
        self.0.ask()?;
        self.0.memory.read(area, from, to).await
    }

    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        self.0.ask()?;
        self.0.memory.numbers(area).await
    }

    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.ask()?;
        self.0.memory.get(area, name).await
    }

    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError> {
        self.0.ask()?;
        self.0.memory.names(area).await
    }

    fn close(&self) {}
}

pub type Tab = Engine<Shared, World>;

pub fn keyring() -> Keyring {
    Keyring::single(DataKey::from_bytes([7; 32]))
}

pub async fn with_keys(shared: &Shared, keys: Keyring) -> Tab {
    of_world(shared, keys, World::default()).await
}

/// As [`open`], with a clock that is this far ahead.
pub async fn open_skewed(shared: &Shared, ms: u64) -> Tab {
    of_world(shared, keyring(), World::skewed(ms)).await
}

async fn of_world(shared: &Shared, keys: Keyring, world: World) -> Tab {
    let store = Store::new(shared.clone(), Rc::new(keys), DATABASE);
    let tab = Engine::open(store, world, |_| ()).await.unwrap();
    if tab.identity() == Identity::NOBODY {
        let mut device = [0; 16];
        Counter.fill(&mut device);
        let identity = Identity {
            device: DeviceId(device),
            author: RecordId([9; 16]),
        };
        tab.set_identity(identity).await.unwrap();
    }
    tab
}

pub async fn open(shared: &Shared) -> Tab {
    with_keys(shared, keyring()).await
}

pub async fn fresh(shared: &Shared) -> Tab {
    open(shared).await
}

pub fn id(n: u8) -> RecordId {
    let mut id = [0xa0; 16];
    id[7] = n;
    RecordId(id)
}

pub fn made(n: u32) -> RecordId {
    let mut id = [0xb0; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    RecordId(id)
}

pub fn set(record: RecordId, name: &str) -> Op {
    Op::Set {
        kind: KIND,
        record,
        field: NAME,
        value: Value::Text(name.to_owned()),
    }
}

pub fn create(record: RecordId, name: &str) -> Vec<Op> {
    vec![Op::Create { kind: KIND, record }, set(record, name)]
}

/// A change of another device.
pub fn foreign(seq: u64, ops: Vec<Op>, ms: u64) -> Change {
    let device = DeviceId([0xee; 16]);
    let mut change = Change {
        device,
        seq,
        stamp: Stamp::new(ms, 0),
        author: RecordId([8; 16]),
        channel: Channel::Web,
        seen: 0,
        batch: None,
        ops,
        proof: None,
    };
    Tip::after(device, None).prove(&mut change, || [3; 16]);
    change
}

pub fn text(tab: &Tab, record: RecordId) -> Option<String> {
    let replica = tab.replica().borrow();
    let row = replica.get(KIND, record)?;
    row.text(NAME).map(str::to_owned)
}

/// Everything that rests, opened.
pub async fn plain_of(tab: &Tab) -> Vec<u8> {
    let mut all = Vec::new();
    tab.store()
        .log(
            0,
            |block| all.extend(block.payloads.into_iter().flatten()),
            async || (),
        )
        .await
        .unwrap();
    tab.store()
        .state(|_, bytes| all.extend_from_slice(bytes), async |_| ())
        .await
        .unwrap()
        .unwrap();
    for name in tab.store().slots("").await.unwrap() {
        all.extend(tab.store().slot(&name).await.unwrap().unwrap());
    }
    all
}

pub async fn backup(tab: &Tab) -> (Vec<u8>, Summary) {
    let mut file = Vec::new();
    let summary = tab
        .backup(
            b"the envelope",
            async |part| {
                file.extend(part);
                Ok(())
            },
            |_| (),
        )
        .await
        .unwrap();
    (file, summary)
}

fn source(file: &[u8]) -> impl AsyncFnMut() -> Result<Option<Vec<u8>>, EngineError> {
    let mut parts: Vec<Vec<u8>> = file.chunks(1_000).map(<[u8]>::to_vec).collect();
    parts.reverse();
    async move || Ok(parts.pop())
}

pub async fn check(file: &[u8]) -> Result<Summary, EngineError> {
    let mut reader = BackupReader::new(source(file));
    let header = reader.header().await?;
    let keys = Rc::new(keyring());
    let summary = reader.check(&keys, DATABASE, async |_| ()).await?;
    assert_eq!(
        header,
        Header {
            envelope: b"the envelope".to_vec()
        }
    );
    Ok(summary)
}

pub async fn restore(tab: &Tab, file: &[u8]) -> Result<Restored, EngineError> {
    check(file).await?;
    let mut reader = BackupReader::new(source(file));
    reader.header().await?;
    tab.restore(reader, &Rc::new(keyring()), DATABASE, |_| ())
        .await
}

pub fn kek() -> KeyEncryptionKey {
    KeyEncryptionKey::from_bytes([5; 32])
}

pub fn envelope() -> (Envelope, Keyring) {
    let recovery = RecoveryCode::random(&mut Counter);
    let salt = vault::random_salt(&mut Counter);
    Envelope::create(
        &kek(),
        &salt,
        KdfParams::LEAST,
        &recovery,
        false,
        &mut Counter,
    )
}

pub fn rotated(envelope: &Envelope, keys: &Keyring) -> (Envelope, Keyring, KeyEncryptionKey) {
    let recovery = RecoveryCode::random(&mut Counter);
    let salt = vault::random_salt(&mut Counter);
    let (envelope, keys) = envelope
        .rotate(
            keys,
            &kek(),
            &salt,
            KdfParams::LEAST,
            &recovery,
            &mut Counter,
        )
        .unwrap();
    (envelope, keys, kek())
}
