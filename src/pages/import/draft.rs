//! What a person says a column is, as typed, and the plan that follows from it.
//!
//! Must stay true: trying another use and coming back loses nothing that was typed.
//!
//! Must not know: the screen.

use exchange::{ColumnProfile, Item, Plan, Use, YesNoItem};
use model::FieldNo;

/// What a column is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing.
    Ignore,
    /// A field of the customer.
    Field(FieldNo),
    /// A tag.
    Tag,
    /// A rated question.
    Item,
    /// A question with two answers.
    YesNo,
    /// The day of the survey.
    Taken,
}

impl Chosen {
    /// A name for the choice in a list.
    pub fn code(self) -> String {
        match self {
            Self::Ignore => "ignore".to_owned(),
            Self::Field(no) => ["field-", &no.0.to_string()].concat(),
            Self::Tag => "tag".to_owned(),
            Self::Item => "item".to_owned(),
            Self::YesNo => "yes-no".to_owned(),
            Self::Taken => "taken".to_owned(),
        }
    }

    /// The choice of that name.
    pub fn parse(code: &str) -> Self {
        match code {
            "tag" => Self::Tag,
            "item" => Self::Item,
            "yes-no" => Self::YesNo,
            "taken" => Self::Taken,
            _ => code
                .strip_prefix("field-")
                .and_then(|no| no.parse().ok())
                .map_or(Self::Ignore, |no| Self::Field(FieldNo(no))),
        }
    }
}

/// What was said about one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is used as.
    pub used: Chosen,
    /// The lowest mark, as typed.
    pub low: String,
    /// The highest mark, as typed.
    pub high: String,
    /// Values that mean «no answer», separated by commas.
    pub missing: String,
    /// The value that means yes.
    pub yes: String,
    /// What goes before the tag.
    pub prefix: String,
}

impl Draft {
    /// What a suggestion says; what it leaves open comes from the column itself.
    pub fn new(suggested: &Use, profile: &ColumnProfile) -> Self {
        let (low, high) = match (profile.min, profile.max) {
            (Some(low), Some(high)) if low < 1.0 || high > 5.0 => (low.floor(), high.ceil()),
            _ => (1.0, 5.0),
        };
        let mut draft = Self {
            used: Chosen::Ignore,
            low: low.to_string(),
            high: high.to_string(),
            missing: String::new(),
            yes: String::new(),
            prefix: String::new(),
        };
        match suggested {
            Use::Ignore => {}
            Use::Field(no) => draft.used = Chosen::Field(*no),
            Use::Tag { prefix } => {
                draft.used = Chosen::Tag;
                draft.prefix.clone_from(prefix);
            }
            Use::Item(item) => {
                draft.used = Chosen::Item;
                draft.low = item.low.to_string();
                draft.high = item.high.to_string();
                draft.missing = item.missing.join(", ");
            }
            Use::YesNo(item) => {
                draft.used = Chosen::YesNo;
                draft.yes.clone_from(&item.yes);
                draft.missing = item.missing.join(", ");
            }
            Use::Taken => draft.used = Chosen::Taken,
        }
        draft
    }

    fn to_use(&self, outcome: bool) -> Use {
        match self.used {
            Chosen::Ignore => Use::Ignore,
            Chosen::Field(no) => Use::Field(no),
            Chosen::Tag => Use::Tag {
                prefix: self.prefix.clone(),
            },
            Chosen::Item => Use::Item(Item {
                low: mark(&self.low),
                high: mark(&self.high),
                missing: list(&self.missing),
                outcome,
            }),
            Chosen::YesNo => Use::YesNo(YesNoItem {
                yes: self.yes.clone(),
                missing: list(&self.missing),
                outcome,
            }),
            Chosen::Taken => Use::Taken,
        }
    }
}

/// A whole number as typed; what is none makes the scale fail its check.
fn mark(text: &str) -> f64 {
    text.trim().parse::<i32>().map_or(f64::NAN, f64::from)
}

fn list(text: &str) -> Vec<String> {
    text.split([',', '，', '、', ';', '；'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The plan of all columns; `outcome` is the column that the others are to explain.
pub fn plan(drafts: &[Draft], outcome: Option<usize>) -> Plan {
    let columns = drafts.iter().enumerate();
    Plan {
        columns: columns
            .map(|(at, draft)| draft.to_use(outcome == Some(at)))
            .collect(),
    }
}

/// The column that a suggestion marks as the outcome.
pub fn outcome(uses: &[Use]) -> Option<usize> {
    uses.iter().position(|used| match used {
        Use::Item(item) => item.outcome,
        Use::YesNo(item) => item.outcome,
        _ => false,
    })
}

/// About how many answers a plan will give: filled cells less those that mean «no answer».
pub fn answers(plan: &Plan, columns: &[ColumnProfile]) -> u64 {
    plan.questions()
        .filter_map(|(_, at, used)| {
            let column = columns.get(at)?;
            let missing: &[String] = match used {
                Use::Item(item) => &item.missing,
                Use::YesNo(item) => &item.missing,
                _ => &[],
            };
            let none = column.frequent.iter().filter(|(value, _)| {
                missing
                    .iter()
                    .any(|code| code.eq_ignore_ascii_case(value) || number(code) == number(value))
            });
            Some(
                column
                    .filled
                    .saturating_sub(none.map(|(_, count)| count).sum()),
            )
        })
        .sum()
}

fn number(text: &str) -> Result<f64, &str> {
    text.parse().map_err(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> ColumnProfile {
        ColumnProfile {
            filled: 10,
            min: Some(0.0),
            max: Some(5.0),
            frequent: vec![("5".into(), 6), ("0".into(), 3), ("NA".into(), 1)],
            ..ColumnProfile::default()
        }
    }

    #[test]
    fn a_suggestion_comes_back_as_it_was() {
        let item = Use::Item(Item {
            low: 0.0,
            high: 10.0,
            missing: vec!["99".into(), "NA".into()],
            outcome: true,
        });
        let yes_no = Use::YesNo(YesNoItem {
            yes: "satisfied".into(),
            missing: Vec::new(),
            outcome: true,
        });
        let tag = Use::Tag {
            prefix: "Class: ".into(),
        };
        for used in [
            Use::Ignore,
            Use::Field(FieldNo(3)),
            tag,
            item,
            yes_no,
            Use::Taken,
        ] {
            let draft = Draft::new(&used, &profile());
            let outcome = outcome(std::slice::from_ref(&used));
            assert_eq!(plan(std::slice::from_ref(&draft), outcome).columns, [used]);
            assert_eq!(Chosen::parse(&draft.used.code()), draft.used);
        }
    }

    #[test]
    fn what_is_no_whole_number_fails_the_check() {
        let mut draft = Draft::new(&Use::Ignore, &profile());
        assert_eq!((draft.low.as_str(), draft.high.as_str()), ("0", "5"));
        draft.used = Chosen::Item;
        for (low, high, good) in [("1", "5", true), ("", "5", false), ("1", "x", false)] {
            (draft.low, draft.high) = (low.into(), high.into());
            let plan = plan(std::slice::from_ref(&draft), None);
            assert_eq!(plan.check().is_ok(), good);
        }
    }

    #[test]
    fn cells_without_an_answer_are_not_counted() {
        let mut draft = Draft::new(&Use::Ignore, &profile());
        draft.used = Chosen::Item;
        for (missing, want) in [("", 10), ("0", 7), ("0.0, na", 6), ("8", 10)] {
            draft.missing = missing.into();
            let plan = plan(std::slice::from_ref(&draft), None);
            assert_eq!(answers(&plan, &[profile()]), want, "{missing}");
        }
    }
}
