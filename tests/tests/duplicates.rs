//! Customers who are in twice: named at entry, found across the base, merged field by field with
//! all that is theirs, taken back at once and later, and told apart for good.

use anyhow::{Result, ensure};
use e2e::{Browser, Theme, axe, keys, play, until};

/// Words of the screens in one language.
struct Words {
    language: &'static str,
    mobile: &'static str,
    sounds: &'static str,
    purchases: &'static str,
    interactions: &'static str,
    surveys: &'static str,
    merged: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        language: "en",
        mobile: "same mobile",
        sounds: "name sounds the same",
        purchases: "2 purchases",
        interactions: "1 interaction",
        surveys: "1 survey answered",
        merged: "This customer was merged",
    },
    Words {
        language: "zh-CN",
        mobile: "手机号相同",
        sounds: "姓名读音相同",
        purchases: "2 条购买",
        interactions: "1 条往来",
        surveys: "1 份填过的问卷",
        merged: "此客户已合并",
    },
];

#[test]
fn two_who_are_one_are_merged_and_parted() -> Result<()> {
    play("two_who_are_one", |stage| {
        let server = stage.server()?;
        let axe = axe::source()?;
        for words in WORDS {
            let browser = stage.browser(words.language)?;
            browser.begin(&server.url(), words.language, "Ada")?;
            let first = browser.add_customer(&[
                ("name", "张伟"),
                ("phone", "+86 138 0013 8000"),
                ("region", "北京"),
                ("email", "zw@mail.example"),
            ])?;
            at_entry(&browser, &words, &first, axe.as_deref())?;
            let second = browser.place_id()?;
            belongings(&browser, &second)?;
            across_the_base(&browser, &words, axe.as_deref())?;
            merge(&browser, &words, (&first, &second), axe.as_deref())?;
            back_at_once(&browser, &first)?;
            back_later(&browser, &words, (&first, &second), axe.as_deref())?;
            apart(&browser)?;
            browser.quit();
        }
        Ok(())
    })
}

fn look(browser: &Browser, axe: Option<&str>, screen: &str) -> Result<()> {
    let Some(axe) = axe else {
        return Ok(());
    };
    for theme in Theme::ALL {
        browser.prefer(theme)?;
        let barriers = axe::barriers(browser, axe)?;
        ensure!(barriers.is_empty(), "{screen}: {}", barriers.join("\n"));
    }
    browser.prefer(Theme::Light)
}

/// Somebody is typed who is there already: said while typing, in the way of nothing.
fn at_entry(browser: &Browser, words: &Words, first: &str, axe: Option<&str>) -> Result<()> {
    browser.go("/customers")?;
    browser.click("#new-customer")?;
    browser.fill("#field-name", "Zhang Wei")?;
    let top = "document.querySelector('#field-wechat').getBoundingClientRect().top";
    let before = browser.value(top)?;
    browser.read_in("#similar", words.sounds)?;
    ensure!(browser.value(top)? == before, "the inputs moved");
    browser.fill("#field-phone", "13800138000")?;
    browser.read_in("#similar", words.mobile)?;
    browser.read_in("#similar", "张伟")?;
    look(browser, axe, "similar")?;
    // Looking at who is there loses nothing.
    browser.click("#similar a")?;
    browser.read_in("#customer-name", "张伟")?;
    until("the address of who is there", || {
        Ok((browser.place_id()? == first).then_some(()))
    })?;
    browser.go("/customers")?;
    browser.click("#new-customer")?;
    until("the draft", || {
        Ok((browser.typed("#field-name")? == "Zhang Wei").then_some(()))
    })?;
    browser.fill("#field-region", "Shanghai")?;
    // Somebody else is not named.
    browser.see("#similar a")?;
    browser.click("#save")?;
    browser.read_in("#customer-name", "Zhang Wei")
}

