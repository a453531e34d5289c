//! Keys and ways in: a new passphrase, a new recovery code, new keys, passkeys.
//!
//! Must stay true: the envelope is kept before anything depends on it; an old key is dropped only
//! when nothing is sealed with it and no tab can seal with it any more; who changes how to get
//! in has just shown that they can.

use super::envelope::{
    derive, derive_anew, failures, keep_envelope, note_failures, of_vault, read_envelope,
};
use super::gate::{Gate, Which};
use super::open::{Failure, Open, key_lock};
use crate::platform::random::Random;
use crate::platform::tab::{self, Ask, Word};
use crate::platform::{clock, passkey};
use std::rc::Rc;
use store::Backend;
use vault::{Entropy, Envelope, KeyEncryptionKey, Keyring, RecoveryCode, VaultError, Who};
use wasm_bindgen_futures::spawn_local;

/// A passkey that opens the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyInfo {
    /// Its credential id.
    pub credential: Vec<u8>,
    /// What the person called it.
    pub label: String,
}

fn not_theirs() -> Failure {
    Failure {
        code: "session.not_allowed",
    }
}

impl Open {
    pub(super) async fn envelope(&self) -> Result<Envelope, Failure> {
        read_envelope(self.engine.store().backend()).await
    }

    pub(super) async fn keep_envelope(&self, envelope: &Envelope) -> Result<(), Failure> {
        keep_envelope(self.engine.store().backend(), envelope).await
    }

    /// The envelope and the passphrase's key, if it is the passphrase of who is at work. A wrong
    /// one counts as a failed unlock.
    pub(super) async fn confirmed(
        &self,
        passphrase: &str,
    ) -> Result<(Envelope, KeyEncryptionKey), Failure> {
        let envelope = self.envelope().await?;
        let database = self.engine.store().backend();
        let before = failures(database).await;
        // Whoever sits before an open vault must not be able to guess at leisure either.
        clock::sleep(u32::try_from(vault::backoff_ms(before)).unwrap_or(u32::MAX)).await;
        let kek = derive(passphrase, &envelope).await?;
        let opened = match envelope.unlock_as(&kek) {
            Ok((who, _)) if who == self.who => Ok(()),
            Ok(_) => Err(VaultError::WrongPassphrase),
            Err(error) => Err(error),
        };
        match opened {
            Ok(()) => {
                note_failures(database, 0).await;
                Ok((envelope, kek))
            }
            Err(error) => {
                note_failures(database, before + 1).await;
                Err(of_vault(error))
            }
        }
    }

    /// What came of setting a passphrase. That it was another person's is a guess that hit, so it
    /// costs a wait like one that did not.
    pub(super) async fn settled<T>(&self, set: Result<T, VaultError>) -> Result<T, Failure> {
        if matches!(set, Err(VaultError::PassphraseTaken)) {
            let database = self.engine.store().backend();
            let before = failures(database).await;
            note_failures(database, before + 1).await;
        }
        set.map_err(of_vault)
    }

    /// That the vault is theirs who are at work: theirs are the recovery code and the keys.
    fn check_owner(&self) -> Result<(), Failure> {
        (self.who == Who::Owner)
            .then_some(())
            .ok_or_else(not_theirs)
    }

    /// Opens with another passphrase from now on for who is at work; everybody else's, the
    /// recovery code and passkeys stay.
    ///
    /// # Errors
    /// `vault.wrong_passphrase`, or when it could not be kept: then the old one still opens.
    pub async fn change_passphrase(&self, old: &str, new: &str) -> Result<(), Failure> {
        let (envelope, _) = self.confirmed(old).await?;
        let keys = self.engine.store().keys();
        let set = match self.who {
            Who::Owner => {
                let (kek, salt, params) = derive_anew(new, &envelope).await?;
                envelope.rewrap(&keys, &kek, &salt, params, &mut Random)
            }
            Who::Person(member) => {
                let kek = derive(new, &envelope).await?;
                envelope.set_person(&keys, &member, &kek, &mut Random)
            }
        };
        let envelope = self.settled(set).await?;
        self.keep_envelope(&envelope).await
    }

    /// A new recovery code; the old one opens nothing any more.
    ///
    /// # Errors
    /// As [`Self::change_passphrase`]; `session.not_allowed` unless it is the owner.
    pub async fn new_recovery_code(&self, passphrase: &str) -> Result<String, Failure> {
        self.check_owner()?;
        let (envelope, _) = self.confirmed(passphrase).await?;
        let recovery = RecoveryCode::random(&mut Random);
        let keys = self.engine.store().keys();
        let envelope = envelope
            .rewrap_recovery(&keys, &recovery, &mut Random)
            .map_err(of_vault)?;
        self.keep_envelope(&envelope).await?;
        Ok(recovery.to_text())
    }

    /// New keys: everything is sealed anew in the background, other tabs lock, the owner's
    /// passkeys have to be added again. Everybody else stays. Gives the new recovery code.
    ///
    /// # Errors
    /// As [`Self::new_recovery_code`].
    pub async fn change_keys(self: &Rc<Self>, passphrase: &str) -> Result<String, Failure> {
        self.check_owner()?;
        let (envelope, _) = self.confirmed(passphrase).await?;
        let (kek, salt, params) = derive_anew(passphrase, &envelope).await?;
        let recovery = RecoveryCode::random(&mut Random);
        let keys = self.engine.store().keys();
        let (envelope, keys) = envelope
            .rotate(&keys, &kek, &salt, params, &recovery, &mut Random)
            .map_err(of_vault)?;
        self.seal_with(&envelope, keys).await?;
        Ok(recovery.to_text())
    }

