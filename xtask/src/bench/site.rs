//! The pages of the benchmarks: the peers from npm as they were locked, the scripts that drive
//! them and, for the store's, the measured crate compiled as the app is, in a folder to be served.

use crate::workspace::Workspace;
use crate::{bundle, run, tools, wasm};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const MEASURED: &str = "measured";
/// What the pages load of the peers: from the package, to the folder `lib`.
const FROM_NPM: [(&str, &str); 8] = [
    ("dexie/dist/modern/dexie.min.mjs", "dexie.mjs"),
    ("fuse.js/dist/fuse.min.mjs", "fuse.mjs"),
    ("minisearch/dist/es/index.js", "minisearch.js"),
    ("pouchdb/dist/pouchdb.min.js", "pouchdb.min.js"),
    (
        "pouchdb/dist/pouchdb.indexeddb.min.js",
        "pouchdb.indexeddb.min.js",
    ),
    ("@sqlite.org/sqlite-wasm/dist/index.mjs", "sqlite/index.mjs"),
    (
        "@sqlite.org/sqlite-wasm/dist/sqlite3.wasm",
        "sqlite/sqlite3.wasm",
    ),
    (
        "@sqlite.org/sqlite-wasm/dist/sqlite3-opfs-async-proxy.js",
        "sqlite/sqlite3-opfs-async-proxy.js",
    ),
];

/// Builds the folder of the store's benchmark and returns its path.
///
/// # Errors
/// When a tool is missing, the crate does not compile or npm does not deliver.
pub fn store(place: &Workspace) -> Result<PathBuf> {
    let site = peers(place, "peers")?;
    measured(place, &site.join("lib"))?;
    Ok(site)
}

/// Builds a folder of this name with the peers and what drives them alone, and returns its path.
///
/// # Errors
/// When npm does not deliver.
pub fn peers(place: &Workspace, name: &str) -> Result<PathBuf> {
    let scripts = place.root.join("tests/peers");
    let packages = tools::locked_packages(&scripts)?;
    let site = place.workshop().join(name);
    if site.exists() {
        std::fs::remove_dir_all(&site)?;
    }
    let library = site.join("lib");
    std::fs::create_dir_all(library.join("sqlite"))?;
    for (from, to) in FROM_NPM {
        copy(&packages.join(from), &library.join(to))?;
    }
    for entry in scripts.read_dir()? {
        let path = entry?.path();
        let kind = path.extension().and_then(|ending| ending.to_str());
        if let (Some("js" | "html"), Some(name)) = (kind, path.file_name()) {
            copy(&path, &site.join(name))?;
        }
    }
    Ok(site)
}

/// The crate as the app is compiled: its profile, its optimiser, no names.
fn measured(place: &Workspace, library: &Path) -> Result<()> {
    tools::wasm_target()?;
    let bindgen = tools::wasm_bindgen(place)?;
    let mut build = run::cargo();
    build.args(["build", "--release", "--target", tools::WASM]);
    build.args(["--package", MEASURED]);
    run::check(build.current_dir(&place.root))?;

    let module = place.target.join(tools::WASM).join("release");
    let mut bind = run::command(bindgen);
    bind.args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(library)
        .arg(module.join(format!("{MEASURED}.wasm")));
    run::check(&mut bind)?;

    let module = library.join(format!("{MEASURED}_bg.wasm"));
    let bytes = wasm::without_names(&std::fs::read(&module)?)?;
    let bytes = match tools::wasm_opt() {
        Some(tool) => bundle::optimise(place, &tool, &bytes)?,
        None => bytes,
    };
    std::fs::write(&module, bytes)?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    Ok(())
}
