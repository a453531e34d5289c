//! New builds arrive whole or not at all.

use anyhow::{Result, ensure};
use e2e::{Browser, altered_app, corrupted_app, play};
use serde_json::Value;

const NEXT: &str = "00000000000000b2";
const DAMAGED: &str = "00000000000000c3";

#[test]
fn a_new_build_is_offered() -> Result<()> {
    play("a_new_build_is_offered", |stage| {
        let (next, damaged) = (stage.folder("next"), stage.folder("damaged"));
        altered_app(&stage.app()?, &next, NEXT)?;
        corrupted_app(&stage.app()?, &damaged, DAMAGED)?;
        let mut server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.see_installed()?;
        let first = build(&browser)?;
        ensure!(first != NEXT, "the app is the altered one already");

        server.stop()?;
        server.hand_out(&next);
        server.resume()?;
        browser.reload()?;
        browser.unlock()?;
        ensure!(build(&browser)? == first, "a build took over unasked");
        browser.click("#restart")?;
        browser.see("#unlock")?;
        ensure!(build(&browser)? == NEXT, "the new build did not take over");
        browser.unlock()?;
        browser.see_gone("#restart")?;

        server.stop()?;
        server.hand_out(&damaged);
        server.resume()?;
        let fate = browser.run(UPDATE, &Value::Null)?;
        ensure!(fate == "redundant", "the damaged build became {fate}");
        browser.reload()?;
        browser.unlock()?;
        ensure!(!browser.has("#restart")?, "the damaged build is offered");
        server.stop()?;
        browser.reload()?;
        browser.unlock()?;
        ensure!(build(&browser)? == NEXT, "the damaged build took over");
        let caches = browser.value("caches.keys()")?;
        ensure!(
            caches == serde_json::json!([format!("candor-{NEXT}")]),
            "kept besides the build in use: {caches}"
        );
        Ok(())
    })
}

/// Looks for a new build and says what became of it.
const UPDATE: &str = "return (async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const found = new Promise((resolve) => {
        const take = () => registration.installing && resolve(registration.installing);
        registration.addEventListener('updatefound', take);
        take();
    });
    registration.update().catch(() => 0);
    const worker = await found;
    return new Promise((resolve) => {
        const look = () => ['installed', 'activated', 'redundant'].includes(worker.state)
            && resolve(worker.state);
        worker.addEventListener('statechange', look);
        look();
    });
})()";

fn build(browser: &Browser) -> Result<String> {
    let build = browser.value("document.querySelector('meta[name=candor-build]').content")?;
    Ok(build.as_str().unwrap_or_default().to_owned())
}
