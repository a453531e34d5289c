//! Several people on one device: each gets in as themselves, and what they do is theirs.

use anyhow::{Context, Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, LANGUAGES, Theme, axe, dump, origin, play};
use serde_json::Value;

const GRACE: &str = "gravel 灯塔 mitten compass";
const GRACE_LATER: &str = "walnut 风筝 cellar trumpet";
const LINUS: &str = "pelican 竹篮 anvil thimble";
const ADA_LATER: &str = "copper 邮票 meadow saddle";
const FORMAT_1: &str = include_str!("../fixtures/format-1.json");

#[test]
fn everybody_gets_in_as_themselves() -> Result<()> {
    for language in LANGUAGES {
        let name = format!("everybody_gets_in_as_themselves_{language}");
        play(&name, |stage| {
            let server = stage.server()?;
            let browser = stage.browser("own")?;
            let recovery = browser.begin(&server.url(), language, "Ada Marrowfield")?;
            let mut eyes = Eyes::new()?;
            see_at_work(&browser, "Ada Marrowfield", "administrator")?;
            the_owner_adds_two(&browser, &mut eyes)?;
            let customer = browser.add_customer(&[("name", "Wilhelmina")])?;
            ensure!(browser.has("#undo")?, "nothing to undo");

            // An agent: their changes are theirs, the owner's controls are not.
            browser.work_as(GRACE)?;
            see_at_work(&browser, "Grace", "agent")?;
            ensure!(!browser.has("#undo")?, "another's action is offered");
            browser.open_customer(&customer)?;
            browser.edit_customer(&[("region", "Harbour")])?;
            browser.read_in("#history", "Grace")?;
            browser.read_in("#history", "Ada Marrowfield")?;
            only_their_own(&browser, &mut eyes)?;
            nor_by_another_door(&browser)?;
            a_draft_stays_theirs(&browser, &customer)?;

            // Their own passphrase; everybody else's stays.
            change_passphrase(&browser, GRACE, LINUS)?;
            browser.see("#passphrase-sheet .error")?;
            browser.reload()?;
            browser.try_unlock(GRACE)?;
            see_at_work(&browser, "Grace", "agent")?;
            change_passphrase(&browser, GRACE, GRACE_LATER)?;
            browser.see_gone("#passphrase-sheet")?;
            browser.lock()?;
            browser.try_unlock(GRACE)?;
            browser.see("#passphrase-error .error")?;
            browser.try_unlock(GRACE_LATER)?;
            see_at_work(&browser, "Grace", "agent")?;

            browser.work_as(LINUS)?;
            see_at_work(&browser, "Linus", "privacy_officer")?;
            let linus = rename_oneself(&browser, "Linus Quill")?;
            see_at_work(&browser, "Linus Quill", "privacy_officer")?;

            // The owner's new passphrase leaves theirs; another role is theirs at once.
            browser.work_as(PASSPHRASE)?;
            browser.wander(&format!("/records/member/{linus}"))?;
            browser.read_in("#history", "Linus Quill")?;
            change_passphrase(&browser, PASSPHRASE, ADA_LATER)?;
            browser.see_gone("#passphrase-sheet")?;
            another_role(&browser, &mut eyes)?;
            browser.work_as(GRACE_LATER)?;
            see_at_work(&browser, "Grace", "manager")?;
            browser.work_as(ADA_LATER)?;
            gone_is_gone(&browser, &mut eyes, &recovery)?;
            dump::nothing_readable(
                &browser,
                &[
                    "Foxglove",
                    "Quill",
                    "Marrowfield",
                    "Wilhelmina",
                    GRACE,
                    GRACE_LATER,
                    LINUS,
                    ADA_LATER,
                ],
            )?;
            eyes.rest()
        })?;
    }
    Ok(())
}

