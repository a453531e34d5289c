//! The open vault: reading the replica, saving changes, telling screens what changed.

use super::bulk::Imported;
use super::drafts::Typed;
use super::duplicates::Duplicates;
use super::eyes::Looking;
use super::link::Link;
use super::many::Done;
use super::registers::Widened;
use super::search::Search;
use super::spelling::Spelt;
use crate::platform::host::Browser;
use crate::platform::tab::{self, Line, Word};
use crate::platform::{clock, random};
use engine::{Engine, EngineError, Identity, Saved};
use leptos::prelude::*;
use model::{BatchId, CUSTOMER, Channel, DEVICE, DeviceId, KindNo, MEMBER, RecordId, Role, Value};
use model::{device, member};
use replica::{Entry, Op, Replica, Touched};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use store::{Durability, IndexedDb, Store, StoreError};
use vault::{Keyring, Who};
use wasm_bindgen_futures::spawn_local;

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

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self { code: error.code() }
    }
}

/// Fires when something of its kind changed.
#[derive(Clone, Default)]
pub struct Changed {
    /// Customers and what belongs to them.
    pub customers: ArcTrigger,
    /// Responses and forms.
    pub responses: ArcTrigger,
    /// Any other register.
    pub others: ArcTrigger,
    /// Single registers that a screen looks at.
    pub kinds: Rc<RefCell<BTreeMap<KindNo, ArcTrigger>>>,
    /// Single records that a screen looks at.
    pub records: Rc<RefCell<BTreeMap<RecordId, ArcTrigger>>>,
    /// Whether there is an action that can be taken back.
    pub undo: ArcTrigger,
}

/// How a list was left: what it shows, what was looked for, how far it was scrolled.
pub type Left = (query::View, String, f64);

/// Everything that is there only while the vault is open.
pub struct Open {
    /// The loop between replica and store.
    pub engine: Engine<IndexedDb, Browser>,
    /// Whether this is the trial.
    pub trial: bool,
    /// Whose passphrase, code or passkey opened it.
    pub who: Who,
    /// The member whose vault it is, whoever is at work.
    pub(super) owner: Cell<RecordId>,
    /// The exchange with the server.
    pub link: Link,
    /// What is found as one types.
    pub search: Search,
    pub(super) spelling: Spelt,
    /// Who may be in twice.
    pub duplicates: Duplicates,
    pub(super) settling: Cell<bool>,
    pub(super) changed: Changed,
    pub(super) widened: Widened,
    pub(super) looking: Looking,
    pub(super) database: String,
    pub(super) leads: Cell<bool>,
    pub(super) folding: Cell<bool>,
    line: RefCell<Option<Line>>,
    locks: RefCell<Vec<tab::Held>>,
    pub(super) typed: Typed,
    pub(super) imports: RefCell<Vec<(u64, Imported)>>,
    lists: RefCell<BTreeMap<KindNo, Left>>,
    undoing: Cell<bool>,
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
        let replica = open.engine.replica().borrow();
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

    /// Runs again when a register changes.
    pub fn track_kind(self, kind: KindNo) {
        let open = self.open();
        let trigger = {
            let mut kinds = open.changed.kinds.borrow_mut();
            kinds.entry(kind).or_default().clone()
        };
        trigger.track();
    }

    /// Runs again when any other register changes.
    pub fn track_others(self) {
        self.open().changed.others.track();
    }

    /// Runs again when this record changes, and not when others do.
    pub fn track_record(self, record: RecordId) {
        let open = self.open();
        let trigger = {
            let mut records = open.changed.records.borrow_mut();
            records.entry(record).or_default().clone()
        };
        trigger.track();
    }

    /// Runs again when it may have become possible, or impossible, to take an action back.
    pub fn track_undo(self) {
        self.open().changed.undo.track();
    }
}

