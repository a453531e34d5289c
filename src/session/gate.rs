//! Getting in: a new vault, the trial, unlocking, locking.
//!
//! Must stay true: a wrong passphrase costs a wait that grows and survives a reload; nothing is
//! told but that it was wrong; the passphrase never leaves this file and the worker.

use super::open::{Failure, Open};
use crate::platform::random::Random;
use crate::platform::{storage, tab, worker};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use store::{IndexedDb, StoreError};
use vault::{Envelope, KdfParams, RecoveryCode, VaultError};

const ENVELOPE: &str = "envelope";
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
    fn database(self) -> &'static str {
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
    /// Another tab works with the vault.
    Elsewhere,
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
    open: Rc<Open>,
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
    pub async fn look(self, steal: bool) {
        let lost = move || {
            if let Phase::Open(open) = self.phase.get_untracked() {
                open.close();
            }
            self.phase.set(Phase::Elsewhere);
        };
        if !tab::hold(steal, lost).await {
            self.phase.set(Phase::Elsewhere);
            return;
        }
        if let Err(error) = self.look_further().await {
            self.phase.set(Phase::Broken(error));
        }
    }

    async fn look_further(self) -> Result<(), Failure> {
        let own = IndexedDb::open(Which::Own.database()).await?;
        if own.plain(ENVELOPE).await?.is_some() {
            own.close();
            self.phase.set(Phase::Locked);
            return Ok(());
        }
        own.close();
        let trial = IndexedDb::open(Which::Trial.database()).await?;
        let begun = trial.plain(ENVELOPE).await?.is_some();
        trial.close();
        if begun {
            self.open_trial().await
        } else {
            self.phase.set(Phase::Begin);
            Ok(())
        }
    }

    async fn open_trial(self) -> Result<(), Failure> {
        let database = IndexedDb::open(Which::Trial.database()).await?;
        let envelope = read_envelope(&database).await?;
        let kek = derive(TRIAL_PASSPHRASE, &envelope).await?;
        let key = envelope.unlock(&kek).map_err(of_vault)?;
        let open = self.fill(database, key, &envelope).await?;
        if open
            .replica
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
        key: vault::DataKey,
        envelope: &Envelope,
    ) -> Result<Rc<Open>, Failure> {
        let id = hex(envelope.database_id());
        let progress = move |share| self.phase.set(Phase::Opening(share));
        Open::read(database, key, &id, envelope.is_trial(), progress).await
    }

    fn enter(self, open: Rc<Open>) {
        open.start_link();
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
        storage::persist().await;
        let (database, envelope, key, recovery) =
            make(Which::Own, passphrase, KdfParams::STANDARD).await?;
        let id = hex(envelope.database_id());
        let open = Open::read(database, key, &id, false, |_| ()).await?;
        open.introduce(member, device).await?;
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
        let made = make(Which::Trial, TRIAL_PASSPHRASE, KdfParams::LEAST).await;
        let (database, envelope, key, _) = made.inspect_err(|_| self.phase.set(Phase::Begin))?;
        let open = self.fill(database, key, &envelope).await?;
        self.sample(&open).await?;
        self.enter(open);
        Ok(())
    }

    #[allow(clippy::cast_precision_loss)]
    async fn sample(self, open: &Rc<Open>) -> Result<(), Failure> {
        open.introduce("Candor", "Candor").await?;
        let identity = open.identity();
        let first = open.replica.borrow().next_seq(identity.device);
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
        let Ok(database) = IndexedDb::open(Which::Own.database()).await else {
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
        let database = IndexedDb::open(Which::Own.database()).await?;
        let envelope = read_envelope(&database).await?;
        let before = failures(&database).await;
        // Counted before it is tried, so that closing the tab does not save a failure.
        note_failures(&database, before + 1).await;
        let kek = derive(passphrase, &envelope).await?;
        let key = match envelope.unlock(&kek) {
            Ok(key) => key,
            Err(error) => {
                if error != VaultError::WrongPassphrase {
                    note_failures(&database, before).await;
                }
                database.close();
                return Err(of_vault(error));
            }
        };
        note_failures(&database, 0).await;
        self.open_with(database, key, &envelope).await
    }

    async fn open_with(
        self,
        database: IndexedDb,
        key: vault::DataKey,
        envelope: &Envelope,
    ) -> Result<(), Failure> {
        self.phase.set(Phase::Opening(0.0));
        match self.fill(database, key, envelope).await {
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
        let database = IndexedDb::open(Which::Own.database()).await?;
        let envelope = read_envelope(&database).await?;
        let code = RecoveryCode::parse(code).map_err(of_vault)?;
        let key = envelope.unlock_with_recovery(&code).map_err(of_vault)?;
        let salt = vault::random_salt(&mut Random);
        let kek = worker::derive(passphrase, salt, KdfParams::STANDARD)
            .await
            .ok_or(Failure {
                code: "vault.out_of_memory",
            })?;
        let envelope = envelope
            .rewrap(&key, &kek, &salt, KdfParams::STANDARD, &mut Random)
            .map_err(of_vault)?;
        database
            .put_plain(ENVELOPE, Some(&envelope.to_bytes()))
            .await?;
        note_failures(&database, 0).await;
        self.open_with(database, key, &envelope).await
    }

    /// Closes the vault: the key and everything read with it are dropped.
    pub async fn lock(self) {
        if let Phase::Open(open) = self.phase.get_untracked() {
            open.close();
            self.phase.set(if open.trial {
                Phase::Looking
            } else {
                Phase::Locked
            });
            if open.trial {
                drop(open);
                if let Err(error) = self.look_further().await {
                    self.phase.set(Phase::Broken(error));
                }
            }
        }
    }
}

fn of_vault(error: VaultError) -> Failure {
    Failure { code: error.code() }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn read_envelope(database: &IndexedDb) -> Result<Envelope, Failure> {
    let bytes = database.plain(ENVELOPE).await?.ok_or(StoreError::Damaged)?;
    Envelope::from_bytes(&bytes).map_err(of_vault)
}

/// Keeps the count. A disk so full that even this fails must not keep its owner out.
async fn note_failures(database: &IndexedDb, count: u32) {
    let bytes = (count > 0).then(|| count.to_be_bytes());
    let _ = database
        .put_plain(FAILURES, bytes.as_ref().map(|b| b.as_slice()))
        .await;
}

async fn failures(database: &IndexedDb) -> u32 {
    let bytes = database.plain(FAILURES).await.ok().flatten();
    bytes
        .and_then(|b| b.try_into().ok())
        .map_or(0, u32::from_be_bytes)
}

async fn derive(passphrase: &str, envelope: &Envelope) -> Result<vault::KeyEncryptionKey, Failure> {
    worker::derive(passphrase, *envelope.salt(), envelope.params())
        .await
        .ok_or(Failure {
            code: "vault.out_of_memory",
        })
}

async fn make(
    which: Which,
    passphrase: &str,
    params: KdfParams,
) -> Result<(IndexedDb, Envelope, vault::DataKey, String), Failure> {
    let database = IndexedDb::open(which.database()).await?;
    if database.plain(ENVELOPE).await?.is_some() {
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
    let (envelope, key) = Envelope::create(&kek, &salt, params, &recovery, trial, &mut Random);
    database
        .put_plain(ENVELOPE, Some(&envelope.to_bytes()))
        .await?;
    Ok((database, envelope, key, recovery.to_text()))
}
