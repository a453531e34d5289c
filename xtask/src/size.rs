//! `size`: what a first visit downloads, against its budget. The one measurement that fails.

use crate::bundle::{self, office};
use crate::wasm;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// 400 KiB: the first load, compressed with brotli.
const BUDGET: u64 = 400 * 1024;
const KINDS: [&str; 4] = ["wasm", "js", "css", "html"];
/// Fetched once the app runs, so no part of the first load.
const LATER: &str = "sw.js";
/// How many crates are listed.
const CRATES: usize = 15;

/// Builds the app when needed, prints the tables, and fails over budget.
///
/// # Errors
/// When the app cannot be built.
pub fn run(place: &Workspace, rest: &[&str]) -> Result<ExitCode> {
    if !rest.is_empty() {
        bail!("size takes no arguments");
    }
    bundle::ensure(place)?;
    let mut sums = BTreeMap::new();
    let (mut module, mut office) = (None, 0);
    println!("{:>12} {:>12}  file", "bytes", "brotli");
    for (path, raw, brotli) in files(&place.dist(), "")? {
        let Some(kind) = KINDS
            .into_iter()
            .find(|kind| path.ends_with(&format!(".{kind}")))
        else {
            continue;
        };
        let of_office = path.starts_with(office::NAME);
        let later = of_office || path == LATER;
        let note = if later {
            "  (not part of the first load)"
        } else {
            ""
        };
        println!("{raw:>12} {brotli:>12}  {path}{note}");
        if of_office {
            office += brotli;
        } else if !later {
            *sums.entry(kind).or_insert(0) += brotli;
        }
        if kind == "wasm" && !of_office {
            module = Some(place.dist().join(path));
        }
    }
    let sum: u64 = sums.values().sum();
    println!("{:>12} {sum:>12}  first load; the budget is {BUDGET}", "");
    println!(
        "{:>12} {office:>12}  {}, loaded when it is needed",
        "",
        office::NAME
    );

    let module = std::fs::read(module.context("dist/ has no wasm")?)?;
    println!("\n{:>12}  the wasm by section", "bytes");
    for section in wasm::made_of(&module)? {
        println!("{:>12}  {}", section.size, section.name);
    }
    // The names are a help, not the measurement: without them there is no list, and no failure.
    match std::fs::read(bundle::named_module(place)?).map(|named| wasm::code_by_crate(&named)) {
        Ok(Ok(crates)) => print_crates(crates),
        _ => println!("\n(no names are left to tell crates apart)"),
    }

    println!();
    for (case, ours) in sums
        .into_iter()
        .chain([("first_load", sum), (office::NAME, office)])
    {
        let (bench, unit, none) = ("size", "bytes", serde_json::Value::Null);
        let line = serde_json::json!({
            "bench": bench, "case": case, "ours": ours,
            "peer": none, "peers": none, "ratio": none, "unit": unit,
        });
        println!("{line}");
    }
    if sum > BUDGET {
        eprintln!(
            "error: the first load is {} bytes over its budget",
            sum - BUDGET
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn print_crates(crates: BTreeMap<String, usize>) {
    let mut crates: Vec<_> = crates.into_iter().collect();
    crates.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    println!("\n{:>12}  the code by crate, before wasm-opt", "bytes");
    for (name, size) in crates.iter().take(CRATES) {
        println!("{size:>12}  {name}");
    }
    let others: usize = crates.iter().skip(CRATES).map(|(_, size)| size).sum();
    println!(
        "{others:>12}  {} others",
        crates.len().saturating_sub(CRATES)
    );
}

/// Every file that has a brotli sibling: its path, its size and the sibling's.
fn files(folder: &Path, prefix: &str) -> Result<Vec<(String, u64, u64)>> {
    let mut found = Vec::new();
    for entry in folder.read_dir()? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path(), &format!("{path}/"))?);
        } else if let Some(name) = path.strip_suffix(".br") {
            let raw = entry.path().with_extension("").metadata()?.len();
            found.push((name.to_owned(), raw, entry.metadata()?.len()));
        }
    }
    found.sort();
    Ok(found)
}
