//! Up to five devices with clocks a year apart, in any interleaving of saving, exchanging,
//! folding, erasing and being killed: all end equal.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod stage;

use engine::Host;
use model::Channel;
use proptest::prelude::*;
use replica::{Answer, Change, Entry, Op};
use stage::{KIND, NAME, Shared, Tab, create, id, run, set};
use store::Durability;

const YEAR_MS: u64 = 31_536_000_000;

#[derive(Debug, Clone)]
enum Act {
    Create(u8),
    Set(u8, u8),
    Add(u8, bool),
    Delete(u8),
    Restore(u8),
    Erase(u8),
    Push,
    Pull,
    Fold,
    Kill,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0u8..6).prop_map(Act::Create),
        5 => (0u8..6, any::<u8>()).prop_map(|(r, v)| Act::Set(r, v)),
        2 => (0u8..6, any::<bool>()).prop_map(|(r, on)| Act::Add(r, on)),
        1 => (0u8..6).prop_map(Act::Delete),
        1 => (0u8..6).prop_map(Act::Restore),
        1 => (0u8..6).prop_map(Act::Erase),
        4 => Just(Act::Push),
        4 => Just(Act::Pull),
        1 => Just(Act::Fold),
        1 => Just(Act::Kill),
    ]
}

/// What the server keeps: it takes changes in order, once, and moves stamps back to its own time.
#[derive(Default)]
struct Server {
    log: Vec<Change>,
}

impl Server {
    /// The server's clock.
    const NOW_MS: u64 = 2 * YEAR_MS;

    fn push(&mut self, change: &Change) -> (u64, model::Stamp) {
        let known = |c: &Change| (c.device, c.seq) == (change.device, change.seq);
        if let Some(at) = self.log.iter().position(known) {
            return (at as u64 + 1, self.log[at].stamp);
        }
        let mut taken = change.clone();
        taken.stamp = taken.stamp.min(model::Stamp::new(Self::NOW_MS, 0));
        self.log.push(taken);
        let position = self.log.len() as u64;
        (position, self.log[self.log.len() - 1].stamp)
    }
}

struct Device {
    shared: Shared,
    tab: Tab,
    skew: u64,
}

impl Device {
    async fn new(skew: u64) -> Self {
        let shared = Shared::default();
        let tab = stage::open_skewed(&shared, skew).await;
        let joined = Entry::Joined([1; 16]);
        tab.keep(&joined, Durability::Strict).await.unwrap();
        Self { shared, tab, skew }
    }

    async fn push(&self, server: &mut Server) {
        let mut answers = Vec::new();
        for change in self.tab.unsent().await.unwrap() {
            let outcome = Ok(server.push(&change));
            answers.push(Answer {
                seq: change.seq,
                outcome,
            });
        }
        if !answers.is_empty() {
            let entry = Entry::Answered(answers);
            self.tab.keep(&entry, Durability::Strict).await.unwrap();
        }
    }

    async fn pull(&self, server: &Server) {
        let cursor = self.tab.replica().borrow().cursor();
        let me = self.tab.identity().device;
        let changes: Vec<(u64, Change)> = (1..)
            .zip(&server.log)
            .filter(|(position, change)| *position > cursor && change.device != me)
            .map(|(position, change)| (position, change.clone()))
            .collect();
        let cursor = server.log.len() as u64;
        let entry = Entry::Received { changes, cursor };
        self.tab.keep(&entry, Durability::Strict).await.unwrap();
    }

    async fn act(&mut self, act: &Act, server: &mut Server) {
        let ops = match act {
            Act::Create(r) => create(id(*r), "made"),
            Act::Set(r, v) => vec![set(id(*r), &format!("value {v}"))],
            Act::Add(r, on) => {
                let (kind, record, field) = (KIND, id(*r), stage::TAGS);
                let element = "tag".to_owned();
                vec![if *on {
                    Op::Add {
                        kind,
                        record,
                        field,
                        element,
                    }
                } else {
                    Op::Remove {
                        kind,
                        record,
                        field,
                        element,
                    }
                }]
            }
            Act::Delete(r) => vec![Op::Delete { record: id(*r) }],
            Act::Restore(r) => vec![Op::Restore { record: id(*r) }],
            Act::Erase(r) => {
                self.tab.erase(Channel::Desk, &[id(*r)]).await.unwrap();
                return;
            }
            Act::Push => return self.push(server).await,
            Act::Pull => return self.pull(server).await,
            Act::Fold => {
                self.tab.fold().await.unwrap();
                return;
            }
            Act::Kill => {
                self.shared = self.shared.killed();
                self.tab = stage::open_skewed(&self.shared, self.skew).await;
                return;
            }
        };
        self.tab.save(Channel::Desk, ops).await.unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn devices_agree_whatever_happens_in_between(
        acts in proptest::collection::vec((0usize..5, act()), 1..60),
        skews in proptest::collection::vec(0u64..3, 5),
    ) {
        run(async {
            let mut server = Server::default();
            let mut devices = Vec::new();
            for skew in &skews {
                devices.push(Device::new(skew * YEAR_MS).await);
            }
            for (who, act) in &acts {
                devices[*who].act(act, &mut server).await;
            }
            for _ in 0..2 {
                for device in &devices {
                    device.push(&mut server).await;
                    device.pull(&server).await;
                }
            }
            for device in &devices {
                device.tab.fold().await.unwrap();
            }
            let canonical = |tab: &Tab| tab.replica().borrow().canonical();
            let want = canonical(&devices[0].tab);
            let erased: Vec<u8> = (0..6).filter(|r| devices[0].tab.replica().borrow().is_erased(id(*r))).collect();
            for device in &devices {
                assert_eq!(canonical(&device.tab), want);
                let again = stage::open_skewed(&device.shared.killed(), 0).await;
                assert_eq!(canonical(&again), want);
                let (verdict, damage) = again.verify(|_| ()).await.unwrap();
                assert!(verdict.holds() && damage.is_empty(), "{verdict:?} {damage:?}");
                for r in &erased {
                    assert!(again.replica().borrow().get(KIND, id(*r)).is_none());
                    let past = again.remember(&[id(*r)]).await.unwrap();
                    assert!(past.history(KIND, id(*r), NAME).is_empty());
                }
                // What was ever set can be told, the same everywhere.
                for r in 0..6 {
                    let tell = async |tab: &Tab| tab.remember(&[id(r)]).await.unwrap().canonical();
                    assert_eq!(tell(&device.tab).await, tell(&devices[0].tab).await);
                }
            }
        });
        let _ = stage::World::default().now_ms();
    }
}
