//! Rows written for spreadsheet programs.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tabulator or a line break
//! for a formula, and a formula can send what stands beside it elsewhere. Such a text gets an
//! apostrophe in front (the spreadsheets' own sign for "this is text") and quotes around; a
//! text that is nothing but a signed number, such as a phone with its country code, is left
//! alone, because a number does nothing. [`restore`] takes the apostrophe away again, so what is
//! written here and read here is equal.
//!
//! Must stay true: zero is `0` and missing is blank; numbers stay numbers; no text is lost.

use crate::{Delimiter, Row};
use core::fmt::Write as _;
use model::Date;
use std::borrow::Cow;

/// Goes before everything else in a file, so that spreadsheet programs read it as UTF-8.
pub const BOM: &str = "\u{feff}";

/// A cell to write.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing known.
    Blank,
    /// Words, made harmless.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A number; blank when it is not finite.
    Number(f64),
    /// A day, as `2024-03-05`.
    Date(Date),
}

/// Adds one row, with CRLF at its end.
///
/// A cell is quoted where any reader, whatever its delimiter, needs it. A row without cells is
/// a blank line, which readers skip.
pub fn write_row(out: &mut String, cells: &[Cell<'_>], delimiter: Delimiter) {
    write_cells(out, cells.iter().copied(), delimiter);
}

/// Adds a refused row as it was, with the reason as a last cell; also fit for the header.
///
/// The file can be mended and imported again: cells read back equal.
pub fn refused_row(out: &mut String, row: Row<'_>, reason: &str, delimiter: Delimiter) {
    let reason = core::iter::once(reason);
    write_cells(out, row.cells().chain(reason).map(Cell::Text), delimiter);
}

fn write_cells<'a>(out: &mut String, cells: impl Iterator<Item = Cell<'a>>, delimiter: Delimiter) {
    let start = out.len();
    let mut count = 0usize;
    for cell in cells {
        if count > 0 {
            out.push(delimiter.char());
        }
        count += 1;
        write_cell(out, cell);
    }
    if count == 1 && out.len() == start {
        // One blank cell alone would be a blank line.
        out.push_str("\"\"");
    }
    out.push_str("\r\n");
}

fn write_cell(out: &mut String, cell: Cell<'_>) {
    // Writing to a string cannot fail.
    let _always = match cell {
        Cell::Blank => Ok(()),
        Cell::Int(i) => write!(out, "{i}"),
        // Adding zero makes a negative zero a plain one.
        Cell::Number(x) if x.is_finite() => write!(out, "{}", x + 0.0),
        Cell::Number(_) => Ok(()),
        Cell::Date(date) => out.write_str(&date.iso()),
        Cell::Text(text) => {
            write_text(out, text);
            Ok(())
        }
    };
}

fn write_text(out: &mut String, text: &str) {
    let executed = is_formula(text) && !is_signed_number(text);
    let edge = |c: char| c == ' ' || c == '\u{feff}';
    let inside = ['"', ',', ';', '\t', '\r', '\n'];
    if !executed && !text.starts_with(edge) && !text.ends_with(edge) && !text.contains(inside) {
        out.push_str(text);
        return;
    }
    out.push('"');
    if executed {
        out.push('\'');
    }
    for (i, part) in text.split('"').enumerate() {
        if i > 0 {
            out.push_str("\"\"");
        }
        out.push_str(part);
    }
    out.push('"');
}

/// The text without the apostrophe that made it harmless, if it has one; `="0042"`, which other
/// programs write so that spreadsheets keep the zeros, is `0042`.
pub fn restore(text: &str) -> &str {
    let quoted = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    match (quoted, text.strip_prefix('\'')) {
        (Some(inside), _) if !inside.contains('"') => inside,
        (_, Some(rest)) if is_formula(rest) && !is_signed_number(rest) => rest,
        _ => text,
    }
}

/// The text that [`restore`] turns into this one: for cells that come from elsewhere than a
/// CSV file and pass through [`crate::convert`] as they are.
pub fn shield(text: &str) -> Cow<'_, str> {
    if restore(text) == text {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 1);
    out.push('\'');
    out.push_str(text);
    Cow::Owned(out)
}

/// Whether the text begins like a formula. Apostrophes in front do not count, so that a text
/// which has them already gets one more and loses one only. The wide forms of the signs are
/// formulas to spreadsheets in East Asian languages.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn is_signed_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or_default();
    let mut parts = digits.splitn(2, '.');
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(all) && parts.next().is_none_or(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Parser};

    fn check(cells: &[Cell<'_>], delimiter: Delimiter, want: &str) {
        let mut out = String::new();
        write_row(&mut out, cells, delimiter);
        assert_eq!(out, format!("{want}\r\n"));
    }

    #[test]
    fn cells_are_quoted_where_needed() {
        use Cell::{Blank, Date, Int, Number, Text};
        let comma = Delimiter::Comma;
        check(&[Int(0), Blank, Number(-0.0), Text("")], comma, "0,,0,");
        check(
            &[Int(-5), Number(-2.5), Number(f64::NAN)],
            comma,
            "-5,-2.5,",
        );
        check(&[Date(model::Date(0))], comma, "1970-01-01");
        check(&[Text("a b"), Text("张三")], Delimiter::Tab, "a b\t张三");
        check(
            &[Text("a;b"), Text("a,b")],
            Delimiter::Semicolon,
            "\"a;b\";\"a,b\"",
        );
        check(&[Text("say \"hi\"\n")], comma, "\"say \"\"hi\"\"\n\"");
        check(&[Blank], comma, "\"\"");
        check(&[Text(" x")], comma, "\" x\"");
        check(&[], comma, "");
    }

    #[test]
    fn what_a_spreadsheet_would_execute_is_made_harmless() {
        for (text, want) in [
            ("=1+1", "\"'=1+1\""),
            ("+cmd", "\"'+cmd\""),
            ("-1+2", "\"'-1+2\""),
            ("@sum", "\"'@sum\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("＝1", "\"'＝1\""),
            ("'=1", "\"''=1\""),
            ("+86 138", "\"'+86 138\""),
            ("-", "\"'-\""),
            ("-5", "-5"),
            ("+8613800138000", "+8613800138000"),
            ("'5", "'5"),
            ("a=1", "a=1"),
        ] {
            check(&[Cell::Text(text)], Delimiter::Comma, want);
        }
    }

    #[test]
    fn the_apostrophe_is_taken_away_once() {
        for (text, want) in [
            ("'=1", "=1"),
            ("''=1", "'=1"),
            ("'-5", "'-5"),
            ("'word", "'word"),
            ("=1", "=1"),
            ("=\"0042\"", "0042"),
            ("'=\"0042\"", "=\"0042\""),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("", ""),
        ] {
            assert_eq!(restore(text), want, "{text}");
        }
    }

    #[test]
    fn a_refused_row_carries_its_reason_and_reads_back() {
        let mut out = String::new();
        let mut parser = Parser::new(Delimiter::Comma, Limits::default());
        parser
            .push("a,\"=x\ny\",-3\n", &mut |row| {
                refused_row(&mut out, row, "not a number", Delimiter::Comma);
            })
            .unwrap();
        assert_eq!(out, "a,\"'=x\ny\",-3,not a number\r\n");
    }
}
