//! The app as it is served: trunk compiles it, the finishing step makes it fit to keep.
//!
//! What must stay true of `dist/`: no inline script or style (the content security policy forbids
//! them); every file that can change has its hash in its name, and scripts and styles carry an
//! integrity value; the service worker lists every file with its SHA-256; everything compressible
//! has `.br` and `.gz` siblings. The same sources give the same bytes, so an unchanged build keeps
//! its build id and nobody is asked to update.

mod compress;
mod css;
mod files;
mod html;
pub mod office;
mod script;

use crate::workspace::Workspace;
use crate::{fingerprint, run, tools, wasm};
use anyhow::{Context, Result, bail};
use files::Files;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = "/index.html";
const SERVICE_WORKER: &str = "/sw.js";
/// The lines of the service worker that a finished build fills in.
const SW_BUILD: &str = "const BUILD = 'dev';";
const SW_FILES: &str = "const FILES = {};";

/// What wasm-opt may use: what rustc emits and every browser of the last years runs, nothing newer.
const FEATURES: [&str; 7] = [
    "bulk-memory",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
    "simd",
];

/// How the app is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Build {
    /// Small and fast, as it ships; takes minutes.
    Release,
    /// Large and slow, and built in no time: to write end-to-end tests against.
    Debug,
}

/// Builds the app into `dist/` unless it is there and nothing has changed since.
///
/// # Errors
/// When a tool is missing, the app does not compile, or the result would not be fit to serve.
pub fn ensure(place: &Workspace) -> Result<()> {
    build(place, Build::Release)
}

/// `build [--debug]`: the app in `dist/`, and nothing more.
///
/// # Errors
/// As [`ensure`], or when the arguments are not understood.
pub fn run(place: &Workspace, rest: &[&str]) -> Result<()> {
    match rest {
        [] => ensure(place),
        ["--debug"] => build(place, Build::Debug),
        _ => bail!("build takes --debug and nothing else"),
    }
}

fn build(place: &Workspace, how: Build) -> Result<()> {
    place.app()?;
    let wasm_opt = (how == Build::Release).then(tools::wasm_opt).flatten();
    let optimiser = wasm_opt
        .as_deref()
        .and_then(run::version)
        .unwrap_or_default();
    place.locked_version("wasm-bindgen")?;
    let now = fingerprint::of_app(&place.root, &format!("{how:?} {optimiser}"))?;
    let stamp = place.workshop().join("dist.fingerprint");
    let before = std::fs::read_to_string(&stamp).unwrap_or_default();
    if before == now && place.dist().join("index.html").exists() {
        return Ok(());
    }
    let compiled = place.workshop().join("trunk");
    let mut trunk = trunk(place)?;
    trunk.arg("build").arg("--dist").arg(&compiled);
    if how == Build::Release {
        trunk.arg("--release");
    }
    run::check(&mut trunk)?;
    finish(place, &compiled, how, wasm_opt.as_deref())?;
    std::fs::write(stamp, now)?;
    Ok(())
}

