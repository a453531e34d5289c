//! Keys and locks: what opens and what no longer does, and what is left when the lock strikes.

use anyhow::{Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, Stage, dump, keys, origin, play, until};
use serde_json::Value;
use std::time::Duration;

const NAME: &str = "Wilhelmina Featherstone-莫";
const DRAFT: &str = "half a note about the brass parrot 铜鹦鹉";
/// Another passphrase the app accepts.
const ANOTHER: &str = "walnut 风筝 cellar trumpet";
/// And one more.
const THIRD: &str = "gravel 灯塔 mitten compass";
const WRONG: &str = "That passphrase is not right.";
const FOREIGN: &str = "That recovery code does not belong to the data on this device.";

#[test]
fn a_new_passphrase_opens_and_the_old_one_does_not() -> Result<()> {
    play("a_new_passphrase_opens", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let recovery = browser.begin(&server.url(), "en", "Ada")?;
        browser.add_customer(&[("name", NAME)])?;
        browser.go("/settings")?;
        browser.click("#open-passphrase")?;
        let change = |old: &str, new: &str, again: &str| -> Result<()> {
            browser.fill("#old-passphrase", old)?;
            browser.fill("#passphrase", new)?;
            browser.fill("#passphrase-again", again)?;
            browser.click("#change-passphrase")
        };
        change("not the passphrase", ANOTHER, ANOTHER)?;
        browser.read_in("#old-passphrase-error", WRONG)?;
        change(PASSPHRASE, "12345678", "12345678")?;
        browser.read_in("#passphrase-error", "too weak")?;
        change(PASSPHRASE, ANOTHER, THIRD)?;
        browser.read_in("#passphrase-again-error", "differ")?;
        // Neither changed anything.
        browser.press(&[keys::ESCAPE])?;
        browser.see_gone("#passphrase-sheet")?;
        browser.lock()?;
        browser.unlock()?;

        browser.go("/settings")?;
        browser.click("#open-passphrase")?;
        ensure!(
            browser.typed("#old-passphrase")?.is_empty(),
            "what was typed stayed behind"
        );
        change(PASSPHRASE, ANOTHER, ANOTHER)?;
        browser.see_gone("#passphrase-sheet")?;
        browser.read_in(".toast", "The passphrase was changed")?;
        browser.reload()?;
        browser.try_unlock(PASSPHRASE)?;
        browser.read(WRONG)?;
        browser.try_unlock(ANOTHER)?;
        see_name(&browser)?;

        // The recovery code stays.
        browser.lock()?;
        browser.try_recovery(&recovery, THIRD)?;
        see_name(&browser)?;
        browser.reload()?;
        browser.try_unlock(ANOTHER)?;
        browser.read(WRONG)?;
        browser.try_unlock(THIRD)?;
        see_name(&browser)?;
        dump::nothing_readable(&browser, &[NAME, PASSPHRASE, ANOTHER, THIRD, &recovery])?;
        Ok(())
    })
}

#[test]
fn a_new_recovery_code_opens_and_the_old_one_does_not() -> Result<()> {
    play("a_new_recovery_code_opens", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let old = browser.begin(&server.url(), "en", "Ada")?;
        browser.add_customer(&[("name", NAME)])?;
        browser.go("/settings")?;
        browser.click("#new-recovery")?;
        browser.fill("#confirm-passphrase", "not the passphrase")?;
        browser.click("#confirm-make")?;
        browser.read_in("#confirm-passphrase-error", WRONG)?;
        browser.press(&[keys::ESCAPE])?;
        browser.see_gone("#recovery-sheet")?;

        let new = browser.ask_for_code("#new-recovery")?;
        ensure!(new != old, "the code is the same");
        // It is shown only once, so neither Escape nor haste takes it away.
        browser.press(&[keys::ESCAPE])?;
        browser.press(&[keys::ESCAPE])?;
        browser.read_in("#recovery-code", &new)?;
        ensure!(
            !browser.has("#recovery-done:not([disabled])")?,
            "it can be left unkept"
        );
        browser.keep_code()?;
        ensure!(
            !browser.page()?.contains(&new),
            "the code is still in the page"
        );

        browser.reload()?;
        browser.try_recovery(&old, ANOTHER)?;
        browser.read(FOREIGN)?;
        let mistyped: String = new.chars().rev().collect();
        browser.try_recovery(&mistyped, ANOTHER)?;
        browser.read("The recovery code has a typing error.")?;
        browser.try_recovery(&new.to_lowercase(), ANOTHER)?;
        see_name(&browser)?;
        browser.reload()?;
        browser.try_unlock(PASSPHRASE)?;
        browser.read(WRONG)?;
        browser.try_unlock(ANOTHER)?;
        see_name(&browser)?;
        dump::nothing_readable(&browser, &[NAME, &old, &new])?;
        Ok(())
    })
}

