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
        let mut browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let customer = browser.add_customer(&[("name", "Kept")])?;
        browser.see_installed()?;
        // The browser counts when the app first asks for its data, so the limit is set before, from
        // a picture of the app's.
        browser = browser.revive()?;
        browser.open(&format!("{}/icons/icon.svg", server.url()))?;
        let used = browser.value("navigator.storage.estimate().then((e) => e.usage)")?;
        let room = used.as_u64().unwrap_or(0) + 200_000;
        browser.limit_storage(&server.url(), Some(room))?;
        browser.open(&server.url())?;
        browser.unlock()?;

        let mut seed = 0;
        let mut written = String::new();
        for (language, .., full) in WORDS {
            browser.switch_language(language)?;
            browser.go("/customers")?;
            browser.click("a.customer-row")?;
            loop {
                browser.click("#edit")?;
                seed += 1;
                ensure!(seed < 20, "a megabyte went into 200 kilobytes");
                written = notes(seed);
                browser.fill("#field-notes", &written)?;
                browser.click("#save")?;
                until("saved or refused", || {
                    let refused = browser.has("form [role=alert] .notice")?;
                    Ok((refused || browser.has("#edit")?).then_some(()))
                })?;
                if browser.has("form [role=alert] .notice")? {
                    break;
                }
            }
            browser.read(full)?;
            ensure!(
                browser.typed("#field-notes")? == written,
                "what was typed is gone"
            );
        }
        browser.limit_storage(&server.url(), None)?;
        browser.click("#save")?;
        browser.read_in("dd[data-field=notes]", &written)?;

        // What was said to be saved is there after a crash.
        browser.crash()?;
        let browser = browser.revive()?;
        browser.open(&server.url())?;
        browser.unlock()?;
        browser.go("/customers")?;
        browser.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
        browser.read_in("dd[data-field=notes]", &written)
    })
}

/// Long notes of characters that no compression makes small.
fn notes(seed: u32) -> String {
    let mut state = seed;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4e00 + (state >> 18))
    };
    std::iter::repeat_with(next)
        .flatten()
        .take(19_900)
        .collect()
}

fn in_language(browser: &Browser, language: &str) -> Result<()> {
    browser.speak(language)?;
    browser.reload()?;
    browser.unlock()
}
