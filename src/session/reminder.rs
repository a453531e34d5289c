//! When to remind of a backup: seldom, and only when there is something to lose.

use super::backup::last_backup;
use super::open::Open;
use crate::platform::{clock, prefs};

/// How many changes there were when the last backup was made.
const CHANGES: &str = "backup-changes";
/// When the person last said «later».
const LATER: &str = "backup-later";
const DAY: i64 = 86_400_000;
/// Changes that may be lost before anybody is reminded.
const FEW: usize = 20;

/// Remembers that a backup of this many changes was made.
pub fn backed_up(changes: u64) {
    prefs::set(CHANGES, &changes.to_string());
}

/// Reminds no more for a week.
pub fn backup_later() {
    prefs::set(LATER, &clock::now().to_string());
}

/// Whether a reminder is due, and how many whole days old the last backup is, if there is one.
pub fn backup_due(open: &Open) -> Option<Option<i64>> {
    // Who may not make one is not asked to.
    if open.trial || !open.arranges() {
        return None;
    }
    let number = |name| prefs::get(name).and_then(|text| text.parse().ok());
    let changes = open.replica().borrow().changes();
    let then = prefs::get(CHANGES).and_then(|text| text.parse().ok());
    due(clock::now(), last_backup(), number(LATER), changes, then)
}

fn due(
    now: i64,
    last: Option<i64>,
    later: Option<i64>,
    changes: usize,
    then: Option<usize>,
) -> Option<Option<i64>> {
    if later.is_some_and(|at| now - at < 7 * DAY) {
        return None;
    }
    match last {
        None => (changes > FEW).then_some(None),
        Some(at) => {
            let days = (now - at) / DAY;
            (days > 14 && then != Some(changes)).then_some(Some(days))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_reminded_seldom_and_only_with_something_to_lose() {
        let now = 100 * DAY;
        for (last, later, changes, then, expected) in [
            (None, None, 20, None, None),
            (None, None, 21, None, Some(None)),
            (None, Some(94 * DAY), 21, None, None),
            (None, Some(93 * DAY), 21, None, Some(None)),
            (Some(86 * DAY), None, 900, Some(5), None),
            (Some(85 * DAY), None, 900, Some(5), Some(Some(15))),
            (Some(50 * DAY), None, 900, Some(900), None),
        ] {
            assert_eq!(due(now, last, later, changes, then), expected);
        }
    }
}
