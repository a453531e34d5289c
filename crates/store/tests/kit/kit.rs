//! What the tests of the store share: keys, payloads and the reading of everything there is.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::rc::Rc;
use store::{Area, Backend, Block, Damage, Durability, Numbered, Step, Store, StoreError, Write};
use vault::{
    DataKey, Entropy, Envelope, KdfParams, KeyEncryptionKey, Keyring, Place, RecoveryCode,
};

/// The id of the database in these tests.
pub const DATABASE: &str = "db";

/// Random enough for a test: never the same nonce twice.
pub struct Counting(u64);

impl Counting {
    /// Those with different seeds never give the same.
    pub fn new(seed: u64) -> Self {
        Self(seed << 40)
    }
}

impl Entropy for Counting {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            self.0 += 1;
            let length = chunk.len();
            chunk.copy_from_slice(&self.0.to_le_bytes()[..length]);
        }
    }
}

/// Several handles on one backend.
#[derive(Debug)]
pub struct Shared<B>(pub Rc<B>);

impl<B> Clone for Shared<B> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<B: Backend> Backend for Shared<B> {
    async fn write(&self, write: Write) -> Result<(), StoreError> {
        self.0.write(write).await
    }
    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError> {
        self.0.read(area, from, to).await
    }
    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        self.0.numbers(area).await
    }
    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.get(area, name).await
    }
    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError> {
        self.0.names(area).await
    }
    fn close(&self) {}
}

pub fn keys() -> Rc<Keyring> {
    Rc::new(Keyring::single(DataKey::from_bytes([7; 32])))
}

pub fn store<B: Backend>(backend: B) -> Store<B> {
    Store::new(backend, keys(), DATABASE)
}

/// Keys before a rotation, in the middle of it and after.
pub struct Rotation {
    pub old: Rc<Keyring>,
    pub both: Rc<Keyring>,
    pub new: Rc<Keyring>,
}

pub fn rotation() -> Rotation {
    let mut random = Counting::new(99);
    let salt = [1; 16];
    let params = KdfParams::LEAST;
    let kek: KeyEncryptionKey = vault::derive("pass", &salt, params).unwrap();
    let code = RecoveryCode::random(&mut random);
    let (envelope, old) = Envelope::create(&kek, &salt, params, &code, false, &mut random);
    let (turned, both) = envelope
        .rotate(&old, &kek, &salt, params, &code, &mut random)
        .unwrap();
    let (_, new) = turned.finish_rotation(&both).unwrap();
    Rotation {
        old: Rc::new(old),
        both: Rc::new(both),
        new: Rc::new(new),
    }
}

/// Bytes that do not get smaller.
pub fn noise(seed: u8, length: usize) -> Vec<u8> {
    let mut hash = blake3::Hasher::new_keyed(&[seed; 32]);
    hash.update(b"noise");
    let mut out = vec![0; length];
    hash.finalize_xof().fill(&mut out);
    out
}

/// A few small payloads, told apart by their numbers.
pub fn small(numbers: std::ops::RangeInclusive<u32>) -> Vec<Vec<u8>> {
    numbers
        .map(|n| format!("payload {n}").into_bytes())
        .collect()
}

/// The blocks after a number, and the damage that was named.
pub async fn log_of<B: Backend>(store: &Store<B>, after: u32) -> (Vec<Block>, Vec<Damage>) {
    let mut blocks = Vec::new();
    let damage = store
        .log(after, |block| blocks.push(block), async || ())
        .await
        .unwrap();
    (blocks, damage)
}

/// Every payload there is; nothing may be damaged.
pub async fn all<B: Backend>(store: &Store<B>) -> Vec<Vec<u8>> {
    let mut payloads = Vec::new();
    let damage = store
        .look(0, |block| payloads.extend(block.payloads), async || ())
        .await
        .unwrap();
    assert_eq!(damage, []);
    payloads
}

