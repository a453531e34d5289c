//! What is measured, how often: from the command line.

use crate::contest::Contestant;
use anyhow::{Context, Result, bail};
use std::time::Duration;

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many customers, smallest first.
    pub sizes: Vec<Size>,
    /// The size that is reported in full.
    pub main: u32,
    /// How many edits are saved.
    pub saves: u32,
    /// Who takes part.
    pub who: Vec<Contestant>,
}

/// One number of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many.
    pub customers: u32,
    /// How often everything is measured.
    pub rounds: usize,
}

/// Above this, peers take minutes a round; one has to do.
const LARGE: u32 = 100_000;
const ROUNDS: usize = 3;

impl Options {
    /// Reads `[--quick] [--sizes 10000,100000] [--rounds 3] [--only candor,dexie]`.
    ///
    /// # Errors
    /// When it says anything else.
    pub fn read(words: &[String]) -> Result<Self> {
        let mut sizes = vec![10_000, 100_000, 300_000];
        let mut rounds = None;
        let mut saves = 100;
        let mut who = Contestant::ALL.to_vec();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word {
                "--quick" => {
                    sizes = vec![2_000];
                    rounds = Some(1);
                    saves = 20;
                }
                "--sizes" => {
                    let list = words.next().context("--sizes takes numbers")?;
                    let numbers = list.split(',').map(|n| Ok(n.parse::<u32>()?.max(1)));
                    sizes = numbers.collect::<Result<_>>()?;
                }
                "--rounds" => {
                    let number = words.next().context("--rounds takes a number")?;
                    rounds = Some(number.parse::<usize>()?.max(1));
                }
                "--only" => {
                    let list = words.next().context("--only takes names")?;
                    let named = list.split(',').map(Contestant::named);
                    who = named.collect::<Result<_>>()?;
                }
                other => bail!("`{other}`: store takes --quick, --sizes, --rounds and --only"),
            }
        }
        sizes.sort_unstable();
        let main = sizes.iter().rev().find(|n| **n <= LARGE);
        let main = main.or(sizes.first()).copied().unwrap_or(LARGE);
        let sizes = sizes.into_iter().map(|customers| Size {
            customers,
            rounds: rounds.unwrap_or(if customers > LARGE { 1 } else { ROUNDS }),
        });
        Ok(Self {
            sizes: sizes.collect(),
            main,
            saves,
            who,
        })
    }

    /// About how long it will take: 35 s for the browsers of a round, and what peers need a row.
    pub fn estimate(&self) -> Duration {
        let rounds = self.sizes.iter().map(|size| {
            let rows = Duration::from_micros(1_200) * size.customers;
            (Duration::from_secs(35) + rows) * u32::try_from(size.rounds).unwrap_or(1)
        });
        rounds.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_says_what_is_measured() {
        let cases = [
            (
                "",
                Some((vec![(10_000, 3), (100_000, 3), (300_000, 1)], 100_000)),
            ),
            ("--quick", Some((vec![(2_000, 1)], 2_000))),
            (
                "--sizes 20000,10000 --rounds 2",
                Some((vec![(10_000, 2), (20_000, 2)], 20_000)),
            ),
            ("--sizes 300000", Some((vec![(300_000, 1)], 300_000))),
            ("--sizes", None),
            ("--only dexie,excel", None),
            ("--fast", None),
        ];
        for (line, expected) in cases {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            let read = Options::read(&words).ok().map(|options| {
                let sizes = options.sizes.iter().map(|s| (s.customers, s.rounds));
                (sizes.collect::<Vec<_>>(), options.main)
            });
            assert_eq!(read, expected, "{line}");
        }
    }
}