#[test]
fn new_keys_seal_everything_anew() -> Result<()> {
    play("new_keys_seal_everything_anew", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let old = browser.begin(&server.url(), "en", "Ada")?;
        many(stage, &browser)?;
        browser.add_customer(&[("name", NAME)])?;
        let before = kept(&browser)?;
        let customers = browser.customers()?;
        let first = browser.tab()?;
        let second = browser.new_tab()?;
        browser.show_tab(&second)?;
        browser.open(&server.url())?;
        browser.unlock()?;
        browser.show_tab(&first)?;

        let new = browser.ask_for_code("#change-keys")?;
        browser.keep_code()?;
        browser.show_tab(&second)?;
        browser.see("#unlock")?;
        browser.show_tab(&first)?;
        browser.see_resealed()?;
        let after = kept(&browser)?;
        for (name, sealed) in &before {
            let stayed = after.iter().any(|(_, now)| now == sealed);
            ensure!(!stayed, "{name} is sealed as before");
        }
        ensure!(browser.customers()? == customers, "other customers");
        browser.reload()?;
        browser.unlock()?;
        ensure!(browser.customers()? == customers, "other after a reload");

        browser.lock()?;
        browser.try_recovery(&old, ANOTHER)?;
        browser.read(FOREIGN)?;
        browser.try_recovery(&new, ANOTHER)?;
        browser.see("#lock")?;
        ensure!(browser.customers()? == customers, "other after recovering");

        // The lights go out while everything is being sealed anew: the next start goes on.
        browser.go("/settings")?;
        browser.click("#change-keys")?;
        browser.fill("#confirm-passphrase", ANOTHER)?;
        browser.click("#confirm-make")?;
        browser.see("#recovery-code")?;
        browser.crash()?;
        let browser = browser.revive()?;
        browser.open(&server.url())?;
        browser.try_unlock(ANOTHER)?;
        browser.see("#lock")?;
        browser.go("/settings")?;
        browser.see_resealed()?;
        for (name, sealed) in &after {
            let stayed = kept(&browser)?.iter().any(|(_, now)| now == sealed);
            ensure!(!stayed, "{name} is sealed as before the crash");
        }
        ensure!(browser.customers()? == customers, "other after a crash");
        browser.go("/settings")?;
        browser.click("#check-everything")?;
        browser.see("#check-result .notice.good")
    })
}

/// Brings in so many customers that there are pages of the state.
fn many(stage: &Stage, browser: &Browser) -> Result<()> {
    let rows = (0..2_100).map(|no| format!("Guest {no},+86 20 {no:08},Ward {no}\n"));
    let file = stage.folder("many.csv");
    std::fs::write(
        &file,
        format!("Name,Phone,Region\n{}", rows.collect::<String>()),
    )?;
    browser.import_file(&file)?;
    until("pages of the state", || {
        let kept = origin::copy(browser)?;
        Ok((origin::count(&kept, "state") > 0).then_some(()))
    })
}

/// Every sealed thing that rests, with the name of where.
fn kept(browser: &Browser) -> Result<Vec<(String, Value)>> {
    let copy = origin::copy(browser)?;
    let mut all = Vec::new();
    for store in ["log", "state", "slots"] {
        let rows = copy.pointer(&format!("/stores/{store}"));
        for row in rows.and_then(Value::as_array).into_iter().flatten() {
            let name = format!("{store} {}", row.get(0).unwrap_or(&Value::Null));
            all.push((name, row.get(1).cloned().unwrap_or_default()));
        }
    }
    ensure!(all.len() > 3, "hardly anything is kept");
    Ok(all)
}

