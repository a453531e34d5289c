//! Looking for words in every byte that a page's origin keeps.

use crate::browser::Browser;
use crate::origin::STORES_2;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("dump.js");

/// What lay around.
#[derive(Debug)]
pub struct Dump {
    /// Every place looked at.
    pub places: Vec<String>,
    /// How many bytes they hold.
    pub bytes: u64,
    /// Which word was found where.
    pub found: Vec<String>,
}

/// Looks for the words, as UTF-8, UTF-16, hexadecimal and base64, in all databases, storages,
/// caches, cookies and the address.
///
/// # Errors
/// When the page does not let us look.
pub fn search(browser: &Browser, words: &[&str]) -> Result<Dump> {
    let script = format!(
        "return (async () => {{ {} }})()",
        SCRIPT.replace("arguments[0]", "words_")
    );
    let script = format!("const words_ = arguments[0]; {script}");
    let answer = browser.run(&script, &json!(words))?;
    let list = |name: &str| {
        let all = answer.get(name).and_then(Value::as_array);
        let all = all.map_or(&[][..], Vec::as_slice);
        all.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    Ok(Dump {
        places: list("places"),
        bytes: answer
            .get("bytes")
            .and_then(Value::as_u64)
            .context("no dump")?,
        found: list("found"),
    })
}

/// How many records all databases of the page's origin hold.
///
/// # Errors
/// When the page does not let us look.
pub fn records(browser: &Browser) -> Result<u64> {
    let count = browser.run(
        "return (async () => {
            const done = (request) => new Promise((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
            let records = 0;
            for (const { name } of await indexedDB.databases()) {
                const database = await done(indexedDB.open(name));
                for (const store of database.objectStoreNames) {
                    records += await done(database.transaction(store).objectStore(store).count());
                }
                database.close();
            }
            return records;
        })()",
        &Value::Null,
    )?;
    count.as_u64().context("no count")
}

/// Checks that no place holds any of the words, and that every store of the vault was looked at.
///
/// # Errors
/// When one does.
pub fn nothing_readable(browser: &Browser, words: &[&str]) -> Result<Dump> {
    let dump = search(browser, words)?;
    ensure!(dump.found.is_empty(), "readable: {:?}", dump.found);
    let stores = STORES_2.map(|store| format!("IndexedDB candor/{store}"));
    let storages = ["localStorage", "sessionStorage"].map(str::to_owned);
    for place in stores.iter().chain(&storages) {
        ensure!(
            dump.places.contains(place),
            "{place} was not looked at: {:?}",
            dump.places
        );
    }
    Ok(dump)
}

/// Checks that [`search`] finds what is hidden as bytes and as text.
///
/// # Errors
/// When it does not.
pub fn finds_what_is_hidden(browser: &Browser) -> Result<()> {
    browser.run(
        "return (async () => {
            const bytes = new TextEncoder().encode('xx canary-甲 xx');
            const database = await new Promise((resolve) => {
                const request = indexedDB.open('canary');
                request.onupgradeneeded = () => request.result.createObjectStore('s');
                request.onsuccess = () => resolve(request.result);
            });
            await new Promise((resolve) => {
                const request = database.transaction('s', 'readwrite').objectStore('s');
                request.put({ deep: [new Uint8Array(bytes)] }, 1).onsuccess = resolve;
            });
            database.close();
            sessionStorage.setItem('canary', 'canary-乙');
        })()",
        &Value::Null,
    )?;
    let dump = search(browser, &["canary-甲", "canary-乙", "canary-丙"])?;
    browser.run(
        "sessionStorage.removeItem('canary');
         return new Promise((resolve) => { indexedDB.deleteDatabase('canary').onsuccess = () => resolve(1); })",
        &Value::Null,
    )?;
    ensure!(
        dump.found.len() == 2,
        "hidden on purpose, yet found only {:?}",
        dump.found
    );
    Ok(())
}
