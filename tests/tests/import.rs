//! Files that come in: good ones with their truth, bad ones with the right words, all of it undone.

use anyhow::{Context, Result, ensure};
use e2e::csv::{self, TRUTH, Width};
use e2e::{Browser, Stage, play};
use std::path::PathBuf;

#[test]
fn a_csv_comes_in_and_goes_out_again() -> Result<()> {
    play("a_csv_comes_in_and_goes_out_again", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let survey = csv::survey(2000, Width::Narrow);
        import(stage, &browser, "passengers.csv", survey.text.as_bytes())?;
        let came = |what: &str| browser.number("#import-done", what);
        ensure!(came("data-people")? == survey.good as f64, "people");
        ensure!(came("data-answers")? == survey.answers as f64, "answers");
        ensure!(came("data-refused")? == survey.bad as f64, "refused");
        for words in ["cells", "200"] {
            browser.read_in("#import-refused", words)?;
        }

        browser.click("#import-drivers")?;
        browser.see("#drivers-table tbody tr")?;
        ensure!(
            browser.number("#drivers-n", "data-value")? == survey.complete as f64,
            "the regression rests on other answers than the file has"
        );
        let row = "#drivers-table tbody tr";
        let names = browser.texts("#drivers-table tbody th")?;
        let coefficients = browser.attributes(row, "data-coefficient")?;
        let errors = browser.attributes(row, "data-se")?;
        for (name, truth) in TRUTH {
            let at = names.iter().position(|found| found.contains(name));
            let at = at.with_context(|| format!("{name} is not among {names:?}"))?;
            let number = |all: &[String]| all.get(at).and_then(|text| text.parse::<f64>().ok());
            let found = number(&coefficients).context("no coefficient")?;
            let error = number(&errors).context("no standard error")?;
            ensure!(
                (found - truth).abs() < 3.0 * error,
                "{name}: {found} ± {error}, and the truth is {truth}"
            );
        }

        browser.go("/customers")?;
        browser.read_in("#customer-count", "2,000")?;
        browser.go("/import")?;
        browser.click("[data-undo], #import-undo")?;
        browser.click("dialog[open] .button.danger")?;
        browser.see_gone("[data-undo], #import-undo")?;
        browser.go("/customers")?;
        browser.see_gone("a.customer-row")?;
        browser.go("/")?;
        browser.see_gone("#drivers-card .drivers-words")
    })
}

#[test]
fn bad_files_get_words() -> Result<()> {
    play("bad_files_get_words", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let cases: [(&str, &[u8], &str); 3] = [
            ("empty.csv", b"", "This file is empty."),
            (
                "picture.csv",
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01",
                "This is a picture, not a table.",
            ),
            (
                "quote.csv",
                b"name,mark\nAda,5\n\"Grace,4\nJoan,3\n",
                "A quotation mark in line 3 is never closed",
            ),
        ];
        for (name, bytes, words) in cases {
            browser.go("/customers")?;
            browser.go("/import")?;
            browser.pick_file("#import-file", &file(stage, name, bytes)?)?;
            browser.read_in("#import-trouble", words)?;
        }

        // 姓名,满意度 / 张三,5 / 李四,4 in GB18030; then a mark of order, a quotation, a CRLF.
        let chinese =
            b"\xd0\xd5\xc3\xfb,\xc2\xfa\xd2\xe2\xb6\xc8\n\xd5\xc5\xc8\xfd,5\n\xc0\xee\xcb\xc4,4\n";
        let marked = "\u{feff}Name,Phone\r\n\"Zoë \"\"Z\"\" O'Neil, Jr.\",+86 10 5550 7777\r\n";
        browser.go("/customers")?;
        import(stage, &browser, "chinese.csv", chinese)?;
        ensure!(browser.number("#import-done", "data-people")? == 2.0);
        browser.go("/customers")?;
        import(stage, &browser, "marked.csv", marked.as_bytes())?;
        ensure!(browser.number("#import-done", "data-people")? == 1.0);
        browser.go("/customers")?;
        for name in ["张三", "李四", "Zoë \"Z\" O'Neil, Jr."] {
            browser.read_in("a.customer-row strong", name)?;
        }
        browser.see_count("a.customer-row", 3)
    })
}

fn file(stage: &Stage, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = stage.folder(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// Imports a file as the app suggests.
fn import(stage: &Stage, browser: &Browser, name: &str, bytes: &[u8]) -> Result<()> {
    browser.go("/import")?;
    browser.pick_file("#import-file", &file(stage, name, bytes)?)?;
    browser.see("#import-run:not([disabled])")?;
    browser.click("#import-run")?;
    browser.see("#import-done")
}
