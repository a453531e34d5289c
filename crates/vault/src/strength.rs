//! How hard a passphrase is to guess: a small estimator of our own.
//!
//! zxcvbn does this better, but its dictionaries alone are larger than the whole app may be,
//! and they know no Chinese habits. This one looks for what people really do (common
//! passwords, keyboard rows, runs, dates, repeats, their own name), takes the cheapest way to
//! spell the passphrase from such pieces and single characters, and counts its bits. Without
//! a dictionary of words, letters that look like words get few bits each.
//!
//! It must not flatter: where it errs, it errs low. The thresholds suppose a guesser who has
//! the bytes and makes some thousand Argon2id guesses a second.

mod common;
mod literal;
mod pattern;

/// Characters below which no passphrase is accepted.
const LEAST_CHARS: usize = 8;
/// Characters looked at; more add nothing to the best score.
const MOST_CHARS: usize = 128;
/// Bits from which each score above 0 begins, in tenths.
const THRESHOLDS: [u32; 4] = [160, 280, 400, 560];

/// What to do about a weak passphrase, for the app to put into words. In the order to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Advice {
    /// It has fewer than 8 characters.
    TooShort,
    /// It contains one of the commonest passwords.
    CommonPassword,
    /// It contains something known about the person: a name, a team, a phone number.
    AboutYou,
    /// It contains a run: abc, 321, qwerty.
    Run,
    /// It contains a year or a date.
    Date,
    /// It contains a phone number.
    PhoneNumber,
    /// It says the same thing again, or uses few different characters.
    Repeats,
    /// It is all of one kind: only digits, or only letters of one case, and short.
    OneKind,
    /// More words, unrelated to one another, make it stronger.
    AddWords,
}

/// What a passphrase is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// From 0, guessed at once, to 4, not guessed. 2 is the least that is accepted.
    pub score: u8,
    /// What would help, most urgent first; empty from score 3 on.
    pub advice: Vec<Advice>,
}

impl Strength {
    /// Whether the passphrase may be used: a score of 2 or more, which fewer than 8
    /// characters never reach.
    #[must_use]
    pub fn acceptable(&self) -> bool {
        self.score >= 2
    }
}

/// Estimates `passphrase`; `also` is what a guesser may know of the person, such as names.
///
/// The passphrase is taken as it goes to [`crate::derive`], normalised.
#[must_use]
pub fn strength(passphrase: &str, also: &[&str]) -> Strength {
    let text: Vec<char> = passphrase.chars().take(MOST_CHARS).collect();
    let (bits, mut advice) = cheapest_spelling(&text, also);
    let (most, few) = literal::most_bits(&text);
    let bits = bits.min(most);

    let reached = THRESHOLDS.iter().filter(|least| bits >= **least).count();
    let mut score = u8::try_from(reached).unwrap_or_default();
    if text.len() < LEAST_CHARS {
        score = score.min(1);
        advice.push(Advice::TooShort);
    }
    if few {
        advice.push(Advice::Repeats);
    }
    if literal::is_one_kind(&text) && text.len() < 2 * LEAST_CHARS {
        advice.push(Advice::OneKind);
    }
    advice.push(Advice::AddWords);
    let mut ordered: Vec<Advice> = Vec::new();
    for one in advice {
        if let Err(at) = ordered.binary_search(&one) {
            ordered.insert(at, one);
        }
    }
    let mut advice = ordered;
    if score >= 3 {
        advice.clear();
    }
    Strength { score, advice }
}

/// The cheapest way to reach a place in the text: its bits in tenths, the place before it and
/// what the last step was.
#[derive(Clone, Copy)]
struct Step {
    bits: u32,
    from: usize,
    advice: Option<Advice>,
}

/// The cheapest spelling of `text` from patterns and single characters, and the advice its
/// patterns give.
fn cheapest_spelling(text: &[char], also: &[&str]) -> (u32, Vec<Advice>) {
    let literals = literal::bits(text);
    let known = pattern::Known::new(also);
    let unreached = Step {
        bits: u32::MAX,
        from: 0,
        advice: None,
    };
    let mut steps = vec![unreached; text.len() + 1];
    if let Some(start) = steps.first_mut() {
        start.bits = 0;
    }
    for (from, literal) in literals.iter().enumerate() {
        let so_far = steps.get(from).map_or(u32::MAX, |step| step.bits);
        let single = pattern::Found {
            len: 1,
            bits: *literal,
            advice: None,
        };
        for found in known.at(text, from).into_iter().chain([single]) {
            let bits = so_far.saturating_add(found.bits);
            if let Some(step) = steps.get_mut(from + found.len)
                && bits < step.bits
            {
                *step = Step {
                    bits,
                    from,
                    advice: found.advice,
                };
            }
        }
    }

    let mut advice = Vec::new();
    let mut at = text.len();
    while at > 0
        && let Some(step) = steps.get(at)
    {
        advice.extend(step.advice);
        at = step.from;
    }
    (steps.last().map_or(0, |step| step.bits), advice)
}
