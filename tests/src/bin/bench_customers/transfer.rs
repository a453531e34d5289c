//! Customers going out and coming in as files.

use crate::page::{Until, longest_task, time};
use crate::people::Customer;
use crate::report::{Report, median};
use anyhow::{Context, Result, ensure};
use e2e::{Browser, Stage};
use model::{CUSTOMER, Language, Value, customer};
use replica::Op;
use std::fmt::Write;

/// From the click that says go until the file is handed over: every field of every customer.
///
/// # Errors
/// When none is.
pub fn export(stage: &Stage, browser: &Browser, report: &mut Report) -> Result<()> {
    let folder = stage.folder("out");
    std::fs::create_dir_all(&folder)?;
    browser.save_files_into(&folder)?;
    longest_task(browser)?;
    let mut all = Vec::new();
    for _ in 0..2 {
        browser.click("#export")?;
        browser.fill("#export-purpose", "Measuring how long it takes")?;
        all.push(time(browser, "click", "body", None, Until::Handed, || {
            browser.click("#export-do")
        })?);
        browser.see_gone("#export-purpose")?;
    }
    report.note("export_csv_100k", median(&all).context("no export")?);
    report.note_task("export", longest_task(browser)?);
    Ok(())
}

/// The columns of the file.
const COLUMNS: [model::FieldNo; 12] = [
    customer::NAME,
    customer::PHONE,
    customer::EMAIL,
    customer::REGION,
    customer::BIRTH_YEAR,
    customer::SEX,
    customer::SINCE,
    customer::ACQUIRED,
    customer::TAGS,
    customer::NOTES,
    customer::NUMBER,
    customer::POSITION,
];

/// The customers as rows of twelve columns.
fn csv(people: &[Customer]) -> String {
    let mut out = String::new();
    for (at, no) in COLUMNS.iter().enumerate() {
        let label = CUSTOMER.field(*no).map_or("", |f| f.label.of(Language::En));
        let _ = write!(out, "{}\"{label}\"", if at > 0 { "," } else { "" });
    }
    out.push('\n');
    for one in people {
        for (at, no) in COLUMNS.iter().enumerate() {
            let of = |op: &Op| match op {
                Op::Set { field, value, .. } if field == no => Some(match value {
                    Value::Text(text) | Value::Choice(text) => text.clone(),
                    Value::Int(number) => number.to_string(),
                    Value::Date(day) => day.iso(),
                    _ => String::new(),
                }),
                Op::Add { field, element, .. } if field == no => Some(element.clone()),
                _ => None,
            };
            let all: Vec<String> = one.ops.iter().filter_map(of).collect();
            let text = all.join("; ").replace('"', "\"\"");
            let _ = write!(out, "{}\"{text}\"", if at > 0 { "," } else { "" });
        }
        out.push('\n');
    }
    out
}

/// From the click that says go until the page says that all is in; looking it through before is
/// measured apart. Whoever looks like somebody who is there is tagged, so that all are compared.
///
/// # Errors
/// When it does not come in.
pub fn import(
    stage: &Stage,
    browser: &Browser,
    people: &[Customer],
    report: &mut Report,
) -> Result<()> {
    const CASE: &str = "import_csv_100k";
    let file = stage.folder("customers.csv");
    std::fs::write(&file, csv(people))?;
    browser.go("/import")?;
    longest_task(browser)?;
    browser.pick_file("#import-file", &file)?;
    browser.see("#import-look:not([disabled])")?;
    let looked = Some("#import-looked");
    let look = time(browser, "click", "body", looked, Until::Seen, || {
        browser.click("#import-look")
    })?;
    report.note_task("import_look", longest_task(browser)?);
    if browser.has("#import-alike")? {
        browser.choose("#import-alike", "tag")?;
    }
    browser.see("#import-run:not([disabled])")?;
    longest_task(browser)?;
    let done = Some("#import-done");
    let ms = time(browser, "click", "body", done, Until::Seen, || {
        browser.click("#import-run")
    })?;
    report.note(CASE, ms);
    report.note_part(CASE, "look", look);
    report.note_task("import", longest_task(browser)?);
    let came = browser.number("#import-done", "data-people")?;
    let refused = browser.number("#import-done", "data-refused")?;
    ensure!(
        came + refused == people.len() as f64 && came > 0.99 * people.len() as f64,
        "{came} customers came in, {refused} did not"
    );
    report.note_part(CASE, "refused", refused);
    Ok(())
}
