//! One turn of one contestant: a browser that brings everything in, another that reads it.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Site, Stage, until};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// Chromium tells the page about memory to the byte, at once, after collecting what is garbage.
const EXACT: &[&str] = &[
    "--enable-precise-memory-info",
    "--js-flags=--expose-gc",
    "--enable-blink-features=ForceEagerMeasureMemory",
];
const SEED: u32 = 20_180_101;

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contestant {
    /// Ours.
    Candor,
    /// IndexedDB with comfort.
    Dexie,
    /// Documents with revisions.
    PouchDb,
    /// SQL on the private file system.
    Sqlite,
}

impl Contestant {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Candor, Self::Dexie, Self::PouchDb, Self::Sqlite];
    /// All but ours.
    pub const PEERS: [Self; 3] = [Self::Dexie, Self::PouchDb, Self::Sqlite];

    /// The one of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|one| one.name() == name);
        found.with_context(|| format!("`{name}` takes no part"))
    }

    /// The name in scripts and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Candor => "candor",
            Self::Dexie => "dexie",
            Self::PouchDb => "pouchdb",
            Self::Sqlite => "sqlite",
        }
    }
}

/// What one turn measured: milliseconds and bytes by case.
pub type Measured = BTreeMap<String, f64>;

/// What was measured so far, by customers and contestant.
#[derive(Default)]
pub struct Results(BTreeMap<(u32, Contestant), Vec<Measured>>);

impl Results {
    /// The median over the rounds.
    pub fn median(&self, customers: u32, who: Contestant, case: &str) -> Option<f64> {
        let turns = self.0.get(&(customers, who))?;
        let mut all: Vec<f64> = turns.iter().filter_map(|t| t.get(case).copied()).collect();
        all.sort_by(f64::total_cmp);
        quantile(&all, 0.5)
    }

    /// The most of any round.
    pub fn most(&self, customers: u32, who: Contestant, case: &str) -> Option<f64> {
        let turns = self.0.get(&(customers, who))?;
        let all = turns.iter().filter_map(|turn| turn.get(case).copied());
        all.max_by(f64::total_cmp)
    }
}

/// The contest as it goes on.
pub struct Contest<'a> {
    stage: &'a Stage,
    folder: &'a Path,
    saves: u32,
    deadline: Instant,
    failed: BTreeSet<(u32, Contestant)>,
    mean: BTreeMap<u32, f64>,
    /// What was measured so far.
    pub results: Results,
    /// Whether everything could be measured so far.
    pub whole: bool,
}

impl<'a> Contest<'a> {
    /// A contest over the pages in a folder; nothing is begun after the deadline.
    pub fn new(stage: &'a Stage, folder: &'a Path, saves: u32, deadline: Instant) -> Self {
        Self {
            stage,
            folder,
            saves,
            deadline,
            failed: BTreeSet::new(),
            mean: BTreeMap::new(),
            results: Results::default(),
            whole: true,
        }
    }

    /// One turn. Who fails is named and measured no more at this size.
    pub fn run(&mut self, who: Contestant, customers: u32, round: usize) {
        let key = (customers, who);
        if self.failed.contains(&key) {
            return;
        }
        let profile = format!("{}-{customers}-{round}", who.name());
        let started = Instant::now();
        match self.turn(who, customers, &profile) {
            Ok(measured) => {
                let took = started.elapsed().as_secs();
                eprintln!("{profile}: {took} s {}", json!(measured));
                self.results.0.entry(key).or_default().push(measured);
            }
            Err(error) => {
                eprintln!("{profile}: failed, and is left out: {error:#}");
                self.results.0.remove(&key);
                self.failed.insert(key);
                self.whole = false;
            }
        }
        let _ = std::fs::remove_dir_all(self.stage.folder(&profile));
    }

    fn turn(&mut self, who: Contestant, customers: u32, profile: &str) -> Result<Measured> {
        ensure!(Instant::now() < self.deadline, "no time is left");
        let turn = self.measure(who, customers, profile);
        // The browser of a turn that failed is still there.
        self.stage.end_browsers();
        let (measured, read) = turn?;
        self.check(customers, &read)?;
        Ok(measured)
    }

