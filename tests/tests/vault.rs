//! A vault of one's own, on a device without a network.

use anyhow::{Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, dump, origin, play, until};

const NAME: &str = "Wilhelmina Featherstone-莫";
const COMMENT: &str = "the brass parrot owes me eleven umbrellas 铜鹦鹉";

#[test]
fn a_vault_lives_offline() -> Result<()> {
    play("a_vault_lives_offline", |stage| {
        let mut server = stage.server()?;
        let browser = stage.browser("own")?;
        let recovery = browser.begin(&server.url(), "en", "Ada")?;
        dump::finds_what_is_hidden(&browser)?;
        let customer = browser.add_customer(&[("name", NAME), ("phone", "+86 10 5550 1234")])?;
        browser.see_installed()?;

        server.stop()?;
        browser.reload()?;
        browser.try_unlock("not the passphrase")?;
        browser.read("That passphrase is not right.")?;
        browser.unlock()?;
        let secrets = [NAME, COMMENT, PASSPHRASE, recovery.as_str()];

        // Half a survey, then the lights go out.
        let form = survey::ETHICS_ID.to_string();
        open_profile(&browser, &customer)?;
        browser.hand_over(&form)?;
        for question in 1..=12 {
            browser.answer(question, i64::from(question % 7) + 1)?;
            if question % 3 == 0 {
                browser.click("#next")?;
            }
        }
        browser.fill("#q14", COMMENT)?;
        dump::nothing_readable(&browser, &secrets)?;
        browser.crash()?;
        let browser = browser.revive()?;
        browser.open(&server.url())?;
        browser.unlock()?;

        browser.go("/surveys")?;
        browser.click("a.resume-survey")?;
        browser.see("#finish")?;
        ensure!(browser.typed("#q14")? == COMMENT, "the comment was lost");
        browser.click("#previous")?;
        for question in 10..=12 {
            browser.see_chosen(question, i64::from(question % 7) + 1)?;
        }
        browser.click("#next")?;
        browser.answer(13, 6)?;
        browser.double_click("#finish")?;
        browser.see("#thanks")?;
        browser.click("#done")?;
        browser.see_count("#timeline [data-source=answers]", 1)?;
        browser.read_in("#history", "Wilhelmina")?;
        browser.go("/")?;
        let count = |css: &str| browser.number(css, "data-n");
        ensure!(count("#totals a")? == 1.0, "customers in the overview");
        ensure!(count("#totals span")? == 1.0, "responses in the overview");
        ensure!(!browser.has("#figure-nps[data-value]")?, "NPS of nothing");
        browser.wander(&format!("/responses/{form}"))?;
        ensure!(count("#responses-count")? == 1.0, "responses in the list");
        dump::nothing_readable(&browser, &secrets)?;

        browser.click("#lock")?;
        browser.see("#unlock")?;
        let dump = dump::nothing_readable(&browser, &secrets)?;
        ensure!(dump.bytes > 1000, "hardly anything was kept");
        ensure!(
            !browser
                .run(
                    "return document.documentElement.outerHTML.includes(arguments[0])",
                    &NAME.into()
                )?
                .as_bool()
                .unwrap_or(true),
            "the page of a locked vault still shows a name"
        );
        browser.unlock()?;
        open_profile(&browser, &customer)
    })
}

fn open_profile(browser: &Browser, customer: &str) -> Result<()> {
    browser.go("/customers")?;
    browser.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
    browser.see("#take-survey")
}

#[test]
fn a_reload_is_not_another_tab() -> Result<()> {
    play("a_reload_is_not_another_tab", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        for _ in 0..15 {
            // The page before may hold the vault for a moment longer; that is nobody else. The
            // second load comes at any moment of the first one's start.
            browser.reload()?;
            browser.reload()?;
            browser.see("#unlock")?;
        }
        Ok(())
    })
}

