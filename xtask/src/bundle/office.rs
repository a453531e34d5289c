//! The second module: workbooks and vCards, which a worker loads when somebody brings such a file.
//!
//! What must stay true: the app's own module holds none of it, and it is no part of the first load,
//! but of the build: it works without a network like everything else.

use super::files::Files;
use super::{Build, script};
use crate::workspace::Workspace;
use crate::{run, tools};
use anyhow::{Result, bail};
use std::path::Path;

/// The crate, and the beginning of the names of its files.
pub const NAME: &str = "office";
const WORKER: &str = "/office-worker.js";

/// Compiles the module, puts it and its glue into the build and returns the address of its worker.
///
/// # Errors
/// When it does not compile, or the worker does not name what it starts.
pub(super) fn add(
    place: &Workspace,
    files: &mut Files,
    how: Build,
    wasm_opt: Option<&Path>,
) -> Result<String> {
    let folder = compile(place, how)?;
    let (glue, module) = (format!("/{NAME}.js"), format!("/{NAME}_bg.wasm"));
    for path in [&glue, &module] {
        let from = folder.join(path.trim_start_matches('/'));
        files.insert(path, std::fs::read(from)?);
    }
    let (glue_url, module_url) = super::module(place, files, NAME, wasm_opt)?;
    let text = files.text(WORKER)?;
    if !text.contains(&glue) || !text.contains(&module) {
        bail!("public{WORKER} must name {glue} and {module}");
    }
    let text = script::trim(&text)
        .replace(&glue, &glue_url)
        .replace(&module, &module_url);
    files.insert(WORKER, text.into_bytes());
    files.hash_name(WORKER)
}

fn compile(place: &Workspace, how: Build) -> Result<std::path::PathBuf> {
    let bindgen = tools::wasm_bindgen(place)?;
    let mut build = run::cargo();
    build.args(["build", "--target", tools::WASM, "--package", NAME]);
    let profile = if how == Build::Release {
        build.arg("--release");
        "release"
    } else {
        "debug"
    };
    run::check(build.current_dir(&place.root))?;
    let folder = place.workshop().join(NAME);
    let module = place.target.join(tools::WASM).join(profile);
    let mut bind = run::command(bindgen);
    bind.args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(&folder)
        .arg(module.join(format!("{NAME}.wasm")));
    run::check(&mut bind)?;
    Ok(folder)
}
