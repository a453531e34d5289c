//! What people type, and devices that refuse to keep it: words each time, and nothing lost.

use anyhow::{Result, ensure};
use e2e::{Browser, play, until};

/// Language, field left blank, too long, storage refused, storage full.
const WORDS: [(&str, &str, &str, &str, &str); 2] = [
    (
        "zh-CN",
        "请填写此项。",
        "太长了：最多 200 个字符。",
        "浏览器不允许本应用保存数据。",
        "本设备的存储空间已满，没有保存。",
    ),
    (
        "en",
        "Please fill this in.",
        "Too long: at most 200 characters.",
        "The browser does not let Candor keep data.",
        "Storage on this device is full, so this was not saved.",
    ),
];

#[test]
fn bad_input_gets_words() -> Result<()> {
    play("bad_input_gets_words", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        for (language, blank, too_long, ..) in WORDS {
            in_language(&browser, language)?;
            browser.go("/customers")?;
            browser.click("#new-customer")?;
            browser.fill("#field-name", "   ")?;
            browser.click("#save")?;
            browser.read_in("#field-name-error", blank)?;
            let long = "长 name ".repeat(1429);
            browser.fill("#field-name", &long)?;
            browser.click("#save")?;
            browser.read_in("#field-name-error", too_long)?;
            ensure!(
                browser.typed("#field-name")? == long,
                "the long name was cut"
            );
            browser.fill("#field-name", "")?;
            browser.click("form .buttons a.button")?;
            browser.see("#new-customer")?;
            ensure!(
                browser.count("a.customer-row")? == 0,
                "a bad name was saved"
            );
        }

        let names = [
            "🧑🏽‍🚀 Zoë 👩‍👩‍👧",
            "שרה כהן (ערב)",
            "<b onclick=alert(1)>Bob</b> & \"co\" {n}",
            "𠮷野家 𝒜",
        ];
        for (already, name) in names.iter().enumerate() {
            browser.go("/customers")?;
            browser.click("#new-customer")?;
            browser.fill("#field-name", name)?;
            // Two clicks of an impatient person are one customer.
            browser.double_click("#save")?;
            browser.read_in("#customer-name", name)?;
            browser.go("/customers")?;
            browser.see_count("a.customer-row", already + 1)?;
            browser.read_in("a.customer-row strong", name)?;
        }
        Ok(())
    })
}

#[test]
fn refused_storage_gets_words() -> Result<()> {
    play("refused_storage_gets_words", |stage| {
        let server = stage.server()?;
        let refusals = [
            (
                "absent",
                "Object.defineProperty(window, 'indexedDB', { get: () => undefined })",
            ),
            (
                "throwing",
                "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }",
            ),
        ];
        for (profile, refusal) in refusals {
            let browser = stage.browser(profile)?;
            browser.before_every_page(refusal)?;
            browser.open(&server.url())?;
            for (language, _, _, refused, _) in WORDS {
                browser.speak(language)?;
                browser.reload()?;
                // It is noticed at once, or when a vault is to be made.
                until("the way in or the refusal", || {
                    let there = browser.has("#try")? || browser.has("[role=alert] .notice")?;
                    Ok(there.then_some(()))
                })?;
                if browser.has("#try")? {
                    browser.click("#try")?;
                }
                browser.read(refused)?;
            }
        }
        Ok(())
    })
}

#[test]
fn full_storage_gets_words_and_loses_nothing() -> Result<()> {
    play("full_storage_gets_words_and_loses_nothing", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.see_installed()?;
        let notes = notes();
        for (at, (language, .., full)) in WORDS.into_iter().enumerate() {
            // Room for what unlocking notes, not for this. The browser looks anew after a load.
            let used = browser.value("navigator.storage.estimate().then((e) => e.usage)")?;
            let room = used.as_u64().unwrap_or(0) + 20_000;
            browser.limit_storage(&server.url(), Some(room))?;
            in_language(&browser, language)?;
            browser.go("/customers")?;
            browser.click("#new-customer")?;
            let name = format!("Kept {language}");
            browser.fill("#field-name", &name)?;
            browser.fill("#field-notes", &notes)?;
            browser.click("#save")?;
            browser.read(full)?;
            ensure!(browser.typed("#field-name")? == name, "the name is gone");
            ensure!(
                browser.typed("#field-notes")? == notes,
                "the notes are gone"
            );

            browser.limit_storage(&server.url(), None)?;
            until("room again", || {
                browser.click("#save")?;
                browser.see_gone("[role=alert] .notice")?;
                Ok(browser.has("#customer-name")?.then_some(()))
            })?;
            browser.read_in("#customer-name", &name)?;
            browser.go("/customers")?;
            browser.see_count("a.customer-row", at + 1)?;
        }
        // What was said to be saved is there after a crash.
        browser.crash()?;
        let browser = browser.revive()?;
        browser.open(&server.url())?;
        browser.unlock()?;
        browser.go("/customers")?;
        browser.see_count("a.customer-row", WORDS.len())
    })
}

/// The longest notes there may be, of characters that do not repeat.
fn notes() -> String {
    let ideographs = '一'..='龥';
    ideographs.cycle().step_by(7).take(19_900).collect()
}

fn in_language(browser: &Browser, language: &str) -> Result<()> {
    browser.speak(language)?;
    browser.reload()?;
    browser.unlock()
}
