//! Every format ever released opens in this version, with all that was in it; a newer one is refused
//! and left as it is. The frozen databases are in `tests/fixtures`, with the scripts that made them.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Server, Stage, origin, play};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const FORMAT_1: &str = include_str!("../fixtures/format-1.json");
const NEW_PASSPHRASE: &str = "another lantern oyster violin";

/// A frozen database and what the app of its time showed of it.
struct Frozen(Value);

impl Frozen {
    fn read() -> Result<Self> {
        Ok(Self(serde_json::from_str(FORMAT_1)?))
    }

    fn at(&self, path: &str) -> Result<&Value> {
        self.0.pointer(path).with_context(|| path.to_owned())
    }

    fn text(&self, path: &str) -> Result<&str> {
        self.at(path)?.as_str().with_context(|| path.to_owned())
    }

    fn number(&self, path: &str) -> Result<usize> {
        let number = self.at(path)?.as_u64();
        Ok(usize::try_from(number.with_context(|| path.to_owned())?)?)
    }

    fn texts(&self, path: &str) -> Result<Vec<String>> {
        list(self.at(path)?)
    }

    fn object(&self, path: &str) -> Result<&Map<String, Value>> {
        self.at(path)?.as_object().with_context(|| path.to_owned())
    }

    /// A browser with nothing but this database.
    fn thaw(&self, stage: &Stage, server: &Server, profile: &str) -> Result<Browser> {
        let browser = stage.browser(profile)?;
        origin::plain_page(&browser, &server.url())?;
        browser.speak("en")?;
        origin::make(&browser, self.at("/indexeddb")?)?;
        browser.open(&server.url())?;
        Ok(browser)
    }
}

fn list(value: &Value) -> Result<Vec<String>> {
    let all = value.as_array().context("no list")?;
    Ok(all
        .iter()
        .map(|one| one.as_str().unwrap_or_default().to_owned())
        .collect())
}

#[test]
fn format_1_opens_with_its_passphrase_and_stays_open() -> Result<()> {
    play("format_1_opens_with_its_passphrase", |stage| {
        let frozen = Frozen::read()?;
        let server = stage.server()?;
        let browser = frozen.thaw(stage, &server, "own")?;
        for visit in ["the first", "the second", "the third"] {
            browser.try_unlock(frozen.text("/passphrase")?)?;
            browser.see("#lock")?;
            let there = everything(&browser, &frozen).with_context(|| format!("{visit} visit"));
            there?;
            let kept = origin::copy(&browser)?;
            ensure!(
                kept.get("version") == Some(&2.into()),
                "not brought to version 2"
            );
            for store in ["journal", "pages"] {
                ensure!(origin::count(&kept, store) == 0, "{store} is not empty");
            }
            for store in origin::STORES_2 {
                ensure!(
                    kept.pointer(&format!("/stores/{store}")).is_some(),
                    "no {store}"
                );
            }
            browser.reload()?;
        }

        // It goes on as any vault does.
        browser.try_unlock(frozen.text("/passphrase")?)?;
        browser.see("#lock")?;
        open_profile(&browser, frozen.text("/expect/edited_customer/id")?)?;
        browser.edit_customer(&[("phone", "+86 138 0000 0007")])?;
        browser.reload()?;
        browser.try_unlock(frozen.text("/passphrase")?)?;
        browser.see("#lock")?;
        browser.read_in("dd[data-field=phone]", "+86 138 0000 0007")?;
        browser.read_in(
            "#history .history-value",
            frozen.text("/expect/edited_customer/phone")?,
        )
    })
}

#[test]
fn format_1_opens_with_its_recovery_code() -> Result<()> {
    play("format_1_opens_with_its_recovery_code", |stage| {
        let frozen = Frozen::read()?;
        let server = stage.server()?;
        let browser = frozen.thaw(stage, &server, "own")?;
        browser.see("#unlock:not([disabled])")?;
        browser.click("form .button.plain")?;
        browser.fill("#recovery", frozen.text("/recovery")?)?;
        browser.fill("#passphrase", NEW_PASSPHRASE)?;
        browser.fill("#passphrase-again", NEW_PASSPHRASE)?;
        browser.click("#recover")?;
        browser.see("#lock")?;
        everything(&browser, &frozen)?;
        browser.reload()?;
        browser.try_unlock(frozen.text("/passphrase")?)?;
        browser.read("That passphrase is not right.")?;
        browser.try_unlock(NEW_PASSPHRASE)?;
        browser.see("#lock")?;
        everything(&browser, &frozen)
    })
}

#[test]
fn a_kill_while_format_1_is_brought_up_to_date_loses_nothing() -> Result<()> {
    play("a_kill_while_format_1_is_brought_up", |stage| {
        let frozen = Frozen::read()?;
        let server = stage.server()?;
        let mut browser = frozen.thaw(stage, &server, "own")?;
        for moment in [0, 20, 50, 100, 200, 400] {
            browser.see("#unlock:not([disabled])")?;
            browser.fill("#passphrase", frozen.text("/passphrase")?)?;
            browser.click("#unlock")?;
            // Reading has begun.
            browser.see_gone("#unlock")?;
            std::thread::sleep(std::time::Duration::from_millis(moment));
            browser.crash()?;
            browser = browser.revive()?;
            browser.open(&server.url())?;
        }
        browser.try_unlock(frozen.text("/passphrase")?)?;
        browser.see("#lock")?;
        everything(&browser, &frozen)
    })
}

