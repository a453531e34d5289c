//! Two tools come from npm: binaryen's `wasm-opt` and axe-core. Nothing of npm is part of the app.

use super::apt;
use crate::run;
use anyhow::{Result, bail};
use std::path::PathBuf;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Makes sure that npm itself is there.
///
/// # Errors
/// When it is missing and cannot be installed; the message says what to do.
pub fn ensure() -> Result<()> {
    if run::answers(NPM) {
        return Ok(());
    }
    apt::install(&["npm"]).map_err(|error| error.context("npm is missing"))
}

/// The path of a file inside an npm package of exactly this version, installing it when missing.
///
/// # Errors
/// When npm is missing or does not deliver.
pub fn file(package: &str, version: &str, file: &str) -> Result<PathBuf> {
    // A folder per version: packages in one folder would remove each other on an upgrade.
    let home = super::home()?
        .join("npm")
        .join(format!("{package}-{version}"));
    let path = home.join("node_modules").join(package).join(file);
    if path.exists() {
        return Ok(path);
    }
    if !run::answers(NPM) {
        bail!("npm is missing");
    }
    println!(
        "installing {package} {version}, once, into {}",
        home.display()
    );
    std::fs::create_dir_all(&home)?;
    let fixed = [
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
    ];
    let wanted = format!("{package}@{version}");
    let mut install = run::command(NPM);
    install
        .args(fixed)
        .args(["--loglevel", "error", "--prefix"])
        .arg(&home)
        .arg(wanted);
    run::check(install.current_dir(&home))?;
    if !path.exists() {
        bail!("npm installed {package} {version} without {file}");
    }
    Ok(path)
}
