//! Getting in: a new vault, the trial, unlocking, locking.
//!
//! Must stay true: a wrong passphrase costs a wait that grows and survives a reload; nothing is
//! told but that it was wrong; the passphrase never leaves this file and the worker.

use super::open::{Failure, Open};
use crate::platform::random::Random;
use crate::platform::tab::Word;
use crate::platform::{storage, worker};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use store::{Area, Backend, Durability, IndexedDb, Notice, Step, StoreError, Write};
use vault::{Envelope, KdfParams, Keyring, RecoveryCode, VaultError};
use wasm_bindgen_futures::spawn_local;

pub(super) const ENVELOPE: &str = "envelope";
const FAILURES: &str = "failures";
/// The trial holds invented people only and opens without being asked, so its passphrase is
/// no secret; the data still rests sealed like any other.
const TRIAL_PASSPHRASE: &str = "trial";

/// Which vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The person's own.
    Own,
    /// The trial with sample data.
    Trial,
}

impl Which {
    pub(super) fn database(self) -> &'static str {
        match self {
            Self::Own => "candor",
            Self::Trial => "candor-trial",
        }
    }
}

/// Where the person stands before the vault.
#[derive(Clone)]
pub enum Phase {
    /// Looking what is there.
    Looking,
    /// No vault yet.
    Begin,
    /// A vault that wants its passphrase.
    Locked,
    /// A newer version of the app works with the vault in another tab: this one has to reload.
    Aside,
    /// Tabs with an older version of the app have to be closed first.
    Blocked,
    /// Being opened or filled: how much of it, 0 to 1.
    Opening(f64),
    /// Open.
    Open(Rc<Open>),
    /// Storage cannot be used.
    Broken(Failure),
}

/// What a new vault gives the person to keep.
pub struct Begun {
    /// The recovery code, in groups.
    pub recovery: String,
    pub(super) open: Rc<Open>,
}

/// The way in, shared by the screens before the vault.
#[derive(Clone, Copy)]
pub struct Gate {
    /// Where the person stands.
    pub phase: RwSignal<Phase, LocalStorage>,
}

