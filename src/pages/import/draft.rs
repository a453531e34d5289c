//! What a person says a column is, as typed, and the plan that follows from it.
//!
//! Must stay true: trying another use and coming back loses nothing that was typed.
//!
//! Must not know: the screen.

use exchange::record::{AddressPart, NamePart, address_field};
use exchange::{ColumnProfile, DateFormat, DayOrder, Item, Plan, Use, YesNoItem};
use model::{CUSTOMER, Field, FieldNo, FieldType, Kind};
use serde::{Deserialize, Serialize};

/// What a column is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing.
    Ignore,
    /// A field of the register.
    Field(FieldNo),
    /// A part of the name.
    Name(NamePart),
    /// A part of the address.
    Address(AddressPart),
    /// A tag.
    Tag,
    /// A rated question.
    Item,
    /// A question with two answers.
    YesNo,
    /// The day of the survey.
    Taken,
}

/// The uses that are always called the same.
const NAMED: [(&str, Chosen); 13] = [
    ("ignore", Chosen::Ignore),
    ("tag", Chosen::Tag),
    ("item", Chosen::Item),
    ("yes-no", Chosen::YesNo),
    ("taken", Chosen::Taken),
    ("name-family", Chosen::Name(NamePart::Family)),
    ("name-given", Chosen::Name(NamePart::Given)),
    ("name-middle", Chosen::Name(NamePart::Middle)),
    ("address-country", Chosen::Address(AddressPart::Country)),
    ("address-region", Chosen::Address(AddressPart::Region)),
    ("address-city", Chosen::Address(AddressPart::City)),
    ("address-street", Chosen::Address(AddressPart::Street)),
    ("address-postcode", Chosen::Address(AddressPart::Postcode)),
];

impl Chosen {
    /// A name for the choice in a list, and in what is remembered.
    pub fn code(self) -> String {
        if let Self::Field(no) = self {
            return ["field-", &no.0.to_string()].concat();
        }
        let named = NAMED.iter().find(|(_, chosen)| *chosen == self);
        named.map_or("ignore", |(code, _)| code).to_owned()
    }

    /// Whether a person may fill what it stands for, by what `writes` says of each field.
    pub fn is_open(self, kind: &Kind, writes: impl Fn(&Field) -> bool) -> bool {
        let field = match self {
            Self::Ignore => return true,
            Self::Field(no) => kind.field(no),
            Self::Name(_) => kind.field(kind.title),
            Self::Address(_) => address_field(kind),
            Self::Tag => kind.fields.iter().find(|one| one.holds == FieldType::Tags),
            // Who answers, and that they did, is of the customer.
            Self::Item | Self::YesNo | Self::Taken => CUSTOMER.field(CUSTOMER.title),
        };
        field.is_some_and(writes)
    }

    /// The choice of that name.
    pub fn parse(code: &str) -> Self {
        if let Some((_, chosen)) = NAMED.iter().find(|(name, _)| *name == code) {
            return *chosen;
        }
        code.strip_prefix("field-")
            .and_then(|no| no.parse().ok())
            .map_or(Self::Ignore, |no| Self::Field(FieldNo(no)))
    }
}

/// What was said about one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it is used as, by its code.
    used: String,
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
    /// Which part of `3/5/2024` is the day: `day`, `month`, or blank while nobody said.
    pub order: String,
}

impl Draft {
    /// What a suggestion says; what it leaves open comes from the column itself.
    pub fn new(suggested: &Use, profile: &ColumnProfile) -> Self {
        let (low, high) = match (profile.min, profile.max) {
            (Some(low), Some(high)) if low < 1.0 || high > 5.0 => (low.floor(), high.ceil()),
            _ => (1.0, 5.0),
        };
        let order = match profile.days.format().order {
            Some(DayOrder::DayFirst) => "day",
            Some(DayOrder::MonthFirst) => "month",
            None => "",
        };
        let mut draft = Self {
            used: Chosen::Ignore.code(),
            low: low.to_string(),
            high: high.to_string(),
            missing: String::new(),
            yes: String::new(),
            prefix: String::new(),
            order: order.to_owned(),
        };
        let used = match suggested {
            Use::Ignore => Chosen::Ignore,
            Use::Field(no) => Chosen::Field(*no),
            Use::Name(part) => Chosen::Name(*part),
            Use::Address(part) => Chosen::Address(*part),
            Use::Tag { prefix } => {
                draft.prefix.clone_from(prefix);
                Chosen::Tag
            }
            Use::Item(item) => {
                draft.low = item.low.to_string();
                draft.high = item.high.to_string();
                draft.missing = item.missing.join(", ");
                Chosen::Item
            }
            Use::YesNo(item) => {
                draft.yes.clone_from(&item.yes);
                draft.missing = item.missing.join(", ");
                Chosen::YesNo
            }
            Use::Taken => Chosen::Taken,
        };
        draft.choose(used);
        draft
    }

    /// What it is used as.
    pub fn used(&self) -> Chosen {
        Chosen::parse(&self.used)
    }

    /// Uses it as something else.
    pub fn choose(&mut self, used: Chosen) {
        self.used = used.code();
    }

    fn to_use(&self, outcome: bool) -> Use {
        match self.used() {
            Chosen::Ignore => Use::Ignore,
            Chosen::Field(no) => Use::Field(no),
            Chosen::Name(part) => Use::Name(part),
            Chosen::Address(part) => Use::Address(part),
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

    /// How its days are read.
    pub fn format(&self, profile: &ColumnProfile) -> DateFormat {
        DateFormat {
            order: match self.order.as_str() {
                "day" => Some(DayOrder::DayFirst),
                "month" => Some(DayOrder::MonthFirst),
                _ => None,
            },
            ..profile.days.format()
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
mod tests;
