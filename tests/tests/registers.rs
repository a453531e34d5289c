//! Registers from their descriptions: what belongs to a customer is added from there, listed, found,
//! changed and taken away; one box finds everything.

use anyhow::{Result, ensure};
use e2e::keys;
use e2e::{Browser, play};

/// Words of the screens in one language.
struct Words {
    language: &'static str,
    open: &'static str,
    kept: &'static str,
    visit: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        language: "en",
        open: "Open",
        kept: "Kept",
        visit: "Visit",
    },
    Words {
        language: "zh-CN",
        open: "待兑现",
        kept: "已兑现",
        visit: "拜访",
    },
];

#[test]
fn what_belongs_to_a_customer_is_kept_with_it() -> Result<()> {
    play("what_belongs_to_a_customer", |stage| {
        let server = stage.server()?;
        for words in WORDS {
            let browser = stage.browser(words.language)?;
            browser.begin(&server.url(), words.language, "Ada")?;
            let acme = browser.add_customer(&[("name", "Acme 有限公司")])?;
            several_of_a_kind(&browser, &acme)?;
            promises(&browser, &words)?;
            visits(&browser, &words)?;
            browser.quit();
        }
        Ok(())
    })
}

/// A customer with several telephone numbers, an address and an organisation.
fn several_of_a_kind(browser: &Browser, organisation: &str) -> Result<()> {
    browser.go("/customers")?;
    browser.click("#new-customer")?;
    browser.fill("#field-name", "王芳")?;
    browser.fill("#field-phones", "+86 139 1111 2222")?;
    browser.fill("#field-phones-label", "家")?;
    browser.press(&[keys::ENTER])?;
    browser.fill("#field-phones", "no number")?;
    browser.press(&[keys::ENTER])?;
    browser.see(".field:has(#field-phones) .error")?;
    browser.fill("#field-phones", "021 5555 0000")?;
    browser.press(&[keys::ENTER])?;
    // Typed and not added: saving adds it, or says what is wrong with it.
    browser.fill("#field-addresses", "北京市海淀区中关村大街 1 号")?;
    browser.fill("#field-emails", "no address")?;
    browser.click("#save")?;
    browser.see("#field-emails[aria-invalid=true]")?;
    browser.fill("#field-emails", "")?;
    browser.fill("#field-organisation", "acme")?;
    browser.see("#field-organisation-list [role=option]")?;
    browser.press(&[keys::ENTER])?;
    browser.click("#save")?;
    browser.read_in("#customer-name", "王芳")?;
    let phones = browser.texts("dd[data-field=phones] a")?;
    ensure!(
        phones.len() == 2 && phones.iter().any(|p| p == "+86 139 1111 2222 (家)"),
        "{phones:?}"
    );
    browser.read_in("dd[data-field=addresses]", "中关村大街 1 号")?;
    browser.read_in("dd[data-field=organisation] a", "Acme 有限公司")?;
    let href = browser.attribute("dd[data-field=organisation] a", "href")?;
    ensure!(href.ends_with(organisation), "{href}");
    Ok(())
}

fn promises(browser: &Browser, words: &Words) -> Result<()> {
    browser.click("[data-add=promise]")?;
    // Without a date it is no promise: said at the input, and nothing typed is lost.
    browser.fill("#field-what", "Send the contract")?;
    browser.click("#save")?;
    browser.see("#field-by[aria-invalid=true]")?;
    browser.run(
        "const input = document.querySelector('#field-by'); input.value = arguments[0];
         input.dispatchEvent(new Event('input', { bubbles: true }))",
        &"2026-12-01".into(),
    )?;
    browser.click("#save")?;
    browser.read_in("#customer-name", "王芳")?;
    let line = "#timeline [data-register=promise]";
    browser.read_in(line, "Send the contract")?;
    browser.read_in(line, words.open)?;
    browser.read_in(line, "Ada")?;
    browser.click("#timeline [data-register=promise] a")?;
    browser.read_in("#record-name", "Send the contract")?;
    browser.click("#edit")?;
    browser.choose("#field-state", "kept")?;
    browser.click("#save")?;
    browser.read_in("dd[data-field=state]", words.kept)?;
    browser.read_in("#history tbody", words.open)?;
    browser.wander("/records/promise")?;
    browser.read_in("#promise-count", "1")?;
    browser.fill("#promise-search", "nothing like it")?;
    browser.read_in("#promise-count", "0")?;
    browser.fill("#promise-search", "contract")?;
    browser.click(".record-row")?;
    browser.click("dd[data-field=customer] a")?;
    browser.read_in("#customer-name", "王芳")
}

