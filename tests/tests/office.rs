//! Workbooks and cards come in like any table, in both languages and without a network; tables go
//! out as workbooks and cards and come back as they were.

use anyhow::{Result, ensure};
use e2e::{Browser, Stage, play};
use exchange::Cell;
use serde_json::{Value, json};
use std::path::PathBuf;
use workbook::{Column, write_workbook};

macro_rules! workbook {
    ($name:literal) => {
        include_bytes!(concat!("../../crates/workbook/fixtures/", $name)).as_slice()
    };
}

/// What a phone of each kind writes: an old one and two of today; the third card is none.
const CARDS: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\n\
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=\r\n=B8=89;;;\r\n\
FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5=C8=FD\r\nTEL;CELL:+86 138 0013 8000\r\n\
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg\r\n ABAQ\r\n\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Love\r\n lace\r\nORG:Analytical Engines\r\n\
item1.TEL;type=pref:010-55501234\r\nitem1.X-ABLabel:_$!<Main>!$_\r\nEMAIL;TYPE=WORK:ada@a.cn\r\n\
BDAY:1985-04-12\r\nNOTE:a\\nb\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:9\r\nFN:x\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:4.0\r\nFN:李四\r\nTEL;VALUE=uri:tel:+86-10-12345678\r\nEND:VCARD\r\n";

#[test]
fn a_workbook_and_cards_come_in() -> Result<()> {
    play("a_workbook_and_cards_come_in", |stage| {
        let server = stage.server()?;
        for (language, error, picture, version) in [
            ("en", "such as #N/A", "1 picture", "unknown version"),
            ("zh-CN", "如 #N/A", "1 张照片", "版本不认识"),
        ] {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            browser.go("/import")?;
            let typical = file(stage, "typical.xlsx", workbook!("typical.xlsx"))?;
            browser.pick_file("#import-file", &typical)?;
            // The hidden and empty sheet is not offered.
            browser.see_count("#import-sheets [data-sheet]", 2)?;
            browser.read_in("#import-sheets", "Second & last")?;
            browser.click("#import-sheets [data-sheet='0']")?;
            browser.read_in("#import-told", error)?;
            run(&browser, 4.0)?;
            browser.go("/customers")?;
            for name in ["张三", "李四", "王五", "赵六"] {
                browser.read_in("a.customer-row", name)?;
            }
            browser.read_in("a.customer-row", "13800138001")?;

            browser.go("/import")?;
            let cards = file(stage, "contacts.vcf", CARDS.as_bytes())?;
            browser.pick_file("#import-file", &cards)?;
            for words in [picture, version] {
                browser.read_in("#import-told", words)?;
            }
            run(&browser, 3.0)?;
            browser.go("/customers")?;
            // The organisation that one of them names comes in with them.
            browser.see_count("a.customer-row", 8)?;
            for words in ["Ada Lovelace", "010-55501234", "+86 138 0013 8000"] {
                browser.read_in("a.customer-row", words)?;
            }
            browser.quit();
        }
        Ok(())
    })
}

#[test]
fn workbooks_are_read_without_a_network_and_bad_ones_get_words() -> Result<()> {
    play("workbooks_are_read_without_a_network", |stage| {
        let mut server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.see_installed()?;
        server.stop()?;
        browser.reload()?;
        browser.unlock()?;
        for (name, bytes, words) in [
            ("old.xls", workbook!("old.xls"), "in the old format"),
            (
                "encrypted.xlsx",
                workbook!("encrypted.xlsx"),
                "needs a password",
            ),
            (
                "bomb.xlsx",
                workbook!("bomb-sheet.xlsx"),
                "unpacks to an absurd size",
            ),
            ("cut.xlsx", &workbook!("typical.xlsx")[..4000], "workbook"),
            ("none.vcf", b"name,phone\nAda,138\n", "no card in this file"),
        ] {
            browser.wander("/customers")?;
            browser.wander("/import")?;
            browser.pick_file("#import-file", &file(stage, name, bytes)?)?;
            browser.read_in("#import-trouble", words)?;
        }
        let merged = file(stage, "shared.xlsx", workbook!("shared.xlsx"))?;
        browser.wander("/customers")?;
        browser.wander("/import")?;
        browser.pick_file("#import-file", &merged)?;
        browser.see("#import-run")
    })
}

