//! Lists of customers and of what belongs to them come in as a person would bring them in: looked
//! through before anything is written, matched with what is known, mended, taken back.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, LANGUAGES, Stage, axe, play, until};
use std::path::{Path, PathBuf};

#[test]
fn a_spreadsheet_of_customers_comes_in_changes_who_is_known_and_is_taken_back() -> Result<()> {
    play("a_spreadsheet_of_customers", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let known = [
                ("name", "王芳"),
                ("number", "k001"),
                ("phone", "+86 10 5550 0001"),
                ("region", "成都"),
            ];
            let wang = browser.add_customer(&known)?;
            let eyes = Eyes::new()?;
            look_first(&browser, &eyes)?;
            let folder = stage.folder(&format!("saved-{language}"));
            std::fs::create_dir_all(&folder)?;
            browser.save_files_into(&folder)?;
            browser.click("#import-run")?;
            browser.see("#import-done")?;
            eyes.look(&browser, "done")?;
            let came = |what: &str| browser.number("#import-done", what);
            ensure!(
                came("data-people")? == 5.0,
                "people: {}",
                came("data-people")?
            );
            ensure!(came("data-changed")? == 1.0 && came("data-refused")? == 3.0);
            ensure!(came("data-owners")? == 1.0, "the organisation was not made");
            browser.click("#import-refused-download")?;
            let refused = saved(&folder)?;
            changed(&browser, &wang)?;
            mend(stage, &browser, &refused)?;
            take_back(&browser, &wang)?;
            browser.quit();
        }
        Ok(())
    })
}

/// What axe-core says of the steps.
struct Eyes(Option<String>);

impl Eyes {
    fn new() -> Result<Self> {
        axe::source().map(Self)
    }

    fn look(&self, browser: &Browser, step: &str) -> Result<()> {
        let Some(axe) = &self.0 else { return Ok(()) };
        let found = axe::barriers(browser, axe)?;
        ensure!(found.is_empty(), "{step}: {}", found.join("\n"));
        Ok(())
    }
}

fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.join("fixtures").join(name)
}

fn pick(browser: &Browser, file: &Path) -> Result<()> {
    // The page begins anew.
    browser.go("/customers")?;
    browser.go("/import")?;
    browser.pick_file("#import-file", file)?;
    browser.see("#import-look:not([disabled])")
}

fn used(browser: &Browser, column: usize) -> Result<String> {
    browser.attribute(&format!("[data-column=\"{column}\"]"), "data-used")
}

/// Looks through the file; nothing is written by that.
fn look_first(browser: &Browser, eyes: &Eyes) -> Result<()> {
    pick(browser, &fixture("customers-gb18030.csv"))?;
    let guessed: Vec<String> = (0..9).map(|at| used(browser, at)).collect::<Result<_>>()?;
    let fields = [12, 1, 3, 4, 16, 18, 8, 10, 11];
    let wanted: Vec<String> = fields.iter().map(|no| format!("field-{no}")).collect();
    ensure!(guessed == wanted, "{guessed:?}");
    ensure!(!browser.has("#import-recalled")?, "nobody said this before");
    ensure!(browser.typed("#import-key")? == "field-12", "not by number");
    eyes.look(browser, "mapping")?;
    for _ in 0..2 {
        browser.click("#import-look")?;
        browser.see("#import-looked")?;
        let seen = |what: &str| browser.number("#import-looked", what);
        ensure!(seen("data-made")? == 5.0, "made: {}", seen("data-made")?);
        ensure!(seen("data-changed")? == 1.0 && seen("data-refused")? == 3.0);
        ensure!(seen("data-alike")? == 1.0, "alike: {}", seen("data-alike")?);
        browser.see_count("#import-wrong-rows tbody tr", 3)?;
        let lines = browser.texts("#import-wrong-rows tbody th")?;
        ensure!(lines == ["5", "7", "8"], "{lines:?}");
        let columns = browser.texts("#import-wrong-rows tbody td:nth-child(2)")?;
        ensure!(columns == ["成为客户日期", "手机", ""], "{columns:?}");
        // Phone, e-mail, organisation, days, tags and notes of the one who is known.
        browser.see_count("#import-fields tbody tr", 7)?;
        eyes.look(browser, "dry run")?;
        browser.choose("#import-alike", "skip")?;
        browser.see("#import-looked[data-passed=\"1\"][data-made=\"4\"]")?;
        browser.choose("#import-alike", "tag")?;
        browser.see("#import-looked[data-passed=\"0\"][data-made=\"5\"]")?;
        browser.click("#import-back")?;
        browser.see("#import-look:not([disabled])")?;
    }
    browser.go("/customers")?;
    browser.see_count("a.customer-row", 1)?;
    pick(browser, &fixture("customers-gb18030.csv"))?;
    browser.click("#import-look")?;
    browser.see("#import-looked")?;
    browser.choose("#import-alike", "tag")?;
    browser.see("#import-run:not([disabled])")
}

