//! Who joins when, and what happens on which day.
//!
//! Must stay true: a customer is created before anything else happens to them; everything lies
//! within 2018-01-01 to 2020-12-31.

use crate::rng::{Rng, Stream};
use crate::{Activity, Size};
use model::{BatchId, Date, Language, RecordId};

const DAY_MS: u64 = 86_400_000;
/// 2018-01-01, in days since 1970.
const START_DAY: u32 = 17_532;
/// Days from 2018-01-01 to 2020-12-31.
const LAST_DAY: u32 = 1095;
/// Last day on which someone joins, so that all can still be asked.
const LAST_JOIN: u32 = 1040;
/// The first moment of the data, in milliseconds since 1970.
pub(crate) const START_MS: u64 = START_DAY as u64 * DAY_MS;

/// What happens; numbers tell several of a kind apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Created,
    Purchase(u8),
    Ethics,
    Nps,
    Csat(u8),
    Ces,
}

/// Something that happens to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    pub(crate) ms: u64,
    pub(crate) customer: u32,
    pub(crate) what: What,
}

impl Event {
    /// The day it happens.
    pub(crate) fn date(self) -> Date {
        Date(i32::try_from(self.ms / DAY_MS).unwrap_or(0))
    }

    /// How far through the three years, from 0 to 1.
    pub(crate) fn share(self) -> f64 {
        let day = (self.ms / DAY_MS).saturating_sub(u64::from(START_DAY));
        day as f64 / f64::from(LAST_DAY)
    }
}

/// What is fixed about a customer before anything happens.
pub(crate) struct Plan {
    pub(crate) customer: u32,
    pub(crate) language: Language,
    /// When the record is made, in milliseconds since 1970.
    pub(crate) created_ms: u64,
    /// Customer since, possibly years before the record.
    pub(crate) since: Date,
    day: u32,
}

impl Plan {
    pub(crate) fn of(seed: u64, customer: u32) -> Self {
        let mut rng = Rng::new(seed, customer, Stream::Plan, 0);
        let language = if rng.per_mille(700) {
            Language::Zh
        } else {
            Language::En
        };
        // Two in five were customers before the records begin.
        let earlier = rng.per_mille(400);
        let day = rng.between(0, if earlier { 13 } else { LAST_JOIN });
        let years = rng.uniform();
        let back = if earlier {
            // Up to ten years, recent ones more often.
            (years * years * 3650.0) as u32 + 1
        } else {
            0
        };
        let since = (START_DAY + day).saturating_sub(back);
        Self {
            customer,
            language,
            created_ms: moment(&mut rng, day),
            since: Date(i32::try_from(since).unwrap_or(0)),
            day,
        }
    }

    pub(crate) fn events(&self, seed: u64, activity: Activity, out: &mut Vec<Event>) {
        let mut rng = Rng::new(seed, self.customer, Stream::Plan, 1);
        out.push(self.event(self.created_ms, What::Created));
        self.later(&mut rng, What::Ethics, out);
        if activity == Activity::TenAnswers {
            return;
        }
        let bought = rng.weighted(&[(30, 0), (30, 1), (18, 2), (11, 3), (6, 4), (3, 5), (2, 6)]);
        for nth in 0..bought {
            self.later(&mut rng, What::Purchase(nth), out);
        }
        if rng.per_mille(600) {
            self.later(&mut rng, What::Nps, out);
        }
        for nth in 0..rng.weighted(&[(35, 0), (40, 1), (20, 2), (5, 3)]) {
            self.later(&mut rng, What::Csat(nth), out);
        }
        if rng.per_mille(400) {
            self.later(&mut rng, What::Ces, out);
        }
    }

    fn later(&self, rng: &mut Rng, what: What, out: &mut Vec<Event>) {
        let day = rng.between(self.day + 1, LAST_DAY);
        out.push(self.event(moment(rng, day), what));
    }

    fn event(&self, ms: u64, what: What) -> Event {
        Event {
            ms,
            customer: self.customer,
            what,
        }
    }
}

/// A moment of that day between 08:30 and 18:30 in China, which is the same day in UTC.
fn moment(rng: &mut Rng, day: u32) -> u64 {
    START_MS + u64::from(day) * DAY_MS + 1_800_000 + u64::from(rng.below(36_000_000))
}

/// Everything that happens, in order.
pub(crate) fn timeline(seed: u64, size: Size) -> Vec<Event> {
    let mut events = Vec::new();
    for customer in 0..size.customers {
        Plan::of(seed, customer).events(seed, size.activity, &mut events);
    }
    events.sort_unstable();
    events
}

/// The identities of one customer and what belongs to them.
pub(crate) struct Ids {
    key: u64,
    customer: u32,
    created_ms: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64, batch: BatchId, customer: u32, created_ms: u64) -> Self {
        let key = u128::from_be_bytes(*batch.as_bytes());
        let (high, low) = ((key >> 64) as u64, key as u64);
        Self {
            key: seed ^ high ^ low.rotate_left(29),
            customer,
            created_ms,
        }
    }

    pub(crate) fn customer(&self) -> RecordId {
        self.id(self.created_ms, 0)
    }

    pub(crate) fn of(&self, event: Event) -> RecordId {
        let nth = match event.what {
            What::Created => 0,
            What::Ethics => 1,
            What::Nps => 2,
            What::Ces => 3,
            What::Csat(nth) => 0x40 | nth,
            What::Purchase(nth) => 0x80 | nth,
        };
        self.id(event.ms, nth)
    }

    fn id(&self, ms: u64, nth: u8) -> RecordId {
        let mut rng = Rng::new(self.key, self.customer, Stream::Ids, nth);
        let [a, b, c, d, e, f, g, h] = rng.bits().to_le_bytes();
        let [i, j, ..] = rng.bits().to_le_bytes();
        RecordId::v7(ms, [a, b, c, d, e, f, g, h, i, j])
    }
}
