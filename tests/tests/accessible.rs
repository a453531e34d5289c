//! For everybody: no barriers that axe-core knows of, and the keyboard alone is enough.

use anyhow::{Context, Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, LANGUAGES, Theme, axe, csv, keys, play};
use std::path::Path;

#[test]
fn every_screen_is_accessible() -> Result<()> {
    play("every_screen_is_accessible", |stage| {
        let Some(axe) = axe::source()? else {
            return Ok(());
        };
        let server = stage.server()?;
        let mut check = Check {
            axe,
            found: Vec::new(),
            looked: 0,
        };
        let file = stage.folder("passengers.csv");
        std::fs::write(&file, csv::survey(400, csv::Width::Narrow).text)?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            own_vault(&browser, &mut check, &server.url(), language)?;
            survey_and_import(&browser, &mut check, &file)?;
        }
        // The trial's screens are full of figures.
        let mut browser = stage.browser("trial")?;
        browser.begin_trial(&server.url(), "en")?;
        for language in LANGUAGES {
            browser.switch_language(language)?;
            trial(&browser, &mut check)?;
        }
        println!("axe looked {} times", check.looked);
        ensure!(check.found.is_empty(), "{}", check.found.join("\n"));
        Ok(())
    })
}

fn own_vault(browser: &Browser, check: &mut Check, url: &str, language: &str) -> Result<()> {
    browser.open(url)?;
    browser.choose_language(language)?;
    check.look(browser, "begin", "#start")?;
    browser.click("#start")?;
    check.look(browser, "passphrase", "#create")?;
    browser.begin(url, language, "Ada")?;
    browser.click("#lock")?;
    check.look(browser, "unlock", "#unlock")?;
    browser.unlock()?;
    for (path, css) in [
        ("/", "#content h1, #content h2"),
        ("/customers", "#new-customer"),
        ("/surveys", "#available-title"),
        ("/import", "label:has(#import-file)"),
        ("/settings", "#join"),
        ("/customers/new", "#save"),
        ("/nowhere", ".empty"),
    ] {
        browser.wander(path)?;
        check.look(browser, &format!("empty {path}"), css)?;
    }
    for (path, css) in [
        ("/today", ".empty"),
        ("/records/promise", ".empty"),
        ("/records/interaction/new", "#field-said"),
    ] {
        browser.wander(path)?;
        check.look(browser, &format!("empty {path}"), css)?;
    }
    let customer = browser.add_customer(&[("name", "Grace"), ("notes", "likes tea")])?;
    check.look(browser, "profile", "#history")?;
    browser.click("[data-add=task]")?;
    browser.fill("#field-what", "Bring the samples")?;
    browser.run(
        "const input = document.querySelector('#field-due'); input.value = '2020-01-31';
         input.dispatchEvent(new Event('input', { bubbles: true }))",
        &serde_json::Value::Null,
    )?;
    browser.click("#save")?;
    browser.click("#timeline [data-register=task] a")?;
    check.look(browser, "record", "#record-name")?;
    browser.wander("/records/field/new")?;
    check.look(browser, "an added field", "#field-type")?;
    browser.wander("/records/task")?;
    check.look(browser, "records", ".record-row")?;
    browser.go("/today")?;
    check.look(browser, "today", "#overdue")?;
    browser.click("#find")?;
    browser.fill("#find-anything", "samples")?;
    check.look(browser, "finder", "#found [role=option]")?;
    browser.press(&[keys::ENTER])?;
    browser.see("#record-name")?;
    browser.wander("/customers/new")?;
    browser.fill("#field-phones", "+86 10 1")?;
    browser.press(&[keys::ENTER])?;
    browser.fill("#field-organisation", "gra")?;
    check.look(
        browser,
        "a record to refer to",
        "#field-organisation-list [role=option]",
    )?;
    browser.wander(&format!("/customers/{customer}"))?;
    browser.see("#history")?;
    browser.click("#delete")?;
    check.look(browser, "confirm", "dialog[open]")?;
    browser.click("dialog[open] .button:not(.danger)")?;
    browser.click("#edit")?;
    browser.fill("#field-name", "")?;
    browser.click("#save")?;
    check.look(browser, "form with an error", "#field-name-error .error")?;
    browser.wander(&format!("/surveys/start/{customer}"))
}

