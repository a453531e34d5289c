//! Files as they should not be: each row that is not taken gets words that say what to mend.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, LANGUAGES, Stage, play};
use std::path::PathBuf;

fn write(stage: &Stage, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = stage.folder(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

fn pick(browser: &Browser, file: &PathBuf) -> Result<()> {
    browser.go("/customers")?;
    browser.go("/import")?;
    browser.pick_file("#import-file", file)
}

#[test]
fn explore() -> Result<()> {
    play("hostile_explore", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let browser = stage.browser(language)?;
            browser.begin(&server.url(), language, "Ada")?;
            let long = "x".repeat(1 << 20);
            let rows = "Name,Phone,Birthday,Number,Organisation,Email,Birth year\n\
                Ada,13800138000,1990-01-01,n1,,a@b.cn,1990\n\
                Too long,13800138001,1990-01-01,n2,,,,extra,more\n\
                Short,13800138002\n\
                Feb,13800138003,1990/2/30,n4,,,\n\
                Dot,13800138004,31.12.1990,n5,,,\n\
                Slash,13800138005,12/31/1990,n6,,,\n\
                Nian,13800138006,1990年5月6日,n7,,,\n\
                Eight,13800138007,19900506,n8,,,\n\
                Serial,13800138008,44197,n9,,,\n\
                Words,13800138009,昨天,n10,,,\n\
                Zero,13800138010,0000-00-00,n11,,,\n\
                Sci,1.38E+10,1990-01-01,n12,,,\n\
                Point,13800138011.0,1990-01-01,n13,,,\n\
                =cmd|' /C calc'!A0,13800138012,1990-01-01,n14,,,\n\
                Self,13800138013,1990-01-01,n15,Self,,\n\
                Mail,13800138014,1990-01-01,n16,,not mail,\n\
                Year,13800138015,1990-01-01,n17,,,19\n\
                ,13800138016,1990-01-01,,,,\n\
                ,,,,,a@b.cn,\n\
                Ambig,13800138017,03/04/90,n18,,,\n";
            let huge = format!("Name,Notes\nA,{long}\nB,ok\n");
            for (name, text) in [("rows.csv", rows), ("huge.csv", &huge)] {
                pick(&browser, &write(stage, name, text.as_bytes())?)?;
                std::thread::sleep(std::time::Duration::from_secs(3));
                if browser.has("#import-look:not([disabled])")? {
                    browser.click("#import-look")?;
                    browser.see("#import-looked")?;
                    for row in browser.texts("#import-wrong-rows tbody tr")? {
                        eprintln!("{name} {row}");
                    }
                } else {
                    eprintln!("{name}: {}", browser.words()?);
                }
            }
            let photo = "QUJD".repeat(60_000);
            let folded: Vec<String> = photo
                .as_bytes()
                .chunks(74)
                .map(|c| format!(" {}\r\n", String::from_utf8_lossy(c)))
                .collect();
            let card = format!(
                "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Grace\r\n  Hopper\r\nN:Hopper;Grace;;;\r\nTEL;TYPE=CELL:1380013\r\n 8099\r\nPHOTO;ENCODING=b;TYPE=JPEG:\r\n{}EMAIL:grace@example.com\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nN:;;;;\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Cut\r\n",
                folded.concat()
            );
            pick(&browser, &write(stage, "card.vcf", card.as_bytes())?)?;
            std::thread::sleep(std::time::Duration::from_secs(3));
            eprintln!("card: {}", browser.words()?);
            if browser.has("#import-look:not([disabled])")? {
                browser.click("#import-look")?;
                browser.see("#import-looked")?;
                eprintln!("card: {}", browser.words()?);
            }
            browser.quit();
        }
        Ok(())
    })
}
