//! Several tabs on one vault: each sees what the others do, nothing is lost between them, and tabs
//! of other versions get words.

use anyhow::{Context, Result, ensure};
use e2e::csv::{self, Width};
use e2e::{Browser, Said, Task, origin, play, until};
use std::collections::BTreeSet;

/// How often each tab saves.
const SAVES: usize = 20;

/// The vault open in two windows of one browser: the names of their tabs, the first one in front.
fn two(browser: &Browser, url: &str) -> Result<[String; 2]> {
    browser.begin(url, "en", "Ada")?;
    let first = browser.tab()?;
    let second = browser.new_window()?;
    browser.show_tab(&second)?;
    browser.open(url)?;
    browser.unlock()?;
    browser.show_tab(&first)?;
    Ok([first, second])
}

#[test]
fn what_one_tab_saves_the_other_shows() -> Result<()> {
    play("what_one_tab_saves_the_other_shows", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let [first, second] = two(&browser, &server.url())?;
        browser.go("/customers")?;
        browser.show_tab(&second)?;
        let customer = browser.add_customer(&[("name", "Made in the second tab")])?;
        browser.show_tab(&first)?;
        browser.read_in("a.customer-row strong", "Made in the second tab")?;
        browser.click("a.customer-row")?;
        browser.edit_customer(&[("phone", "+86 10 5550 0101")])?;
        browser.show_tab(&second)?;
        browser.read_in("dd[data-field=phone]", "5550 0101")?;
        browser.read_in("#history .history-value", "5550 0101")?;
        ensure!(browser.place_id()? == customer, "the tab went elsewhere");

        // By turns, each starting from what the other has just written.
        for turn in 0..SAVES {
            browser.show_tab(if turn % 2 == 0 { &first } else { &second })?;
            if turn > 0 {
                browser.read_in("dd[data-field=region]", &format!("Gate {}", turn - 1))?;
            }
            browser.edit_customer(&[("region", &format!("Gate {turn}"))])?;
        }
        for tab in [&first, &second] {
            browser.show_tab(tab)?;
            values(&browser, "Gate ", SAVES)?;
        }
        Ok(())
    })
}

/// The values in the whole history on screen that begin so, once there are as many.
fn values(browser: &Browser, begin: &str, count: usize) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let all = until("the whole history", || {
        if browser.has(".table-frame + .buttons button")? {
            browser.click(".table-frame + .buttons button")?;
        }
        let all = browser.texts("#history .history-value")?;
        found = all.into_iter().filter(|t| t.starts_with(begin)).collect();
        Ok((found.len() >= count).then_some(()))
    });
    all.with_context(|| format!("{} of {count}: {found:?}", found.len()))?;
    Ok(found)
}

#[test]
fn tabs_that_save_at_the_same_time_lose_nothing() -> Result<()> {
    play("tabs_that_save_at_the_same_time_lose_nothing", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let tabs = two(&browser, &server.url())?;
        let shared = browser.add_customer(&[("name", "Shared"), ("region", "Nowhere")])?;
        browser.show_tab(&tabs[1])?;
        browser.go("/customers")?;
        browser.see("a.customer-row")?;

        // Each makes customers of its own, changes a field of its own of one they share, and both
        // change the same field of it.
        let codes = ["notes", "email"];
        for (tab, code) in tabs.iter().zip(codes) {
            browser.show_tab(tab)?;
            let tasks: Vec<Task> = (0..SAVES)
                .map(|no| match no % 2 {
                    0 => Task {
                        customer: None,
                        fields: vec![
                            ("name", format!("{code} {no}")),
                            ("phone", phone(no)),
                            ("region", format!("Region of {code}")),
                        ],
                    },
                    _ => Task {
                        customer: Some(shared.clone()),
                        fields: vec![
                            (code, format!("{code}.{no}@example.com")),
                            ("region", format!("Gate {code} {no}")),
                        ],
                    },
                })
                .collect();
            browser.hurry(&tasks)?;
        }
        for tab in &tabs {
            browser.show_tab(tab)?;
            let said: Vec<Said> = browser.see_hurried()?;
            ensure!(said.len() == SAVES, "{} were saved", said.len());
        }

        let seen = |browser: &Browser| -> Result<Vec<String>> {
            let all = browser.customers()?;
            ensure!(all.len() == 1 + SAVES, "{} customers", all.len());
            for code in codes {
                for no in (0..SAVES).step_by(2) {
                    let name = format!("{code} {no}");
                    let found = all.values().find(|line| line.name == name);
                    let whole = found.is_some_and(|line| {
                        line.phone == phone(no) && line.region == format!("Region of {code}")
                    });
                    ensure!(whole, "{name} is {found:?}");
                }
            }
            browser.click(&format!("a.customer-row[href=\"/customers/{shared}\"]"))?;
            let last = SAVES - 1;
            for code in codes {
                let text = format!("{code}.{last}@example.com");
                browser.read_in(&format!("dd[data-field={code}]"), &text)?;
                values(browser, &format!("Gate {code} "), SAVES / 2)?;
            }
            let mut known: Vec<String> = values(browser, "", 2 * SAVES)?.into_iter().collect();
            known.push(browser.text("dd[data-field=region]")?);
            known.extend(all.into_values().map(|line| format!("{line:?}")));
            Ok(known)
        };
        let mut all = Vec::new();
        for tab in &tabs {
            browser.show_tab(tab)?;
            all.push(seen(&browser)?);
        }
        // And what was kept is what was shown.
        browser.reload()?;
        browser.unlock()?;
        all.push(seen(&browser)?);
        ensure!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:#?}");
        Ok(())
    })
}