impl Gate {
    /// A gate that has not looked yet.
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new_local(Phase::Looking),
        }
    }

    /// Looks which vault is there; the trial opens at once.
    pub async fn look(self) {
        if let Err(error) = self.look_further().await {
            self.phase.set(Phase::Broken(error));
        }
    }

    /// Opens a database, and hears of tabs with other versions of the app.
    pub(super) async fn database(self, which: Which) -> Result<IndexedDb, Failure> {
        let before = Rc::new(Cell::new(false));
        let blocked = before.clone();
        let opened = IndexedDb::open_told(which.database(), move |notice| match notice {
            Notice::Blocked => {
                blocked.set(true);
                self.phase.set(Phase::Blocked);
            }
            Notice::SteppedAside => {
                if let Phase::Open(open) = self.phase.get_untracked() {
                    open.close();
                }
                self.phase.set(Phase::Aside);
            }
        })
        .await?;
        if before.get() {
            self.phase.set(Phase::Looking);
        }
        Ok(opened)
    }

    async fn look_further(self) -> Result<(), Failure> {
        let own = self.database(Which::Own).await?;
        if own.get(Area::Plain, ENVELOPE).await?.is_some() {
            own.close();
            self.phase.set(Phase::Locked);
            return Ok(());
        }
        own.close();
        let trial = self.database(Which::Trial).await?;
        let begun = trial.get(Area::Plain, ENVELOPE).await?.is_some();
        trial.close();
        if begun {
            self.open_trial().await
        } else {
            self.phase.set(Phase::Begin);
            Ok(())
        }
    }

    async fn open_trial(self) -> Result<(), Failure> {
        let database = self.database(Which::Trial).await?;
        let envelope = read_envelope(&database).await?;
        let kek = derive(TRIAL_PASSPHRASE, &envelope).await?;
        let keys = envelope.unlock(&kek).map_err(of_vault)?;
        let open = self.fill(database, keys, &envelope).await?;
        if open
            .replica()
            .borrow()
            .table(model::CUSTOMER.no)
            .is_none_or(replica::Table::is_empty)
        {
            // The tab was closed while the sample was being made.
            self.sample(&open).await?;
        }
        self.enter(open);
        Ok(())
    }

    async fn fill(
        self,
        database: IndexedDb,
        keys: Keyring,
        envelope: &Envelope,
    ) -> Result<Rc<Open>, Failure> {
        let which = if envelope.is_trial() {
            Which::Trial
        } else {
            Which::Own
        };
        let id = hex(envelope.database_id());
        let progress = move |share| self.phase.set(Phase::Opening(share));
        let name = which.database();
        Open::read(database, name, keys, &id, envelope.is_trial(), progress).await
    }

    fn enter(self, open: Rc<Open>) {
        open.join_tabs(move || spawn_local(self.lock_here()));
        open.finish_rotation_later();
        self.phase.set(Phase::Open(open));
    }

    /// Makes a new vault; the person then sees the recovery code before [`Self::go_in`].
    ///
    /// # Errors
    /// When the browser gives no storage or no memory.
    pub async fn begin(
        self,
        passphrase: &str,
        member: &str,
        device: &str,
    ) -> Result<Begun, Failure> {
        let begun = self.begin_empty(passphrase).await?;
        begun.open.introduce(member, device).await?;
        Ok(begun)
    }

    /// Makes a new vault in which nobody works yet, to restore a backup into.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub(super) async fn begin_empty(self, passphrase: &str) -> Result<Begun, Failure> {
        storage::persist().await;
        let (database, envelope, keys, recovery) = self
            .make(Which::Own, passphrase, KdfParams::STANDARD)
            .await?;
        let id = hex(envelope.database_id());
        let name = Which::Own.database();
        let open = Open::read(database, name, keys, &id, false, |_| ()).await?;
        Ok(Begun { recovery, open })
    }

    /// Opens the vault that was just made.
    pub fn go_in(self, begun: Begun) {
        self.enter(begun.open);
    }

    /// Makes the trial and fills it with sample data.
    ///
    /// # Errors
    /// When the browser gives no storage.
    pub async fn begin_trial(self) -> Result<(), Failure> {
        self.phase.set(Phase::Opening(0.0));
        let made = self
            .make(Which::Trial, TRIAL_PASSPHRASE, KdfParams::LEAST)
            .await;
        let (database, envelope, keys, _) = made.inspect_err(|_| self.phase.set(Phase::Begin))?;
        let open = self.fill(database, keys, &envelope).await?;
        self.sample(&open).await?;
        self.enter(open);
        Ok(())
    }

    #[allow(clippy::cast_precision_loss)]
    async fn sample(self, open: &Rc<Open>) -> Result<(), Failure> {
        open.introduce("Candor", "Candor").await?;
        let identity = open.identity();
        let first = open.replica().borrow().next_seq(identity.device);
        let size = sample::Size::TRIAL;
        // Each customer comes with about this many changes; only the bar depends on it.
        let about = size.customers as f64 * 5.0;
        let changes = sample::generate(
            sample::TRIAL_SEED,
            size,
            identity.device,
            identity.author,
            open.new_batch(),
            first,
        );
        let on = move |kept: usize| {
            self.phase
                .set(Phase::Opening((kept as f64 / about).min(0.99)));
        };
        let progress = super::Progress {
            on: &on,
            cancelled: &Cell::new(false),
        };
        open.keep_all(changes, progress).await?;
        Ok(())
    }

    /// Removes the trial and everything in it.
    pub async fn remove_trial(self) {
        if let Phase::Open(open) = self.phase.get_untracked() {
            open.close();
        }
        self.phase.set(Phase::Looking);
        let removed = IndexedDb::remove(Which::Trial.database()).await;
        self.phase.set(match removed {
            Ok(()) => Phase::Begin,
            Err(error) => Phase::Broken(error.into()),
        });
    }

    /// How long to wait before the next try, in milliseconds.
    pub async fn wait_before_try(self) -> u64 {
        let Ok(database) = self.database(Which::Own).await else {
            return 0;
        };
        let failures = failures(&database).await;
        database.close();
        vault::backoff_ms(failures)
    }

    /// Opens the vault with its passphrase.
    ///
    /// # Errors
    /// `vault.wrong_passphrase`, or when storage fails.
    pub async fn unlock(self, passphrase: &str) -> Result<(), Failure> {
        let database = self.database(Which::Own).await?;
        let envelope = read_envelope(&database).await?;
        let before = failures(&database).await;
        // Counted before it is tried, so that closing the tab does not save a failure.
        note_failures(&database, before + 1).await;
        let kek = derive(passphrase, &envelope).await?;
        let keys = match envelope.unlock(&kek) {
            Ok(keys) => keys,
            Err(error) => {
                if error != VaultError::WrongPassphrase {
                    note_failures(&database, before).await;
                }
                database.close();
                return Err(of_vault(error));
            }
        };
        note_failures(&database, 0).await;
        self.open_with(database, keys, &envelope).await
    }

    pub(super) async fn open_with(
        self,
        database: IndexedDb,
        keys: Keyring,
        envelope: &Envelope,
    ) -> Result<(), Failure> {
        self.phase.set(Phase::Opening(0.0));
        match self.fill(database, keys, envelope).await {
            Ok(open) => {
                // Only if the tab was closed between the vault and its first change.
                open.introduce("", "").await?;
                self.enter(open);
                Ok(())
            }
            Err(error) => {
                self.phase.set(Phase::Broken(error.clone()));
                Err(error)
            }
        }
    }

    /// Opens the vault with the recovery code and gives it a new passphrase.
    ///
    /// # Errors
    /// When the code is mistyped or not this vault's, or storage fails.
    pub async fn recover(self, code: &str, passphrase: &str) -> Result<(), Failure> {
        let database = self.database(Which::Own).await?;
        let envelope = read_envelope(&database).await?;
        let code = RecoveryCode::parse(code).map_err(of_vault)?;
        let keys = envelope.unlock_with_recovery(&code).map_err(of_vault)?;
        let salt = vault::random_salt(&mut Random);
        let kek = worker::derive(passphrase, salt, KdfParams::STANDARD)
            .await
            .ok_or(Failure {
                code: "vault.out_of_memory",
            })?;
        let envelope = envelope
            .rewrap(&keys, &kek, &salt, KdfParams::STANDARD, &mut Random)
            .map_err(of_vault)?;
        keep_envelope(&database, &envelope).await?;
        note_failures(&database, 0).await;
        self.open_with(database, keys, &envelope).await
    }

    /// Closes the vault in every tab: the keys and everything read with them are dropped.
    pub async fn lock(self) {
        if let Phase::Open(open) = self.phase.get_untracked() {
            open.say(Word::Lock);
            drop(open);
            self.lock_here().await;
        }
    }

    /// Closes the vault in this tab.
    async fn lock_here(self) {
        if let Phase::Open(open) = self.phase.get_untracked() {
            // The screens go first, so that nothing more is typed.
            self.phase.set(if open.trial {
                Phase::Looking
            } else {
                Phase::Locked
            });
            open.keep_last_drafts().await;
            open.close();
            if open.trial {
                drop(open);
                if let Err(error) = self.look_further().await {
                    self.phase.set(Phase::Broken(error));
                }
            }
        }
    }

    async fn make(
        self,
        which: Which,
        passphrase: &str,
        params: KdfParams,
    ) -> Result<(IndexedDb, Envelope, Keyring, String), Failure> {
        let database = self.database(which).await?;
        if database.get(Area::Plain, ENVELOPE).await?.is_some() {
            // Never write a new envelope over one that opens something.
            return Err(Failure {
                code: "session.exists",
            });
        }
        let salt = vault::random_salt(&mut Random);
        let kek = worker::derive(passphrase, salt, params)
            .await
            .ok_or(Failure {
                code: "vault.out_of_memory",
            })?;
        let recovery = RecoveryCode::random(&mut Random);
        let trial = which == Which::Trial;
        let (envelope, keys) = Envelope::create(&kek, &salt, params, &recovery, trial, &mut Random);
        keep_envelope(&database, &envelope).await?;
        Ok((database, envelope, keys, recovery.to_text()))
    }
}

