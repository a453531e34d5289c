//! Kills the browser at random moments while it saves, imports, folds and opens, again and again on
//! the same profile, and looks each time at what is left.
//!
//! Must stay true: what counts as acknowledged was seen on the page, and noted here, before the
//! kill; the same seed does the same things, though never to the very moment; a process is killed,
//! not the machine, so this says nothing of power cuts.

mod dice;
mod life;

pub use dice::Dice;
use life::Life;

use crate::stage::Stage;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// After how many kills a vault is given up for a new one, so that it stays small and quick to open.
const LIFE: u32 = 25;

/// What to do.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many kills.
    pub kills: u32,
    /// Where the dice begin.
    pub seed: u64,
    /// After how long no further kill is begun.
    pub limit: Option<Duration>,
    /// Nothing but this.
    pub only: Option<Kind>,
}

/// What the browser is killed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Saving one thing after the other.
    Save,
    /// Importing a file.
    Import,
    /// Folding after an import.
    Fold,
    /// Opening, and folding what was left unfolded.
    Open,
    /// Sealing everything with new keys.
    Keys,
}

impl Kind {
    /// Every kind, with how often it comes among [`Self::TURNS`].
    const ALL: [(Self, u64); 5] = [
        (Self::Save, 10),
        (Self::Import, 4),
        (Self::Fold, 3),
        (Self::Open, 2),
        (Self::Keys, 1),
    ];
    const TURNS: u64 = 20;

    /// Its name in the summary.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Import => "import",
            Self::Fold => "fold",
            Self::Open => "open",
            Self::Keys => "keys",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut kinds = Self::ALL.into_iter().map(|(kind, _)| kind);
        kinds.find(|kind| kind.name() == name)
    }

    fn roll(dice: &mut Dice) -> Self {
        let mut left = dice.below(Self::TURNS);
        for (kind, often) in Self::ALL {
            if left < often {
                return kind;
            }
            left -= often;
        }
        Self::Save
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Tally {
    /// Kills by kind.
    pub kills: BTreeMap<Kind, u32>,
    /// Saves and rows of imports that the page said are saved.
    pub acknowledged: u64,
    /// Of these, how many were not there afterwards.
    pub lost: u64,
    /// Customers and imports that were there in part.
    pub half: u64,
    /// Times something was said to be damaged, or the vault did not open.
    pub damaged: u64,
    /// Times the browser itself had thrown the database away (Chromium does when it takes its
    /// own files for damaged), and the app said so.
    pub wiped: u64,
    /// How long it took.
    pub took: Duration,
    /// What was wrong, in words.
    pub wrong: Vec<String>,
}

impl Tally {
    /// The summary, one JSON object.
    pub fn to_json(&self) -> Value {
        let kinds: BTreeMap<&str, u32> = self.kills.iter().map(|(k, n)| (k.name(), *n)).collect();
        let minutes = (self.took.as_secs_f64() / 6.0).round() / 10.0;
        json!({
            "soak": "kills",
            "kills": self.count(),
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "half": self.half,
            "damaged": self.damaged,
            "wiped_by_the_browser": self.wiped,
            "minutes": minutes,
            "kinds": kinds,
        })
    }

    /// How many kills there were.
    pub fn count(&self) -> u32 {
        self.kills.values().sum()
    }

    /// Whether everything acknowledged was there, whole.
    pub fn is_clean(&self) -> bool {
        self.lost + self.half + self.damaged == 0 && self.wrong.is_empty()
    }
}

/// Kills and looks, as planned. What was wrong is in the tally; the profile of a vault in which
/// something was wrong is kept.
///
/// # Errors
/// When the browser or the server cannot be had.
pub fn run(stage: &Stage, plan: Plan) -> Result<Tally> {
    let started = Instant::now();
    let server = stage.server()?;
    let mut dice = Dice::new(plan.seed);
    let mut tally = Tally::default();
    let mut lives = 0;
    let in_time = || plan.limit.is_none_or(|limit| started.elapsed() < limit);
    eprintln!("{} kills with seed {}", plan.kills, plan.seed);
    while tally.count() < plan.kills && in_time() {
        lives += 1;
        let profile = format!("life-{lives}");
        let (wrong, wiped) = (tally.wrong.len(), tally.wiped);
        let mut life = Life::begin(stage, &server.url(), &profile)?;
        for _ in 0..LIFE {
            let over = tally.wrong.len() > wrong || tally.wiped > wiped;
            if tally.count() >= plan.kills || !in_time() || over {
                break;
            }
            let rolled = Kind::roll(&mut dice);
            life = life.round(plan.only.unwrap_or(rolled), &mut dice, &mut tally)?;
        }
        life.end();
        if tally.wrong.len() == wrong && tally.wiped == wiped {
            let _ = std::fs::remove_dir_all(stage.folder(&profile));
        }
    }
    tally.took = started.elapsed();
    Ok(tally)
}
