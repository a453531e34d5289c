//! Passkeys: added, used, removed; and words where there can be none.

use anyhow::{Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, dump, play};

const NAME: &str = "Wilhelmina Featherstone-莫";

#[test]
fn a_passkey_opens_until_it_is_removed() -> Result<()> {
    play("a_passkey_opens_until_it_is_removed", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        // An address is no place a passkey can belong to.
        let url = format!("http://localhost:{}", server.port());
        browser.begin(&url, "en", "Ada")?;
        browser.add_customer(&[("name", NAME)])?;
        let authenticator = browser.plug_in_authenticator()?;
        browser.lock()?;
        ensure!(
            !browser.has("#unlock-passkey")?,
            "offered though there is none"
        );
        browser.unlock()?;

        add(&browser, "not the passphrase", "Left thumb")?;
        browser.read_in("#confirm-passphrase-error", "That passphrase is not right.")?;
        browser.press(&[e2e::keys::ESCAPE])?;
        browser.see_gone("#passkey-sheet")?;
        browser.see_count("#passkeys li", 0)?;
        add(&browser, PASSPHRASE, "Left thumb")?;
        browser.see_gone("#passkey-sheet")?;
        browser.read_in("#passkeys li", "Left thumb")?;

        // With it and without it, after a lock and after a reload.
        for reload in [false, true] {
            if reload {
                browser.reload()?;
            } else {
                browser.lock()?;
            }
            browser.see("#unlock")?;
            browser.click("#unlock-passkey")?;
            see_name(&browser)?;
            browser.lock()?;
            browser.unlock()?;
            see_name(&browser)?;
        }
        dump::nothing_readable(&browser, &[NAME, PASSPHRASE])?;

        // New keys make it useless, as the screen says.
        browser.ask_for_code("#change-keys")?;
        browser.keep_code()?;
        browser.see_resealed()?;
        browser.reload()?;
        browser.see("#unlock:not([disabled])")?;
        ensure!(!browser.has("#unlock-passkey")?, "it outlived its key");
        browser.unlock()?;
        add(&browser, PASSPHRASE, "Right thumb")?;
        browser.read_in("#passkeys li", "Right thumb")?;
        browser.see_count("#passkeys li", 1)?;
        browser.lock()?;
        browser.click("#unlock-passkey")?;
        see_name(&browser)?;

        // Somebody else's thumb opens nothing, and the passphrase still does.
        browser.lock()?;
        browser.recognise(&authenticator, false)?;
        browser.click("#unlock-passkey")?;
        browser.read("The passkey was cancelled or took too long.")?;
        ensure!(!browser.has("#lock")?, "it opened");
        browser.unlock()?;
        see_name(&browser)?;

        browser.go("/settings")?;
        browser.click("#passkeys li button.danger")?;
        browser.read_in("#passkey-leave-sheet", "Remove “Right thumb”?")?;
        browser.click("#passkey-leave-sheet .buttons button:not(.danger)")?;
        browser.see_count("#passkeys li", 1)?;
        browser.click("#passkeys li button.danger")?;
        browser.click("#remove-passkey")?;
        browser.see_count("#passkeys li", 0)?;
        browser.reload()?;
        browser.see("#unlock:not([disabled])")?;
        ensure!(!browser.has("#unlock-passkey")?, "it is still offered");
        browser.unlock()?;
        see_name(&browser)
    })
}

#[test]
fn where_there_can_be_no_passkey_there_are_words() -> Result<()> {
    play("where_there_can_be_no_passkey", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.plug_in_authenticator()?;
        for (language, words) in [
            ("zh-CN", "此浏览器或设备不支持用通行密钥解锁。"),
            ("en", "This browser or device cannot unlock with a passkey."),
        ] {
            browser.switch_language(language)?;
            add(&browser, PASSPHRASE, "Thumb")?;
            browser.read_in("#passkey-sheet", words)?;
            browser.press(&[e2e::keys::ESCAPE])?;
            browser.see_gone("#passkey-sheet")?;
            browser.see_count("#passkeys li", 0)?;
        }
        browser.lock()?;
        browser.unlock()
    })
}

fn add(browser: &Browser, passphrase: &str, name: &str) -> Result<()> {
    browser.go("/settings")?;
    browser.click("#add-passkey")?;
    browser.fill("#passkey-label", name)?;
    browser.fill("#confirm-passphrase", passphrase)?;
    browser.click("#make-passkey")
}

fn see_name(browser: &Browser) -> Result<()> {
    browser.see("#lock")?;
    browser.go("/customers")?;
    browser.read_in("a.customer-row strong", NAME)
}
