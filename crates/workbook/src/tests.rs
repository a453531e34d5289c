//! Workbooks that other programs wrote (see `fixtures/make.py`), and ours.

use super::*;
use exchange::Cell;
use std::ops::ControlFlow;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/", $name)).as_slice()
    };
}

pub type Table = Vec<(u32, Vec<String>)>;

pub fn read(bytes: &[u8], sheet: usize, limits: Limits) -> Result<(Table, Summary), WorkbookError> {
    let book = Workbook::open(bytes, limits)?;
    let mut rows = Table::new();
    let summary = book.read(sheet, 1, &mut |row| {
        rows.push((
            row.line(),
            row.cells()
                .map(|c| exchange::restore(c).to_owned())
                .collect(),
        ));
        ControlFlow::Continue(())
    })?;
    Ok((rows, summary))
}

fn rows(bytes: &[u8]) -> Table {
    read(bytes, 0, Limits::default()).unwrap().0
}

fn code(bytes: &[u8], limits: Limits) -> &'static str {
    read(bytes, 0, limits).unwrap_err().code()
}

#[test]
fn a_typical_sheet_reads_as_a_text_file_would() {
    for bytes in [fixture!("typical.xlsx"), fixture!("epoch1904.xlsx")] {
        let (rows, summary) = read(bytes, 0, Limits::default()).unwrap();
        let want: [(u32, [&str; 10]); 5] = [
            (
                1,
                [
                    "姓名", "手机", "编号", "生日", "时间", "时刻", "VIP", "金额", "备注", "邮编",
                ],
            ),
            (
                2,
                [
                    "张三",
                    "13800138000",
                    "0042",
                    "1985-04-12",
                    "2024-03-05 17:02:11",
                    "09:30:00",
                    "TRUE",
                    "0.1",
                    "a & b <c> \"d\"\n第二行",
                    "000123",
                ],
            ),
            (
                3,
                [
                    "李四",
                    "13800138001",
                    "007",
                    "",
                    "",
                    "",
                    "FALSE",
                    "0",
                    "=not run",
                    "610000",
                ],
            ),
            (5, ["王五", "", "", "", "", "", "", "-2.5", "A literal", ""]),
            (
                6,
                [
                    "赵六",
                    "510104198501011200",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "0.0000001",
                    "  spaces  ",
                    "",
                ],
            ),
        ];
        for ((line, cells), (want_line, want)) in rows.iter().zip(&want) {
            assert_eq!(line, want_line);
            for (column, (cell, want)) in cells.iter().zip(want).enumerate() {
                let digits = column == 1 && *line == 6;
                assert!(
                    cell == want || digits && cell.len() == 18,
                    "{line} {column} {cell}"
                );
            }
        }
        assert_eq!((rows.len(), summary.rows, summary.columns), (5, 5, 10));
        let notes: Vec<_> = summary
            .notes
            .iter()
            .map(|n| (n.notice, n.row, n.column))
            .collect();
        assert_eq!(notes, [(Notice::Error, 5, 1), (Notice::DigitsLost, 6, 1)]);
    }
}

