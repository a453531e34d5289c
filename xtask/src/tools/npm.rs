//! From npm come two tools, binaryen's `wasm-opt` and axe-core, and the peers of the store benchmark.
//! Nothing of npm is part of the app.

use super::apt;
use crate::run;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

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
    eprintln!(
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

/// The `node_modules` of a folder's `package-lock.json`, installed where no other lock's are.
///
/// # Errors
/// When there is no lock, or npm does not deliver.
pub fn locked(folder: &Path) -> Result<PathBuf> {
    const FILES: [&str; 2] = ["package.json", "package-lock.json"];
    let lock = std::fs::read(folder.join("package-lock.json")).context("npm has no lock")?;
    let digest = format!("{:x}", Sha256::digest(lock));
    let name = digest.get(..16).unwrap_or(&digest);
    let home = super::home()?.join("npm").join(format!("locked-{name}"));
    let modules = home.join("node_modules");
    // npm writes this file when all the others are in place.
    if modules.join(".package-lock.json").exists() {
        return Ok(modules);
    }
    eprintln!("installing npm packages, once, into {}", home.display());
    std::fs::create_dir_all(&home)?;
    for file in FILES {
        std::fs::copy(folder.join(file), home.join(file))?;
    }
    let mut install = run::command(NPM);
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    install.args(["--silent", "--prefix"]).arg(&home);
    run::check(install.current_dir(&home))?;
    Ok(modules)
}
