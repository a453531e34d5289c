//! What holds for every file: laws over random text, and parsers fed with anything.
//!
//! The tests named `fuzz_…` run as often as `PROPTEST_CASES` says.

use crate::profile::tests::profile;
use crate::{Cell, Delimiter, ExchangeError, Limits, Parser, Plan, Row};
use crate::{convert, guess_delimiter, refused_row, restore, sniff, suggest, write_row};
use proptest::collection::vec;
use proptest::prelude::*;

type Rows = Vec<(u32, Vec<String>)>;

fn parse<'a>(
    chunks: impl Iterator<Item = &'a str>,
    delimiter: Delimiter,
    limits: Limits,
) -> (Rows, Result<(), ExchangeError>) {
    let mut rows = Rows::new();
    let mut on_row = |row: Row<'_>| {
        rows.push((row.line(), row.cells().map(str::to_owned).collect()));
    };
    let mut parser = Parser::new(delimiter, limits);
    for chunk in chunks {
        if let Err(error) = parser.push(chunk, &mut on_row) {
            assert_eq!(parser.push("x\n", &mut on_row), Err(error));
            return (rows, Err(error));
        }
    }
    let end = parser.finish(&mut on_row);
    (rows, end)
}

fn whole(text: &str, delimiter: Delimiter) -> (Rows, Result<(), ExchangeError>) {
    parse(core::iter::once(text), delimiter, Limits::default())
}

fn delimiter() -> impl Strategy<Value = Delimiter> {
    prop::sample::select(Delimiter::ALL.to_vec())
}

/// Text with more than its share of what matters.
fn csv_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "\"", ",", ";", "\t", "\r", "\n", "\r\n", "\"\"", "'", "=", "-", "\u{feff}", " ",
            "0", "5", "3.5", "姓名", "id", "satisfied", "满意", "2024-01-02", "N/A", "年", "日",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A table: every row with as many cells as the header.
fn table() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "",
        "id",
        "姓名",
        "Gender",
        "phone",
        "满意",
        "satisfaction",
        "q1",
        "日期",
        "since",
        "Class",
    ]);
    let value = prop::sample::select(vec![
        "",
        "0",
        "1",
        "2",
        "5",
        "7",
        "10",
        "-1",
        "44.0",
        "yes",
        "no",
        "满意",
        "不满意",
        "male",
        "2024-01-02",
        "NA",
        "x",
        "\"a\nb\"",
        "138",
    ]);
    (1usize..5).prop_flat_map(move |width| {
        let header = vec(name.clone(), width);
        let rows = vec(vec(value.clone(), width), 0..12);
        (header, rows).prop_map(|(header, rows)| {
            let mut text = header.join(",");
            for row in rows {
                text.push('\n');
                text.push_str(&row.join(","));
            }
            text
        })
    })
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![csv_text(), any::<String>(), "['=+@-]{0,3}[0-9.]{0,3}"]
}