#[test]
fn a_newer_format_is_refused_and_left_as_it_is() -> Result<()> {
    play("a_newer_format_is_refused", |stage| {
        let frozen = Frozen::read()?;
        let server = stage.server()?;
        let mut newer = frozen.at("/indexeddb")?.clone();
        if let Some(version) = newer.get_mut("version") {
            *version = 99.into();
        }
        let browser = stage.browser("own")?;
        origin::plain_page(&browser, &server.url())?;
        origin::make(&browser, &newer)?;
        for (language, words) in [
            ("zh-CN", "这些数据由更新版本的知诚写入。"),
            ("en", "This data was written by a newer version of Candor."),
        ] {
            browser.speak(language)?;
            browser.open(&server.url())?;
            browser.read(words)?;
            browser.click("[role=alert] .button.primary")?;
            browser.read(words)?;
        }
        origin::plain_page(&browser, &server.url())?;
        ensure!(origin::copy(&browser)? == newer, "it was changed");
        Ok(())
    })
}

/// Checks all that the app of the time showed.
fn everything(browser: &Browser, frozen: &Frozen) -> Result<()> {
    ensure!(
        !browser.has(".topline[role=alert]")?,
        "something is said to be damaged"
    );
    counts(browser, frozen)?;
    let mut ids = vec![
        frozen.text("/expect/edited_customer/id")?.to_owned(),
        frozen.text("/expect/much_edited_customer/id")?.to_owned(),
    ];
    let rows = browser.customers()?;
    let mut names: Vec<&str> = rows.values().map(|line| line.name.as_str()).collect();
    names.sort_unstable();
    ensure!(names == frozen.texts("/expect/names")?, "names: {names:?}");
    let imported = rows.iter().find(|(_, line)| line.name == "李娜 03");
    ids.push(imported.context("李娜 03 is not there")?.0.clone());
    for id in &ids {
        profile(browser, frozen, id).with_context(|| format!("the profile of {id}"))?;
    }
    let gone = frozen.text("/expect/deleted_customer/id")?;
    visit(browser, &format!("/customers/{gone}"))?;
    browser.read("No such customer")?;
    drafts(browser, frozen)?;
    response(browser, frozen)
}

fn counts(browser: &Browser, frozen: &Frozen) -> Result<()> {
    visit(browser, "/")?;
    let customers = frozen.number("/expect/customers")? as f64;
    ensure!(
        browser.number("#totals a", "data-n")? == customers,
        "customers"
    );
    let responses = frozen.number("/expect/responses")? as f64;
    ensure!(
        browser.number("#totals span", "data-n")? == responses,
        "responses"
    );
    browser.go("/surveys")?;
    for line in frozen.texts("/expect/unfinished")? {
        let (name, rest) = line.split_at("Anna Müller".len());
        for words in [name, rest] {
            browser.read_in("#resume-title ~ ul li > span", words)?;
        }
    }
    for (title, answered) in frozen.object("/expect/surveys")? {
        let cards = browser.texts(".survey-card")?;
        let card = cards.iter().find(|card| card.contains(title.as_str()));
        let card = card.with_context(|| format!("no survey {title}"))?;
        let none = answered == 0;
        ensure!(
            none || card.contains(&answered.to_string()),
            "{title}: {card}"
        );
    }
    browser.go("/import")?;
    for import in frozen
        .at("/expect/imports")?
        .as_array()
        .into_iter()
        .flatten()
    {
        for words in list(import)? {
            browser.read_in(".imports li", &words)?;
        }
    }
    browser.see_count(".imports li", 1)
}

