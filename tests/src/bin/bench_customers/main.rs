//! Measures finding one's way among many customers: the release app in a real browser, driven by
//! keys, clicks and the wheel, and MiniSearch and Fuse.js over the same customers in the same run.
//! What was measured goes to stdout, one JSON object a line; a table and what is going on go to
//! stderr.
//!
//! Must stay true: times are taken inside the page, from when it hears of what the person did until
//! what they asked for is in it; nothing the driver does in between counts. It reports and never
//! judges.

mod cases;
mod list;
mod options;
mod page;
mod peers;
mod people;
mod queries;
mod report;
mod search;
mod seed;
mod transfer;

use anyhow::Result;
use options::Options;
use report::Report;
use std::time::{Duration, Instant};

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let options = Options::read(&words)?;
    let started = Instant::now();
    let people = people::make(options.customers);
    e2e::play("bench_customers", |stage| {
        let mut report = Report::new(options.customers);
        if options.ours {
            let server = stage.server()?;
            let backup = stage.folder("customers.backup");
            std::fs::write(&backup, seed::backup(&people, e2e::flows::PASSPHRASE)?)?;
            eprintln!(
                "{} customers are made: {:?}",
                people.len(),
                started.elapsed()
            );
            for round in 0..options.rounds {
                let turn = Instant::now();
                cases::round(stage, &server.url(), &people, &options, round, &mut report)?;
                eprintln!("round {round}: {:?}", turn.elapsed());
            }
        }
        if options.peers {
            peers::measure(stage, &people, &options, &mut report)?;
        }
        report.print();
        Ok(())
    })?;
    eprintln!("took {} s", Duration::as_secs(&started.elapsed()));
    Ok(())
}
