//! The peers: MiniSearch and Fuse.js over the same texts, asked what they can answer.

use crate::options::Options;
use crate::people::Customer;
use crate::queries::{self, Sort};
use crate::report::{Report, quantile};
use anyhow::{Context, Result};
use e2e::{Site, Stage, copy_folder, named, until};
use serde_json::{Value, json};
use std::time::Duration;

/// Chromium tells the page about memory to the byte, after collecting what is garbage.
const EXACT: &[&str] = &["--enable-precise-memory-info", "--js-flags=--expose-gc"];
/// For how long a peer is typed at, in milliseconds: one takes seconds over a letter.
const LIMIT: u32 = 90_000;
const MB: f64 = 1024.0 * 1024.0;

/// Measures both, each in a browser of its own.
///
/// # Errors
/// When a page does not work.
pub fn measure(
    stage: &Stage,
    people: &[Customer],
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    if !options.wants("search") {
        return Ok(());
    }
    let folder = stage.folder("peers");
    copy_folder(&named("CANDOR_PEERS")?, &folder)?;
    let texts: Vec<_> = people.iter().map(|one| &one.texts).collect();
    std::fs::write(folder.join("customers.json"), serde_json::to_vec(&texts)?)?;
    let site = Site::serve(&folder)?;
    for (peer, answers) in [
        ("minisearch", &[Sort::Words][..]),
        ("fuse", &[Sort::Words, Sort::Middle]),
    ] {
        let browser = stage.browser_with(peer, EXACT)?;
        browser.limit_scripts(Duration::from_secs(3_600))?;
        browser.open(&format!("{}/search.html", site.url()))?;
        until("the page", || {
            Ok((browser.value("'bench' in window")? == true).then_some(()))
        })?;
        let built = browser.run("return bench.build(arguments[0])", &json!(peer))?;
        let part = |name: &str| built.get(name).and_then(Value::as_f64).context("no index");
        report.note_peer("search_index", peer, part("ms")?);
        report.note_peer("search_index_memory", peer, part("bytes")? / MB);
        let queries = queries::all(people).into_iter();
        let queries = queries.filter(|(_, sort)| answers.contains(sort));
        let queries: Vec<String> = queries.map(|(text, _)| text).collect();
        let typed = browser.run(
            "return bench.type(...arguments[0])",
            &json!([queries, LIMIT]),
        )?;
        let took = typed.as_array();
        let took: Vec<f64> = took
            .into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect();
        let p95 = quantile(&took, 0.95).context("no keystroke")?;
        report.note_peer("search_keystroke_p95", peer, p95);
        let part = format!("{peer}_keystrokes");
        report.note_part("search_keystroke_p95", &part, took.len() as f64);
        browser.quit();
    }
    Ok(())
}