impl Open {
    pub(super) async fn read(
        database: IndexedDb,
        name: &str,
        keys: Keyring,
        database_id: &str,
        (trial, who): (bool, Who),
        progress: impl Fn(f64),
    ) -> Result<Rc<Self>, Failure> {
        let epoch = keys.epoch();
        // As long as a tab works with a key, what it seals has to stay readable.
        let in_use = tab::ask(&key_lock(name, epoch), tab::Ask::Shared, |_| ());
        let store = Store::new(database, Rc::new(keys), database_id);
        let engine = Engine::open(store, Browser::new(), progress).await?;
        let owner = Cell::new(engine.identity().author);
        if let Who::Person(member) = who {
            engine.work_as(RecordId(member));
        }
        let open = Rc::new(Self {
            engine,
            trial,
            who,
            owner,
            link: Link::default(),
            search: Search::default(),
            spelling: Spelt::default(),
            duplicates: Duplicates::default(),
            settling: Cell::new(false),
            changed: Changed::default(),
            widened: Widened::default(),
            looking: Looking::default(),
            database: name.to_owned(),
            leads: Cell::new(false),
            folding: Cell::new(false),
            line: RefCell::new(None),
            locks: RefCell::new(vec![in_use]),
            typed: Typed::default(),
            imports: RefCell::default(),
            lists: RefCell::default(),
            undoing: Cell::new(false),
        });
        open.widen();
        open.look();
        open.link.restore(&open).await?;
        Ok(open)
    }

    /// Takes part in what the tabs on this database tell each other. `lock` is called when
    /// another tab says that everybody locks.
    pub(super) fn join_tabs(self: &Rc<Self>, lock: impl Fn() + 'static) {
        let hearing = Rc::downgrade(self);
        let line = Line::open(&self.database, move |word| {
            let Some(open) = hearing.upgrade() else {
                return;
            };
            match word {
                Word::Wrote => spawn_local(async move { open.catch_up().await }),
                Word::Lock | Word::Rekeyed => lock(),
            }
        });
        *self.line.borrow_mut() = Some(line);
        let leading = Rc::downgrade(self);
        let lead = tab::ask(
            &[&self.database, " leads"].concat(),
            tab::Ask::Exclusive,
            move |_| {
                if let Some(open) = leading.upgrade() {
                    open.leads.set(true);
                    open.start_link();
                    open.tend();
                }
            },
        );
        self.locks.borrow_mut().push(lead);
    }

    /// Seals with other keys from now on.
    pub(super) fn use_keys(&self, keys: Keyring) {
        let lock = key_lock(&self.database, keys.epoch());
        let in_use = tab::ask(&lock, tab::Ask::Shared, |_| ());
        self.engine.set_keys(Rc::new(keys));
        let mut locks = self.locks.borrow_mut();
        // The first is that of the key before: given up now.
        if let Some(first) = locks.first_mut() {
            *first = in_use;
        }
    }

    /// Tells the other tabs.
    pub(super) fn say(&self, word: Word) {
        if let Some(line) = &*self.line.borrow() {
            line.say(word);
        }
    }

    /// Takes in what other tabs wrote.
    async fn catch_up(self: Rc<Self>) {
        if let Ok(touched) = self.engine.catch_up().await {
            self.tell(&touched);
            // Another tab may have joined or left; what it wrote, the leading one sends and folds.
            if self.link.restore(&self).await.unwrap_or(false) {
                self.link.start_anew(&self);
            }
            self.link.recount(&self);
            self.link.wake();
            self.tend();
        }
    }

    /// How a list was left.
    pub fn left(&self, kind: KindNo) -> Option<Left> {
        self.lists.borrow().get(&kind).cloned()
    }

    /// Remembers how a list was left.
    pub fn keep_left(&self, kind: KindNo, left: Left) {
        self.lists.borrow_mut().insert(kind, left);
    }

    /// The replica.
    pub fn replica(&self) -> &RefCell<Replica> {
        self.engine.replica()
    }

