//! The customers as a backup, which the app then restores as a person would: sealed by the same
//! engine, natively and in memory.

use crate::people::{Customer, MEMBERS, member};
use anyhow::{Context, Result};
use engine::{Engine, Host, Identity};
use model::{BatchId, Channel, DeviceId, MEMBER, RecordId, Value};
use replica::Op;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use store::{Memory, Store};
use vault::{Entropy, Envelope, KdfParams, RecoveryCode, derive, random_salt};

/// When the customers were made: 2026-01-01, in milliseconds since 1970.
const MADE: u64 = 1_767_225_600_000;

/// A clock that ticks when it is asked, and dice that are the same every time: nothing here is
/// secret.
#[derive(Debug, Default)]
struct World {
    ticks: Cell<u64>,
    dice: Cell<u64>,
}

impl Host for World {
    fn now_ms(&self) -> u64 {
        self.ticks.set(self.ticks.get() + 1);
        MADE + self.ticks.get()
    }

    fn fill(&self, out: &mut [u8]) {
        for part in out.chunks_mut(8) {
            // SplitMix64.
            self.dice
                .set(self.dice.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
            let mut mixed = self.dice.get();
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            part.copy_from_slice(mixed.to_le_bytes().get(..part.len()).unwrap_or_default());
        }
    }

    fn is_tired(&self) -> bool {
        false
    }

    async fn rest(&self) {}
}

struct Dice(World);

impl Entropy for Dice {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill(out);
    }
}

/// The backup, to be opened with this passphrase.
///
/// # Errors
/// When the engine refuses something.
pub fn backup(people: &[Customer], passphrase: &str) -> Result<Vec<u8>> {
    let mut dice = Dice(World::default());
    let salt = random_salt(&mut dice);
    let params = KdfParams::LEAST;
    let kek = derive(passphrase, &salt, params)?;
    let code = RecoveryCode::random(&mut dice);
    let (envelope, keys) = Envelope::create(&kek, &salt, params, &code, false, &mut dice);
    let database: String = envelope
        .database_id()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let store = Store::new(Memory::default(), Rc::new(keys), &database);
    pollster::block_on(async {
        let engine = Engine::open(store, World::default(), |_| ()).await?;
        engine
            .set_identity(Identity {
                device: DeviceId([7; 16]),
                author: member(0),
            })
            .await?;
        let mut bulk = engine.bulk(Channel::Import, BatchId([9; 16]));
        for (no, name) in MEMBERS.iter().enumerate() {
            bulk.add(introduced(member(no), name)).await?;
        }
        for one in people {
            bulk.add(one.ops.clone()).await?;
        }
        bulk.finish().await?;
        let out = RefCell::new(Vec::new());
        let sink = async |part: Vec<u8>| {
            out.borrow_mut().extend(part);
            Ok(())
        };
        engine
            .backup(&envelope.to_bytes(), sink, |_| ())
            .await
            .context("the backup")?;
        Ok(out.into_inner())
    })
}

fn introduced(record: RecordId, name: &str) -> Vec<Op> {
    let kind = MEMBER.no;
    vec![
        Op::Create { kind, record },
        Op::Set {
            kind,
            record,
            field: model::member::NAME,
            value: Value::Text(name.to_owned()),
        },
    ]
}
