//! Measures the app in a real browser, one JSON object a line. Times are taken inside the page, from
//! the click to the change on screen, so that the driver's own time does not count.

use anyhow::{Context, Result};
use e2e::{Browser, Stage, csv, play};
use serde_json::{Value, json};
use std::time::Duration;

/// How often an edit is saved.
const SAVES: usize = 60;
/// The rows and columns of a survey result as large as airlines publish.
const ROWS: usize = 26_000;
/// The rows of a large list of customers.
const CUSTOMERS: usize = 100_000;

/// Notes the longest task of the main thread, and when something first appeared.
const WATCH: &str = "
    window.longest = 0;
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
    }).observe({ type: 'longtask', buffered: true });
";

/// From a click on `arguments[0][0]`, or a step to that address, to the appearance of
/// `arguments[0][1]`.
const TIME: &str = "
    const [from, to] = arguments[0];
    const there = () => document.querySelector(to);
    if (there()) throw new Error(to + ' is there already');
    return new Promise((resolve) => {
        const start = performance.now();
        const look = () => {
            if (!there()) return;
            watcher.disconnect();
            resolve(performance.now() - start);
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document, { subtree: true, childList: true, attributes: true });
        if (from.startsWith('/')) {
            history.pushState({}, '', from);
            dispatchEvent(new PopStateEvent('popstate'));
        } else {
            document.querySelector(from).click();
        }
        look();
    });
";

/// Saves an edit and times it from the click to the word that it is saved.
const SAVE: &str = "
    const input = document.querySelector('#field-region');
    input.value = 'Region ' + arguments[0];
    input.dispatchEvent(new Event('input', { bubbles: true }));
    const toasts = document.querySelector('.toasts');
    return new Promise((resolve) => {
        const start = performance.now();
        const watcher = new MutationObserver(() => {
            watcher.disconnect();
            resolve(performance.now() - start);
        });
        watcher.observe(toasts, { subtree: true, childList: true });
        document.querySelector('#save').click();
    });
";

fn main() -> Result<()> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    if !names.is_empty() && !names.iter().any(|name| name == "app") {
        return Ok(());
    }
    play("bench", |stage| {
        let server = stage.server()?;
        let mut longest = Longest::default();
        own_vault(stage, &server.url(), &mut longest)?;
        customers(stage, &server.url(), &mut longest)?;
        trial(stage, &server.url(), &mut longest)?;
        report("longest_task", longest.0);
        Ok(())
    })
}

/// The longest task of the main thread so far, in milliseconds.
#[derive(Default)]
struct Longest(f64);

impl Longest {
    /// Reports the longest task since the last time, or since the page began.
    fn note(&mut self, browser: &Browser, during: &str) -> Result<()> {
        let longest = number(browser, "longest")?;
        browser.value("window.longest = 0")?;
        report(&format!("longest_task_{during}"), longest);
        self.0 = self.0.max(longest);
        Ok(())
    }
}

fn own_vault(stage: &Stage, url: &str, longest: &mut Longest) -> Result<()> {
    let mut browser = stage.browser("own")?;
    browser.be_patient(Duration::from_secs(300));
    browser.before_every_page(WATCH)?;
    browser.begin(url, "en", "Ada")?;
    longest.note(&browser, "begin")?;
    let file = stage.folder("passengers.csv");
    std::fs::write(&file, csv::survey(ROWS, csv::Width::Wide).text)?;
    browser.go("/import")?;
    browser.pick_file("#import-file", &file)?;
    browser.see("#import-run:not([disabled])")?;
    report("import", time(&browser, "#import-run", "#import-done")?);
    longest.note(&browser, "import")?;

    browser.go("/customers")?;
    browser.see("a.customer-row")?;
    longest.note(&browser, "list_26k")?;
    browser.reload()?;
    browser.see("#unlock:not([disabled])")?;
    browser.fill("#passphrase", e2e::flows::PASSPHRASE)?;
    report("unlock_26k", time(&browser, "#unlock", "a.customer-row")?);
    longest.note(&browser, "unlock")
}

