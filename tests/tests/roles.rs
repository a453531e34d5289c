//! What a role may not read it neither sees, finds nor takes along, and what it may not do it is
//! not offered; another role or class counts at once.

use anyhow::{Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, LANGUAGES, keys, play, until};
use serde_json::json;
use std::path::Path;

const GRACE: &str = "gravel 灯塔 mitten compass";
const LINUS: &str = "pelican 竹篮 anvil thimble";
const NAME: &str = "Wilhelmina Crane";
const HOUSE: &str = "Harbour Tea House";
const ADDED: &str = "Brass parrot";

/// Sets a field whose keyboard differs from language to language, such as a day.
fn set(browser: &Browser, css: &str, text: &str) -> Result<()> {
    browser.see(css)?;
    browser.run(
        "const input = document.querySelector(arguments[0][0]); input.value = arguments[0][1];
         input.dispatchEvent(new Event('input', { bubbles: true }))",
        &json!([css, text]),
    )?;
    Ok(())
}

fn buy(browser: &Browser, day: &str) -> Result<()> {
    browser.click("[data-add=purchase]")?;
    set(browser, "#field-date", day)?;
    browser.fill("#field-product", "Tea")?;
    browser.click("#save")?;
    browser.see("#customer-name")
}

/// Somebody who works somewhere, bought twice and was promised something.
fn known(browser: &Browser) -> Result<String> {
    browser.add_customer(&[("name", HOUSE)])?;
    let customer = browser.add_customer(&[("name", NAME), ("region", "Quayside")])?;
    browser.click("#edit")?;
    browser.fill("#field-organisation", "harb")?;
    browser.read_in("#field-organisation-list [role=option]", HOUSE)?;
    browser.press(&[keys::ENTER])?;
    browser.click("#save")?;
    browser.read_in("dd[data-field=organisation]", HOUSE)?;
    buy(browser, "2013-01-11")?;
    buy(browser, "2013-03-11")?;
    browser.click("[data-add=promise]")?;
    browser.fill("#field-what", "Send the samples")?;
    set(browser, "#field-by", "2013-05-11")?;
    browser.click("#save")?;
    browser.read_in("#figure-last", "2013")?;
    Ok(customer)
}

/// That these are nowhere on the page, in words or otherwise.
fn nowhere(browser: &Browser, what: &[&str]) -> Result<()> {
    let (page, words) = (browser.page()?, browser.words()?);
    for secret in what {
        // Digits stand in ids, too.
        let digits = secret.bytes().all(|b| b.is_ascii_digit());
        let page = if digits { &words } else { &page };
        ensure!(!page.contains(secret), "{secret} is on the page");
    }
    Ok(())
}

fn not_offered(browser: &Browser, what: &[&str]) -> Result<()> {
    for css in what {
        ensure!(!browser.has(css)?, "{css} is offered");
    }
    Ok(())
}

#[test]
fn what_a_role_may_not_read_or_do_is_nowhere() -> Result<()> {
    play("what_a_role_may_not", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let customer = known(&browser)?;
            browser.add_person("Linus", "privacy_officer", LINUS)?;
            browser.add_person("Grace", "agent", GRACE)?;
            browser.go("/today")?;
            browser.read_in("#overdue", "2013")?;
            browser.see("#new-task")?;

            browser.work_as(LINUS)?;
            days_are_hidden(&browser, &customer)?;
            names_are_not_found(&browser)?;
            nothing_is_offered(&browser)?;
            looks_and_prints_are_noted(&browser, &customer)?;

            browser.work_as(GRACE)?;
            for register in ["member", "device", "export", "field"] {
                browser.wander(&format!("/records/{register}"))?;
                browser.see(".empty")?;
                not_offered(&browser, &[".record-row"])?;
            }
            browser.go("/settings")?;
            browser.see("#device-name")?;
            not_offered(
                &browser,
                &["#make-backup", "#check-backup", "#join-code", "#add-person"],
            )?;
            browser.go("/import")?;
            browser.see("#import-file")?;

            browser.work_as(PASSPHRASE)?;
            a_backup_is_noted(&browser, &stage.folder(&format!("files-{language}")))?;
            browser.quit();
        }
        Ok(())
    })
}