/// Compares by number and length first, so that a failure prints a line and not a megabyte.
pub fn same(got: &[Vec<u8>], want: &[Vec<u8>]) {
    let lengths = |all: &[Vec<u8>]| all.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(got), lengths(want));
    assert!(got == want, "payloads differ");
}

/// Pages by key.
pub type Pages = BTreeMap<Vec<u8>, Vec<u8>>;

/// The state, and up to which block it stands for the log.
pub async fn state_of<B: Backend>(store: &Store<B>) -> Result<(Pages, u32), Damage> {
    let mut pages = Pages::new();
    let each = |key: &[u8], bytes: &[u8]| {
        pages.insert(key.to_vec(), bytes.to_vec());
    };
    let through = store.state(each, async |_| ()).await.unwrap()?;
    Ok((pages, through))
}

/// Pages with these keys, filled with a mark.
pub fn pages(keys: std::ops::Range<u8>, mark: u8, size: usize) -> Pages {
    let page = |key| {
        (
            vec![b'k', key],
            [vec![mark, key], noise(mark, size)].concat(),
        )
    };
    keys.map(page).collect()
}

pub async fn append<B: Backend>(store: &Store<B>, payloads: &[Vec<u8>], random: &mut Counting) {
    for payload in payloads {
        let one = std::slice::from_ref(payload);
        store
            .append(one, Durability::Relaxed, random)
            .await
            .unwrap();
    }
}

/// What is damaged, as `health` tells it.
pub async fn damage_of<B: Backend>(store: &Store<B>) -> Vec<Damage> {
    store.health(async |_| ()).await.unwrap().damage
}

/// The bytes sealed as they rest in a place.
pub fn seal(
    keys: &Keyring,
    area: Area,
    key: &[u8],
    plain: &[u8],
    random: &mut Counting,
) -> Vec<u8> {
    let place = Place {
        database: DATABASE,
        store: area.name(),
        key,
    };
    keys.seal(&place, plain, random)
}

/// Payloads side by side, as format 1 packed them.
pub fn pack_old(payloads: &[Vec<u8>], squeezed: bool) -> Vec<u8> {
    let mut plain = Vec::new();
    for payload in payloads {
        plain.extend(u32::try_from(payload.len()).unwrap().to_le_bytes());
        plain.extend(payload);
    }
    let (mark, body) = if squeezed {
        (1, lz4_flex::block::compress_prepend_size(&plain))
    } else {
        (0, plain)
    };
    [vec![mark], body].concat()
}

/// A page of format 1.
pub fn old_page(
    keys: &Keyring,
    n: u32,
    through: u32,
    payloads: &[Vec<u8>],
    random: &mut Counting,
) -> Step {
    let plain = [
        through.to_be_bytes().to_vec(),
        pack_old(payloads, n % 2 == 1),
    ]
    .concat();
    let sealed = seal(keys, Area::OldPages, &n.to_be_bytes(), &plain, random);
    Step::Put(Area::OldPages, n, sealed)
}

/// An entry of format 1.
pub fn old_entry(keys: &Keyring, n: u32, payloads: &[Vec<u8>], random: &mut Counting) -> Step {
    let plain = pack_old(payloads, false);
    let sealed = seal(keys, Area::OldJournal, &n.to_be_bytes(), &plain, random);
    Step::Put(Area::OldJournal, n, sealed)
}

/// A database of format 1: two pages through entry 4, which was left, and entries 5 and 6; a slot.
pub fn format_1(keys: &Keyring) -> (Vec<Step>, Vec<Vec<u8>>) {
    let mut random = Counting::new(50);
    let random = &mut random;
    let steps = vec![
        old_page(keys, 1, 4, &small(1..=2), random),
        old_page(keys, 2, 4, &small(3..=4), random),
        old_entry(keys, 4, &small(4..=4), random),
        old_entry(keys, 5, &small(5..=6), random),
        old_entry(keys, 6, &small(7..=7), random),
        Step::PutNamed(
            Area::Slots,
            "draft".to_owned(),
            seal(keys, Area::Slots, b"draft", b"words", random),
        ),
    ];
    (steps, small(1..=7))
}
