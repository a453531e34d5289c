//! `test`: everything that must hold, in the order of what is quick to fail.
//!
//! What must stay true: a step that fails does not hide the others; a step of tests in which no test
//! ran has failed; the last line is `N passed, N failed`, and the exit code agrees with it.

mod tally;

use crate::workspace::Workspace;
use crate::{bundle, e2e, run, tools};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use tally::Tally;

/// Seconds a crate's browser tests may take.
const BROWSER_PATIENCE: &str = "900";
const WASM: &str = "wasm32-unknown-unknown";

/// Runs every check, or with `--quick` those without a browser.
///
/// # Errors
/// When the arguments are not understood; a check that fails is counted instead.
pub fn run(place: &Workspace, rest: &[&str]) -> Result<ExitCode> {
    let quick = match rest {
        [] => false,
        ["--quick"] => true,
        _ => bail!("test takes --quick and nothing else"),
    };
    let mut tally = Tally::default();
    tally.step("format", || {
        run::check(cargo(place).args(["fmt", "--all", "--check"]))
    });
    tally.step("clippy, native", || clippy_native(place));
    tally.step("clippy, wasm", || clippy_wasm(place));
    tally.tests("unit and property tests", || Ok(native_tests(place)));
    if quick {
        println!("\nskipped (--quick): tests in the browser, the release build, end to end");
        return Ok(tally.close());
    }
    browser_tests(place, &mut tally);
    tally.step("build the app", || bundle::ensure(place));
    let mut server = None;
    tally.step("build the server", || {
        server = Some(e2e::build_server(place)?);
        Ok(())
    });
    end_to_end(place, &mut tally, server);
    Ok(tally.close())
}

fn cargo(place: &Workspace) -> Command {
    let mut command = run::cargo();
    command.current_dir(&place.root);
    command
}

fn clippy_native(place: &Workspace) -> Result<()> {
    let mut command = cargo(place);
    command.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    run::check(&mut command)
}

/// The app and what it uses, as it is shipped. Test code for wasm is checked when it runs.
fn clippy_wasm(place: &Workspace) -> Result<()> {
    tools::wasm_target()?;
    let mut command = cargo(place);
    command.args(["clippy", "--target", WASM]);
    for name in place.app_crates()? {
        command.args(["--package", name]);
    }
    command.args(["--package", bundle::office::NAME]);
    run::check(command.args(["--", "-D", "warnings"]))
}

fn native_tests(place: &Workspace) -> Command {
    let mut command = cargo(place);
    command.args([
        "test",
        "--workspace",
        "--exclude",
        e2e::PACKAGE,
        "--no-fail-fast",
    ]);
    command
}

fn browser_tests(place: &Workspace, tally: &mut Tally) {
    let crates = place.browser_tested();
    if crates.is_empty() {
        tally.step("tests in the browser", || {
            bail!("no crate uses wasm-bindgen-test")
        });
    }
    for name in crates {
        tally.tests(&format!("{name} in the browser"), || {
            browser_test(place, name)
        });
    }
}

fn browser_test(place: &Workspace, name: &str) -> Result<Command> {
    tools::wasm_target()?;
    let runner = tools::wasm_bindgen_test_runner(place)?;
    let browser = tools::browser()?;
    let settings = place.workshop().join("webdriver.json");
    std::fs::create_dir_all(place.workshop())?;
    std::fs::write(&settings, browser.capabilities().to_string())?;
    let mut command = cargo(place);
    command.args([
        "test",
        "--target",
        WASM,
        "--package",
        name,
        "--no-fail-fast",
    ]);
    // Documentation's examples would need a browser each.
    command.args(["--lib", "--tests"]);
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    command.env("CHROMEDRIVER", &browser.driver);
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_PATIENCE);
    command.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    Ok(command)
}

fn end_to_end(place: &Workspace, tally: &mut Tally, server: Option<PathBuf>) {
    tally.tests("end to end", || {
        if !place.has(e2e::PACKAGE) {
            bail!("there is no package {}", e2e::PACKAGE);
        }
        let server = server
            .filter(|path| path.exists())
            .context("there is no server to test")?;
        if !place.dist().join("index.html").exists() {
            bail!("there is no app to test");
        }
        let stage = e2e::Stage::with(place, server)?;
        let mut command = cargo(place);
        command.args(["test", "--package", e2e::PACKAGE, "--no-fail-fast"]);
        stage.apply(command.args(["--", "--test-threads=1"]));
        Ok(command)
    });
}