#[test]
fn it_locks_by_itself_and_keeps_what_was_typed() -> Result<()> {
    play("it_locks_by_itself", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.hold_the_clock()?;
        browser.begin(&server.url(), "en", "Ada")?;
        let customer = browser.add_customer(&[("name", NAME)])?;
        let minutes = |n: u64| Duration::from_secs(60 * n);

        // Fifteen minutes unless somebody chooses otherwise; a touch begins them anew.
        browser.pass(minutes(14))?;
        ensure!(browser.has("#lock")?, "it locked a minute early");
        browser.press(&[keys::SHIFT])?;
        browser.pass(minutes(14))?;
        ensure!(browser.has("#lock")?, "it locked though it was touched");
        browser.pass(minutes(2))?;
        browser.see("#unlock")?;
        see_nothing_left(&browser)?;
        browser.unlock()?;

        browser.go("/settings")?;
        browser.choose("#lock-after", "5")?;
        browser.open_customer(&customer)?;
        browser.click("#edit")?;
        browser.fill("#field-notes", DRAFT)?;
        browser.pass(minutes(6))?;
        browser.see("#unlock")?;
        see_nothing_left(&browser)?;
        browser.unlock()?;
        browser.see(".notice.warn button")?;
        ensure!(browser.typed("#field-notes")? == DRAFT, "the draft is gone");
        browser.click("#save")?;
        browser.read_in("dd[data-field=notes]", DRAFT)?;

        browser.go("/settings")?;
        browser.choose("#lock-after", "0")?;
        browser.read("Whoever picks up this device can see your customers.")?;
        browser.pass(minutes(60 * 24 * 30))?;
        ensure!(browser.has("#lock")?, "it locked though it never should");
        // What was chosen holds after a reload.
        browser.reload()?;
        browser.unlock()?;
        browser.pass(minutes(60 * 24))?;
        ensure!(browser.has("#lock")?, "the choice was forgotten");
        browser.go("/settings")?;
        browser.choose("#lock-after", "5")?;
        browser.reload()?;
        browser.unlock()?;
        browser.pass(minutes(6))?;
        browser.see("#unlock")
    })
}

#[test]
fn whatever_ends_the_form_keeps_what_was_typed() -> Result<()> {
    play("whatever_ends_the_form_keeps_what_was_typed", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let customer = browser.add_customer(&[("name", NAME)])?;
        // Typed, and in the same breath: locked, or gone elsewhere.
        for (turn, end) in ["#lock", ".rail a[href=\"/settings\"]"].iter().enumerate() {
            browser.open_customer(&customer)?;
            browser.click("#edit")?;
            let typed = format!("{DRAFT} {turn}");
            browser.see("#field-notes")?;
            browser.run(
                "const [typed, end] = arguments[0];
                 const field = document.querySelector('#field-notes');
                 field.value = typed;
                 field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                 document.querySelector(end).click()",
                &serde_json::json!([typed, end]),
            )?;
            browser.see_gone("#field-notes")?;
            if browser.has("#unlock")? {
                see_nothing_left(&browser)?;
                browser.unlock()?;
            } else {
                browser.open_customer(&customer)?;
                browser.click("#edit")?;
            }
            browser.see(".notice.warn button")?;
            ensure!(browser.typed("#field-notes")? == typed, "{end} lost it");
            dump::nothing_readable(&browser, &[NAME, DRAFT, "铜鹦鹉"])?;
            browser.click(".notice.warn button")?;
        }
        // What was saved is no draft any more, however fast it went.
        browser.open_customer(&customer)?;
        browser.click("#edit")?;
        browser.fill("#field-notes", "saved at once")?;
        browser.click("#save")?;
        browser.read_in("dd[data-field=notes]", "saved at once")?;
        let slots = origin::count(&origin::copy(&browser)?, "slots");
        browser.lock()?;
        browser.unlock()?;
        let left = origin::count(&origin::copy(&browser)?, "slots");
        ensure!(left == slots, "a draft of what was saved came back");
        browser.open_customer(&customer)?;
        browser.click("#edit")?;
        browser.see("#field-notes")?;
        ensure!(!browser.has(".notice.warn")?, "a draft of what was saved");
        Ok(())
    })
}

#[test]
fn a_locked_app_says_nobodys_name() -> Result<()> {
    play("a_locked_app_says_nobodys_name", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.add_customer(&[("name", NAME)])?;
        // The line that says who was deleted would stay for ten seconds.
        browser.delete_customer()?;
        browser.read_in(".toast", NAME)?;
        browser.go("/settings")?;
        browser.click("#lock-now")?;
        browser.see("#unlock")?;
        see_nothing_left(&browser)
    })
}

/// Checks that a locked app holds nothing that could be read, on screen or at rest.
fn see_nothing_left(browser: &Browser) -> Result<()> {
    let page = browser.page()?;
    for word in [NAME, "Featherstone", DRAFT, "铜鹦鹉"] {
        ensure!(!page.contains(word), "“{word}” is still in the page");
    }
    dump::nothing_readable(
        browser,
        &[NAME, "Featherstone", DRAFT, "铜鹦鹉", PASSPHRASE],
    )?;
    Ok(())
}

fn see_name(browser: &Browser) -> Result<()> {
    browser.go("/customers")?;
    browser.read_in("a.customer-row strong", NAME)
}
