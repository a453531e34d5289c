//! System packages, where this system has apt and we may install. Never asks for a password: a
//! person who is not root is told what to type instead.

use crate::run;
use anyhow::{Context, Result, bail};
use std::process::Stdio;

/// Installs Debian packages.
///
/// # Errors
/// When this is no Debian, we are not root, or apt fails; the message says what to do.
pub fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if !run::answers("apt-get") {
        bail!("install {names} with your system's package manager");
    }
    if !is_root() {
        bail!("type `sudo apt-get install {names}`");
    }
    println!("installing {names} with apt-get, once");
    let apt = |words: &[&str]| {
        let mut command = run::command("apt-get");
        // apt's progress is of no interest; what it complains about still shows.
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(words)
            .stdout(Stdio::null());
        run::check(&mut command)
    };
    let install = || {
        let fixed = ["install", "--yes", "-qq", "--no-install-recommends"];
        apt(&[fixed.as_slice(), packages].concat())
    };
    // The package lists may be old or absent; then they are fetched and it is tried again.
    install()
        .or_else(|_| apt(&["update", "-qq"]).and_then(|()| install()))
        .with_context(|| format!("apt-get could not install {names}"))
}

fn is_root() -> bool {
    let answer = run::command("id").arg("-u").output();
    answer.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
