//! One vault on one profile: what it was told, what it said, what is left after each kill.

use super::{Dice, Kind, Tally};
use crate::browser::Browser;
use crate::flows::PASSPHRASE;
use crate::hasty::Task;
use crate::stage::Stage;
use crate::wait::until;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What that says when the browser has no database any more: nothing of ours ever removes it, so
/// the browser did.
const BEGAN_ANEW: &str = "database candor from version 0:";
/// Put into every page.
const LOSS: &str = include_str!("loss.js");
/// After so many kills everything that rests is read and every chain followed.
const CHECKED: u32 = 4;
/// Rows of an import that is killed.
const MANY: u32 = 5_000;
/// Rows after which folding is due.
const FOLDABLE: u32 = 2_100;
/// No more saves than this in one go: the browser takes 200 new addresses in ten seconds, and a
/// save makes two.
const SAVES: u32 = 80;
/// The latest moment of a kill, in milliseconds, by what it hits.
const SAVING: u64 = 1_500;
const FOLDING: u64 = 700;
const OPENING: u64 = 900;
const SEALING: u64 = 1_500;
/// How long an import takes until one has been timed.
const IMPORTING: u64 = 1_500;

/// An import that was begun.
struct Import {
    no: u32,
    rows: u32,
    /// Whether the page said that it was done.
    done: bool,
    /// How many rows were there when it was first looked at.
    kept: Option<usize>,
}

/// A vault and all that is known of it.
pub(super) struct Life {
    browser: Browser,
    url: String,
    file: PathBuf,
    profile: PathBuf,
    /// The customer that is changed again and again.
    main: String,
    /// The number in each save; it only rises.
    turn: u32,
    /// The last turn of the main customer that was said to be saved.
    said_main: u32,
    /// The turns of new customers that were said to be saved.
    said_new: BTreeSet<u32>,
    imports: Vec<Import>,
    import_ms: u64,
}

impl Life {
    pub(super) fn begin(stage: &Stage, url: &str, profile: &str) -> Result<Self> {
        let browser = stage.browser(profile)?;
        browser.before_every_page(LOSS)?;
        browser.begin(url, "en", "Ada")?;
        let main = browser.add_customer(&[
            ("name", "Kept main"),
            ("region", "R0"),
            ("phone", &phone(0)),
        ])?;
        Ok(Self {
            browser,
            url: url.to_owned(),
            file: stage.folder("many.csv"),
            profile: stage.folder(profile),
            main,
            turn: 0,
            said_main: 0,
            said_new: BTreeSet::new(),
            imports: Vec::new(),
            import_ms: IMPORTING,
        })
    }

    pub(super) fn end(self) {
        self.browser.quit();
    }

    /// Does something, kills the browser in the midst of it, opens again and looks.
    pub(super) fn round(mut self, kind: Kind, dice: &mut Dice, tally: &mut Tally) -> Result<Self> {
        let before = tally.acknowledged;
        let kind = match kind {
            Kind::Save => self.save(dice, tally)?,
            Kind::Import => self.import(dice, tally)?,
            Kind::Fold => self.fold(dice, tally)?,
            Kind::Open => self.open(dice)?,
            Kind::Keys => self.change_keys(dice, tally)?,
        };
        self.browser.kill()?;
        *tally.kills.entry(kind).or_default() += 1;
        let killed = Instant::now();
        let Self { browser, .. } = self;
        self = Self {
            browser: browser.revive()?,
            ..self
        };
        let revived = killed.elapsed();
        self.browser.before_every_page(LOSS)?;
        self.browser.open(&self.url)?;
        let wrong = tally.wrong.len();
        match self.enter() {
            Ok(()) => self.look(tally)?,
            Err(error) => {
                let said = self.browser.console().unwrap_or_default();
                let told = self.browser.has("#lost")?;
                let explained = self.explain();
                if told && said.iter().any(|line| line.contains(BEGAN_ANEW)) {
                    tally.wiped += 1;
                    eprintln!("the browser threw the database away, and the app says so:");
                    said.iter().chain(&explained).for_each(|l| eprintln!("{l}"));
                } else {
                    tally.damaged += 1;
                    tally.wrong.push(format!("it does not open: {error:#}"));
                    tally.wrong.extend(said.into_iter().chain(explained));
                }
            }
        }
        eprintln!(
            "kill {} in {}: {} said, started again in {} ms, looked at after {} ms",
            tally.count(),
            kind.name(),
            tally.acknowledged - before,
            revived.as_millis(),
            killed.elapsed().as_millis(),
        );
        for words in tally.wrong.iter().skip(wrong) {
            eprintln!("WRONG: {words}");
        }
        Ok(self)
    }

