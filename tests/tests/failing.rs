//! Storage that fails under our feet: each failed save says so in words, what was typed stays, what
//! was saved stays, and the next save works.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, play, until};
use serde_json::json;

const FAULTS: &str = include_str!("../src/faults.js");

/// What a person notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noticed {
    /// Nothing: the app tries again by itself.
    Nothing,
    /// These words.
    Words(&'static str),
}

const FAILED: Noticed = Noticed::Words("Storage could not be written, so this was not saved.");
const CLOSED: Noticed = Noticed::Words("The browser closed the connection to storage");
const REFUSED: Noticed = Noticed::Words("The browser does not let Candor keep data.");

/// What fails, how often, whether the connection is lost besides, what is noticed.
const CASES: [(&str, u32, bool, Noticed); 8] = [
    ("put", 1, false, FAILED),
    ("transaction", 1, false, Noticed::Nothing),
    ("transaction", 2, false, CLOSED),
    ("abort", 1, false, Noticed::Nothing),
    ("abort", 2, false, CLOSED),
    ("", 0, true, Noticed::Nothing),
    ("open", 1, true, REFUSED),
    ("put", 1, true, FAILED),
];

#[test]
fn storage_that_fails_for_one_save_loses_nothing() -> Result<()> {
    play("storage_that_fails_for_one_save_loses_nothing", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.before_every_page(FAULTS)?;
        browser.begin(&server.url(), "en", "Ada")?;
        let customer = browser.add_customer(&[("name", "Kept"), ("phone", "+86 10 5550 0001")])?;
        let profile = format!("{}/customers/{customer}", server.url());
        let mut saved = Vec::new();
        for (no, case) in CASES.into_iter().enumerate() {
            fail_once(&browser, &profile, no, case, &mut saved)
                .with_context(|| format!("{case:?}"))?;
        }
        for _ in 0..2 {
            browser.read_in("dd[data-field=phone]", "+86 10 5550 0001")?;
            browser.see_count("#history tbody tr", saved.len() + 5)?;
            let values = browser.texts("#history .history-value")?;
            for value in &saved {
                let times = values.iter().filter(|known| *known == value).count();
                ensure!(times == 1, "{value} is there {times} times: {values:?}");
            }
            browser.reload()?;
            browser.unlock()?;
        }
        ensure!(
            !browser.has(".topline[role=alert]")?,
            "something is said to be damaged"
        );
        Ok(())
    })
}

/// Saves once while something fails and once when it does not; the profile is on screen before and
/// after.
fn fail_once(
    browser: &Browser,
    profile: &str,
    no: usize,
    (kind, times, lost, noticed): (&str, u32, bool, Noticed),
    saved: &mut Vec<String>,
) -> Result<()> {
    let before = browser.texts("dd[data-field=region]")?;
    let region = format!("Gate {no}");
    browser.click("#edit")?;
    browser.fill("#field-region", &region)?;
    browser.run(
        "window.failed = 0; window.fault = arguments[0]; if (arguments[0].lost) loseConnections()",
        &json!({ "kind": kind, "times": times, "lost": lost }),
    )?;
    browser.click("#save")?;
    if let Noticed::Words(words) = noticed {
        browser.read_in("form [role=alert] .notice", words)?;
        ensure!(
            browser.typed("#field-region")? == region,
            "what was typed is gone"
        );
    } else {
        browser.see("#take-survey")?;
    }
    let failed = browser.value("window.failed")?;
    ensure!(failed == times, "it failed {failed} times");
    browser.run("window.fault = { kind: '', times: 0 }", &json!(null))?;
    if noticed == Noticed::Nothing {
        browser.read_in("dd[data-field=region]", &region)?;
        saved.push(region);
        return Ok(());
    }

    // Nothing of it was saved; looked at in another tab, which reads what is kept.
    let here = browser.tab()?;
    let there = browser.new_window()?;
    browser.show_tab(&there)?;
    browser.open(profile)?;
    browser.unlock()?;
    browser.see("#history")?;
    ensure!(
        browser.texts("dd[data-field=region]")? == before,
        "half a save is kept"
    );
    browser.close_tab(&here)?;
    ensure!(
        browser.typed("#field-region")? == region,
        "what was typed is gone"
    );
    browser.click("#save")?;
    browser.see("#take-survey")?;
    browser.read_in("dd[data-field=region]", &region)?;
    saved.push(region);
    Ok(())
}

#[test]
fn a_draft_that_cannot_be_kept_does_not_stop_a_save() -> Result<()> {
    play("a_draft_that_cannot_be_kept", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.before_every_page(
            "const put = IDBObjectStore.prototype.put;
             window.refused = 0;
             IDBObjectStore.prototype.put = function (...args) {
                if (this.name === 'slots' && String(args[1]).startsWith('draft/')) {
                    window.refused += 1;
                    throw new DOMException('', 'UnknownError');
                }
                return put.apply(this, args);
             }",
        )?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.go("/customers")?;
        browser.click("#new-customer")?;
        browser.fill("#field-name", "Without a draft")?;
        until("a draft that fails", || {
            let refused = browser.value("window.refused")?;
            Ok((refused != 0).then_some(()))
        })?;
        browser.click("#save")?;
        browser.read_in("#customer-name", "Without a draft")?;
        browser.reload()?;
        browser.unlock()?;
        browser.read_in("#customer-name", "Without a draft")
    })
}
