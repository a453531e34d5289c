//! Backups: made on one device, restored on another; what is no backup is refused with words.

use anyhow::{Result, ensure};
use e2e::flows::PASSPHRASE;
use e2e::{Browser, origin, play, until};
use std::path::{Path, PathBuf};

/// The passphrase of the device the backups come from, where it is not the usual one.
const ANOTHER: &str = "walnut 风筝 cellar trumpet";
const NAME: &str = "Wilhelmina Featherstone-莫";
const DRAFT: &str = "typed and never saved 未保存的字";

#[test]
fn a_backup_restores_elsewhere_to_the_same() -> Result<()> {
    play("a_backup_restores_elsewhere_to_the_same", |stage| {
        let server = stage.server()?;
        let old = stage.browser("old")?;
        let recovery = old.begin_with(&server.url(), "en", "Ada", ANOTHER)?;
        let rows = (0..300).map(|no| format!("Guest {no},+86 20 {no:08},Ward {}\n", no % 7));
        let file = stage.folder("guests.csv");
        std::fs::write(
            &file,
            format!("Name,Phone,Region\n{}", rows.collect::<String>()),
        )?;
        old.import_file(&file)?;
        let customer = old.add_customer(&[("name", NAME), ("notes", "first")])?;
        old.edit_customer(&[("notes", "second")])?;
        old.hand_over(&survey::ETHICS_ID.to_string())?;
        for question in 1..=13 {
            old.answer(question, 5)?;
            if question % 3 == 0 {
                old.click("#next")?;
            }
        }
        old.click("#finish")?;
        old.click("#done")?;
        old.see_count("#timeline [data-source=answers]", 1)?;
        old.add_customer(&[("name", "Gone before the backup")])?;
        old.delete_customer()?;
        leave_a_draft(&old)?;
        let before = old.customers()?;
        ensure!(before.len() == 301, "{} customers", before.len());
        let content = content_line(&old)?;
        let file = old.make_backup(&stage.folder("old-files"))?;
        let told = old.text("#backup-made")?;
        let bytes = std::fs::read(&file)?;
        for word in [NAME, "Featherstone", "Guest 7", DRAFT, "Ada", ANOTHER] {
            let found = bytes.windows(word.len()).any(|at| at == word.as_bytes());
            ensure!(!found, "“{word}” can be read in the file");
        }

        let new = stage.browser("new")?;
        new.open(&server.url())?;
        new.choose_language("en")?;
        new.click("#begin-restore")?;
        new.look_through_backup(&file, ANOTHER)?;
        let facts = new.backup_facts()?;
        for (what, fact) in ["Records", "changes", "drafts", "attachments"]
            .iter()
            .zip(&facts)
        {
            let wanted = format!("{what}: {fact}");
            ensure!(told.contains(&wanted), "“{wanted}” is not in “{told}”");
        }
        // What was typed, and what was said of the columns of the file.
        ensure!(
            facts.get(2).is_some_and(|drafts| drafts == "2"),
            "drafts: {facts:?}"
        );
        new.click("#restore-backup")?;
        new.read_in("#backup-result.good", "What is here now is, to the letter,")?;
        let changes = facts.get(1).cloned().unwrap_or_default();
        new.read_in("#backup-result", &format!("Changes added: {changes}."))?;
        let own = new.text("#recovery-code")?;
        ensure!(own != recovery, "two devices share a recovery code");
        new.click("#recovery-kept")?;
        new.click("#enter")?;
        new.see("#lock")?;

        ensure!(new.customers()? == before, "other customers than before");
        let restored = content_line(&new)?;
        let shown = |line: &str| line.split(", ").take(2).collect::<Vec<_>>().join(", ");
        ensure!(
            shown(&restored) == shown(&content),
            "“{content}” became “{restored}”"
        );
        find_and_open(&new, &customer)?;
        new.read_in("dd[data-field=notes]", "second")?;
        new.see_count("#timeline [data-source=answers]", 1)?;
        new.read_in("#history", "first")?;
        see_the_draft(&new)?;

        // The way in is that of the backup, and the recovery code is its own.
        new.reload()?;
        new.try_unlock(PASSPHRASE)?;
        new.read("That passphrase is not right.")?;
        new.try_recovery(&recovery, PASSPHRASE)?;
        new.read("That recovery code does not belong")?;
        new.reload()?;
        new.try_unlock(ANOTHER)?;
        new.see("#lock")?;
        ensure!(new.customers()? == before, "other customers after a reload");

        // Both go on as devices of their own: one more backup, back to where it all came from.
        find_and_open(&new, &customer)?;
        new.edit_customer(&[("notes", "third")])?;
        let file = new.make_backup(&stage.folder("new-files"))?;
        old.restore_backup(&file, ANOTHER)?;
        find_and_open(&old, &customer)?;
        old.read_in("dd[data-field=notes]", "third")
    })
}

