//! A browser with a profile of its own: started, crashed, started again; asked and told.
//!
//! Must not know: the app's screens; `flows` knows those.

mod clock;
mod eyes;
mod hands;
mod passkey;
mod tools;

pub use tools::{Look, Theme};

use crate::server::signal;
use crate::wait::until;
use crate::webdriver::{Driver, Refused};
use anyhow::{Context, Result};
use base64::Engine;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

/// Keys of WebDriver's keyboard that are no characters.
pub mod keys {
    /// Tab.
    pub const TAB: char = '\u{e004}';
    /// Enter.
    pub const ENTER: char = '\u{e007}';
    /// Backspace.
    pub const BACKSPACE: char = '\u{e003}';
    /// Shift.
    pub const SHIFT: char = '\u{e008}';
    /// Escape.
    pub const ESCAPE: char = '\u{e00c}';
    /// Control.
    pub const CONTROL: char = '\u{e009}';
    /// Space.
    pub const SPACE: char = ' ';
    /// Arrow to the right.
    pub const RIGHT: char = '\u{e014}';
    /// Arrow down.
    pub const DOWN: char = '\u{e015}';
}

/// Chromium without anything that talks to others or needs a graphics card.
const ARGUMENTS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--window-size=1280,800",
    // Otherwise the page is told of ten free gigabytes whatever there is.
    "--disable-features=StaticStorageQuota",
];

/// A running browser.
pub struct Browser {
    session: Rc<Session>,
    sessions: Sessions,
    chromium: PathBuf,
    folder: PathBuf,
    extra: Extra,
    patience: Duration,
}

/// Arguments of Chromium besides the usual ones.
pub(crate) type Extra = &'static [&'static str];

/// Every browser of a test, kept open until its end so that there is something to take a picture of.
pub(crate) type Sessions = Rc<RefCell<Vec<Rc<Session>>>>;

/// What the driver knows of a running browser.
pub(crate) struct Session {
    driver: Rc<Driver>,
    id: String,
    process: u32,
    pub(crate) profile: String,
    ended: Cell<bool>,
}

impl Browser {
    pub(crate) fn start(
        driver: Rc<Driver>,
        sessions: Sessions,
        chromium: &Path,
        folder: &Path,
        profile: &str,
        extra: Extra,
    ) -> Result<Self> {
        let session = Session::start(driver, chromium, folder, profile, extra)?;
        let session = Rc::new(session);
        sessions.borrow_mut().push(session.clone());
        Ok(Self {
            session,
            sessions,
            chromium: chromium.to_owned(),
            folder: folder.to_owned(),
            extra,
            patience: crate::wait::PATIENCE,
        })
    }

    /// Waits this long for whatever is slow by nature.
    pub fn be_patient(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Ends the browser as a power cut would and waits until it is gone.
    ///
    /// # Errors
    /// When it does not go.
    pub fn crash(&self) -> Result<()> {
        self.session.crash()
    }

    /// Ends every process of the browser at once, as a system short of memory would, and waits
    /// until it is gone.
    ///
    /// # Errors
    /// When it does not go.
    pub fn kill(&self) -> Result<()> {
        self.session.kill()
    }

    /// Starts it again with what its profile has kept, ending it first if it still runs.
    ///
    /// # Errors
    /// When it does not start.
    pub fn revive(self) -> Result<Self> {
        let Self {
            session,
            sessions,
            chromium,
            folder,
            extra,
            patience,
        } = self;
        let (driver, profile) = (session.driver.clone(), session.profile.clone());
        session.end();
        let mut browser = Self::start(driver, sessions, &chromium, &folder, &profile, extra)?;
        browser.patience = patience;
        Ok(browser)
    }

    /// Ends the browser in good order.
    pub fn quit(self) {
        self.session.end();
    }

    /// Gives scripts this long; one that takes longer has failed.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn limit_scripts(&self, limit: Duration) -> Result<()> {
        let ms = u64::try_from(limit.as_millis())?;
        self.session.post("timeouts", &json!({ "script": ms }))?;
        Ok(())
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self, url: &str) -> Result<()> {
        self.session.post("url", &json!({ "url": url }))?;
        Ok(())
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn reload(&self) -> Result<()> {
        self.session.post("refresh", &json!({}))?;
        Ok(())
    }

    /// The address.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn address(&self) -> Result<String> {
        let value = self.session.get("url")?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page; `arguments[0]` is `argument`. What it returns comes back; a
    /// promise is waited for.
    ///
    /// # Errors
    /// When the script throws.
    pub fn run(&self, script: &str, argument: &Value) -> Result<Value> {
        self.session.post(
            "execute/sync",
            &json!({ "script": script, "args": [argument] }),
        )
    }

    /// The value of an expression in the page.
    ///
    /// # Errors
    /// When it throws.
    pub fn value(&self, expression: &str) -> Result<Value> {
        self.run(&format!("return {expression}"), &Value::Null)
    }

    /// A command of the browser's own debugging protocol.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn cdp(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.session.post(
            "goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        )
    }