#[test]
fn sheets_are_listed_and_chosen() {
    let book = Workbook::open(fixture!("typical.xlsx"), Limits::default()).unwrap();
    let sheets: Vec<_> = book
        .sheets()
        .iter()
        .map(|s| (s.name.as_str(), s.hidden, s.rows))
        .collect();
    assert_eq!(
        sheets,
        [
            ("客户", false, Some(11)),
            ("Empty", true, Some(1)),
            ("Second & last", false, Some(11))
        ]
    );
    assert_eq!(book.summary(0).unwrap().rows, 5);
    assert_eq!(book.summary(1).unwrap(), Summary::default());
    assert_eq!(book.summary(2).unwrap().rows, 11);
    assert_eq!(book.summary(3), Err(WorkbookError::NoSuchSheet));
    let mut seen = Vec::new();
    let below = book.read(2, 3, &mut |row| {
        seen.push(row.cell(0).unwrap().to_owned());
        if seen.len() == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(
        (below.unwrap().rows, seen),
        (2, vec!["1".to_owned(), "2".to_owned()])
    );
}

#[test]
fn merged_cells_keep_the_first_value_and_say_so() {
    let (rows, summary) = read(fixture!("merged.xlsx"), 0, Limits::default()).unwrap();
    assert_eq!(rows[2], (3, vec![String::new(), "重庆".into(), "2".into()]));
    assert_eq!(rows[4].1, ["footer", "", ""]);
    let note = summary.notes[0];
    assert_eq!(
        (note.notice, note.count, note.row, note.column),
        (Notice::Merged, 2, 2, 0)
    );
}

#[test]
fn formulas_give_their_value_and_rich_text_its_letters() {
    let (rows, summary) = read(fixture!("formulas.xlsx"), 0, Limits::default()).unwrap();
    let cells: Vec<_> = rows
        .iter()
        .map(|(_, cells)| [cells[0].as_str(), cells[1].as_str()])
        .collect();
    assert_eq!(
        cells,
        [
            ["kind", "value"],
            ["rich", "plain bold 尾"],
            ["formula", ""],
            ["text", "=1+1"],
            ["ab", "2"],
            ["成都", ""],
            ["top", ""],
            ["no reference", "13800138000"],
        ]
    );
    let notes: Vec<_> = summary.notes.iter().map(|n| (n.notice, n.count)).collect();
    assert_eq!(
        notes,
        [
            (Notice::Merged, 1),
            (Notice::HiddenByMerge, 1),
            (Notice::Error, 1),
            (Notice::Formula, 2),
            (Notice::FormulaWithoutValue, 1)
        ]
    );
}

#[test]
fn formats_tell_days_from_numbers() {
    use crate::styles::{NumberKind, kind_of_code};
    use NumberKind::{Elapsed, Moment, Money, Padded, Plain, Time};
    for (code, kind) in [
        ("General", Plain),
        ("0.00", Plain),
        ("#,##0;[Red]-#,##0", Plain),
        ("0.00E+00", Plain),
        ("\"d\"0", Plain),
        ("\\d0", Plain),
        ("[$-804]0", Plain),
        ("@", Plain),
        ("0;yyyy", Plain),
        ("00000", Padded(5)),
        ("yyyy-mm-dd", Moment),
        ("yyyy\"年\"m\"月\"d\"日\"", Moment),
        ("[$-409]d-mmm-yy;@", Moment),
        ("mmm", Moment),
        ("h:mm AM/PM", Time),
        ("mm:ss.0", Time),
        ("[h]:mm:ss", Elapsed),
        ("[mm]:ss", Elapsed),
        ("#,##0.00\\ [$CNY]", Money(*b"CNY")),
        ("[$EUR-407]0", Money(*b"EUR")),
        ("[$US$]0", Plain),
        ("[$CNY]yyyy", Moment),
    ] {
        assert_eq!(kind_of_code(code), kind, "{code}");
    }
}

#[test]
fn shared_texts_are_found() {
    let (rows, summary) = read(fixture!("shared.xlsx"), 0, Limits::default()).unwrap();
    let cells: Vec<_> = rows.iter().map(|(_, cells)| cells.join("|")).collect();
    assert_eq!(
        cells,
        [
            "姓名|电话|日期",
            "张三|0013800138000|2024-03-05",
            "李四|张三|2024-03-06 12:00:00",
            "a_x000D_b| x |1900-02-29",
            "plain bold 尾|ab|2",
        ]
    );
    assert_eq!(
        (summary.notes.len(), summary.notes[0].notice),
        (1, Notice::Formula)
    );
}

#[test]
fn what_is_no_workbook_is_named() {
    let limits = Limits::default();
    assert_eq!(code(b"", limits), "workbook.empty");
    assert_eq!(code(b"name,phone\n", limits), "workbook.not_a_workbook");
    assert_eq!(code(fixture!("old.xls"), limits), "workbook.old_format");
    assert_eq!(
        code(fixture!("encrypted.xlsx"), limits),
        "workbook.encrypted"
    );
    assert_eq!(
        code(fixture!("letter.docx"), limits),
        "workbook.other_document"
    );
    let whole = fixture!("typical.xlsx");
    assert_eq!(code(&whole[..whole.len() / 2], limits), "workbook.damaged");
}

#[test]
fn bombs_are_refused_early() {
    let limits = Limits::default();
    assert_eq!(
        code(fixture!("bomb-deep.xlsx"), limits),
        "workbook.too_much"
    );
    let patient = Limits {
        ratio: u64::MAX,
        ..limits
    };
    for (bytes, limits, excess) in [
        (fixture!("bomb-sheet.xlsx"), limits, Excess::Ratio),
        (fixture!("bomb-strings.xlsx"), limits, Excess::SharedTexts),
        (fixture!("bomb-sheet.xlsx"), patient, Excess::Text),
        (fixture!("bomb-strings.xlsx"), patient, Excess::SharedTexts),
    ] {
        assert_eq!(
            read(bytes, 0, limits).unwrap_err(),
            WorkbookError::TooMuch(excess)
        );
    }
    let typical = fixture!("typical.xlsx");
    for (limits, excess) in [
        (
            Limits {
                file_bytes: 1000,
                ..limits
            },
            Excess::File,
        ),
        (Limits { parts: 3, ..limits }, Excess::Parts),
        (
            Limits {
                part_bytes: 500,
                ..limits
            },
            Excess::Unpacked,
        ),
        (
            Limits {
                cells: 20,
                ..limits
            },
            Excess::Cells,
        ),
    ] {
        assert_eq!(
            read(typical, 0, limits).unwrap_err(),
            WorkbookError::TooMuch(excess)
        );
    }
    for limits in [
        Limits {
            shared_texts: 3,
            ..limits
        },
        Limits {
            shared_bytes: 30,
            ..limits
        },
    ] {
        let error = read(fixture!("shared.xlsx"), 0, limits).unwrap_err();
        assert_eq!(error, WorkbookError::TooMuch(Excess::SharedTexts));
    }
    let row = exchange::Limits {
        cells: 5,
        ..limits.row
    };
    let limits = Limits { row, ..limits };
    assert_eq!(code(typical, limits), "exchange.too_many_cells");
    let merges = Limits {
        merges: 1,
        ..Limits::default()
    };
    assert_eq!(
        read(fixture!("merged.xlsx"), 0, merges).unwrap_err(),
        WorkbookError::TooMuch(Excess::Merges)
    );
}

#[test]
fn a_sheet_goes_through_profile_suggestion_and_conversion() {
    let book = Workbook::open(fixture!("typical.xlsx"), Limits::default()).unwrap();
    let mut profiler = None;
    book.read(0, 1, &mut |row| {
        match &mut profiler {
            None => profiler = Some(exchange::Profiler::new(row)),
            Some(profiler) => profiler.row(row),
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    let profile = profiler.unwrap().finish();
    let plan = exchange::Plan {
        columns: exchange::suggest(&profile.columns),
    };
    assert_eq!(plan.check(), Ok(()));
    let meanings: Vec<_> = exchange::guess(&profile.columns)
        .iter()
        .map(|g| g.map(|g| g.meaning))
        .collect();
    assert_eq!(
        meanings[..2],
        [
            Some(exchange::Meaning::Name),
            Some(exchange::Meaning::Mobile)
        ]
    );
    let mut good = 0;
    book.read(0, 2, &mut |row| {
        good += usize::from(exchange::convert(&plan, row).is_ok());
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(good, 4);
}

const COLUMNS: [Column<'static>; 7] = [
    Column {
        header: "姓名",
        width: None,
    },
    Column {
        header: "编号",
        width: Some(8),
    },
    Column {
        header: "手机",
        width: None,
    },
    Column {
        header: "=危险",
        width: None,
    },
    Column {
        header: "数",
        width: None,
    },
    Column {
        header: "日期",
        width: None,
    },
    Column {
        header: "空",
        width: None,
    },
];

fn ours() -> Vec<u8> {
    use Cell::{Blank, Date, Int, Number, Text};
    let day = |y, m, d| Date(model::Date::from_ymd(y, m, d).unwrap());
    write_workbook(Vec::new(), "客户 & Co", &COLUMNS, &mut |rows| {
        rows.row(&[
            Text("张三"),
            Text("0042"),
            Text("13800138000"),
            Text("=1+1"),
            Int(0),
            day(2024, 3, 5),
        ])?;
        rows.row(&[
            Text(" a&b<c>\"d\"\n第二行 "),
            Text("510104198501011234"),
            Text("+86 138"),
            Text("@SUM(A1)"),
            Number(-2.5),
            day(1899, 12, 31),
            Text("😀"),
        ])?;
        rows.row(&[
            Int(123_456_789_012_345_678),
            Blank,
            Text(""),
            Number(f64::NAN),
            Number(1e-7),
        ])
    })
    .unwrap()
}

#[test]
fn what_is_written_reads_back() {
    let rows = rows(&ours());
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].1, COLUMNS.map(|c| c.header));
    assert_eq!(
        rows[1].1,
        ["张三", "0042", "13800138000", "=1+1", "0", "2024-03-05", ""]
    );
    assert_eq!(
        rows[2].1[..2],
        [" a&b<c>\"d\"\n第二行 ", "510104198501011234"]
    );
    assert_eq!(rows[2].1[4..], ["-2.5", "1899-12-31", "😀"]);
    assert_eq!(
        rows[3].1,
        ["123456789012345678", "", "", "", "0.0000001", "", ""]
    );
    assert_eq!(ours(), ours());
}

#[test]
fn what_a_sheet_cannot_hold_is_refused() {
    let write = |cells: &[Cell<'_>]| {
        write_workbook(Vec::new(), "", &COLUMNS[..1], &mut |rows| rows.row(cells)).map(|_| ())
    };
    let long = "长".repeat(32_768);
    assert_eq!(
        write(&[Cell::Text(&long)]),
        Err(WorkbookError::TextTooLong { row: 2, column: 0 })
    );
    assert_eq!(
        write(&[Cell::Int(1); 2]),
        Err(WorkbookError::RowTooWide { row: 2 })
    );
    assert_eq!(write(&[Cell::Text(&"长".repeat(32_767))]), Ok(()));
}

#[test]
#[ignore = "for fixtures/check.py"]
fn writes_a_workbook_for_another_program() {
    std::fs::write("../../target/workbook-out.xlsx", ours()).unwrap();
}

/// Counts bytes and keeps none.
struct Sink(usize);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
#[ignore = "a measurement: cargo test -p workbook --release -- --ignored --nocapture hundred"]
fn a_hundred_thousand_rows_are_written_and_read() {
    let columns: Vec<Column<'_>> = (0..12)
        .map(|_| Column {
            header: "列",
            width: None,
        })
        .collect();
    let mut fill = |rows: &mut Rows<'_>| {
        for n in 0..100_000i64 {
            let (phone, mail) = (format!("138{n:08}"), format!("customer{n}@example.com"));
            let name = format!("客户{n}号");
            let mut cells = [Cell::Blank; 12];
            cells[..8].copy_from_slice(&[
                Cell::Text(&name),
                Cell::Text(&phone),
                Cell::Text(&mail),
                Cell::Int(n),
                Cell::Number(n as f64 / 7.0),
                Cell::Date(model::Date(19_000)),
                Cell::Text("成都市武侯区天府大道"),
                Cell::Text("VIP; 老客户"),
            ]);
            cells[8..].copy_from_slice(&[
                Cell::Int(0),
                Cell::Text("微信"),
                Cell::Text("备注 & <更多>"),
                Cell::Int(5),
            ]);
            rows.row(&cells)?;
        }
        Ok(())
    };
    let start = std::time::Instant::now();
    let sink = write_workbook(Sink(0), "x", &columns, &mut fill).unwrap();
    println!("write {:?}, {} bytes", start.elapsed(), sink.0);
    let bytes = write_workbook(Vec::new(), "x", &columns, &mut fill).unwrap();
    let start = std::time::Instant::now();
    let book = Workbook::open(&bytes, Limits::default()).unwrap();
    let summary = book.summary(0).unwrap();
    println!("read {:?}", start.elapsed());
    assert_eq!((summary.rows, summary.columns), (100_001, 12));
}

#[test]
fn typed_cells_read_back_with_what_they_are() {
    let columns = ["a", "b", "c", "d"].map(|header| Column {
        header,
        width: None,
    });
    let day = model::Date(19_787);
    let cny = |minor| Typed::Money {
        minor,
        currency: *b"CNY",
    };
    let jpy = Typed::Money {
        minor: 100,
        currency: *b"JPY",
    };
    let lower = Typed::Money {
        minor: 100,
        currency: *b"cny",
    };
    let moment = |day, seconds| Typed::Moment { day, seconds };
    let early = moment(model::Date(-40_000), 61);
    let cells = [
        [Typed::Flag(true), moment(day, 61_331), cny(1250), jpy],
        [Typed::Flag(false), moment(day, 0), cny(0), cny(-5)],
        [Typed::Plain(Cell::Blank), early, cny(i64::MIN), lower],
        [
            Typed::Plain(Cell::Text("007")),
            moment(day, 86_399),
            cny(99_999_999_999_999),
            cny(1),
        ],
    ];
    let bytes = write_workbook(Vec::new(), "x", &columns, &mut |rows| {
        cells.iter().try_for_each(|row| rows.typed(row))
    })
    .unwrap();
    let got: Vec<_> = rows(&bytes).into_iter().skip(1).map(|(_, c)| c).collect();
    let want = [
        ["TRUE", "2024-03-05 17:02:11", "12.50 CNY", "100 JPY"],
        ["FALSE", "2024-03-05", "0.00 CNY", "-0.05 CNY"],
        [
            "",
            "1860-06-26 00:01:01",
            "-92233720368547758.08 CNY",
            "1.00 cny",
        ],
        [
            "007",
            "2024-03-05 23:59:59",
            "999999999999.99 CNY",
            "0.01 CNY",
        ],
    ];
    assert_eq!(got, want);
}
