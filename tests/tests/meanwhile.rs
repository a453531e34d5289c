//! Two change the same: what one typed and what another saved meanwhile are both kept, and where
//! they differ a person chooses.

use anyhow::{Result, ensure};
use e2e::{Browser, LANGUAGES, Stage, axe, play, until};
use std::time::Duration;

fn typed(browser: &Browser, css: &str, wanted: &str) -> Result<()> {
    until(&format!("{css} says {wanted}"), || {
        Ok((browser.typed(css)? == wanted).then_some(()))
    })
}

/// Longer than typing is waited for before a draft is kept.
fn until_kept() {
    std::thread::sleep(Duration::from_millis(1_200));
}

/// Others change the customer by a list of theirs.
fn others(stage: &Stage, browser: &Browser, row: &str) -> Result<()> {
    let file = stage.folder("theirs.csv");
    std::fs::write(&file, format!("编号,手机,地区\n{row}\n"))?;
    browser.go("/customers")?;
    browser.go("/import")?;
    browser.pick_file("#import-file", &file)?;
    browser.see("#import-look:not([disabled])")?;
    browser.click("#import-look")?;
    browser.see("#import-looked[data-changed=\"1\"][data-refused=\"0\"]")?;
    browser.click("#import-run")?;
    browser.see("#import-done[data-changed=\"1\"]")
}

fn field(browser: &Browser, code: &str, words: &str) -> Result<()> {
    browser.read_in(&format!("dd[data-field={code}]"), words)
}

#[test]
fn a_draft_writes_only_what_was_typed_and_asks_where_others_changed_the_same() -> Result<()> {
    play("a_draft_writes_only_what_was_typed", |stage| {
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
            // Half typed and left.
            browser.click("#edit")?;
            browser.fill("#field-region", "大理")?;
            browser.fill("#field-notes", "爱喝茶")?;
            until_kept();
            others(stage, &browser, "k001,+86 10 5550 0002,昆明")?;

            browser.open_customer(&wang)?;
            browser.click("#edit")?;
            browser.see(".notice.warn")?;
            typed(&browser, "#field-notes", "爱喝茶")?;
            typed(&browser, "#field-phone", "+86 10 5550 0002")?;
            typed(&browser, "#field-region", "大理")?;
            let both = browser.text("[data-meanwhile=region]")?;
            ensure!(both.contains("昆明") && both.contains("大理"), "{both}");
            browser.see_count("[data-meanwhile]", 1)?;
            if let Some(axe) = axe::source()? {
                let found = axe::barriers(&browser, &axe)?;
                ensure!(found.is_empty(), "{}", found.join("\n"));
            }
            // Not over it without a word.
            browser.click("#save")?;
            browser.see("form .notice.bad")?;
            browser.click("[data-meanwhile=region] [data-choose=mine]")?;
            browser.see_gone("[data-meanwhile]")?;
            browser.click("#save")?;
            browser.see("#take-survey")?;
            for (code, words) in [
                ("region", "大理"),
                ("phone", "5550 0002"),
                ("notes", "爱喝茶"),
            ] {
                field(&browser, code, words)?;
            }

            // Theirs is taken as well.
            browser.click("#edit")?;
            browser.see_gone("form .notice.warn")?;
            browser.fill("#field-region", "丽江")?;
            until_kept();
            others(stage, &browser, "k001,+86 10 5550 0003,西安")?;
            browser.open_customer(&wang)?;
            browser.click("#edit")?;
            browser.click("[data-meanwhile=region] [data-choose=theirs]")?;
            typed(&browser, "#field-region", "西安")?;
            browser.click("#save")?;
            browser.see("#take-survey")?;
            field(&browser, "region", "西安")?;
            field(&browser, "phone", "5550 0003")?;
            browser.quit();
        }
        Ok(())
    })
}

#[test]
fn a_form_takes_in_what_another_tab_saves_line_by_line() -> Result<()> {
    play("a_form_takes_in_what_another_tab_saves", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let customer = browser.add_customer(&[("name", "王芳")])?;
        browser.click("[data-add=purchase]")?;
        for (line, price) in [(0, "10"), (1, "20"), (2, "40")] {
            browser.click("[data-add-line=line]")?;
            browser.fill(&format!("#line-{line}-price"), price)?;
            browser.fill(&format!("#line-{line}-quantity"), "1")?;
        }
        browser.click("#save")?;
        browser.click("#timeline li[data-register=purchase] a")?;
        browser.see_count("[data-parts=line] tbody tr", 3)?;
        let edit = |browser: &Browser| -> Result<()> {
            browser.click("#edit")?;
            browser.see_count("fieldset.line", 3)
        };
        let first = browser.tab()?;
        let second = browser.new_window()?;
        browser.show_tab(&second)?;
        browser.open(&server.url())?;
        browser.unlock()?;
        browser.open_customer(&customer)?;
        browser.click("#timeline li[data-register=purchase] a")?;
        edit(&browser)?;
        browser.show_tab(&first)?;
        edit(&browser)?;
        // Here the first line is changed and the third taken away.
        browser.fill("#line-0-quantity", "3")?;
        typed(&browser, "#line-0-amount", "30.00 CNY")?;
        browser.click("fieldset.line:nth-of-type(3) > button")?;
        typed(&browser, "#field-amount", "50.00 CNY")?;
        // There the price of the first, the second goes, the third is changed, a fourth comes.
        browser.show_tab(&second)?;
        browser.fill("#line-0-price", "11")?;
        browser.click("fieldset.line:nth-of-type(2) > button")?;
        browser.fill("#line-2-quantity", "2")?;
        browser.click("[data-add-line=line]")?;
        browser.fill("#line-3-price", "5")?;
        typed(&browser, "#field-amount", "96.00 CNY")?;
        browser.click("#save")?;
        browser.see_count("[data-parts=line] tbody tr", 3)?;
        // Here again: price of theirs, quantity of ours, the sum of all lines.
        browser.show_tab(&first)?;
        typed(&browser, "#line-0-price", "11.00 CNY")?;
        typed(&browser, "#line-0-quantity", "3")?;
        typed(&browser, "#line-0-amount", "33.00 CNY")?;
        // The third is there again, and says why.
        browser.see_count("fieldset.line", 3)?;
        browser.see_count("[data-line-note]", 1)?;
        typed(&browser, "#field-amount", "118.00 CNY")?;
        browser.see_gone("[data-meanwhile]")?;
        browser.click("#save")?;
        browser.see_count("[data-parts=line] tbody tr", 3)?;
        browser.read_in("[data-parts=line] tfoot", "118.00")?;
        browser.show_tab(&second)?;
        browser.read_in("[data-parts=line] tfoot", "118.00")
    })
}

#[test]
fn a_record_that_is_deleted_while_it_is_changed_is_said_to_be_gone() -> Result<()> {
    play("deleted_while_it_is_changed", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let customer = browser.add_customer(&[("name", "王芳")])?;
        let first = browser.tab()?;
        let second = browser.new_window()?;
        browser.show_tab(&second)?;
        browser.open(&server.url())?;
        browser.unlock()?;
        browser.open_customer(&customer)?;
        browser.show_tab(&first)?;
        browser.click("#edit")?;
        browser.fill("#field-region", "成都")?;
        browser.show_tab(&second)?;
        browser.delete_customer()?;
        browser.show_tab(&first)?;
        std::thread::sleep(Duration::from_millis(500));
        browser.click("#save")?;
        browser.read_in("form .notice.bad", "deleted meanwhile")?;
        typed(&browser, "#field-region", "成都")
    })
}
