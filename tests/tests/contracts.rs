//! A register that is nothing but its description of some forty lines: list, form, filters,
//! history, import, export, masking and both languages are there without a screen of its own.

use anyhow::{Result, ensure};
use e2e::{Browser, play, until};
use std::path::Path;

const DESCRIPTION: &str = include_str!("../../crates/model/src/kinds/contracts.rs");
const LINUS: &str = "copper thimble 竹林 harbour";

/// Words of the screens in one language.
struct Words {
    language: &'static str,
    contract: &'static str,
    active: &'static str,
    account: &'static str,
    ends: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        language: "en",
        contract: "Contracts",
        active: "Active",
        account: "Bank account",
        ends: "Ends on",
    },
    Words {
        language: "zh-CN",
        contract: "合同",
        active: "履行中",
        account: "收款账号",
        ends: "到期日期",
    },
];

#[test]
fn a_register_is_a_description_and_no_screen() -> Result<()> {
    let lines = DESCRIPTION.lines().filter(|line| !line.trim().is_empty());
    ensure!(lines.count() <= 50, "it is more than a description");
    play("a_register_is_a_description", |stage| {
        let server = stage.server()?;
        for words in WORDS {
            let browser = stage.browser(words.language)?;
            let folder = stage.folder(&format!("contracts-{}", words.language));
            std::fs::create_dir_all(&folder)?;
            browser.save_files_into(&folder)?;
            browser.begin(&server.url(), words.language, "Ada")?;
            let customer = browser.add_customer(&[("name", "王芳"), ("number", "K7")])?;
            typed(&browser, &words)?;
            listed(&browser, &words)?;
            brought_in(&browser, &folder)?;
            given_out(&browser, &folder, &words)?;
            masked(&browser, &customer)?;
            browser.quit();
        }
        Ok(())
    })
}

fn day(browser: &Browser, field: &str, day: &str) -> Result<()> {
    browser.run(
        "const input = document.querySelector(arguments[0].css); input.value = arguments[0].day;
         input.dispatchEvent(new Event('input', { bubbles: true }))",
        &serde_json::json!({ "css": field, "day": day }),
    )?;
    Ok(())
}

/// Added from the customer, by a form of its own fields; the history says how it came.
fn typed(browser: &Browser, words: &Words) -> Result<()> {
    browser.click("[data-add=contract]")?;
    browser.click("#save")?;
    browser.see("#field-title[aria-invalid=true]")?;
    browser.fill("#field-title", "Tea for a year")?;
    browser.fill("#field-amount", "1200.50 CNY")?;
    browser.choose("#field-state", "active")?;
    browser.fill("#field-account", "6222 0000 1111 2222")?;
    day(browser, "#field-signed", "2026-01-02")?;
    day(browser, "#field-ends", "2026-12-31")?;
    browser.click("#save")?;
    browser.click("#timeline [data-register=contract] a")?;
    browser.read_in("#record-name", "Tea for a year")?;
    browser.read_in("dd[data-field=state]", words.active)?;
    browser.read_in("dd[data-field=account]", "6222")?;
    browser.read_in("#history", words.ends)?;
    browser.click("#edit")?;
    browser.fill("#field-number", "C-1")?;
    browser.click("#save")?;
    browser.read_in("#history", "C-1")
}

/// In a list with its columns, found, filtered by one of its choices.
fn listed(browser: &Browser, words: &Words) -> Result<()> {
    browser.go("/settings")?;
    browser.click("[data-register=contract]")?;
    browser.read_in("h1", words.contract)?;
    browser.see_count("a.contract-row", 1)?;
    browser.fill("#contract-search", "tea")?;
    browser.see_count("a.contract-row", 1)?;
    browser.fill("#contract-search", "coffee")?;
    browser.see_count("a.contract-row", 0)?;
    browser.fill("#contract-search", "")?;
    browser.click("#filter-toggle")?;
    browser.choose("[data-part=field]", "state")?;
    browser.click(".filter-value input[value=ended]")?;
    browser.see_count("a.contract-row", 0)?;
    browser.click(".filter-value input[value=active]")?;
    browser.see_count("a.contract-row", 1)?;
    browser.click("#filter-toggle")
}

/// From a file, mapped by the names of its fields.
fn brought_in(browser: &Browser, folder: &Path) -> Result<()> {
    let file = folder.join("contracts-in.csv");
    let rows = "title,customer,state,amount,ends,account\n\
                Coffee,K7,Active,300 CNY,2027-02-28,6222 9\n\
                Sugar,王芳,已到期,0 CNY,2020-02-29,\n\
                Salt,Nobody,Active,1 CNY,2026-02-30,\n";
    std::fs::write(&file, rows)?;
    browser.go("/import")?;
    browser.pick_file("#import-file", &file)?;
    browser.choose("#import-register", "20")?;
    browser.click("#import-look")?;
    browser.see("#import-looked[data-made=\"2\"][data-refused=\"1\"]")?;
    browser.click("#import-run")?;
    browser.see("#import-done")?;
    browser.wander("/records/contract")?;
    browser.see_count("a.contract-row", 3)
}

fn given_out(browser: &Browser, folder: &Path, words: &Words) -> Result<()> {
    browser.click("#export")?;
    browser.fill("#export-purpose", "Audit")?;
    browser.click("#export-do")?;
    let csv = saved(folder)?;
    ensure!(
        csv.contains(words.account) && csv.contains("6222 0000 1111 2222"),
        "{csv}"
    );
    ensure!(
        csv.contains("0.00 CNY") && csv.contains("2027-02-28"),
        "{csv}"
    );
    Ok(())
}

/// The file that was handed out.
fn saved(folder: &Path) -> Result<String> {
    until("the file", || {
        let mut files = folder.read_dir()?.filter_map(Result::ok);
        let csv = files.find(|file| file.file_name().to_string_lossy().starts_with("contract-"));
        let Some(csv) = csv.filter(|csv| csv.path().extension().is_some_and(|e| e == "csv")) else {
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

/// Who answers for privacy sees neither the account nor who it is, on screen and in the file.
fn masked(browser: &Browser, customer: &str) -> Result<()> {
    browser.add_person("Linus", "privacy_officer", LINUS)?;
    browser.work_as(LINUS)?;
    browser.wander("/records/contract")?;
    browser.see_count("a.contract-row", 3)?;
    let page = browser.page()?;
    ensure!(!page.contains("王芳"), "the customer is named");
    browser.click("a.contract-row")?;
    browser.see("#record-name")?;
    ensure!(!browser.page()?.contains("6222"), "the account is shown");
    ensure!(!browser.has("#edit")?, "it can be changed");
    browser.wander("/records/contract")?;
    browser.click("#filter-toggle")?;
    // What is masked cannot be asked for either.
    let asked = browser.value(
        "[...document.querySelectorAll('[data-part=field] option')].map((o) => o.value).join(' ')",
    )?;
    ensure!(
        asked
            .as_str()
            .is_some_and(|all| !all.contains("account") && all.contains("state"))
    );
    browser.wander(&format!("/customers/{customer}"))?;
    browser.read_in("#customer-name", "王••••")?;
    Ok(())
}
