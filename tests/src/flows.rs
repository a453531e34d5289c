//! The ways through the app that many tests share: begin, unlock, add a customer, take a survey.
//!
//! Must stay true: a person could do every step as it is done here.

mod backup;
mod keys;
mod people;

use crate::browser::{Browser, Theme};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// A passphrase the app accepts.
pub const PASSPHRASE: &str = "lantern oyster 石桥 violin";

/// The trial is 10,000 people: a debug build on a busy machine takes its time.
const TRIAL_PATIENCE: Duration = Duration::from_secs(300);

impl Browser {
    /// Chooses the language on the first screen, `zh-CN` or `en`.
    ///
    /// # Errors
    /// When the first screen does not come.
    pub fn choose_language(&self, language: &str) -> Result<()> {
        self.click(&format!(".segments button[lang=\"{language}\"]"))
    }

    /// Changes the language in the settings of the open app.
    ///
    /// # Errors
    /// When the settings do not come.
    pub fn switch_language(&self, language: &str) -> Result<()> {
        self.go("/settings")?;
        self.click(&format!("#language-{language}"))
    }

    /// Opens the app and makes a vault; returns the recovery code.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn begin(&self, url: &str, language: &str, member: &str) -> Result<String> {
        self.begin_with(url, language, member, PASSPHRASE)
    }

    /// As [`Self::begin`], with a passphrase of one's own.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn begin_with(
        &self,
        url: &str,
        language: &str,
        member: &str,
        passphrase: &str,
    ) -> Result<String> {
        self.open(url)?;
        self.choose_language(language)?;
        self.click("#start")?;
        self.fill("#passphrase", passphrase)?;
        self.fill("#passphrase-again", passphrase)?;
        self.fill("#member", member)?;
        self.fill("#device", &format!("Tablet of {member}"))?;
        self.click("#create")?;
        let code = self.text("#recovery-code")?;
        self.click("#recovery-kept")?;
        self.click("#enter")?;
        self.see("#lock")?;
        Ok(code)
    }

    /// Opens the app and the trial with its sample data.
    ///
    /// # Errors
    /// When it does not open.
    pub fn begin_trial(&mut self, url: &str, language: &str) -> Result<()> {
        self.be_patient(TRIAL_PATIENCE);
        self.open(url)?;
        self.choose_language(language)?;
        self.click("#try")?;
        self.see("#remove-trial")?;
        self.be_patient(crate::wait::PATIENCE);
        Ok(())
    }

    /// Unlocks the vault.
    ///
    /// # Errors
    /// When it stays locked.
    pub fn unlock(&self) -> Result<()> {
        self.try_unlock(PASSPHRASE)?;
        self.see("#lock")
    }

    /// Tries a passphrase, whatever comes of it.
    ///
    /// # Errors
    /// When there is nothing to unlock.
    pub fn try_unlock(&self, passphrase: &str) -> Result<()> {
        self.see("#unlock:not([disabled])")?;
        self.fill("#passphrase", passphrase)?;
        self.click("#unlock")
    }

    /// Goes to a place by its mark in the main navigation.
    ///
    /// # Errors
    /// When it is not there.
    pub fn go(&self, path: &str) -> Result<()> {
        self.click(&format!(".rail a.place[href=\"{path}\"]"))
    }

    /// Goes to an address without loading the page anew, as the back button would.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn wander(&self, path: &str) -> Result<()> {
        self.run(
            "history.pushState({}, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'))",
            &path.into(),
        )?;
        Ok(())
    }

    /// Adds a customer and returns its id; the profile is on screen.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn add_customer(&self, fields: &[(&str, &str)]) -> Result<String> {
        self.go("/customers")?;
        self.click("#new-customer")?;
        for (code, text) in fields {
            self.fill(&format!("#field-{code}"), text)?;
        }
        self.click("#save")?;
        self.see("#take-survey")?;
        self.place_id()
    }

    /// Opens the profile of a customer from the list.
    ///
    /// # Errors
    /// When it is not in the list.
    pub fn open_customer(&self, customer: &str) -> Result<()> {
        self.go("/customers")?;
        self.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
        self.see("#about")
    }

    /// Deletes the customer whose profile is on screen; the list is on screen.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn delete_customer(&self) -> Result<()> {
        self.click("#delete")?;
        self.click("dialog[open] .button.danger")?;
        self.see("#new-customer")
    }

    /// Brings a file in as the app suggests.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn import_file(&self, file: &Path) -> Result<()> {
        self.go("/import")?;
        self.pick_file("#import-file", file)?;
        self.see("#import-run:not([disabled])")?;
        self.click("#import-run")?;
        self.see("#import-done")
    }

    /// Changes fields of the customer whose profile is on screen.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn edit_customer(&self, fields: &[(&str, &str)]) -> Result<()> {
        self.click("#edit")?;
        for (code, text) in fields {
            self.fill(&format!("#field-{code}"), text)?;
        }
        self.click("#save")?;
        self.see("#take-survey")
    }

    /// The last part of the address.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn place_id(&self) -> Result<String> {
        let address = self.address()?;
        let last = address.rsplit('/').next();
        Ok(last.unwrap_or_default().to_owned())
    }

    /// From a profile, begins a survey with consent and hands the device over.
    ///
    /// # Errors
    /// When a step does not work.
    pub fn hand_over(&self, form: &str) -> Result<()> {
        self.click("#take-survey")?;
        self.click(&format!("[data-form=\"{form}\"]"))?;
        self.click("#consent-given")?;
        self.click("#hand-over")
    }

    /// Chooses a number on a scale.
    ///
    /// # Errors
    /// When the question is not on screen.
    pub fn answer(&self, question: u16, value: i64) -> Result<()> {
        let input = format!("input[name=\"q{question}\"][value=\"{value}\"]");
        self.click(&format!("label:has({input})"))?;
        self.see_chosen(question, value)
    }

    /// Waits until a number on a scale is the chosen one.
    ///
    /// # Errors
    /// When it is not.
    pub fn see_chosen(&self, question: u16, value: i64) -> Result<()> {
        let css = format!("input[name=\"q{question}\"][value=\"{value}\"]:checked");
        crate::wait::until(&css, || Ok((self.count(&css)? == 1).then_some(())))
    }

    /// Joins the server from the settings and waits until everything is exchanged.
    ///
    /// # Errors
    /// When it does not join.
    pub fn join(&self, code: &str) -> Result<()> {
        self.go("/settings")?;
        self.fill("#join-code", code)?;
        self.click("#join")?;
        self.see("#leave")
    }

    /// Waits until the service worker serves this page.
    ///
    /// # Errors
    /// When it never does.
    pub fn see_installed(&self) -> Result<()> {
        crate::wait::until("the service worker in charge", || {
            let state = self.value("navigator.serviceWorker.controller?.state ?? ''")?;
            Ok((state == "activated").then_some(()))
        })
    }

    /// Shows the app in this language and these colours after the next load.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn dress(&self, language: &str, theme: Theme) -> Result<()> {
        self.prefer(theme)?;
        self.speak(language)
    }

    /// The names of the databases this origin has.
    ///
    /// # Errors
    /// When the page may not ask.
    pub fn databases(&self) -> Result<Vec<String>> {
        let names = self.value("indexedDB.databases().then((all) => all.map((d) => d.name))")?;
        let names = names.as_array().context("no list of databases")?;
        Ok(names
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect())
    }
}