fn phone(no: usize) -> String {
    format!("+86 10 5550 {no:04}")
}

#[test]
fn locking_one_tab_locks_all() -> Result<()> {
    play("locking_one_tab_locks_all", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let [first, second] = two(&browser, &server.url())?;
        browser.add_customer(&[("name", "Behind the lock")])?;
        for (lock, other) in [(&first, &second), (&second, &first)] {
            browser.show_tab(lock)?;
            browser.click("#lock")?;
            browser.see("#unlock")?;
            browser.show_tab(other)?;
            browser.see("#unlock")?;
            let left = browser.value("document.documentElement.outerHTML")?;
            let left = left.as_str().unwrap_or_default();
            ensure!(
                !left.contains("Behind the lock"),
                "a locked tab shows a name"
            );
            for tab in [&first, &second] {
                browser.show_tab(tab)?;
                browser.unlock()?;
                browser.go("/customers")?;
                browser.read_in("a.customer-row strong", "Behind the lock")?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_other_tab_goes_on_when_the_leading_one_is_closed() -> Result<()> {
    play("the_other_tab_goes_on", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let [_first, second] = two(&browser, &server.url())?;
        let customer = browser.add_customer(&[("name", "Before")])?;
        browser.close_tab(&second)?;
        browser.go("/customers")?;
        browser.read_in("a.customer-row strong", "Before")?;
        browser.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
        browser.edit_customer(&[("name", "After")])?;

        // It leads now: what is due to be folded, it folds.
        ensure!(folded(&browser)? == 0, "there was something to fold before");
        import(stage, &browser)?;
        until("pages of the state", || {
            Ok((folded(&browser)? > 0).then_some(()))
        })?;
        browser.reload()?;
        browser.unlock()?;
        browser.go("/customers")?;
        browser.read_in("#customer-count", "2,501")
    })
}

#[test]
fn the_leading_tab_folds_what_another_one_wrote() -> Result<()> {
    play("the_leading_tab_folds_what_another_one_wrote", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let [_first, second] = two(&browser, &server.url())?;
        browser.show_tab(&second)?;
        import(stage, &browser)?;
        until("pages of the state", || {
            Ok((folded(&browser)? > 0).then_some(()))
        })
    })
}

/// How many pages of the state there are.
fn folded(browser: &Browser) -> Result<usize> {
    Ok(origin::count(&origin::copy(browser)?, "state"))
}

/// Imports more than what folding waits for.
fn import(stage: &e2e::Stage, browser: &Browser) -> Result<()> {
    let file = stage.folder("passengers.csv");
    std::fs::write(&file, csv::survey(2500, Width::Narrow).text)?;
    browser.go("/import")?;
    browser.pick_file("#import-file", &file)?;
    browser.see("#import-run:not([disabled])")?;
    browser.click("#import-run")?;
    browser.see("#import-done")
}

#[test]
fn what_any_tab_saves_reaches_the_server() -> Result<()> {
    play("what_any_tab_saves_reaches_the_server", |stage| {
        let server = stage.server()?;
        let (browser, other) = (stage.browser("own")?, stage.browser("other")?);
        let [first, second] = two(&browser, &server.url())?;
        // Joined in the tab that does not lead.
        browser.show_tab(&second)?;
        browser.add_customer(&[("name", "One")])?;
        browser.join(server.code())?;
        other.begin(&server.url(), "en", "Eve")?;
        other.join(server.code())?;
        other.go("/customers")?;
        other.read_in("a.customer-row strong", "One")?;

        browser.add_customer(&[("name", "Two")])?;
        other.read_in("a.customer-row strong", "Two")?;
        other.add_customer(&[("name", "Three")])?;
        browser.go("/customers")?;
        browser.read_in("a.customer-row strong", "Three")?;

        // Left and joined again in the tab that does not lead, seen in the one that does.
        browser.go("/settings")?;
        browser.click("#leave")?;
        if browser.has("dialog[open] .button.danger")? {
            browser.click("dialog[open] .button.danger")?;
        }
        browser.see("#join")?;
        browser.show_tab(&first)?;
        browser.go("/settings")?;
        browser.see("#join")?;
        other.add_customer(&[("name", "Meanwhile")])?;
        browser.show_tab(&second)?;
        browser.join(server.code())?;
        browser.show_tab(&first)?;
        browser.see("#leave")?;
        browser.go("/customers")?;
        browser.read_in("a.customer-row strong", "Meanwhile")?;

        // And when the one that leads is closed.
        browser.show_tab(&first)?;
        browser.close_tab(&second)?;
        browser.add_customer(&[("name", "Four")])?;
        other.go("/customers")?;
        other.read_in("a.customer-row strong", "Four")
    })
}

#[test]
fn an_older_tab_is_asked_to_be_closed() -> Result<()> {
    play("an_older_tab_is_asked_to_be_closed", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        origin::plain_page(&browser, &server.url())?;
        browser.speak("en")?;
        origin::hold(&browser, 1, &origin::STORES_1)?;
        let older = browser.tab()?;
        let newer = browser.new_window()?;
        browser.show_tab(&newer)?;
        browser.open(&server.url())?;
        browser.read("Close the other Candor tabs")?;
        browser.show_tab(&older)?;
        origin::release(&browser)?;
        browser.show_tab(&newer)?;
        browser.see("#start")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.add_customer(&[("name", "After the older tab")])?;
        Ok(())
    })
}

#[test]
fn a_newer_tab_makes_this_one_step_aside() -> Result<()> {
    play("a_newer_tab_makes_this_one_step_aside", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        let [first, second] = two(&browser, &server.url())?;
        let customer = browser.add_customer(&[("name", "Kept"), ("region", "Start")])?;
        // Saves go on in the very moment.
        let tasks: Vec<Task> = (0..60)
            .map(|no| Task {
                customer: Some(customer.clone()),
                fields: vec![("region", format!("Gate {no}"))],
            })
            .collect();
        browser.hurry(&tasks)?;
        let mut said = Vec::new();
        until("the first saves", || {
            said.extend(browser.said()?);
            Ok((said.len() > 3).then_some(()))
        })?;
        browser.show_tab(&second)?;
        origin::plain_page(&browser, &server.url())?;
        origin::hold(&browser, 99, &[])?;
        let before = origin::copy(&browser)?;
        browser.show_tab(&first)?;
        browser.read("Candor was updated in another tab")?;
        browser.see("#reload")?;
        let late = browser.value("window.said.length")?.as_u64();
        let said = said.len() + usize::try_from(late.unwrap_or(0))?;
        ensure!(said < tasks.len(), "all was over before");

        // The draft of what was being typed is due by now; nothing is written any more.
        std::thread::sleep(std::time::Duration::from_secs(1));
        browser.click("#reload")?;
        browser.read("written by a newer version")?;
        browser.show_tab(&second)?;
        ensure!(origin::copy(&browser)? == before, "something was written");
        ensure!(
            before.get("version") == Some(&99.into()),
            "not this version"
        );
        // One block for the vault's first words, one for the customer, one for each save.
        let blocks = origin::count(&before, "log");
        ensure!(blocks >= said + 2, "{blocks} blocks for {said} saves");
        Ok(())
    })
}
