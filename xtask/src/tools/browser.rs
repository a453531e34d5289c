//! The browser of the end-to-end tests: Chromium (or Chrome) and its driver, of one version.

use super::apt;
use crate::run;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Debian's packages; the fonts are for Chinese text in screenshots.
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// Chromium without anything that talks to others or needs a graphics card.
const ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A browser that tests can drive.
pub struct Browser {
    /// Chromium itself.
    pub chromium: PathBuf,
    /// The program that drives it.
    pub driver: PathBuf,
}

impl Browser {
    /// The capabilities for WebDriver: which browser, started how.
    pub fn capabilities(&self) -> serde_json::Value {
        serde_json::json!({
            "goog:chromeOptions": {
                "args": ARGUMENTS,
                "binary": self.chromium,
            }
        })
    }
}

/// Finds the browser and its driver, installing Debian's where that is possible. The variables
/// `CANDOR_CHROMIUM` and `CANDOR_CHROMEDRIVER` name others.
///
/// # Errors
/// When there is none and none can be installed; the message says what to do.
pub fn browser() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    apt::install(&PACKAGES).context("Chromium and its driver are missing")?;
    find().context("Chromium was installed but cannot be found on PATH")
}

fn find() -> Option<Browser> {
    let chromium = named("CANDOR_CHROMIUM").or_else(|| NAMES.into_iter().find_map(on_path))?;
    let driver = named("CANDOR_CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    (run::answers(&chromium) && run::answers(&driver)).then_some(Browser { chromium, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.exists())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let file = super::executable(name);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut paths = std::env::split_paths(&folders).map(|folder| folder.join(Path::new(&file)));
    paths.find(|path| path.is_file())
}
