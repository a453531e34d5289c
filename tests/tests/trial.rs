//! The trial: invented people with a known truth, and none left when it is removed.

use anyhow::{Result, ensure};
use e2e::{dump, play};
use sample::TRUE_STANDARDISED;

#[test]
fn the_trial_recovers_its_truth() -> Result<()> {
    play("the_trial_recovers_its_truth", |stage| {
        let server = stage.server()?;
        let mut browser = stage.browser("trial")?;
        browser.begin_trial(&server.url(), "zh-CN")?;
        let n = browser.number("#figure-nps", "data-n")?;
        ensure!((4000.0..8000.0).contains(&n), "NPS rests on {n} answers");

        browser.click("#to-drivers")?;
        for (practice, truth) in survey::Practice::ALL.iter().zip(TRUE_STANDARDISED) {
            let row = format!("#drivers-table tr[data-term=\"{}\"]", practice.code());
            let low = browser.number(&row, "data-low")?;
            let high = browser.number(&row, "data-high")?;
            ensure!(
                low < truth && truth < high,
                "{}: {truth} is not within {low} to {high}",
                practice.code()
            );
        }
        browser.go("/customers")?;
        browser.read("10,000")?;

        // The trial opens again by itself, with all that was in it.
        browser.reload()?;
        browser.see("#remove-trial")?;
        browser.go("/customers")?;
        browser.read("10,000")?;
        browser.click("#remove-trial")?;
        browser.see("#start")?;
        let left = browser.databases()?;
        ensure!(
            !left.iter().any(|name| name.contains("trial")),
            "left behind: {left:?}"
        );
        // Looking for a vault of one's own makes a database; there is nothing in it.
        let records = dump::records(&browser)?;
        ensure!(records == 0, "{records} records left behind in {left:?}");
        browser.reload()?;
        browser.see("#start")
    })
}