#[test]
fn nothing_that_a_person_entered_rests_readable() -> Result<()> {
    play("nothing_that_a_person_entered_rests_readable", |stage| {
        const PHONE: &str = "+86 755 8372 4610";
        const EMAIL: &str = "featherstone.mo@parrot.example";
        const NOTES: &str = "asked for the teal umbrella 蓝绿色的伞";
        const TAG: &str = "Regular-knitter 常来织毛衣";
        const DRAFT: &str = "typed and never saved 未保存的字";
        const IMPORTED: &str = "Ottoline Quackenbush-杜";
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let recovery = browser.begin(&server.url(), "en", "Ada Marrowfield 阿达")?;
        browser.see_installed()?;
        let customer = browser.add_customer(&[
            ("name", NAME),
            ("phone", PHONE),
            ("email", EMAIL),
            ("notes", NOTES),
        ])?;
        browser.click("#edit")?;
        browser.fill("#field-tags", TAG)?;
        browser.press(&[e2e::keys::ENTER])?;
        browser.read_in(".badge.tag", TAG)?;
        browser.click("#save")?;
        browser.read_in("dd[data-field=tags]", TAG)?;
        browser.hand_over(&survey::ETHICS_ID.to_string())?;
        for question in 1..=13 {
            browser.answer(question, 5)?;
            if question % 3 == 0 {
                browser.click("#next")?;
            }
        }
        browser.fill("#q14", COMMENT)?;
        browser.click("#finish")?;
        browser.click("#done")?;
        browser.see_count("#timeline [data-source=answers]", 1)?;

        // So many rows that the state is folded into pages.
        let rows = (0..2_100).map(|no| format!("{IMPORTED} {no},+86 20 {no:08},Ward {no}\n"));
        let file = stage.folder("many.csv");
        std::fs::write(
            &file,
            format!("Name,Phone,Region\n{}", rows.collect::<String>()),
        )?;
        browser.go("/import")?;
        browser.pick_file("#import-file", &file)?;
        browser.see("#import-run:not([disabled])")?;
        browser.click("#import-run")?;
        browser.see("#import-done")?;
        until("pages of the state", || {
            let kept = origin::copy(&browser)?;
            Ok((origin::count(&kept, "state") > 0).then_some(()))
        })?;

        browser.go("/customers")?;
        browser.find_customers(NAME)?;
        browser.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
        browser.see("#history")?;
        let slots = origin::count(&origin::copy(&browser)?, "slots");
        browser.click("#edit")?;
        browser.fill("#field-notes", DRAFT)?;
        until("a draft", || {
            let kept = origin::copy(&browser)?;
            Ok((origin::count(&kept, "slots") > slots).then_some(()))
        })?;
        let words = [
            NAME,
            "Featherstone",
            PHONE,
            "8372 4610",
            "75583724610",
            EMAIL,
            NOTES,
            "蓝绿色的伞",
            TAG,
            "常来织毛衣",
            COMMENT,
            "铜鹦鹉",
            DRAFT,
            "未保存的字",
            "Quackenbush",
            "杜 2099",
            "Ada Marrowfield",
            "Tablet of Ada",
            "many.csv",
            PASSPHRASE,
            &recovery,
        ];
        let open = dump::nothing_readable(&browser, &words)?;
        ensure!(open.bytes > 100_000, "hardly anything was kept");
        let caches = open.places.iter().any(|place| place.starts_with("cache "));
        ensure!(caches, "the app's own files were not looked at");
        let kept = origin::copy(&browser)?;
        for store in ["log", "state", "slots", "envelope"] {
            ensure!(origin::count(&kept, store) > 0, "{store} is empty");
        }
        browser.click("#lock")?;
        browser.see("#unlock")?;
        dump::nothing_readable(&browser, &words)?;

        // The draft is offered again, so it was kept all the same.
        browser.unlock()?;
        browser.see(".notice.warn button")?;
        ensure!(browser.typed("#field-notes")? == DRAFT, "the draft is gone");
        Ok(())
    })
}