fn trial(browser: &Browser, check: &mut Check) -> Result<()> {
    browser.go("/")?;
    check.look(browser, "overview", "#figure-nps")?;
    browser.click("#to-drivers")?;
    check.look(browser, "drivers", "#drivers-table")?;
    browser.wander(&format!("/responses/{}", survey::ETHICS_ID))?;
    check.look(browser, "responses", "#responses-count")?;
    browser.go("/customers")?;
    check.look(browser, "10,000 customers", "a.customer-row")?;
    browser.click("#filter-toggle")?;
    browser.click(".filter-group > .row:last-child button:nth-of-type(2)")?;
    check.look(browser, "filter", ".filter-group .filter-group")?;
    browser.click("#filter-toggle")?;
    browser.click("#columns-open")?;
    check.look(browser, "columns", "#columns-done")?;
    browser.click("#columns-done")?;
    browser.click("#select")?;
    browser.click("#select-all")?;
    check.look(browser, "all selected", "#bulk-tag:not([disabled])")?;
    browser.click("#bulk-change")?;
    check.look(browser, "a field of many", "#change-do")?;
    browser.press(&[keys::ESCAPE])?;
    browser.click("#export")?;
    check.look(browser, "giving out", "#export-do")?;
    browser.press(&[keys::ESCAPE])?;
    browser.see_gone("dialog[open]")?;
    browser.click("#select")?;
    browser.click("a.customer-row")?;
    check.look(browser, "profile of the trial", "#history tbody tr")
}

fn survey_and_import(browser: &Browser, check: &mut Check, file: &Path) -> Result<()> {
    browser.click(&format!("[data-form=\"{}\"]", survey::ETHICS_ID))?;
    check.look(browser, "survey start", "#consent-given")?;
    browser.click("#consent-given")?;
    browser.click("#hand-over")?;
    check.look(browser, "survey page", "#next")?;
    for _ in 0..4 {
        browser.click("#next")?;
    }
    browser.click("#finish")?;
    check.look(browser, "survey with a question left out", "#wrong-13")?;
    browser.answer(13, 7)?;
    browser.click("#finish")?;
    check.look(browser, "thanks", "#thanks")?;
    browser.click("#done")?;
    browser.go("/import")?;
    browser.pick_file("#import-file", file)?;
    check.look(browser, "import columns", "#import-run")?;
    browser.click("#import-run")?;
    check.look(browser, "import done", "#import-done")
}

struct Check {
    axe: String,
    found: Vec<String>,
    looked: usize,
}

impl Check {
    /// Looks at a screen, light and dark.
    fn look(&mut self, browser: &Browser, screen: &str, css: &str) -> Result<()> {
        browser.see(css).with_context(|| screen.to_owned())?;
        for theme in Theme::ALL {
            browser.prefer(theme)?;
            for barrier in axe::barriers(browser, &self.axe)? {
                self.found
                    .push(format!("{screen}, {}: {barrier}", theme.name()));
            }
            self.looked += 1;
        }
        browser.prefer(Theme::Light)
    }
}

#[test]
fn the_keyboard_alone_does_it() -> Result<()> {
    play("the_keyboard_alone_does_it", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.open(&server.url())?;
        browser.see("#start")?;
        let typed = |text: &str| browser.press(&text.chars().collect::<Vec<_>>());
        let to = |css: &str| tab_to(&browser, css);
        let enter = || browser.press(&[keys::ENTER]);

        to(".segments button[lang=en]")?;
        enter()?;
        to("#start")?;
        enter()?;
        to("#passphrase")?;
        typed(PASSPHRASE)?;
        to("#passphrase-again")?;
        typed(PASSPHRASE)?;
        enter()?;
        to("#recovery-kept")?;
        browser.press(&[keys::SPACE])?;
        to("#enter")?;
        enter()?;
        browser.see("#lock")?;

        to(".rail a[href=\"/customers\"]")?;
        enter()?;
        to("#new-customer")?;
        enter()?;
        to("#field-name")?;
        typed("Katherine")?;
        to("#save")?;
        enter()?;
        to("#take-survey")?;
        enter()?;
        to("input[name=which]")?;
        browser.press(&[keys::SPACE, keys::DOWN])?;
        to("#consent-given")?;
        browser.press(&[keys::SPACE])?;
        to("#hand-over")?;
        enter()?;
        to("input[name=q1]")?;
        browser.press(&[keys::SPACE])?;
        browser.press(&[keys::RIGHT; 9])?;
        browser.see_chosen(1, 9)?;
        to("#next")?;
        enter()?;
        to("#q2")?;
        typed("honest people")?;
        to("#finish")?;
        enter()?;
        to("#done")?;
        enter()?;
        browser.see_count("#timeline [data-source=answers]", 1)
    })
}

/// Presses Tab until something has the focus.
fn tab_to(browser: &Browser, css: &str) -> Result<()> {
    browser.see(css)?;
    for _ in 0..80 {
        let here = browser.run(
            "return document.activeElement.matches(arguments[0])",
            &css.into(),
        )?;
        if here == true {
            return Ok(());
        }
        browser.press(&[keys::TAB])?;
    }
    anyhow::bail!("Tab does not lead to {css}")
}
