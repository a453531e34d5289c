//! Looking for customers: the index, and every keystroke in both boxes.

use crate::page::{Until, longest_task, took, watch};
use crate::people::Customer;
use crate::queries;
use crate::report::{Report, quantile};
use anyhow::{Context, Result, ensure};
use e2e::{Browser, keys};
use serde_json::json;

const BOX: &str = "#customer-search";
const ANYTHING: &str = "#find-anything";
const MB: f64 = 1024.0 * 1024.0;

/// From the focus in the box until customers are found by pinyin, which comes last; and by how much
/// WebAssembly's memory grew meanwhile.
///
/// # Errors
/// When nobody is found.
pub fn index(browser: &Browser, report: &mut Report) -> Result<()> {
    let before = memory(browser)?;
    watch(browser, "focus", ".list-page", None)?;
    browser.click(BOX)?;
    for letter in "wangfang".chars() {
        browser.press(&[letter])?;
    }
    browser.run("return bench.ready()", &json!(null))?;
    let ms = took(browser, Until::Settled)?;
    let found = browser.customer_count()?;
    ensure!(found > 0, "nobody is found by pinyin");
    report.note("search_index", ms);
    let grown = (memory(browser)? - before) / MB;
    report.note("search_index_memory", grown);
    report.note_part("search_index_memory", "all_wasm", memory(browser)? / MB);
    report.note_task("search_index", longest_task(browser)?);
    Ok(())
}

fn memory(browser: &Browser) -> Result<f64> {
    let bytes = browser.value("bench.wasm()")?;
    bytes.as_f64().context("the memory cannot be read")
}

/// Every query, letter by letter, in the list's own box and in the one that finds anything.
///
/// # Errors
/// When a box is not there.
pub fn keystrokes(browser: &Browser, people: &[Customer], report: &mut Report) -> Result<()> {
    const CASE: &str = "search_keystroke_p95";
    let queries = queries::all(people);
    let list = typed(browser, BOX, ".list-page", &queries)?;
    browser.fill(BOX, "")?;
    report.note_task("search_list", longest_task(browser)?);

    browser.press_with(&[keys::CONTROL], 'k')?;
    browser.see(ANYTHING)?;
    let anything = typed(browser, ANYTHING, "#finder", &queries)?;
    // The first empties the box, the second closes it.
    browser.press(&[keys::ESCAPE])?;
    browser.press(&[keys::ESCAPE])?;
    browser.see_gone(ANYTHING)?;
    report.note_task("search_anything", longest_task(browser)?);

    let of = |all: &[f64], share: f64| quantile(all, share).context("no keystroke");
    report.note_part(CASE, "list", of(&list, 0.95)?);
    report.note_part(CASE, "anything", of(&anything, 0.95)?);
    let both = [list, anything].concat();
    report.note_keystrokes(both.clone());
    report.note(CASE, of(&both, 0.95)?);
    report.note_part(CASE, "p50", of(&both, 0.5)?);
    report.note_part(CASE, "most", of(&both, 1.0)?);
    report.note_part(CASE, "keystrokes", both.len() as f64);
    Ok(())
}

fn typed(
    browser: &Browser,
    css: &str,
    root: &str,
    queries: &[(String, queries::Sort)],
) -> Result<Vec<f64>> {
    browser.click(css)?;
    watch(browser, "input", root, None)?;
    let mut all = Vec::new();
    for (query, _) in queries {
        browser.run("document.querySelector(arguments[0]).select()", &json!(css))?;
        for letter in query.chars() {
            if letter.is_ascii() {
                browser.press(&[letter])?;
            } else {
                // As an input method hands it in.
                let text = letter.to_string();
                browser.cdp("Input.insertText", &json!({ "text": text }))?;
            }
            let ms = took(browser, Until::Settled)?;
            if std::env::var_os("CANDOR_BENCH_EACH").is_some() {
                eprintln!("    {css} {query} {letter} {ms:.1}");
            }
            all.push(ms);
        }
    }
    browser.run("bench.forget()", &json!(null))?;
    Ok(all)
}