/// Opens a profile of so long a list that it has to be searched.
fn find_and_open(browser: &Browser, customer: &str) -> Result<()> {
    browser.go("/customers")?;
    browser.find_customers(NAME)?;
    browser.click(&format!("a.customer-row[href=\"/customers/{customer}\"]"))?;
    browser.see("#history")
}

/// Types a customer's name and leaves without saving, once it is kept.
fn leave_a_draft(browser: &Browser) -> Result<()> {
    let slots = origin::count(&origin::copy(browser)?, "slots");
    browser.go("/customers")?;
    browser.click("#new-customer")?;
    browser.fill("#field-name", DRAFT)?;
    until("a draft", || {
        let kept = origin::copy(browser)?;
        Ok((origin::count(&kept, "slots") > slots).then_some(()))
    })
}

fn see_the_draft(browser: &Browser) -> Result<()> {
    browser.go("/customers")?;
    browser.click("#new-customer")?;
    browser.see(".notice.warn button")?;
    ensure!(
        browser.typed("#field-name")? == DRAFT,
        "the draft is not in the backup"
    );
    Ok(())
}

/// What the settings say about how much there is.
fn content_line(browser: &Browser) -> Result<String> {
    browser.go("/settings")?;
    browser.text("#storage-title + p")
}

/// Language, and the words of: a wrong passphrase, a cut file, a damaged one, one of another kind.
const REFUSALS: [(&str, [&str; 4]); 2] = [
    (
        "zh-CN",
        [
            "口令不正确。",
            "备份文件不完整",
            "备份文件已损坏",
            "这不是知诚的备份文件。",
        ],
    ),
    (
        "en",
        [
            "That passphrase is not right.",
            "The backup file is cut off",
            "The backup file is damaged",
            "This is not a Candor backup.",
        ],
    ),
];

#[test]
fn what_is_no_backup_is_refused_with_words() -> Result<()> {
    play("what_is_no_backup_is_refused_with_words", |stage| {
        let server = stage.server()?;
        let old = stage.browser("old")?;
        old.begin(&server.url(), "en", "Ada")?;
        old.add_customer(&[("name", NAME)])?;
        let good = old.make_backup(&stage.folder("old-files"))?;
        let bytes = std::fs::read(&good)?;
        let kept = |name: &str, bytes: &[u8]| -> Result<PathBuf> {
            let file = stage.folder(name);
            std::fs::write(&file, bytes)?;
            Ok(file)
        };
        let (whole, half, start) = (bytes.len(), bytes.len() / 2, bytes.len().min(10));
        let cut = [
            kept("one-byte-short.candor", &bytes[..whole - 1])?,
            kept("half.candor", &bytes[..half])?,
            kept("ten-bytes.candor", &bytes[..start])?,
        ];
        // Not in the lengths, where a wrong one reads as a cut.
        let mut altered = bytes;
        altered[whole - 100] ^= 1;
        let altered = kept("altered.candor", &altered)?;
        let foreign = [
            kept("guests.csv", b"Name,Phone\nGrace,+86 10 5550 1234\n")?,
            kept("guests.candor", b"Name,Phone\nGrace,+86 10 5550 1234\n")?,
        ];
        let refused =
            |browser: &Browser, file: &Path, passphrase: &str, words: &str| -> Result<()> {
                browser.look_through_backup(file, passphrase)?;
                browser.read_in("form [role=alert] .notice.bad", words)?;
                ensure!(!browser.has("#backup-said")?, "it is offered all the same");
                ensure!(!browser.has("#restore-backup")?, "it can be restored");
                Ok(())
            };
        let all = |browser: &Browser, words: &[&str; 4]| -> Result<()> {
            let [wrong, short, damaged, other] = words;
            refused(browser, &good, "not the passphrase", wrong)?;
            for file in &cut {
                refused(browser, file, PASSPHRASE, short)?;
            }
            refused(browser, &altered, PASSPHRASE, damaged)?;
            for file in &foreign {
                refused(browser, file, PASSPHRASE, other)?;
            }
            Ok(())
        };

        let new = stage.browser("new")?;
        new.open(&server.url())?;
        for (language, words) in REFUSALS {
            new.choose_language(language)?;
            new.click("#begin-restore")?;
            all(&new, &words)?;
            new.reload()?;
            new.see("#begin-restore")?;
        }
        let left = origin::copy(&new)?;
        for store in origin::STORES_2 {
            ensure!(origin::count(&left, store) == 0, "{store} was written");
        }

        for (language, words) in REFUSALS {
            old.switch_language(language)?;
            let before = origin::copy(&old)?;
            all(&old, &words)?;
            ensure!(origin::copy(&old)? == before, "something was changed");
            old.go("/customers")?;
            old.see_count("a.customer-row", 1)?;
        }
        Ok(())
    })
}

