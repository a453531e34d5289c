//! `fuzz [seconds]`: the property tests named `fuzz_…`, round after round with fresh random input.
//!
//! Stable Rust has no coverage-guided fuzzing, so this is breadth: optimised code with overflow
//! checks, many cases. What fails is kept by proptest in a regression file and runs in every test
//! from then on.

use crate::e2e;
use crate::run;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const PREFIX: &str = "fuzz_";
const SECONDS: u64 = 60;
/// Cases of a test in a round: long enough that starting does not count, short enough to end on
/// time.
const CASES: u64 = 20_000;

/// Fuzzes for at least the given time.
///
/// # Errors
/// When the tests cannot be built or there are none.
pub fn run(place: &Workspace, rest: &[&str]) -> Result<ExitCode> {
    let seconds = match rest {
        [] => SECONDS,
        [seconds] => seconds.parse().context("fuzz takes a number of seconds")?,
        _ => bail!("fuzz takes a number of seconds and nothing else"),
    };
    let mut crates = Vec::new();
    for (name, folder) in place.crates() {
        if mentions_fuzzing(folder)? {
            crates.push(name);
        }
    }
    let mut targets = Vec::new();
    if !crates.is_empty() {
        let list = run::listen(tests(place, &crates).arg("--list"), |line| {
            if let Some(name) = line.strip_suffix(": test") {
                let last = name.rsplit("::").next().unwrap_or(name);
                targets.extend(last.starts_with(PREFIX).then(|| name.to_owned()));
            }
        });
        if !list?.success() {
            bail!("the tests do not compile");
        }
    }
    if targets.is_empty() {
        bail!("no test's name starts with {PREFIX}");
    }
    let started = Instant::now();
    let mut rounds = 0;
    while rounds == 0 || started.elapsed() < Duration::from_secs(seconds) {
        rounds += 1;
        let mut said = Vec::new();
        let mut round = tests(place, &crates);
        round.env("PROPTEST_CASES", CASES.to_string());
        if !run::listen(&mut round, |line| said.push(line.to_owned()))?.success() {
            println!("{}\nround {rounds} found something", said.join("\n"));
            return Ok(ExitCode::FAILURE);
        }
        println!(
            "round {rounds}: nothing, after {} s",
            started.elapsed().as_secs()
        );
    }
    println!();
    for target in &targets {
        println!("{target}");
    }
    let all = u64::try_from(targets.len())? * rounds * CASES;
    println!(
        "{} tests, {rounds} rounds, up to {CASES} cases each a round: {all} cases in {} s, \
         nothing found",
        targets.len(),
        started.elapsed().as_secs(),
    );
    Ok(ExitCode::SUCCESS)
}

/// Whether a crate has such a test: only those crates are compiled anew.
fn mentions_fuzzing(path: &Path) -> Result<bool> {
    if path.is_file() {
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        return Ok(is_rust && std::fs::read_to_string(path)?.contains(&format!("fn {PREFIX}")));
    }
    for entry in path.read_dir()? {
        if mentions_fuzzing(&entry?.path())? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn tests(place: &Workspace, crates: &[&str]) -> Command {
    let mut command = run::cargo();
    command.args([
        "test",
        "--quiet",
        "--lib",
        "--bins",
        "--tests",
        "--profile",
        e2e::PROFILE,
    ]);
    for name in crates {
        command.args(["--package", name]);
    }
    // A folder of its own: other flags would otherwise make the server build anew each time.
    command.env("CARGO_TARGET_DIR", place.target.join("fuzz"));
    command.env("CARGO_PROFILE_SERVER_OVERFLOW_CHECKS", "true");
    command.env("CARGO_PROFILE_SERVER_DEBUG_ASSERTIONS", "true");
    command.current_dir(&place.root).args(["--", PREFIX]);
    command
}