    /// Saves quickly until a random moment, or until the first word of a save after it.
    fn save(&mut self, dice: &mut Dice, tally: &mut Tally) -> Result<Kind> {
        let first = self.turn + 1;
        let tasks: Vec<Task> = (first..first + SAVES).map(|turn| self.task(turn)).collect();
        self.turn += SAVES;
        let moment = Duration::from_millis(dice.below(SAVING));
        let at_a_word = dice.below(2) == 0;
        self.browser.hurry(&tasks)?;
        let started = Instant::now();
        loop {
            let said = self.browser.said()?;
            for said in &said {
                let turn = first + u32::try_from(said.task)?;
                if is_new(turn) {
                    self.said_new.insert(turn);
                } else {
                    self.said_main = turn;
                }
                tally.acknowledged += 1;
            }
            let over = started.elapsed() >= moment;
            let late = started.elapsed() >= moment * 2 + Duration::from_secs(1);
            if late || over && (!at_a_word || !said.is_empty()) {
                return Ok(Kind::Save);
            }
        }
    }

    fn task(&self, turn: u32) -> Task {
        let mut fields = vec![("region", format!("R{turn}")), ("phone", phone(turn))];
        if is_new(turn) {
            fields.push(("name", format!("Kept {turn}")));
        }
        Task {
            customer: (!is_new(turn)).then(|| self.main.clone()),
            fields,
        }
    }

    fn import(&mut self, dice: &mut Dice, tally: &mut Tally) -> Result<Kind> {
        self.start_import(MANY)?;
        let moment = Duration::from_millis(dice.below(self.import_ms * 11 / 10));
        let started = Instant::now();
        while started.elapsed() < moment {
            if self.note_import(tally)? {
                self.import_ms = u64::try_from(started.elapsed().as_millis())?;
                break;
            }
        }
        Ok(Kind::Import)
    }

    /// Brings in enough to be folded, and kills while that happens.
    fn fold(&mut self, dice: &mut Dice, tally: &mut Tally) -> Result<Kind> {
        self.start_import(FOLDABLE)?;
        until("the end of the import", || {
            Ok(self.note_import(tally)?.then_some(()))
        })?;
        std::thread::sleep(Duration::from_millis(dice.below(FOLDING)));
        Ok(Kind::Fold)
    }

    fn start_import(&mut self, rows: u32) -> Result<()> {
        let no = u32::try_from(self.imports.len())?;
        let lines = (0..rows).map(|row| {
            format!(
                "Guest{no:03} {row},+86-9999{no:03}-{row:07},p{row}@mail{no:03}.example,Ward{no:03}\n"
            )
        });
        std::fs::write(
            &self.file,
            format!("Name,Phone,Email,Region\n{}", lines.collect::<String>()),
        )?;
        // From another place, so that the one before is not still on screen.
        self.browser.go("/settings")?;
        self.browser.go("/import")?;
        self.browser.pick_file("#import-file", &self.file)?;
        self.browser.see("#import-run:not([disabled])")?;
        self.browser.click("#import-run")?;
        self.imports.push(Import {
            no,
            rows,
            done: false,
            kept: None,
        });
        Ok(())
    }

    /// Whether the import at hand was said to be done.
    fn note_import(&mut self, tally: &mut Tally) -> Result<bool> {
        if !self.browser.has("#import-done")? {
            return Ok(false);
        }
        if let Some(import) = self.imports.last_mut()
            && !import.done
        {
            import.done = true;
            tally.acknowledged += u64::from(import.rows);
        }
        Ok(true)
    }

    /// Opens anew, and kills on the way or soon after, when what is due is being folded.
    fn open(&self, dice: &mut Dice) -> Result<Kind> {
        self.browser.reload()?;
        self.browser.see("#unlock:not([disabled])")?;
        self.browser.fill("#passphrase", PASSPHRASE)?;
        self.browser.click("#unlock")?;
        std::thread::sleep(Duration::from_millis(dice.below(OPENING)));
        Ok(Kind::Open)
    }

    /// Changes the keys, where the settings offer it; saves otherwise.
    fn change_keys(&mut self, dice: &mut Dice, tally: &mut Tally) -> Result<Kind> {
        self.browser.go("/settings")?;
        self.browser.see("#language-en")?;
        if !self.browser.has("#change-keys")? {
            return self.save(dice, tally);
        }
        self.browser.click("#change-keys")?;
        self.browser.fill("#confirm-passphrase", PASSPHRASE)?;
        self.browser.click("#confirm-make")?;
        std::thread::sleep(Duration::from_millis(dice.below(SEALING)));
        Ok(Kind::Keys)
    }

    /// Unlocks; a kill while unlocking counts as a wrong try, so there may be a wait.
    fn enter(&self) -> Result<()> {
        until("the open vault", || {
            if self.browser.has("#lock")? {
                return Ok(Some(()));
            }
            let ready = self.browser.has("#unlock:not([disabled])")?;
            if ready && self.browser.typed("#passphrase")?.is_empty() {
                self.browser.fill("#passphrase", PASSPHRASE)?;
            }
            if ready {
                self.browser.click("#unlock")?;
            }
            Ok(None)
        })
        .with_context(|| self.browser.words().unwrap_or_default())
    }

