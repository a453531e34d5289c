//! Several people on one device.

use super::PASSPHRASE;
use crate::browser::Browser;
use anyhow::Result;

impl Browser {
    /// The owner adds a person with a role and a passphrase.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn add_person(&self, name: &str, role: &str, passphrase: &str) -> Result<()> {
        self.go("/settings")?;
        self.click("#add-person")?;
        self.see("#save-person:not([disabled])")?;
        self.fill("#person-name", name)?;
        self.choose("#person-role", role)?;
        self.fill("#passphrase", passphrase)?;
        self.fill("#passphrase-again", passphrase)?;
        self.fill("#confirm-passphrase", PASSPHRASE)?;
        self.click("#save-person")?;
        self.see_gone("#add-person-sheet[open]")
    }

    /// Locks, and unlocks as somebody else.
    ///
    /// # Errors
    /// When it stays locked.
    pub fn work_as(&self, passphrase: &str) -> Result<()> {
        self.lock()?;
        self.try_unlock(passphrase)?;
        self.see("#lock")
    }
}
