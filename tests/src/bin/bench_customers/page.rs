//! What the driver asks the script in the page.

use anyhow::{Context, Result};
use e2e::Browser;
use serde_json::{Value, json};

/// The script, which runs before the page's own.
pub const SCRIPT: &str = include_str!("page.js");

/// What ends the wait for what an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Nothing changes any more: the last change counts.
    Settled,
    /// What is awaited has appeared.
    Seen,
    /// A file was handed over.
    Handed,
}

/// Does something and says how long the page was at it, from hearing of the event, in milliseconds.
///
/// # Errors
/// When it cannot be done, or has no end.
pub fn time(
    browser: &Browser,
    event: &str,
    root: &str,
    awaited: Option<&str>,
    until: Until,
    act: impl FnOnce() -> Result<()>,
) -> Result<f64> {
    watch(browser, event, root, awaited)?;
    act()?;
    took(browser, until)
}

/// Begins to watch what events of a type do.
///
/// # Errors
/// When the browser is gone.
pub fn watch(browser: &Browser, event: &str, root: &str, awaited: Option<&str>) -> Result<()> {
    browser.run(
        "bench.watch(...arguments[0])",
        &json!([event, root, awaited]),
    )?;
    Ok(())
}

/// How long the page was at the latest event, in milliseconds.
///
/// # Errors
/// When there was none.
pub fn took(browser: &Browser, until: Until) -> Result<f64> {
    let ask = match until {
        Until::Settled => "bench.settled()",
        Until::Seen => "bench.seen()",
        Until::Handed => "bench.handed()",
    };
    browser.value(ask)?.as_f64().context("nothing was measured")
}

/// The longest task since this was last asked, in milliseconds; 0 when all were below 50.
///
/// # Errors
/// When the browser is gone.
pub fn longest_task(browser: &Browser) -> Result<f64> {
    let ms = browser.value("bench.longest()")?;
    ms.as_f64().context("no task was measured")
}

/// A number in what a script gave.
///
/// # Errors
/// When it is not there.
pub fn number(of: &Value, name: &str) -> Result<f64> {
    let number = of.get(name).and_then(Value::as_f64);
    number.with_context(|| format!("there is no {name} in {of}"))
}
