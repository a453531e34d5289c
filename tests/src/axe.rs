//! axe-core, injected through the driver, because the page's own policy forbids inline scripts.

use crate::browser::Browser;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// axe-core's source, if someone said where it is; a note when nobody did.
///
/// # Errors
/// When it cannot be read.
pub fn source() -> Result<Option<String>> {
    let Some(path) = std::env::var_os("CANDOR_AXE") else {
        println!("note: CANDOR_AXE is not set, so no screen was checked by axe-core");
        return Ok(None);
    };
    Ok(Some(std::fs::read_to_string(path)?))
}

/// The barriers on the page as it stands, one line each.
///
/// # Errors
/// When axe cannot run.
pub fn barriers(browser: &Browser, axe: &str) -> Result<Vec<String>> {
    if browser.value("typeof window.axe")? != "object" {
        browser
            .run("(0, eval)(arguments[0])", &axe.into())
            .or_else(|_| browser.cdp("Runtime.evaluate", &json!({ "expression": axe })))?;
    }
    let found = browser.run(
        "return axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map(
            (v) => v.id + ' (' + v.impact + '): ' + v.help + ' ' + v.nodes.slice(0, 4).map(
                (n) => n.html.slice(0, 200) + ' ' + n.any.map((c) => c.message).join('; ')).join(' || ')))",
        &Value::Null,
    )?;
    let found = found.as_array().context("axe said nothing")?;
    Ok(found
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect())
}
