//! The hybrid logical clock: never runs backwards, never refuses a local write.
//!
//! Source: Kulkarni et al., "Logical Physical Clocks", 2014; here wall time and counter share
//! one 64-bit number.

use model::Stamp;

/// The clock of one device.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    last: Stamp,
}

impl Clock {
    /// A stamp for something that happens now: later than every stamp made or seen before.
    pub fn tick(&mut self, now_ms: u64) -> Stamp {
        let wall = Stamp::new(now_ms, 0);
        self.last = if wall > self.last {
            wall
        } else {
            Stamp(self.last.0.saturating_add(1))
        };
        self.last
    }

    /// Takes notice of a stamp made elsewhere (or read from disk).
    pub fn witness(&mut self, stamp: Stamp) {
        self.last = self.last.max(stamp);
    }

    /// The latest stamp made or seen.
    pub fn last(&self) -> Stamp {
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_rise_when_the_wall_clock_falls() {
        let mut clock = Clock::default();
        let a = clock.tick(1_000);
        let b = clock.tick(10);
        clock.witness(Stamp::new(5_000, 3));
        let c = clock.tick(20);
        assert!(a < b && b < c && c > Stamp::new(5_000, 3));
        assert_eq!(clock.tick(9_000), Stamp::new(9_000, 0));
    }
}
