//! A filter in the making: the same tree as [`query::Filter`], with what is typed and not whole yet.
//!
//! Must stay true: a condition that is not filled in yet lets everything through; a filter that
//! was kept comes back as it was.

use leptos::prelude::*;
use model::{Date, Field, FieldType, Kind, RecordId, Value};
use query::{Days, Filter, Range, Test, TestKind, tests_for};

/// A group of conditions.
#[derive(Clone, Copy, PartialEq)]
pub struct Group {
    /// Names it among the others.
    pub id: u32,
    /// Whether one of them is enough.
    pub any: RwSignal<bool>,
    /// Whether what matches is left out.
    pub not: RwSignal<bool>,
    /// What is in it.
    pub parts: RwSignal<Vec<Part>>,
}

/// A condition.
#[derive(Clone, Copy, PartialEq)]
pub struct Condition {
    /// Names it among the others.
    pub id: u32,
    /// Whether what matches is left out.
    pub not: RwSignal<bool>,
    /// Which field is asked.
    pub field: RwSignal<&'static Field>,
    /// What it is asked.
    pub test: RwSignal<TestKind>,
    /// What it is compared with, as typed; the other end of a span; what was ticked.
    pub text: RwSignal<String>,
    /// The other end of a span.
    pub until: RwSignal<String>,
    /// The choices that were ticked.
    pub ticked: RwSignal<Vec<String>>,
}

/// A group or a condition.
#[derive(Clone, Copy, PartialEq)]
pub enum Part {
    /// A group.
    Group(Group),
    /// A condition.
    Condition(Condition),
}

impl Part {
    /// Names it among the others.
    pub fn id(self) -> u32 {
        match self {
            Self::Group(group) => group.id,
            Self::Condition(condition) => condition.id,
        }
    }
}

/// Gives numbers to parts, and keeps what is typed into them for as long as the list is there:
/// the editor comes and goes.
#[derive(Clone, Copy)]
pub struct Numbers(StoredValue<(u32, Owner)>);

impl Numbers {
    /// From 1; parts live as long as who calls this.
    pub fn new() -> Self {
        let owner = Owner::current().unwrap_or_default();
        Self(StoredValue::new((0, owner)))
    }

    fn next(self) -> u32 {
        self.0.update_value(|(no, _)| *no += 1);
        self.0.with_value(|(no, _)| *no)
    }

    fn make<T>(self, make: impl FnOnce() -> T) -> T {
        let owner = self.0.with_value(|(_, owner)| owner.clone());
        owner.with(make)
    }
}

impl Group {
    /// Nothing in it.
    pub fn new(numbers: Numbers, any: bool) -> Self {
        let id = numbers.next();
        numbers.make(|| Self {
            id,
            any: RwSignal::new(any),
            not: RwSignal::new(false),
            parts: RwSignal::new(Vec::new()),
        })
    }

    /// The filter it says; follows every change.
    pub fn filter(self) -> Filter {
        let parts = self.parts.get();
        let parts: Vec<Filter> = parts
            .into_iter()
            .filter_map(|part| match part {
                Part::Group(group) => {
                    let filter = group.filter();
                    let nothing =
                        matches!(&filter, Filter::All(all) | Filter::Any(all) if all.is_empty());
                    (!nothing).then_some(filter)
                }
                Part::Condition(condition) => condition.filter(),
            })
            .collect();
        let whole = if self.any.get() && !parts.is_empty() {
            Filter::Any(parts)
        } else {
            Filter::All(parts)
        };
        negated(whole, self.not.get() && !self.parts.with(Vec::is_empty))
    }

    /// Takes in a filter, in place of what is there.
    pub fn take(self, numbers: Numbers, kind: &'static Kind, filter: &Filter) {
        let (inner, not) = bare(filter);
        self.not.set(not);
        match inner {
            Filter::All(all) => {
                self.any.set(false);
                self.parts.set(parts(numbers, kind, all));
            }
            Filter::Any(all) => {
                self.any.set(true);
                self.parts.set(parts(numbers, kind, all));
            }
            _ => {
                self.not.set(false);
                self.any.set(false);
                self.parts
                    .set(parts(numbers, kind, std::slice::from_ref(filter)));
            }
        }
    }

    /// How many conditions count.
    pub fn count(self) -> usize {
        let parts = self.parts.get();
        let count = |part: Part| match part {
            Part::Group(group) => group.count(),
            Part::Condition(condition) => usize::from(condition.filter().is_some()),
        };
        parts.into_iter().map(count).sum()
    }
}

fn negated(filter: Filter, not: bool) -> Filter {
    if not {
        Filter::Not(Box::new(filter))
    } else {
        filter
    }
}

