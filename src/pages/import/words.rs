//! What can go wrong with a file, a plan or a row, in words that say what to do.
//!
//! Must stay true: every code has words of its own in both languages.

use crate::platform::office;
use crate::session::Failure;
use crate::text::{self, Label, count, decimal, failure, filled, import as words, language};
use exchange::{
    DateProblem, Encoding, ExchangeError, FileKind, PhoneProblem, PlanError, Problem, Reason,
};
use intake::{Key, Why};
use model::{Kind, KindNo};

/// Why a file cannot be looked through or brought in.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// The file as a whole.
    File(ExchangeError),
    /// It is gone or may not be read.
    Gone,
    /// Bytes that are not in the encoding.
    Misread,
    /// A header and nothing below.
    NoRows,
    /// The questions do not make a form.
    Form,
    /// It could not be kept.
    Save(Failure),
    /// It is a workbook or cards, and cannot be turned into a table.
    Office(office::Trouble),
    /// The person stopped it.
    Stopped,
    /// Another file is coming in.
    Busy,
}

/// A trouble in the language on screen.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::File(error) => {
            let line = error.line().map(|line| line.to_string());
            filled(of_file(*error), &[("line", &line.unwrap_or_default())])
        }
        Trouble::Gone => filled(words::FILE_GONE, &[]),
        Trouble::Misread => filled(words::FILE_MISREAD, &[]),
        Trouble::NoRows => filled(words::FILE_NO_ROWS, &[]),
        Trouble::Form => filled(words::FILE_FORM, &[]),
        Trouble::Save(why) => failure::words(why),
        Trouble::Office(why) => text::office::words(&why.code, why.line),
        Trouble::Stopped => filled(words::STOPPED_TITLE, &[]),
        Trouble::Busy => filled(words::BUSY, &[]),
    }
}

fn of_file(error: ExchangeError) -> Label {
    match error {
        ExchangeError::Empty => words::FILE_EMPTY,
        ExchangeError::NotText(kind) if kind.is_picture() => words::FILE_PICTURE,
        ExchangeError::NotText(FileKind::Xlsx | FileKind::Xls) => words::FILE_WORKBOOK,
        ExchangeError::NotText(FileKind::Zip | FileKind::Gzip) => words::FILE_ARCHIVE,
        ExchangeError::NotText(FileKind::Pdf) => words::FILE_PDF,
        ExchangeError::NotText(_) => words::FILE_BINARY,
        ExchangeError::UnknownEncoding => words::FILE_ENCODING,
        ExchangeError::UnclosedQuote { .. } => words::FILE_QUOTE,
        ExchangeError::CellTooLong { .. } => words::FILE_CELL,
        ExchangeError::RowTooLong { .. } => words::FILE_ROW,
        ExchangeError::TooManyCells { .. } => words::FILE_CELLS,
    }
}

/// What is wrong with a plan, and with which column.
pub fn plan(error: PlanError, kind: &Kind) -> (Option<usize>, String) {
    let mut field_name = "";
    let called = |field| {
        let field = kind.field(field);
        field.map_or("", |field| field.label.of(language()))
    };
    let (column, label) = match error {
        PlanError::NothingUsed => (None, words::PLAN_NOTHING),
        PlanError::NobodyAndNothing => (None, words::PLAN_NOBODY),
        PlanError::NoSuchField { column } => (Some(column), words::PLAN_NO_FIELD),
        PlanError::FieldTwice { field, column } => {
            field_name = called(field);
            (Some(column), words::PLAN_FIELD_TWICE)
        }
        PlanError::Missing { field } => {
            field_name = called(field);
            (None, words::PLAN_MISSING)
        }
        PlanError::TakenTwice { column } => (Some(column), words::PLAN_TAKEN_TWICE),
        PlanError::Scale { column } => (Some(column), words::PLAN_SCALE),
        PlanError::NoYes { column } => (Some(column), words::PLAN_NO_YES),
        PlanError::TwoOutcomes { column } => (Some(column), words::PLAN_TWO_OUTCOMES),
    };
    (column, filled(label, &[("field", field_name)]))
}

/// Why a row is refused.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::CellCount { expected, found } => {
            let (expected, found) = (count(*expected), count(*found));
            filled(
                words::ROW_CELLS,
                &[("found", &found), ("expected", &expected)],
            )
        }
        Problem::NotANumber => filled(words::ROW_NOT_A_NUMBER, &[]),
        Problem::OutOfScale { low, high } => {
            let (low, high) = (decimal(*low, 0), decimal(*high, 0));
            filled(words::ROW_SCALE, &[("low", &low), ("high", &high)])
        }
        Problem::NotADate => filled(words::ROW_NOT_A_DATE, &[]),
        Problem::Field(invalid) => failure::invalid(*invalid),
    }
}

