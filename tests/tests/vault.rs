//! A vault of one's own, on a device without a network.

use anyhow::{Result, ensure};
use e2e::{dump, flows::PASSPHRASE, play};

#[test]
fn a_vault_lives_offline() -> Result<()> {
    play("a_vault_lives_offline", |stage| {
        let mut server = stage.server()?;
        let browser = stage.browser("own")?;
        let recovery = browser.begin(&server.url(), "en", "Ada")?;
        dump::finds_what_is_hidden(&browser)?;
        browser.see_installed()?;
        server.stop()?;
        browser.reload()?;
        browser.try_unlock("not the passphrase")?;
        browser.read("That passphrase is not right.")?;
        browser.unlock()?;
        let dump = dump::nothing_readable(&browser, &[PASSPHRASE, &recovery])?;
        ensure!(dump.bytes > 1000, "hardly anything was kept");
        browser.crash()?;
        let browser = browser.revive()?;
        browser.open(&server.url())?;
        browser.unlock()?;
        browser.click("#lock")?;
        browser.see("#unlock")
    })
}
