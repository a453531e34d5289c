//! Every command a developer types: `cargo xtask <command>`.
//!
//! Each command is a file; what they share is in `workspace` (where things are), `run` (child
//! processes), `tools` (what must be installed) and `bundle` (the app as it is served). Nothing here
//! is part of the app or the server.

mod bench;
mod bundle;
mod e2e;
mod fingerprint;
mod fuzz;
mod run;
mod serve;
mod shots;
mod size;
mod soak;
mod test;
mod tools;
mod wasm;
mod workspace;

use anyhow::{Result, bail};
use std::process::ExitCode;
use workspace::Workspace;

const HELP: &str = "\
cargo xtask <command>

  serve [--port 8080] [--dev]   build the app and the server, start both at one address;
                                --dev rebuilds and reloads on every change
  build [--debug]               the app into dist/; --debug is quick to build and large
  test [--quick]                everything that must hold; --quick leaves the browser out
  size                          what the first load weighs, against its budget
  bench [app | customers | store]
                                measurements, one JSON object a line; customers measures finding
                                one's way among 100,000 of them, beside MiniSearch and Fuse.js;
                                store the store beside Dexie, PouchDB and SQLite
                                (--quick, --rounds 3; store: --sizes 10000)
  shots                         screenshots of every screen into target/shots
  soak [kills]                  kills the browser at random moments (500) while it saves, imports
                                and folds; all that was acknowledged must be there
                                (--minutes 30 --seed 1)
  fuzz [seconds]                tests named fuzz_… with many more cases (60 seconds)
  help                          this

Tools that are missing are installed into $CARGO_HOME/candor; what cannot be installed is named
together with what to do.
";

fn main() -> ExitCode {
    let outcome = run::end_children_on_signal().and_then(|()| dispatch());
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (command, rest) = match words.split_first() {
        None => ("help", [].as_slice()),
        Some((command, rest)) => (*command, rest),
    };
    if matches!(command, "help" | "--help" | "-h") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let place = Workspace::find()?;
    match command {
        "build" => bundle::run(&place, rest).map(|()| ExitCode::SUCCESS),
        "serve" => serve::run(&place, rest).map(|()| ExitCode::SUCCESS),
        "test" => test::run(&place, rest),
        "size" => size::run(&place, rest),
        "bench" => bench::run(&place, rest).map(|()| ExitCode::SUCCESS),
        "shots" => shots::run(&place, rest).map(|()| ExitCode::SUCCESS),
        "soak" => soak::run(&place, rest).map(|()| ExitCode::SUCCESS),
        "fuzz" => fuzz::run(&place, rest),
        other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
    }
}
