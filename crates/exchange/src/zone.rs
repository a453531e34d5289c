//! Local time: by how much it is ahead of Coordinated Universal Time, at each moment.
//!
//! Must stay true: a moment of winter is local time of winter, whenever it is told. It must not
//! know where it is: who asks says by how much local time is ahead.

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// How local time is told.
#[derive(Debug, Clone, Copy)]
pub enum Zone {
    /// By so many minutes ahead, always.
    Fixed(i32),
    /// By so many minutes ahead at a moment, given in milliseconds since 1970.
    Told(fn(i64) -> i32),
}

impl From<i32> for Zone {
    fn from(minutes: i32) -> Self {
        Self::Fixed(minutes)
    }
}

impl Zone {
    /// By how many minutes local time is ahead at a moment.
    pub fn ahead(self, ms: i64) -> i32 {
        match self {
            Self::Fixed(minutes) => minutes,
            Self::Told(ahead) => ahead(ms),
        }
    }

    /// A moment as local time; none where that is beyond all years.
    pub fn local(self, ms: i64) -> Option<i64> {
        ms.checked_add(i64::from(self.ahead(ms)) * MINUTE)
    }

    /// The moment of a local time. Of an hour that comes twice it is in the first; a time that is
    /// left out when clocks are put forward is counted as if they had not been.
    pub fn moment(self, local: i64) -> Option<i64> {
        let at = |ahead: i32| local.checked_sub(i64::from(ahead) * MINUTE);
        let before = self.ahead(local.saturating_sub(DAY));
        let after = self.ahead(local.saturating_add(DAY));
        for ahead in [before, after] {
            let ms = at(ahead)?;
            if self.ahead(ms) == ahead {
                return Some(ms);
            }
        }
        at(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Date;

    const HOUR: i64 = 3_600_000;

    fn utc(text: &str) -> i64 {
        Date::parse_moment(text).unwrap()
    }

    /// Berlin in 2024.
    fn berlin(ms: i64) -> i32 {
        let summer = utc("2024-03-31 01:00")..utc("2024-10-27 01:00");
        if summer.contains(&ms) { 120 } else { 60 }
    }

    #[test]
    fn local_times_are_the_moments_they_were_on_that_day() {
        let zone = Zone::Told(berlin);
        for (local, moment) in [
            ("2024-01-15 12:00", "2024-01-15 11:00"),
            ("2024-07-15 12:00", "2024-07-15 10:00"),
            ("2024-03-31 01:59", "2024-03-31 00:59"),
            ("2024-03-31 03:00", "2024-03-31 01:00"),
            // Left out: as if clocks had not been put forward.
            ("2024-03-31 02:30", "2024-03-31 01:30"),
            // Twice: the first.
            ("2024-10-27 02:30", "2024-10-27 00:30"),
            ("2024-10-27 01:59", "2024-10-26 23:59"),
            ("2024-10-27 03:00", "2024-10-27 02:00"),
        ] {
            assert_eq!(zone.moment(utc(local)), Some(utc(moment)), "{local}");
        }
    }

    #[test]
    fn every_moment_comes_back_but_of_the_hour_that_comes_twice() {
        let zone = Zone::Told(berlin);
        let twice = utc("2024-10-27 01:00")..utc("2024-10-27 02:00");
        for hour in 0..24 * 366 {
            let ms = utc("2024-01-01 00:00") + hour * HOUR;
            let back = zone.local(ms).and_then(|local| zone.moment(local));
            let wanted = if twice.contains(&ms) { ms - HOUR } else { ms };
            assert_eq!(back, Some(wanted), "{ms}");
        }
    }

    #[test]
    fn nothing_overflows() {
        for zone in [Zone::Fixed(i32::MAX), Zone::Fixed(i32::MIN)] {
            for ms in [i64::MIN, i64::MAX] {
                let _ = (zone.local(ms), zone.moment(ms));
            }
        }
    }
}
