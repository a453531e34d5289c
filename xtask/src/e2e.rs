//! What an end-to-end run needs: the built app, the server that hands it out, a browser. The `e2e`
//! package learns all of it from environment variables and builds nothing itself.

use crate::workspace::Workspace;
use crate::{bundle, run, tools};
use anyhow::Result;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// The package of the end-to-end tests.
pub const PACKAGE: &str = "e2e";
/// Our profile for native programs that must be fast.
pub const PROFILE: &str = "server";

/// The environment of an end-to-end run.
pub struct Stage(Vec<(&'static str, OsString)>);

impl Stage {
    /// Builds the app and the server and finds the browser.
    ///
    /// # Errors
    /// When something cannot be built or found.
    pub fn build(place: &Workspace) -> Result<Self> {
        bundle::ensure(place)?;
        let server = build_server(place)?;
        Self::with(place, server)
    }

    /// Finds the browser for an app and a server that are built.
    ///
    /// # Errors
    /// When there is no browser and none can be installed.
    pub fn with(place: &Workspace, server: PathBuf) -> Result<Self> {
        let browser = tools::browser()?;
        let mut variables = vec![
            ("CANDOR_SERVER", server.into_os_string()),
            ("CANDOR_DIST", place.dist().into_os_string()),
            ("CANDOR_CHROMIUM", browser.chromium.into_os_string()),
            ("CANDOR_CHROMEDRIVER", browser.driver.into_os_string()),
        ];
        match tools::axe() {
            Some(axe) => variables.push(("CANDOR_AXE", axe.into_os_string())),
            None => println!("skipped: the accessibility checks of the end-to-end tests"),
        }
        Ok(Self(variables))
    }

    /// Sets the environment of a command.
    pub fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.envs(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Builds the server and returns its path.
///
/// # Errors
/// When it does not compile.
pub fn build_server(place: &Workspace) -> Result<PathBuf> {
    let mut build = run::cargo();
    build.args(["build", "--profile", PROFILE, "--package", "server"]);
    run::check(build.current_dir(&place.root))?;
    let name = format!("candor-server{}", std::env::consts::EXE_SUFFIX);
    Ok(place.target.join(PROFILE).join(name))
}

/// Runs a program of the end-to-end package on a built stage.
///
/// # Errors
/// When something cannot be built or the program fails.
pub fn program(place: &Workspace, name: &str, arguments: &[&str]) -> Result<()> {
    let stage = Stage::build(place)?;
    let mut command = run::cargo();
    command.args([
        "run",
        "--profile",
        PROFILE,
        "--package",
        PACKAGE,
        "--bin",
        name,
        "--",
    ]);
    run::check(
        stage
            .apply(command.args(arguments))
            .current_dir(&place.root),
    )
}
