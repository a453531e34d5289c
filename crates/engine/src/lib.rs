//! The loop between replica and store: what is saved is kept first and known then.
//!
//! An [`Engine`] is an open vault: it stamps and chains what a person does, keeps it as a block of
//! the log, takes it into the replica, folds the state into pages now and then, and brings the
//! same replica back after the app was closed or killed. It is where erasing, undoing, histories,
//! backups and the changing of keys meet both sides.
//!
//! Must stay true: nothing is in the replica of which the store has not said that it is kept; two
//! tabs on one database take in the same blocks in the same order; an erased record is in no page,
//! no block and no backup made later.
//!
//! Must not know: the browser, the screens, the network. The clock, randomness and pauses come
//! in through [`Host`].

mod backup;
mod bulk;
mod erase;
mod error;
mod fold;
mod history;
mod host;
mod keys;
mod open;
mod outbox;
mod save;
mod tabs;
mod undo;
mod undo_batch;

pub use backup::{BackupReader, Header, Restored, Summary, TRAILER};
pub use bulk::Bulk;
pub use error::EngineError;
pub use host::Host;
pub use save::Saved;
pub use undo::Stood;
pub use undo_batch::Taking;

use futures::lock::Mutex;
use host::Random;
use model::{DeviceId, RecordId};
use replica::{Change, Op, Replica, Touched};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use store::{Backend, Damage, Store};

/// Who works here, on which device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Identity {
    /// This device.
    pub device: DeviceId,
    /// The member who works on it.
    pub author: RecordId,
}

impl Identity {
    /// Nobody yet.
    pub const NOBODY: Self = Self {
        device: DeviceId([0; 16]),
        author: RecordId([0; 16]),
    };
}

/// An open vault.
#[derive(Debug)]
pub struct Engine<B, H> {
    store: Store<B>,
    host: H,
    replica: RefCell<Replica>,
    identity: Cell<Identity>,
    damage: RefCell<Vec<Damage>>,
    closed: Cell<bool>,
    /// Who appends to the log.
    writing: Mutex<()>,
    /// Who folds, erases, seals anew or copies the log.
    upkeep: Mutex<()>,
    /// Own changes whose stamp the server moved, not settled yet.
    moved: RefCell<BTreeSet<u64>>,
    /// Whether something erased may still be in the log or the pages.
    scrub: Cell<bool>,
    /// Changes taken in since the pages were written.
    tail: Cell<usize>,
    outbox: RefCell<BTreeMap<u64, Change>>,
    outbox_from: Cell<Option<u32>>,
    /// What was touched by what was taken in on the way of something that failed.
    missed: RefCell<Touched>,
    /// What would take back the last actions of this tab.
    undo: RefCell<undo::Undo>,
}

impl<B: Backend, H: Host> Engine<B, H> {
    /// What is true now.
    pub fn replica(&self) -> &RefCell<Replica> {
        &self.replica
    }

    /// Where it rests.
    pub fn store(&self) -> &Store<B> {
        &self.store
    }

    /// The clock and the rest of the world.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// This device and the member on it.
    pub fn identity(&self) -> Identity {
        self.identity.get()
    }

    /// What could not be read when it was opened, or since.
    pub fn damage(&self) -> Vec<Damage> {
        self.damage.borrow().clone()
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Ends the work: nothing is written any more, and what was read is dropped.
    pub fn close(&self) {
        self.closed.set(true);
        self.store.backend().close();
        if let Ok(mut replica) = self.replica.try_borrow_mut() {
            *replica = Replica::default();
        }
        self.outbox.borrow_mut().clear();
        self.undo.borrow_mut().clear();
    }

    fn awake(&self) -> Result<(), EngineError> {
        if self.closed.get() {
            Err(EngineError::Locked)
        } else {
            Ok(())
        }
    }

    fn random(&self) -> Random<'_, H> {
        Random(&self.host)
    }

    async fn breathe(&self) {
        if self.host.is_tired() {
            self.host.rest().await;
        }
    }

    /// Whoever is told next of what was touched is told of this as well.
    fn note_missed(&self, touched: Touched) {
        let mut missed = self.missed.borrow_mut();
        missed.kinds.extend(touched.kinds);
        missed.forms.extend(touched.forms);
        missed.records.extend(touched.records);
    }

    fn take_missed(&self) -> Touched {
        self.missed.take()
    }

    /// Takes an entry that is kept into the replica.
    fn learn(&self, entry: &replica::Entry, touched: &mut Touched) {
        let me = self.identity.get().device;
        let mut replica = self.replica.borrow_mut();
        let moved = replica.learn(entry, me, touched);
        self.moved.borrow_mut().extend(moved);
        let erases = |change: &Change| change.ops.iter().any(|op| matches!(op, Op::Erase { .. }));
        if entry.changes().any(|(_, change)| erases(change)) {
            self.scrub.set(true);
        }
        self.tail.set(self.tail.get() + entry.changes().count());
        self.note_outbox(entry, &replica);
    }
}
