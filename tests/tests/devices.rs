//! Two devices and a server that is not always there.

use anyhow::{Result, ensure};
use e2e::{Browser, Proxy, play, until};

const SHEN: &str = "沈知夏";
const LEE: &str = "Harper Lee";

#[test]
fn a_server_that_lost_everything_is_filled_again() -> Result<()> {
    play("a_server_that_lost_everything", |stage| {
        let mut server = stage.server()?;
        let one = stage.browser("one")?;
        one.begin(&server.url(), "en", "A")?;
        one.add_customer(&[("name", LEE)])?;
        one.join(server.code())?;
        agreed(&one)?;

        // Another server at the same address: it knows neither device nor data.
        server.lose_everything()?;
        server.resume()?;
        one.read_in("#sync-standing", "paused")?;
        one.fill("#join-code", server.code())?;
        one.click("#join")?;
        agreed(&one)?;
        let two = stage.browser("two")?;
        two.begin(&server.url(), "en", "B")?;
        two.join(server.code())?;
        two.go("/customers")?;
        two.see_count("a.customer-row", 1)?;

        // And after both were closed and opened again nothing is sent or fetched from the wrong mark.
        two.add_customer(&[("name", SHEN)])?;
        one.go("/customers")?;
        one.see_count("a.customer-row", 2)?;
        one.click("#lock")?;
        one.unlock()?;
        one.go("/settings")?;
        agreed(&one)?;
        Ok(())
    })
}

/// Waits until the settings say that everything is exchanged.
fn agreed(device: &Browser) -> Result<()> {
    device.read_in("#sync-standing", "agreement")?;
    device.read_in("#sync-waiting", "0")
}

#[test]
fn two_devices_agree() -> Result<()> {
    play("two_devices_agree", |stage| {
        let mut server = stage.server()?;
        let line = Proxy::to(server.port())?;
        let (one, two) = (stage.browser("one")?, stage.browser("two")?);
        one.begin(&server.url(), "en", "甲")?;
        two.begin(&line.url(), "en", "B")?;

        // Made before joining, and by either device: all of it is exchanged.
        one.add_customer(&[("name", SHEN)])?;
        let customer = one.place_id()?;
        one.join(server.code())?;
        two.add_customer(&[("name", LEE)])?;
        two.join(server.code())?;
        for device in [&one, &two] {
            device.go("/customers")?;
            device.see_count("a.customer-row", 2)?;
        }
        profile(&two, &customer)?;
        two.hand_over(&survey::NPS_ID.to_string())?;
        two.answer(1, 9)?;
        two.click("#next")?;
        two.click("#finish")?;
        two.click("#done")?;
        profile(&one, &customer)?;
        one.see_count("#timeline [data-source=answers]", 1)?;

        // Away from the server, both go on. Different fields: both survive.
        server.stop()?;
        profile(&two, &customer)?;
        one.edit_customer(&[("phone", "+86 10 5550 0001")])?;
        two.edit_customer(&[("email", "shen@example.com")])?;
        server.resume()?;
        for device in [&one, &two] {
            device.read_in("dd[data-field=phone]", "5550 0001")?;
            device.read_in("dd[data-field=email]", "shen@example.com")?;
        }

        // The same field: both end with the same, and the one that lost is in the history.
        server.kill();
        one.edit_customer(&[("region", "North gate")])?;
        two.edit_customer(&[("region", "South gate")])?;
        server.resume()?;
        for device in [&one, &two] {
            device.read_in("#history tr[data-concurrent] .history-value", "gate")?;
            device.read_in("#history .history-value", "North gate")?;
            device.read_in("#history .history-value", "South gate")?;
        }
        server.kill();
        server.resume()?;

        // The answer to a push is lost on the way: it is sent again and changes nothing twice.
        line.cut_next_answer();
        two.edit_customer(&[("notes", "said once")])?;
        until("the answer that is cut off", || {
            Ok((line.cuts() > 0).then_some(()))
        })?;
        one.read_in("dd[data-field=notes]", "said once")?;
        two.edit_customer(&[("notes", "and once more")])?;
        one.read_in("dd[data-field=notes]", "and once more")?;
        until("nothing waiting on the second device", || {
            Ok((!two.has(".rail .status-marks .badge:not(#sync-state)")?).then_some(()))
        })?;

        let (left, right) = (known(&one, &customer)?, known(&two, &customer)?);
        ensure!(left == right, "{left:#?}\nis not\n{right:#?}");
        let said = left
            .iter()
            .filter(|line| line.contains("said once"))
            .count();
        ensure!(said == 1, "a repeated push was taken twice: {left:#?}");
        Ok(())
    })
}

fn profile(browser: &Browser, customer: &str) -> Result<()> {
    browser.go("/customers")?;
    browser.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
    browser.see("#history")
}

/// All that a device knows of a customer, in no language: fields, history, how many there are.
fn known(browser: &Browser, customer: &str) -> Result<Vec<String>> {
    profile(browser, customer)?;
    let mut all = browser.texts("#history .history-value")?;
    all.push(browser.text("dd[data-field=region] .grow")?);
    all.push(format!(
        "{} answered",
        browser.count("#timeline [data-source=answers]")?
    ));
    let concurrent = browser.texts("#history tr[data-concurrent] .history-value")?;
    all.push(format!("concurrent: {concurrent:?}"));
    browser.go("/customers")?;
    browser.see("a.customer-row")?;
    let mut names = browser.texts("a.customer-row strong")?;
    names.sort();
    all.push(names.join(", "));
    Ok(all)
}
