//! What passed and what failed, counted from what the test runners print.

use crate::run;
use anyhow::Result;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// The count so far, and the steps that failed.
#[derive(Default)]
pub struct Tally {
    passed: u64,
    failed: u64,
    broken: Vec<String>,
}

impl Tally {
    /// A step that passes or fails as one.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        let Some(started) = begin(name) else { return };
        match work() {
            Ok(()) => self.passed += 1,
            Err(error) => {
                eprintln!("error: {error:#}");
                self.failed += 1;
                self.broken.push(name.to_owned());
            }
        }
        end(name, started);
    }

    /// A step made of tests, each of which counts.
    pub fn tests(&mut self, name: &str, prepare: impl FnOnce() -> Result<Command>) {
        let Some(started) = begin(name) else { return };
        let mut lines = Lines::default();
        let ended = prepare()
            .and_then(|mut command| run::watch(&mut command, |line| lines.hear(line)))
            .map(|status| status.success());
        self.count(name, &lines, ended);
        end(name, started);
    }

    fn count(&mut self, name: &str, lines: &Lines, ended: Result<bool>) {
        let Lines { passed, mut failed } = *lines;
        let complaint = match ended {
            Err(error) => Some(format!("{error:#}")),
            // A test that failed is counted already; what did not even compile is not.
            Ok(false) if failed == 0 => Some("ended with an error".to_owned()),
            Ok(_) if passed + failed == 0 => Some("no test was run".to_owned()),
            Ok(_) => None,
        };
        if let Some(complaint) = complaint {
            eprintln!("error: {name}: {complaint}");
            failed += 1;
        }
        if failed > 0 {
            self.broken.push(name.to_owned());
        }
        self.passed += passed;
        self.failed += failed;
    }

    /// Prints the sum as the last line; it decides the exit code.
    pub fn close(self) -> ExitCode {
        println!();
        for name in &self.broken {
            println!("failed: {name}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The sums over all result lines of one step.
#[derive(Default)]
struct Lines {
    passed: u64,
    failed: u64,
}

impl Lines {
    fn hear(&mut self, line: &str) {
        if let Some((passed, failed)) = result_line(line) {
            self.passed += passed;
            self.failed += failed;
        }
    }
}

fn begin(name: &str) -> Option<Instant> {
    if run::interrupted() {
        return None;
    }
    println!("\n=== {name}");
    Some(Instant::now())
}

fn end(name: &str, started: Instant) {
    println!("=== {name}: {} s", started.elapsed().as_secs());
}

/// Reads `test result: ok. 3 passed; 1 failed; …`, as cargo's harness and wasm-bindgen's print it.
fn result_line(line: &str) -> Option<(u64, u64)> {
    let plain = without_colour(line);
    let (_, result) = plain.split_once("test result: ")?;
    let (_, counts) = result.split_once(". ")?;
    let count = |word: &str| {
        let part = counts
            .split(';')
            .map(str::trim)
            .find_map(|part| part.strip_suffix(word))?;
        part.trim().parse().ok()
    };
    Some((count(" passed")?, count(" failed")?))
}

fn without_colour(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Lines, Tally, result_line};

    #[test]
    fn counts_are_read_from_what_the_runners_print() {
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.00s",
                Some((12, 0)),
            ),
            (
                "test result: \u{1b}[31mFAILED\u{1b}[0m. 1 passed; 2 failed; 0 ignored; 0 filtered out",
                Some((1, 2)),
            ),
            ("test merge::tests::result ... ok", None),
            ("test result: unknown", None),
        ];
        for (line, expected) in cases {
            assert_eq!(result_line(line), expected, "{line}");
        }
    }

    #[test]
    fn a_step_counts_its_tests_and_fails_when_none_ran_or_nothing_compiled() {
        let fine = "test result: ok. 3 passed; 0 failed; 0 ignored";
        let none = "test result: ok. 0 passed; 0 failed; 0 ignored";
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored";
        let cases = [
            (vec![fine, none], true, (3, 0)),
            (vec![fine, bad], false, (6, 2)),
            (vec![fine], false, (3, 1)),
            (vec![none, none], true, (0, 1)),
            (vec![], true, (0, 1)),
            (vec![], false, (0, 1)),
        ];
        for (printed, succeeded, expected) in cases {
            let mut lines = Lines::default();
            printed.iter().for_each(|line| lines.hear(line));
            let mut tally = Tally::default();
            tally.count("a step", &lines, Ok(succeeded));
            assert_eq!((tally.passed, tally.failed), expected, "{printed:?}");
            assert_eq!(
                tally.broken.len(),
                usize::from(expected.1 > 0),
                "{printed:?}"
            );
        }
    }
}
