//! `soak`: kills the browser again and again and looks at what is left.

use crate::e2e;
use crate::workspace::Workspace;
use anyhow::Result;

/// Runs the soak with these words: how many kills, `--minutes`, `--seed`.
///
/// # Errors
/// When something cannot be built, or anything acknowledged was lost.
pub fn run(place: &Workspace, rest: &[&str]) -> Result<()> {
    e2e::program(place, "soak", rest)
}
