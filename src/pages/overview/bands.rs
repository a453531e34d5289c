//! Parts of a scale: which answers count together, and what they are called.
//!
//! Must stay true: the bands of a question cover its scale without overlap, so that the parts of
//! a distribution add up to its n.

use crate::text::{Label, fill, language, overview as words};
use survey::{Question, QuestionKind, Role};

/// Neighbouring answers, both ends included; a decimal belongs to the whole number below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The lowest.
    pub from: i64,
    /// The highest.
    pub to: i64,
}

impl Band {
    /// Whether an answer belongs to it.
    #[allow(clippy::cast_precision_loss)]
    pub fn holds(self, value: f64) -> bool {
        value >= self.from as f64 && value < self.to as f64 + 1.0
    }

    /// The part of an address that keeps it.
    pub fn query(self) -> String {
        [
            "from=",
            &self.from.to_string(),
            "&to=",
            &self.to.to_string(),
        ]
        .concat()
    }

    /// Its numbers: `9–10`, or `7`.
    pub fn numbers(self) -> String {
        if self.from == self.to {
            self.from.to_string()
        } else {
            [&self.from.to_string(), "–", &self.to.to_string()].concat()
        }
    }
}

/// The groups of a question's answers, best first, with what they are called.
pub fn groups(question: &Question) -> Vec<(Band, Label)> {
    let Some((low, high)) = question.scale() else {
        return Vec::new();
    };
    let band = |from, to, label| (Band { from, to }, label);
    if question.kind == QuestionKind::YesNo {
        return vec![
            band(1, 1, crate::text::common::YES),
            band(0, 0, crate::text::common::NO),
        ];
    }
    match (question.role, low, high) {
        (Role::Nps, 0, 10) => vec![
            band(9, 10, words::PROMOTERS),
            band(7, 8, words::PASSIVES),
            band(0, 6, words::DETRACTORS),
        ],
        (Role::Csat, 1, high) if high >= 5 => vec![
            band(high - 1, high, words::SATISFIED),
            band(3, high - 2, words::BETWEEN),
            band(1, 2, words::DISSATISFIED),
        ],
        (_, 1, 7) => vec![
            band(5, 7, words::UPPER),
            band(4, 4, words::BETWEEN),
            band(1, 3, words::LOWER),
        ],
        (_, 1, 5) => vec![
            band(4, 5, words::UPPER),
            band(3, 3, words::BETWEEN),
            band(1, 2, words::LOWER),
        ],
        _ => Vec::new(),
    }
}

/// The parts of a question's distribution, best first: groups where the figure has groups, or
/// every point of a scale of at most eleven.
pub fn parts(question: &Question) -> Vec<Band> {
    let Some((low, high)) = question.scale() else {
        return Vec::new();
    };
    if question.role == Role::Nps || question.kind == QuestionKind::YesNo {
        return groups(question).into_iter().map(|(band, _)| band).collect();
    }
    if high.saturating_sub(low) > 10 {
        return Vec::new();
    }
    let each = |value| Band {
        from: value,
        to: value,
    };
    (low..=high).rev().map(each).collect()
}

/// What a band is called: its group's name, or its number with the meaning of the end of the
/// scale.
pub fn name(question: &Question, band: Band) -> String {
    let language = language();
    if let Some((_, label)) = groups(question).iter().find(|(group, _)| *group == band)
        && (question.role == Role::Nps || question.kind == QuestionKind::YesNo)
    {
        return label.of(language).to_owned();
    }
    let number = band.numbers();
    if let QuestionKind::Rating {
        low,
        high,
        low_label,
        high_label,
    } = &question.kind
    {
        let end = match (band.from, band.to) {
            (a, b) if a == b && a == *low => low_label.of(language),
            (a, b) if a == b && a == *high => high_label.of(language),
            _ => "",
        };
        if !end.is_empty() {
            return fill("{n} · {words}", &[("n", &number), ("words", end)]);
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_the_scale_once() {
        for form in survey::built_in() {
            for question in form.questions() {
                let Some((low, high)) = question.scale() else {
                    assert!(groups(question).is_empty() && parts(question).is_empty());
                    continue;
                };
                let groups = groups(question).into_iter().map(|(band, _)| band).collect();
                for bands in [groups, parts(question)] {
                    for value in low..=high {
                        let holding = bands.iter().filter(|b: &&Band| b.holds(value as f64));
                        assert_eq!(holding.count(), 1, "{question:?} {value}");
                    }
                }
            }
        }
    }
}
