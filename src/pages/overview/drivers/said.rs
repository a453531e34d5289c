//! A regression in plain words, for people who have to decide something.
//!
//! Must stay true: the words follow from the numbers; where the numbers do not tell, the words
//! say so; nothing is called a cause.

use super::super::explain::{Aside, Explained};
use super::{by_size, name_of};
use crate::platform::intl;
use crate::text::{count, decimal, filled, language, overview as words, t};
use insight::{InsightError, Regression, Term};

/// Whether the interval of a standardised coefficient leaves out zero.
fn clear(term: &Term) -> bool {
    term.standardised.low > 0.0 || term.standardised.high < 0.0
}

fn list(names: &[String]) -> String {
    names.join(t(words::LIST_SEPARATOR)())
}

/// The strongest driver, in a sentence.
pub fn lead(explained: &Explained, regression: &Regression) -> String {
    let places = by_size(regression);
    let first = places
        .iter()
        .find_map(|place| Some((*place, regression.terms.get(*place).filter(|t| clear(t))?)));
    let Some((place, term)) = first else {
        return t(words::NONE_CLEAR)().to_owned();
    };
    let beta = term.standardised;
    let up = beta.coefficient >= 0.0;
    let (low, high) = if up {
        (beta.low, beta.high)
    } else {
        (-beta.high, -beta.low)
    };
    let label = if up { words::LEAD } else { words::LEAD_DOWN };
    filled(
        label,
        &[
            ("name", &name_of(explained, place)),
            ("beta", &decimal(beta.coefficient.abs(), 2)),
            ("low", &decimal(low, 2)),
            ("high", &decimal(high, 2)),
        ],
    )
}

/// Everything worth saying, a sentence each.
pub fn sentences(explained: &Explained, regression: &Regression) -> Vec<String> {
    let places = by_size(regression);
    let term = |place: usize| regression.terms.get(place);
    let strong: Vec<usize> = places
        .iter()
        .copied()
        .filter(|place| term(*place).is_some_and(clear))
        .collect();
    let mut said = vec![lead(explained, regression)];
    let with_beta = |place: &usize| {
        let beta = term(*place).map_or(0.0, |term| term.standardised.coefficient);
        let (name, beta) = (name_of(explained, *place), decimal(beta, 2));
        filled(words::NAME_AND_BETA, &[("name", &name), ("beta", &beta)])
    };
    let next: Vec<String> = strong.iter().skip(1).take(4).map(with_beta).collect();
    if !next.is_empty() {
        said.push(filled(words::NEXT, &[("list", &list(&next))]));
    }
    if let [first, second, ..] = strong.as_slice()
        && let (Some(one), Some(other)) = (term(*first), term(*second))
        && reach(one).0 <= reach(other).1
    {
        let (first, second) = (name_of(explained, *first), name_of(explained, *second));
        said.push(filled(
            words::CLOSE_CALL,
            &[("first", &first), ("second", &second)],
        ));
    }
    let unclear: Vec<String> = places
        .iter()
        .filter(|place| !strong.contains(place))
        .map(|place| name_of(explained, *place))
        .collect();
    if !unclear.is_empty() && !strong.is_empty() {
        said.push(filled(words::UNCLEAR, &[("list", &list(&unclear))]));
    }
    let share = intl::percent(language(), regression.r2, 0);
    said.push(filled(words::EXPLAINED, &[("share", &share)]));
    said
}

/// The interval of the size of a standardised coefficient.
fn reach(term: &Term) -> (f64, f64) {
    let beta = term.standardised;
    if beta.coefficient >= 0.0 {
        (beta.low, beta.high)
    } else {
        (-beta.high, -beta.low)
    }
}

/// The plot in a sentence, for readers of the screen.
pub fn plot(explained: &Explained, regression: &Regression, top: usize) -> String {
    let each: Vec<String> = by_size(regression)
        .into_iter()
        .take(top)
        .filter_map(|place| {
            let beta = regression.terms.get(place)?.standardised;
            Some(filled(
                words::PLOT_ROW,
                &[
                    ("name", &name_of(explained, place)),
                    ("beta", &decimal(beta.coefficient, 2)),
                    ("low", &decimal(beta.low, 2)),
                    ("high", &decimal(beta.high, 2)),
                ],
            ))
        })
        .collect();
    filled(words::PLOT_LABEL, &[("list", &list(&each))])
}

/// What was set aside and why, a sentence each.
pub fn aside(explained: &Explained) -> Vec<String> {
    let said = |(factor, why): &(super::super::explain::Factor, Aside)| {
        let label = match why {
            Aside::Constant => words::ASIDE_CONSTANT,
            Aside::Follows => words::ASIDE_FOLLOWS,
        };
        filled(label, &[("name", factor.name.of(language()))])
    };
    explained.aside.iter().map(said).collect()
}

/// Why nothing can be said.
pub fn problem(error: InsightError) -> String {
    match error {
        InsightError::TooFewRows { complete, needed } => filled(
            words::TOO_FEW_ROWS,
            &[("complete", &count(complete)), ("needed", &count(needed))],
        ),
        InsightError::ConstantOutcome => t(words::CONSTANT_OUTCOME)().to_owned(),
        InsightError::TooFewColumns { .. } => t(words::TOO_FEW_COLUMNS)().to_owned(),
        _ => t(words::CANNOT_COMPUTE)().to_owned(),
    }
}
