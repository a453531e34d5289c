//! A clock that can be put forward, for what the app does only after a long time.

use super::Browser;
use anyhow::{Result, ensure};
use std::time::Duration;

/// Time as the page reads it, plus what it was put forward by. Waits of some seconds, between which
/// the app looks at the time, pass at once and are counted.
const SCRIPT: &str = "\
    const now = Date.now.bind(Date), wait = setTimeout;\
    window.ahead = 0; window.looks = 0;\
    Date.now = () => now() + window.ahead;\
    window.setTimeout = (call, ms, ...rest) => {\
        if (ms < 4000) return wait(call, ms, ...rest);\
        return wait(() => { window.looks += 1; call(...rest); }, 50);\
    };";

impl Browser {
    /// From the next load on, the page's clock can be put forward.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn hold_the_clock(&self) -> Result<()> {
        self.before_every_page(SCRIPT)
    }

    /// Puts the clock forward and waits until the app has looked at it a few times.
    ///
    /// # Errors
    /// When the clock is not held, or the app does not look.
    pub fn pass(&self, time: Duration) -> Result<()> {
        let ms = u64::try_from(time.as_millis())?;
        let looks = |more: u64| -> Result<u64> {
            let script = "window.ahead += arguments[0]; return window.looks";
            let looks = self.run(script, &more.into())?.as_u64();
            ensure!(looks.is_some(), "the clock is not held");
            Ok(looks.unwrap_or(0))
        };
        let before = looks(ms)?;
        crate::wait::until("the app looking at the time", || {
            Ok((looks(0)? >= before + 4).then_some(()))
        })
    }
}
