//! `bench [name]`: measurements beside those of peers, one JSON object a line. It reports and never
//! judges; only `size` does that.

use crate::e2e;
use crate::workspace::Workspace;
use anyhow::Result;

/// Runs all benchmarks or those named.
///
/// # Errors
/// When something cannot be built or a benchmark cannot be run.
pub fn run(place: &Workspace, names: &[&str]) -> Result<()> {
    e2e::program(place, "bench", names)
}