proptest! {
    #[test]
    fn what_is_written_reads_back_equal(
        rows in vec(vec(cell(), 1..6), 0..6),
        delimiter in delimiter(),
    ) {
        let mut out = String::new();
        for row in &rows {
            let cells: Vec<Cell<'_>> = row.iter().map(|cell| Cell::Text(cell)).collect();
            write_row(&mut out, &cells, delimiter);
        }
        let (read, end) = whole(&out, delimiter);
        prop_assert_eq!(end, Ok(()));
        let read: Vec<Vec<String>> = read
            .into_iter()
            .map(|(_, cells)| cells.iter().map(|cell| restore(cell).to_owned()).collect())
            .collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn a_whole_export_reads_back_equal_with_its_zeros(
        rows in vec((any::<i64>(), "0{0,3}[0-9]{0,18}", cell()), 1..6),
        delimiter in delimiter(),
    ) {
        let mut out = String::from(crate::BOM);
        write_row(&mut out, &[Cell::Int(0), Cell::Text("00"), Cell::Number(-0.0)], delimiter);
        for (number, digits, text) in &rows {
            let cells = [Cell::Int(*number), Cell::Text(digits), Cell::Text(text)];
            write_row(&mut out, &cells, delimiter);
        }
        let (read, end) = whole(&out, delimiter);
        prop_assert_eq!(end, Ok(()));
        prop_assert_eq!(&read[0].1, &["0", "00", "0"].map(str::to_owned));
        for ((number, digits, text), (_, cells)) in rows.iter().zip(&read[1..]) {
            prop_assert_eq!(restore(&cells[0]), number.to_string());
            prop_assert_eq!(restore(&cells[1]), digits);
            prop_assert_eq!(restore(&cells[2]), text);
        }
    }

    #[test]
    fn a_shielded_text_is_restored_to_itself(text in cell()) {
        let shielded = crate::shield(&text);
        prop_assert_eq!(restore(&shielded), text.as_str());
    }

    #[test]
    fn fuzz_days_and_phones_from_any_text(
        text in prop_oneof![
            any::<String>(),
            "[0-9]{1,4}[/. -][0-9A-Za-z]{1,4}[/. ,-]{1,2}[0-9]{1,4}( [0-9:]{1,8})?",
            "[0-9]\\.[0-9]{0,12}[Ee]\\+?[0-9]{1,4}",
            "[+0-9() x转-]{0,24}",
        ],
        serials in prop::option::of(prop::sample::select(vec![crate::Epoch::Year1900, crate::Epoch::Year1904])),
        order in prop::option::of(prop::sample::select(vec![crate::DayOrder::DayFirst, crate::DayOrder::MonthFirst])),
    ) {
        let format = crate::DateFormat { order, serials };
        if let Ok(day) = crate::read_date(&text, format) {
            prop_assert_eq!(crate::read_date(&day.iso(), crate::DateFormat::default()), Ok(day));
        }
        let mut evidence = crate::DayEvidence::default();
        evidence.see(&text);
        if let Some(Ok(number)) = crate::restore_scientific(&text) {
            prop_assert!(number.bytes().all(|b| b.is_ascii_digit()));
        }
        if let Some(key) = crate::phone_key(&text) {
            prop_assert_eq!(crate::phone_key(&key.number).map(|k| k.number), Some(key.number));
        }
    }

    #[test]
    fn no_written_text_begins_like_a_formula(text in cell()) {
        let mut out = String::new();
        write_row(&mut out, &[Cell::Text(&text)], Delimiter::Comma);
        let (read, _) = whole(&out, Delimiter::Comma);
        let read = read[0].1[0].as_str();
        let number = read.len() > 1 && read.bytes().skip(1).all(|b| b.is_ascii_digit() || b == b'.');
        prop_assert!(!read.starts_with(['=', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
        prop_assert!(!read.starts_with(['+', '-']) || number, "{}", read);
    }

    #[test]
    fn chunks_change_nothing(text in csv_text(), cuts in vec(any::<prop::sample::Index>(), 0..6)) {
        let want = whole(&text, Delimiter::Comma);
        let every: Vec<&str> = text.split("").collect();
        prop_assert_eq!(&parse(every.into_iter(), Delimiter::Comma, Limits::default()), &want);
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
        at.retain(|cut| text.is_char_boundary(*cut));
        at.extend([0, text.len()]);
        at.sort_unstable();
        let chunks = at.windows(2).map(|pair| text.get(pair[0]..pair[1]).unwrap());
        prop_assert_eq!(&parse(chunks, Delimiter::Comma, Limits::default()), &want);
    }

    #[test]
    fn a_row_begins_on_the_line_it_says(
        rows in vec((0usize..3, vec(cell(), 1..4)), 0..6),
        end in prop::sample::select(vec!["\r\n", "\n", "\r"]),
    ) {
        let (mut text, mut lines) = (String::new(), Vec::new());
        for (blank, cells) in &rows {
            text.push_str(&end.repeat(*blank));
            let before = text.replace("\r\n", "\n").replace('\r', "\n");
            lines.push(1 + before.matches('\n').count());
            let quoted: Vec<String> = cells
                .iter()
                .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
                .collect();
            text.push_str(&quoted.join(","));
            text.push_str(end);
        }
        let (read, _) = whole(&text, Delimiter::Comma);
        let read: Vec<usize> = read.iter().map(|(line, _)| *line as usize).collect();
        prop_assert_eq!(read, lines);
    }

    #[test]
    fn fuzz_sniff_takes_any_bytes(bytes in vec(any::<u8>(), 0..400)) {
        let _told = sniff(&bytes);
        for mark in [&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF", b"PK\x03\x04", b"RIFF"] {
            let _told = sniff(&[mark, &bytes].concat());
        }
    }

    #[test]
    fn fuzz_sniff_knows_any_text_as_utf8(text in "[^\\x00-\\x1f\\x7f]{1,60}", cut in 0usize..4) {
        let bytes = text.as_bytes();
        let start = bytes.len() - text.trim_start_matches('\u{feff}').len();
        let bytes = &bytes[start..bytes.len().saturating_sub(cut).max(start)];
        // Words may begin as a file of another kind does.
        prop_assume!(!bytes.is_empty() && !text.starts_with("GIF8") && !text.starts_with("%PDF"));
        prop_assume!(bytes.get(4..8) != Some(b"ftyp"));
        prop_assert_eq!(sniff(bytes), Ok(crate::Encoding::Utf8));
    }

    #[test]
    fn fuzz_parser_keeps_its_limits(
        text in prop_oneof![csv_text(), any::<String>()],
        delimiter in delimiter(),
        cell_bytes in 0usize..20,
        row_bytes in 0usize..40,
        cells in 0usize..6,
    ) {
        let limits = Limits { cell_bytes, row_bytes, cells };
        let (rows, _) = parse(text.split_inclusive(','), delimiter, limits);
        for (_, row) in rows {
            prop_assert!(row.len() <= cells && row.iter().all(|cell| cell.len() <= cell_bytes));
            prop_assert!(row.iter().map(String::len).sum::<usize>() <= row_bytes);
        }
        let _guess = guess_delimiter(&text);
    }

    #[test]
    fn fuzz_a_suggested_plan_takes_any_row(
        text in prop_oneof![csv_text(), table()],
        other in prop_oneof![csv_text(), table()],
    ) {
        let columns = suggest(&profile(&text).columns);
        let plan = Plan { columns };
        let guesses = crate::guess(&profile(&text).columns);
        prop_assert_eq!(guesses.len(), plan.columns.len());
        prop_assert!(guesses.iter().flatten().all(|g| g.score > 0.0 && g.score <= 1.0));
        let checked = plan.check().map_err(|e| e.code());
        prop_assert!(matches!(
            checked,
            Ok(()) | Err("plan.nothing_used" | "plan.nobody_and_nothing")
        ), "{:?} {:?}", checked, plan);
        let mut refused = String::new();
        let mut on_row = |row: Row<'_>| match convert(&plan, row) {
            Ok(converted) => {
                let last = plan.questions().count();
                assert!(converted.answers.iter().all(|(no, _)| (1..=last).contains(&usize::from(*no))));
            }
            Err(error) => {
                assert!(error.line >= 1 && !error.problem.code().is_empty());
                refused_row(&mut refused, row, error.problem.code(), Delimiter::Comma);
            }
        };
        for text in [&text, &other] {
            let mut parser = Parser::new(Delimiter::Comma, Limits::default());
            if parser.push(text, &mut on_row).is_ok() {
                let _unclosed = parser.finish(&mut on_row);
            }
        }
        prop_assert_eq!(whole(&refused, Delimiter::Comma).1, Ok(()));
    }
}