fn bare(filter: &Filter) -> (&Filter, bool) {
    match filter {
        Filter::Not(inner) => (inner, true),
        other => (other, false),
    }
}

fn parts(numbers: Numbers, kind: &'static Kind, all: &[Filter]) -> Vec<Part> {
    let one = |filter: &Filter| {
        let (inner, not) = bare(filter);
        if let Filter::Field { field, test } = inner {
            let condition = Condition::of(numbers, kind.field(*field)?, test);
            condition.not.set(not);
            return Some(Part::Condition(condition));
        }
        let group = Group::new(numbers, false);
        group.take(numbers, kind, filter);
        Some(Part::Group(group))
    };
    all.iter().filter_map(one).collect()
}

impl Condition {
    /// The first thing one asks of a field.
    pub fn new(numbers: Numbers, field: &'static Field) -> Self {
        let first = tests_for(field.holds).first().copied();
        let id = numbers.next();
        numbers.make(|| Self {
            id,
            not: RwSignal::new(false),
            field: RwSignal::new(field),
            test: RwSignal::new(first.unwrap_or(TestKind::Filled)),
            text: RwSignal::new(String::new()),
            until: RwSignal::new(String::new()),
            ticked: RwSignal::new(Vec::new()),
        })
    }

    /// Asks another field: what was compared with is kept where it can be.
    pub fn ask(self, field: &'static Field) {
        let same = field.holds == self.field.get_untracked().holds;
        self.field.set(field);
        let tests = tests_for(field.holds);
        if !tests.contains(&self.test.get_untracked()) {
            self.test
                .set(tests.first().copied().unwrap_or(TestKind::Filled));
        }
        if !same {
            self.text.set(String::new());
            self.until.set(String::new());
            self.ticked.set(Vec::new());
        }
    }

    fn of(numbers: Numbers, field: &'static Field, test: &Test) -> Self {
        let this = Self::new(numbers, field);
        this.test.set(test.kind());
        let money =
            |minor: i64, currency| super::super::value::typed(&Value::Money { minor, currency });
        let ends = |a: String, b: String| {
            this.text.set(a);
            this.until.set(b);
        };
        match test {
            Test::Is(text) | Test::Contains(text) | Test::Begins(text) => {
                this.text.set(text.clone());
            }
            Test::OneOf(all) => this.ticked.set(all.clone()),
            Test::HasAny(all) | Test::HasAll(all) | Test::HasNone(all) => {
                this.ticked.set(all.clone());
                this.text.set(all.join(", "));
            }
            Test::Number(range) => {
                let (a, b) = spread(*range);
                ends(a.to_string(), b.map(|b| b.to_string()).unwrap_or_default());
            }
            Test::Money { range, currency } => {
                let (a, b) = spread(*range);
                let b = b.map(|b| money(b, *currency)).unwrap_or_default();
                ends(money(a, *currency), b);
            }
            Test::Day(days) => match days {
                Days::Before(a) | Days::On(a) | Days::After(a) => this.text.set(a.iso()),
                Days::Between(a, b) => ends(a.iso(), b.iso()),
                Days::Last(n) | Days::Next(n) | Days::Birthday(n) => this.text.set(n.to_string()),
                Days::ThisMonth | Days::ThisYear => {}
            },
            Test::Refers(all) => {
                let first = all.first().map(RecordId::to_string);
                this.text.set(first.unwrap_or_default());
            }
            Test::Filled | Test::Blank | Test::Flag(_) => {}
        }
        this
    }

    /// What it says, once it is filled in.
    pub fn filter(self) -> Option<Filter> {
        let field = self.field.get();
        let test = self.said(field)?;
        Some(negated(Filter::field(field.no, test), self.not.get()))
    }

