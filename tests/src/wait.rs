//! Waiting by watching.

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up: a slow machine building beside us included.
pub const PATIENCE: Duration = Duration::from_secs(45);
const GLANCE: Duration = Duration::from_millis(25);

/// Asks again and again until there is an answer.
///
/// # Errors
/// When asking fails, or nothing came within [`PATIENCE`].
pub fn until<T>(what: &str, ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    until_within(PATIENCE, what, ask)
}

/// As [`until`], with a patience of its own.
///
/// # Errors
/// When asking fails, or nothing came in time.
pub fn until_within<T>(
    patience: Duration,
    what: &str,
    mut ask: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let started = Instant::now();
    loop {
        if let Some(found) = ask()? {
            return Ok(found);
        }
        if started.elapsed() > patience {
            bail!("waited {} s in vain: {what}", patience.as_secs());
        }
        std::thread::sleep(GLANCE);
    }
}
