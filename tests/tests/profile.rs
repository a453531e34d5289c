//! A customer's own page: where values come from, what happened, orders with their lines, figures,
//! who belongs to whom, and what is held about them.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, LANGUAGES, Theme, axe, keys, play, until};
use serde_json::{Value, json};
use std::path::Path;

/// Sets a field whose keyboard differs from language to language, such as a day.
fn set(browser: &Browser, css: &str, text: &str) -> Result<()> {
    browser.see(css)?;
    browser.run(
        "const input = document.querySelector(arguments[0][0]); input.value = arguments[0][1];
         input.dispatchEvent(new Event('input', { bubbles: true }))",
        &json!([css, text]),
    )?;
    Ok(())
}

/// Chooses a record by typing a part of its name.
fn refer(browser: &Browser, css: &str, typed: &str, name: &str) -> Result<()> {
    browser.fill(css, typed)?;
    browser.read_in(&format!("{css}-list [role=option]"), name)?;
    browser.press(&[keys::ENTER])?;
    until("the record in its field", || {
        Ok((browser.typed(css)? == name).then_some(()))
    })
}

/// Looks for barriers, light and dark.
fn look(browser: &Browser, screen: &str) -> Result<()> {
    let Some(axe) = axe::source()? else {
        return Ok(());
    };
    for theme in Theme::ALL {
        browser.prefer(theme)?;
        let found = axe::barriers(browser, &axe)?;
        ensure!(found.is_empty(), "{screen}, {}: {found:#?}", theme.name());
    }
    browser.prefer(Theme::Light)
}

fn focus(browser: &Browser, css: &str) -> Result<()> {
    browser.see(css)?;
    browser.run("document.querySelector(arguments[0]).focus()", &css.into())?;
    Ok(())
}

#[test]
fn a_value_says_where_it_comes_from_and_can_be_put_back() -> Result<()> {
    play("where_values_come_from", |stage| {
        let server = stage.server()?;
        for (language, typed_in) in [("en", "Typed in"), ("zh-CN", "录入")] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[("name", "王芳"), ("phone", "+86 10 1111 1111")])?;
            browser.edit_customer(&[("phone", "+86 10 2222 2222")])?;
            let value = "dd[data-field=phone] .grow";
            browser.read_in(value, "2222 2222")?;
            // With the keyboard: the small button opens and closes it.
            focus(&browser, "[data-origin=phone]")?;
            browser.press(&[keys::ENTER])?;
            let panel = "#origin-phone .origins";
            browser.see_count("#origin-phone .origins > li", 2)?;
            for said in ["Ada", "Tablet of Ada", typed_in, "1111 1111"] {
                browser.read_in(panel, said)?;
            }
            look(&browser, "profile with a value's origin")?;
            browser.press(&[keys::ENTER])?;
            browser.see_gone(panel)?;
            browser.click("[data-origin=phone]")?;
            browser.click("#origin-phone .put-back")?;
            browser.read_in(value, "1111 1111")?;
            browser.see_count("#origin-phone .origins > li", 3)?;
            browser.read_in("#origin-phone .origins > li:first-child", "1111 1111")?;
            browser.quit();
        }
        Ok(())
    })
}

#[test]
fn a_value_that_two_people_changed_is_marked_and_the_loser_can_be_put_back() -> Result<()> {
    play("two_people_changed_this", |stage| {
        let mut server = stage.server()?;
        let (one, two) = (stage.browser("one")?, stage.browser("two")?);
        one.begin(&server.url(), "en", "甲")?;
        two.begin(&server.url(), "zh-CN", "B")?;
        let customer = one.add_customer(&[("name", "沈知夏"), ("region", "Gate")])?;
        one.join(server.code())?;
        two.join(server.code())?;
        one.open_customer(&customer)?;
        two.open_customer(&customer)?;
        server.stop()?;
        one.edit_customer(&[("region", "North gate")])?;
        two.edit_customer(&[("region", "South gate")])?;
        server.resume()?;
        for (device, said) in [(&one, "Two people changed this"), (&two, "两人同时修改")] {
            device.read_in("dd[data-field=region] > .fact .badge.warn", said)?;
        }
        let now = one.text("dd[data-field=region] .grow")?;
        let lost = if now == "North gate" {
            "South gate"
        } else {
            "North gate"
        };
        one.click("[data-origin=region]")?;
        one.read_in("#origin-region [data-concurrent]", lost)?;
        one.click("#origin-region [data-concurrent] .put-back")?;
        for device in [&one, &two] {
            device.read_in("dd[data-field=region] .grow", lost)?;
            device.see_gone("dd[data-field=region] > .fact .badge.warn")?;
        }
        Ok(())
    })
}

