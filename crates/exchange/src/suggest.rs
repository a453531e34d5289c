//! A first plan for a file, from what its columns look like, for a person to correct.
//!
//! Must stay true: a suggestion fails the plan's check only for want of columns to use; a column whose
//! values a field would mostly refuse is not given to that field; what is unclear is ignored.

mod names;
mod wider;

pub use wider::suggest_for;

use crate::literal;
use crate::{ColumnProfile, Item, Use, YesNoItem};
use model::{CUSTOMER, Field, FieldType, MAX_TAG, customer};

/// Suggests a use for each column, in order.
///
/// Headers are matched with the customer's fields in both languages. Then whole numbers within
/// 0 to 10 with three or more different values are rated questions: up to 5 on a scale of 1 to 5
/// and up to 7 on one of 1 to 7, where a 0 given by less than half means «no answer»; above that
/// 0 to 10. A column named like satisfaction with two values is the outcome, and failing that a
/// rated column named like overall satisfaction. A column in which every cell looks like a phone
/// or an e-mail address is that, where no header says so. Texts with few, repeated values are tags.
pub fn suggest(profiles: &[ColumnProfile]) -> Vec<Use> {
    let mut uses = vec![Use::Ignore; profiles.len()];
    let keys: Vec<String> = profiles.iter().map(|p| names::key(&p.name)).collect();
    for field in CUSTOMER.fields {
        claim(
            &mut uses,
            profiles,
            &keys,
            Use::Field(field.no),
            |key, profile| names::rank(field, key).filter(|_| fits(field, profile)),
        );
    }
    claim(&mut uses, profiles, &keys, Use::Taken, |key, profile| {
        names::rank_taken(key).filter(|_| profile.dates)
    });
    for (no, looks) in [
        (customer::PHONE, phones as fn(&ColumnProfile) -> u64),
        (customer::EMAIL, emails),
    ] {
        if !uses.contains(&Use::Field(no)) {
            // Every cell looks like it, whatever the header.
            claim(&mut uses, profiles, &keys, Use::Field(no), |_, profile| {
                (profile.filled > 0 && looks(profile) == profile.filled).then_some(0)
            });
        }
    }
    let mut outcome = false;
    for ((used, profile), key) in uses.iter_mut().zip(profiles).zip(&keys) {
        if *used == Use::Ignore && !key.is_empty() {
            *used = by_values(profile, key, &mut outcome);
        }
    }
    if !outcome {
        let overall = uses
            .iter_mut()
            .zip(&keys)
            .find_map(|(used, key)| match used {
                Use::Item(item) if names::is_overall(key) => Some(item),
                _ => None,
            });
        if let Some(item) = overall {
            item.outcome = true;
        }
    }
    uses
}

fn phones(profile: &ColumnProfile) -> u64 {
    profile.phones
}

fn emails(profile: &ColumnProfile) -> u64 {
    profile.emails
}

/// Gives a use to the best named of the columns that have none yet.
fn claim(
    uses: &mut [Use],
    profiles: &[ColumnProfile],
    keys: &[String],
    to: Use,
    rank: impl Fn(&str, &ColumnProfile) -> Option<usize>,
) {
    let free = uses.iter_mut().zip(profiles).zip(keys);
    let best = free
        .filter(|((used, _), _)| **used == Use::Ignore)
        .filter_map(|((used, profile), key)| Some((rank(key, profile)?, used)))
        .min_by_key(|(rank, _)| *rank);
    if let Some((_, used)) = best {
        *used = to;
    }
}

/// Whether at least half of the values that are listed would be taken by the field.
fn fits(field: &Field, profile: &ColumnProfile) -> bool {
    let (mut all, mut good) = (0u64, 0u64);
    for (value, count) in &profile.frequent {
        all += count;
        if field.holds == FieldType::Tags || literal::field_value(field, value).is_ok() {
            good += count;
        }
    }
    all > 0 && good * 2 >= all
}

fn by_values(profile: &ColumnProfile, key: &str, outcome: &mut bool) -> Use {
    if !profile.lists_all() || profile.filled == 0 {
        return Use::Ignore;
    }
    let (missing, answers): (Vec<_>, Vec<_>) = profile
        .frequent
        .iter()
        .partition(|(value, _)| literal::means_nothing(value));
    let missing: Vec<String> = missing
        .into_iter()
        .map(|(value, _)| value.clone())
        .collect();
    if let (true, [(a, _), (b, _)]) = (names::is_satisfaction(key), answers.as_slice())
        && let Some(yes) = names::positive(a, b)
    {
        let first = !core::mem::replace(outcome, true);
        return Use::YesNo(YesNoItem {
            yes: yes.to_owned(),
            missing,
            outcome: first,
        });
    }
    if let Some(item) = rated(&answers, key, &missing) {
        return Use::Item(item);
    }
    let numbers = answers.iter().all(|(v, _)| literal::number(v).is_some());
    let repeated = (profile.distinct as u64) < profile.filled;
    if numbers || profile.dates || !repeated {
        return Use::Ignore;
    }
    tag(profile)
}

/// A question on a scale, when the answers look like one.
fn rated(answers: &[&(String, u64)], key: &str, missing: &[String]) -> Option<Item> {
    if names::is_count(key) || answers.len() < 3 {
        return None;
    }
    let (mut all, mut zeros, mut min, mut max) = (0u64, 0u64, i64::MAX, i64::MIN);
    for (value, count) in answers {
        let x = literal::number(value).and_then(literal::whole)?;
        all += count;
        zeros += if x == 0 { *count } else { 0 };
        (min, max) = (min.min(x), max.max(x));
    }
    if min < 0 || !(3..=10).contains(&max) {
        return None;
    }
    let mut missing = missing.to_vec();
    let (low, high) = match max {
        ..=7 => {
            if zeros * 2 >= all {
                // Mostly zeros: a count of something, not a judgement.
                return None;
            }
            if zeros > 0 {
                missing.push("0".to_owned());
            }
            (1.0, if max <= 5 { 5.0 } else { 7.0 })
        }
        // All ten marks and never a zero: the scale begins at one.
        _ if min == 1 && answers.len() == 10 => (1.0, 10.0),
        _ => (0.0, 10.0),
    };
    Some(Item {
        low,
        high,
        missing,
        outcome: false,
    })
}

/// A tag, with the header in front where the value alone would say nothing.
fn tag(profile: &ColumnProfile) -> Use {
    let bare = |value: &str| {
        value.chars().nth(1).is_none()
            || names::is_yes_or_no(value)
            || literal::number(value).is_some()
    };
    let mut prefix = String::new();
    if profile.frequent.iter().any(|(value, _)| bare(value)) {
        prefix.push_str(&profile.name);
        prefix.push_str(": ");
    }
    let room = MAX_TAG.saturating_sub(prefix.chars().count());
    if profile
        .frequent
        .iter()
        .any(|(value, _)| value.chars().count() > room)
    {
        return Use::Ignore;
    }
    Use::Tag { prefix }
}

#[cfg(test)]
mod tests;
