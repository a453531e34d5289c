//! One test's world: folders, a driver, browsers; and what is left behind when it fails.

use crate::browser::{Browser, Sessions};
use crate::server::Server;
use crate::webdriver::Driver;
use anyhow::{Context, Result};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The world of one test.
pub struct Stage {
    name: String,
    folder: PathBuf,
    driver: Rc<Driver>,
    sessions: Sessions,
}

/// Runs a test in a world of its own. When it fails, every browser's picture and console go to
/// `target/e2e/`.
///
/// # Errors
/// What the test returns.
pub fn play(name: &str, act: impl FnOnce(&Stage) -> Result<()>) -> Result<()> {
    let stage = Stage::new(name)?;
    let ended = catch_unwind(AssertUnwindSafe(|| {
        act(&stage).inspect_err(|_| stage.remember())
    }));
    match ended {
        Ok(ended) => {
            if ended.is_ok() {
                // A running browser would write into its profile while it is being removed.
                stage.sessions.borrow().iter().for_each(|s| s.end());
                let _ = std::fs::remove_dir_all(&stage.folder);
            }
            ended
        }
        Err(panic) => resume_unwind(panic),
    }
}

/// What `cargo xtask` names in the environment.
///
/// # Errors
/// When it does not.
pub fn named(variable: &str) -> Result<PathBuf> {
    let value = std::env::var_os(variable);
    value
        .map(PathBuf::from)
        .with_context(|| format!("{variable} is not set: `cargo xtask` sets it"))
}

impl Stage {
    fn new(name: &str) -> Result<Self> {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/e2e");
        let folder = target.join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        // What an earlier failure left behind would mislead.
        for entry in target.read_dir()?.flatten() {
            let left = entry.file_name().to_string_lossy().into_owned();
            if left.starts_with(&format!("{name}-")) && entry.path().is_file() {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(Self {
            name: name.to_owned(),
            folder: folder.canonicalize()?,
            driver: Rc::new(Driver::start(&named("CANDOR_CHROMEDRIVER")?)?),
            sessions: Sessions::default(),
        })
    }

    /// A folder of this name in this test's world; it goes away when the test passes.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The app as it was built.
    ///
    /// # Errors
    /// When nobody said where it is.
    pub fn app(&self) -> Result<PathBuf> {
        named("CANDOR_DIST")
    }

    /// Starts the server with an empty data folder.
    ///
    /// # Errors
    /// When it does not start.
    pub fn server(&self) -> Result<Server> {
        self.server_of(&self.app()?)
    }

    /// Starts the server with an empty data folder and an app of one's own.
    ///
    /// # Errors
    /// When it does not start.
    pub fn server_of(&self, app: &Path) -> Result<Server> {
        Server::start(&named("CANDOR_SERVER")?, app, &self.folder("data"))
    }

    /// A browser with a profile of this name, which is new unless it was used before.
    ///
    /// # Errors
    /// When it does not start.
    pub fn browser(&self, profile: &str) -> Result<Browser> {
        self.browser_with(profile, &[])
    }

    /// As [`Self::browser`], with more arguments for Chromium.
    ///
    /// # Errors
    /// When it does not start.
    pub fn browser_with(&self, profile: &str, extra: &'static [&'static str]) -> Result<Browser> {
        let chromium = named("CANDOR_CHROMIUM")?;
        Browser::start(
            self.driver.clone(),
            self.sessions.clone(),
            &chromium,
            &self.folder(profile),
            profile,
            extra,
        )
    }

    /// Ends every browser that still runs, in good order.
    pub fn end_browsers(&self) {
        let ended = self.sessions.take();
        ended.iter().for_each(|session| session.end());
    }

    /// Saves what every open browser shows and has complained about.
    fn remember(&self) {
        let sessions = self.sessions.borrow();
        for session in sessions.iter().filter(|session| !session.ended()) {
            let name = format!("{}-{}", self.name, session.profile);
            let place = self.folder.with_file_name(name);
            if let Ok(png) = session.screenshot() {
                let _ = std::fs::write(place.with_extension("png"), png);
            }
            if let Ok(source) = session.source() {
                let _ = std::fs::write(place.with_extension("html"), source);
            }
            let console = session.console().unwrap_or_default().join("\n");
            let _ = std::fs::write(place.with_extension("log"), &console);
            eprintln!("{}: see {}.png\n{console}", self.name, place.display());
        }
    }
}
