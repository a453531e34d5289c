//! Taking back: by the button and by the keyboard, and never out of a field.

use anyhow::{Result, ensure};
use e2e::{Browser, Stage, keys, play, until};
use std::path::PathBuf;

/// The two ways.
#[derive(Debug, Clone, Copy)]
enum Way {
    Button,
    Keys,
}

const WAYS: [Way; 2] = [Way::Button, Way::Keys];

impl Way {
    fn take_back(self, browser: &Browser) -> Result<()> {
        browser.see("#undo")?;
        match self {
            Self::Button => browser.click("#undo"),
            Self::Keys => {
                browser.leave_focus()?;
                press_undo(browser)
            }
        }
    }
}

fn press_undo(browser: &Browser) -> Result<()> {
    browser.press_with(&[keys::CONTROL], 'z')
}

#[test]
fn an_edit_and_a_delete_are_taken_back() -> Result<()> {
    play("an_edit_and_a_delete_are_taken_back", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        ensure!(!browser.has("#undo")?, "there is nothing to take back yet");
        for way in WAYS {
            let customer = browser.add_customer(&[("name", "Grace"), ("notes", "first")])?;
            browser.edit_customer(&[("notes", "second"), ("email", "grace@example.com")])?;
            browser.edit_customer(&[("notes", "third")])?;
            way.take_back(&browser)?;
            browser.read_in("dd[data-field=notes]", "second")?;
            browser.read_in("dd[data-field=email]", "grace@example.com")?;
            way.take_back(&browser)?;
            browser.read_in("dd[data-field=notes]", "first")?;
            browser.see_gone("dd[data-field=email]")?;

            browser.delete_customer()?;
            browser.see_count("a.customer-row", 0)?;
            way.take_back(&browser)?;
            browser.see_count("a.customer-row", 1)?;
            browser.open_customer(&customer)?;
            browser.read_in("dd[data-field=notes]", "first")?;
            // What was taken back is on the disk, and the way back ends with the lock.
            browser.reload()?;
            browser.unlock()?;
            browser.open_customer(&customer)?;
            browser.read_in("dd[data-field=notes]", "first")?;
            ensure!(!browser.has("#undo")?, "the way back outlived the lock");
            browser.delete_customer()?;
        }
        Ok(())
    })
}

#[test]
fn an_import_is_taken_back_whole() -> Result<()> {
    play("an_import_is_taken_back_whole", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        let file = guests(stage, 40)?;
        for (before, way) in WAYS.into_iter().enumerate() {
            browser.add_customer(&[("name", "Here before")])?;
            browser.import_file(&file)?;
            browser.go("/customers")?;
            see_so_many(&browser, before + 41)?;
            browser.go("/import")?;
            browser.see_count("[data-undo]", 1)?;
            way.take_back(&browser)?;
            browser.see_count("[data-undo]", 0)?;
            browser.go("/customers")?;
            see_so_many(&browser, before + 1)?;
            // What was done before the import comes next.
            way.take_back(&browser)?;
            browser.see_count("a.customer-row", before)?;
            browser.add_customer(&[("name", "Here before")])?;

            // An edit after the import comes before the import.
            browser.import_file(&file)?;
            browser.go("/customers")?;
            browser.find_customers("Guest 17")?;
            browser.click("a.customer-row")?;
            browser.edit_customer(&[("notes", "later")])?;
            way.take_back(&browser)?;
            browser.see_gone("dd[data-field=notes]")?;
            browser.go("/customers")?;
            browser.fill("#customer-search", "")?;
            see_so_many(&browser, before + 41)?;
            browser.leave_focus()?;
            way.take_back(&browser)?;
            see_so_many(&browser, before + 1)?;
        }
        // One that was undone on its own page does not come back with the next.
        browser.import_file(&file)?;
        browser.click("#import-undo")?;
        browser.click("dialog[open] .button.danger")?;
        browser.see_count("[data-undo]", 0)?;
        Way::Button.take_back(&browser)?;
        browser.go("/customers")?;
        see_so_many(&browser, 1)?;
        browser.go("/import")?;
        browser.see_count("[data-undo]", 0)?;
        browser.reload()?;
        browser.unlock()?;
        browser.go("/customers")?;
        see_so_many(&browser, 1)
    })
}

#[test]
fn in_a_field_only_typing_is_taken_back() -> Result<()> {
    play("in_a_field_only_typing_is_taken_back", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.add_customer(&[("name", "Grace"), ("notes", "first")])?;
        browser.edit_customer(&[("notes", "second")])?;
        browser.click("#edit")?;
        for field in ["#field-email", "#field-notes"] {
            let before = browser.typed(field)?;
            browser.click(field)?;
            browser.press(&"xyz".chars().collect::<Vec<_>>())?;
            ensure!(browser.typed(field)? != before, "nothing was typed");
            // More often than there is typing to take back.
            for _ in 0..6 {
                press_undo(&browser)?;
            }
            ensure!(
                browser.typed(field)? == before,
                "{field}: typing was not taken back: {}",
                browser.typed(field)?
            );
        }
        browser.click("form .buttons a.button")?;
        browser.read_in("dd[data-field=notes]", "second")?;

        // Nor does it reach through a dialogue, nor with Shift, which means the opposite.
        browser.click("#delete")?;
        browser.see("dialog[open]")?;
        press_undo(&browser)?;
        browser.press(&[keys::ESCAPE])?;
        browser.see_gone("dialog[open]")?;
        browser.leave_focus()?;
        browser.press_with(&[keys::CONTROL, keys::SHIFT], 'z')?;
        browser.press(&['z'])?;
        browser.read_in("dd[data-field=notes]", "second")?;
        ensure!(
            browser.has("#undo")?,
            "the action is no longer there to take back"
        );
        Way::Keys.take_back(&browser)?;
        browser.read_in("dd[data-field=notes]", "first")
    })
}

fn guests(stage: &Stage, count: usize) -> Result<PathBuf> {
    let rows = (0..count).map(|no| format!("Guest {no},+86 20 {no:08}\n"));
    let file = stage.folder("guests.csv");
    std::fs::write(&file, format!("Name,Phone\n{}", rows.collect::<String>()))?;
    Ok(file)
}

/// Waits until the list on screen says that it shows so many.
fn see_so_many(browser: &Browser, count: usize) -> Result<()> {
    until(&format!("{count} customers"), || {
        Ok((browser.customer_count()? == count).then_some(()))
    })
}