/// Two purchases, an interaction and a survey of the customer on screen.
fn belongings(browser: &Browser, customer: &str) -> Result<()> {
    for product in ["Green tea", "Black tea"] {
        browser.wander(&format!("/records/purchase/new/{customer}"))?;
        browser.fill("#field-product", product)?;
        browser.click("#save")?;
        browser.read_in("#customer-name", "Zhang Wei")?;
    }
    browser.wander(&format!("/records/interaction/new/{customer}"))?;
    browser.fill("#field-said", "Asked about delivery")?;
    browser.click("#save")?;
    browser.read_in("#customer-name", "Zhang Wei")?;
    browser.hand_over(&survey::NPS_ID.to_string())?;
    browser.answer(1, 9)?;
    browser.click("#next")?;
    browser.click("#finish")?;
    browser.click("#done")?;
    browser.read_in("#customer-name", "Zhang Wei")
}

fn across_the_base(browser: &Browser, words: &Words, axe: Option<&str>) -> Result<()> {
    // Two more who share a number and have other names are no pair; two Lees with one address are.
    browser.add_customer(&[("name", "Harper Lee"), ("email", "h.lee+a@mail.example")])?;
    browser.add_customer(&[("name", "Lee, Harper"), ("email", "h.lee@mail.example")])?;
    browser.go("/customers")?;
    browser.click("#duplicates")?;
    browser.see_count(".pair", 2)?;
    browser.read_in("#pair-count", "2")?;
    let pair = ".pair:has([data-differs])";
    browser.read_in(pair, words.mobile)?;
    browser.read_in(pair, words.sounds)?;
    browser.see(".score-full[width]")?;
    look(browser, axe, "pairs")
}

/// The pair that has this name.
fn press_merge(browser: &Browser, name: &str) -> Result<()> {
    browser.run(
        "const pair = [...document.querySelectorAll('.pair')].find((p) => p.innerText.includes(arguments[0]));
         pair.querySelector('[data-merge]').focus()",
        &name.into(),
    )?;
    browser.press(&[keys::ENTER])?;
    browser.see("#merge[open] #merge-go")
}

fn merge(
    browser: &Browser,
    words: &Words,
    (first, second): (&str, &str),
    axe: Option<&str>,
) -> Result<()> {
    press_merge(browser, "张伟")?;
    // The second has more: it is kept unless somebody says otherwise.
    ensure!(
        browser.has("#merge input[name=kept][value=b]:checked")?,
        "the fuller one is not kept"
    );
    browser.click("#merge label:has(input[name=kept][value=a])")?;
    for follows in [words.purchases, words.interactions, words.surveys] {
        browser.read_in("#follows", follows)?;
    }
    browser.read_in("#merge-result", "张伟")?;
    browser.read_in("#merge-result [data-result=region]", "北京")?;
    browser.click("#merge label:has(input[name=value-region][value=b])")?;
    browser.read_in("#merge-result [data-result=region]", "Shanghai")?;
    browser.read_in("#merge-result [data-result=email]", "zw@mail.example")?;
    look(browser, axe, "merge")?;
    browser.click("#merge-go")?;
    browser.see_count(".pair", 1)?;
    merged(browser, words, first, second)
}

/// What is seen of a merge that stands.
fn merged(browser: &Browser, words: &Words, first: &str, second: &str) -> Result<()> {
    browser.wander(&format!("/customers/{second}"))?;
    browser.read_in("#merged-away", words.merged)?;
    let href = browser.attribute("#merged-away a.button", "href")?;
    ensure!(href.ends_with(first), "it leads to {href}");
    browser.click("#merged-away a.button")?;
    browser.read_in("#customer-name", "张伟")?;
    browser.read_in("dd[data-field=region]", "Shanghai")?;
    for what in ["Green tea", "Black tea", "Asked about delivery"] {
        browser.read_in("#content", what)?;
    }
    browser.see_count("#timeline [data-source=answers]", 1)?;
    browser.read_in("#merged-here", "Zhang Wei")?;
    browser.go("/customers")?;
    browser.see_count("a.customer-row", 3)
}

/// What is seen when nothing is merged.
fn parted(browser: &Browser, first: &str) -> Result<()> {
    browser.go("/customers")?;
    browser.see_count("a.customer-row", 4)?;
    browser.open_customer(first)?;
    browser.read_in("dd[data-field=region]", "北京")?;
    browser.see_gone("#timeline [data-source=answers]")?;
    ensure!(!browser.page()?.contains("Green tea"), "an order stayed");
    browser.see_gone("#merged-here")
}

