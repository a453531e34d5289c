//! The open vault: reading the replica, saving changes, telling screens what changed.

use super::link::Link;
use crate::platform::{clock, random::Random};
use futures::lock::Mutex;
use leptos::prelude::*;
use model::{BatchId, CUSTOMER, Channel, DEVICE, DeviceId, MEMBER, RecordId, Value};
use model::{device, member};
use replica::{Change, Entry, Op, Replica, Touched};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use store::{Durability, IndexedDb, Loaded, Sizes, Store, StoreError};
use vault::DataKey;

/// Why something could not be done, for [`crate::text::failure`] to put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A stable code of the crate that failed.
    pub code: &'static str,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self { code: error.code() }
    }
}

/// Who works here, on which device.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct Identity {
    /// This device.
    pub device: DeviceId,
    /// The member who works on it.
    pub author: RecordId,
}

/// The slot with the identity.
const IDENTITY: &str = "identity";

/// Fires when something of its kind changed.
#[derive(Clone, Default)]
pub struct Changed {
    /// Customers and what belongs to them.
    pub customers: ArcTrigger,
    /// Responses and forms.
    pub responses: ArcTrigger,
    /// Any other register.
    pub others: ArcTrigger,
}

/// Everything that is there only while the vault is open.
pub struct Open {
    /// What is true now.
    pub replica: RefCell<Replica>,
    /// Whether this is the trial.
    pub trial: bool,
    /// Pieces that could not be read.
    pub unreadable: Cell<usize>,
    /// The exchange with the server.
    pub link: Link,
    /// How many bytes rest, when opened.
    pub sizes: Cell<Sizes>,
    pub(super) store: Store<IndexedDb>,
    pub(super) identity: Cell<Identity>,
    pub(super) writing: Mutex<()>,
    pub(super) changed: Changed,
    pub(super) closed: Cell<bool>,
}

/// A handle to the open vault, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct Desk(StoredValue<Rc<Open>, LocalStorage>);

impl Desk {
    /// A handle owned by the current reactive owner.
    pub fn new(open: Rc<Open>) -> Self {
        Self(StoredValue::new_local(open))
    }

    /// The handle of the screens inside the open app.
    pub fn current() -> Self {
        expect_context::<Self>()
    }

    /// The open vault itself, for work that outlives a screen.
    pub fn open(self) -> Rc<Open> {
        self.0.get_value()
    }

    /// The open vault, unless it was locked meanwhile: for what may come long after the screen.
    pub fn still_open(self) -> Option<Rc<Open>> {
        self.0.try_get_value()
    }

    /// Reads the replica without being told of later changes.
    pub fn read<T>(self, read: impl FnOnce(&Replica) -> T) -> T {
        let open = self.open();
        let replica = open.replica.borrow();
        read(&replica)
    }

    /// Runs again when customers, or what belongs to them, change.
    pub fn track_customers(self) {
        self.open().changed.customers.track();
    }

    /// Runs again when responses or forms change.
    pub fn track_responses(self) {
        self.open().changed.responses.track();
    }

    /// Runs again when any other register changes.
    pub fn track_others(self) {
        self.open().changed.others.track();
    }
}

impl Open {
    pub(super) async fn read(
        database: IndexedDb,
        key: DataKey,
        database_id: &str,
        trial: bool,
        progress: impl Fn(f64),
    ) -> Result<Rc<Self>, Failure> {
        let store = Store::new(database, Rc::new(key), database_id);
        let nobody = Identity {
            device: DeviceId([0; 16]),
            author: RecordId([0; 16]),
        };
        let open = Self {
            replica: RefCell::new(Replica::default()),
            trial,
            unreadable: Cell::new(0),
            link: Link::default(),
            sizes: Cell::new(Sizes::default()),
            store,
            identity: Cell::new(nobody),
            writing: Mutex::new(()),
            changed: Changed::default(),
            closed: Cell::new(false),
        };
        if let Some(bytes) = open.store.slot(IDENTITY).await?
            && let Ok(identity) = postcard::from_bytes(&bytes)
        {
            open.identity.set(identity);
        }
        open.link.restore(&open.store).await?;
        open.fill(open.store.load().await?, progress).await?;
        Ok(Rc::new(open))
    }

    async fn fill(&self, mut loaded: Loaded, progress: impl Fn(f64)) -> Result<(), Failure> {
        self.sizes.set(loaded.sizes);
        let long = loaded.entries > 256;
        let mut slice = clock::Slice::new();
        while let Some(piece) = self.store.next(&mut loaded) {
            match piece {
                Err(StoreError::Newer) => {
                    return Err(Failure {
                        code: "store.newer",
                    });
                }
                Err(_) => self.unreadable.set(self.unreadable.get() + 1),
                Ok(payloads) => {
                    for payload in payloads {
                        match replica::decode_entry(&payload) {
                            Ok(entry) => self.learn(&entry, &mut Touched::default()),
                            Err(replica::CodecError::Newer(_)) => {
                                return Err(Failure {
                                    code: "store.newer",
                                });
                            }
                            Err(_) => self.unreadable.set(self.unreadable.get() + 1),
                        }
                        slice.pause().await;
                    }
                }
            }
            progress(loaded.progress());
        }
        self.gather_if_moved().await?;
        if long && self.unreadable.get() == 0 {
            // Folding only saves time at the next opening; if it fails, nothing has changed.
            let mut slice = clock::Slice::new();
            let _ = self
                .store
                .fold_if_long(&mut Random, async || slice.pause().await)
                .await;
        }
        Ok(())
    }

