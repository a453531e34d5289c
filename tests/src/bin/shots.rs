//! Takes a picture of every screen, in both languages, light and dark, on three sizes of screen:
//! `shots FOLDER` writes `NN-screen-LANGUAGE-THEME-WIDTHxHEIGHT.png`.

use anyhow::{Context, Result};
use e2e::{Browser, LANGUAGES, Look, Stage, Theme, csv, play};
use serde_json::Value;
use std::path::PathBuf;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).context("shots needs a folder")?;
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    play("shots", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let shots = Shots {
                folder: folder.clone(),
                language,
            };
            shots.own_vault(stage, &server.url())?;
            shots.trial(stage, &server.url())?;
        }
        Ok(())
    })
}

struct Shots {
    folder: PathBuf,
    language: &'static str,
}

impl Shots {
    /// Pictures of what is on screen once `css` is.
    fn take(&self, browser: &Browser, name: &str, css: &str) -> Result<()> {
        browser.see(css).with_context(|| name.to_owned())?;
        browser.see_gone(".toast")?;
        let language = self.language.split('-').next().unwrap_or_default();
        for theme in Theme::ALL {
            browser.prefer(theme)?;
            for look in Look::ALL {
                browser.resize(look)?;
                // Two frames: one to lay out, one to draw what follows from the new size.
                browser.run(
                    "return new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))",
                    &Value::Null,
                )?;
                let Look { width, height } = look;
                let file = format!("{name}-{language}-{}-{width}x{height}.png", theme.name());
                std::fs::write(self.folder.join(file), browser.screenshot()?)?;
            }
        }
        browser.prefer(Theme::Light)?;
        let [laptop, ..] = Look::ALL;
        browser.resize(laptop)
    }

    fn own_vault(&self, stage: &Stage, url: &str) -> Result<()> {
        let browser = stage.browser(&format!("own-{}", self.language))?;
        browser.open(url)?;
        browser.choose_language(self.language)?;
        self.take(&browser, "01-begin", "#start")?;
        browser.click("#start")?;
        self.take(&browser, "02-passphrase", "#create")?;
        browser.fill("#passphrase", e2e::flows::PASSPHRASE)?;
        browser.fill("#passphrase-again", e2e::flows::PASSPHRASE)?;
        browser.fill("#member", "Ada")?;
        browser.click("#create")?;
        self.take(&browser, "03-recovery", "#recovery-code")?;
        browser.click("#recovery-kept")?;
        browser.click("#enter")?;
        browser.see("#lock")?;
        self.take(
            &browser,
            "04-overview-empty",
            "#content .empty, #content h1",
        )?;
        browser.go("/customers")?;
        self.take(&browser, "05-customers-empty", "#new-customer")?;
        browser.click("#new-customer")?;
        self.take(&browser, "06-customer-form", "#save")?;
        let zh = self.language == "zh-CN";
        let name = if zh { "沈知夏" } else { "Harper Lindqvist" };
        let customer = browser.add_customer(&[
            ("name", name),
            ("phone", "+86 10 5550 0142"),
            ("email", "customer@example.com"),
            (
                "notes",
                if zh {
                    "每周二下午在店。"
                } else {
                    "In the shop on Tuesday afternoons."
                },
            ),
        ])?;
        self.take(&browser, "07-profile-new", "#history")?;
        browser.wander(&format!("/surveys/start/{customer}"))?;
        browser.click(&format!("[data-form=\"{}\"]", survey::ETHICS_ID))?;
        self.take(&browser, "08-survey-start", "#consent-given")?;
        browser.click("#consent-given")?;
        browser.click("#hand-over")?;
        browser.see("#next")?;
        for question in 1..=2 {
            browser.answer(question, 6)?;
        }
        self.take(&browser, "09-survey-page", "#next")?;
        for _ in 0..4 {
            browser.click("#next")?;
        }
        browser.answer(13, 6)?;
        self.take(&browser, "10-survey-last", "#finish")?;
        browser.click("#finish")?;
        self.take(&browser, "11-thanks", "#thanks")?;
        browser.click("#done")?;
        self.import(stage, &browser)?;
        browser.go("/settings")?;
        self.take(&browser, "16-settings", "#join")?;
        browser.go("/surveys")?;
        self.take(&browser, "17-surveys", "#available-title")?;
        browser.click("#lock")?;
        self.take(&browser, "18-unlock", "#unlock")
    }

    fn import(&self, stage: &Stage, browser: &Browser) -> Result<()> {
        let file = stage.folder("passengers.csv");
        std::fs::write(&file, csv::survey(2000, csv::Width::Narrow).text)?;
        browser.go("/import")?;
        self.take(browser, "12-import", "label:has(#import-file)")?;
        browser.pick_file("#import-file", &file)?;
        self.take(browser, "13-import-columns", "#import-run:not([disabled])")?;
        browser.click("#import-run")?;
        self.take(browser, "14-import-done", "#import-done")?;
        browser.click("#import-drivers")?;
        self.take(browser, "15-import-drivers", "#drivers-table")
    }

    fn trial(&self, stage: &Stage, url: &str) -> Result<()> {
        let mut browser = stage.browser(&format!("trial-{}", self.language))?;
        browser.begin_trial(url, self.language)?;
        self.take(&browser, "20-overview", "#figure-nps")?;
        browser.click("#to-drivers")?;
        self.take(&browser, "21-drivers", "#drivers-table")?;
        browser.wander(&format!("/responses/{}", survey::ETHICS_ID))?;
        self.take(&browser, "22-responses", "#responses-count")?;
        browser.go("/customers")?;
        self.take(&browser, "23-customers", "a.customer-row")?;
        browser.click("a.customer-row")?;
        self.take(&browser, "24-profile", "#history tbody tr")
    }
}
