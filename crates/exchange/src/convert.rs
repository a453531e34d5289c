//! One row of a file into values, by the plan.
//!
//! Must stay true: a row is taken as a whole or refused as a whole; «no answer» gives no entry;
//! a refusal says where and why, and never what the cell said.

use crate::literal;
use crate::write::restore;
use crate::{Item, Plan, Row, Use};
use model::{CUSTOMER, Date, FieldNo, Invalid, Value, customer};

/// What is wrong with a cell or a row.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Problem {
    /// The row has more or fewer cells than the plan has columns.
    #[error("{found} cells instead of {expected}")]
    CellCount {
        /// Columns of the plan.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// A rated answer that is no number.
    #[error("not a number")]
    NotANumber,
    /// A rated answer below or above the scale.
    #[error("outside the scale")]
    OutOfScale {
        /// The lowest answer.
        low: f64,
        /// The highest answer.
        high: f64,
    },
    /// The day of the survey is no day.
    #[error("not a date")]
    NotADate,
    /// A field refuses the value.
    #[error(transparent)]
    Field(#[from] Invalid),
}

impl Problem {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CellCount { .. } => "row.cell_count",
            Self::NotANumber => "row.not_a_number",
            Self::OutOfScale { .. } => "row.out_of_scale",
            Self::NotADate => "row.not_a_date",
            Self::Field(invalid) => invalid.code(),
        }
    }
}

/// Why a row is refused.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct RowError {
    /// The line where the row begins, from 1.
    pub line: u32,
    /// The column, from 0; with a wrong number of cells, the first that is missing or too many.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Converted {
    /// Fields of the customer except the tags, in order of their numbers; blank ones are left out.
    pub fields: Vec<(FieldNo, Value)>,
    /// Tags, each once, as met.
    pub tags: Vec<String>,
    /// Answers by question number as in [`Plan::questions`], in that order: a whole number or a
    /// number on the scale, or a flag. Questions without an answer are left out.
    pub answers: Vec<(u16, Value)>,
    /// The day the survey was answered.
    pub taken: Option<Date>,
}

/// Reads a row by a plan that passed [`Plan::check`].
///
/// Where the name is blank and there is a customer number, the number is the name too. A plan
/// with neither a name nor a number gives answers without a customer.
///
/// # Errors
/// The first thing that is wrong with the row.
pub fn convert(plan: &Plan, row: Row<'_>) -> Result<Converted, RowError> {
    let refuse = |column, problem| RowError {
        line: row.line(),
        column,
        problem,
    };
    let (expected, found) = (plan.columns.len(), row.len());
    if expected != found {
        let problem = Problem::CellCount { expected, found };
        return Err(refuse(expected.min(found), problem));
    }
    let mut out = Converted::default();
    let mut question = 0u16;
    for (column, (used, cell)) in plan.columns.iter().zip(row.cells()).enumerate() {
        question = question.saturating_add(u16::from(used.is_question()));
        let text = restore(cell.trim()).trim();
        if !text.is_empty() {
            read(used, text, question, &mut out).map_err(|problem| refuse(column, problem))?;
        }
    }
    name(plan, &mut out).map_err(|column| refuse(column, Problem::Field(Invalid::Required)))?;
    let fields = std::mem::take(&mut out.fields);
    for field in fields {
        out.fields
            .insert(out.fields.partition_point(|(no, _)| *no <= field.0), field);
    }
    Ok(out)
}

fn read(used: &Use, text: &str, question: u16, out: &mut Converted) -> Result<(), Problem> {
    match used {
        Use::Ignore => {}
        Use::Field(customer::TAGS) => {
            for part in text.split([';', ',', '|', '、', '；', '，']) {
                if !part.trim().is_empty() {
                    tag(part, out)?;
                }
            }
        }
        Use::Field(no) => {
            let field = CUSTOMER.field(*no).ok_or(Problem::Field(Invalid::Type))?;
            let value = literal::field_value(field, text)?;
            if !value.is_nothing() {
                out.fields.push((*no, value));
            }
        }
        Use::Tag { prefix } => {
            let mut whole = prefix.clone();
            whole.push_str(text);
            tag(&whole, out)?;
        }
        Use::Item(item) => {
            if !literal::is_any(text, &item.missing) {
                out.answers.push((question, rating(item, text)?));
            }
        }
        Use::YesNo(item) => {
            if !literal::is_any(text, &item.missing) {
                let flag = Value::Flag(literal::same(text, &item.yes));
                out.answers.push((question, flag));
            }
        }
        Use::Taken => out.taken = Some(literal::date(text).ok_or(Problem::NotADate)?),
    }
    Ok(())
}

fn tag(text: &str, out: &mut Converted) -> Result<(), Problem> {
    let tag = model::tag(text)?;
    if !out.tags.contains(&tag) {
        out.tags.push(tag);
    }
    Ok(())
}

fn rating(item: &Item, text: &str) -> Result<Value, Problem> {
    let x = literal::number(text).ok_or(Problem::NotANumber)?;
    if x < item.low || x > item.high {
        return Err(Problem::OutOfScale {
            low: item.low,
            high: item.high,
        });
    }
    Ok(literal::whole(x).map_or(Value::Number(x), Value::Int))
}