    /// Takes an entry into the replica and the link.
    pub(super) fn learn(&self, entry: &Entry, touched: &mut Touched) {
        let mut replica = self.replica.borrow_mut();
        let me = self.identity.get().device;
        match entry {
            Entry::Made(changes) => {
                for change in changes {
                    replica.apply(change, 0, touched);
                    if change.device == me {
                        self.link.made(change);
                    }
                }
            }
            Entry::Received { changes, cursor } => {
                for (position, change) in changes {
                    replica.apply(change, *position, touched);
                }
                replica.advance(*cursor);
            }
            Entry::Joined(server) => {
                if self.link.joined_to(*server) {
                    replica.begin_positions();
                }
            }
            Entry::Answered(answers) => {
                for answer in answers {
                    if let Ok((position, stamp)) = &answer.outcome {
                        replica.acknowledge(me, answer.seq, *position, *stamp);
                    }
                    self.link.answered(answer);
                }
            }
        }
    }

    /// Tells the screens what was touched.
    pub(super) fn tell(&self, touched: &Touched) {
        let forms = touched.kinds.contains(&model::FORM.no);
        if touched.kinds.contains(&CUSTOMER.no) || touched.kinds.contains(&model::PURCHASE.no) {
            self.changed.customers.notify();
        }
        if !touched.forms.is_empty() || forms {
            self.changed.responses.notify();
        }
        if touched
            .kinds
            .iter()
            .any(|k| *k != CUSTOMER.no && *k != model::PURCHASE.no)
        {
            self.changed.others.notify();
        }
    }

    /// This device and the member on it.
    pub fn identity(&self) -> Identity {
        self.identity.get()
    }

    /// A change, stamped and numbered, not yet kept.
    pub(super) fn draft_change(
        &self,
        seq: u64,
        channel: Channel,
        batch: Option<BatchId>,
        ops: Vec<Op>,
    ) -> Change {
        let mut replica = self.replica.borrow_mut();
        let Identity { device, author } = self.identity.get();
        let seen = replica.cursor();
        let stamp = replica.clock().tick(clock::now_ms());
        Change {
            device,
            seq,
            stamp,
            author,
            channel,
            seen,
            batch,
            ops,
        }
    }

    /// Saves one user action; resolved means it is on the disk and on the screens.
    ///
    /// # Errors
    /// When it could not be kept; then nothing has changed.
    pub async fn save(&self, channel: Channel, ops: Vec<Op>) -> Result<(), Failure> {
        if ops.is_empty() {
            return Ok(());
        }
        let turn = self.writing.lock().await;
        let seq = self.replica.borrow().next_seq(self.identity.get().device);
        let change = self.draft_change(seq, channel, None, ops);
        let entry = Entry::Made(vec![change]);
        self.keep(&entry, Durability::Strict).await?;
        drop(turn);
        self.link.wake();
        Ok(())
    }

    /// Keeps an entry, then takes it in and tells the screens.
    pub(super) async fn keep(&self, entry: &Entry, durability: Durability) -> Result<(), Failure> {
        if self.closed.get() {
            return Err(Failure {
                code: "session.locked",
            });
        }
        let bytes = replica::encode_entry(entry);
        self.store.append(&[bytes], durability, &mut Random).await?;
        let mut touched = Touched::default();
        self.learn(entry, &mut touched);
        self.tell(&touched);
        Ok(())
    }

    /// Gives this device and its member an identity, if they have none yet.
    pub(super) async fn introduce(
        &self,
        member_name: &str,
        device_name: &str,
    ) -> Result<(), Failure> {
        if self.identity.get().device != DeviceId([0; 16]) {
            return Ok(());
        }
        let author = crate::platform::random::record_id();
        let device_id = DeviceId::v7(clock::now_ms(), crate::platform::random::ten());
        let identity = Identity {
            device: device_id,
            author,
        };
        let bytes = postcard::to_allocvec(&identity).unwrap_or_default();
        self.store.put_slot(IDENTITY, &bytes, &mut Random).await?;
        self.identity.set(identity);
        let device_record = RecordId(device_id.0);
        let text = |text: &str| Value::Text(text.to_owned());
        let ops = vec![
            Op::Create {
                kind: MEMBER.no,
                record: author,
            },
            Op::Set {
                kind: MEMBER.no,
                record: author,
                field: member::NAME,
                value: text(member_name),
            },
            Op::Create {
                kind: DEVICE.no,
                record: device_record,
            },
            Op::Set {
                kind: DEVICE.no,
                record: device_record,
                field: device::NAME,
                value: text(device_name),
            },
        ];
        self.save(Channel::App, ops).await
    }

    /// The name of a member, blank when unknown.
    pub fn member_name(&self, member: RecordId) -> String {
        let replica = self.replica.borrow();
        replica
            .get(MEMBER.no, member)
            .and_then(|row| row.text(member::NAME).map(str::to_owned))
            .unwrap_or_default()
    }

    /// The name of a device, blank when unknown.
    pub fn device_name(&self, id: DeviceId) -> String {
        let replica = self.replica.borrow();
        replica
            .get(DEVICE.no, RecordId(id.0))
            .and_then(|row| row.text(device::NAME).map(str::to_owned))
            .unwrap_or_default()
    }

    /// Ends the work of this vault: nothing is written any more.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.link.stop();
        crate::platform::net::end_all();
        self.store.backend().close();
    }
}