fn the_owner_adds_two(browser: &Browser, eyes: &mut Eyes) -> Result<()> {
    browser.go("/settings")?;
    browser.see_count(".people li", 1)?;
    browser.click("#add-person")?;
    browser.see("#save-person")?;
    eyes.look(browser, "a new person")?;
    // Nobody can be let in by a passphrase that is somebody's, nor without one's own.
    fill_person(browser, "Grace Foxglove", "agent", PASSPHRASE, PASSPHRASE)?;
    browser.see("#confirm-passphrase-error .error")?;
    fill_person(
        browser,
        "Grace Foxglove",
        "agent",
        GRACE,
        "not the passphrase",
    )?;
    browser.see("#confirm-passphrase-error .error")?;
    fill_person(browser, "", "agent", GRACE, PASSPHRASE)?;
    browser.see("#person-name-error .error")?;
    fill_person(browser, "Grace Foxglove", "agent", GRACE, PASSPHRASE)?;
    browser.see_gone("#add-person-sheet[open]")?;
    browser.see_count(".people li", 2)?;
    browser.click("#add-person")?;
    fill_person(browser, "Linus", "privacy_officer", LINUS, PASSPHRASE)?;
    browser.see_gone("#add-person-sheet[open]")?;
    browser.see_count(".people li", 3)?;
    browser.see_count(".people li [data-deed=remove]", 2)?;
    eyes.look(browser, "everybody")
}

fn fill_person(
    browser: &Browser,
    name: &str,
    role: &str,
    passphrase: &str,
    own: &str,
) -> Result<()> {
    browser.see("#save-person:not([disabled])")?;
    browser.fill("#person-name", name)?;
    browser.choose("#person-role", role)?;
    browser.fill("#passphrase", passphrase)?;
    browser.fill("#passphrase-again", passphrase)?;
    browser.fill("#confirm-passphrase", own)?;
    browser.click("#save-person")
}

fn see_at_work(browser: &Browser, name: &str, role: &str) -> Result<()> {
    browser.see(&format!("#at-work[data-role={role}]"))?;
    browser.read_in("#at-work strong", name)
}

fn only_their_own(browser: &Browser, eyes: &mut Eyes) -> Result<()> {
    browser.go("/settings")?;
    browser.see_count(".people li", 1)?;
    browser.read_in(".people li", "Grace")?;
    browser.see("#open-passphrase")?;
    for control in [
        "#add-person",
        ".people button",
        "#change-keys",
        "#new-recovery",
    ] {
        ensure!(!browser.has(control)?, "an agent sees {control}");
    }
    eyes.look(browser, "oneself")
}

/// The register of members is a register like any other, but not for everybody to change.
fn nor_by_another_door(browser: &Browser) -> Result<()> {
    browser.go("/settings")?;
    let member = browser.attribute(".people li", "data-member")?;
    browser.wander(&format!("/records/member/{member}/edit"))?;
    browser.see("#save, .empty")?;
    if browser.has("#field-role")? {
        browser.choose("#field-role", "administrator")?;
        browser.click("#save")?;
        browser.see(".notice.bad")?;
    }
    see_at_work(browser, "Grace", "agent")
}

fn a_draft_stays_theirs(browser: &Browser, customer: &str) -> Result<()> {
    const TYPED: &str = "half a note about the brass parrot";
    let begin = || -> Result<()> {
        browser.open_customer(customer)?;
        browser.click("#edit")?;
        browser.see("#field-notes")
    };
    begin()?;
    browser.fill("#field-notes", TYPED)?;
    browser.work_as(PASSPHRASE)?;
    begin()?;
    browser.fill("#field-notes", "the owner's own")?;
    browser.work_as(GRACE)?;
    browser.see(".notice.warn button")?;
    ensure!(browser.typed("#field-notes")? == TYPED, "not their draft");
    browser.work_as(PASSPHRASE)?;
    browser.see(".notice.warn button")?;
    let typed = browser.typed("#field-notes")?;
    ensure!(typed == "the owner's own", "another's draft: {typed}");
    browser.click(".notice.warn button")?;
    browser.work_as(GRACE)?;
    browser.see(".notice.warn button")?;
    browser.click(".notice.warn button")
}