const LINUS: &str = "copper thimble 竹林 harbour";

#[test]
fn what_a_role_hides_is_shown_only_after_it_is_noted() -> Result<()> {
    play("reveals", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let customer = browser.add_customer(&[
                ("name", "王芳"),
                ("phone", "+86 138 0013 8000"),
                ("email", "wang@mail.example"),
            ])?;
            browser.add_person("Linus", "privacy_officer", LINUS)?;
            browser.work_as(LINUS)?;
            browser.wander(&format!("/customers/{customer}"))?;
            browser.read_in("dd[data-field=phone] .grow", "••••8000")?;
            browser.see("#timeline [data-source=changes]")?;
            browser.click("[data-origin=phone]")?;
            browser.see("#origin-phone .origins > li")?;
            let page = browser.page()?;
            for secret in ["138 0013", "1380013", "wang@mail", "王芳"] {
                ensure!(!page.contains(secret), "{secret} is on the page");
            }
            ensure!(!browser.has(".put-back")?, "may not write");
            look(&browser, "a masked profile")?;
            browser.click("[data-show=phone]")?;
            browser.read_in("dd[data-field=phone] .grow", "+86 138 0013 8000")?;
            ensure!(browser.text("dd[data-field=email] .grow")?.contains("••••"));
            // Only this one, and gone with the page.
            ensure!(!browser.page()?.contains("wang@mail"));
            browser.wander("/records/reveal")?;
            browser.see_count(".record-row", 1)?;
            browser.read_in(".record-row", "Linus")?;
            browser.wander(&format!("/customers/{customer}"))?;
            browser.read_in("dd[data-field=phone] .grow", "••••8000")?;
            // Everything at once, with a reason.
            browser.click("#about")?;
            browser.see("#about-masked")?;
            browser.click("#reveal-all")?;
            browser.click("#reveal-go")?;
            browser.see("#reveal-reason[aria-invalid=true]")?;
            browser.fill("#reveal-reason", "She asked at the desk")?;
            browser.click("#reveal-go")?;
            browser.read_in("tr[data-held=email]", "wang@mail.example")?;
            browser.see_gone("#about-masked")?;
            browser.read_in("#about-looked", "She asked at the desk")?;
            browser.see_count("#about-looked li", 4)?;
            browser.quit();
        }
        Ok(())
    })
}

/// Logs an interaction in three taps.
fn log(browser: &Browser, way: &str) -> Result<()> {
    let before = browser.count("#timeline li[data-register=interaction]")?;
    browser.click("#log")?;
    browser.click(&format!(
        ".chip-choice:has(input[name=log-way][value={way}])"
    ))?;
    browser.click("#log-save")?;
    browser.see_gone("#log-sheet")?;
    if before < 30 {
        browser.see_count("#timeline li[data-register=interaction]", before + 1)?;
    }
    Ok(())
}