/// Fills a missing name; the error is the column that should have named the customer.
fn name(plan: &Plan, out: &mut Converted) -> Result<(), usize> {
    let find = |no| out.fields.iter().find(|(have, _)| *have == no);
    if find(customer::NAME).is_some() {
        return Ok(());
    }
    if let Some((_, number)) = find(customer::NUMBER) {
        let number = number.clone();
        out.fields.push((customer::NAME, number));
        return Ok(());
    }
    let column = plan.column_of(customer::NAME);
    match column.or_else(|| plan.column_of(customer::NUMBER)) {
        Some(column) => Err(column),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Delimiter, Limits, Parser, YesNoItem};

    fn item(low: f64, high: f64, missing: &[&str]) -> Use {
        Use::Item(Item {
            low,
            high,
            missing: missing.iter().map(|m| (*m).to_owned()).collect(),
            outcome: false,
        })
    }

    fn plan() -> Plan {
        Plan {
            columns: vec![
                Use::Field(customer::NUMBER),
                Use::Field(customer::NAME),
                Use::Field(customer::SEX),
                Use::Field(customer::TAGS),
                Use::Tag {
                    prefix: "Class: ".into(),
                },
                item(1.0, 5.0, &["0", "NA"]),
                item(0.0, 10.0, &[]),
                Use::YesNo(YesNoItem {
                    yes: "satisfied".into(),
                    missing: vec!["?".into()],
                    outcome: true,
                }),
                Use::Taken,
                Use::Ignore,
            ],
        }
    }

    fn one(plan: &Plan, text: &str) -> Result<Converted, RowError> {
        let mut got = None;
        let mut on_row = |row: Row<'_>| got = Some(convert(plan, row));
        let mut parser = Parser::new(Delimiter::Comma, Limits::default());
        parser.push(text, &mut on_row).unwrap();
        parser.finish(&mut on_row).unwrap();
        got.unwrap()
    }

    #[test]
    fn a_row_becomes_values() {
        let got = one(
            &plan(),
            "7, 张三 ,女,VIP;老客户、VIP,Eco,44.0e,3,satisfied,2024-01-02,x",
        );
        assert_eq!(got.unwrap_err().problem, Problem::NotANumber);
        let got = one(
            &plan(),
            "7, 张三 ,女,VIP;老客户、VIP,Eco,4.0,2.5,Satisfied,2024-01-02 08:00,x",
        );
        let text = |t: &str| Value::Text(t.into());
        assert_eq!(
            got,
            Ok(Converted {
                fields: vec![
                    (customer::NAME, text("张三")),
                    (customer::SEX, Value::Choice("female".into())),
                    (customer::NUMBER, text("7")),
                ],
                tags: vec!["VIP".into(), "老客户".into(), "Class: Eco".into()],
                answers: vec![
                    (1, Value::Int(4)),
                    (2, Value::Number(2.5)),
                    (3, Value::Flag(true)),
                ],
                taken: Date::from_ymd(2024, 1, 2),
            })
        );
    }

    #[test]
    fn no_answer_gives_no_entry_and_keeps_the_numbers_of_the_others() {
        for (rated, count) in [("0", 2), ("0.0", 2), ("na", 2), ("", 2), ("1", 3)] {
            let got = one(&plan(), &format!("7,a,,,,{rated},0,dissatisfied,,")).unwrap();
            assert_eq!(got.answers.len(), count, "{rated}");
            assert!(got.answers.contains(&(2, Value::Int(0))));
            assert!(got.answers.contains(&(3, Value::Flag(false))));
            assert_eq!((got.taken, got.tags.len()), (None, 0));
        }
        let got = one(&plan(), "7,a,,,,,,?,,").unwrap();
        assert_eq!(got.answers, []);
    }

    #[test]
    fn a_number_stands_in_for_a_missing_name() {
        let got = one(&plan(), "0042,,,,,,,,,").unwrap();
        let number = Value::Text("0042".into());
        assert_eq!(
            got.fields,
            [(customer::NAME, number.clone()), (customer::NUMBER, number)]
        );
        let anonymous = Plan {
            columns: vec![item(1.0, 5.0, &[])],
        };
        assert_eq!(one(&anonymous, "5").unwrap().fields, []);
    }

    #[test]
    fn a_row_is_refused_as_a_whole_with_place_and_reason() {
        for (row, column, code) in [
            ("7,a", 2, "row.cell_count"),
            ("7,a,,,,,,,,,x", 10, "row.cell_count"),
            (",,female,,,,,,,", 1, "invalid.required"),
            ("7,a,maybe,,,,,,,", 2, "invalid.choice"),
            ("7,a,,,,6,,,,", 5, "row.out_of_scale"),
            ("7,a,,,,-1,,,,", 5, "row.out_of_scale"),
            ("7,a,,,,good,,,,", 5, "row.not_a_number"),
            ("7,a,,,,NaN,,,,", 5, "row.not_a_number"),
            ("7,a,,,,,,,02/01/2024,", 8, "row.not_a_date"),
        ] {
            let error = one(&plan(), &format!("\n{row}")).unwrap_err();
            let got = (error.line, error.column, error.problem.code());
            assert_eq!(got, (2, column, code), "{row}");
            assert!(!error.to_string().contains("maybe"));
        }
        let long = format!("7,a,,,{},,,,,", "长".repeat(80));
        assert_eq!(one(&plan(), &long).unwrap_err().column, 4);
    }
}
