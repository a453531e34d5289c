//! Measures the store beside Dexie, PouchDB and SQLite in one run, in a real browser. What was
//! measured goes to stdout, one JSON object a line; what is going on goes to stderr.
//!
//! Must stay true: everyone gets the same rows, a browser of its own for bringing them in and a
//! fresh one for reading them, and its turn in alternating order; what cannot be measured is named
//! and left out, and then the run fails in the end.

mod contest;
mod options;
mod report;

use anyhow::{Result, ensure};
use contest::Contest;
use options::Options;
use std::time::{Duration, Instant};

/// No run is longer than this, whatever happens.
const ALTOGETHER: Duration = Duration::from_secs(3_600);

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let options = Options::read(&words)?;
    let folder = e2e::named("CANDOR_PEERS")?;
    let started = Instant::now();
    eprintln!(
        "about {} minutes; at most {}",
        options.estimate().as_secs() / 60 + 1,
        ALTOGETHER.as_secs() / 60
    );
    let mut whole = true;
    e2e::play("bench_store", |stage| {
        let mut contest = Contest::new(stage, &folder, options.saves, started + ALTOGETHER);
        for size in &options.sizes {
            for round in 0..size.rounds {
                // Each round begins with another, so that nobody is always the first.
                let turns = options.who.iter().cycle().skip(round);
                for who in turns.take(options.who.len()) {
                    contest.run(*who, size.customers, round);
                }
            }
            report::growth(&contest.results, size);
            if size.customers == options.main {
                report::all(&contest.results, size.customers);
            }
        }
        whole = contest.whole;
        Ok(())
    })?;
    eprintln!("took {} s", started.elapsed().as_secs());
    ensure!(whole, "not everything could be measured");
    Ok(())
}