#[test]
fn restoring_merges_and_brings_nobody_back() -> Result<()> {
    play("restoring_merges_and_brings_nobody_back", |stage| {
        let server = stage.server()?;
        let old = stage.browser("old")?;
        old.begin_with(&server.url(), "en", "Ada", ANOTHER)?;
        let shared = old.add_customer(&[("name", "Shared"), ("phone", "+86 10 5550 0001")])?;
        let deleted = old.add_customer(&[("name", "Deleted later")])?;
        let first = old.make_backup(&stage.folder("first"))?;

        // A device with data of its own takes the backup in: both are there.
        let new = stage.browser("new")?;
        new.begin(&server.url(), "en", "Grace")?;
        new.add_customer(&[("name", "Here before")])?;
        new.restore_backup(&first, ANOTHER)?;
        new.read_in("#backup-result", "Changes added:")?;
        ensure!(
            new.typed("#member-name")? == "Grace",
            "somebody else works here now"
        );
        names(&new, &["Deleted later", "Here before", "Shared"])?;

        // Each changes another field of one person; the newer backup adds what is missing.
        new.open_customer(&shared)?;
        new.edit_customer(&[("phone", "+86 10 5550 0002")])?;
        new.open_customer(&deleted)?;
        new.delete_customer()?;
        old.open_customer(&shared)?;
        old.edit_customer(&[("notes", "written on the other device")])?;
        old.open_customer(&deleted)?;
        old.edit_customer(&[("notes", "still there on the other device")])?;
        let second = old.make_backup(&stage.folder("second"))?;
        for (file, words) in [
            (&first, "Everything in this backup was here already."),
            // Two edits, and the note that the first backup was given out.
            (&second, "Changes added: 3. Already here: "),
            (&second, "Everything in this backup was here already."),
        ] {
            new.restore_backup(file, ANOTHER)?;
            new.read_in("#backup-result", words)?;
            names(&new, &["Here before", "Shared"])?;
        }
        new.open_customer(&shared)?;
        new.read_in("dd[data-field=phone]", "5550 0002")?;
        new.read_in("dd[data-field=notes]", "written on the other device")?;

        // Nor where the backup was made does it bring anybody back.
        old.open_customer(&deleted)?;
        old.delete_customer()?;
        old.open_customer(&shared)?;
        old.edit_customer(&[("notes", "newer than the backup")])?;
        old.restore_backup(&first, ANOTHER)?;
        old.read_in("#backup-result", "here already")?;
        names(&old, &["Shared"])?;
        old.open_customer(&shared)?;
        old.read_in("dd[data-field=notes]", "newer than the backup")?;

        // And all of it is on the disk.
        new.reload()?;
        new.unlock()?;
        names(&new, &["Here before", "Shared"])
    })
}

/// Checks who is in the list.
fn names(browser: &Browser, wanted: &[&str]) -> Result<()> {
    let lines = browser.customers()?;
    let mut found: Vec<&str> = lines.values().map(|line| line.name.as_str()).collect();
    found.sort_unstable();
    ensure!(found == wanted, "{found:?} instead of {wanted:?}");
    Ok(())
}
