//! Kills the browser very often: `soak [KILLS] [--minutes M] [--seed S] [--only KIND]` prints one line of
//! JSON, and fails when anything acknowledged was lost, or is there in part.

use anyhow::{Context, Result, bail, ensure};
use e2e::kills::{self, Kind, Plan};
use e2e::play;
use std::time::Duration;

/// How many kills when nobody says.
const KILLS: u32 = 500;
/// Where the dice begin when nobody says.
const SEED: u64 = 1;

fn main() -> Result<()> {
    let plan = plan(std::env::args().skip(1))?;
    play("soak", |stage| {
        let tally = kills::run(stage, plan)?;
        println!("{}", tally.to_json());
        ensure!(tally.is_clean(), "{:#?}", tally.wrong);
        Ok(())
    })
}

fn plan(mut words: impl Iterator<Item = String>) -> Result<Plan> {
    let mut plan = Plan {
        kills: KILLS,
        seed: SEED,
        limit: None,
        only: None,
    };
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} needs a value"))
        };
        match word.as_str() {
            "--minutes" => {
                let minutes: f64 = value()?.parse().context("minutes are a number")?;
                plan.limit = Some(Duration::try_from_secs_f64(minutes * 60.0)?);
            }
            "--seed" => plan.seed = value()?.parse().context("a seed is a whole number")?,
            "--only" => {
                let kind = Kind::named(&value()?);
                plan.only = Some(kind.context("a kind is save, import, fold, open or keys")?);
            }
            kills => match kills.parse() {
                Ok(kills) => plan.kills = kills,
                Err(_) => bail!("soak does not know `{kills}`"),
            },
        }
    }
    Ok(plan)
}