#[test]
fn reading_a_large_workbook_can_be_stopped() -> Result<()> {
    play("reading_a_large_workbook_can_be_stopped", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.go("/import")?;
        let large = file(stage, "large.xlsx", &large()?)?;
        browser.pick_file("#import-file", &large)?;
        browser.click("#import-cancel")?;
        browser.see("#import-file")?;
        ensure!(!browser.has("#import-trouble p")?, "stopping is no trouble");
        let small = file(stage, "shared.xlsx", workbook!("shared.xlsx"))?;
        browser.pick_file("#import-file", &small)?;
        browser.see("#import-run")
    })
}

/// A workbook that takes seconds to read.
fn large() -> Result<Vec<u8>> {
    let columns = ["Name", "Phone", "Notes"].map(|header| Column {
        header,
        width: None,
    });
    let book = write_workbook(Vec::new(), "large", &columns, &mut |rows| {
        (0..300_000).try_for_each(|n| {
            let words = format!("note {n}");
            rows.row(&[Cell::Text("Ada"), Cell::Int(n), Cell::Text(&words)])
        })
    })?;
    Ok(book)
}

#[test]
fn tables_go_out_as_workbooks_and_cards_and_come_back() -> Result<()> {
    play("tables_go_out_as_workbooks_and_cards", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "zh-CN", "Ada")?;
        let csv = "name,phone,since,tags\r\n张三,+8613800138000,2024-03-05,\"VIP; 老客户\"\r\n\
            \"'=1+1\",0042,,\r\n";
        let told = browser.run(BACK_AND_FORTH, &json!(csv))?;
        ensure!(told["workbook"] == csv, "through a workbook: {told}");
        let cards = told["cards"].as_str().unwrap_or_default();
        ensure!(
            cards.starts_with("姓名或名称,类型,电话,成为客户日期,标签\r\n"),
            "{told}"
        );
        ensure!(
            cards.contains("张三,个人,+8613800138000,2024-03-05,"),
            "{told}"
        );
        ensure!(
            told["error"] == json!(["workbook.not_a_workbook", 0]),
            "{told}"
        );
        Ok(())
    })
}

/// A CSV text through the worker into a workbook and cards, and back.
const BACK_AND_FORTH: &str = "return (async () => {
    const url = document.querySelector('meta[name=candor-office]').content;
    const worker = new Worker(url, { type: 'module' });
    let id = 0;
    const ask = (...what) => new Promise((resolve) => {
        const own = ++id;
        worker.addEventListener('message', ({ data }) => data[0] === own && resolve(data));
        worker.postMessage([own, ...what]);
    });
    const bytes = new TextEncoder().encode(arguments[0]);
    const text = (answer) => new TextDecoder().decode(answer[1][0]);
    const book = await ask('csv_to_workbook', bytes, 'text text date text', '客户');
    const cards = await ask('csv_to_cards', bytes);
    const wrong = await ask('sheets', bytes);
    const told = {
        workbook: text(await ask('sheet_to_csv', book[1][0], 0)),
        cards: text(await ask('cards_to_csv', cards[1][0], 'zh-CN')),
        error: wrong.slice(2),
    };
    worker.terminate();
    return told;
})()";

fn file(stage: &Stage, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = stage.folder(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// Brings in what is in hand as the app suggests.
fn run(browser: &Browser, people: f64) -> Result<()> {
    browser.see("#import-run:not([disabled])")?;
    browser.click("#import-run")?;
    browser.see("#import-done")?;
    let came = browser.number("#import-done", "data-people")?;
    ensure!(came == people, "{came} came in, not {people}");
    let none: Value = browser.value("document.querySelector('#import-told p')")?;
    ensure!(none.is_null(), "what was told stays: {none}");
    Ok(())
}