/// The details, the history and the answers of one customer.
fn profile(browser: &Browser, frozen: &Frozen, id: &str) -> Result<()> {
    open_profile(browser, id)?;
    let name = browser.text("#customer-name")?;
    let expected = frozen.object("/expect/profiles_in_english")?.get(&name);
    let expected = expected
        .and_then(Value::as_object)
        .context("an unknown name")?;
    let facts = browser.run(
        "return Object.fromEntries([...document.querySelectorAll('dd[data-field]')].map((dd) => [
            dd.dataset.field,
            dd.querySelector('.tags') ? [...dd.querySelectorAll('.tags .badge')].map((b) => b.textContent)
                : dd.querySelector('.fact > .grow').textContent]))",
        &Value::Null,
    )?;
    let facts = facts.as_object().context("no facts")?;
    for (field, value) in expected {
        match field.as_str() {
            "name" | "history" => {}
            "answered" => {
                let answered = usize::try_from(value.as_u64().unwrap_or(0))?;
                browser.see_count("#timeline [data-source=answers]", answered)?;
            }
            field => ensure!(
                facts.get(field) == Some(value),
                "{field} is {:?} and was {value}",
                facts.get(field)
            ),
        }
    }
    ensure!(
        facts.len() + 2 == expected.len(),
        "{facts:?} is more than {expected:?}"
    );

    browser.see("#history")?;
    if browser.has(".table-frame + .buttons button")? {
        // More than once where it is long: each press shows 200 more.
        for _ in 0..10 {
            if !browser.has(".table-frame + .buttons button")? {
                break;
            }
            browser.click(".table-frame + .buttons button")?;
        }
    }
    let lines = expected.get("history").and_then(Value::as_u64).unwrap_or(0);
    browser.see_count("#history tbody tr", usize::try_from(lines)?)?;
    let origins = |column: usize| -> Result<BTreeSet<String>> {
        let css = format!("#history tbody tr > :nth-child({column})");
        Ok(browser.texts(&css)?.into_iter().collect())
    };
    ensure!(
        origins(4)? == BTreeSet::from([frozen.text("/expect/member")?.to_owned()]),
        "who"
    );
    ensure!(
        origins(5)? == BTreeSet::from([frozen.text("/expect/device")?.to_owned()]),
        "where"
    );
    if id == frozen.text("/expect/edited_customer/id")? {
        let fields = browser.texts("#history tbody th")?;
        let values = browser.texts("#history .history-value")?;
        let both = fields.iter().zip(values);
        let phones = both.filter_map(|(field, value)| (field == "Phone").then_some(value));
        let mut expected = vec![frozen.text("/expect/edited_customer/phone")?.to_owned()];
        expected.extend(frozen.texts("/expect/edited_customer/older_phones")?);
        let phones: Vec<String> = phones.collect();
        ensure!(phones == expected, "phones: {phones:?}");
    }
    Ok(())
}

/// What was typed and not saved is offered again.
fn drafts(browser: &Browser, frozen: &Frozen) -> Result<()> {
    for draft in frozen.object("/expect/draft")?.values() {
        let draft = draft.as_object().context("no draft")?;
        let path = draft
            .get("path")
            .and_then(Value::as_str)
            .context("no path")?;
        visit(browser, path)?;
        let Some(answers) = draft.get("answers").and_then(Value::as_object) else {
            browser.see(".notice.warn button")?;
            for (code, text) in draft.iter().filter(|(code, _)| *code != "path") {
                let typed = browser.typed(&format!("#field-{code}"))?;
                ensure!(text == &typed, "{code} is {typed:?} and was {text}");
            }
            continue;
        };
        // It rests on the third page; the answers are on those before.
        browser.see("#pause")?;
        let mut left: Vec<(u16, i64)> = answers
            .iter()
            .filter_map(|(question, mark)| {
                let question = question.strip_prefix('q')?.parse().ok()?;
                Some((question, mark.as_i64()?))
            })
            .collect();
        left.sort_unstable();
        for page in (0..3u16).rev() {
            for (question, mark) in left.iter().filter(|(q, _)| (q - 1) / 3 == page) {
                browser.see_chosen(*question, *mark)?;
            }
            if page > 0 {
                browser.click("#previous")?;
            }
        }
        for question in [4, 7] {
            browser.click("#next")?;
            browser.see(&format!("[data-question=\"{question}\"]"))?;
        }
        browser.click("#pause")?;
        browser.see("a.resume-survey")?;
    }
    Ok(())
}

/// The answers given, their comment, and the consent they were given with.
fn response(browser: &Browser, frozen: &Frozen) -> Result<()> {
    open_profile(browser, frozen.text("/expect/edited_customer/id")?)?;
    browser.click("#timeline [data-source=answers] a")?;
    browser.see("#responses-count[data-n=\"1\"]")?;
    browser.click("#responses .response button")?;
    let comment = frozen.text("/expect/edited_customer/response/comment")?;
    browser.read_in("#response", comment)?;
    let shown = browser.texts("#response .response-answers dd")?;
    let given = frozen.object("/expect/edited_customer/response/answers")?;
    for question in 1..=13 {
        let shown = shown.get(question - 1).context("an answer is missing")?;
        match given.get(&format!("q{question}")) {
            Some(mark) => ensure!(*shown == format!("{mark} / 7"), "q{question}: {shown}"),
            None => ensure!(!shown.contains('/'), "q{question}: {shown}"),
        }
    }
    let consent = browser.text("#response-consent")?;
    ensure!(
        consent.chars().count() > 40,
        "no words of consent: {consent}"
    );
    browser.press(&['\u{e00c}'])?;
    browser.see_gone("#response")
}

fn open_profile(browser: &Browser, id: &str) -> Result<()> {
    visit(browser, &format!("/customers/{id}"))?;
    browser.see(&format!("#edit[href=\"/customers/{id}/edit\"]"))
}

/// Follows a link to an address within the app.
fn visit(browser: &Browser, path: &str) -> Result<()> {
    browser.run(
        "const link = document.createElement('a'); link.href = arguments[0];
         document.body.append(link); link.click(); link.remove()",
        &path.into(),
    )?;
    Ok(())
}
