//! A vault of one's own, on a device without a network.

use anyhow::{Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, dump, play};

const NAME: &str = "Wilhelmina Featherstone-莫";
const COMMENT: &str = "the brass parrot owes me eleven umbrellas 铜鹦鹉";

#[test]
fn a_vault_lives_offline() -> Result<()> {
    play("a_vault_lives_offline", |stage| {
        let mut server = stage.server()?;
        let browser = stage.browser("own")?;
        let recovery = browser.begin(&server.url(), "en", "Ada")?;
        dump::finds_what_is_hidden(&browser)?;
        let customer = browser.add_customer(&[("name", NAME), ("phone", "+86 10 5550 1234")])?;
        browser.see_installed()?;

        server.stop()?;
        browser.reload()?;
        browser.try_unlock("not the passphrase")?;
        browser.read("That passphrase is not right.")?;
        browser.unlock()?;
        let secrets = [NAME, COMMENT, PASSPHRASE, recovery.as_str()];

        // Half a survey, then the lights go out.
        let form = survey::ETHICS_ID.to_string();
        open_profile(&browser, &customer)?;
        browser.hand_over(&form)?;
        for question in 1..=12 {
            browser.answer(question, i64::from(question % 7) + 1)?;
            if question % 3 == 0 {
                browser.click("#next")?;
            }
        }
        browser.fill("#q14", COMMENT)?;
        dump::nothing_readable(&browser, &secrets)?;
        browser.crash()?;
        let browser = browser.revive()?;
        browser.open(&server.url())?;
        browser.unlock()?;

        browser.go("/surveys")?;
        browser.click("a.resume-survey")?;
        browser.see("#finish")?;
        ensure!(browser.typed("#q14")? == COMMENT, "the comment was lost");
        browser.click("#previous")?;
        for question in 10..=12 {
            browser.see_chosen(question, i64::from(question % 7) + 1)?;
        }
        browser.click("#next")?;
        browser.answer(13, 6)?;
        browser.double_click("#finish")?;
        browser.see("#thanks")?;
        browser.click("#done")?;
        browser.see_count("#answered li", 1)?;
        browser.read_in("#history", "Wilhelmina")?;
        browser.go("/")?;
        let count = |css: &str| browser.number(css, "data-n");
        ensure!(count("#totals a")? == 1.0, "customers in the overview");
        ensure!(count("#totals span")? == 1.0, "responses in the overview");
        ensure!(!browser.has("#figure-nps[data-value]")?, "NPS of nothing");
        browser.wander(&format!("/responses/{form}"))?;
        ensure!(count("#responses-count")? == 1.0, "responses in the list");
        dump::nothing_readable(&browser, &secrets)?;

        browser.click("#lock")?;
        browser.see("#unlock")?;
        let dump = dump::nothing_readable(&browser, &secrets)?;
        ensure!(dump.bytes > 1000, "hardly anything was kept");
        ensure!(
            !browser
                .run(
                    "return document.documentElement.outerHTML.includes(arguments[0])",
                    &NAME.into()
                )?
                .as_bool()
                .unwrap_or(true),
            "the page of a locked vault still shows a name"
        );
        browser.unlock()?;
        open_profile(&browser, &customer)
    })
}

fn open_profile(browser: &Browser, customer: &str) -> Result<()> {
    browser.go("/customers")?;
    browser.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
    browser.see("#take-survey")
}

#[test]
fn a_reload_is_not_another_tab() -> Result<()> {
    play("a_reload_is_not_another_tab", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        for _ in 0..15 {
            // The page before may hold the vault for a moment longer; that is nobody else. The
            // second load comes at any moment of the first one's start.
            browser.reload()?;
            browser.reload()?;
            browser.see("#unlock")?;
        }
        Ok(())
    })
}
