//! One round: a fresh browser takes the customers in, opens the app anew, and finds its way.

use crate::options::Options;
use crate::people::Customer;
use crate::report::Report;
use crate::{list, page, search, transfer};
use anyhow::Result;
use e2e::{Browser, Stage};
use std::time::Duration;

/// However slow the machine is.
const PATIENCE: Duration = Duration::from_secs(600);

/// Measures every case once.
///
/// # Errors
/// When a step does not work.
pub fn round(
    stage: &Stage,
    url: &str,
    people: &[Customer],
    options: &Options,
    round: usize,
    report: &mut Report,
) -> Result<()> {
    let filled = ["search", "open_list", "filter", "sort", "scroll", "export"];
    if filled.iter().any(|case| options.wants(case)) {
        let profile = format!("filled-{round}");
        let mut browser = stage.browser(&profile)?;
        browser.be_patient(PATIENCE);
        browser.before_every_page(page::SCRIPT)?;
        browser.begin(url, "en", "Ada")?;
        browser.restore_backup(&stage.folder("customers.backup"), e2e::flows::PASSPHRASE)?;
        // A person opens the app anew the next morning: nothing of the restoring is left.
        browser.reload()?;
        browser.unlock()?;
        settle(&browser)?;
        browser.be_patient(e2e::PATIENCE);
        if options.wants("open_list") {
            list::open(&browser, report)?;
        }
        browser.go("/customers")?;
        browser.see("a.customer-row")?;
        if options.wants("search") {
            search::index(&browser, report)?;
            search::keystrokes(&browser, people, report)?;
        }
        if options.wants("filter") {
            list::filter(&browser, report)?;
        }
        if options.wants("sort") {
            list::sort(&browser, report)?;
        }
        if options.wants("scroll") {
            list::scroll(&browser, report)?;
        }
        if options.wants("export") {
            transfer::export(stage, &browser, report)?;
        }
        browser.quit();
        let _ = std::fs::remove_dir_all(stage.folder(&profile));
    }
    if options.wants("import") {
        let profile = format!("empty-{round}");
        let mut browser = stage.browser(&profile)?;
        browser.be_patient(PATIENCE);
        browser.before_every_page(page::SCRIPT)?;
        browser.begin(url, "en", "Ada")?;
        transfer::import(stage, &browser, people, report)?;
        browser.quit();
        let _ = std::fs::remove_dir_all(stage.folder(&profile));
    }
    Ok(())
}

/// Lets what is done at quiet moments come to rest, and forgets its tasks.
fn settle(browser: &Browser) -> Result<()> {
    std::thread::sleep(Duration::from_secs(3));
    page::longest_task(browser)?;
    Ok(())
}
