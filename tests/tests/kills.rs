//! The browser is killed at any moment: all that was said to be saved is there, and nothing is there
//! in part. `cargo xtask soak` does the same for longer.

use anyhow::{Result, ensure};
use e2e::kills::{self, Plan};
use e2e::play;

#[test]
fn nothing_acknowledged_is_lost_when_the_browser_is_killed() -> Result<()> {
    play("nothing_acknowledged_is_lost", |stage| {
        let plan = Plan {
            kills: 12,
            seed: 7,
            limit: None,
            only: None,
        };
        let tally = kills::run(stage, plan)?;
        println!("{}", tally.to_json());
        ensure!(tally.is_clean(), "{tally:#?}");
        ensure!(tally.acknowledged > 50, "hardly anything was saved");
        Ok(())
    })
}
