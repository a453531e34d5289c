//! The browser throws the data away: the app misses it, says so, and begins anew only when told to.

use anyhow::{Result, ensure};
use e2e::play;
use serde_json::json;

#[test]
fn data_the_browser_threw_away_is_missed_in_words() -> Result<()> {
    play("data_the_browser_threw_away", |stage| {
        let server = stage.server()?;
        for (language, words) in [
            ("en", "The data on this device is gone"),
            ("zh-CN", "本设备上的数据不见了"),
        ] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[("name", "Soon gone")])?;
            let gone = json!({ "origin": server.url(), "storageTypes": "indexeddb" });
            browser.open("about:blank")?;
            browser.cdp("Storage.clearDataForOrigin", &gone)?;
            browser.open(&server.url())?;
            browser.read_in("#lost h2", words)?;
            // Looking again finds no more, and is no way in.
            browser.click("#look-again")?;
            browser.read_in("#lost h2", words)?;
            ensure!(!browser.has("#start")?, "it begins anew without a word");
            browser.click("#go-on")?;
            browser.see("#begin-restore")?;
            browser.see("#start")?;
            // Once accepted it is not said again.
            browser.reload()?;
            browser.see("#start")?;
            ensure!(!browser.has("#lost")?, "said again");
            browser.quit();
        }
        Ok(())
    })
}
