//! What is measured, how often: from the command line.

use anyhow::{Context, Result, bail};

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many customers.
    pub customers: u32,
    /// How often everything of ours is measured, each time in a fresh browser.
    pub rounds: usize,
    /// Whether the app is measured.
    pub ours: bool,
    /// Whether the peers are measured.
    pub peers: bool,
    /// The cases that are measured; all when there is none.
    pub only: Vec<String>,
}

impl Options {
    /// Reads `[--quick] [--customers 100000] [--rounds 3] [--ours | --peers] [--only sort,filter]`.
    ///
    /// # Errors
    /// When it says anything else.
    pub fn read(words: &[String]) -> Result<Self> {
        let mut options = Self {
            customers: 100_000,
            rounds: 3,
            ours: true,
            peers: true,
            only: Vec::new(),
        };
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let mut value = || {
                let value = words.next();
                value.with_context(|| format!("{word} needs a value"))
            };
            match word {
                "--quick" => (options.customers, options.rounds) = (10_000, 1),
                "--customers" => options.customers = value()?.parse::<u32>()?.max(100),
                "--rounds" => options.rounds = value()?.parse::<usize>()?.max(1),
                "--ours" => options.peers = false,
                "--peers" => options.ours = false,
                "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
                other => bail!(
                    "`{other}`: customers takes --quick, --customers, --rounds, --ours, --peers \
                     and --only"
                ),
            }
        }
        Ok(options)
    }

    /// Whether a case is measured.
    pub fn wants(&self, case: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|one| one == case)
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn the_command_line_says_what_is_measured() {
        let cases = [
            ("", Some((100_000, 3, true, true))),
            ("--quick", Some((10_000, 1, true, true))),
            ("--quick --rounds 2 --ours", Some((10_000, 2, true, false))),
            ("--customers 500 --peers", Some((500, 3, false, true))),
            ("--rounds", None),
            ("--fast", None),
        ];
        for (line, expected) in cases {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            let read = Options::read(&words).ok();
            let read = read.map(|o| (o.customers, o.rounds, o.ours, o.peers));
            assert_eq!(read, expected, "{line}");
        }
    }
}
