//! Getting in: a new vault, the trial, unlocking, locking.
//!
//! Must stay true: a wrong passphrase costs a wait that grows and survives a reload; nothing is
//! told but that it was wrong; the passphrase never leaves this file and the worker.

mod trial;

use super::envelope::{
    ENVELOPE, derive, derive_anew, failures, hex, keep_envelope, note_failures, of_vault,
    read_envelope,
};
use super::open::{Failure, Open};
use crate::platform::random::Random;
use crate::platform::tab::Word;
use crate::platform::{prefs, storage, worker};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use store::{Area, Backend, IndexedDb, Notice};
use vault::{Envelope, KdfParams, Keyring, RecoveryCode, VaultError, Who};
use wasm_bindgen_futures::spawn_local;

/// Remembered beside the database, so that a vault the browser has thrown away is missed.
const KEPT: &str = "vault";
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
    /// No vault.
    Begin {
        /// Whether there was one: the browser, or somebody, has removed its data.
        lost: bool,
    },
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
            prefs::set(KEPT, "1");
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
            self.phase.set(empty());
            Ok(())
        }
    }

    /// The person has seen that the data is gone, and begins anew.
    pub fn accept_loss(self) {
        prefs::set(KEPT, "");
        self.phase.set(empty());
    }

    async fn fill(
        self,
        database: IndexedDb,
        (who, keys): (Who, Keyring),
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
        let of_whom = (envelope.is_trial(), who);
        Open::read(database, name, keys, &id, of_whom, progress).await
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
        let of_whom = (false, Who::Owner);
        let open = Open::read(database, name, keys, &id, of_whom, |_| ()).await?;
        Ok(Begun { recovery, open })
    }

    /// Opens the vault that was just made.
    pub fn go_in(self, begun: Begun) {
        self.enter(begun.open);
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

    /// Opens the vault with somebody's passphrase, which says who it is.
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
        let opened = match envelope.unlock_as(&kek) {
            Ok(opened) => opened,
            Err(error) => {
                if error != VaultError::WrongPassphrase {
                    note_failures(&database, before).await;
                }
                database.close();
                return Err(of_vault(error));
            }
        };
        note_failures(&database, 0).await;
        self.open_with(database, opened, &envelope).await
    }

    pub(super) async fn open_with(
        self,
        database: IndexedDb,
        opened: (Who, Keyring),
        envelope: &Envelope,
    ) -> Result<(), Failure> {
        self.phase.set(Phase::Opening(0.0));
        match self.fill(database, opened, envelope).await {
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

    /// Opens the vault with the recovery code, which is its owner's, and gives them a new
    /// passphrase.
    ///
    /// # Errors
    /// When the code is mistyped or not this vault's, the passphrase is another person's, or
    /// storage fails.
    pub async fn recover(self, code: &str, passphrase: &str) -> Result<(), Failure> {
        let database = self.database(Which::Own).await?;
        let envelope = read_envelope(&database).await?;
        let code = RecoveryCode::parse(code).map_err(of_vault)?;
        let keys = envelope.unlock_with_recovery(&code).map_err(of_vault)?;
        let (kek, salt, params) = derive_anew(passphrase, &envelope).await?;
        let envelope = envelope
            .rewrap(&keys, &kek, &salt, params, &mut Random)
            .map_err(of_vault)?;
        keep_envelope(&database, &envelope).await?;
        note_failures(&database, 0).await;
        self.open_with(database, (Who::Owner, keys), &envelope)
            .await
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
        if !trial {
            prefs::set(KEPT, "1");
        }
        Ok((database, envelope, keys, recovery.to_text()))
    }
}

fn empty() -> Phase {
    let kept = prefs::get(KEPT).is_some_and(|kept| !kept.is_empty());
    Phase::Begin { lost: kept }
}

/// Forgets that there was a vault: it never came to be.
pub(super) fn forget() {
    prefs::set(KEPT, "");
}