/// A list of customers as large as they come, into an empty vault and then, changed, once more:
/// every row is matched, compared with everybody, sealed and kept.
fn customers(stage: &Stage, url: &str, longest: &mut Longest) -> Result<()> {
    let mut browser = stage.browser("customers")?;
    browser.be_patient(Duration::from_secs(300));
    browser.before_every_page(WATCH)?;
    browser.begin(url, "en", "Ada")?;
    longest.note(&browser, "begin")?;
    for (round, name) in [(0, "customers_100k"), (1, "customers_100k_changed")] {
        let file = stage.folder(&format!("{name}.csv"));
        std::fs::write(&file, csv::customers(CUSTOMERS, round))?;
        browser.go("/customers")?;
        browser.go("/import")?;
        browser.pick_file("#import-file", &file)?;
        browser.see("#import-look:not([disabled])")?;
        longest.note(&browser, &format!("scan_{name}"))?;
        report(
            &format!("look_{name}"),
            time(&browser, "#import-look", "#import-looked")?,
        );
        longest.note(&browser, &format!("look_{name}"))?;
        report(
            &format!("import_{name}"),
            time(&browser, "#import-run", "#import-done")?,
        );
        longest.note(&browser, &format!("import_{name}"))?;
    }
    browser.click("#import-undo")?;
    let undone = time(&browser, "dialog[open] .button.danger", "#import-look")?;
    report("undo_customers_100k_changed", undone);
    longest.note(&browser, "undo")
}

fn trial(stage: &Stage, url: &str, longest: &mut Longest) -> Result<()> {
    let mut browser = stage.browser("trial")?;
    browser.before_every_page(WATCH)?;
    browser.begin_trial(url, "en")?;
    longest.note(&browser, "sample")?;
    browser.go("/customers")?;
    browser.see("a.customer-row")?;
    longest.note(&browser, "list")?;
    browser.before_every_page(
        "new MutationObserver((_, watcher) => {
            if (!document.querySelector('a.customer-row')) return;
            watcher.disconnect();
            window.listed = performance.now();
        }).observe(document, { subtree: true, childList: true })",
    )?;
    browser.reload()?;
    browser.see("a.customer-row")?;
    report("open", number(&browser, "listed")?);
    longest.note(&browser, "open")?;

    browser.click("a.customer-row")?;
    browser.see("#edit")?;
    let customer = browser.place_id()?;
    let mut times = Vec::new();
    for round in 0..SAVES {
        browser.wander(&format!("/customers/{customer}/edit"))?;
        browser.see("#field-region")?;
        let time = browser.run(SAVE, &round.into())?;
        times.push(time.as_f64().context("no time")?);
        browser.see("#edit")?;
    }
    times.sort_by(f64::total_cmp);
    let quantile = |share: f64| {
        let at = (share * (SAVES - 1) as f64).round() as usize;
        times.get(at).copied().unwrap_or(f64::NAN)
    };
    report("save_p50", quantile(0.5));
    report("save_p95", quantile(0.95));
    longest.note(&browser, "save")?;

    browser.go("/settings")?;
    browser.see("#language-en")?;
    report("figures", time(&browser, "/", "#figure-nps[data-value]")?);
    browser.go("/settings")?;
    browser.see("#language-en")?;
    report("drivers", time(&browser, "/drivers", "#drivers-table")?);
    longest.note(&browser, "figures")
}

fn time(browser: &Browser, from: &str, to: &str) -> Result<f64> {
    let time = browser.run(TIME, &json!([from, to]))?;
    time.as_f64().context("no time")
}

fn number(browser: &Browser, name: &str) -> Result<f64> {
    let value = browser.value(&format!("window.{name}"))?;
    value.as_f64().context("the page measured nothing")
}

/// Prints one measurement, in milliseconds to a tenth.
fn report(case: &str, ms: f64) {
    let line = json!({
        "bench": "app",
        "case": case,
        "ours": (ms * 10.0).round() / 10.0,
        "peer": Value::Null,
        "peers": Value::Null,
        "ratio": Value::Null,
        "unit": "ms",
    });
    println!("{line}");
}