fn days_are_hidden(browser: &Browser, customer: &str) -> Result<()> {
    browser.wander(&format!("/customers/{customer}"))?;
    browser.see_count("#timeline li[data-register=purchase]", 2)?;
    browser.see_count("#timeline li[data-register=promise]", 1)?;
    browser.read_in("#figure-last", "••••")?;
    browser.read_in("#figure-between", "••••")?;
    browser.see("#history tbody tr")?;
    nowhere(browser, &["2013", NAME, HOUSE])?;
    not_offered(browser, &["[data-add]", "#take-survey", "#log", "#edit"])?;
    for register in ["purchase", "promise"] {
        browser.wander(&format!("/records/{register}"))?;
        browser.see(".record-row")?;
        nowhere(browser, &["2013", NAME])?;
    }
    browser.go("/today")?;
    browser.see("#content h1")?;
    not_offered(browser, &["#overdue", "#new-task"])?;
    nowhere(browser, &["2013", "samples"])
}

fn names_are_not_found(browser: &Browser) -> Result<()> {
    browser.go("/customers")?;
    for (typed, found) in [("quayside", 1), ("wilh", 0), (NAME, 0), ("harb", 0)] {
        browser.fill("#customer-search", typed)?;
        browser.see_count("a.customer-row", found)?;
    }
    browser.fill("#customer-search", "")?;
    browser.click("#find")?;
    for (typed, found) in [("quayside", 1), ("wilh", 0), ("tea", 0)] {
        browser.fill("#find-anything", typed)?;
        browser.see_count("#found [role=option]", found)?;
    }
    // The key empties the field first, then closes the box.
    browser.fill("#find-anything", "")?;
    browser.press(&[keys::ESCAPE])?;
    browser.see_gone("#finder[open]")
}

fn nothing_is_offered(browser: &Browser) -> Result<()> {
    not_offered(browser, &[".rail a[href='/import']"])?;
    browser.wander("/import")?;
    browser.see(".empty")?;
    not_offered(browser, &["#import-file", "[data-undo]"])?;
    browser.wander("/surveys/start")?;
    browser.see(".empty")?;
    not_offered(browser, &["#hand-over"])?;
    browser.go("/surveys")?;
    browser.see(".survey-card")?;
    not_offered(browser, &["[data-take]"])?;
    browser.go("/")?;
    browser.see("#drivers-card")?;
    not_offered(
        browser,
        &["main a[href='/import']", "main a[href='/surveys/start']"],
    )?;
    browser.go("/settings")?;
    browser.see("#member-name")?;
    let offered = [
        "#make-backup",
        "#check-backup",
        "#join-code",
        "#device-name",
    ];
    not_offered(browser, &offered)
}

fn looks_and_prints_are_noted(browser: &Browser, customer: &str) -> Result<()> {
    browser.wander(&format!("/customers/{customer}"))?;
    browser.click("[data-show=organisation]")?;
    browser.read_in("dd[data-field=organisation] .grow", HOUSE)?;
    // Once for who works there, once for whose name it is.
    browser.wander("/records/reveal")?;
    browser.see_count(".record-row", 2)?;
    browser.read_in(".records", "W••••")?;
    browser.read_in(".records", "H••••")?;
    browser.wander(&format!("/customers/{customer}/about"))?;
    browser.run(
        "window.print = () => { window.printed = true }",
        &json!(null),
    )?;
    browser.click("#print")?;
    until("the print", || {
        Ok((browser.value("window.printed === true")? == true).then_some(()))
    })?;
    browser.see_count("#about-received li", 1)?;
    browser.wander("/records/export")?;
    browser.see_count(".record-row", 1)
}

fn a_backup_is_noted(browser: &Browser, folder: &Path) -> Result<()> {
    browser.make_backup(folder)?;
    browser.wander("/records/export")?;
    browser.see_count(".record-row", 2)?;
    browser.wander("/records/device")?;
    browser.see_count(".record-row", 1)?;
    Ok(())
}

/// Adds a field to customers; gives the address of its record.
fn add_field(browser: &Browser) -> Result<String> {
    browser.wander("/records/field/new")?;
    browser.choose("#field-register", "customer")?;
    browser.fill("#field-zh", "爱好")?;
    browser.fill("#field-en", "Hobby")?;
    browser.choose("#field-type", "text")?;
    browser.choose("#field-class", "internal")?;
    browser.choose("#field-purpose", "service")?;
    browser.click("#save")?;
    browser.see("#record-name")?;
    Ok(format!("/records/field/{}", browser.place_id()?))
}

