//! A seeded generator of customers, purchases and survey responses with known coefficients.
//!
//! It makes the trial data of the app and the large data of the benchmarks: 2018-01-01 to
//! 2020-12-31, about 70 % Chinese and 30 % English customers, 15 % organisations. Telephone
//! numbers lie in ranges no one is given, e-mail addresses in example domains.
//!
//! # The true model
//!
//! One response to the ethics survey is made like this. Let `t` run from 0 (2018-01-01) to 1
//! (2020-12-31), `g` be a standard normal number of the customer, `e` and `ε` further ones.
//!
//! 1. Practice `k` as felt: `θₖ = √½·g + √½·eₖ`; so the four correlate by 0.5, and their scores,
//!    which also carry the noise of the items, by about 0.4.
//! 2. Item: `mₖ + 0.35·t + 0.95·θₖ + 0.65·ε`, rounded to 1 … 7, with `m` = 5.2, 4.9, 5.0, 4.6
//!    for privacy, fairness, honesty and attention. Each item stays unanswered with
//!    probability 0.03.
//! 3. Practice score `Pₖ`: the mean of the answered items of the three, as
//!    [`survey::practice_score`] has it. Where fewer than two are answered there is no score; the
//!    customer's own, complete mean then stands in, and a regression drops the response.
//! 4. Overall satisfaction: `μ = 0.3 + 0.18·P₁ + 0.27·P₂ + 0.34·P₃ + 0.12·P₄`
//!    ([`TRUE_INTERCEPT`], [`TRUE_COEFFICIENTS`]), which lies within 1.21 … 6.67 whatever the
//!    items. Noise of standard deviation 0.62 is drawn again until it keeps `μ` within 1 … 7 on
//!    *either* side, so it is symmetric and its mean is exactly 0. The sum is rounded down after
//!    adding a uniform number in [0, 1), which rounds without bias. It is always answered.
//!
//! Hence `E(overall | P) = μ` exactly: nothing is ever clamped, time acts only through the
//! practices, and least squares on the practice scores recovers the coefficients without bias
//! (the noise is a little heteroscedastic, so HC3 intervals are the right ones). Tests show that
//! 95 % intervals hold the truth about 95 % of the time, and that with [`TRIAL_SEED`] all do.
//!
//! Must stay true: the same arguments give the same bytes on every platform, so only `+ − × ÷`
//! and `floor` are used on decimals and normal numbers are sums of twelve uniform ones; a
//! customer's ratings depend on the seed and the customer alone.
//!
//! Must not know: a clock, randomness from outside, how changes are applied or stored.

mod notices;
mod people;
mod plan;
mod purchases;
mod responses;
mod rng;
mod truth;
mod words;

#[cfg(test)]
mod tests;

use model::{BatchId, Channel, DeviceId, RecordId, Stamp};
use plan::{Event, What};
use replica::{Change, Op};
use responses::Surveys;

pub use truth::{TRUE_COEFFICIENTS, TRUE_INTERCEPT, TRUE_STANDARDISED};

/// The seed of the app's trial data.
pub const TRIAL_SEED: u64 = 20_180_101;

/// How much to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many customers.
    pub customers: u32,
    /// What they answer and buy.
    pub activity: Activity,
}

/// What customers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// One ethics response each, with items left out here and there; NPS, CSAT and CES responses
    /// of some; 0 to 6 purchases, 1.5 on average.
    Natural,
    /// One ethics response of exactly ten answers each and nothing else, to measure by.
    ///
    /// Ten is reached by planned omission: the overall rating, all three items of one practice
    /// and two items of each other practice, rotating from customer to customer. Every practice
    /// keeps a score, so the true model holds here too.
    TenAnswers,
}

impl Size {
    /// The app's trial data: 10,000 customers.
    pub const TRIAL: Self = Self {
        customers: 10_000,
        activity: Activity::Natural,
    };
    /// For benchmarks: 100,000 customers, 100,000 responses, 1,000,000 answers.
    pub const BENCH: Self = Self {
        customers: 100_000,
        activity: Activity::TenAnswers,
    };
}

/// Makes the changes in the order of their dates, from sequence number `first_seq` on.
///
/// First come the notices that the consents refer to, whose ids follow from their texts. All
/// changes share `batch`; records get ids that mix the seed with the batch, so that trial data
/// which was erased can be made again under a new batch. All that belongs to a customer but the
/// customer number is the same however many customers there are.
///
/// Planning happens at once (some milliseconds for 10,000 customers), each change when asked for.
pub fn generate(
    seed: u64,
    size: Size,
    device: DeviceId,
    author: RecordId,
    batch: BatchId,
    first_seq: u64,
) -> impl ExactSizeIterator<Item = Change> + use<> {
    let surveys = Surveys::new(size.activity);
    Changes {
        seed,
        activity: size.activity,
        device,
        author,
        batch,
        seq: first_seq,
        last: Stamp::default(),
        numbered: 0,
        notices: notices::all(surveys.forms()).into_iter(),
        events: plan::timeline(seed, size).into_iter(),
        surveys,
    }
}

struct Changes {
    seed: u64,
    activity: Activity,
    device: DeviceId,
    author: RecordId,
    batch: BatchId,
    seq: u64,
    last: Stamp,
    numbered: u32,
    notices: std::vec::IntoIter<notices::Notice>,
    events: std::vec::IntoIter<Event>,
    surveys: Surveys,
}

impl Changes {
    fn change(&mut self, ms: u64, channel: Channel, ops: Vec<Op>) -> Change {
        let stamp = Stamp::new(ms, 0).max(Stamp(self.last.0.saturating_add(1)));
        self.last = stamp;
        let seq = self.seq;
        self.seq = seq.saturating_add(1);
        Change {
            device: self.device,
            seq,
            stamp,
            author: self.author,
            channel,
            seen: 0,
            batch: Some(self.batch),
            ops,
            proof: None,
        }
    }
}

impl Iterator for Changes {
    type Item = Change;

    fn next(&mut self) -> Option<Change> {
        if let Some(notice) = self.notices.next() {
            return Some(self.change(plan::START_MS, Channel::App, notice.ops()));
        }
        let event = self.events.next()?;
        let plan = plan::Plan::of(self.seed, event.customer);
        let ids = plan::Ids::new(self.seed, self.batch, event.customer, plan.created_ms);
        let (channel, ops) = match event.what {
            What::Created => {
                self.numbered = self.numbered.saturating_add(1);
                let ops = people::customer(self.seed, &plan, ids.customer(), self.numbered);
                (Channel::App, ops)
            }
            What::Purchase(_) => (
                Channel::App,
                purchases::purchase(self.seed, &plan, &ids, event),
            ),
            What::Ethics | What::Nps | What::Csat(_) | What::Ces => {
                let respond = self
                    .surveys
                    .respond(self.seed, self.activity, &plan, &ids, event);
                (Channel::Visit, vec![Op::Respond(Box::new(respond))])
            }
        };
        Some(self.change(event.ms, channel, ops))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.notices.len() + self.events.len();
        (left, Some(left))
    }
}

impl ExactSizeIterator for Changes {}