    fn said(self, field: &Field) -> Option<Test> {
        use TestKind as T;
        let text = self.text.get();
        let text = text.trim();
        let until = self.until.get();
        let until = until.trim();
        let some = || (!text.is_empty()).then(|| text.to_owned());
        let list = || {
            let all: Vec<String> = match field.holds {
                FieldType::Tags => {
                    let parts = text.split([',', '，', '、', ';', '；']);
                    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
                    parts.map(str::to_owned).collect()
                }
                _ => self.ticked.get(),
            };
            (!all.is_empty()).then_some(all)
        };
        let days = || text.parse::<u16>().ok();
        let day = || Date::parse(text);
        Some(match self.test.get() {
            T::Filled => Test::Filled,
            T::Blank => Test::Blank,
            T::Is => Test::Is(some()?),
            T::Contains => Test::Contains(some()?),
            T::Begins => Test::Begins(some()?),
            T::OneOf => Test::OneOf(list()?),
            T::HasAny => Test::HasAny(list()?),
            T::HasAll => Test::HasAll(list()?),
            T::HasNone => Test::HasNone(list()?),
            T::Less => measure(
                field,
                text,
                text,
                |a, _| Range::Less(a),
                |a, _| Range::Less(a),
            )?,
            T::AtMost => measure(
                field,
                text,
                text,
                |a, _| Range::AtMost(a),
                |a, _| Range::AtMost(a),
            )?,
            T::Equal => measure(
                field,
                text,
                text,
                |a, _| Range::Equal(a),
                |a, _| Range::Equal(a),
            )?,
            T::AtLeast => measure(
                field,
                text,
                text,
                |a, _| Range::AtLeast(a),
                |a, _| Range::AtLeast(a),
            )?,
            T::More => measure(
                field,
                text,
                text,
                |a, _| Range::More(a),
                |a, _| Range::More(a),
            )?,
            T::Between => measure(field, text, until, Range::Between, Range::Between)?,
            T::Before => Test::Day(Days::Before(day()?)),
            T::On => Test::Day(Days::On(day()?)),
            T::After => Test::Day(Days::After(day()?)),
            T::BetweenDays => Test::Day(Days::Between(day()?, Date::parse(until)?)),
            T::Last => Test::Day(Days::Last(days()?)),
            T::Next => Test::Day(Days::Next(days()?)),
            T::ThisMonth => Test::Day(Days::ThisMonth),
            T::ThisYear => Test::Day(Days::ThisYear),
            T::Birthday => Test::Day(Days::Birthday(days()?)),
            T::Yes => Test::Flag(true),
            T::No => Test::Flag(false),
            T::Refers => Test::Refers(vec![text.parse().ok()?]),
        })
    }
}

fn spread<T>(range: Range<T>) -> (T, Option<T>) {
    match range {
        Range::Less(a)
        | Range::AtMost(a)
        | Range::Equal(a)
        | Range::AtLeast(a)
        | Range::More(a) => (a, None),
        Range::Between(a, b) => (a, Some(b)),
    }
}

fn measure(
    field: &Field,
    from: &str,
    to: &str,
    number: impl Fn(f64, f64) -> Range<f64>,
    minor: impl Fn(i64, i64) -> Range<i64>,
) -> Option<Test> {
    if field.holds != FieldType::Money {
        let read = |text: &str| text.replace(',', "").parse::<f64>().ok();
        return Some(Test::Number(number(read(from)?, read(to)?)));
    }
    let read = |text: &str| match field.parse(text).ok()? {
        Value::Money { minor, currency } => Some((minor, currency)),
        _ => None,
    };
    let ((a, currency), (b, other)) = (read(from)?, read(to)?);
    (currency == other).then(|| Test::Money {
        range: minor(a, b),
        currency,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{CUSTOMER, PURCHASE, customer, purchase};

    fn there_and_back(kind: &'static Kind, filter: &Filter) -> Filter {
        let owner = Owner::new();
        owner.set();
        let numbers = Numbers::new();
        let group = Group::new(numbers, false);
        group.take(numbers, kind, filter);
        group.filter()
    }

    #[test]
    fn a_filter_comes_back_as_it_was() {
        let of = |field: model::FieldNo, test: Test| Filter::field(field, test);
        let day = |text: &str| Date::parse(text).unwrap();
        let all = Filter::All(vec![
            of(customer::NAME, Test::Contains("王".into())),
            Filter::Not(Box::new(of(customer::REGION, Test::Is("北京".into())))),
            Filter::Any(vec![
                of(
                    customer::TAGS,
                    Test::HasAny(vec!["VIP".into(), "新".into()]),
                ),
                of(customer::SEX, Test::OneOf(vec!["female".into()])),
                of(
                    customer::SINCE,
                    Test::Day(Days::Between(day("2020-01-01"), day("2021-01-01"))),
                ),
            ]),
            Filter::Not(Box::new(Filter::Any(vec![
                of(
                    customer::BIRTH_YEAR,
                    Test::Number(Range::Between(1980.0, 1990.0)),
                ),
                of(customer::BIRTHDAY, Test::Day(Days::Birthday(7))),
                of(customer::PHONE, Test::Blank),
            ]))),
        ]);
        assert_eq!(there_and_back(&CUSTOMER, &all), all);
        let any = Filter::Any(vec![of(
            purchase::AMOUNT,
            Test::Money {
                range: Range::AtLeast(12_50),
                currency: *b"CNY",
            },
        )]);
        assert_eq!(there_and_back(&PURCHASE, &any), any);
        let none = Filter::default();
        assert_eq!(there_and_back(&CUSTOMER, &none), none);
    }
}
