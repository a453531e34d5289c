//! Moments in local time go out and come in as they were, whichever side of the year they are on.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, LANGUAGES, play, until};
use serde_json::{Value, json};
use std::path::Path;

/// Where clocks are put forward in March and back in October.
const ZONE: &str = "Europe/Berlin";

/// As a list says them, and in milliseconds since 1970: winter, summer, a time that was left out,
/// and both of an hour that came twice.
const TIMES: [(&str, i64); 5] = [
    ("2024-01-15 12:00", 1_705_316_400_000),
    ("2024-07-15 12:00", 1_721_037_600_000),
    ("2024-03-31 02:30", 1_711_848_600_000),
    ("2024-10-27 02:30", 1_729_989_000_000),
    ("2024-10-27 02:30+01:00", 1_729_992_600_000),
];

fn saved(folder: &Path, ending: &str) -> Result<String> {
    until(&format!("a file of {ending}"), || {
        let mut files = folder.read_dir()?.filter_map(Result::ok);
        let file = files.find(|file| file.path().extension().is_some_and(|e| e == ending));
        let Some(file) = file else { return Ok(None) };
        let text = std::fs::read_to_string(file.path())?;
        if text.is_empty() {
            return Ok(None);
        }
        std::fs::remove_file(file.path())?;
        Ok(Some(text))
    })
}

fn give_out(browser: &Browser, folder: &Path, format: &str) -> Result<String> {
    browser.wander("/records/interaction")?;
    browser.click("#export")?;
    browser.choose("#export-format", format)?;
    browser.fill("#export-purpose", "Round trip")?;
    browser.click("#export-do")?;
    saved(folder, format)
}

fn bring_in(browser: &Browser, file: &Path) -> Result<()> {
    browser.go("/customers")?;
    browser.go("/import")?;
    browser.choose("#import-register", "9")?;
    browser.pick_file("#import-file", file)?;
    browser.see("#import-look:not([disabled])")?;
    browser.click("#import-look")?;
    browser.see("#import-looked[data-made=\"5\"][data-refused=\"0\"]")?;
    browser.click("#import-run")?;
    browser.see("#import-done[data-people=\"5\"]")
}

fn moments(text: &str) -> Result<Vec<i64>> {
    let all: Vec<Value> = serde_json::from_str(text)?;
    let at = |one: &Value| one.get("at").and_then(Value::as_i64);
    let mut all = all
        .iter()
        .map(|one| at(one).context("no moment"))
        .collect::<Result<Vec<_>>>()?;
    all.sort_unstable();
    Ok(all)
}

#[test]
fn moments_of_winter_and_summer_come_back_as_they_were() -> Result<()> {
    play("moments_of_winter_and_summer", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.cdp(
                "Emulation.setTimezoneOverride",
                &json!({ "timezoneId": ZONE }),
            )?;
            let folder = stage.folder(&format!("files-{language}"));
            std::fs::create_dir_all(&folder)?;
            browser.save_files_into(&folder)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[("name", "Grace")])?;
            let rows = TIMES.map(|(local, _)| format!("Grace,call,{local}\n"));
            let file = stage.folder(&format!("calls-{language}.csv"));
            std::fs::write(&file, format!("customer,way,at\n{}", rows.concat()))?;
            bring_in(&browser, &file)?;
            let mut wanted = TIMES.map(|(_, ms)| ms).to_vec();
            wanted.sort_unstable();
            let told = moments(&give_out(&browser, &folder, "json")?)?;
            ensure!(told == wanted, "{told:?} is not {wanted:?}");
            // Out as a table, and in again.
            let table = give_out(&browser, &folder, "csv")?;
            ensure!(table.contains("2024-07-15 12:00"), "{table}");
            ensure!(table.contains("2024-10-27 02:30+01:00"), "{table}");
            std::fs::write(&file, table)?;
            bring_in(&browser, &file)?;
            let told = moments(&give_out(&browser, &folder, "json")?)?;
            let twice: Vec<i64> = wanted.iter().flat_map(|ms| [*ms, *ms]).collect();
            ensure!(told == twice, "{told:?} is not {twice:?}");
            browser.quit();
        }
        Ok(())
    })
}