/// The file that was handed out.
fn saved(folder: &Path) -> Result<String> {
    until("the file of refused rows", || {
        let mut files = folder.read_dir()?.filter_map(Result::ok);
        let csv = files.find(|file| file.path().extension().is_some_and(|e| e == "csv"));
        let Some(csv) = csv else { return Ok(None) };
        let text = std::fs::read_to_string(csv.path())?;
        if text.is_empty() {
            return Ok(None);
        }
        std::fs::remove_file(csv.path())?;
        Ok(Some(text))
    })
}

fn field(browser: &Browser, code: &str, words: &str) -> Result<()> {
    browser.read_in(&format!("dd[data-field={code}]"), words)
}

/// Who was known has what the file said, and still what it did not say.
fn changed(browser: &Browser, wang: &str) -> Result<()> {
    browser.open_customer(wang)?;
    field(browser, "phone", "13800138001")?;
    field(browser, "region", "成都")?;
    field(browser, "number", "k001")?;
    field(browser, "organisation", "知行有限公司")?;
    field(browser, "tags", "老客户")?;
    field(browser, "notes", "爱喝茶, 不加糖")?;
    browser.go("/customers")?;
    browser.see_count("a.customer-row", 7)?;
    browser.read_in("#content", "𠮷田")
}

/// The refused rows are mended and brought back, with what was said of their columns.
fn mend(stage: &Stage, browser: &Browser, refused: &str) -> Result<()> {
    let lines: Vec<&str> = refused.lines().collect();
    ensure!(lines.len() == 4, "{refused}");
    let heading = lines.first().context("nothing in it")?;
    let reason = heading.rsplit(',').next().context("no heading")?;
    ensure!(
        reason == "未接受的原因" || reason == "Reason not taken",
        "{reason}"
    );
    let mended = refused
        .replace("2019-02-29", "2019-02-28")
        .replace("1.38E+10", "13800138006");
    let file = stage.folder("mended.csv");
    std::fs::write(&file, mended)?;
    pick(browser, &file)?;
    browser.see("#import-recalled")?;
    ensure!(used(browser, 9)? == "ignore" && used(browser, 8)? == "field-11");
    browser.click("#import-look")?;
    browser.see("#import-looked[data-made=\"3\"][data-refused=\"0\"]")?;
    browser.click("#import-run")?;
    browser.see("#import-done[data-people=\"3\"][data-refused=\"0\"]")?;
    // What was remembered can be forgotten.
    pick(browser, &file)?;
    browser.click("#import-forget")?;
    browser.see_gone("#import-recalled")?;
    pick(browser, &file)?;
    ensure!(!browser.has("#import-recalled")?, "it was not forgotten");
    Ok(())
}

/// Both imports are taken back whole, and what they changed is as it was.
fn take_back(browser: &Browser, wang: &str) -> Result<()> {
    for left in [1, 0] {
        browser.go("/customers")?;
        browser.go("/import")?;
        browser.click("[data-undo]")?;
        browser.click("dialog[open] .button.danger")?;
        browser.see_count("[data-undo]", left)?;
    }
    browser.go("/customers")?;
    browser.see_count("a.customer-row", 1)?;
    browser.open_customer(wang)?;
    field(browser, "phone", "+86 10 5550 0001")?;
    field(browser, "region", "成都")?;
    for gone in ["organisation", "notes", "since", "email", "tags"] {
        let css = format!("dd[data-field={gone}]");
        let text = if browser.has(&css)? {
            browser.text(&css)?
        } else {
            String::new()
        };
        let clear = ["知行", "爱喝茶", "2020", "@", "VIP"];
        ensure!(!clear.iter().any(|w| text.contains(w)), "{gone}: {text}");
    }
    Ok(())
}