fn back_at_once(browser: &Browser, first: &str) -> Result<()> {
    browser.leave_focus()?;
    browser.press_with(&[keys::CONTROL], 'z')?;
    parted(browser, first)
}

fn back_later(
    browser: &Browser,
    words: &Words,
    (first, second): (&str, &str),
    axe: Option<&str>,
) -> Result<()> {
    browser.wander("/duplicates")?;
    browser.see_count(".pair", 2)?;
    press_merge(browser, "张伟")?;
    browser.click("#merge label:has(input[name=kept][value=a])")?;
    browser.click("#merge label:has(input[name=value-region][value=b])")?;
    browser.click("#merge-go")?;
    browser.see_count(".pair", 1)?;
    merged(browser, words, first, second)?;
    browser.reload()?;
    browser.unlock()?;
    merged(browser, words, first, second)?;
    // What comes after the merge stays with who was kept.
    browser.open_customer(first)?;
    browser.edit_customer(&[("notes", "since then")])?;
    browser.wander("/duplicates")?;
    browser.click("#tab-merged")?;
    browser.read_in(".merged-row", "Zhang Wei")?;
    look(browser, axe, "merged")?;
    browser.click(".merged-row [data-undo]")?;
    browser.see_gone(".merged-row")?;
    parted(browser, first)?;
    browser.read_in("dd[data-field=notes]", "since then")?;
    browser.open_customer(second)?;
    browser.read_in("dd[data-field=region]", "Shanghai")?;
    browser.see_count("#timeline [data-source=answers]", 1)?;
    for what in ["Green tea", "Black tea", "Asked about delivery"] {
        browser.read_in("#content", what)?;
    }
    Ok(())
}

fn apart(browser: &Browser) -> Result<()> {
    browser.wander("/duplicates")?;
    browser.see_count(".pair", 2)?;
    browser.run(
        "document.querySelector('.pair [data-merge]').focus()",
        &serde_json::Value::Null,
    )?;
    browser.press(&[keys::DOWN])?;
    let here = "document.activeElement.closest('li').getAttribute('aria-posinset')";
    ensure!(browser.value(here)? == "2", "the arrows do not walk");
    browser.press(&['n'])?;
    browser.see_count(".pair", 1)?;
    until("the focus on what is left", || {
        let there = "document.activeElement.matches('.pair button')";
        Ok((browser.value(there)? == true).then_some(()))
    })?;
    browser.reload()?;
    browser.unlock()?;
    browser.wander("/duplicates")?;
    browser.see_count(".pair", 1)?;
    browser.click("[data-apart]")?;
    browser.see_gone(".pair")?;
    browser.see(".pairs .empty")
}

#[test]
fn what_another_device_wrote_meanwhile_follows() -> Result<()> {
    play("what_another_device_wrote_meanwhile", |stage| {
        let mut server = stage.server()?;
        let (one, two) = (stage.browser("one")?, stage.browser("two")?);
        one.begin(&server.url(), "en", "A")?;
        two.begin(&server.url(), "en", "B")?;
        let kept = one.add_customer(&[("name", "Ana Silva"), ("phone", "13800138000")])?;
        let gone = one.add_customer(&[("name", "Ana Silva"), ("phone", "13800138000")])?;
        one.join(server.code())?;
        two.join(server.code())?;
        two.go("/customers")?;
        two.see_count("a.customer-row", 2)?;
        // Both are away; the second device logs an order for one of them, and the first merges.
        server.stop()?;
        two.wander(&format!("/records/purchase/new/{gone}"))?;
        two.fill("#field-product", "Green tea")?;
        two.click("#save")?;
        two.read_in("#customer-name", "Ana Silva")?;
        one.wander("/duplicates")?;
        press_merge(&one, "Ana Silva")?;
        one.click("#merge label:has(input[name=kept][value=a])")?;
        one.click("#merge-go")?;
        one.see_gone(".pair")?;
        server.resume()?;
        for device in [&one, &two] {
            device.go("/customers")?;
            device.see_count("a.customer-row", 1)?;
            device.wander(&format!("/customers/{kept}"))?;
            device.read_in("#content", "Green tea")?;
        }
        Ok(())
    })
}
