//! Backups as a person makes and restores them: at the door and in the settings.

use crate::browser::Browser;
use crate::wait::until;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

impl Browser {
    /// Makes a backup in the settings; returns the file that was saved into the folder.
    ///
    /// # Errors
    /// When none is made.
    pub fn make_backup(&self, folder: &Path) -> Result<PathBuf> {
        std::fs::create_dir_all(folder)?;
        let before = files(folder)?;
        self.save_files_into(folder)?;
        self.go("/settings")?;
        self.click("#make-backup")?;
        self.see("#backup-made .notice.good")?;
        until("the backup on the disk", || {
            let now = files(folder)?;
            let under_way = now
                .iter()
                .any(|file| file.extension().is_some_and(|e| e == "crdownload"));
            let new = now.difference(&before).next().cloned();
            Ok(new.filter(|_| !under_way))
        })
    }

    /// Looks through a backup in the form that is on screen, whatever comes of it.
    ///
    /// # Errors
    /// When there is no such form.
    pub fn look_through_backup(&self, file: &Path, passphrase: &str) -> Result<()> {
        self.see("#check-backup")?;
        self.pick_file("#backup-file", file)?;
        let name = file.file_name().and_then(|name| name.to_str());
        self.read_in("label.pick", name.context("the file has no name")?)?;
        self.fill("#backup-passphrase", passphrase)?;
        self.click("#check-backup")
    }

    /// Restores a backup in the settings and waits for what came of it.
    ///
    /// # Errors
    /// When it cannot be restored.
    pub fn restore_backup(&self, file: &Path, passphrase: &str) -> Result<()> {
        self.go("/settings")?;
        self.look_through_backup(file, passphrase)?;
        self.see("#backup-said")?;
        self.click("#restore-backup")?;
        self.see("#backup-result .notice.good")
    }

    /// What the backup that was looked through says: records and responses, changes, drafts,
    /// attachments.
    ///
    /// # Errors
    /// When none was looked through.
    pub fn backup_facts(&self) -> Result<Vec<String>> {
        self.see("#backup-said")?;
        Ok(self.texts("#backup-said dd")?.split_off(1))
    }
}

fn files(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let entries = folder.read_dir()?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}
