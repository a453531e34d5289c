//! Takes a picture of every screen, in both languages, light and dark, on three sizes of screen:
//! `shots FOLDER [PART …]` writes `NN-screen-LANGUAGE-THEME-WIDTHxHEIGHT.png`. The parts are `own`,
//! `safety` and `trial`; without one, all of them.

use anyhow::{Context, Result};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, LANGUAGES, Look, Stage, Theme, csv, keys, play};
use serde_json::Value;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("shots needs a folder")?;
    let folder = PathBuf::from(folder);
    let parts: Vec<String> = arguments.collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|one| one == part);
    std::fs::create_dir_all(&folder)?;
    play("shots", |stage| {
        let server = stage.server()?;
        for language in LANGUAGES {
            let shots = Shots {
                folder: folder.clone(),
                language,
            };
            if wanted("own") {
                shots.own_vault(stage, &server.url())?;
            }
            if wanted("safety") {
                // Passkeys belong to names, not to addresses.
                let url = format!("http://localhost:{}", server.port());
                shots.safety(stage, &url)?;
                shots.restore(stage, &url)?;
            }
            if wanted("trial") {
                shots.trial(stage, &server.url())?;
            }
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
                browser.run(
                    "document.querySelector(arguments[0])?.scrollIntoView({ block: 'nearest' })",
                    &css.into(),
                )?;
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
        self.registers(&browser, &customer)?;
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

    /// Keys, backups and the check of what rests.
    fn safety(&self, stage: &Stage, url: &str) -> Result<()> {
        let browser = stage.browser(&format!("safety-{}", self.language))?;
        browser.begin(url, self.language, "Ada")?;
        browser.plug_in_authenticator()?;
        let zh = self.language == "zh-CN";
        let name = if zh { "沈知夏" } else { "Harper Lindqvist" };
        browser.add_customer(&[("name", name)])?;
        browser.go("/settings")?;
        browser.click("#open-passphrase")?;
        browser.fill("#old-passphrase", "not the passphrase")?;
        browser.fill("#passphrase", "walnut")?;
        browser.fill("#passphrase-again", "cellar")?;
        browser.click("#change-passphrase")?;
        self.take(&browser, "30-passphrase-dialogue", "#change-passphrase")?;
        browser.press(&[keys::ESCAPE])?;
        browser.click("#new-recovery")?;
        self.take(&browser, "31-recovery-dialogue", "#confirm-make")?;
        browser.press(&[keys::ESCAPE])?;
        browser.ask_for_code("#new-recovery")?;
        self.take(&browser, "32-recovery-code", "#recovery-done")?;
        browser.keep_code()?;
        browser.click("#change-keys")?;
        self.take(&browser, "33-keys-dialogue", "#confirm-make")?;
        browser.press(&[keys::ESCAPE])?;
        browser.click("#add-passkey")?;
        browser.fill("#confirm-passphrase", PASSPHRASE)?;
        self.take(&browser, "34-passkey-dialogue", "#make-passkey")?;
        browser.click("#make-passkey")?;
        self.take(&browser, "35-passkeys", "#passkeys li")?;
        browser.click("#passkeys li button.danger")?;
        self.take(&browser, "36-passkey-leaves", "#remove-passkey")?;
        browser.press(&[keys::ESCAPE])?;
        let file = browser.make_backup(&self.files(stage))?;
        self.take(&browser, "37-backup-made", "#backup")?;
        browser.look_through_backup(&file, "not the passphrase")?;
        self.take(&browser, "38-backup-refused", "#backup .notice.bad")?;
        browser.look_through_backup(&file, PASSPHRASE)?;
        self.take(&browser, "39-backup-looked-through", "#restore-backup")?;
        browser.click("#restore-backup")?;
        self.take(&browser, "40-backup-restored", "#backup-result .notice")?;
        browser.click("#check-everything")?;
        self.take(&browser, "41-storage-checked", "#check-result .notice")?;
        browser.lock()?;
        self.take(&browser, "42-unlock-passkey", "#unlock-passkey")?;
        browser.try_unlock("not the passphrase")?;
        self.take(&browser, "43-unlock-wrong", "#passphrase-error .error")?;
        browser.click("form .buttons button.plain")?;
        self.take(&browser, "44-recover", "#recover")
    }

    /// A backup on a device that has nothing yet.
    fn restore(&self, stage: &Stage, url: &str) -> Result<()> {
        let files = self.files(stage).read_dir()?.flatten().next();
        let file = files.context("there is no backup")?.path();
        let browser = stage.browser(&format!("restore-{}", self.language))?;
        browser.open(url)?;
        browser.choose_language(self.language)?;
        browser.click("#begin-restore")?;
        self.take(&browser, "45-door-restore", "#check-backup")?;
        browser.look_through_backup(&file, PASSPHRASE)?;
        self.take(&browser, "46-door-looked-through", "#restore-backup")?;
        browser.click("#restore-backup")?;
        self.take(&browser, "47-door-restored", "#backup-result")
    }

    fn files(&self, stage: &Stage) -> PathBuf {
        stage.folder(&format!("files-{}", self.language))
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

    /// What is due, registers, and the box that finds everything.
    fn registers(&self, browser: &Browser, customer: &str) -> Result<()> {
        browser.wander(&format!("/customers/{customer}"))?;
        for (register, field, text, day, date) in [
            (
                "promise",
                "what",
                "Send the contract 寄合同",
                "by",
                "2020-01-31",
            ),
            (
                "task",
                "what",
                "Bring the samples 带样品",
                "due",
                "2020-02-01",
            ),
        ] {
            browser.click(&format!("[data-add={register}]"))?;
            browser.fill(&format!("#field-{field}"), text)?;
            browser.run(
                "const input = document.querySelector(arguments[0][0]); input.value = arguments[0][1];
                 input.dispatchEvent(new Event('input', { bubbles: true }))",
                &serde_json::json!([format!("#field-{day}"), date]),
            )?;
            self.take(browser, &format!("50-new-{register}"), "#save")?;
            browser.click("#save")?;
            browser.see(&format!("#timeline [data-register={register}]"))?;
        }
        self.take(browser, "51-profile-with-what-belongs-to-it", "#history")?;
        browser.go("/today")?;
        self.take(browser, "52-today", "#overdue")?;
        browser.wander("/records/promise")?;
        self.take(browser, "53-records", ".record-row")?;
        browser.click(".record-row")?;
        self.take(browser, "54-record", "#record-name")
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
