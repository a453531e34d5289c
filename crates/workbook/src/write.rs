//! Rows written to a workbook of one sheet.
//!
//! Must stay true: a text stays that text, whatever it looks like, and none is a formula;
//! numbers that a spreadsheet would round are written as text; rows pass through and are not
//! kept; the same rows give the same bytes.

use crate::merge::{MAX_COLUMNS, MAX_ROW};
use crate::typed::{Currencies, Typed, amount};
use crate::{Excess, WorkbookError};
use core::fmt::Write as _;
use exchange::Cell;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use model::Date;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::io::Write;

/// Longest text of a cell, in units of UTF-16.
const MAX_TEXT: usize = 32_767;
/// Compressed once this much has gathered, in bytes.
const BLOCK: usize = 64 << 10;
/// Above this whole numbers lose digits in a spreadsheet.
const EXACT: u64 = 999_999_999_999_999;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<'a> {
    /// The header.
    pub header: &'a str,
    /// How wide it is shown, in digits; by its header where not said.
    pub width: Option<u16>,
}

/// Takes rows in.
pub struct Rows<'a> {
    out: &'a mut dyn Write,
    text: String,
    /// `A`, `B` …
    names: Vec<String>,
    row: u32,
    currencies: Currencies,
}

/// Writes a workbook with one sheet: a bold header that stays in sight, and the rows that
/// `fill` gives.
///
/// # Errors
/// What a sheet cannot hold, or that the output takes no more.
pub fn write_workbook<W: Write>(
    out: W,
    sheet: &str,
    columns: &[Column<'_>],
    fill: &mut dyn FnMut(&mut Rows<'_>) -> Result<(), WorkbookError>,
) -> Result<W, WorkbookError> {
    if columns.len() > MAX_COLUMNS as usize {
        return Err(WorkbookError::TooMuch(Excess::Columns));
    }
    let mut archive = ZipArchiveWriter::new(out);
    let mut book = String::from(BOOK.0);
    escape(&mut book, &sheet_name(sheet), true);
    book.push_str(BOOK.1);
    for (name, text) in [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
    ] {
        part(&mut archive, name, &mut |out| write(out, text))?;
    }
    let mut currencies = Currencies::default();
    part(&mut archive, "xl/worksheets/sheet1.xml", &mut |out| {
        let mut rows = Rows {
            out,
            text: head(columns),
            names: (0..columns.len()).map(column_name).collect(),
            row: 0,
            currencies: Currencies::default(),
        };
        rows.header(columns)?;
        fill(&mut rows)?;
        rows.text.push_str("</sheetData></worksheet>");
        currencies = core::mem::take(&mut rows.currencies);
        rows.flush()
    })?;
    // Which currencies there are is known only now.
    let styles = currencies.styles();
    part(&mut archive, "xl/styles.xml", &mut |out| {
        write(out, &styles)
    })?;
    archive.finish().map_err(|_| WorkbookError::Write)
}

type Body<'a> = &'a mut dyn FnMut(&mut dyn Write) -> Result<(), WorkbookError>;

fn part<W: Write>(
    archive: &mut ZipArchiveWriter<W>,
    name: &str,
    body: Body<'_>,
) -> Result<(), WorkbookError> {
    let file = archive
        .new_file(name)
        .compression_method(CompressionMethod::DEFLATE);
    let (mut entry, config) = file.start().map_err(|_| WorkbookError::Write)?;
    let mut packed = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
    body(&mut packed)?;
    let (encoder, descriptor) = packed.finish().map_err(|_| WorkbookError::Write)?;
    encoder.finish().map_err(|_| WorkbookError::Write)?;
    entry.finish(descriptor).map_err(|_| WorkbookError::Write)?;
    Ok(())
}

fn write(out: &mut dyn Write, text: &str) -> Result<(), WorkbookError> {
    out.write_all(text.as_bytes())
        .map_err(|_| WorkbookError::Write)
}

impl Rows<'_> {
    /// Adds a row; cells beyond the last may be missing.
    ///
    /// # Errors
    /// When the sheet is full, the row too wide or a text too long.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WorkbookError> {
        self.cells(cells.iter().copied().map(Typed::Plain), None)
    }

    /// As [`Rows::row`], with cells of types that a text file has not.
    ///
    /// # Errors
    /// As [`Rows::row`].
    pub fn typed(&mut self, cells: &[Typed<'_>]) -> Result<(), WorkbookError> {
        self.cells(cells.iter().copied(), None)
    }

    fn header(&mut self, columns: &[Column<'_>]) -> Result<(), WorkbookError> {
        let cells = columns
            .iter()
            .map(|column| Typed::Plain(Cell::Text(column.header)));
        self.cells(cells, Some(BOLD))
    }

    fn cells<'c>(
        &mut self,
        cells: impl ExactSizeIterator<Item = Typed<'c>>,
        style: Option<&str>,
    ) -> Result<(), WorkbookError> {
        self.row += 1;
        let row = self.row;
        if row > MAX_ROW {
            return Err(WorkbookError::TooMuch(Excess::Rows));
        }
        if cells.len() > self.names.len() {
            return Err(WorkbookError::RowTooWide { row });
        }
        let digits = row.to_string();
        self.text.push_str("<row r=\"");
        self.text.push_str(&digits);
        self.text.push_str("\">");
        for (column, (cell, name)) in cells.zip(&self.names).enumerate() {
            let at = At { name, row: &digits };
            write_typed(&mut self.text, at, cell, style, &mut self.currencies)
                .map_err(|TooLong| WorkbookError::TextTooLong { row, column })?;
        }
        self.text.push_str("</row>");
        if self.text.len() > BLOCK {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), WorkbookError> {
        write(self.out, &self.text)?;
        self.text.clear();
        Ok(())
    }
}

const BOLD: &str = "1";
const DAY: &str = "2";
const WORDS: &str = "3";
const MOMENT: &str = "4";

struct TooLong;

#[derive(Clone, Copy)]
struct At<'a> {
    name: &'a str,
    row: &'a str,
}

fn write_typed(
    out: &mut String,
    at: At<'_>,
    cell: Typed<'_>,
    style: Option<&str>,
    currencies: &mut Currencies,
) -> Result<(), TooLong> {
    match cell {
        Typed::Plain(cell) => write_cell(out, at, cell, style),
        Typed::Flag(flag) => {
            open(out, at, style);
            out.push_str("\" t=\"b\"><v>");
            out.push(if flag { '1' } else { '0' });
            out.push_str("</v></c>");
            Ok(())
        }
        Typed::Moment { day, seconds } => {
            let value = serial(day).map(f64::from);
            match value.map(|day| day + f64::from(seconds) / 86_400.0) {
                Some(value) => {
                    number(out, at, style.or(Some(MOMENT)), format_args!("{value}"));
                    Ok(())
                }
                None => {
                    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                    let words = format!("{} {h:02}:{m:02}:{s:02}", day.iso());
                    text(out, at, style, &words)
                }
            }
        }
        Typed::Money { minor, currency } => {
            let amount = amount(minor, currency);
            let exact = minor.unsigned_abs() <= EXACT;
            match currencies.format(currency).filter(|_| exact) {
                Some(format) => {
                    number(out, at, style.or(Some(&format)), format_args!("{amount}"));
                    Ok(())
                }
                None => {
                    let code = String::from_utf8_lossy(&currency);
                    text(out, at, style, &[&amount, " ", &*code].concat())
                }
            }
        }
    }
}

fn write_cell(
    out: &mut String,
    at: At<'_>,
    cell: Cell<'_>,
    style: Option<&str>,
) -> Result<(), TooLong> {
    match cell {
        Cell::Blank => Ok(()),
        Cell::Int(i) if i.unsigned_abs() <= EXACT => {
            number(out, at, style, format_args!("{i}"));
            Ok(())
        }
        Cell::Int(i) => text(out, at, style, &i.to_string()),
        // Adding zero makes a negative zero a plain one.
        Cell::Number(x) if x.is_finite() => {
            number(out, at, style, format_args!("{}", x + 0.0));
            Ok(())
        }
        Cell::Number(_) => Ok(()),
        Cell::Date(date) => match serial(date) {
            Some(serial) => {
                number(out, at, style.or(Some(DAY)), format_args!("{serial}"));
                Ok(())
            }
            None => text(out, at, style, &date.iso()),
        },
        Cell::Text("") => Ok(()),
        Cell::Text(words) => text(out, at, style, words),
    }
}

/// The number of a day from March 1900 on; before, spreadsheets count wrongly.
fn serial(date: Date) -> Option<i32> {
    const SHIFT: i32 = 25_569;
    let serial = date.0.checked_add(SHIFT)?;
    (61..=2_958_465).contains(&serial).then_some(serial)
}

fn open(out: &mut String, at: At<'_>, style: Option<&str>) {
    out.push_str("<c r=\"");
    out.push_str(at.name);
    out.push_str(at.row);
    if let Some(style) = style {
        out.push_str("\" s=\"");
        out.push_str(style);
    }
}

fn number(out: &mut String, at: At<'_>, style: Option<&str>, value: core::fmt::Arguments<'_>) {
    open(out, at, style);
    out.push_str("\"><v>");
    // Writing to a string cannot fail.
    let _always = out.write_fmt(value);
    out.push_str("</v></c>");
}

fn text(out: &mut String, at: At<'_>, style: Option<&str>, words: &str) -> Result<(), TooLong> {
    if words.len() > MAX_TEXT && words.encode_utf16().count() > MAX_TEXT {
        return Err(TooLong);
    }
    // What looks like a number or a formula is to stay text when a person edits it.
    let tricky = words.len() <= 64
        && words.starts_with(|c: char| c.is_ascii_digit() || "+-=@＝＋－＠'".contains(c));
    open(out, at, style.or(tricky.then_some(WORDS)));
    out.push_str("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    escape(out, words, false);
    out.push_str("</t></is></c>");
    Ok(())
}

/// Adds text as XML, in an attribute or not; characters that XML cannot hold as `_x000B_`.
fn escape(out: &mut String, text: &str, attribute: bool) {
    let plain = |b: u8| b >= 0x20 && !b"&<>\"_".contains(&b) && b != 0xEF && b != 0x7F;
    if text.bytes().all(plain) {
        out.push_str(text);
        return;
    }
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' if !attribute => out.push(c),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => code(out, c),
            '_' if looks_escaped(rest.as_str()) => code(out, c),
            c => out.push(c),
        }
    }
}