#[test]
fn rows_are_passed_over_by_phone_and_what_belongs_to_customers_finds_them() -> Result<()> {
    play("rows_are_passed_over", |stage| {
        let server = stage.server()?;
        let eyes = Eyes::new()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[("name", "Grace"), ("phone", "+86 138 0013 8000")])?;
            let guests = "Name;Phone\nGrace H.;13800138000\nJoan;13900139000\nJoan again;139-0013-9000\nEve;\n";
            let file = write(stage, "guests.csv", guests.as_bytes())?;
            pick(&browser, &file)?;
            ensure!(browser.typed("#import-key")? == "new");
            browser.choose("#import-key", "phone")?;
            browser.choose("#import-match", "skip")?;
            browser.click("#import-look")?;
            browser.see("#import-looked[data-made=\"2\"][data-known=\"2\"][data-changed=\"0\"]")?;
            browser.click("#import-run")?;
            browser.see("#import-done[data-people=\"2\"][data-skipped=\"2\"]")?;

            // The same headings the next time: as last time.
            pick(&browser, &file)?;
            browser.see("#import-recalled")?;
            ensure!(browser.typed("#import-key")? == "phone");
            ensure!(browser.typed("#import-match")? == "skip");

            // UTF-16, tabs, day before month, and several who are not found.
            let orders = "Customer phone\tDate\tProduct\tAmount\n138 0013 8000\t3/5/2024\tTea\t12.50\n\
                nobody\t4/5/2024\tTea\t1\n13900139000\t5/5/2024\tTea\ta lot\n13900139000\t6/5/2024\tSilk\t88 EUR\n";
            let units = format!("\u{feff}{orders}");
            let units = units.encode_utf16().flat_map(u16::to_le_bytes);
            let file = write(stage, "orders.txt", &units.collect::<Vec<u8>>())?;
            browser.go("/customers")?;
            browser.go("/import")?;
            browser.choose("#import-register", "5")?;
            eyes.look(&browser, "choose")?;
            browser.pick_file("#import-file", &file)?;
            browser.see("#import-look:not([disabled])")?;
            let guessed: Vec<String> =
                (0..4).map(|at| used(&browser, at)).collect::<Result<_>>()?;
            ensure!(
                guessed == ["field-1", "field-2", "field-3", "field-4"],
                "{guessed:?}"
            );
            browser.click("#import-look")?;
            browser.see("#import-looked[data-made=\"0\"][data-refused=\"4\"]")?;
            browser.click("#import-back")?;
            browser.choose("#column-1-order", "day")?;
            browser.click("#import-look")?;
            browser.see("#import-looked[data-made=\"2\"][data-refused=\"2\"]")?;
            browser.click("#import-run")?;
            browser.see("#import-done[data-people=\"2\"][data-refused=\"2\"]")?;
            browser.click("#import-records")?;
            browser.read_in("#purchase-count", "2")?;
            browser.read_in("#content", "Grace")?;
            browser.quit();
        }
        Ok(())
    })
}

#[test]
fn an_import_that_is_stopped_says_what_came_in_and_goes_again_whole() -> Result<()> {
    play("an_import_that_is_stopped", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let rows = (0..150_000).map(|no| format!("Guest {no},+86 20 {no:08}\n"));
            let text = format!("Name,Phone\n{}", rows.collect::<String>());
            let file = write(stage, "many.csv", text.as_bytes())?;
            pick(&browser, &file)?;
            // A look-through can be stopped as well, and leads back to the columns.
            browser.click("#import-look")?;
            browser.click("#import-cancel")?;
            browser.see("#import-run:not([disabled])")?;
            browser.click("#import-run")?;
            browser.see(".so-far")?;
            browser.click("#import-cancel")?;
            browser.see("#import-done")?;
            let came = browser.number("#import-done", "data-people")?;
            ensure!(came < 150_000.0, "all of it came in: {came}");
            browser.click("#import-undo")?;
            browser.click("dialog[open] .button.danger")?;
            browser.see_count("[data-undo]", 0)?;
            browser.go("/customers")?;
            browser.see_gone("a.customer-row")?;
            browser.quit();
        }
        Ok(())
    })
}

fn write(stage: &Stage, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = stage.folder(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}
