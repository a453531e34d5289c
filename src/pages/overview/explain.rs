//! What an outcome is explained by: the columns of a regression and the regression itself.
//!
//! Must stay true: a person who left out an item that counts is left out whole; an item that
//! cannot be told from the others, or that everybody answered alike, is set aside by name and
//! said so; no step of the work holds the screen up for long.

use super::period::{Period, months};
use crate::platform::clock::Slice;
use crate::session::Open;
use insight::{Confidence, Covariance, Fitting, InsightError, Regression, Step};
use std::rc::Rc;
use survey::{Form, Page, Practice, QuestionKind, Role, Text, practice_score};

/// Rows between two looks at the clock.
const ROWS: usize = 2048;
/// The same in blocks of the regression.
const BLOCKS: usize = 8;

/// Something that may explain the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// A stable name.
    pub code: String,
    /// What people call it.
    pub name: Text,
}

/// Why a factor was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// Everybody answered alike.
    Constant,
    /// It follows from the factors before it.
    Follows,
}

/// An outcome explained, or why it cannot be.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The question that is explained.
    pub outcome: Text,
    /// Whether the outcome is yes or no.
    pub yes_no: bool,
    /// Whether the factors are practices, each the mean of its items.
    pub practices: bool,
    /// The factors of the regression, in the order of its terms.
    pub factors: Vec<Factor>,
    /// The factors set aside.
    pub aside: Vec<(Factor, Aside)>,
    /// The regression.
    pub result: Result<Regression, InsightError>,
}

/// Explains the outcome of a survey, if it has one.
pub async fn explain(open: Rc<Open>, form: Form, period: Period) -> Option<Explained> {
    let question = form.with_role(Role::Overall).next()?.clone();
    let mut slice = Slice::new();
    let keep: Vec<bool> = {
        let replica = open.replica().borrow();
        let first = period.first_month(&replica);
        let months = replica.responses(form.id).map(months).unwrap_or_default();
        months.into_iter().map(|month| month >= first).collect()
    };
    let read = |no: u16| {
        let replica = open.replica().borrow();
        let all = replica
            .responses(form.id)
            .map(|all| all.numbers(no))
            .unwrap_or_default();
        let kept = all.into_iter().zip(&keep).filter(|(_, keep)| **keep);
        kept.map(|(value, _)| value).collect::<Vec<f64>>()
    };
    let outcome = read(question.no);
    let (mut factors, mut columns) = (Vec::new(), Vec::new());
    for practice in Practice::ALL {
        let items = items_of(&form, practice);
        let mut answers = Vec::new();
        for item in items.questions() {
            slice.pause().await;
            answers.push((item.no, read(item.no)));
        }
        if answers.is_empty() {
            continue;
        }
        let label = practice.label();
        factors.push(Factor {
            code: practice.code().to_owned(),
            name: Text::new(label.zh, label.en),
        });
        columns.push(scores(&items, practice, &answers, outcome.len(), &mut slice).await);
    }
    let practices = !factors.is_empty();
    for predictor in form.with_role(Role::Predictor) {
        slice.pause().await;
        factors.push(Factor {
            code: ["q", &predictor.no.to_string()].concat(),
            name: predictor.ask.clone(),
        });
        columns.push(read(predictor.no));
    }
    let mut aside = Vec::new();
    let result = loop {
        let place = match fit(&outcome, &columns, &mut slice).await {
            Err(InsightError::ConstantColumn { column }) => (column, Aside::Constant),
            Err(InsightError::Collinear { column }) => (column, Aside::Follows),
            other => break other,
        };
        if place.0 >= columns.len() {
            break Err(InsightError::TooFewColumns { needed: 1 });
        }
        columns.remove(place.0);
        aside.push((factors.remove(place.0), place.1));
    };
    Some(Explained {
        outcome: question.ask.clone(),
        yes_no: question.kind == QuestionKind::YesNo,
        practices,
        factors,
        aside,
        result,
    })
}

/// The items of one practice alone, so that a row is scored by looking at these only.
fn items_of(form: &Form, practice: Practice) -> Form {
    let questions = form.with_role(Role::Practice(practice)).cloned().collect();
    Form {
        pages: vec![Page { questions }],
        ..form.clone()
    }
}

async fn scores(
    items: &Form,
    practice: Practice,
    answers: &[(u16, Vec<f64>)],
    rows: usize,
    slice: &mut Slice,
) -> Vec<f64> {
    let mut scores = Vec::with_capacity(rows);
    for row in 0..rows {
        let answer = |no: u16| {
            let (_, column) = answers.iter().find(|(item, _)| *item == no)?;
            column.get(row).copied()
        };
        scores.push(practice_score(items, practice, &answer).unwrap_or(f64::NAN));
        if row % ROWS == ROWS - 1 {
            slice.pause().await;
        }
    }
    scores
}

/// Fits with HC3 errors; with classic ones where a single row decides a coefficient, which
/// leaves HC3 undefined.
async fn fit(
    outcome: &[f64],
    columns: &[Vec<f64>],
    slice: &mut Slice,
) -> Result<Regression, InsightError> {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    match fit_with(outcome, &columns, Covariance::Hc3, slice).await {
        Err(InsightError::FullLeverage { .. }) => {
            fit_with(outcome, &columns, Covariance::Classic, slice).await
        }
        other => other,
    }
}

async fn fit_with(
    outcome: &[f64],
    columns: &[&[f64]],
    covariance: Covariance,
    slice: &mut Slice,
) -> Result<Regression, InsightError> {
    let mut fitting = Fitting::new(outcome, columns, covariance, Confidence::P95)?;
    loop {
        match fitting.step(BLOCKS)? {
            Step::Done(regression) => return Ok(regression),
            Step::More(more) => fitting = more,
        }
        slice.pause().await;
    }
}