fn change_passphrase(browser: &Browser, old: &str, new: &str) -> Result<()> {
    browser.go("/settings")?;
    browser.click("#open-passphrase")?;
    browser.fill("#old-passphrase", old)?;
    browser.fill("#passphrase", new)?;
    browser.fill("#passphrase-again", new)?;
    browser.click("#change-passphrase")
}

/// Gives oneself another name, and gives one's id.
fn rename_oneself(browser: &Browser, name: &str) -> Result<String> {
    browser.go("/settings")?;
    let member = browser.attribute(".people li", "data-member")?;
    browser.fill("#member-name", name)?;
    browser.leave_focus()?;
    browser.read_in(".people li", name)?;
    Ok(member)
}

fn deed(browser: &Browser, name: &str, deed: &str) -> Result<()> {
    let script = "const [name, deed] = arguments[0];
        const all = [...document.querySelectorAll('.people li')];
        const one = all.find((li) => li.querySelector('strong').textContent.includes(name));
        one.querySelector(`[data-deed=${deed}]`).click()";
    browser.see(&format!(".people [data-deed={deed}]"))?;
    browser.run(script, &serde_json::json!([name, deed]))?;
    Ok(())
}

fn another_role(browser: &Browser, eyes: &mut Eyes) -> Result<()> {
    browser.go("/settings")?;
    deed(browser, "Ada", "edit")?;
    browser.see("#save-person")?;
    ensure!(!browser.has("#person-role")?, "the owner can step down");
    browser.click("#person-sheet button[type=button]")?;
    deed(browser, "Grace", "edit")?;
    browser.choose("#person-role", "manager")?;
    eyes.look(browser, "another role")?;
    browser.click("#save-person")?;
    browser.see_gone("#person-sheet[open]")?;
    browser.see(".people [data-role=manager]")
}

fn gone_is_gone(browser: &Browser, eyes: &mut Eyes, recovery: &str) -> Result<()> {
    browser.go("/settings")?;
    deed(browser, "Grace", "remove")?;
    browser.see("#remove-person")?;
    eyes.look(browser, "the question before")?;
    browser.fill("#confirm-passphrase", "not the passphrase")?;
    browser.click("#remove-person")?;
    browser.see("#confirm-passphrase-error .error")?;
    browser.fill("#confirm-passphrase", ADA_LATER)?;
    browser.click("#remove-person")?;
    browser.see_gone("#person-sheet[open]")?;
    browser.see_count(".people li [data-deed=remove]", 1)?;
    browser.see_count(".people li", 3)?;
    browser.see_resealed()?;
    browser.reload()?;
    browser.try_unlock(GRACE_LATER)?;
    browser.see("#passphrase-error .error")?;
    browser.try_unlock(LINUS)?;
    see_at_work(browser, "Linus Quill", "privacy_officer")?;
    // The paper in the drawer is still good, and it is the owner's.
    browser.lock()?;
    browser.try_recovery(recovery, PASSPHRASE)?;
    see_at_work(browser, "Ada Marrowfield", "administrator")?;
    browser.work_as(LINUS)?;
    browser.work_as(PASSPHRASE)?;
    // Who comes back is who they were.
    browser.go("/settings")?;
    deed(browser, "Grace", "give")?;
    browser.see("#give-passphrase")?;
    eyes.look(browser, "a passphrase given")?;
    browser.fill("#passphrase", GRACE)?;
    browser.fill("#passphrase-again", GRACE)?;
    browser.fill("#confirm-passphrase", PASSPHRASE)?;
    browser.click("#give-passphrase")?;
    browser.see_gone("#person-sheet[open]")?;
    browser.see_count(".people li [data-deed=remove]", 2)?;
    browser.work_as(GRACE)?;
    see_at_work(browser, "Grace", "manager")
}