    /// Folds in the background, if this tab leads and it is due.
    pub(super) fn tend(self: &Rc<Self>) {
        if !self.leads.get() || self.folding.get() || !self.engine.is_fold_due() {
            return;
        }
        self.folding.set(true);
        let open = self.clone();
        spawn_local(async move {
            // Folding saves time at the next opening; if it fails, nothing has changed.
            let _ = open.engine.fold().await;
            open.folding.set(false);
        });
    }

    /// Tells the screens what was touched.
    pub(super) fn tell(self: &Rc<Self>, touched: &Touched) {
        if touched.kinds.contains(&model::CUSTOM.no) {
            self.widen();
        }
        self.look_anew(touched);
        self.note_for_search(touched);
        self.note_for_duplicates(touched);
        self.settle_merges(touched);
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
        let kinds: Vec<ArcTrigger> = {
            let kinds = self.changed.kinds.borrow();
            let touched = touched.kinds.iter();
            touched
                .filter_map(|kind| kinds.get(kind).cloned())
                .collect()
        };
        kinds.iter().for_each(Notify::notify);
        let watched: Vec<ArcTrigger> = {
            let records = self.changed.records.borrow();
            if records.is_empty() {
                Vec::new()
            } else {
                let touched = touched.records.iter();
                touched.filter_map(|id| records.get(id).cloned()).collect()
            }
        };
        watched.iter().for_each(Notify::notify);
    }

    /// Whether the vault is still open.
    pub fn is_awake(&self) -> bool {
        !self.engine.is_closed()
    }

    /// This device and the member on it.
    pub fn identity(&self) -> Identity {
        self.engine.identity()
    }

    /// Saves one user action; resolved means it is on the disk and on the screens.
    ///
    /// # Errors
    /// When it could not be kept, or is not for who is at work to do; then nothing has changed.
    pub async fn save(self: &Rc<Self>, channel: Channel, ops: Vec<Op>) -> Result<(), Failure> {
        self.save_one(channel, ops).await.map(drop)
    }

    /// As [`Self::save`]; gives the number of the change, 0 where there was nothing to do.
    pub(super) async fn save_one(
        self: &Rc<Self>,
        channel: Channel,
        ops: Vec<Op>,
    ) -> Result<u64, Failure> {
        self.check_people(&ops)?;
        self.check_rights(&ops)?;
        if ops.is_empty() {
            return Ok(0);
        }
        let saved = self.engine.save(channel, ops).await?;
        self.after(&saved);
        Ok(saved.seq)
    }

    /// Whether an action of this tab can be taken back.
    pub fn can_undo(&self) -> bool {
        !self.undoing.get() && (self.engine.can_undo() || self.last_import().is_some())
    }

    /// Takes back the last action of this tab, an import as a whole.
    ///
    /// # Errors
    /// When there is none, or it could not be kept.
    pub async fn undo(self: &Rc<Self>) -> Result<(), Failure> {
        // A large one takes its time; what came before it is not taken back meanwhile.
        if self.undoing.replace(true) {
            return Ok(());
        }
        self.changed.undo.notify();
        let done = self.undo_now().await;
        self.undoing.set(false);
        self.changed.undo.notify();
        done
    }

    /// Takes back one action of this tab and no other, whatever was done since.
    ///
    /// # Errors
    /// When nothing of it stands any more, or it could not be kept.
    pub async fn undo_this(self: &Rc<Self>, done: Done) -> Result<(), Failure> {
        while self.undoing.replace(true) {
            clock::sleep(50).await;
        }
        self.changed.undo.notify();
        let undone = self.undo_this_now(done).await;
        self.undoing.set(false);
        self.changed.undo.notify();
        undone
    }

    async fn undo_this_now(self: &Rc<Self>, done: Done) -> Result<(), Failure> {
        const STANDS_NO_MORE: Failure = Failure {
            code: "undo.stands_no_more",
        };
        match done {
            Done::One(seq) => match self.engine.undo_this(Channel::App, seq).await {
                Ok(saved) => {
                    self.after(&saved);
                    Ok(())
                }
                Err(EngineError::NothingToUndo) => Err(STANDS_NO_MORE),
                Err(error) => Err(error.into()),
            },
            Done::Many(all) if !self.is_noted(all) => Err(STANDS_NO_MORE),
            Done::Many(all) => self.undo_import(all, |_| ()).await,
        }
    }