pub(super) fn of_vault(error: VaultError) -> Failure {
    Failure { code: error.code() }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) async fn read_envelope(database: &IndexedDb) -> Result<Envelope, Failure> {
    let bytes = database
        .get(Area::Plain, ENVELOPE)
        .await?
        .ok_or(StoreError::Damaged)?;
    Envelope::from_bytes(&bytes).map_err(of_vault)
}

/// Keeps the envelope, all of it or the one before.
pub(super) async fn keep_envelope(
    database: &IndexedDb,
    envelope: &Envelope,
) -> Result<(), Failure> {
    let step = Step::PutNamed(Area::Plain, ENVELOPE.to_owned(), envelope.to_bytes());
    database
        .write(Write::new(vec![step], Durability::Strict))
        .await?;
    Ok(())
}

/// Keeps the count. A disk so full that even this fails must not keep its owner out.
pub(super) async fn note_failures(database: &IndexedDb, count: u32) {
    let step = if count > 0 {
        Step::PutNamed(
            Area::Plain,
            FAILURES.to_owned(),
            count.to_be_bytes().to_vec(),
        )
    } else {
        Step::RemoveNamed(Area::Plain, FAILURES.to_owned())
    };
    let write = Write::new(vec![step], Durability::Strict);
    let _ = database.write(write).await;
}

pub(super) async fn failures(database: &IndexedDb) -> u32 {
    let bytes = database.get(Area::Plain, FAILURES).await.ok().flatten();
    bytes
        .and_then(|b| b.try_into().ok())
        .map_or(0, u32::from_be_bytes)
}

pub(super) async fn derive(
    passphrase: &str,
    envelope: &Envelope,
) -> Result<vault::KeyEncryptionKey, Failure> {
    worker::derive(passphrase, *envelope.salt(), envelope.params())
        .await
        .ok_or(Failure {
            code: "vault.out_of_memory",
        })
}
