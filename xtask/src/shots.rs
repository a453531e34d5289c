//! `shots`: every screen as a picture, for eyes to judge.

use crate::e2e;
use crate::workspace::Workspace;
use anyhow::{Result, bail};

/// Takes the pictures into `target/shots`.
///
/// # Errors
/// When something cannot be built or a screen cannot be reached.
pub fn run(place: &Workspace, rest: &[&str]) -> Result<()> {
    if !rest.is_empty() {
        bail!("shots takes no arguments");
    }
    let folder = place.target.join("shots");
    std::fs::create_dir_all(&folder)?;
    e2e::program(place, "shots", &[&folder.to_string_lossy()])?;
    println!("the pictures are in {}", folder.display());
    Ok(())
}
