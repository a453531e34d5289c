//! How long to wait before asking again.

/// The longest wait, in milliseconds.
pub const BACKOFF_LONGEST_MS: u32 = 300_000;

/// Milliseconds to wait after so many failures in a row: 1 s doubling up to five minutes, of
/// which `jitter` (a random number, all of its range) takes off up to a half, so that devices
/// which lost the server together do not return together.
pub fn backoff(failures: u32, jitter: u16) -> u32 {
    if failures == 0 {
        return 0;
    }
    let full = 1_000u32
        .saturating_mul(1 << (failures - 1).min(16))
        .min(BACKOFF_LONGEST_MS);
    let half = full / 2;
    let part = (u64::from(half) * u64::from(jitter)) >> 16;
    full - u32::try_from(part).unwrap_or(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_within_half_of_their_length() {
        for (failures, full) in [
            (1, 1_000),
            (2, 2_000),
            (5, 16_000),
            (9, 256_000),
            (10, 300_000),
            (u32::MAX, 300_000),
        ] {
            assert_eq!(backoff(failures, 0), full);
            assert!((full / 2..full).contains(&backoff(failures, u16::MAX)));
        }
        assert_eq!(backoff(0, 7), 0);
    }
}