#[test]
fn a_vault_of_before_there_were_people_takes_them() -> Result<()> {
    play("a_vault_of_before_there_were_people", |stage| {
        let frozen: Value = serde_json::from_str(FORMAT_1)?;
        let at = |path: &str| frozen.pointer(path).context("not in the fixture");
        let passphrase = at("/passphrase")?.as_str().context("no passphrase")?;
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        origin::plain_page(&browser, &server.url())?;
        browser.speak("en")?;
        origin::make(&browser, at("/indexeddb")?)?;
        browser.open(&server.url())?;
        browser.try_unlock(passphrase)?;
        browser.see("#at-work[data-role=administrator]")?;
        browser.go("/settings")?;
        browser.click("#add-person")?;
        fill_person(&browser, "Grace Foxglove", "agent", GRACE, passphrase)?;
        browser.see_gone("#add-person-sheet[open]")?;
        browser.work_as(GRACE)?;
        see_at_work(&browser, "Grace", "agent")?;
        browser.work_as(passphrase)?;
        // The recovery code of that time cannot be kept through new keys: there is a new one.
        browser.go("/settings")?;
        deed(&browser, "Grace", "remove")?;
        browser.fill("#confirm-passphrase", passphrase)?;
        browser.click("#remove-person")?;
        let code = browser.text("#recovery-code")?;
        browser.keep_code()?;
        browser.see_resealed()?;
        browser.lock()?;
        browser.try_unlock(GRACE)?;
        browser.see("#passphrase-error .error")?;
        browser.try_recovery(&code, GRACE_LATER)?;
        browser.see("#at-work[data-role=administrator]")?;
        browser.work_as(GRACE_LATER)
    })
}

#[test]
fn tabs_are_unlocked_one_by_one_and_locked_together() -> Result<()> {
    play("tabs_are_unlocked_one_by_one", |stage| {
        let server = stage.server()?;
        let browser = stage.browser("own")?;
        browser.begin(&server.url(), "en", "Ada")?;
        browser.go("/settings")?;
        browser.click("#add-person")?;
        fill_person(&browser, "Grace Foxglove", "agent", GRACE, PASSPHRASE)?;
        browser.see_gone("#add-person-sheet[open]")?;
        let first = browser.tab()?;
        let second = browser.new_tab()?;
        browser.show_tab(&second)?;
        browser.open(&server.url())?;
        browser.try_unlock(GRACE)?;
        see_at_work(&browser, "Grace", "agent")?;
        let customer = browser.add_customer(&[("name", "Wilhelmina")])?;
        browser.show_tab(&first)?;
        see_at_work(&browser, "Ada", "administrator")?;
        browser.open_customer(&customer)?;
        browser.read_in("#history", "Grace")?;
        ensure!(!browser.has("#undo")?, "another's action is offered");
        // Removed in one tab, out in the other.
        browser.go("/settings")?;
        deed(&browser, "Grace", "remove")?;
        browser.fill("#confirm-passphrase", PASSPHRASE)?;
        browser.click("#remove-person")?;
        browser.see_gone("#person-sheet[open]")?;
        browser.show_tab(&second)?;
        browser.see("#unlock")?;
        browser.try_unlock(GRACE)?;
        browser.see("#passphrase-error .error")
    })
}

/// Looks for barriers on the screens it is shown.
struct Eyes {
    axe: Option<String>,
    found: Vec<String>,
}

impl Eyes {
    fn new() -> Result<Self> {
        Ok(Self {
            axe: axe::source()?,
            found: Vec::new(),
        })
    }

    fn look(&mut self, browser: &Browser, screen: &str) -> Result<()> {
        let Some(axe) = &self.axe else {
            return Ok(());
        };
        for theme in Theme::ALL {
            browser.prefer(theme)?;
            for barrier in axe::barriers(browser, axe)? {
                self.found
                    .push(format!("{screen}, {}: {barrier}", theme.name()));
            }
        }
        browser.prefer(Theme::Light)
    }

    fn rest(self) -> Result<()> {
        ensure!(self.found.is_empty(), "{}", self.found.join("\n"));
        Ok(())
    }
}
