//! Backups: made as a file for the person, looked through and taken in from one.
//!
//! Must stay true: only who arranges things makes or takes in a backup, for it holds everything
//! unmasked; that it was given out is on the disk before it leaves.

use super::envelope::{ENVELOPE, derive, hex, of_vault};
use super::gate::{Begun, Gate, Which};
use super::open::{Failure, Open};
use crate::platform::files::{self, Sheaf};
use crate::platform::{clock, prefs};
use engine::{BackupReader, EngineError, Restored, Summary};
use std::cell::Cell;
use std::rc::Rc;
use store::{Area, Backend, IndexedDb};
use vault::{Envelope, Keyring};
use web_sys::File;

/// How much of a file is read at once, in bytes.
const PART: f64 = 1_048_576.0;
/// Where it is remembered, in plain sight, when the last backup was made.
const LAST: &str = "last-backup";

/// Watches a backup being made or read, and can stop it.
#[derive(Clone)]
pub struct Watch {
    /// Called with the share done, 0 to 1.
    pub on: Rc<dyn Fn(f64)>,
    /// Set to stop.
    pub cancelled: Rc<Cell<bool>>,
}

/// A backup that was looked through and can be taken in.
pub struct Checked {
    /// What it says about itself.
    pub summary: Summary,
    file: File,
    keys: Rc<Keyring>,
    database: String,
}

/// When the last backup was made here, in milliseconds since 1970.
pub fn last_backup() -> Option<i64> {
    prefs::get(LAST)?.parse().ok()
}

fn parts(
    file: &File,
    watch: &Watch,
) -> impl AsyncFnMut() -> Result<Option<Vec<u8>>, EngineError> + use<> {
    let (file, cancelled) = (file.clone(), watch.cancelled.clone());
    let mut at = 0.0;
    async move || {
        if cancelled.get() {
            return Err(EngineError::Cancelled);
        }
        if at >= file.size() {
            return Ok(None);
        }
        let to = (at + PART).min(file.size());
        let bytes = files::read(&file, at, to).await;
        at = to;
        bytes.map(Some).ok_or(EngineError::BackupCut)
    }
}

/// Looks through a whole file, which has to open with this passphrase.
///
/// # Errors
/// `backup.foreign`, `backup.cut`, `backup.damaged`, `backup.newer`, `vault.wrong_passphrase`,
/// `engine.cancelled`.
#[allow(clippy::cast_precision_loss)]
pub async fn check_backup(file: File, passphrase: &str, watch: Watch) -> Result<Checked, Failure> {
    let mut reader = BackupReader::new(parts(&file, &watch));
    let header = reader.header().await?;
    let envelope = Envelope::from_bytes(&header.envelope).map_err(of_vault)?;
    let kek = derive(passphrase, &envelope).await?;
    let keys = Rc::new(envelope.unlock(&kek).map_err(of_vault)?);
    let database = hex(envelope.database_id());
    let size = file.size().max(1.0);
    let mut slice = clock::Slice::new();
    let pause = async |read: u64| {
        (watch.on)(read as f64 / size);
        slice.pause().await;
    };
    let summary = reader.check(&keys, &database, pause).await?;
    Ok(Checked {
        summary,
        file,
        keys,
        database,
    })
}

impl Open {
    /// Makes a backup and hands it to the person as a file of this name; that it was given out is
    /// noted with this purpose, as one change more than the backup has.
    ///
    /// # Errors
    /// `engine.cancelled`, `session.not_allowed`, or when something cannot be read or kept.
    pub async fn make_backup(
        self: &Rc<Self>,
        name: &str,
        purpose: &str,
        watch: Watch,
    ) -> Result<Summary, Failure> {
        self.check_arranges()?;
        let backend = self.engine.store().backend();
        let envelope = backend.get(Area::Plain, ENVELOPE).await?;
        let sheaf = Sheaf::default();
        let sink = async |part: Vec<u8>| {
            if watch.cancelled.get() {
                return Err(EngineError::Cancelled);
            }
            sheaf.push(&part);
            Ok(())
        };
        let progress = |share| (watch.on)(share);
        let summary = self
            .engine
            .backup(&envelope.unwrap_or_default(), sink, progress)
            .await?;
        self.note_backup(purpose, summary.shown).await?;
        sheaf
            .download(name, "application/octet-stream", &[])
            .ok_or(Failure {
                code: "store.failed",
            })?;
        prefs::set(LAST, &clock::now().to_string());
        Ok(summary)
    }

    /// Takes in a backup: what is not known here is added, what is stays.
    ///
    /// # Errors
    /// When it cannot be kept; what was taken in before stays, and doing it again does the rest.
    #[allow(clippy::cast_precision_loss)]
    pub async fn restore(
        self: &Rc<Self>,
        checked: &Checked,
        watch: Watch,
    ) -> Result<Restored, Failure> {
        // What somebody made elsewhere could give them another role here.
        self.check_arranges()?;
        let mut reader = BackupReader::new(parts(&checked.file, &watch));
        reader.header().await?;
        let size = checked.file.size().max(1.0);
        let progress = |read: u64| (watch.on)(read as f64 / size);
        let restored = self
            .engine
            .restore(reader, &checked.keys, &checked.database, progress)
            .await?;
        self.after_bulk(&restored.touched);
        Ok(restored)
    }
}

/// What restoring into a new vault gave.
pub struct Reborn {
    /// The new vault, with its recovery code.
    pub begun: Begun,
    /// What was taken in.
    pub restored: Restored,
    /// Whether what is shown is, to the letter, what was shown when the backup was made.
    pub equal: bool,
}

impl Gate {
    /// Makes a new vault with the passphrase of a backup and takes the backup in; the person then
    /// sees the new recovery code before [`Gate::go_in`].
    ///
    /// # Errors
    /// As [`Gate::begin`] and [`Open::restore`].
    pub async fn begin_from_backup(
        self,
        checked: &Checked,
        passphrase: &str,
        member: &str,
        device: &str,
        watch: Watch,
    ) -> Result<Reborn, Failure> {
        let begun = self.begin_empty(passphrase).await?;
        let restored = match begun.open.restore(checked, watch).await {
            Ok(restored) => restored,
            Err(error) => {
                // Nothing was here before, so nothing is left behind.
                begun.open.close();
                let _ = IndexedDb::remove(Which::Own.database()).await;
                super::gate::forget();
                return Err(error);
            }
        };
        let (shown, content) = begun.open.engine.content_hash().await;
        let equal = (shown, content) == (checked.summary.shown, checked.summary.content);
        begun.open.introduce(member, device).await?;
        Ok(Reborn {
            begun,
            restored,
            equal,
        })
    }
}