fn another_role(browser: &Browser, name: &str, role: &str) -> Result<()> {
    browser.go("/settings")?;
    browser.see(".people [data-deed=edit]")?;
    browser.run(
        "const all = [...document.querySelectorAll('.people li')];
         const one = all.find((li) => li.querySelector('strong').textContent === arguments[0]);
         one.querySelector('[data-deed=edit]').click()",
        &json!(name),
    )?;
    browser.choose("#person-role", role)?;
    browser.click("#save-person")?;
    browser.see_gone("#person-sheet[open]")
}

#[test]
fn another_class_or_role_counts_at_once_in_every_tab() -> Result<()> {
    play("another_class_or_role", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let field = add_field(&browser)?;
        browser.add_person("Grace", "agent", GRACE)?;
        let first = browser.tab()?;
        let second = browser.new_tab()?;
        browser.show_tab(&second)?;
        browser.open(&server.url())?;
        browser.try_unlock(GRACE)?;
        browser.see("#at-work[data-role=agent]")?;
        let customer = browser.add_customer(&[("name", NAME)])?;
        browser.click("#edit")?;
        browser.fill("[id^=field-added_]", ADDED)?;
        browser.click("#save")?;
        browser.read_in("dd[data-field^=added_] .grow", ADDED)?;
        browser.see("#undo")?;
        browser.go("/customers")?;
        browser.fill("#customer-search", "parrot")?;
        browser.see_count("a.customer-row", 1)?;
        browser.fill("#customer-search", "")?;
        browser.open_customer(&customer)?;
        browser.read_in("dd[data-field^=added_] .grow", ADDED)?;

        // A higher class: gone from the page that stands, from search, from what is taken back.
        browser.show_tab(&first)?;
        browser.wander(&format!("{field}/edit"))?;
        browser.choose("#field-class", "sensitive")?;
        browser.click("#save")?;
        browser.see("#record-name")?;
        browser.show_tab(&second)?;
        browser.see_gone("dd[data-field^=added_]")?;
        browser.see("#history tbody tr")?;
        nowhere(&browser, &[ADDED, "Hobby"])?;
        browser.see_gone("#undo")?;
        browser.go("/customers")?;
        browser.fill("#customer-search", "wilh")?;
        browser.see_count("a.customer-row", 1)?;
        browser.fill("#customer-search", "parrot")?;
        browser.see_count("a.customer-row", 0)?;
        browser.fill("#customer-search", "")?;
        browser.see_count("a.customer-row", 1)?;
        let folder = stage.folder("files");
        let csv = given_out(&browser, &folder)?;
        ensure!(csv.contains(NAME) && !csv.contains(ADDED), "{csv}");

        // Another role: names are masked where they stand, and nobody is found by one.
        browser.open_customer(&customer)?;
        browser.read_in("#customer-name", NAME)?;
        browser.show_tab(&first)?;
        another_role(&browser, "Grace", "privacy_officer")?;
        browser.show_tab(&second)?;
        browser.see("#at-work[data-role=privacy_officer]")?;
        browser.read_in("#customer-name", "W••••")?;
        browser.see_gone("#edit")?;
        browser.see("#history tbody tr")?;
        nowhere(&browser, &[NAME, ADDED])?;
        browser.go("/customers")?;
        browser.see_count("a.customer-row", 1)?;
        browser.fill("#customer-search", "wilh")?;
        browser.see_count("a.customer-row", 0)?;
        browser.fill("#customer-search", "")?;
        browser.see_count("a.customer-row", 1)?;
        let csv = given_out(&browser, &folder)?;
        ensure!(!csv.contains(NAME) && !csv.contains(ADDED), "{csv}");
        Ok(())
    })
}

/// Exports the list that is on screen as rows of text.
fn given_out(browser: &Browser, folder: &Path) -> Result<String> {
    std::fs::create_dir_all(folder)?;
    browser.save_files_into(folder)?;
    browser.click("#export")?;
    browser.fill("#export-purpose", "Audit")?;
    browser.click("#export-do")?;
    until("the file", || {
        let mut files = folder.read_dir()?.filter_map(Result::ok);
        let csv = files.find(|file| file.path().extension().is_some_and(|e| e == "csv"));
        let Some(csv) = csv else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(csv.path())?;
        if text.is_empty() {
            return Ok(None);
        }
        std::fs::remove_file(csv.path())?;
        Ok(Some(text))
    })
}
