//! Two tabs at once: one import at a time, views of both, and a view whose field is gone.

use anyhow::Result;
use e2e::{Browser, LANGUAGES, Stage, play};
use std::path::{Path, PathBuf};

fn write(stage: &Stage, name: &str, text: &str) -> Result<PathBuf> {
    let path = stage.folder(name);
    std::fs::write(&path, text)?;
    Ok(path)
}

fn ready(browser: &Browser, file: &Path) -> Result<()> {
    browser.go("/customers")?;
    browser.go("/import")?;
    browser.pick_file("#import-file", file)?;
    browser.see("#import-look:not([disabled])")?;
    browser.click("#import-look")?;
    browser.see("#import-run:not([disabled])")
}

/// The vault open in another window, which is in front.
fn second(browser: &Browser, url: &str) -> Result<[String; 2]> {
    let first = browser.tab()?;
    let second = browser.new_window()?;
    browser.show_tab(&second)?;
    browser.open(url)?;
    browser.unlock()?;
    Ok([first, second])
}

#[test]
fn a_second_import_waits_for_the_first_and_says_so() -> Result<()> {
    play("a_second_import_waits", |stage| {
        let server = stage.server()?;
        for (language, words) in LANGUAGES.into_iter().zip(["正在导入", "coming in"]) {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let rows = (0..60_000).map(|no| format!("Guest {no},+86 20 {no:08}\n"));
            let many = format!("Name,Phone\n{}", rows.collect::<String>());
            let many = write(stage, &format!("many-{language}.csv"), &many)?;
            let few = write(stage, &format!("few-{language}.csv"), "Name,Phone\nEve,1\n")?;
            let [first, second] = second(&browser, &server.url())?;
            ready(&browser, &few)?;
            browser.show_tab(&first)?;
            ready(&browser, &many)?;
            browser.click("#import-run")?;
            browser.see(".so-far")?;
            browser.show_tab(&second)?;
            browser.click("#import-run")?;
            browser.read_in("#import-trouble", words)?;
            browser.show_tab(&first)?;
            browser.click("#import-cancel")?;
            browser.see("#import-done")?;
            // Then it goes.
            browser.show_tab(&second)?;
            browser.click("#import-run")?;
            browser.see("#import-done")?;
            browser.quit();
        }
        Ok(())
    })
}

/// Keeps a filter by region under a name.
fn keep_view(browser: &Browser, region: &str, name: &str) -> Result<()> {
    browser.click("#filter-toggle")?;
    browser.choose(
        ".filter-parts > li:nth-child(1) [data-part=field]",
        "region",
    )?;
    browser.fill(".filter-parts > li:nth-child(1) [data-part=value]", region)?;
    browser.click("#view-save")?;
    browser.fill("#view-name", name)?;
    browser.click("#view-keep")
}

#[test]
fn two_tabs_that_keep_views_lose_none() -> Result<()> {
    play("two_tabs_that_keep_views", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.add_customer(&[("name", "王芳"), ("region", "成都")])?;
        let [first, second] = second(&browser, &server.url())?;
        browser.go("/customers")?;
        browser.show_tab(&first)?;
        browser.go("/customers")?;
        keep_view(&browser, "成都", "West")?;
        // The other tab had its list open before.
        browser.show_tab(&second)?;
        keep_view(&browser, "昆明", "South")?;
        for tab in [&first, &second] {
            browser.show_tab(tab)?;
            browser.see_count("#view option", 3)?;
        }
        browser.reload()?;
        browser.unlock()?;
        browser.go("/customers")?;
        browser.see_count("#view option", 3)?;
        browser.read_in("#view", "West")?;
        browser.read_in("#view", "South")
    })
}

#[test]
fn a_condition_on_a_field_that_is_gone_is_named_above_the_list() -> Result<()> {
    play("a_condition_on_a_field_that_is_gone", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[("name", "王芳"), ("region", "成都")])?;
            browser.wander("/records/field/new")?;
            browser.choose("#field-register", "customer")?;
            browser.fill("#field-zh", "鞋码")?;
            browser.fill("#field-en", "Shoe size")?;
            browser.click("#save")?;
            browser.see("#delete")?;
            let field = browser.address()?;
            browser.go("/customers")?;
            browser.click("#filter-toggle")?;
            let first = ".filter-parts > li:nth-child(1)";
            let code = browser.value(
                "[...document.querySelectorAll('.filter-parts option')].find((one) => /鞋码|Shoe/.test(one.textContent)).value",
            )?;
            let code = code.as_str().unwrap_or_default().to_owned();
            browser.choose(&format!("{first} [data-part=field]"), &code)?;
            browser.fill(&format!("{first} [data-part=value]"), "42")?;
            browser.click("#view-save")?;
            browser.fill("#view-name", "Big feet")?;
            browser.click("#view-keep")?;
            browser.see_count("a.customer-row", 0)?;
            // The field goes.
            let path = field.split_once("/records").map_or("", |(_, rest)| rest);
            browser.wander(&format!("/records{path}"))?;
            browser.click("#delete")?;
            browser.click("dialog[open] .button.danger")?;
            browser.see_gone("#delete")?;
            browser.reload()?;
            browser.unlock()?;
            browser.go("/customers")?;
            browser.see_count("a.customer-row", 1)?;
            browser.see("[data-dropped]")?;
            let wanted = if language == "en" {
                "Shoe size"
            } else {
                "鞋码"
            };
            browser.read_in("[data-dropped]", wanted)?;
            browser.quit();
        }
        Ok(())
    })
}
