//! `bench [app | customers … | store …]`: measurements beside those of peers, one JSON object a line. It reports
//! and never judges; only `size` does that.

mod site;

use crate::workspace::Workspace;
use crate::{e2e, run, tools};
use anyhow::{Result, bail};

/// Runs all benchmarks or the one that is named: `app` the app as people use it, `customers` finding
/// one's way among 100,000 of them, `store` the store beside its peers. What follows the last two
/// is for that benchmark.
///
/// # Errors
/// When something cannot be built or a benchmark cannot be run whole.
pub fn run(place: &Workspace, words: &[&str]) -> Result<()> {
    match words {
        [] => {
            app(place)?;
            customers(place, &[])?;
            store(place, &[])
        }
        ["app"] => app(place),
        ["customers", rest @ ..] => customers(place, rest),
        ["store", rest @ ..] => store(place, rest),
        _ => bail!(
            "bench takes `app`, `customers [--quick] [--rounds 3]` or \
             `store [--quick] [--sizes 10000,100000] [--rounds 3]`"
        ),
    }
}

fn app(place: &Workspace) -> Result<()> {
    e2e::program(place, "bench", &["app"])
}

fn customers(place: &Workspace, rest: &[&str]) -> Result<()> {
    let site = site::peers(place, "search-peers")?;
    let stage = e2e::Stage::build(place)?;
    let mut command = run::cargo();
    command.args(["run", "--profile", e2e::PROFILE, "--package", e2e::PACKAGE]);
    command.args(["--bin", "bench_customers", "--"]).args(rest);
    let command = stage.apply(&mut command).env("CANDOR_PEERS", site);
    run::check(command.current_dir(&place.root))
}

fn store(place: &Workspace, rest: &[&str]) -> Result<()> {
    let browser = tools::browser()?;
    let site = site::store(place)?;
    let mut command = run::cargo();
    command.args(["run", "--profile", e2e::PROFILE, "--package", e2e::PACKAGE]);
    command.args(["--bin", "bench_store", "--"]).args(rest);
    command
        .env("CANDOR_PEERS", site)
        .env("CANDOR_CHROMIUM", browser.chromium)
        .env("CANDOR_CHROMEDRIVER", browser.driver);
    run::check(command.current_dir(&place.root))
}