    async fn undo_now(self: &Rc<Self>) -> Result<(), Failure> {
        if let Some(import) = self.last_import() {
            return self.undo_import(import, |_| ()).await;
        }
        match self.engine.undo(Channel::App).await {
            Ok(saved) => {
                self.after(&saved);
                Ok(())
            }
            Err(error) => {
                self.changed.undo.notify();
                Err(error.into())
            }
        }
    }

    pub(super) fn after(self: &Rc<Self>, saved: &Saved) {
        self.tell(&saved.touched);
        self.changed.undo.notify();
        self.say(Word::Wrote);
        self.link.recount(self);
        self.link.wake();
        self.tend();
    }

    /// Keeps an entry of the exchange, then takes it in and tells the screens.
    pub(super) async fn keep(
        self: &Rc<Self>,
        entry: &Entry,
        durability: Durability,
    ) -> Result<(), Failure> {
        let saved = self.engine.keep(entry, durability).await?;
        self.tell(&saved.touched);
        self.say(Word::Wrote);
        self.link.recount(self);
        self.tend();
        Ok(())
    }

    /// Gives this device and its owner an identity, if they have none yet. The owner runs it.
    pub(super) async fn introduce(
        self: &Rc<Self>,
        member_name: &str,
        device_name: &str,
    ) -> Result<(), Failure> {
        if self.identity().device != Identity::NOBODY.device {
            return Ok(());
        }
        let author = random::record_id();
        let device_id = DeviceId::v7(clock::now_ms(), random::ten());
        let identity = Identity {
            device: device_id,
            author,
        };
        self.engine.set_identity(identity).await?;
        self.owner.set(author);
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
            Op::Set {
                kind: MEMBER.no,
                record: author,
                field: member::ROLE,
                value: Value::Choice(Role::Administrator.code().to_owned()),
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
        // Not one to be taken back.
        let saved = self.engine.save(Channel::App, ops).await?;
        self.engine.forget_undo();
        if let Who::Person(member) = self.who {
            self.engine.work_as(RecordId(member));
        }
        self.after(&saved);
        Ok(())
    }

    /// A new batch.
    pub fn new_batch(&self) -> BatchId {
        BatchId::v7(clock::now_ms(), random::ten())
    }

    /// Everything these records ever held, read from the log.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn remember(&self, records: &[RecordId]) -> Result<Replica, Failure> {
        Ok(self.engine.remember(records).await?)
    }

    /// The name of a member, blank when unknown.
    pub fn member_name(&self, member: RecordId) -> String {
        let replica = self.replica().borrow();
        replica
            .get(MEMBER.no, member)
            .and_then(|row| row.text(member::NAME).map(str::to_owned))
            .unwrap_or_default()
    }

    /// The name of a device, blank when unknown.
    pub fn device_name(&self, id: DeviceId) -> String {
        let replica = self.replica().borrow();
        replica
            .get(DEVICE.no, RecordId(id.0))
            .and_then(|row| row.text(device::NAME).map(str::to_owned))
            .unwrap_or_default()
    }

    /// Ends the work of this vault here: nothing is written any more.
    pub(super) fn close(&self) {
        self.link.stop();
        crate::platform::net::end_all();
        self.engine.close();
        *self.line.borrow_mut() = None;
        self.locks.borrow_mut().clear();
        self.search.forget();
        self.duplicates.forget();
        self.typed.forget();
        self.imports.borrow_mut().clear();
        self.lists.borrow_mut().clear();
    }
}

/// The lock that every tab holds shared while it seals with a key.
pub(super) fn key_lock(database: &str, epoch: u32) -> String {
    [database, " key ", &epoch.to_string()].concat()
}