    /// What the browser says of a vault that does not open, and whether it opens after a reload.
    fn explain(&self) -> Vec<String> {
        let mut words = Vec::new();
        let databases = self
            .browser
            .value("indexedDB.databases().then((all) => JSON.stringify(all))");
        words.push(format!("databases: {databases:?}"));
        let _ = self.browser.reload();
        words.push(format!("after a reload: {:?}", self.enter()));
        words.extend(self.browser.console().unwrap_or_default());
        let mut folders = vec![self.profile.join("Default/IndexedDB")];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().into_iter().flatten().flatten() {
                let path = entry.path();
                let size = entry.metadata().map_or(0, |about| about.len());
                words.push(format!("{size:>10} {}", path.display()));
                if path.is_dir() {
                    folders.push(path);
                } else if entry.file_name().to_string_lossy().starts_with("LOG") {
                    words.push(std::fs::read_to_string(path).unwrap_or_default());
                }
            }
        }
        words
    }

    /// Compares what is there with what was said to be saved.
    fn look(&mut self, tally: &mut Tally) -> Result<()> {
        if self.browser.has(".topline[role=alert]")? {
            tally.damaged += 1;
            let words = self.browser.texts(".topline[role=alert]")?.join(" ");
            tally.wrong.push(words);
        }
        self.browser.go("/customers")?;
        self.browser.see("#customer-search")?;
        self.browser.find_customers("kept")?;
        let lines = self.browser.lines()?;
        let mut there = BTreeMap::new();
        for (id, line) in &lines {
            let turn = line
                .region
                .strip_prefix('R')
                .and_then(|n| n.parse::<u32>().ok());
            let whole = turn.is_some_and(|turn| {
                let name = if *id == self.main {
                    "Kept main".to_owned()
                } else {
                    format!("Kept {turn}")
                };
                line.phone == phone(turn) && line.name == name && turn <= self.turn
            });
            if !whole {
                tally.half += 1;
                tally.wrong.push(format!("in part: {line:?}"));
            }
            if let Some(turn) = turn {
                there.insert(turn, id.clone());
            }
        }
        let main = there.iter().find(|(_, id)| **id == self.main);
        let kept = main.map(|(turn, _)| *turn);
        if kept.is_none_or(|turn| turn < self.said_main) {
            tally.lost += 1;
            let words = format!("{} was said, {kept:?} is there", self.said_main);
            tally.wrong.push(words);
        }
        let gone: Vec<&u32> = self
            .said_new
            .iter()
            .filter(|t| !there.contains_key(t))
            .collect();
        if !gone.is_empty() {
            tally.lost += u64::try_from(gone.len())?;
            tally.wrong.push(format!("said, and not there: {gone:?}"));
        }
        self.look_at_imports(tally)?;
        if tally.count().is_multiple_of(CHECKED) {
            self.look_at_everything(tally)?;
        }
        Ok(())
    }

    /// Has the app read all that rests and follow the chain of changes.
    fn look_at_everything(&self, tally: &mut Tally) -> Result<()> {
        self.browser.go("/settings")?;
        until("what a check found", || {
            if self.browser.has("#check-result .notice")? {
                return Ok(Some(()));
            }
            // A tap that met the page while it was still being laid out is made again.
            if self.browser.has("#check-everything")? {
                self.browser.click("#check-everything")?;
            }
            Ok(None)
        })?;
        if !self.browser.has("#check-result .notice.good")? {
            tally.damaged += 1;
            let words = self.browser.texts("#check-result")?.join(" ");
            tally.wrong.push(words);
        }
        Ok(())
    }

    /// The last import, and one of those before: each row has all of its fields, or is not there.
    fn look_at_imports(&mut self, tally: &mut Tally) -> Result<()> {
        let last = self.imports.len().saturating_sub(1);
        let older = usize::try_from(self.turn)? % self.imports.len().max(1);
        for at in BTreeSet::from([older, last]) {
            let Some(import) = self.imports.get_mut(at) else {
                continue;
            };
            let no = import.no;
            let words = [
                format!("guest{no:03}"),
                // Digits are found from any position: no row's number has these.
                format!("9999{no:03}"),
                format!("@mail{no:03}."),
                format!("ward{no:03}"),
            ];
            let found = words.iter().map(|words| self.browser.find_customers(words));
            let found: Vec<usize> = found.collect::<Result<_>>()?;
            let [count, ..] = found[..] else { continue };
            if found.iter().any(|other| *other != count) {
                tally.half += 1;
                tally
                    .wrong
                    .push(format!("import {no} is there in part: {found:?}"));
            }
            let rows = usize::try_from(import.rows)?;
            let expected = import.kept.unwrap_or(if import.done { rows } else { 0 });
            if count < expected || count > rows {
                tally.lost += u64::try_from(expected.saturating_sub(count))?;
                tally
                    .wrong
                    .push(format!("import {no}: {count} rows of {expected}"));
            }
            import.kept = Some(count);
        }
        Ok(())
    }
}

/// Every third save makes a new customer.
fn is_new(turn: u32) -> bool {
    turn.is_multiple_of(3)
}

fn phone(turn: u32) -> String {
    format!("+86 10 {turn:08}")
}
