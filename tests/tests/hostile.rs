//! A file as it should not be: each row that is not taken gets words that say what to mend, and the
//! others come in.

use anyhow::{Result, ensure};
use e2e::{Browser, LANGUAGES, Stage, play};
use std::path::PathBuf;

const HEAD: &str = "Name,Phone,Birthday,Number,Organisation,Email,Birth year\n";

/// A row; what it is called in Chinese and in English when it is not taken.
const ROWS: [(&str, Option<[&str; 2]>); 19] = [
    ("Ada,13800138000,1990-01-01,n1,,a@b.cn,1990", None),
    (
        "Long,13800138001,1990-01-01,n2,,,,extra,more",
        Some(["有 9 格，应为 7 格", "9 cells instead of 7"]),
    ),
    (
        "Short,13800138002",
        Some(["有 2 格，应为 7 格", "2 cells instead of 7"]),
    ),
    // Five ways to write a day, and days that there never were.
    ("Slashes,13800138003,1990/2/28,n3,,,", None),
    ("Dots,13800138004,31.12.1990,n4,,,", None),
    ("Month first,13800138005,12/31/1990,n5,,,", None),
    ("Characters,13800138006,1990年5月6日,n6,,,", None),
    ("Together,13800138007,19900506,n7,,,", None),
    (
        "February,13800138008,1990/2/30,n8,,,",
        Some(["没有这一天", "There is no such day"]),
    ),
    (
        "Zeros,13800138009,0000-00-00,n9,,,",
        Some(["没有这一天", "There is no such day"]),
    ),
    (
        "Words,13800138010,昨天,n10,,,",
        Some(["不是日期", "Not a date"]),
    ),
    (
        "Two digits,13800138011,03/04/90,n11,,,",
        Some(["年份只有两位", "The year has two digits"]),
    ),
    (
        "Spreadsheet,1.38E+10,1990-01-01,n12,,,",
        Some(["科学计数", "scientific notation"]),
    ),
    ("=cmd|' /C calc'!A0,13800138013,1990-01-01,n13,,,", None),
    (
        "Itself,13800138014,1990-01-01,n14,Itself,,",
        Some(["自己属于自己", "belong to itself"]),
    ),
    (
        "Mail,13800138015,1990-01-01,n15,,not mail,",
        Some(["不像电子邮箱", "does not look like an e-mail"]),
    ),
    (
        "Year,13800138016,1990-01-01,n16,,,19",
        Some(["1900 至 2100", "from 1900 to 2100"]),
    ),
    (
        ",13800138017,1990-01-01,,,,",
        Some(["请填写此项", "Please fill this in"]),
    ),
    ("Plain,13800138018,,n18,,,", None),
];

fn pick(stage: &Stage, browser: &Browser, name: &str, text: &str) -> Result<()> {
    let path: PathBuf = stage.folder(name);
    std::fs::write(&path, text)?;
    browser.go("/customers")?;
    browser.go("/import")?;
    browser.pick_file("#import-file", &path)?;
    browser.see("#import-look:not([disabled])")?;
    browser.click("#import-look")?;
    browser.see("#import-looked")
}

#[test]
fn each_row_that_is_not_taken_says_what_to_mend() -> Result<()> {
    play("each_row_that_is_not_taken", |stage| {
        let server = stage.server()?;
        for (at, language) in LANGUAGES.into_iter().enumerate() {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let rows = ROWS.map(|(row, _)| format!("{row}\n")).concat();
            pick(stage, &browser, "rows.csv", &format!("{HEAD}{rows}"))?;
            let said = browser.texts("#import-wrong-rows tbody tr")?;
            let mut told = said.iter();
            for (line, (row, wrong)) in (2..).zip(ROWS) {
                let Some(wrong) = wrong.map(|both| both[at]) else {
                    continue;
                };
                let said = told.next().map_or("", String::as_str);
                let line = format!("{line}\t");
                ensure!(
                    said.starts_with(&line) && said.contains(wrong),
                    "{row}: {said}"
                );
            }
            ensure!(told.next().is_none(), "{said:?}");
            let good = ROWS.iter().filter(|(_, wrong)| wrong.is_none()).count();
            browser.click("#import-run")?;
            browser.see(&format!("#import-done[data-people=\"{good}\"]"))?;

            // A cell of a megabyte is one row's trouble.
            let huge = format!("Name,Notes\nA,{}\nB,ok\n", "x".repeat(1 << 20));
            pick(stage, &browser, "huge.csv", &huge)?;
            browser.see("#import-looked[data-made=\"1\"][data-refused=\"1\"]")?;
            browser.read_in("#import-wrong-rows tbody", "20,000")?;

            // Cards: one with a picture and folded lines, one of nobody, one cut off.
            let photo = "QUJD".repeat(60_000);
            let folded = photo.as_bytes().chunks(74);
            let folded: String = folded
                .map(|line| format!(" {}\r\n", String::from_utf8_lossy(line)))
                .collect();
            let cards = format!(
                "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Grace\r\n  Hopper\r\nTEL;TYPE=CELL:1380013\r\n 8099\r\n\
                 PHOTO;ENCODING=b;TYPE=JPEG:\r\n{folded}END:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nN:;;;;\r\n\
                 END:VCARD\r\nBEGIN:VCARD\r\nFN:Cut\r\n"
            );
            pick(stage, &browser, "cards.vcf", &cards)?;
            browser.see("#import-looked[data-made=\"1\"]")?;
            browser.click("#import-back")?;
            let words = [
                ["照片不会导入", "picture in the cards is left out"],
                ["名片上没有姓名", "The card names nobody"],
                ["名片没有结尾", "The card does not end"],
            ];
            for both in words {
                browser.read(both[at])?;
            }
            browser.click("#import-look")?;
            browser.see("#import-run:not([disabled])")?;
            browser.click("#import-run")?;
            browser.see("#import-done[data-people=\"1\"]")?;
            browser.go("/customers")?;
            browser.read_in("#content", "Grace Hopper")?;
            browser.quit();
        }
        Ok(())
    })
}