#[test]
fn what_happened_is_logged_in_three_taps_and_stands_on_the_timeline() -> Result<()> {
    play("timeline", |stage| {
        let server = stage.server()?;
        for (language, call, added, changed) in [
            (
                "en",
                "Call",
                "Added with",
                "2 fields changed: Phone, Region",
            ),
            ("zh-CN", "电话", "新建", "修改了 2 项：电话、地区"),
        ] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[("name", "王芳")])?;
            log(&browser, "call")?;
            browser.read_in("#timeline li[data-register=interaction]", call)?;
            // A way has to be chosen; a next step with a day makes a task, unless that is unticked.
            browser.click("#log")?;
            browser.click("#log-save")?;
            browser.see("#log-sheet .notice.bad")?;
            look(&browser, "the sheet to log with")?;
            browser.click(".chip-choice:has(input[value=wechat])")?;
            browser.click("#log-more summary")?;
            browser.fill("#log-next", "Send the price list")?;
            set(&browser, "#log-next-on", "2020-02-01")?;
            browser.see("#log-task:checked")?;
            // What is typed stays when the sheet is left.
            browser.press(&[keys::ESCAPE])?;
            browser.see_gone("#log-sheet")?;
            browser.click("#log")?;
            ensure!(browser.typed("#log-next")? == "Send the price list");
            browser.click("#log-save")?;
            browser.read_in("#timeline li[data-register=task]", "Send the price list")?;
            browser.click("#log")?;
            browser.click(".chip-choice:has(input[value=visit])")?;
            browser.click("#log-more summary")?;
            set(&browser, "#log-next-on", "2020-02-01")?;
            browser.click("#log-task")?;
            browser.click("#log-save")?;
            browser.see_count("#timeline li[data-register=interaction]", 3)?;
            browser.see_count("#timeline li[data-register=task]", 1)?;
            browser.go("/today")?;
            browser.read_in("#overdue", "Send the price list")?;
            browser.click("#overdue .due-more a")?;
            // Changes of the record, one line for each action.
            browser.edit_customer(&[("phone", "+86 10 1"), ("region", "海淀")])?;
            browser.read_in("#timeline [data-source=changes]", added)?;
            browser.read_in("#timeline [data-source=changes] summary", changed)?;
            browser.click("#timeline [data-source=changes]:first-child summary")?;
            browser.read_in("#timeline [data-source=changes] dd", "海淀")?;
            // Surveys, with the score.
            browser.hand_over(&survey::NPS_ID.to_string())?;
            browser.answer(1, 9)?;
            browser.click("#next")?;
            browser.click("#finish")?;
            browser.click("#done")?;
            browser.read_in("#timeline [data-source=answers]", "9 / 10")?;
            // Latest first: the task of 2020 at the end.
            let days = browser.texts("#timeline h3")?;
            ensure!(
                days.last().is_some_and(|day| day.contains("2020")),
                "{days:?}"
            );
            look(&browser, "profile with a timeline")?;
            // Chips, with the keyboard.
            focus(&browser, "[data-chip=task]")?;
            browser.press(&[keys::SPACE])?;
            browser.see("[data-chip=task][aria-pressed=true]")?;
            browser.see_count("#timeline li", 1)?;
            browser.click("[data-chip=answers]")?;
            browser.see_count("#timeline li", 2)?;
            browser.click("[data-chip=all]")?;
            browser.click("#timeline li[data-register=task] a")?;
            browser.read_in("#record-name", "Send the price list")?;
            if language == "en" {
                long(&browser)?;
            }
            browser.quit();
        }
        Ok(())
    })
}

/// More than is shown at first.
fn long(browser: &Browser) -> Result<()> {
    browser.add_customer(&[("name", "José")])?;
    for _ in 0..31 {
        log(browser, "sms")?;
    }
    browser.see_count("#timeline li", 30)?;
    browser.click("#timeline-more")?;
    browser.see_count("#timeline li", 32)?;
    browser.see_gone("#timeline-more")
}

/// Adds a product with its price.
fn product(browser: &Browser, name: &str, price: &str) -> Result<()> {
    browser.wander("/records/product/new")?;
    browser.fill("#field-name", name)?;
    browser.fill("#field-price", price)?;
    browser.click("#save")?;
    browser.read_in("#record-name", name)
}