    /// The name of the tab in front.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn tab(&self) -> Result<String> {
        let name = self.session.get("window")?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// Opens another tab and returns its name; the one in front stays there.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn new_tab(&self) -> Result<String> {
        let made = self.session.post("window/new", &json!({ "type": "tab" }))?;
        let name = made.get("handle").and_then(Value::as_str);
        Ok(name.context("the tab has no name")?.to_owned())
    }

    /// Opens another window and returns its name: both are in sight, so that neither is slowed down.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn new_window(&self) -> Result<String> {
        let made = self
            .session
            .post("window/new", &json!({ "type": "window" }))?;
        let name = made.get("handle").and_then(Value::as_str);
        Ok(name.context("the window has no name")?.to_owned())
    }

    /// Closes the tab in front and brings another to the front.
    ///
    /// # Errors
    /// When there is no such tab.
    pub fn close_tab(&self, next: &str) -> Result<()> {
        self.session.delete("window")?;
        self.show_tab(next)
    }

    /// Brings a tab to the front.
    ///
    /// # Errors
    /// When there is no such tab.
    pub fn show_tab(&self, name: &str) -> Result<()> {
        self.session.post("window", &json!({ "handle": name }))?;
        Ok(())
    }

    /// What the page has complained about since it was last asked.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn console(&self) -> Result<Vec<String>> {
        self.session.console()
    }

    /// A picture of what is on screen, as PNG.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn screenshot(&self) -> Result<Vec<u8>> {
        self.session.screenshot()
    }

    /// Does something until it works, as a person would who sees that the page is not that far.
    fn retry<T>(&self, what: &str, mut act: impl FnMut() -> Result<T>) -> Result<T> {
        let mut last = String::new();
        crate::wait::until_within(self.patience, what, || match act() {
            Ok(done) => Ok(Some(done)),
            Err(error) => match error.downcast_ref::<Refused>() {
                Some(refused) if refused.may_pass() => {
                    last = refused.to_string();
                    Ok(None)
                }
                _ => Err(error).with_context(|| what.to_owned()),
            },
        })
        .with_context(|| last.clone())
    }
}

impl Session {
    fn start(
        driver: Rc<Driver>,
        chromium: &Path,
        folder: &Path,
        profile: &str,
        extra: Extra,
    ) -> Result<Self> {
        let data = format!("--user-data-dir={}", folder.display());
        let usual = ARGUMENTS.into_iter().chain([data.as_str()]);
        let arguments: Vec<&str> = usual.chain(extra.iter().copied()).collect();
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "binary": chromium, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 600_000, "pageLoad": 60_000, "implicit": 0 },
        }}});
        let made = driver.ask("POST", "/session", &wanted)?;
        let id = made.get("sessionId").and_then(Value::as_str);
        let process = made
            .pointer("/capabilities/goog:processID")
            .and_then(Value::as_u64)
            .and_then(|id| u32::try_from(id).ok());
        Ok(Self {
            id: id.context("the browser has no session")?.to_owned(),
            process: process.context("the browser does not name its process")?,
            driver,
            profile: profile.to_owned(),
            ended: Cell::new(false),
        })
    }

    pub(crate) fn post(&self, command: &str, body: &Value) -> Result<Value> {
        let path = format!("/session/{}/{command}", self.id);
        self.driver.ask("POST", &path, body)
    }

    pub(crate) fn delete(&self, command: &str) -> Result<Value> {
        let path = format!("/session/{}/{command}", self.id);
        self.driver.ask("DELETE", &path, &Value::Null)
    }

    pub(crate) fn get(&self, command: &str) -> Result<Value> {
        let path = format!("/session/{}/{command}", self.id);
        self.driver.ask("GET", &path, &Value::Null)
    }

    pub(crate) fn screenshot(&self) -> Result<Vec<u8>> {
        let value = self.get("screenshot")?;
        let text = value.as_str().context("the browser took no picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(text)?)
    }

    pub(crate) fn source(&self) -> Result<String> {
        Ok(self.get("source")?.as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn console(&self) -> Result<Vec<String>> {
        let value = self.post("se/log", &json!({ "type": "browser" }))?;
        let entries = value.as_array().map_or(&[][..], Vec::as_slice);
        let line = |entry: &Value| {
            let part = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            format!("{} {}", part("level"), part("message"))
        };
        Ok(entries.iter().map(line).collect())
    }

    pub(crate) fn ended(&self) -> bool {
        self.ended.get()
    }

    pub(crate) fn end(&self) {
        if self.ended.replace(true) {
            return;
        }
        let path = format!("/session/{}", self.id);
        let ended = self.driver.ask("DELETE", &path, &Value::Null);
        if ended.is_err() && runs(self.process) {
            let _ = signal("KILL", self.process);
        }
    }

    fn kill(&self) -> Result<()> {
        for process in family(self.process)? {
            // One of them may have ended by itself meanwhile.
            let _ = signal("KILL", process);
        }
        until("the browser's end", || {
            Ok((!runs(self.process)).then_some(()))
        })
    }

    fn crash(&self) -> Result<()> {
        signal("KILL", self.process)?;
        until("the browser's end", || {
            Ok((!runs(self.process)).then_some(()))
        })
    }
}

/// A process and all that descend from it, itself first.
fn family(process: u32) -> Result<Vec<u32>> {
    let all = Command::new("ps")
        .args(["-A", "-o", "pid=,ppid="])
        .output()?;
    let all = String::from_utf8_lossy(&all.stdout).into_owned();
    let pairs: Vec<(u32, u32)> = all
        .lines()
        .filter_map(|line| {
            let mut numbers = line.split_whitespace().map(str::parse);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        })
        .collect();
    let mut family = vec![process];
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        family.extend(pairs.iter().filter(|(_, p)| *p == parent).map(|(c, _)| *c));
        at += 1;
    }
    Ok(family)
}

/// Whether a process is there; one that ended and was not yet collected is not.
fn runs(process: u32) -> bool {
    let state = Command::new("ps")
        .args(["-o", "stat=", "-p", &process.to_string()])
        .output();
    state.is_ok_and(|output| {
        let state = output.stdout.trim_ascii();
        !state.is_empty() && !state.starts_with(b"Z")
    })
}

impl Drop for Session {
    fn drop(&mut self) {
        self.end();
    }
}
