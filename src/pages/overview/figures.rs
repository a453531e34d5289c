//! The figures: each from its column of answers, over all months that count and month by month.
//!
//! Must stay true: a figure counts exactly the answers that stand on its scale, the same ones
//! the list behind it shows; no work holds the screen up for long.

use super::bands::{Band, parts};
use super::period::{Period, months};
use crate::platform::clock::Slice;
use crate::session::{Open, forms};
use insight::{Confidence, Estimate, by_period, csat, mean_on_scale, nps, share};
use model::CUSTOMER;
use std::rc::Rc;
use survey::{Form, Question, QuestionKind, Role};

/// What a figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The Net Promoter Score, in points from −100 to 100.
    Nps,
    /// The share of the top two of the scale.
    Csat,
    /// The mean ease.
    Ces,
    /// The mean overall satisfaction, or the share of yes.
    Overall,
}

impl Measure {
    const ALL: [Self; 4] = [Self::Nps, Self::Csat, Self::Ces, Self::Overall];

    /// A stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Overall => "overall",
        }
    }

    fn role(self) -> Role {
        match self {
            Self::Nps => Role::Nps,
            Self::Csat => Role::Csat,
            Self::Ces => Role::Ces,
            Self::Overall => Role::Overall,
        }
    }
}

/// How the values of a figure are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// From 0 to 1, in per cent.
    Share,
    /// From −100 to 100.
    Points,
    /// On the scale of the question.
    Mean,
}

/// One figure with all that its card shows.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it measures.
    pub measure: Measure,
    /// The survey it comes from.
    pub form: Form,
    /// The question it comes from.
    pub question: Question,
    /// The figure, none where nobody has answered.
    pub estimate: Option<Estimate>,
    /// How many answers fall into each part of the scale, best first.
    pub parts: Vec<(Band, usize)>,
    /// The figure by month.
    pub trend: Vec<(i32, Estimate)>,
}

impl Figure {
    /// How its values are written.
    pub fn unit(&self) -> Unit {
        match self.measure {
            _ if self.question.kind == QuestionKind::YesNo => Unit::Share,
            Measure::Csat => Unit::Share,
            Measure::Nps => Unit::Points,
            Measure::Ces | Measure::Overall => Unit::Mean,
        }
    }
}

/// Everything the overview shows.
#[derive(Debug, Clone)]
pub struct Board {
    /// How many customers there are.
    pub customers: usize,
    /// How many responses in the months that count.
    pub responses: usize,
    /// The figures.
    pub figures: Vec<Figure>,
    /// The survey whose drivers are shown.
    pub drivers: Option<Form>,
}

/// Works out the overview.
pub async fn board(open: Rc<Open>, period: Period) -> Board {
    let mut slice = Slice::new();
    let (first, all, customers) = {
        let replica = open.replica().borrow();
        let customers = replica.table(CUSTOMER.no).map_or(0, replica::Table::len);
        (period.first_month(&replica), forms(&replica), customers)
    };
    let mut responses = 0;
    let mut figures: Vec<Figure> = Vec::new();
    for form in &all {
        slice.pause().await;
        let months = open
            .replica()
            .borrow()
            .responses(form.id)
            .map(months)
            .unwrap_or_default();
        responses += months.iter().filter(|month| **month >= first).count();
        for measure in Measure::ALL {
            let Some(question) = form.with_role(measure.role()).next() else {
                continue;
            };
            slice.pause().await;
            let numbers = open
                .replica()
                .borrow()
                .responses(form.id)
                .map(|all| all.numbers(question.no))
                .unwrap_or_default();
            figures.push(figure(measure, form, question, &months, numbers, first));
        }
    }
    // One card for each measure; satisfaction asked in several surveys has several.
    let mut kept: Vec<Figure> = Vec::new();
    for measure in Measure::ALL {
        let mut of = figures.iter().filter(|figure| figure.measure == measure);
        let answered = of.clone().filter(|figure| figure.estimate.is_some());
        kept.extend(answered.cloned());
        if kept.iter().all(|figure| figure.measure != measure) {
            kept.extend(of.next().cloned());
        }
    }
    let drivers = kept
        .iter()
        .find(|figure| figure.measure == Measure::Overall && figure.estimate.is_some())
        .map(|figure| figure.form.clone());
    Board {
        customers,
        responses,
        figures: kept,
        drivers,
    }
}

fn figure(
    measure: Measure,
    form: &Form,
    question: &Question,
    months: &[i32],
    numbers: Vec<f64>,
    first: i32,
) -> Figure {
    let whole = question.scale().map(|(from, to)| Band { from, to });
    let (months, values): (Vec<i32>, Vec<f64>) = months
        .iter()
        .copied()
        .zip(numbers)
        .filter(|(month, value)| *month >= first && on_scale(whole, *value))
        .unzip();
    let count = |band: Band| values.iter().filter(|value| band.holds(**value)).count();
    Figure {
        measure,
        form: form.clone(),
        question: question.clone(),
        estimate: estimate(measure, question, &values),
        parts: parts(question).into_iter().map(|b| (b, count(b))).collect(),
        trend: by_period(&months, &values, |v| estimate(measure, question, v)),
    }
}

/// Whether an answer stands on its question's scale.
#[allow(clippy::cast_precision_loss)]
pub fn on_scale(scale: Option<Band>, value: f64) -> bool {
    scale.is_some_and(|scale| value >= scale.from as f64 && value <= scale.to as f64)
}

#[allow(clippy::cast_precision_loss)]
fn estimate(measure: Measure, question: &Question, values: &[f64]) -> Option<Estimate> {
    let (low, high) = question.scale()?;
    match measure {
        _ if question.kind == QuestionKind::YesNo => {
            let yes = values.iter().filter(|value| **value >= 0.5).count();
            share(yes, values.len(), Confidence::P95)
        }
        Measure::Nps => nps(values).map(|found| found.estimate),
        Measure::Csat => csat(values, u8::try_from(high).ok()?),
        Measure::Ces | Measure::Overall => {
            mean_on_scale(values, low as f64, high as f64, Confidence::P95)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_counts_the_answers_on_its_scale_in_the_months_that_count() {
        let form = survey::nps();
        let question = form.with_role(Role::Nps).next().unwrap();
        let months = [10, 11, 11, 12, 12, 12];
        let numbers = vec![0.0, 10.0, 9.0, 8.0, f64::NAN, 11.0];
        let found = figure(Measure::Nps, &form, question, &months, numbers, 11);
        let estimate = found.estimate.unwrap();
        assert_eq!(estimate.n, 3);
        assert!((estimate.value - 200.0 / 3.0).abs() < 1e-12);
        let counts: Vec<usize> = found.parts.iter().map(|(_, n)| *n).collect();
        assert_eq!(counts, [2, 1, 0]);
        let months: Vec<i32> = found.trend.iter().map(|(month, _)| *month).collect();
        assert_eq!(months, [11, 12]);
    }

    #[test]
    fn without_answers_there_is_no_figure() {
        for form in survey::built_in() {
            for measure in Measure::ALL {
                for question in form.with_role(measure.role()) {
                    let found = figure(measure, &form, question, &[], Vec::new(), i32::MIN);
                    assert!(found.estimate.is_none() && found.trend.is_empty());
                }
            }
        }
    }
}
