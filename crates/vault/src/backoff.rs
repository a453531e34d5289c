//! How long to wait after wrong passphrases.
//!
//! This slows a person at the screen, nothing more: whoever copies the bytes away is slowed
//! by Argon2id alone.

/// The longest wait: five minutes, in milliseconds.
const LONGEST_MS: u64 = 300_000;

/// Milliseconds to wait after `failures` wrong attempts in a row: none after none, then
/// 1 s, 2 s, 4 s and so on, at most 5 minutes.
#[must_use]
pub fn backoff_ms(failures: u32) -> u64 {
    let Some(doublings) = failures.checked_sub(1) else {
        return 0;
    };
    // Nine doublings of a second already pass the longest wait.
    (1000_u64 << doublings.min(9)).min(LONGEST_MS)
}

#[cfg(test)]
mod tests {
    use super::backoff_ms;

    #[test]
    fn the_wait_doubles_and_stops_at_five_minutes() {
        for (failures, ms) in [
            (0, 0),
            (1, 1_000),
            (2, 2_000),
            (3, 4_000),
            (9, 256_000),
            (10, 300_000),
            (11, 300_000),
            (u32::MAX, 300_000),
        ] {
            assert_eq!(backoff_ms(failures), ms, "after {failures}");
        }
    }
}
