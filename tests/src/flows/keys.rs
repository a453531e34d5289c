//! Ways in, as a person changes them in the settings and uses them at the door.

use super::PASSPHRASE;
use crate::browser::Browser;
use crate::wait::until;
use anyhow::Result;

impl Browser {
    /// Locks, and waits until there is nothing but the way back in.
    ///
    /// # Errors
    /// When it stays open.
    pub fn lock(&self) -> Result<()> {
        self.click("#lock")?;
        self.see("#unlock")
    }

    /// Tries a recovery code with a new passphrase at the door, whatever comes of it.
    ///
    /// # Errors
    /// When there is nothing to unlock.
    pub fn try_recovery(&self, code: &str, passphrase: &str) -> Result<()> {
        if !self.has("#recover")? {
            self.see("#unlock")?;
            self.click("form .buttons button.plain")?;
        }
        self.fill("#recovery", code)?;
        self.fill("#passphrase", passphrase)?;
        self.fill("#passphrase-again", passphrase)?;
        self.click("#recover")
    }

    /// In the settings, opens a dialogue that ends with a recovery code; returns the code, which
    /// is still on screen.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn ask_for_code(&self, button: &str) -> Result<String> {
        self.go("/settings")?;
        self.click(button)?;
        self.fill("#confirm-passphrase", PASSPHRASE)?;
        self.click("#confirm-make")?;
        self.text("#recovery-code")
    }

    /// Says that the code on screen is kept, and leaves the dialogue.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn keep_code(&self) -> Result<()> {
        self.click("#recovery-kept")?;
        self.click("#recovery-done")?;
        self.see_gone("#recovery-code")
    }

    /// In the settings, waits until nothing is being sealed anew any more.
    ///
    /// # Errors
    /// When it does not end.
    pub fn see_resealed(&self) -> Result<()> {
        until("everything sealed anew", || {
            let runs = self.texts("#keys-sheet-state")?.concat();
            Ok((runs.is_empty() && self.has("#change-keys:not([disabled])")?).then_some(()))
        })
    }
}