    /// Keeps the envelope of new keys, seals with them from now on, and has the rest sealed anew.
    pub(super) async fn seal_with(
        self: &Rc<Self>,
        envelope: &Envelope,
        keys: Keyring,
    ) -> Result<(), Failure> {
        self.keep_envelope(envelope).await?;
        self.use_keys(keys);
        self.say(Word::Rekeyed);
        self.finish_rotation_later();
        Ok(())
    }

    /// Whether things are still being sealed anew.
    pub fn is_rotating(&self) -> bool {
        self.engine.store().keys().is_rotating()
    }

    /// In the background: seals anew what older keys sealed, then drops them. Goes on where a
    /// killed app left off.
    pub(super) fn finish_rotation_later(self: &Rc<Self>) {
        if !self.is_rotating() {
            return;
        }
        let open = self.clone();
        spawn_local(async move {
            // If it fails, the next opening goes on.
            let _ = open.finish_rotation().await;
        });
    }

    async fn finish_rotation(&self) -> Result<(), Failure> {
        let epoch = self.engine.store().keys().epoch();
        for old in 0..epoch {
            // Nobody seals with the old key any more once this is granted.
            let _none = tab::hold(&key_lock(&self.database, old), Ask::Exclusive).await;
        }
        self.engine.reseal(|_| ()).await?;
        let envelope = self.envelope().await?;
        let keys = self.engine.store().keys();
        if keys.is_rotating() {
            let (envelope, keys) = envelope.finish_rotation(&keys).map_err(of_vault)?;
            self.keep_envelope(&envelope).await?;
            self.engine.set_keys(Rc::new(keys));
        }
        Ok(())
    }

    /// The passkeys that open this vault for who is at work.
    ///
    /// # Errors
    /// When the envelope cannot be read.
    pub async fn passkeys(&self) -> Result<Vec<PasskeyInfo>, Failure> {
        let envelope = self.envelope().await?;
        let info = |key: &vault::Passkey| PasskeyInfo {
            credential: key.credential().to_vec(),
            label: key.label().to_owned(),
        };
        let all = envelope.passkeys().iter();
        Ok(all.filter(|key| key.who() == self.who).map(info).collect())
    }

    /// Makes a passkey on this device, with the browser's own dialogue, that opens the vault too.
    ///
    /// # Errors
    /// `passkey.unsupported` where the browser or the authenticator cannot, `passkey.declined`
    /// when the person did not go through with it, `vault.wrong_passphrase`.
    pub async fn add_passkey(&self, passphrase: &str, label: &str) -> Result<(), Failure> {
        let (envelope, _) = self.confirmed(passphrase).await?;
        let mut salt = [0; 32];
        Random.fill(&mut salt);
        // An authenticator keeps one passkey for each of these.
        let user = match &self.who {
            Who::Owner => envelope.database_id(),
            Who::Person(member) => member,
        };
        let made = passkey::make(label, user, &salt).await;
        let made = made.map_err(|code| Failure { code })?;
        let keys = self.engine.store().keys();
        let envelope = envelope
            .add_passkey(
                &keys,
                self.who,
                &made.credential,
                &salt,
                label,
                &made.secret,
                &mut Random,
            )
            .map_err(of_vault)?;
        self.keep_envelope(&envelope).await
    }

    /// A passkey opens the vault no more.
    ///
    /// # Errors
    /// When that could not be kept.
    pub async fn remove_passkey(&self, credential: &[u8]) -> Result<(), Failure> {
        let keys = self.engine.store().keys();
        let envelope = self.envelope().await?;
        let own = |key: &vault::Passkey| key.who() == self.who && key.credential() == credential;
        if !envelope.passkeys().iter().any(own) {
            return Err(of_vault(VaultError::UnknownPasskey));
        }
        let envelope = envelope
            .remove_passkey(&keys, credential)
            .map_err(of_vault)?;
        self.keep_envelope(&envelope).await
    }
}

impl Gate {
    /// Whether a passkey can open the vault here.
    pub async fn has_passkey(self) -> bool {
        if !passkey::is_supported() {
            return false;
        }
        let Ok(database) = self.database(Which::Own).await else {
            return false;
        };
        let envelope = read_envelope(&database).await;
        database.close();
        envelope.is_ok_and(|envelope| !envelope.passkeys().is_empty())
    }

    /// Opens the vault with a passkey.
    ///
    /// # Errors
    /// As [`Open::add_passkey`], and when storage fails.
    pub async fn unlock_with_passkey(self) -> Result<(), Failure> {
        let database = self.database(Which::Own).await?;
        let opened = self.open_with_passkey(&database).await;
        let (opened, envelope) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                database.close();
                return Err(error);
            }
        };
        note_failures(&database, 0).await;
        self.open_with(database, opened, &envelope).await
    }

    async fn open_with_passkey(
        self,
        database: &store::IndexedDb,
    ) -> Result<((Who, Keyring), Envelope), Failure> {
        let envelope = read_envelope(database).await?;
        let known: Vec<(Vec<u8>, [u8; 32])> = envelope
            .passkeys()
            .iter()
            .map(|key| (key.credential().to_vec(), *key.prf_salt()))
            .collect();
        let shown = passkey::show(&known).await;
        let shown = shown.map_err(|code| Failure { code })?;
        let keys = envelope
            .unlock_with_passkey(&shown.credential, &shown.secret)
            .map_err(of_vault)?;
        let mut all = envelope.passkeys().iter();
        let who = all.find(|key| key.credential() == shown.credential);
        let who = who.map_or(Who::Owner, vault::Passkey::who);
        Ok(((who, keys), envelope))
    }
}
