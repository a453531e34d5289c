//! What must be installed: found where it is, installed where it is missing, named with what to do
//! where it cannot be. Everything installed rests in `$CARGO_HOME/candor` and is shared by all
//! clones; only the browser and npm itself come from the system's packages.

mod apt;
mod browser;
mod npm;

pub use browser::browser;

use crate::run;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The target of the app.
pub const WASM: &str = "wasm32-unknown-unknown";
const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";
const AXE: &str = "4.14.1";

/// Where tools are installed: `$CARGO_HOME/candor`.
///
/// # Errors
/// When there is no home folder either.
pub fn home() -> Result<PathBuf> {
    if let Some(cargo) = std::env::var_os("CARGO_HOME").filter(|path| !path.is_empty()) {
        return Ok(Path::new(&cargo).join("candor"));
    }
    let home = std::env::home_dir().context("neither CARGO_HOME nor a home folder is set")?;
    Ok(home.join(".cargo/candor"))
}

/// `PATH` with our tools in front, for programs that look for them there.
///
/// # Errors
/// When the tools folder's name cannot stand in a path list.
pub fn path() -> Result<OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let ours = std::iter::once(home()?.join("bin"));
    Ok(std::env::join_paths(
        ours.chain(std::env::split_paths(&old)),
    )?)
}

/// Makes sure that Rust can compile for the browser.
///
/// # Errors
/// When the target is missing and rustup cannot add it.
pub fn wasm_target() -> Result<()> {
    let sysroot = run::capture(run::command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM)
        .exists()
    {
        return Ok(());
    }
    run::check(run::command("rustup").args(["target", "add", WASM])).with_context(|| {
        format!(
            "Rust cannot compile for the browser yet: `rustup target add {WASM}`, or install your \
             distribution's package of that target"
        )
    })
}

/// Makes sure that trunk is there.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn trunk() -> Result<PathBuf> {
    // Built without optimisation: it only moves files about, and installs in half the time.
    cargo_tool("trunk", "trunk", TRUNK, &["--debug"])
}

/// Makes sure that wasm-bindgen is there, in the very version the crates were locked to.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_bindgen(place: &Workspace) -> Result<PathBuf> {
    let version = place.locked_version("wasm-bindgen")?;
    cargo_tool("wasm-bindgen", "wasm-bindgen-cli", &version, &[])
}

/// The runner for tests in a browser, which comes with wasm-bindgen.
///
/// # Errors
/// When wasm-bindgen is missing and cannot be installed.
pub fn wasm_bindgen_test_runner(place: &Workspace) -> Result<PathBuf> {
    let name = executable("wasm-bindgen-test-runner");
    let beside = wasm_bindgen(place)?.with_file_name(&name);
    // Found on PATH, wasm-bindgen is a bare name, and so is its neighbour.
    Ok(if beside.parent().is_some() {
        beside
    } else {
        PathBuf::from(name)
    })
}

/// `wasm-opt`, or nothing with a note: the app works without it and weighs more. It is not worth
/// installing npm for, but comes from npm where that is at hand.
pub fn wasm_opt() -> Option<PathBuf> {
    if run::answers("wasm-opt") {
        return Some(PathBuf::from("wasm-opt"));
    }
    let from_npm = npm::file("binaryen", BINARYEN, "bin/wasm-opt").and_then(|path| {
        if !run::answers(&path) {
            bail!("{} does not answer; it needs node", path.display());
        }
        Ok(path)
    });
    let found = from_npm.or_else(|first| {
        apt::install(&["binaryen"]).map_err(|second| second.context(first))?;
        Ok::<_, anyhow::Error>(PathBuf::from("wasm-opt"))
    });
    found
        .inspect_err(|error| {
            eprintln!("note: the app is not optimised further, wasm-opt is missing: {error:#}");
        })
        .ok()
}

/// The `node_modules` of a folder's `package-lock.json`: exactly what was locked, no scripts run.
///
/// # Errors
/// When npm is missing or does not deliver.
pub fn locked_packages(folder: &Path) -> Result<PathBuf> {
    npm::ensure()?;
    npm::locked(folder)
}

/// axe-core, the script that looks for barriers in a page; or nothing with a note.
pub fn axe() -> Option<PathBuf> {
    npm::ensure()
        .and_then(|()| npm::file("axe-core", AXE, "axe.min.js"))
        .inspect_err(|error| {
            eprintln!("note: accessibility is not checked by axe-core, it is missing: {error:#}");
        })
        .ok()
}

/// A tool that cargo installs. A right version on `PATH` is used; a wrong one is left alone.
fn cargo_tool(name: &str, package: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let ours = home()?.join("bin").join(executable(name));
    for candidate in [ours.clone(), PathBuf::from(name)] {
        if is_version(&candidate, version) {
            return Ok(candidate);
        }
    }
    // Not on stdout, where benchmarks print what they measured.
    eprintln!(
        "installing {name} {version}, once, into {}",
        home()?.display()
    );
    let mut install = run::cargo();
    install
        .args(["install", "--locked", "--force"])
        .args(options);
    install
        .args([package, "--version", version, "--root"])
        .arg(home()?);
    // Slightly optimised is enough for tools that run for seconds, and takes far less to compile.
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    // Not in the repository, whose own settings would apply to the tool as well.
    install.current_dir(home()?.parent().unwrap_or(Path::new(".")));
    run::check(&mut install).with_context(|| {
        format!(
            "{name} {version} is missing and could not be installed; install it yourself with \
             `cargo install --locked {package} --version {version}`"
        )
    })?;
    if !is_version(&ours, version) {
        bail!(
            "{name} was installed but {} does not answer as {version}",
            ours.display()
        );
    }
    Ok(ours)
}

fn is_version(program: &Path, wanted: &str) -> bool {
    let answer = run::version(program).unwrap_or_default();
    answer.split_whitespace().any(|word| word == wanted)
}

fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}