#[test]
fn an_order_has_lines() -> Result<()> {
    play("lines_of_orders", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            product(&browser, "Green tea", "12.50")?;
            product(&browser, "Cup", "30")?;
            let customer = browser.add_customer(&[("name", "王芳")])?;
            browser.click("[data-add=purchase]")?;
            set(&browser, "#field-date", "2020-01-02")?;
            browser.click("[data-add-line=line]")?;
            // A product fills in its price; what a line comes to follows until it is typed over.
            refer(&browser, "#line-0-item", "tea", "Green tea")?;
            ensure!(browser.typed("#line-0-price")? == "12.50 CNY");
            browser.fill("#line-0-quantity", "3")?;
            ensure!(browser.typed("#line-0-amount")? == "37.50 CNY");
            browser.fill("#line-0-discount", "2.5")?;
            ensure!(browser.typed("#line-0-amount")? == "35.00 CNY");
            ensure!(browser.typed("#field-amount")? == "35.00 CNY");
            browser.click("[data-add-line=line]")?;
            refer(&browser, "#line-1-item", "cup", "Cup")?;
            ensure!(browser.typed("#field-amount")? == "65.00 CNY");
            browser.fill("#line-1-amount", "25")?;
            browser.fill("#line-1-quantity", "2")?;
            ensure!(browser.typed("#line-1-amount")? == "25", "typed over stays");
            ensure!(browser.typed("#field-amount")? == "60.00 CNY");
            // Another currency is said to be wrong and not saved.
            browser.fill("#line-1-amount", "25 USD")?;
            browser.see("[data-lines-wrong=line]")?;
            look(&browser, "an order with lines")?;
            browser.click("#save")?;
            browser.see("[data-lines-wrong=line]")?;
            browser.fill("#line-1-amount", "25")?;
            browser.see_gone("[data-lines-wrong=line]")?;
            // The draft keeps lines that are not saved.
            until_kept(&browser)?;
            browser.wander(&format!("/customers/{customer}"))?;
            browser.click("[data-add=purchase]")?;
            browser.see(".notice.warn")?;
            browser.see_count("fieldset.line", 2)?;
            browser.click("#save")?;
            browser.read_in("#timeline li[data-register=purchase]", "Green tea")?;
            // On its own page: the lines, and what they come to.
            browser.click("#timeline li[data-register=purchase] a")?;
            browser.see_count("[data-parts=line] tbody tr", 2)?;
            browser.read_in("[data-parts=line] tfoot", "60.00")?;
            look(&browser, "an order")?;
            // Changing it: a line goes, another comes.
            browser.click("#edit")?;
            browser.see_count("fieldset.line", 2)?;
            browser.click("fieldset.line:last-of-type > button")?;
            browser.see_count("fieldset.line", 1)?;
            ensure!(browser.typed("#field-amount")? == "35.00 CNY");
            browser.click("[data-add-line=line]")?;
            browser.fill("fieldset.line:last-of-type input[id$=-what]", "Gift wrap")?;
            browser.fill("fieldset.line:last-of-type input[id$=-price]", "5")?;
            // An amount of one's own stays until the sum is taken.
            browser.fill("#field-amount", "38")?;
            browser.click("[data-take-sum=line]")?;
            ensure!(browser.typed("#field-amount")? == "40.00 CNY");
            browser.click("#save")?;
            browser.read_in("[data-parts=line] tbody", "Gift wrap")?;
            browser.read_in("[data-parts=line] tfoot", "40.00")?;
            browser.see_count("[data-parts=line] tbody tr", 2)?;
            browser.click("#undo")?;
            browser.read_in("[data-parts=line] tfoot", "60.00")?;
            browser.read_in("dd[data-field=amount]", "60.00")?;
            browser.quit();
        }
        Ok(())
    })
}

/// Waits until what is typed is a draft: a moment after the last key.
fn until_kept(browser: &Browser) -> Result<()> {
    browser.run(
        "return new Promise((done) => setTimeout(done, 900))",
        &Value::Null,
    )?;
    Ok(())
}

fn buy(browser: &Browser, day: &str, amount: &str, returned: bool) -> Result<()> {
    browser.click("[data-add=purchase]")?;
    set(browser, "#field-date", day)?;
    browser.fill("#field-product", "Tea")?;
    browser.fill("#field-amount", amount)?;
    if returned {
        browser.choose("#field-returned", "1")?;
    }
    browser.click("#save")?;
    browser.see("#customer-name")
}