fn visits(browser: &Browser, words: &Words) -> Result<()> {
    browser.click("[data-add=interaction]")?;
    // Way and moment are there already: three taps and what was said.
    browser.fill("#field-said", "Asked about delivery")?;
    browser.click("#save")?;
    browser.read_in("#timeline [data-register=interaction]", words.visit)?;
    browser.read_in(
        "#timeline [data-register=interaction]",
        "Asked about delivery",
    )?;
    browser.click("#timeline [data-register=interaction] a")?;
    browser.see("#record-name")?;
    browser.click("#delete")?;
    browser.click("dialog[open] .button.danger")?;
    browser.see("#new-interaction")?;
    browser.click(".toast button")?;
    browser.read_in("#interaction-count", "1")
}

#[test]
fn one_box_finds_everything() -> Result<()> {
    play("one_box_finds_everything", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.add_customer(&[
            ("name", "单小明"),
            ("phone", "+86 10 8000 1234"),
            ("email", "xiaoming@mail.example"),
        ])?;
        browser.add_customer(&[("name", "José Müller"), ("region", "Zürich")])?;
        browser.click("[data-add=task]")?;
        browser.fill("#field-what", "Bring the samples")?;
        browser.click("#save")?;
        browser.read_in("#customer-name", "José Müller")?;
        browser.click("#find")?;
        for (typed, expected) in [
            ("shanxiaoming", "单小明"),
            ("sxm", "单小明"),
            ("小明", "单小明"),
            ("0012", "单小明"),
            ("xiaoming@", "单小明"),
            ("jose", "José Müller"),
            ("mulelr", "José Müller"),
            ("samples", "Bring the samples"),
        ] {
            browser.fill("#find-anything", typed)?;
            browser.read_in("#found [role=option]:first-child", expected)?;
        }
        browser.fill("#find-anything", "nobody at all")?;
        browser.read_in("#found-count", "0")?;
        browser.fill("#find-anything", "sxm")?;
        browser.read_in("#found", "单小明")?;
        browser.press(&[keys::ENTER])?;
        browser.read_in("#customer-name", "单小明")?;
        // What is changed is found as it is now.
        browser.click("#edit")?;
        browser.fill("#field-name", "曾大力")?;
        browser.click("#save")?;
        browser.read_in("#customer-name", "曾大力")?;
        browser.press_with(&[CONTROL], 'k')?;
        browser.fill("#find-anything", "zengdali")?;
        browser.read_in("#found", "曾大力")?;
        browser.fill("#find-anything", "sxm")?;
        browser.read_in("#found-count", "0")
    })
}

const CONTROL: char = '\u{e009}';

#[test]
fn what_is_due_is_shown_and_settled() -> Result<()> {
    play("what_is_due", |stage| {
        let server = stage.server()?;
        for (language, nothing, everybody) in [
            ("en", "Nothing is due", "Everybody"),
            ("zh-CN", "没有到期的事项", "所有人"),
        ] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.go("/today")?;
            browser.read_in("#content", nothing)?;
            browser.add_customer(&[("name", "王芳")])?;
            for (what, day) in [("Call back", "2020-01-31"), ("Send it", "2020-02-01")] {
                browser.click("[data-add=promise]")?;
                browser.fill("#field-what", what)?;
                browser.run(
                    "const input = document.querySelector('#field-by'); input.value = arguments[0];
                     input.dispatchEvent(new Event('input', { bubbles: true }))",
                    &day.into(),
                )?;
                browser.click("#save")?;
                browser.read_in("#timeline [data-register=promise]", what)?;
            }
            browser.go("/today")?;
            browser.see_count("#overdue li", 2)?;
            browser.read_in("#overdue li:first-child", "Call back")?;
            browser.read_in("#overdue li:first-child", "王芳")?;
            // Kept, taken back, and kept after all; the other one was broken.
            browser.click("#overdue li:first-child button:first-child")?;
            browser.see_count("#overdue li", 1)?;
            browser.read_in("#promises-kept", "100")?;
            browser.click(".toast button")?;
            browser.see_count("#overdue li", 2)?;
            browser.see_gone("#promises-kept")?;
            browser.click("#overdue li:first-child button:first-child")?;
            browser.see_count("#overdue li", 1)?;
            browser.click("#overdue li:first-child button:last-child")?;
            browser.see_gone("#overdue")?;
            browser.read_in("#promises-kept", everybody)?;
            browser.read_in("#promises-kept", "50")?;
            browser.read_in("#promises-kept", "n = 2")?;
            browser.quit();
        }
        Ok(())
    })
}