fn code(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _always = write!(out, "_x{:04X}_", u32::from(c));
}

/// Whether a `_` before this would be read as the beginning of an escape.
fn looks_escaped(rest: &str) -> bool {
    let mut bytes = rest.bytes();
    bytes.next() == Some(b'x')
        && bytes.by_ref().take(4).filter(u8::is_ascii_hexdigit).count() == 4
        && bytes.next() == Some(b'_')
}

/// A name that spreadsheets take: at most 31 characters, none of `\ / ? * [ ] :`.
fn sheet_name(name: &str) -> String {
    let bad = |c: char| "\\/?*[]:".contains(c) || c.is_control();
    let name: String = name
        .chars()
        .map(|c| if bad(c) { ' ' } else { c })
        .take(31)
        .collect();
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if name.is_empty() {
        "Sheet1".to_owned()
    } else {
        name.to_owned()
    }
}

/// `A` for 0, `AB` for 27.
fn column_name(mut column: usize) -> String {
    let mut name = String::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + letter));
        if column < 26 {
            return name;
        }
        column = column / 26 - 1;
    }
}

/// What stands before the rows.
fn head(columns: &[Column<'_>]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">\
         <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         <selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/>",
    );
    if !columns.is_empty() {
        out.push_str("<cols>");
        for (column, number) in columns.iter().zip(1..) {
            // Wide characters take two digits' room.
            let wide = |c: char| if u32::from(c) < 0x2E80 { 1u16 } else { 2 };
            let own = column.header.chars().take(60).map(wide).sum::<u16>() + 4;
            let width = column.width.unwrap_or(own.max(12)).clamp(4, 60);
            let number: u32 = number;
            // Writing to a string cannot fail.
            let _always = write!(
                out,
                "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>"
            );
        }
        out.push_str("</cols>");
    }
    out.push_str("<sheetData>");
    out
}

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\
</Types>";

const ROOT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
</Relationships>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
</Relationships>";

const BOOK: (&str, &str) = (
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
<sheets><sheet name=\"",
    "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
);
