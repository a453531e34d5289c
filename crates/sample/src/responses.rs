//! Answers to the built-in surveys.
//!
//! Must stay true: every response is one that its form would have completed, skip logic and
//! all, and rests on a consent to words that are kept.

use crate::Activity;
use crate::notices::Notice;
use crate::plan::{Event, Ids, Plan, What};
use crate::rng::{Rng, Stream, rating};
use crate::truth::{leaning, ratings};
use crate::words::{self, Remarks};
use model::{Language, RecordId, Value};
use replica::{Consent, Respond};
use survey::Form;

/// How much happier or unhappier people are, January to December.
const SEASON: [f64; 12] = [
    -0.15, -0.2, -0.05, 0.0, 0.05, 0.1, 0.1, 0.05, 0.0, 0.0, -0.1, -0.1,
];

/// The surveys that are asked, with the notices their consents refer to.
pub(crate) struct Surveys {
    forms: Vec<Form>,
    asked: Vec<Asked>,
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    form: RecordId,
    version: u16,
    zh: RecordId,
    en: RecordId,
}

impl Surveys {
    pub(crate) fn new(activity: Activity) -> Self {
        let forms = match activity {
            Activity::Natural => {
                vec![
                    survey::ethics(),
                    survey::nps(),
                    survey::csat(),
                    survey::ces(),
                ]
            }
            Activity::TenAnswers => vec![survey::ethics()],
        };
        let asked = forms
            .iter()
            .map(|form| Asked {
                form: form.id,
                version: form.version,
                zh: Notice::new(form, Language::Zh).id(),
                en: Notice::new(form, Language::En).id(),
            })
            .collect();
        Self { forms, asked }
    }

    pub(crate) fn forms(&self) -> &[Form] {
        &self.forms
    }

    pub(crate) fn respond(
        &self,
        seed: u64,
        activity: Activity,
        plan: &Plan,
        ids: &Ids,
        event: Event,
    ) -> Respond {
        let (form, answers) = match event.what {
            What::Nps => (survey::NPS_ID, nps(seed, plan, event)),
            What::Csat(nth) => (survey::CSAT_ID, csat(seed, plan, event, nth)),
            What::Ces => (survey::CES_ID, ces(seed, plan, event)),
            What::Ethics | What::Created | What::Purchase(_) => {
                (survey::ETHICS_ID, ethics(seed, activity, plan, event))
            }
        };
        let taken_at = i64::try_from(event.ms).unwrap_or(i64::MAX);
        let asked = self.asked.iter().find(|asked| asked.form == form);
        Respond {
            id: ids.of(event),
            form,
            version: asked.map_or(1, |asked| asked.version),
            subject: Some(ids.customer()),
            taken_at,
            consent: asked.map(|asked| Consent {
                notice: match plan.language {
                    Language::Zh => asked.zh,
                    Language::En => asked.en,
                },
                language: plan.language,
                // Agreed before the first question: some seconds for each.
                at: taken_at - 20_000 - 9_000 * i64::try_from(answers.len()).unwrap_or(0),
            }),
            supersedes: None,
            answers,
        }
    }
}

type Given = Vec<(u16, Value)>;

fn ethics(seed: u64, activity: Activity, plan: &Plan, event: Event) -> Given {
    let ratings = ratings(seed, plan.customer, event.share(), activity);
    let mut given = Vec::with_capacity(14);
    for (no, item) in (1u16..).zip(ratings.items.iter().flatten()) {
        if let Some(value) = item {
            given.push((no, Value::Int(*value)));
        }
    }
    given.push((13, Value::Int(ratings.overall)));
    if activity == Activity::Natural {
        let mut rng = Rng::new(seed, plan.customer, Stream::Remarks, 0);
        let remarks = match ratings.overall {
            ..=3 => &words::SORRY,
            4..=5 => &words::MIDDLING,
            _ => &words::GLAD,
        };
        say(&mut rng, plan, &mut given, 14, 90, remarks);
    }
    given
}

fn nps(seed: u64, plan: &Plan, event: Event) -> Given {
    let mut rng = Rng::new(seed, plan.customer, Stream::Nps, 0);
    let felt = 7.7 + 0.7 * event.share() + 1.25 * leaning(seed, plan.customer);
    let score = rating(felt + season(event) + 1.2 * rng.normal(), 0, 10);
    let mut given = vec![(1, Value::Int(score))];
    let (no, remarks) = match score {
        9.. => (2, &words::GLAD),
        7..=8 => (3, &words::MIDDLING),
        _ => (4, &words::SORRY),
    };
    say(&mut rng, plan, &mut given, no, 600, remarks);
    given
}

fn csat(seed: u64, plan: &Plan, event: Event, nth: u8) -> Given {
    let mut rng = Rng::new(seed, plan.customer, Stream::Csat, nth);
    let felt = 3.95 + 0.3 * event.share() + 0.5 * leaning(seed, plan.customer);
    let score = rating(felt + season(event) + 0.65 * rng.normal(), 1, 5);
    let mut given = vec![(1, Value::Int(score))];
    if score <= 3 && rng.per_mille(800) {
        let mut codes = vec![rng.weighted(words::BETTER).to_owned()];
        let second = rng.weighted(words::BETTER);
        if rng.per_mille(400) && codes.iter().all(|code| code != second) {
            codes.push(second.to_owned());
        }
        given.push((2, Value::Choices(codes)));
    }
    let remarks = match score {
        ..=2 => &words::SORRY,
        3 => &words::MIDDLING,
        _ => &words::GLAD,
    };
    say(&mut rng, plan, &mut given, 3, 150, remarks);
    given
}

fn ces(seed: u64, plan: &Plan, event: Event) -> Given {
    let mut rng = Rng::new(seed, plan.customer, Stream::Ces, 0);
    let felt = 5.2 + 0.4 * event.share() + 0.8 * leaning(seed, plan.customer);
    let score = rating(felt + season(event) + 0.9 * rng.normal(), 1, 7);
    let mut given = vec![(1, Value::Int(score))];
    if score <= 4 {
        say(&mut rng, plan, &mut given, 2, 700, &words::HARD);
    }
    given
}

fn season(event: Event) -> f64 {
    let (_, month, _) = event.date().ymd();
    let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    SEASON.get(index).copied().unwrap_or(0.0)
}

/// Answers question `no` with a remark, so many times in a thousand.
fn say(rng: &mut Rng, plan: &Plan, given: &mut Given, no: u16, per_mille: u32, remarks: &Remarks) {
    if rng.per_mille(per_mille) {
        let words = match plan.language {
            Language::Zh => remarks.zh,
            Language::En => remarks.en,
        };
        given.push((no, Value::Text(rng.pick(words).to_owned())));
    }
}