/// Why a row is not taken.
pub fn why(why: Why) -> String {
    let label = match why {
        Why::Cell(Reason::Row(problem)) => return self::problem(&problem),
        Why::Cell(Reason::Date(DateProblem::NotADate)) => words::ROW_NOT_A_DATE,
        Why::Cell(Reason::Date(DateProblem::NoSuchDay)) => words::ROW_NO_SUCH_DAY,
        Why::Cell(Reason::Date(DateProblem::Ambiguous)) => words::ROW_AMBIGUOUS,
        Why::Cell(Reason::Date(DateProblem::ShortYear)) => words::ROW_SHORT_YEAR,
        Why::Cell(Reason::Phone(PhoneProblem::DigitsLost)) => words::ROW_DIGITS_LOST,
        Why::Cell(Reason::Phone(PhoneProblem::NotAPhone)) => {
            return failure::invalid(model::Invalid::Phone);
        }
        Why::NoSuchRecord => words::ROW_NO_SUCH_RECORD,
        Why::SeveralRecords => words::ROW_SEVERAL_RECORDS,
        Why::SeveralMatches => words::ROW_SEVERAL_MATCHES,
        Why::Cycle => words::ROW_CYCLE,
        Why::Nothing => words::ROW_NOTHING,
        Why::Gone => words::ROW_GONE,
    };
    filled(label, &[])
}

/// What a key is called.
pub fn key(key: Key, kind: &Kind) -> String {
    let label = match key {
        Key::New => words::KEY_NEW,
        Key::Phone => words::KEY_PHONE,
        Key::Email => words::KEY_EMAIL,
        Key::NameAndPhone => words::KEY_NAME_PHONE,
        Key::Text(no) => {
            let field = kind.field(no);
            return field
                .map_or("", |field| field.label.of(language()))
                .to_owned();
        }
    };
    filled(label, &[])
}

/// The name of an encoding.
pub fn encoding(encoding: Encoding) -> Label {
    match encoding {
        Encoding::Utf8 => words::UTF_8,
        Encoding::Utf8Bom => words::UTF_8_BOM,
        Encoding::Utf16Le => words::UTF_16_LE,
        Encoding::Utf16Be => words::UTF_16_BE,
        Encoding::Gb18030 => words::GB18030,
    }
}

/// The name of a delimiter.
pub fn delimiter(delimiter: exchange::Delimiter) -> Label {
    match delimiter {
        exchange::Delimiter::Comma => words::COMMA,
        exchange::Delimiter::Semicolon => words::SEMICOLON,
        exchange::Delimiter::Tab => words::TAB,
    }
}

/// `3 customers` and the like.
pub fn some(n: usize, one: Label, many: Label) -> String {
    filled(text::plural(n, one, many), &[("n", &count(n))])
}

/// How many records of a register.
pub fn records(kind: KindNo, n: usize) -> String {
    let Some(kind) = model::kind(kind).filter(|kind| kind.no != model::CUSTOMER.no) else {
        return some(n, words::SUM_PEOPLE_ONE, words::SUM_PEOPLE_MANY);
    };
    let called = text::within(text::plural(n, kind.label, kind.plural));
    let blanks = [("n", count(n)), ("records", called)];
    let blanks = blanks
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    filled(words::SUM_RECORDS, &blanks)
}

/// How many changed.
pub fn changed(n: usize) -> String {
    some(n, words::SUM_CHANGED, words::SUM_CHANGED)
}

/// How many were passed over.
pub fn skipped(n: usize) -> String {
    some(n, words::SUM_SKIPPED, words::SUM_SKIPPED)
}

/// How many responses.
pub fn responses(n: usize) -> String {
    some(n, words::SUM_RESPONSES_ONE, words::SUM_RESPONSES_MANY)
}

/// How many answers.
pub fn answers(n: usize) -> String {
    some(n, words::SUM_ANSWERS_ONE, words::SUM_ANSWERS_MANY)
}

/// How many refused rows.
pub fn refused(n: usize) -> String {
    some(n, words::SUM_REFUSED_ONE, words::SUM_REFUSED_MANY)
}

/// A count of the profile as one of the app.
pub fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