#[test]
fn figures_rest_on_orders_and_promises() -> Result<()> {
    play("figures_of_a_customer", |stage| {
        let server = stage.server()?;
        for (language, days, last) in [
            ("en", "15 days", "Jan 31, 2020"),
            ("zh-CN", "15 天", "2020年1月31日"),
        ] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[("name", "王芳")])?;
            browser.read_in("#figure-orders", "0")?;
            browser.read_in("#figure-last", "–")?;
            browser.read_in("#figure-kept", "–")?;
            buy(&browser, "2020-01-01", "100", false)?;
            browser.read_in("#figure-orders", "1")?;
            browser.read_in("#figure-between", "–")?;
            buy(&browser, "2020-01-11", "50.5", false)?;
            buy(&browser, "2020-01-31", "20 USD", false)?;
            buy(&browser, "2020-03-01", "900", true)?;
            browser.read_in("#figure-orders", "3")?;
            browser.read_in("#figure-spent", "150.50")?;
            browser.read_in("#figure-spent", "20.00")?;
            ensure!(!browser.text("#figure-spent")?.contains("900"));
            browser.read_in("#figure-last", last)?;
            browser.read_in("#figure-between", days)?;
            browser.read_in("#figure-between", "n = 2")?;
            for (what, state) in [("A", "kept"), ("B", "broken"), ("C", "open")] {
                browser.click("[data-add=promise]")?;
                browser.fill("#field-what", what)?;
                set(&browser, "#field-by", "2020-02-01")?;
                browser.choose("#field-state", state)?;
                browser.click("#save")?;
                browser.see("#customer-name")?;
            }
            browser.read_in("#figure-open", "1")?;
            browser.read_in("#figure-kept", "50")?;
            browser.read_in("#figure-kept", "n = 2")?;
            browser.quit();
        }
        Ok(())
    })
}

#[test]
fn who_belongs_to_whom_is_seen_from_both_ends_and_never_goes_round() -> Result<()> {
    play("who_belongs_to_whom", |stage| {
        let server = stage.server()?;
        for (language, round, family) in [
            ("en", "go round in a circle", "Family"),
            ("zh-CN", "绕成一圈", "家人"),
        ] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let acme = browser.add_customer(&[("name", "Acme 有限公司")])?;
            browser.wander("/customers/new")?;
            browser.fill("#field-name", "王芳")?;
            refer(&browser, "#field-organisation", "acme", "Acme 有限公司")?;
            browser.fill("#field-position", "Buyer")?;
            browser.click("#save")?;
            browser.see("#take-survey")?;
            let wang = browser.place_id()?;
            // A relation, added from one end and seen from both.
            browser.click("[data-add=relation]")?;
            refer(&browser, "#field-to", "acme", "Acme 有限公司")?;
            browser.click("#save")?;
            browser.read_in("[data-register=relation] tbody", family)?;
            browser.click("[data-register=relation] tbody td a")?;
            browser.read_in("#customer-name", "Acme 有限公司")?;
            browser.read_in("[data-register=relation] tbody", "王芳")?;
            browser.read_in("#people", "王芳")?;
            browser.read_in("#people", "Buyer")?;
            look(&browser, "an organisation")?;
            // In itself, or in somebody who is in it.
            for (typed, name) in [("acme", "Acme 有限公司"), ("王芳", "王芳")] {
                browser.wander(&format!("/customers/{acme}/edit"))?;
                refer(&browser, "#field-organisation", typed, name)?;
                browser.click("#save")?;
                browser.see("#field-organisation[aria-invalid=true]")?;
                browser.read_in("#field-organisation-error", round)?;
            }
            browser.wander(&format!("/customers/{wang}"))?;
            browser.read_in("dd[data-field=organisation] a", "Acme 有限公司")?;
            browser.quit();
        }
        Ok(())
    })
}

