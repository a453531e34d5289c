//! One row of a file into values, by the plan.
//!
//! Must stay true: a row is taken as a whole or refused as a whole; «no answer» gives no entry;
//! a refusal says where and why, and never what the cell said.

use crate::literal;
use crate::phone::restore_scientific;
use crate::write::restore;
use crate::{DateFormat, DateProblem, Item, PhoneProblem, Plan, Row, Use, read_date};
use model::{CUSTOMER, Date, FieldNo, FieldType, Invalid, Value, customer};

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

/// Why a row is refused, as exactly as is known.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Reason {
    /// What [`convert`] tells.
    #[error(transparent)]
    Row(#[from] Problem),
    /// A day, and what is wrong with it.
    #[error(transparent)]
    Date(#[from] DateProblem),
    /// A telephone number in scientific notation.
    #[error(transparent)]
    Phone(#[from] PhoneProblem),
}

impl Reason {
    /// A stable name for the app to translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Row(problem) => problem.code(),
            Self::Date(problem) => problem.code(),
            Self::Phone(problem) => problem.code(),
        }
    }
}

impl From<Invalid> for Reason {
    fn from(invalid: Invalid) -> Self {
        Self::Row(Problem::Field(invalid))
    }
}

/// A refused row, with the exact reason.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Refusal {
    /// The line where the row begins, from 1.
    pub line: u32,
    /// The column, as in [`RowError::column`].
    pub column: usize,
    /// What is wrong.
    pub reason: Reason,
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
    convert_with(plan, &[], row).map_err(|refusal| {
        let taken = plan.columns.get(refusal.column) == Some(&Use::Taken);
        RowError {
            line: refusal.line,
            column: refusal.column,
            problem: match refusal.reason {
                Reason::Row(problem) => problem,
                Reason::Date(_) if taken => Problem::NotADate,
                Reason::Date(_) => Problem::Field(Invalid::Date),
                Reason::Phone(_) => Problem::Field(Invalid::Phone),
            },
        }
    })
}

/// As [`convert`], with a way to read the days of each column; columns without one take only
/// days that are certain.
///
/// # Errors
/// The first thing that is wrong with the row.
pub fn convert_with(
    plan: &Plan,
    formats: &[DateFormat],
    row: Row<'_>,
) -> Result<Converted, Refusal> {
    let refuse = |column, reason| Refusal {
        line: row.line(),
        column,
        reason,
    };
    let (expected, found) = (plan.columns.len(), row.len());
    if expected != found {
        let problem = Problem::CellCount { expected, found };
        return Err(refuse(expected.min(found), problem.into()));
    }
    let mut out = Converted::default();
    let mut question = 0u16;
    for (column, (used, cell)) in plan.columns.iter().zip(row.cells()).enumerate() {
        question = question.saturating_add(u16::from(used.is_question()));
        let text = restore(cell.trim()).trim();
        if !text.is_empty() {
            let format = formats.get(column).copied().unwrap_or_default();
            read(used, text, format, question, &mut out)
                .map_err(|reason| refuse(column, reason))?;
        }
    }
    name(plan, &mut out).map_err(|column| refuse(column, Invalid::Required.into()))?;
    let fields = std::mem::take(&mut out.fields);
    for field in fields {
        out.fields
            .insert(out.fields.partition_point(|(no, _)| *no <= field.0), field);
    }
    Ok(out)
}

fn read(
    used: &Use,
    text: &str,
    format: DateFormat,
    question: u16,
    out: &mut Converted,
) -> Result<(), Reason> {
    match used {
        // Parts are put together by [`crate::record`].
        Use::Ignore | Use::Name(_) | Use::Address(_) => {}
        Use::Field(customer::TAGS) => {
            for part in crate::cell::split_tags(text) {
                tag(&part, out)?;
            }
        }
        Use::Field(no) => {
            let field = CUSTOMER.field(*no).ok_or(Invalid::Type)?;
            let value = match field.holds {
                FieldType::Date => Value::Date(read_date(text, format)?),
                FieldType::Phone => {
                    restore_scientific(text).transpose()?;
                    literal::field_value(field, text)?
                }
                _ => literal::field_value(field, text)?,
            };
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
        Use::Taken => out.taken = Some(read_date(text, format)?),
    }
    Ok(())
}

fn tag(text: &str, out: &mut Converted) -> Result<(), Invalid> {
    let tag = model::tag(text)?;
    if !out.tags.contains(&tag) {
        out.tags.push(tag);
    }
    Ok(())
}

pub(crate) fn rating(item: &Item, text: &str) -> Result<Value, Problem> {
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
    fn days_are_read_as_the_column_was_decided() {
        let plan = Plan {
            columns: vec![
                Use::Field(customer::NAME),
                Use::Field(customer::SINCE),
                Use::Field(customer::PHONE),
                Use::Taken,
            ],
        };
        let order = |order| DateFormat {
            order: Some(order),
            ..DateFormat::default()
        };
        let formats = [
            DateFormat::default(),
            order(crate::DayOrder::DayFirst),
            DateFormat::default(),
            order(crate::DayOrder::MonthFirst),
        ];
        let exact = |text: &str| {
            let mut got = None;
            let mut on_row = |row: Row<'_>| got = Some(convert_with(&plan, &formats, row));
            let mut parser = Parser::new(Delimiter::Comma, Limits::default());
            parser.push(text, &mut on_row).unwrap();
            parser.finish(&mut on_row).unwrap();
            got.unwrap()
        };
        let got = exact("a,3/5/2024,1.3800138E+10,3/5/2024").unwrap();
        let day = |m, d| Date::from_ymd(2024, m, d).unwrap();
        assert_eq!(got.taken, Some(day(3, 5)));
        assert!(
            got.fields
                .contains(&(customer::SINCE, Value::Date(day(5, 3))))
        );
        let phone = Value::Text("13800138000".into());
        assert!(got.fields.contains(&(customer::PHONE, phone)));
        for (row, column, code, plain) in [
            ("a,31/2/2024,,", 1, "date.no_such_day", "invalid.date"),
            ("a,soon,,", 1, "date.not_a_date", "invalid.date"),
            ("a,,1.38E+10,", 2, "phone.digits_lost", "invalid.phone"),
            ("a,,,3/5/24", 3, "date.short_year", "row.not_a_date"),
            ("a,,x,", 2, "invalid.phone", "invalid.phone"),
        ] {
            let error = exact(row).unwrap_err();
            assert_eq!((error.column, error.reason.code()), (column, code), "{row}");
            assert_eq!(one(&plan, row).unwrap_err().problem.code(), plain, "{row}");
        }
        assert_eq!(
            one(&plan, "a,3/5/2024,,").unwrap_err().problem.code(),
            "invalid.date"
        );
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