/// Trunk with all it needs found and on its path, so that it never looks elsewhere.
///
/// # Errors
/// When a tool is missing and cannot be installed.
pub fn trunk(place: &Workspace) -> Result<Command> {
    tools::wasm_target()?;
    tools::wasm_bindgen(place)?;
    let mut trunk = run::command(tools::trunk()?);
    trunk
        .env("PATH", tools::path()?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    trunk.current_dir(&place.root);
    std::fs::create_dir_all(place.workshop())?;
    Ok(trunk)
}

/// Where the app's module is after trunk's run and before it is stripped: it still has names.
pub fn named_module(place: &Workspace) -> Result<PathBuf> {
    Ok(place
        .workshop()
        .join("trunk")
        .join(format!("{}_bg.wasm", place.app()?)))
}

fn finish(place: &Workspace, compiled: &Path, how: Build, wasm_opt: Option<&Path>) -> Result<()> {
    let mut files = Files::read(compiled)?;
    let app = place.app()?;
    let glue = format!("/{app}.js");
    let module = format!("/{app}_bg.wasm");

    let page = files.text(PAGE)?;
    let sheets = html::stylesheets(&page);
    let styles = css::bundle(&mut files, &sheets)?;
    files.insert("/style.css", styles.into_bytes());

    // From the leaves up: a name may only be hashed once all it refers to has its final name.
    let (glue_url, module_url) = self::module(place, &mut files, app, wasm_opt)?;
    let office_url = office::add(place, &mut files, how, wasm_opt)?;
    let mut urls = Vec::new();
    for name in ["/boot.js", "/worker.js"] {
        let text = files.text(name)?;
        if !text.contains(&glue) || !text.contains(&module) {
            bail!("public{name} must name {glue} and {module}, as trunk calls them");
        }
        let text = script::trim(&text)
            .replace(&glue, &glue_url)
            .replace(&module, &module_url);
        files.insert(name, text.into_bytes());
        urls.push(files.hash_name(name)?);
    }
    let [boot_url, worker_url] = urls.as_slice() else {
        bail!("the boot script and the worker script have no names");
    };
    let style_url = files.hash_name("/style.css")?;

    let page = html::finish(
        &page,
        &html::Parts {
            style: html::Asset::of(&files, &style_url)?,
            boot: html::Asset::of(&files, boot_url)?,
            glue: html::Asset::of(&files, &glue_url)?,
            module: &module_url,
            worker: worker_url,
            office: &office_url,
        },
    )?;
    files.insert(PAGE, page.into_bytes());

    // The build's name follows from its content, the service worker's own included.
    let build = files.digest();
    let page = html::set_meta(&files.text(PAGE)?, "candor-build", &build)?;
    html::refuse_inline(&page)?;
    files.insert(PAGE, page.into_bytes());
    let worker = files.take(SERVICE_WORKER)?;
    let worker = String::from_utf8(worker).context("sw.js is not UTF-8")?;
    files.insert(
        SERVICE_WORKER,
        service_worker(&worker, &build, &files)?.into_bytes(),
    );

    let fresh = place.workshop().join("dist");
    files.write(&fresh, how == Build::Release)?;
    replace(&fresh, &place.dist())?;
    println!("built {} as build {build}", place.dist().display());
    Ok(())
}

/// Makes a module and its glue fit to keep: without names, optimised, hashed. Returns the addresses
/// of the glue and the module.
fn module(
    place: &Workspace,
    files: &mut Files,
    name: &str,
    wasm_opt: Option<&Path>,
) -> Result<(String, String)> {
    let (glue, module) = (format!("/{name}.js"), format!("/{name}_bg.wasm"));
    let bytes = wasm::without_names(files.bytes(&module)?)?;
    let bytes = match wasm_opt {
        Some(tool) => optimise(place, tool, &bytes)?,
        None => bytes,
    };
    files.insert(&module, bytes);
    let module_url = files.hash_name(&module)?;
    // The glue names its module without the slash.
    let text = script::trim(&files.text(&glue)?).replace(
        module.trim_start_matches('/'),
        module_url.trim_start_matches('/'),
    );
    files.insert(&glue, text.into_bytes());
    Ok((files.hash_name(&glue)?, module_url))
}

/// Fills in the list of files.
fn service_worker(template: &str, build: &str, files: &Files) -> Result<String> {
    if !template.contains(SW_BUILD) || !template.contains(SW_FILES) {
        bail!("public{SERVICE_WORKER} must hold the lines `{SW_BUILD}` and `{SW_FILES}`");
    }
    let list = serde_json::to_string_pretty(&files.hashes())?;
    Ok(script::trim(template)
        .replace(SW_BUILD, &format!("const BUILD = '{build}';"))
        .replace(SW_FILES, &format!("const FILES = {list};")))
}

/// A module as wasm-opt leaves it: the same, smaller and faster.
///
/// # Errors
/// When the optimiser fails.
pub fn optimise(place: &Workspace, tool: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
    let from = place.workshop().join("before.wasm");
    let to = place.workshop().join("after.wasm");
    std::fs::write(&from, bytes)?;
    let mut command = run::command(tool);
    command
        .arg("-Os")
        .args(FEATURES.map(|name| format!("--enable-{name}")));
    command.arg(&from).arg("-o").arg(&to);
    run::check(&mut command).context("wasm-opt could not optimise the module")?;
    Ok(std::fs::read(&to)?)
}

/// Puts a finished folder in another's place, which is absent for the blink between two renames.
fn replace(fresh: &Path, place: &Path) -> Result<()> {
    let old = fresh.with_extension("old");
    if old.exists() {
        std::fs::remove_dir_all(&old)?;
    }
    if place.exists() {
        std::fs::rename(place, &old).context("the old dist/ could not be moved away")?;
    }
    std::fs::rename(fresh, place).context("dist/ could not be put in place")?;
    if old.exists() {
        std::fs::remove_dir_all(&old)?;
    }
    Ok(())
}
