//! Rows, lines and limits, case by case; the laws over random text are in `laws`.

use super::*;

type Rows = Vec<(u32, Vec<String>)>;

fn parse(chunks: &[&str], limits: Limits) -> (Rows, Result<(), ExchangeError>) {
    let mut rows = Rows::new();
    let mut on_row = |row: Row<'_>| {
        let cells: Vec<String> = row.cells().map(str::to_owned).collect();
        assert_eq!(cells.len(), row.len());
        for (i, cell) in cells.iter().enumerate() {
            assert_eq!(row.cell(i), Some(cell.as_str()));
        }
        assert_eq!(row.cell(cells.len()), None);
        rows.push((row.line(), cells));
    };
    let mut parser = Parser::new(Delimiter::Comma, limits);
    let mut result = Ok(());
    for chunk in chunks {
        result = parser.push(chunk, &mut on_row);
    }
    let end = parser.finish(&mut on_row);
    (rows, result.and(end))
}

fn check(text: &str, want: &[(u32, &[&str])]) {
    let (rows, end) = parse(&[text], Limits::default());
    assert_eq!(end, Ok(()), "{text:?}");
    let rows: Vec<(u32, Vec<&str>)> = rows
        .iter()
        .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
        .collect();
    let want: Vec<(u32, Vec<&str>)> = want.iter().map(|(l, c)| (*l, c.to_vec())).collect();
    assert_eq!(rows, want, "{text:?}");
}

#[test]
fn rows_and_lines_are_as_rfc_4180_has_them() {
    check("", &[]);
    check("\n\r\n\r", &[]);
    check(
        "\u{feff}a,b\r\n1,2\r\n",
        &[(1, &["a", "b"]), (2, &["1", "2"])],
    );
    check(
        "a\rb\nc\r\nd",
        &[(1, &["a"]), (2, &["b"]), (3, &["c"]), (4, &["d"])],
    );
    check("\n\na,\n\r\n,\n", &[(3, &["a", ""]), (5, &["", ""])]);
    check("a,", &[(1, &["a", ""])]);
    check("\"\"\n\"\",\"\"", &[(1, &[""]), (2, &["", ""])]);
    check("\"a,\"\"b\"\"\",c", &[(1, &["a,\"b\"", "c"])]);
    check(
        "\"x\r\ny\nz\r\",1\r\nb",
        &[(1, &["x\r\ny\nz\r", "1"]), (5, &["b"])],
    );
    check("a\"b,\"c\"d\"e", &[(1, &["a\"b", "cd\"e"])]);
    check(
        "张三,\"李\n四\"\n王五,",
        &[(1, &["张三", "李\n四"]), (3, &["王五", ""])],
    );
}

#[test]
fn an_unclosed_quote_is_told_with_its_line() {
    let at = |text: &str| parse(&[text], Limits::default()).1;
    let unclosed = |line| Err(ExchangeError::UnclosedQuote { line });
    assert_eq!(at("a,b\n\n\"x\ny\",\"z\n\n"), unclosed(4));
    assert_eq!(at("\""), unclosed(1));
    assert_eq!(at("a\n1,\"\"\""), unclosed(2));
    assert_eq!(at("a\n1,\"\"\"\""), Ok(()));
}

#[test]
fn limits_hold_and_an_error_stays() {
    let limits = Limits {
        cell_bytes: 4,
        row_bytes: 6,
        cells: 3,
    };
    let check = |text: &str, rows: usize, want| {
        let (got, end) = parse(&[text, "\nlater,row\n"], limits);
        assert_eq!((got.len(), end), (rows, want), "{text:?}");
    };
    check(
        "ok\n1,\"a\nb\nc\n",
        1,
        Err(ExchangeError::CellTooLong { line: 2 }),
    );
    check("\n12345", 0, Err(ExchangeError::CellTooLong { line: 2 }));
    check(
        "a\n123,123,1",
        1,
        Err(ExchangeError::RowTooLong { line: 2 }),
    );
    check(
        "a\n1,2,3,4\n",
        1,
        Err(ExchangeError::TooManyCells { line: 2 }),
    );
    check("客,户\n", 1, Err(ExchangeError::CellTooLong { line: 3 }));
}

#[test]
fn an_unclosed_quote_early_in_a_long_file_does_not_fill_memory() {
    let mut parser = Parser::new(Delimiter::Comma, Limits::default());
    let mut rows = 0;
    assert_eq!(parser.push("a,b\n1,\"oops\n", &mut |_| rows += 1), Ok(()));
    let chunk = "2,fine\n".repeat(10_000);
    let failed = (0..3000).find_map(|n| parser.push(&chunk, &mut |_| {}).err().map(|e| (n, e)));
    let (chunks, error) = failed.unwrap();
    assert!(chunks < 20);
    assert_eq!(error, ExchangeError::CellTooLong { line: 2 });
    assert_eq!(parser.text.capacity(), 0);
    assert_eq!(rows, 1);
}

#[test]
fn a_cell_of_more_than_a_mebibyte_is_refused() {
    let long = format!("a,{}\n", "x".repeat((1 << 20) + 1));
    let (_, end) = parse(&[&long], Limits::default());
    assert_eq!(end, Err(ExchangeError::CellTooLong { line: 1 }));
    let mut row = RowBuf::default();
    row.begin(7);
    let limits = Limits::default();
    assert_eq!(row.push("a", &limits), Ok(()));
    let refused = row.push(&long, &limits);
    assert_eq!(refused, Err(ExchangeError::CellTooLong { line: 7 }));
    assert_eq!(row.row().cells().collect::<Vec<_>>(), ["a"]);
}