    fn measure(&self, who: Contestant, customers: u32, profile: &str) -> Result<(Measured, Value)> {
        let site = Site::serve(self.folder)?;
        let browser = self.stage.browser_with(profile, EXACT)?;
        let mut measured = Measured::new();
        let rows = Duration::from_millis(3) * customers;
        enter(&browser, &site, Duration::from_secs(60) + rows)?;
        let brought = browser
            .run(
                "return bench.importing(...arguments[0])",
                &json!([who.name(), SEED, customers]),
            )
            .context("bringing the rows in")?;
        for case in ["customers", "responses", "fold", "usage"] {
            note(&mut measured, case, brought.get(case));
        }
        tasks(&mut measured, &brought);

        // What rests is weighed while nothing is open; and a fresh process does not pay, when it
        // reads, for what bringing in has left behind.
        browser.quit();
        let kept = weigh(&self.stage.folder(profile).join("Default"));
        measured.insert("disk".into(), kept as f64);
        let browser = self.stage.browser_with(profile, EXACT)?;
        enter(&browser, &site, Duration::from_secs(120) + rows)?;
        let opened = browser
            .run(
                "return bench.opening(...arguments[0])",
                &json!([who.name(), customers, self.saves]),
            )
            .context("reading the rows")?;
        note(&mut measured, "open", opened.pointer("/read/ms"));
        for part in ["bytes", "scripts", "heap", "wasm"] {
            let case = format!("memory_{part}");
            note(
                &mut measured,
                &case,
                opened.pointer(&format!("/memory/{part}")),
            );
        }
        let saves = opened.get("saves").and_then(Value::as_array);
        let mut saves: Vec<f64> = saves
            .into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect();
        saves.sort_by(f64::total_cmp);
        for (case, share) in [("save_one_p50", 0.5), ("save_one_p95", 0.95)] {
            measured.extend(quantile(&saves, share).map(|ms| (case.to_owned(), ms)));
        }
        tasks(&mut measured, &opened);
        browser.quit();
        Ok((measured, opened.get("read").cloned().unwrap_or_default()))
    }

    /// Whoever reads something else than the others has not done the work.
    fn check(&mut self, customers: u32, read: &Value) -> Result<()> {
        let number = |name: &str| read.get(name).and_then(Value::as_f64);
        let expected = f64::from(customers);
        ensure!(
            number("customers") == Some(expected) && number("answers") == Some(expected * 10.0),
            "not all was there: {read}"
        );
        let mean = number("mean").context("there is no mean")?;
        let others = *self.mean.entry(customers).or_insert(mean);
        ensure!(
            (mean - others).abs() < 1e-9,
            "the mean is {mean}, not {others}"
        );
        Ok(())
    }
}

fn enter(browser: &Browser, site: &Site, limit: Duration) -> Result<()> {
    browser.limit_scripts(limit)?;
    browser.open(&format!("{}/index.html", site.url()))?;
    until("the page", || {
        Ok((browser.value("'bench' in window")? == true).then_some(()))
    })
}

fn note(measured: &mut Measured, case: &str, value: Option<&Value>) {
    measured.extend(value.and_then(Value::as_f64).map(|n| (case.to_owned(), n)));
}

fn tasks(measured: &mut Measured, from: &Value) {
    let all = from.get("tasks").and_then(Value::as_object);
    for (during, ms) in all.into_iter().flatten() {
        note(measured, &format!("longest_task_{during}"), Some(ms));
    }
}

/// A quantile of sorted numbers: the nearest, or the mean of the two in the middle.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let at = share * sorted.len().checked_sub(1)? as f64;
    if share == 0.5 {
        let (low, high) = (at.floor() as usize, at.ceil() as usize);
        return Some((sorted.get(low)? + sorted.get(high)?) / 2.0);
    }
    sorted.get(at.round() as usize).copied()
}

/// Bytes of all the files that hold what a page keeps.
fn weigh(profile: &Path) -> u64 {
    let kept = ["IndexedDB", "File System", "WebStorage"];
    kept.iter().map(|name| size(&profile.join(name))).sum()
}

fn size(path: &Path) -> u64 {
    let Ok(entries) = path.read_dir() else {
        return path.metadata().map_or(0, |file| file.len());
    };
    entries.flatten().map(|entry| size(&entry.path())).sum()
}
