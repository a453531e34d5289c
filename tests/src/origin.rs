//! The database of the app's origin, looked at and made from a page that is not the app: what an
//! older or a newer version of it would have done.
//!
//! Must not know: what the bytes mean.

use crate::browser::Browser;
use anyhow::{Result, ensure};
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("origin.js");
/// A page of the origin without scripts of its own.
const PLAIN: &str = "/manifest.webmanifest";

/// The object stores of format 1.
pub const STORES_1: [&str; 4] = ["journal", "pages", "slots", "envelope"];
/// The object stores of format 2.
pub const STORES_2: [&str; 5] = ["log", "state", "slots", "blobs", "envelope"];

/// Opens the page without scripts.
///
/// # Errors
/// When it cannot be opened.
pub fn plain_page(browser: &Browser, url: &str) -> Result<()> {
    browser.open(&format!("{url}{PLAIN}"))
}

/// Everything in the app's database: `{ name, version, stores: { store: [[key, base64]] } }`; null
/// when there is none.
///
/// # Errors
/// When it cannot be read.
pub fn copy(browser: &Browser) -> Result<Value> {
    act(browser, "copy", &"candor".into())
}

/// Makes a database of what [`copy`] gave, in a profile that has none.
///
/// # Errors
/// When there is one, or what was put in is not what is there afterwards.
pub fn make(browser: &Browser, database: &Value) -> Result<()> {
    act(browser, "make", database)?;
    ensure!(copy(browser)? == *database, "it did not go in as it was");
    Ok(())
}

/// Holds a connection to the app's database and does not let go; waits until it is open.
///
/// # Errors
/// When it cannot be opened.
pub fn hold(browser: &Browser, version: u32, stores: &[&str]) -> Result<()> {
    let what = json!({ "name": "candor", "version": version, "stores": stores });
    act(browser, "hold", &what)?;
    Ok(())
}

/// Lets go of what is held.
///
/// # Errors
/// When nothing is.
pub fn release(browser: &Browser) -> Result<()> {
    act(browser, "release", &Value::Null)?;
    Ok(())
}

/// How many things are in a store of what [`copy`] gave.
pub fn count(database: &Value, store: &str) -> usize {
    let rows = database.pointer(&format!("/stores/{store}"));
    rows.and_then(Value::as_array).map_or(0, Vec::len)
}

fn act(browser: &Browser, act: &str, what: &Value) -> Result<Value> {
    browser.run(SCRIPT, &json!({ "act": act, "what": what }))
}