/// The file that comes into a folder.
fn file_in(folder: &Path) -> Result<Value> {
    let text = until("the file on the disk", || {
        let files: Vec<_> = folder.read_dir()?.flatten().map(|e| e.path()).collect();
        let whole = files
            .iter()
            .find(|f| f.extension().is_some_and(|e| e == "json"));
        Ok(whole.map(std::fs::read_to_string).transpose()?)
    })?;
    Ok(serde_json::from_str(&text)?)
}

#[test]
fn a_customer_is_told_what_is_held_about_them() -> Result<()> {
    play("what_is_held", |stage| {
        let server = stage.server()?;
        for (language, reach, purpose) in [
            ("en", "To reach you we keep", "subject access"),
            ("zh-CN", "为了与您联系", "本人查询"),
        ] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.add_customer(&[
                ("name", "王芳"),
                ("phone", "+86 138 0013 8000"),
                ("region", "海淀"),
            ])?;
            browser.edit_customer(&[("region", "朝阳")])?;
            log(&browser, "visit")?;
            buy(&browser, "2020-01-11", "50.5", false)?;
            browser.hand_over(&survey::NPS_ID.to_string())?;
            browser.answer(1, 9)?;
            browser.click("#next")?;
            browser.fill("#q2", "honest \"people\"")?;
            browser.click("#finish")?;
            browser.click("#done")?;
            browser.click("#about")?;
            browser.read_in("#about-own", reach)?;
            browser.read_in("tr[data-held=phone]", "138 0013 8000")?;
            browser.read_in("#about-records [data-about=purchase]", "50.50")?;
            browser.see("#about-records [data-about=interaction]")?;
            browser.see("#about-surveys blockquote")?;
            browser.read_in("#about-surveys dd", "honest")?;
            look(&browser, "what is held")?;
            let folder = stage.folder(&format!("files-{language}"));
            std::fs::create_dir_all(&folder)?;
            browser.save_files_into(&folder)?;
            browser.click("#download")?;
            let file = file_in(&folder)?;
            check_file(&file, language)?;
            // The download is noted before it is given out, and shown.
            browser.read_in("#about-received", purpose)?;
            browser.wander("/records/export")?;
            browser.see_count(".record-row", 1)?;
            browser.quit();
        }
        Ok(())
    })
}

fn check_file(file: &Value, language: &str) -> Result<()> {
    let at = |path: &str| file.pointer(path).with_context(|| path.to_owned());
    ensure!(at("/format")? == "candor.subject-access");
    ensure!(at("/language")? == language);
    ensure!(at("/masked")? == false);
    let records = at("/records")?.as_array().context("no records")?;
    let registers: Vec<&str> = records
        .iter()
        .filter_map(|record| record.get("register")?.as_str())
        .collect();
    ensure!(registers.first() == Some(&"customer"), "{registers:?}");
    for register in ["purchase", "interaction"] {
        ensure!(registers.contains(&register), "{registers:?}");
    }
    let values = at("/records/0/values")?.as_array().context("no values")?;
    let region = values
        .iter()
        .find(|v| v.get("code") == Some(&json!("region")));
    let region = region.context("no region")?;
    ensure!(region.get("raw") == Some(&json!("朝阳")), "{region}");
    ensure!(
        region.pointer("/from/channel") == Some(&json!("desk")),
        "{region}"
    );
    let earlier = at("/records/0/earlier_values")?.to_string();
    ensure!(earlier.contains("海淀"), "{earlier}");
    let money = records
        .iter()
        .filter_map(|record| record.get("values")?.as_array())
        .flatten()
        .find(|value| value.get("code") == Some(&json!("amount")));
    let money = money.and_then(|value| value.get("raw"));
    let expected = json!({ "minor": 5050, "currency": "CNY" });
    ensure!(money == Some(&expected), "{money:?}");
    ensure!(at("/surveys/0/consent/text")?.as_str().is_some());
    ensure!(at("/surveys/0/answers/0/raw")? == 9);
    ensure!(at("/surveys/0/answers/1/raw")? == "honest \"people\"");
    Ok(())
}
